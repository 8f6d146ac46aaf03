// A Store that fails when it is told to: what tests of the engine and the simulation put between it
// and a real one.
//
// Invariants: without a pending fault every call goes through unchanged; each fault strikes one
// commit. Threads: as the store it wraps; faults are set from any thread. Owner: a test; the
// wrapped store outlives it.
#pragma once

#include <deque>
#include <functional>
#include <mutex>

#include "engine/ports.h"

namespace baobei::store {

enum class FaultKind {
  kUnknownCommitted,  // everything is written, the answer is lost
  kUnknownLost,       // nothing is written, the answer is lost
  kConflict,          // nothing is written, somebody else was faster
  kUnavailable,       // nothing is written, the store says so
};

class FaultyStore final : public engine::Store {
 public:
  explicit FaultyStore(engine::Store& inner) : inner_(inner) {}

  // The next commit that no earlier call has claimed fails so.
  void fail_next(FaultKind kind);
  // The next `calls` of load, facts, find_idempotency, has_event, due, next_due, replace_deadlines
  // and record_attempts are kUnavailable, once `after` more of them went through: the connection is
  // not back yet.
  void lose_connection(std::size_t calls, std::size_t after = 0);
  // Told of every commit, with its number of writes, on the thread that commits; set before that.
  void watch_commits(std::function<void(std::size_t)> watch) { watch_ = std::move(watch); }
  // Faults that have not struck yet.
  std::size_t pending() const;

  std::vector<engine::WriteOutcome> commit(std::span<const engine::Write> writes) override;
  Result<engine::StoredApp> load(const lifecycle::AppId& app) override;
  Result<engine::FactsAnswer> facts(const engine::FactsQuery& query) override;
  Result<std::optional<engine::IdempotencyRow>> find_idempotency(
      const engine::IdempotencyKey& key) override;
  Result<bool> has_event(const lifecycle::AppId& app, lifecycle::Revision revision,
                         const Digest& hash) override;
  Result<std::vector<engine::DeadlineRow>> due(Instant until, std::size_t limit) override;
  Result<std::optional<Instant>> next_due() override;
  Status replace_deadlines(const lifecycle::AppId& app, lifecycle::Revision revision,
                           std::span<const lifecycle::Deadline> deadlines) override;
  Status record_attempts(std::span<const engine::AttemptRow> rows) override;

  Result<std::vector<Lease>> lease_deliveries(engine::DeliveryKind kind, Instant now,
                                              Instant lease_until, std::size_t limit) override {
    return inner_.lease_deliveries(kind, now, lease_until, limit);
  }
  Status finish_delivery(std::uint64_t id) override { return inner_.finish_delivery(id); }
  Status put_org(const engine::OrgRow& row) override { return inner_.put_org(row); }
  Status put_person(const engine::PersonRow& row) override { return inner_.put_person(row); }
  Status put_token(const engine::TokenRow& row) override { return inner_.put_token(row); }
  Status put_subject(const engine::SubjectRow& row) override { return inner_.put_subject(row); }
  Status put_grant(const engine::GrantRow& row) override { return inner_.put_grant(row); }
  Status remove_grant(const lifecycle::SubjectId& subject,
                      const lifecycle::CategoryId& category) override {
    return inner_.remove_grant(subject, category);
  }
  Status put_office(const engine::OfficeRow& row) override { return inner_.put_office(row); }
  Status put_package(const engine::PackageRow& row) override { return inner_.put_package(row); }
  Status put_app_name(const engine::AppNameRow& row) override { return inner_.put_app_name(row); }
  Status bar_everywhere(const Digest& digest, bool barred) override {
    return inner_.bar_everywhere(digest, barred);
  }
  Status mark_read(const engine::Viewer& viewer, std::uint64_t notice, Instant at) override {
    return inner_.mark_read(viewer, notice, at);
  }
  Result<Instant> high_water() override { return inner_.high_water(); }
  Status raise_high_water(Instant instant) override { return inner_.raise_high_water(instant); }
  Result<std::size_t> drop_idempotency(Instant before, std::size_t limit) override {
    return inner_.drop_idempotency(before, limit);
  }
  std::uint64_t wal_bytes() override { return inner_.wal_bytes(); }

 private:
  // True once per lost call.
  bool is_lost();

  engine::Store& inner_;
  std::function<void(std::size_t)> watch_ = [](std::size_t) {};
  mutable std::mutex mutex_;
  std::deque<FaultKind> faults_;
  std::size_t lost_after_ = 0;
  std::size_t lost_calls_ = 0;
};

}  // namespace baobei::store
