#include "store/faulty_store.h"

namespace baobei::store {

using engine::WriteOutcome;
using engine::WriteResult;

namespace {

std::unexpected<Error> connection_lost() {
  return fail(ErrorKind::kUnavailable, "the connection is lost");
}

std::vector<WriteOutcome> all(std::size_t count, WriteResult result) {
  WriteOutcome outcome;
  outcome.result = result;
  outcome.detail = "a fault that was asked for";
  return std::vector<WriteOutcome>(count, outcome);
}

}  // namespace

void FaultyStore::fail_next(FaultKind kind) {
  const std::lock_guard lock(mutex_);
  faults_.push_back(kind);
}

void FaultyStore::lose_connection(std::size_t calls, std::size_t after) {
  const std::lock_guard lock(mutex_);
  lost_after_ = after;
  lost_calls_ = calls;
}

std::size_t FaultyStore::pending() const {
  const std::lock_guard lock(mutex_);
  return faults_.size() + lost_calls_;
}

bool FaultyStore::is_lost() {
  const std::lock_guard lock(mutex_);
  if (lost_calls_ == 0) return false;
  if (lost_after_ > 0) {
    --lost_after_;
    return false;
  }
  --lost_calls_;
  return true;
}

std::vector<WriteOutcome> FaultyStore::commit(std::span<const engine::Write> writes) {
  watch_(writes.size());
  std::optional<FaultKind> fault;
  {
    const std::lock_guard lock(mutex_);
    if (!faults_.empty()) {
      fault = faults_.front();
      faults_.pop_front();
    }
  }
  if (!fault) return inner_.commit(writes);
  switch (*fault) {
    case FaultKind::kUnknownCommitted:
      (void)inner_.commit(writes);
      return all(writes.size(), WriteResult::kUnknown);
    case FaultKind::kUnknownLost:
      return all(writes.size(), WriteResult::kUnknown);
    case FaultKind::kConflict:
      return all(writes.size(), WriteResult::kConflict);
    case FaultKind::kUnavailable:
      break;
  }
  return all(writes.size(), WriteResult::kUnavailable);
}

Result<engine::StoredApp> FaultyStore::load(const lifecycle::AppId& app) {
  if (is_lost()) return connection_lost();
  return inner_.load(app);
}
Result<engine::FactsAnswer> FaultyStore::facts(const engine::FactsQuery& query) {
  if (is_lost()) return connection_lost();
  return inner_.facts(query);
}
Result<std::optional<engine::IdempotencyRow>> FaultyStore::find_idempotency(
    const engine::IdempotencyKey& key) {
  if (is_lost()) return connection_lost();
  return inner_.find_idempotency(key);
}
Result<bool> FaultyStore::has_event(const lifecycle::AppId& app, lifecycle::Revision revision,
                                    const Digest& hash) {
  if (is_lost()) return connection_lost();
  return inner_.has_event(app, revision, hash);
}
Result<std::vector<engine::DeadlineRow>> FaultyStore::due(Instant until, std::size_t limit) {
  if (is_lost()) return connection_lost();
  return inner_.due(until, limit);
}
Result<std::optional<Instant>> FaultyStore::next_due() {
  if (is_lost()) return connection_lost();
  return inner_.next_due();
}

Status FaultyStore::replace_deadlines(const lifecycle::AppId& app, lifecycle::Revision revision,
                                      std::span<const lifecycle::Deadline> deadlines) {
  if (is_lost()) return connection_lost();
  return inner_.replace_deadlines(app, revision, deadlines);
}
Status FaultyStore::record_attempts(std::span<const engine::AttemptRow> rows) {
  if (is_lost()) return connection_lost();
  return inner_.record_attempts(rows);
}

}  // namespace baobei::store
