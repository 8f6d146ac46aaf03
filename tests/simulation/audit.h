// An independent look at everything that a server has written: the log is replayed through
// lifecycle::apply and whatever stands beside it is compared with the replay.
//
// Invariants: knows the rules of the lifecycle and the ports, nothing of the engine or of how rows
// are built. Threads: a test's, while the engine is at rest. Owner: a test.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/book.h"
#include "engine/ports.h"
#include "lifecycle/lifecycle.h"

namespace baobei::simulation {

using Faults = std::vector<std::string>;

// What somebody was told of a command that was carried out.
struct Receipt {
  lifecycle::AppId app;
  lifecycle::Revision revision = 0;  // after it
  std::vector<std::string> events;   // their types, the last at `revision`
  std::string who;                   // for messages
};
// Of an answer's JSON.
Receipt receipt_of(const std::string& response, std::string who);

class Audit {
 public:
  explicit Audit(const engine::Book& book) : book_(book) {}

  // Whose inboxes there are.
  void add_inbox(engine::Viewer viewer) { inboxes_.push_back(std::move(viewer)); }

  // Reads what was logged since the last look and compares: chains, replay, case files, deadlines,
  // notices. `deadlines`: all that are pending.
  void follow(engine::Reader& reader, const std::vector<engine::DeadlineRow>& deadlines,
              Instant now);
  // The lists as everybody sees them, against all case files.
  void check_lists(engine::Reader& reader);
  // Every receipt is of events that are in the log; every event that was not the clock's belongs
  // to one receipt, so nothing was carried out twice or without anybody being told.
  void check_receipts(const std::vector<Receipt>& receipts);

  // What was found since the last call.
  Faults take_faults() { return std::exchange(faults_, {}); }
  const lifecycle::App* find(const lifecycle::AppId& app) const;
  std::size_t events() const { return events_; }

 private:
  struct Case {
    lifecycle::App app;
    Digest last_hash;
    std::vector<std::string> types;   // by revision
    std::vector<bool> by_clock;       // by revision
    std::optional<Instant> last_end;  // the newest event of the clock's
    Instant rules_at;                 // when it was last written
  };
  using NoticeKey = std::tuple<lifecycle::AppId, lifecycle::Revision, lifecycle::Recipient,
                               std::string, bool, lifecycle::NoticeKind>;

  void fault(const std::string& app, const std::string& what);
  void take(const engine::LoggedEvent& event);
  void owe(const lifecycle::App& after, const lifecycle::Event& event);
  void check_case_files(engine::Reader& reader, const std::set<lifecycle::AppId>& touched);
  void check_deadlines(const std::vector<engine::DeadlineRow>& rows);
  void check_notices(engine::Reader& reader);

  const engine::Book& book_;
  std::vector<engine::Viewer> inboxes_;
  std::map<lifecycle::AppId, Case> cases_;
  std::size_t events_ = 0;
  std::map<NoticeKey, int> owed_;  // less those that came
  std::uint64_t newest_notice_ = 0;
  Faults faults_;
};

}  // namespace baobei::simulation
