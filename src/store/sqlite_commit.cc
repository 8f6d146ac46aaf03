#include "store/sqlite_commit.h"

#include <algorithm>

#include "store/beside_sql.h"
#include "store/log_tree.h"
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

Status move_fact(Connection& connection, engine::FactKind kind, std::string_view key) {
  return execute(connection, sql::kMoveFact, kind, key);
}

std::vector<WriteOutcome> GroupCommit::run(std::span<const Write> writes) {
  std::vector<WriteOutcome> outcomes;
  Transaction transaction(db_);
  auto ready = transaction.begin(Transaction::Kind::kWrite);
  if (ready) ready = read_counters();
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
    TRY_ASSIGN(auto applied, apply(write));
    if (applied.result == WriteResult::kCommitted) {
      TRY(execute(db_, sql::kRelease));
    }
    return applied;
  }();
  if (outcome && outcome->result == WriteResult::kCommitted) return *outcome;
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
  TRY_ASSIGN(const bool answered, answered_before(write, outcome));
  if (answered) return outcome;
  TRY_ASSIGN(const bool awaited, finish_item(write));
  if (!awaited) return outcome_of(WriteResult::kDuplicate, "the job's row waits no more");
  TRY_ASSIGN(auto moved, moved_fact(write));
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
  for (const auto& row : write.rulings) TRY(put_ruling(write, row, seen_by));
  TRY(put_notices(write));
  TRY(put_deadlines(write));
  TRY(put_deliveries(write));
  TRY(put_texts(write));
  TRY(put_bars(write));
  TRY(put_idempotency(write));
  outcome.result = WriteResult::kCommitted;
  return outcome;
}

Result<bool> GroupCommit::answered_before(const Write& write, WriteOutcome& outcome) {
  if (!write.idempotency) return false;
  const auto& key = write.idempotency->key;
  Query query(db_, sql::kFindKey, key.principal, key.operation, key.key);
  if (!query.next()) {
    TRY(query.status());
    return false;
  }
  Digest request;
  std::string response;
  query.columns(request, response);
  TRY(query.status());
  const bool same = request == write.idempotency->request;
  outcome.result = same ? WriteResult::kDuplicate : WriteResult::kKeyReused;
  if (same) outcome.response = std::move(response);
  return true;
}

// Empty where all hold.
Result<std::string> GroupCommit::moved_fact(const Write& write) {
  for (const auto& stamp : write.facts) {
    Query query(db_, sql::kFactVersion, stamp.kind, stamp.key);
    std::int64_t version = 0;
    if (query.next()) query.columns(version);
    TRY(query.status());
    if (version == stamp.version) continue;
    return "the fact " + std::string(word(stamp.kind)) + " of " + stamp.key + " moved";
  }
  return std::string();
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
    TRY(add_log_nodes(db_, static_cast<std::uint64_t>(counters_.log)));
  }
  counters_.high_water = std::max(counters_.high_water, to_micros(recorded_last(write)));
  return {};
}

// Who sees the whole mini-program after this write; an authorisation that began or ended moves the
// rows it has in lists already (R10b).
Result<std::vector<std::string>> GroupCommit::put_audiences(const Write& write) {
  const auto bucket = engine::bucket_of(write.app);
  std::vector<std::string> wanted = {kAudienceAll, audience_of_org(write.row.owner)};
  for (const auto& agency : write.agencies) wanted.push_back(audience_of_org(agency));
  std::ranges::sort(wanted);
  wanted.erase(std::ranges::unique(wanted).begin(), wanted.end());

  std::vector<std::string> gone;
  std::vector<std::string> fresh = wanted;
  bool moved = false;
  if (write.expected > 0) {
    Query query(db_, sql::kAudiencesAndService, bucket, write.app);
    while (query.next()) {
      std::string audience;
      lifecycle::ServiceState service{};
      query.columns(audience, service);
      moved = moved || service != write.row.service;
      const bool stays = std::erase(fresh, audience) > 0;
      if (!stays && audience.starts_with("org:")) gone.push_back(std::move(audience));
    }
    TRY(query.status());
  }
  if (moved) TRY(execute(db_, sql::kMoveAudiences, bucket, write.app, write.row.service));
  for (const auto& audience : fresh) {
    TRY(execute(db_, sql::kInsertAudience, bucket, write.app, audience, write.row.service));
    if (write.expected > 0) TRY(execute(db_, sql::kListAll, bucket, write.app, audience));
  }
  for (const auto& audience : gone) {
    TRY(execute(db_, sql::kDeleteAudience, bucket, write.app, audience));
    TRY(execute(db_, sql::kUnlistAll, bucket, write.app, audience));
  }
  return wanted;
}

Status GroupCommit::list(const Write& write, const ListPlace& place, std::uint32_t no,
                         std::string_view state, const std::string& audience) {
  return execute(db_, sql::kList, engine::bucket_of(write.app), write.app, place.kind, no, audience,
                 state, place.due, place.since);
}

Status GroupCommit::relist(const Write& write, const ListPlace& place, std::uint32_t no,
                           std::string_view state) {
  return execute(db_, sql::kRelist, engine::bucket_of(write.app), write.app, place.kind, no, state,
                 place.due, place.since);
}

Status GroupCommit::put_submission(const Write& write, const engine::SubmissionRow& row,
                                   const std::vector<std::string>& audiences) {
  TRY(execute(db_, sql::kUpdateSubmission, engine::bucket_of(write.app), write.app, row.no,
              row.state, row.digest, row.due, row.submitted_at, row.changed_at));
  if (db_.changes() > 0) return relist(write, place_of(row), row.no, word(row.state));
  TRY(execute(db_, sql::kInsertSubmission, engine::bucket_of(write.app), write.app, row.no,
              row.state, row.digest, row.due, row.submitted_at, row.changed_at));
  for (const auto& audience : audiences) {
    TRY(list(write, place_of(row), row.no, word(row.state), audience));
  }
  return {};
}

Status GroupCommit::put_entry(const Write& write, const engine::EntrySummaryRow& row,
                              const std::vector<std::string>& audiences) {
  const auto bucket = engine::bucket_of(write.app);
  TRY(execute(db_, sql::kUpdateEntry, bucket, write.app, row.no, row.submission, row.state,
              row.region, row.start, row.end, row.changed_at, row.answered_at, row.late,
              row.channel));
  if (db_.changes() > 0) {
    TRY(relist(write, place_of(row), row.no, word(row.state)));
    return list_beside(write, row);
  }
  TRY(execute(db_, sql::kInsertEntry, bucket, write.app, row.no, row.submission, row.state,
              row.region, row.start, row.end, row.changed_at, row.answered_at, row.late,
              row.channel));
  for (const auto& audience : audiences) {
    TRY(list(write, place_of(row), row.no, word(row.state), audience));
  }
  // The office sees the entry, its submission and its mini-program.
  const auto office = audience_of_region(row.region);
  TRY(list(write, place_of(row), row.no, word(row.state), office));
  TRY(execute(db_, sql::kInsertAudience, bucket, write.app, office, write.row.service));
  TRY(execute(db_, sql::kListSubmission, bucket, write.app, row.submission, office));
  return list_beside(write, row);
}

}  // namespace baobei::store
