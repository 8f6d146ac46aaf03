// What the walk's steps work with: the people and their clients, the versions, and the Step that
// collects what held and what did not.
//
// Invariants: every assertion is one line of the report; a failed exchange is a failed assertion.
// Views stay valid until the walk ends, for the stage keeps every answer.
// Threads: one. Owner: run_walk.
#pragma once

#include <boost/json/value.hpp>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "cli/walk.h"

namespace baobei::cli {

enum class Who { kDeveloper, kReviewer, kSecondReviewer, kOfficer, kSecondOfficer, kOperator };

struct Asserted {
  std::string what;
  bool held = false;
  std::string got;  // what stood there instead, where it did not hold
};

class Step {
 public:
  explicit Step(const Terminal& terminal) : terminal_(&terminal) {}

  // Returns `held`, so that a step can stop where going on makes no sense.
  bool expect(bool held, Word what, const std::vector<std::string>& arguments = {},
              const std::string& got = {});
  bool same(const std::string& got, const std::string& wanted, Word what,
            const std::vector<std::string>& arguments = {});
  bool fault(const ApiError& error);

  bool held() const;    // something was asserted, and all of it held
  bool broken() const;  // something did not hold
  const std::vector<Asserted>& asserted() const { return asserted_; }
  const Terminal& terminal() const { return *terminal_; }

 private:
  const Terminal* terminal_;
  std::vector<Asserted> asserted_;
};

// One answer of the delivery endpoint.
struct Served {
  int status = 0;
  std::string code;    // of a problem
  std::string digest;  // of a manifest
  std::string since;   // of a 451
  std::string ground;
};

class Stage {
 public:
  Stage(Session& session, const WalkPeople& people);

  const WalkPeople& people() const { return people_; }
  bool has(Who who) const;

  // GET; nowhere and a failed assertion where it did not work.
  View get(Step& step, Who who, const std::string& target);
  // Every item of a list.
  std::vector<View> list(Step& step, Who who, const std::string& target);
  // The case as the developer sees it.
  View file(Step& step);
  View submission(Step& step, std::int64_t no);
  View entry(Step& step, std::int64_t no);
  // Notices of a kind in the developer's inbox about this mini-program, oldest first.
  std::vector<View> notices(Step& step, std::string_view kind);

  // A command below the mini-program that must be accepted.
  View send(Step& step, Who who, const std::string& tail, const boost::json::value& body,
            const std::string& if_match = {});
  // One that must be refused by one of these guards, and must leave the case as it was.
  void refused(Step& step, Who who, const std::string& tail, const boost::json::value& body,
               const std::vector<std::string>& guards, Word what, const std::string& if_match = {});

  Served served(Step& step, const std::string& device);
  // How many of kDevices devices are served each digest; "" is none.
  std::map<std::string, int> served_to_all(Step& step);

  void upload(Step& step, const std::string& path, const std::string& label,
              const std::string& digest);
  void move_clock(Step& step, Instant to);
  Instant now(Step& step);

  // Submits, waits for the check, lets a reviewer pass it (two, where it could not be checked).
  std::int64_t submit(Step& step, const std::string& digest, boost::json::value item_answers);
  View checked(Step& step, std::int64_t no);
  void pass(Step& step, std::int64_t no);
  // The office's answer, signed twice where policy asks for it.
  void answer(Step& step, std::int64_t entry, const boost::json::value& body);

  // What the story has come to; set by steps, read by later ones.
  std::string v1, v2, v3;                           // digests
  std::string path1, path2, path3;                  // archives to upload
  std::int64_t first = 0, rectified = 0, next = 0;  // submissions
  std::int64_t first_entry = 0, second_entry = 0;
  Instant end, down_by;

 private:
  Client& client(Who who);
  View keep(Reply reply);

  Session& session_;
  WalkPeople people_;
  std::map<Who, Client> clients_;
  std::deque<Reply> kept_;
};

inline constexpr int kDevices = 64;

using StepFunction = void (*)(Stage&, Step&);
struct StepRow {
  Word title;
  std::vector<std::string> rules;
  StepFunction run;
};

// Part by part, in the order of the story.
std::vector<StepRow> review_steps();  // walk_review.cc: until the filing began
std::vector<StepRow> filing_steps();  // walk_filing.cc: the period, silence, late fail, take-down
std::vector<StepRow> return_steps();  // walk_return.cc: rectified, released, roll-back, the record

}  // namespace baobei::cli
