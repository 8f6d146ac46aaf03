// What a change of rules would alter: two reports of each program, before and after, compared by
// what they say, and, where people have decided, how often each of them agrees.
//
// What a report says is a set of answers: the ids of rules that found an error or a warning, and
// "involves:<category id>" for each category that it names. Notes are no answers: nothing depends
// on them. Invariants: a program of which either report knows nothing (*could not check*) counts
// for neither side and is listed; only programs that people decided are scored. Threads: pure
// functions.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "check/report.h"

namespace baobei::check {

inline constexpr std::string_view kDecisionsSchema = "baobei.decisions/1";
inline constexpr std::size_t kDecisionsBytesMax = 16 * 1024 * 1024;

using Answers = std::set<std::string>;

Answers answers_of(const Report& report);

// What people found in programs, by the program's name. An empty set: nothing, it passed.
using Decisions = std::map<std::string, Answers>;

// {"schema":"baobei.decisions/1","decisions":[{"package":"shop","found":["content/gambling"]}]}
Result<Decisions> parse_decisions(std::string_view text);

struct Rehearsed {
  std::string program;
  Answers before;
  Answers after;
};

// An answer that stands in other programs than before.
struct Change {
  std::string answer;
  std::uint64_t before = 0;  // programs
  std::uint64_t after = 0;
  std::vector<std::string> gained;  // names of programs, sorted
  std::vector<std::string> lost;

  bool operator==(const Change&) const = default;
};

struct Agreement {
  std::uint64_t agreed = 0;   // answered, and people found it
  std::uint64_t refuted = 0;  // answered, and they did not
  std::uint64_t missed = 0;   // they found it, and it was not answered

  // Of what was answered, of what was to be found; 1 where there is nothing to go by.
  double precision() const;
  double recall() const;
  bool operator==(const Agreement&) const = default;
};

struct Scored {
  std::string answer;  // "": all together
  Agreement before;
  Agreement after;

  bool operator==(const Scored&) const = default;
};

struct Rehearsal {
  std::vector<Change> changes;  // by answer
  std::uint64_t decided = 0;    // programs that are in `decisions`
  std::vector<Scored> scores;   // all together first, then by answer; empty where none is decided
};

// Only answers that some decision speaks of are scored: what nobody looked for is neither right nor
// wrong.
Rehearsal rehearsal_of(const std::vector<Rehearsed>& programs, const Decisions& decisions);

}  // namespace baobei::check
