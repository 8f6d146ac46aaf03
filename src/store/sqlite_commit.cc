#include "store/sqlite_commit.h"

#include <algorithm>

#include "store/sqlite_commit_sql.h"
#include "store/write_shape.h"

namespace baobei::store {
namespace {

using engine::Write;
using engine::WriteOutcome;
using engine::WriteResult;

WriteOutcome outcome_of(WriteResult result, std::string detail) {
  return {result, 0, {}, std::move(detail)};
}

// Nothing became durable: neither what was taken nor what was found to repeat or contradict it.
void fail_all(std::vector<WriteOutcome>& outcomes, WriteResult result, const Error& error) {
  for (auto& outcome : outcomes) {
    if (outcome.result == WriteResult::kUnavailable) continue;
    outcome = outcome_of(result, to_string(error));
  }
}

// Did this COMMIT leave nothing behind for certain? Only where it stopped before its last frame
// was in the log. Any other error can come after that, so that a recovery would still find it.
bool left_nothing(const Connection& connection) {
  const int code = sqlite3_extended_errcode(connection.raw()) & 0xff;
  return code == SQLITE_FULL || code == SQLITE_BUSY || code == SQLITE_READONLY;
}

}  // namespace

std::vector<WriteOutcome> GroupCommit::run(std::span<const Write> writes) {
  std::vector<WriteOutcome> outcomes;
  Transaction transaction(db_);
  auto ready = transaction.begin(Transaction::Kind::kWrite);
  if (ready) ready = read_counters();
  if (ready) ready = facts_.refresh();
  if (!ready) lost_ = ready.error();
  for (const auto& write : writes) {
    outcomes.push_back(lost_ ? outcome_of(WriteResult::kUnavailable, to_string(*lost_))
                             : take(write));
  }
  const bool any = std::ranges::any_of(outcomes, [](const WriteOutcome& outcome) {
    return outcome.result == WriteResult::kCommitted;
  });
  if (!any) return outcomes;
  if (!lost_) {
    if (const auto counted = write_counters(); !counted) lost_ = counted.error();
  }
  if (lost_) {
    fail_all(outcomes, WriteResult::kUnavailable, *lost_);
    return outcomes;
  }
  const auto committed = transaction.commit();
  if (committed) return outcomes;
  const bool nothing = left_nothing(db_);
  if (db_.in_transaction()) (void)execute(db_, sql::kRollback);
  const bool certain = nothing || fence();
  fail_all(outcomes, certain ? WriteResult::kUnavailable : WriteResult::kUnknown,
           committed.error());
  return outcomes;
}

// A transaction that succeeds now takes the place of the failed one's frames in the log, so that no
// recovery can find those.
bool GroupCommit::fence() {
  Transaction transaction(db_);
  if (!transaction.begin(Transaction::Kind::kWrite)) return false;
  if (!execute(db_, sql::kFence)) return false;
  return transaction.commit().has_value();
}

Status GroupCommit::read_counters() {
  Query query(db_, sql::kReadCounters);
  std::string name;
  std::int64_t value = 0;
  while (query.next()) {
    query.columns(name, value);
    if (name == "log") counters_.log = value;
    if (name == "notice") counters_.notice = value;
    if (name == "delivery") counters_.delivery = value;
    if (name == "high_water") counters_.high_water = value;
  }
  return query.status();
}

Status GroupCommit::write_counters() {
  TRY(execute(db_, sql::kWriteCounter, "log", counters_.log));
  TRY(execute(db_, sql::kWriteCounter, "notice", counters_.notice));
  TRY(execute(db_, sql::kWriteCounter, "delivery", counters_.delivery));
  return execute(db_, sql::kWriteCounter, "high_water", counters_.high_water);
}

WriteOutcome GroupCommit::take(const Write& write) {
  const Counters before = counters_;
  auto outcome = [&]() -> Result<WriteOutcome> {
    TRY(execute(db_, sql::kSavepoint));
    return apply(write);
  }();
  if (outcome && outcome->result == WriteResult::kCommitted) {
    const auto released = execute(db_, sql::kRelease);
    if (released) return *outcome;
    outcome = std::unexpected(released.error());
  }
  counters_ = before;
  Status undone;
  // SQLite rolls the whole transaction back by itself on some errors; then there is no savepoint.
  if (db_.in_transaction()) {
    undone = execute(db_, sql::kRollbackTo);
    if (undone) undone = execute(db_, sql::kRelease);
  } else {
    undone = fail(ErrorKind::kUnavailable, "the transaction was rolled back",
                  outcome ? std::string() : outcome.error().message);
  }
  if (!undone) lost_ = undone.error();
  if (!outcome) return outcome_of(WriteResult::kUnavailable, to_string(outcome.error()));
  return *outcome;
}

Result<WriteOutcome> GroupCommit::apply(const Write& write) {
  if (auto fault = fault_of(write); !fault.empty()) {
    return outcome_of(WriteResult::kUnavailable, std::move(fault));
  }
  WriteOutcome outcome;
  TRY_ASSIGN(const bool fresh, put_idempotency(write));
  if (!fresh) {
    TRY(answered_before(*write.idempotency, outcome));
    return outcome;
  }
  TRY_ASSIGN(auto moved, facts_.moved(write.facts));
  if (!moved.empty()) return outcome_of(WriteResult::kConflict, std::move(moved));
  TRY_ASSIGN(const bool current, put_app(write));
  if (!current) {
    return outcome_of(WriteResult::kConflict,
                      "the case file is not at revision " + std::to_string(write.expected));
  }
  outcome.first_log_index = static_cast<std::uint64_t>(counters_.log) + 1;
  TRY(put_events(write));
  TRY_ASSIGN(const auto seen_by, put_audiences(write));
  for (const auto& row : write.submissions) TRY(put_submission(write, row, seen_by));
  for (const auto& row : write.entries) TRY(put_entry(write, row, seen_by));
  TRY(put_notices(write));
  TRY(put_deadlines(write));
  TRY(put_deliveries(write));
  TRY(put_texts(write));
  TRY(put_bars(write));
  outcome.result = WriteResult::kCommitted;
  return outcome;
}

// False where the key is there already.
Result<bool> GroupCommit::put_idempotency(const Write& write) {
  if (!write.idempotency) return true;
  const auto& row = *write.idempotency;
  TRY(execute(db_, sql::kInsertKey, row.key.principal, row.key.operation, row.key.key, row.request,
              row.response, row.at));
  return db_.changes() == 1;
}

Status GroupCommit::answered_before(const engine::IdempotencyRow& row, WriteOutcome& outcome) {
  Query query(db_, sql::kFindKey, row.key.principal, row.key.operation, row.key.key);
  Digest request;
  std::string response;
  if (query.next()) query.columns(request, response);
  TRY(query.status());
  const bool same = request == row.request;
  outcome.result = same ? WriteResult::kDuplicate : WriteResult::kKeyReused;
  if (same) outcome.response = std::move(response);
  return {};
}

// False where the case file is not at the revision and hash that the events follow.
Result<bool> GroupCommit::put_app(const Write& write) {
  const auto& row = write.row;
  const auto& last = write.events.back();
  const auto bucket = engine::bucket_of(write.app);
  if (write.expected == 0) {
    TRY(execute(db_, sql::kInsertApp, bucket, write.app, last.revision, last.hash, row.owner,
                row.subject, row.region, row.service, row.changed_at, write.state));
  } else {
    TRY(execute(db_, sql::kUpdateApp, bucket, write.app, write.expected, write.events.front().prev,
                last.revision, last.hash, row.owner, row.subject, row.region, row.service,
                row.changed_at, write.state));
  }
  return db_.changes() == 1;
}

Status GroupCommit::put_events(const Write& write) {
  for (const auto& event : write.events) {
    TRY(execute(db_, sql::kInsertEvent, ++counters_.log, engine::bucket_of(write.app), write.app,
                event.revision, event.type, event.at, event.recorded_at, event.actor, event.body,
                event.prev, event.hash));
  }
  counters_.high_water = std::max(counters_.high_water, to_micros(recorded_last(write)));
  return {};
}

}  // namespace baobei::store
