#include "simulation/crash_store.h"

namespace baobei::simulation {

using engine::Write;
using engine::WriteOutcome;
using engine::WriteResult;

namespace {

std::vector<WriteOutcome> all(std::size_t count, WriteResult result) {
  WriteOutcome outcome;
  outcome.result = result;
  outcome.detail = "bad weather";
  return std::vector<WriteOutcome>(count, outcome);
}

std::string about(std::span<const Write> writes) {
  return writes.front().app + " " + std::to_string(writes.front().expected);
}

template <typename T>
bool drop_one(std::vector<T>& list) {
  if (list.empty()) return false;
  list.pop_back();
  return true;
}

}  // namespace

const char* name(Lie lie) {
  switch (lie) {
    case Lie::kNone:
      return "none";
    case Lie::kDropNotice:
      return "a notice is dropped";
    case Lie::kRepeatNotice:
      return "a notice is repeated";
    case Lie::kForgetDeadline:
      return "a deadline is forgotten";
    case Lie::kKeepDeadline:
      return "a deadline is kept";
    case Lie::kAcknowledgeAir:
      return "air is acknowledged";
    case Lie::kLoseKey:
      return "a key is lost";
    case Lie::kOldState:
      return "the case file is an older one";
    case Lie::kOtherEvent:
      return "another event is stored";
    case Lie::kForgetSubmission:
      return "a submission is not listed";
  }
  return "";
}

unsigned CrashStore::roll(const std::string& what) {
  if (!struck_.insert(what).second) return 100;
  const auto text = std::to_string(seed_) + "/" + std::to_string(step_) + "/" + what;
  return sha256(text).bytes[0] * 100U / 256U;
}

std::optional<Error> CrashStore::lost_read(const std::string& what) {
  if (dead_) return gone();
  if (calm_ || roll(what) >= weather_.lost_read) return std::nullopt;
  ++faults_made_;
  return Error{ErrorKind::kUnavailable, "the connection is lost", ""};
}

std::optional<WriteResult> CrashStore::fault(const std::string& what) {
  if (calm_) return std::nullopt;
  const auto rolled = roll(what);
  unsigned bar = weather_.conflict;
  if (rolled < bar) return WriteResult::kConflict;
  bar += weather_.unavailable;
  if (rolled < bar) return WriteResult::kUnavailable;
  bar += weather_.unknown;
  if (rolled < bar) return WriteResult::kUnknown;
  return std::nullopt;
}

bool CrashStore::twist(Write& write) {
  switch (weather_.lie) {
    case Lie::kNone:
    case Lie::kAcknowledgeAir:
      return false;
    case Lie::kDropNotice:
      return drop_one(write.notices);
    case Lie::kRepeatNotice: {
      if (write.notices.empty()) return false;
      auto again = write.notices.back();
      again.seq += 1000;
      write.notices.push_back(std::move(again));
      return true;
    }
    case Lie::kForgetDeadline:
      return drop_one(write.deadlines_set);
    case Lie::kKeepDeadline:
      return drop_one(write.deadlines_cleared);
    case Lie::kLoseKey: {
      const bool had = write.idempotency.has_value();
      write.idempotency.reset();
      return had;
    }
    case Lie::kOldState: {
      if (write.expected == 0) return false;
      const auto stored = inner_.load(write.app);
      if (!stored || stored->state == write.state) return false;
      write.state = stored->state;
      return true;
    }
    case Lie::kOtherEvent:
      write.events.back().body.back() = ' ';
      write.events.back().body += "}";
      return true;
    case Lie::kForgetSubmission:
      return drop_one(write.submissions);
  }
  return false;
}

std::vector<WriteOutcome> CrashStore::take(std::span<const Write> writes) {
  if (weather_.lie == Lie::kNone || roll("lie about " + about(writes)) >= 12) {
    return inner_.commit(writes);
  }
  if (weather_.lie == Lie::kAcknowledgeAir) {
    ++lies_told_;
    return all(writes.size(), WriteResult::kCommitted);
  }
  std::vector<Write> twisted(writes.begin(), writes.end());
  for (auto& write : twisted) {
    if (!twist(write)) continue;
    ++lies_told_;
    break;
  }
  return inner_.commit(twisted);
}

std::vector<WriteOutcome> CrashStore::commit(std::span<const Write> writes) {
  if (dead_) return all(writes.size(), WriteResult::kUnavailable);
  if (commits_left_ >= 0 && commits_left_-- == 0) {
    if (when_ == When::kAfter) (void)take(writes);
    dead_ = true;
    return all(writes.size(), WriteResult::kUnavailable);
  }
  const auto fault_now = fault("commit " + about(writes));
  if (!fault_now) return take(writes);
  ++faults_made_;
  const bool written = *fault_now == WriteResult::kUnknown && roll("unknown " + about(writes)) < 50;
  if (written) (void)take(writes);
  return all(writes.size(), *fault_now);
}

}  // namespace baobei::simulation
