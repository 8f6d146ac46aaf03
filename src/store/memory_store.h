// The twin in memory: the same answers as SqliteStore, nothing durable. For tests, simulation and
// servers that may forget everything.
//
// Invariants: passes the same contract (store_contract.h). Lists sort what they find, so it is for
// thousands of cases, not millions.
// Threads: any, through one mutex. Owner: whoever holds the MemoryDatabase; it outlives the store
// and the reader on it.
#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "engine/directory.h"
#include "engine/job_ports.h"
#include "engine/ports.h"

namespace baobei::store {

struct MemoryApp {
  engine::StoredApp stored;
  engine::AppRow row;
  std::set<std::string> audiences;
  std::vector<std::size_t> events;  // positions in the log
  std::map<lifecycle::SubmissionNo, engine::SubmissionRow> submissions;
  std::map<lifecycle::EntryNo, engine::EntrySummaryRow> entries;
  std::map<std::pair<engine::RulingKind, std::uint32_t>, engine::RulingRow> rulings;
  std::map<std::pair<lifecycle::DeadlineKind, std::uint32_t>, Instant> deadlines;
};
struct MemoryNotice {
  engine::NoticeListItem item;
  std::string inbox;
};
struct MemoryDelivery {
  engine::DeliveryRow row;
  Instant ready_at;
  std::uint32_t epoch = 0;
};

struct MemoryJob {
  engine::JobRow row;
  std::vector<engine::JobItemRow> items;  // by number, from 1

  // Null where it waits no more.
  engine::JobItemRow* waiting(std::uint32_t no) {
    const bool there = no >= 1 && no <= items.size();
    if (!there || items[no - 1].state != engine::ItemState::kWaiting) return nullptr;
    return &items[no - 1];
  }
};

struct MemoryDatabase {
  std::mutex mutex;
  std::map<lifecycle::AppId, MemoryApp> apps;
  std::vector<engine::LoggedEvent> log;
  std::map<std::uint64_t, MemoryNotice> notices;
  std::map<std::uint64_t, MemoryDelivery> deliveries;
  std::uint64_t deliveries_given = 0;
  std::map<std::tuple<std::string, std::string, std::string>, engine::IdempotencyRow> idempotency;
  std::map<std::pair<engine::FactKind, std::string>, std::int64_t> facts;
  std::set<std::pair<Digest, lifecycle::AppId>> bars;  // "" for everywhere
  std::map<Digest, engine::TextRow> texts;
  std::vector<engine::AttemptRow> attempts;
  std::map<lifecycle::OrgId, engine::OrgRow> orgs;
  std::map<lifecycle::PersonId, engine::PersonRow> people;
  std::map<Digest, engine::TokenRow> tokens;
  std::map<Digest, engine::IssuedToken> issued;  // of those that the directory gave out
  std::map<lifecycle::SubjectId, engine::SubjectRow> subjects;
  std::map<std::pair<lifecycle::SubjectId, lifecycle::CategoryId>, engine::GrantRow> grants;
  std::map<lifecycle::RegionCode, lifecycle::Channel> offices;
  std::map<std::pair<lifecycle::AppId, Digest>, engine::PackageRow> packages;
  std::map<lifecycle::AppId, std::string> names;
  std::map<std::string, MemoryJob> jobs;
  Instant high_water;
};

class MemoryStore final : public engine::Store {
 public:
  explicit MemoryStore(MemoryDatabase& database) : db_(database) {}

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
  Result<std::vector<Lease>> lease_deliveries(engine::DeliveryKind kind, Instant now,
                                              Instant lease_until, std::size_t limit) override;
  Status finish_delivery(std::uint64_t id) override;
  Status record_attempts(std::span<const engine::AttemptRow> attempts) override;
  Status put_org(const engine::OrgRow& org) override;
  Status put_person(const engine::PersonRow& person) override;
  Status put_token(const engine::TokenRow& token) override;
  Status put_subject(const engine::SubjectRow& subject) override;
  Status put_grant(const engine::GrantRow& grant) override;
  Status remove_grant(const lifecycle::SubjectId& subject,
                      const lifecycle::CategoryId& category) override;
  Status put_office(const engine::OfficeRow& office) override;
  Status put_package(const engine::PackageRow& package) override;
  Status put_app_name(const engine::AppNameRow& name) override;
  Status bar_everywhere(const Digest& digest, bool barred) override;
  Status mark_read(const engine::Viewer& viewer, std::uint64_t notice, Instant at) override;
  Result<Instant> high_water() override;
  Status raise_high_water(Instant instant) override;
  Result<std::size_t> drop_idempotency(Instant before, std::size_t limit) override;
  std::uint64_t wal_bytes() override { return 0; }

