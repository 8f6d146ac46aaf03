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
#include "store/fact_cache.h"
#include "store/sqlite.h"

namespace baobei::store {

class GroupCommit {
 public:
  GroupCommit(Connection& connection, FactCache& facts) : db_(connection), facts_(facts) {}

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
  Status answered_before(const engine::IdempotencyRow& row, engine::WriteOutcome& outcome);
  Result<bool> put_app(const engine::Write& write);
  Status put_events(const engine::Write& write);
  // Lists: sqlite_commit_lists.cc.
  struct Audiences {
    std::vector<std::string> whole;  // see the mini-program with all that is in it
    std::vector<std::string> any;    // these, and the offices that see some of it
  };
  struct Standing {
    std::uint32_t no = 0;
    ListPlace place;
  };
  Result<Audiences> put_audiences(const engine::Write& write);
  Status put_submission(const engine::Write& write, const engine::SubmissionRow& row,
                        const Audiences& audiences);
  Status put_entry(const engine::Write& write, const engine::EntrySummaryRow& row,
                   const Audiences& audiences);
  // All of the mini-program, as they stand now; or the one of that number, if there is one.
  Result<std::vector<Standing>> standing(const engine::Write& write);
  Result<std::optional<ListPlace>> submission_place(const engine::Write& write, std::uint32_t no);
  Result<std::optional<ListPlace>> entry_place(const engine::Write& write, std::uint32_t no);
  Status list(const engine::Write& write, const Standing& standing, const std::string& audience);
  Status unlist(const engine::Write& write, const Standing& standing, const std::string& audience);
  Status relist(const engine::Write& write, const Standing& before, const ListPlace& after,
                const Audiences& audiences);
  Result<std::string> inbox_of(const engine::NoticeRow& notice);
  Status put_notices(const engine::Write& write);
  Status put_deadlines(const engine::Write& write);
  Status put_deliveries(const engine::Write& write);
  Status put_texts(const engine::Write& write);
  Status put_bars(const engine::Write& write);
  Result<bool> put_idempotency(const engine::Write& write);
  // After a COMMIT that failed: makes sure that nothing of it can come back.
  bool fence();

  Connection& db_;
  FactCache& facts_;
  Counters counters_;
  std::optional<Error> lost_;  // the whole transaction is gone
};

}  // namespace baobei::store
