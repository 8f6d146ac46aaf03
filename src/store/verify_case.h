// One mini-program at a time: rebuilt from its events and compared with everything that was written
// beside them. For verify.cc.
//
// Invariants: events come in the order of their revisions, each with its hash proven. Threads: as
// the connection. Owner: one verify().
#pragma once

#include <string>
#include <vector>

#include "engine/rows.h"
#include "store/sqlite.h"

namespace baobei::store {

// kCorrupt with the mini-program and revision as context.
std::unexpected<Error> case_fault(std::string what, const std::string& app, std::uint64_t revision);

class CaseCheck {
 public:
  explicit CaseCheck(Connection& db) : db_(db) {}

  // The next event; the first after finish() begins another mini-program.
  Status add(const std::string& body);
  // No more events: the case file, its lists, deadlines and notices are what the events say.
  Status finish();

 private:
  Status check_case_file();
  Status check_submissions();
  Status check_entries();
  Status check_deadlines();
  Status check_notices();
  std::unexpected<Error> fault(std::string what) const;

  Connection& db_;
  lifecycle::App app_;
  std::vector<engine::NoticeRow> owed_;
};

}  // namespace baobei::store
