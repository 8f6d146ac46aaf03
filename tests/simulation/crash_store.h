// A store that fails, dies and lies on command: what a simulation puts between the engine and
// SQLite.
//
// Invariants: once dead nothing reaches the disk any more, as after kill -9; what was committed
// before is there. Whether a call fails hangs on the seed, the step and what it is about, not on
// how often somebody asks: the same call fails once a step at most, so that the engine's own pace
// changes nothing. Threads: as the store it wraps. Owner: one
// life of a simulated server.
#pragma once

#include <atomic>
#include <optional>
#include <random>
#include <set>
#include <string>

#include "engine/ports.h"

namespace baobei::simulation {

using Random = std::mt19937_64;

inline bool chance(Random& random, unsigned percent) {
  return random() % 100 < percent;
}
inline std::size_t below(Random& random, std::size_t count) {
  return static_cast<std::size_t>(random() % count);
}

// One thing that a wrong store or engine would do; the simulation must notice each.
enum class Lie {
  kNone,
  kDropNotice,        // a notice that is owed does not come
  kRepeatNotice,      // it comes twice
  kForgetDeadline,    // an end that nobody will fire
  kKeepDeadline,      // a row stays of what is over
  kAcknowledgeAir,    // "committed", and nothing was written
  kLoseKey,           // the idempotency key is not kept
  kOldState,          // the case file is not what the events say
  kOtherEvent,        // the event that is stored is not the one that was hashed
  kForgetSubmission,  // a list does not show it
};
inline constexpr Lie kLies[] = {Lie::kDropNotice,   Lie::kRepeatNotice,   Lie::kForgetDeadline,
                                Lie::kKeepDeadline, Lie::kAcknowledgeAir, Lie::kLoseKey,
                                Lie::kOldState,     Lie::kOtherEvent,     Lie::kForgetSubmission};
const char* name(Lie lie);

struct Weather {
  unsigned conflict = 0;  // percent of commits
  unsigned unknown = 0;   // half of them written
  unsigned unavailable = 0;
  unsigned lost_read = 0;  // percent of reads
  Lie lie = Lie::kNone;    // one commit in eight
};

class CrashStore final : public engine::Store {
 public:
  CrashStore(engine::Store& inner, std::uint64_t seed, Weather weather)
      : inner_(inner), seed_(seed), weather_(weather) {}

  // On the writer's thread. The weather turns bad until somebody calls be_calm().
  void begin_step(int step) {
    step_ = step;
    struck_.clear();
    calm_ = false;
  }

  // Dies at the commit that comes after `commits` more, before or after it is durable.
  enum class When { kBefore, kAfter };
  void die_after(std::size_t commits, When when) {
    when_ = when;
    commits_left_ = static_cast<long>(commits);
  }
  bool is_dead() const { return dead_; }
  void be_calm() { calm_ = true; }
  std::size_t lies_told() const { return lies_told_; }
  std::size_t faults_made() const { return faults_made_; }

