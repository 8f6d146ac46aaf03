// The walk: the whole story of a mini-program, driven over HTTP against a running sandbox, each
// step naming its rules and asserting through the API what it brought about.
//
// Invariants: nothing is believed that was not read back by a GET or refused with a named guard;
// the first step that does not hold ends the walk, for later ones stand on it. It needs a server
// with a sandbox clock and a mini-program without a submission.
// Threads: one. Owner: the command.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "cli/session.h"

namespace baobei::cli {

// What `baobei demo` writes for the walk:
//   {"url":"http://127.0.0.1:8080","app":"wx…","category":"social-forum",
//    "tokens":{"developer":…,"reviewer":…,"second_reviewer":…,"officer":…,"second_officer":…,
//              "operator":…}}
// "category" may be absent (social-forum); so may "second_officer", where one signature is enough,
// and other members and roles are left alone.
struct WalkPeople {
  std::string url;
  std::string app;
  std::string category = "social-forum";
  std::map<std::string, std::string, std::less<>> tokens;
};

inline constexpr std::size_t kPeopleBytesMax = 256 * 1024;
Result<WalkPeople> read_people(const std::string& path);

struct WalkOptions {
  WalkPeople people;
  std::string package;  // a mini-program's folder; "": the sample that this program carries
};

// kExitOk: every step held; kExitRefused: one did not, and is named; else why it could not begin.
int run_walk(Session& session, const WalkOptions& options);

struct WalkStepInfo {
  Word title;
  std::vector<std::string> rules;
};
// The steps in order, for documents and tests.
std::vector<WalkStepInfo> walk_steps();

}  // namespace baobei::cli
