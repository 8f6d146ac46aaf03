// The Store and the Reader on SQLite: one file, WAL, synchronous=FULL; what commit() reports as
// committed survives kill -9 and loss of power. Layout: docs/storage-format.md.
//
// Invariants
// - One writing connection, used by one thread at a time (the engine's writer). Any number of
//   readers beside it never block it and never see half a write.
// - The write-ahead log is emptied by the writer between batches, see kWalCheckpointBytes.
// - A database created for the sandbox never opens for production, nor the other way round.
// Owner: server/main.cc, through open().
#pragma once

#include <memory>
#include <string>

#include "engine/applications.h"
#include "engine/directory.h"
#include "engine/ports.h"
#include "store/open_mode.h"

namespace baobei::store {

class Connection;

// A checkpoint costs one fsync of the main file (25–30 ms on a plain disk), paid by whoever waits
// in that round: at 8 MB it falls on one round in some 1,500 commands, and the log that a restart
// must read stays small. Where a reader holds it up, the next try comes after as much again, not
// with the next commit. The writer runs it itself because a checkpointer of its own thread never
// lets the log start again from its beginning under unbroken load.
inline constexpr std::uint64_t kWalCheckpointBytes = std::uint64_t{8} << 20;
// From here on readers are waited for (kWalRestartWait at most), so that the log begins anew.
inline constexpr std::uint64_t kWalRestartBytes = std::uint64_t{64} << 20;
inline constexpr std::chrono::milliseconds kWalRestartWait{100};

class SqliteStore final : public engine::Store {
 public:
  // `connection` is up to date (schema.h).
  SqliteStore(std::unique_ptr<Connection> connection, std::string path);
  ~SqliteStore() override;

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
  // Of the file, which keeps the size of its fullest hour up to kWalRestartBytes. Any thread.
  std::uint64_t wal_bytes() override;

  // ---- for what stores other things beside (sqlite_uploads.h …), on the writer's thread ----
  Connection& connection() { return *connection_; }
  // Runs `work` in one transaction of its own.
  template <typename Work>
  Status write(Work work);

 private:
  // Empties the write-ahead log where it has grown past its limits.
  void checkpoint_when_due();

  const std::unique_ptr<Connection> connection_;
  const std::string path_;
  std::uint64_t wal_used_ = 0;  // bytes in use after the newest commit
  std::uint64_t checkpoint_at_ = kWalCheckpointBytes;
};

// Read-only connections, lent to one call at a time; at most kReadersKept stay open between calls.
class SqliteReader final : public engine::Reader {
 public:
  static constexpr std::size_t kReadersKept = 8;

  explicit SqliteReader(std::string path);
  ~SqliteReader() override;

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

  // Newest first; for operators' tools and tests.
  Result<std::vector<engine::AttemptRow>> attempts(const lifecycle::AppId& app, std::size_t limit);

  // For what reads other tables beside.
  class Pool;
  Pool& pool() { return *pool_; }

 private:
  const std::unique_ptr<Pool> pool_;
};

struct Opened {
  std::unique_ptr<SqliteStore> store;
  std::unique_ptr<SqliteReader> reader;
  std::unique_ptr<engine::Applications> applications;  // on both, as is
  std::unique_ptr<engine::Directory> directory;
};

// Opens the database at `path`, creating and migrating it as needed. kInvalid: not ours, newer than
// this program, or of the other mode; kUnavailable: it cannot be opened now.
Result<Opened> open(const std::string& path, OpenMode mode, Instant now);

}  // namespace baobei::store
