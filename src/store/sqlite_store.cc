#include "store/sqlite_store.h"

#include <sys/stat.h>

#include "store/log_tree.h"
#include "store/schema.h"
#include "store/sqlite_applications.h"
#include "store/sqlite_commit.h"
#include "store/sqlite_commit_sql.h"
#include "store/sqlite_directory_desk.h"
#include "store/sqlite_write.h"

namespace baobei::store {
namespace {

// Memory that a connection may keep of the file, in KiB; the operating system keeps the rest.
constexpr char kWriterPragmas[] =
    "PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0; PRAGMA journal_size_limit=67108864;"
    "PRAGMA cache_size=-32768;";
constexpr char kJournalMode[] = "PRAGMA journal_mode=WAL";

constexpr char kLoad[] =
    "SELECT state, revision, last_hash FROM app WHERE bucket = ?1 AND app_id = ?2";
constexpr char kFindKey[] =
    "SELECT request, response, at FROM idempotency "
    "WHERE principal = ?1 AND operation = ?2 AND key = ?3";
constexpr char kDropKeys[] =
    "DELETE FROM idempotency WHERE (principal, operation, key) IN "
    "(SELECT principal, operation, key FROM idempotency WHERE at < ?1 ORDER BY at LIMIT ?2)";
constexpr char kDue[] =
    "SELECT app_id, kind, ordinal, due_at FROM deadline WHERE due_at <= ?1 "
    "ORDER BY due_at, bucket, app_id, kind, ordinal LIMIT ?2";
constexpr char kEventHash[] =
    "SELECT hash FROM event WHERE bucket = ?1 AND app_id = ?2 AND revision = ?3";
constexpr char kIsAtRevision[] =
    "SELECT 1 FROM app WHERE bucket = ?1 AND app_id = ?2 AND revision = ?3";
constexpr char kDropDeadlines[] = "DELETE FROM deadline WHERE bucket = ?1 AND app_id = ?2";
constexpr char kNextDue[] = "SELECT min(due_at) FROM deadline";
constexpr char kReadyDeliveries[] =
    "SELECT id, kind, app_id, ordinal, attempt, digest, not_before, epoch FROM delivery "
    "WHERE kind = ?1 AND ready_at <= ?2 ORDER BY ready_at, id LIMIT ?3";
constexpr char kLeaseDelivery[] = "UPDATE delivery SET ready_at = ?2, epoch = ?3 WHERE id = ?1";
constexpr char kFinishDelivery[] = "DELETE FROM delivery WHERE id = ?1";
constexpr char kInsertAttempt[] =
    "INSERT INTO attempt (bucket, app_id, actor, command, refusal, at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
constexpr char kHighWater[] = "SELECT value FROM counter WHERE name = 'high_water'";
constexpr char kRaiseHighWater[] =
    "UPDATE counter SET value = ?1 WHERE name = 'high_water' AND value < ?1";

// The hook tells how many pages the log holds after a commit; a page has a header of 24 bytes.
int note_wal(void* bytes, sqlite3*, const char*, int pages) {
  constexpr std::uint64_t kFrameBytes = 4096 + 24;
  *static_cast<std::uint64_t*>(bytes) = static_cast<std::uint64_t>(pages) * kFrameBytes;
  return SQLITE_OK;
}

Status set_up(Connection& connection) {
  Query query(connection, kJournalMode);
  std::string mode;
  if (query.next()) query.columns(mode);
  TRY(query.status());
  if (mode != "wal") {
    return fail(ErrorKind::kUnavailable, "the file system does not allow a write-ahead log");
  }
  return connection.run(kWriterPragmas);
}

}  // namespace

Result<Opened> open(const std::string& path, OpenMode mode, Instant now) {
  TRY_ASSIGN(auto connection, Connection::open(path, Access::kCreate));
  // What is not ours is left as it is, even its journal mode.
  const auto ready = [&]() -> Status {
    TRY(schema_version(*connection));
    TRY(set_up(*connection));
    TRY(bring_up_to_date(*connection, mode, now));
    return complete_log_nodes(*connection);
  }();
  if (!ready) {
    Error error = ready.error();
    error.context = error.context.empty() ? path : path + ": " + error.context;
    return std::unexpected(std::move(error));
  }
  Opened opened;
  opened.store = std::make_unique<SqliteStore>(std::move(connection), path);
  opened.reader = std::make_unique<SqliteReader>(path);
  opened.applications = std::make_unique<SqliteApplications>(*opened.store, *opened.reader);
  opened.directory = std::make_unique<SqliteDirectory>(*opened.store, *opened.reader);
  return opened;
}

SqliteStore::SqliteStore(std::unique_ptr<Connection> connection, std::string path)
    : connection_(std::move(connection)), path_(std::move(path)) {
  sqlite3_wal_hook(connection_->raw(), note_wal, &wal_used_);
}
SqliteStore::~SqliteStore() = default;

std::vector<engine::WriteOutcome> SqliteStore::commit(std::span<const engine::Write> writes) {
  if (writes.empty()) return {};
  auto outcomes = GroupCommit(*connection_).run(writes);
  checkpoint_when_due();
  return outcomes;
}

void SqliteStore::checkpoint_when_due() {
  // The log began anew since it was last emptied.
  if (wal_used_ < kWalCheckpointBytes) checkpoint_at_ = kWalCheckpointBytes;
  if (wal_used_ < checkpoint_at_) return;
  checkpoint_at_ = wal_used_ + kWalCheckpointBytes;
  sqlite3* handle = connection_->raw();
  int frames = 0;
  int done = 0;
  // A failure here costs nothing but space: the log is read as long as it is there.
  sqlite3_wal_checkpoint_v2(handle, nullptr, SQLITE_CHECKPOINT_PASSIVE, &frames, &done);
  if (wal_used_ >= kWalRestartBytes) {
    sqlite3_busy_timeout(handle, static_cast<int>(kWalRestartWait.count()));
    sqlite3_wal_checkpoint_v2(handle, nullptr, SQLITE_CHECKPOINT_RESTART, &frames, &done);
    sqlite3_busy_timeout(handle, kBusyMillisMax);
  }
}

Result<engine::StoredApp> SqliteStore::load(const lifecycle::AppId& app) {
  Query query(*connection_, kLoad, engine::bucket_of(app), app);
  engine::StoredApp stored;
  const bool found = query.next();
  if (found) query.columns(stored.state, stored.revision, stored.last_hash);
  TRY(query.status());
  if (!found) return fail(ErrorKind::kNotFound, "no such mini-program");
  return stored;
}

Result<std::optional<engine::IdempotencyRow>> SqliteStore::find_idempotency(
    const engine::IdempotencyKey& key) {
  Query query(*connection_, kFindKey, key.principal, key.operation, key.key);
  engine::IdempotencyRow row;
  row.key = key;
  const bool found = query.next();
  if (found) query.columns(row.request, row.response, row.at);
  TRY(query.status());
  return found ? std::optional(std::move(row)) : std::nullopt;
}

Result<bool> SqliteStore::has_event(const lifecycle::AppId& app, lifecycle::Revision revision,
                                    const Digest& hash) {
  Query query(*connection_, kEventHash, engine::bucket_of(app), app, revision);
  Digest found;
  const bool there = query.next();
  if (there) query.columns(found);
  TRY(query.status());
  return there && found == hash;
}

Result<std::vector<engine::DeadlineRow>> SqliteStore::due(Instant until, std::size_t limit) {
  Query query(*connection_, kDue, until, limit);
  std::vector<engine::DeadlineRow> rows;
  while (query.next()) {
    auto& row = rows.emplace_back();
    query.columns(row.app, row.deadline.kind, row.deadline.ordinal, row.deadline.due);
  }
  TRY(query.status());
  return rows;
}

Result<std::optional<Instant>> SqliteStore::next_due() {
  Query query(*connection_, kNextDue);
  std::optional<Instant> due;
  if (query.next()) query.columns(due);
  TRY(query.status());
  return due;
}

Status SqliteStore::replace_deadlines(const lifecycle::AppId& app, lifecycle::Revision revision,
                                      std::span<const lifecycle::Deadline> deadlines) {
  const auto bucket = engine::bucket_of(app);
  return write([&]() -> Status {
    bool current = false;
    {
      Query query(*connection_, kIsAtRevision, bucket, app, revision);
      current = query.next();
      TRY(query.status());
    }
    if (!current) return fail(ErrorKind::kConflict, "the case file is at another revision", app);
    TRY(execute(*connection_, kDropDeadlines, bucket, app));
    for (const auto& deadline : deadlines) {
      TRY(execute(*connection_, sql::kSetDeadline, bucket, app, deadline.kind, deadline.ordinal,
                  deadline.due));
    }
    return {};
  });
}

Result<std::vector<engine::Store::Lease>> SqliteStore::lease_deliveries(engine::DeliveryKind kind,
                                                                        Instant now,
                                                                        Instant lease_until,
                                                                        std::size_t limit) {
  std::vector<Lease> leases;
  const auto leased = write([&]() -> Status {
    Query query(*connection_, kReadyDeliveries, kind, now, limit);
    while (query.next()) {
      auto& lease = leases.emplace_back();
      query.columns(lease.id, lease.row.kind, lease.row.app, lease.row.ordinal, lease.row.attempt,
                    lease.row.digest, lease.row.not_before, lease.epoch);
    }
    TRY(query.status());
    for (auto& lease : leases) {
      TRY(execute(*connection_, kLeaseDelivery, lease.id, lease_until, ++lease.epoch));
    }
    return {};
  });
  TRY(leased);
  return leases;
}

Status SqliteStore::finish_delivery(std::uint64_t id) {
  return write([&] { return execute(*connection_, kFinishDelivery, id); });
}

Status SqliteStore::record_attempts(std::span<const engine::AttemptRow> attempts) {
  return write([&]() -> Status {
    for (const auto& attempt : attempts) {
      TRY(execute(*connection_, kInsertAttempt, engine::bucket_of(attempt.app), attempt.app,
                  attempt.actor, attempt.command, attempt.refusal, attempt.at));
    }
    return {};
  });
}

Result<Instant> SqliteStore::high_water() {
  Query query(*connection_, kHighWater);
  Instant instant;
  if (query.next()) query.columns(instant);
  TRY(query.status());
  return instant;
}

Status SqliteStore::raise_high_water(Instant instant) {
  return write([&] { return execute(*connection_, kRaiseHighWater, instant); });
}

Result<std::size_t> SqliteStore::drop_idempotency(Instant before, std::size_t limit) {
  std::size_t dropped = 0;
  const auto gone = write([&]() -> Status {
    TRY(execute(*connection_, kDropKeys, before, limit));
    dropped = static_cast<std::size_t>(connection_->changes());
    return {};
  });
  TRY(gone);
  return dropped;
}

std::uint64_t SqliteStore::wal_bytes() {
  struct stat status {};
  if (::stat((path_ + "-wal").c_str(), &status) != 0) return 0;
  return static_cast<std::uint64_t>(status.st_size);
}

}  // namespace baobei::store