 private:
  // With the mutex held.
  engine::WriteOutcome take(const engine::Write& write);
  std::string conflict_of(const engine::Write& write) const;
  bool finish_item(const engine::Write& write);
  void put_case(const engine::Write& write);
  void put_notices(const engine::Write& write);
  void put_beside(const engine::Write& write);
  std::string inbox_of(const engine::NoticeRow& notice) const;
  std::int64_t version_of(engine::FactKind kind, const std::string& key) const;
  void stamp(engine::FactKind kind, const std::string& key, engine::FactsAnswer& answer) const;

  MemoryDatabase& db_;
};

class MemoryReader final : public engine::Reader {
 public:
  explicit MemoryReader(MemoryDatabase& database) : db_(database) {}

  Result<engine::Principal> authenticate(const Digest& token_hash, Instant now) override;
  Result<engine::StoredApp> app(const engine::Viewer& viewer, const lifecycle::AppId& app) override;
  Result<std::string> app_name(const lifecycle::AppId& app) override;
  Result<engine::SubjectRow> subject(const lifecycle::SubjectId& subject) override;
  Result<engine::Listed<engine::AppListItem>> apps(const engine::Viewer& viewer,
                                                   const engine::Page& page) override;
  Result<engine::Listed<engine::AppListItem>> apps_where(const engine::Viewer& viewer,
                                                         const engine::AppFilter& filter,
                                                         const engine::Page& page) override;
  Result<engine::Listed<engine::RulingListItem>> rulings(const engine::Viewer& viewer,
                                                         const engine::RulingFilter& filter,
                                                         const engine::Page& page) override;
  Result<engine::Listed<engine::SubmissionListItem>> submissions(
      const engine::Viewer& viewer, const engine::SubmissionFilter& filter,
      const engine::Page& page) override;
  Result<engine::Listed<engine::EntryListItem>> entries(const engine::Viewer& viewer,
                                                        const engine::EntryFilter& filter,
                                                        const engine::Page& page) override;
  Result<engine::Listed<engine::NoticeListItem>> inbox(const engine::Viewer& viewer,
                                                       bool unread_only,
                                                       const engine::Page& page) override;
  Result<engine::Listed<engine::LoggedEvent>> events(const engine::Viewer& viewer,
                                                     const lifecycle::AppId& app,
                                                     const engine::Page& page) override;
  Result<engine::Listed<engine::PackageRow>> packages(const engine::Viewer& viewer,
                                                      const lifecycle::AppId& app,
                                                      const engine::Page& page) override;
  Result<engine::PackageRow> package(const engine::Viewer& viewer, const lifecycle::AppId& app,
                                     const Digest& digest) override;
  Result<std::vector<engine::GrantRow>> grants(const lifecycle::SubjectId& subject) override;
  Result<std::string> text(const Digest& commitment) override;
  Result<engine::StoredApp> app_for_delivery(const lifecycle::AppId& app) override;
  Result<std::vector<engine::LoggedEvent>> log(std::uint64_t after, std::size_t limit) override;

  // Newest first.
  Result<std::vector<engine::AttemptRow>> attempts(const lifecycle::AppId& app, std::size_t limit);

 private:
  // With the mutex held; null where there is none or the viewer may not know of it.
  const MemoryApp* seen(const engine::Viewer& viewer, const lifecycle::AppId& app) const;
  std::string name_of(const lifecycle::AppId& app) const;

  MemoryDatabase& db_;
};

}  // namespace baobei::store