  std::vector<engine::WriteOutcome> commit(std::span<const engine::Write> writes) override;
  Result<engine::StoredApp> load(const lifecycle::AppId& app) override {
    if (auto lost = lost_read("load " + app)) return std::unexpected(*lost);
    return inner_.load(app);
  }
  Result<engine::FactsAnswer> facts(const engine::FactsQuery& query) override {
    if (auto lost = lost_read("facts " + query.app)) return std::unexpected(*lost);
    return inner_.facts(query);
  }
  Result<std::optional<engine::IdempotencyRow>> find_idempotency(
      const engine::IdempotencyKey& key) override {
    if (auto lost = lost_read("key " + key.key)) return std::unexpected(*lost);
    return inner_.find_idempotency(key);
  }
  Result<bool> has_event(const lifecycle::AppId& app, lifecycle::Revision revision,
                         const Digest& hash) override {
    if (auto lost = lost_read("event " + app)) return std::unexpected(*lost);
    return inner_.has_event(app, revision, hash);
  }
  Result<std::vector<engine::DeadlineRow>> due(Instant until, std::size_t limit) override {
    if (auto lost = lost_read("due")) return std::unexpected(*lost);
    return inner_.due(until, limit);
  }
  Result<std::optional<Instant>> next_due() override {
    if (auto lost = lost_read("next due")) return std::unexpected(*lost);
    return inner_.next_due();
  }
  Status replace_deadlines(const lifecycle::AppId& app, lifecycle::Revision revision,
                           std::span<const lifecycle::Deadline> deadlines) override {
    return alive([&] { return inner_.replace_deadlines(app, revision, deadlines); });
  }
  Result<std::vector<Lease>> lease_deliveries(engine::DeliveryKind kind, Instant now,
                                              Instant lease_until, std::size_t limit) override {
    if (dead_) return std::unexpected(gone());
    return inner_.lease_deliveries(kind, now, lease_until, limit);
  }
  Status finish_delivery(std::uint64_t id) override {
    return alive([&] { return inner_.finish_delivery(id); });
  }
  Status record_attempts(std::span<const engine::AttemptRow> rows) override {
    return alive([&] { return inner_.record_attempts(rows); });
  }
  Status put_org(const engine::OrgRow& row) override {
    return alive([&] { return inner_.put_org(row); });
  }
  Status put_person(const engine::PersonRow& row) override {
    return alive([&] { return inner_.put_person(row); });
  }
  Status put_token(const engine::TokenRow& row) override {
    return alive([&] { return inner_.put_token(row); });
  }
  Status put_subject(const engine::SubjectRow& row) override {
    return alive([&] { return inner_.put_subject(row); });
  }
  Status put_grant(const engine::GrantRow& row) override {
    return alive([&] { return inner_.put_grant(row); });
  }
  Status remove_grant(const lifecycle::SubjectId& subject,
                      const lifecycle::CategoryId& category) override {
    return alive([&] { return inner_.remove_grant(subject, category); });
  }
  Status put_office(const engine::OfficeRow& row) override {
    return alive([&] { return inner_.put_office(row); });
  }
  Status put_package(const engine::PackageRow& row) override {
    return alive([&] { return inner_.put_package(row); });
  }
  Status put_app_name(const engine::AppNameRow& row) override {
    return alive([&] { return inner_.put_app_name(row); });
  }
  Status bar_everywhere(const Digest& digest, bool barred) override {
    return alive([&] { return inner_.bar_everywhere(digest, barred); });
  }
  Status mark_read(const engine::Viewer& viewer, std::uint64_t notice, Instant at) override {
    return alive([&] { return inner_.mark_read(viewer, notice, at); });
  }
  Result<Instant> high_water() override { return inner_.high_water(); }
  Status raise_high_water(Instant instant) override {
    return alive([&] { return inner_.raise_high_water(instant); });
  }
  Result<std::size_t> drop_idempotency(Instant before, std::size_t limit) override {
    if (dead_) return std::unexpected(gone());
    return inner_.drop_idempotency(before, limit);
  }
  std::uint64_t wal_bytes() override { return inner_.wal_bytes(); }

 private:
  static Error gone() { return {ErrorKind::kUnavailable, "the store is gone", ""}; }
  // A number under 100 that is the same whenever this is asked of this step; 100 the second time.
  unsigned roll(const std::string& what);
  std::optional<Error> lost_read(const std::string& what);
  template <typename Work>
  Status alive(Work work) {
    if (dead_) return std::unexpected(gone());
    return work();
  }
  std::optional<engine::WriteResult> fault(const std::string& what);
  std::vector<engine::WriteOutcome> take(std::span<const engine::Write> writes);
  // The write as a liar stores it.
  bool twist(engine::Write& write);

  engine::Store& inner_;
  const std::uint64_t seed_;
  const Weather weather_;
  int step_ = 0;
  std::set<std::string> struck_;
  When when_ = When::kBefore;
  long commits_left_ = -1;  // never
  std::atomic<bool> dead_{false};
  std::atomic<bool> calm_{true};
  std::size_t lies_told_ = 0;
  std::size_t faults_made_ = 0;
};

}  // namespace baobei::simulation
