// One group commit: writes in order, each in a savepoint of its own, made durable together.
//
// Invariants
// - Log indexes are dense in the order of the writes that are taken; one that is refused leaves no
//   gap, for the counters go back with its savepoint.
// - Everything that a write consists of is in its savepoint: event, state, notices, deadlines,
//   deliveries, lists, texts, bars and the idempotency row (R23).
// - kUnavailable is said only where nothing was written for certain; else kUnknown.
// Threads: the store's. Owner: one call of SqliteStore::commit.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/ports.h"
#include "store/audience.h"
#include "store/sqlite.h"

namespace baobei::store {

class GroupCommit {
 public:
  explicit GroupCommit(Connection& connection) : db_(connection) {}

  std::vector<engine::WriteOutcome> run(std::span<const engine::Write> writes);

 private:
  struct Counters {
    std::int64_t log = 0;
    std::int64_t notice = 0;
    std::int64_t delivery = 0;
    std::int64_t high_water = 0;
  };

  Status read_counters();
  Status write_counters();
  engine::WriteOutcome take(const engine::Write& write);
  // The outcome; an Error where SQLite failed in between.
  Result<engine::WriteOutcome> apply(const engine::Write& write);
  Result<bool> answered_before(const engine::Write& write, engine::WriteOutcome& outcome);
  Result<std::string> moved_fact(const engine::Write& write);
  Result<bool> put_app(const engine::Write& write);
  Status put_events(const engine::Write& write);
  Result<std::vector<std::string>> put_audiences(const engine::Write& write);
  Status put_submission(const engine::Write& write, const engine::SubmissionRow& row,
                        const std::vector<std::string>& audiences);
  // In the lists of late and of answered entries, where it belongs there.
  Status list_beside(const engine::Write& write, const engine::EntrySummaryRow& row);
  Status put_entry(const engine::Write& write, const engine::EntrySummaryRow& row,
                   const std::vector<std::string>& audiences);
  Status list(const engine::Write& write, const ListPlace& place, std::uint32_t no,
              std::string_view state, const std::string& audience);
  Status relist(const engine::Write& write, const ListPlace& place, std::uint32_t no,
                std::string_view state);
  Result<std::string> inbox_of(const engine::NoticeRow& notice);
  Status put_notices(const engine::Write& write);
  Status put_deadlines(const engine::Write& write);
  Status put_deliveries(const engine::Write& write);
  Status put_texts(const engine::Write& write);
  Status put_bars(const engine::Write& write);
  Status put_idempotency(const engine::Write& write);
  Status put_ruling(const engine::Write& write, const engine::RulingRow& row,
                    const std::vector<std::string>& audiences);
  // False where the row of a job that the write carries out waits no more.
  Result<bool> finish_item(const engine::Write& write);
  // After a COMMIT that failed: makes sure that nothing of it can come back.
  bool fence();

  Connection& db_;
  Counters counters_;
  std::optional<Error> lost_;  // the whole transaction is gone
};

// Moves the version of a fact that others may have stamped; part of the caller's transaction.
Status move_fact(Connection& connection, engine::FactKind kind, std::string_view key);

// An organisation; a person with the facts that hang on them; a subject with its inbox; likewise.
Status put_org_row(Connection& connection, const engine::OrgRow& org);
Status put_person_row(Connection& connection, const engine::PersonRow& person);
Status put_subject_row(Connection& connection, const engine::SubjectRow& row);

}  // namespace baobei::store
