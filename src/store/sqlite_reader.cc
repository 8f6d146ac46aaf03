// Single rows and the log; lists are in sqlite_lists.cc.
#include "engine/directory.h"
#include "store/cursor.h"
#include "store/read_sql.h"
#include "store/reader_pool.h"
#include "store/sqlite_reads.h"

namespace baobei::store {
namespace {

constexpr char kReaderPragmas[] = "PRAGMA query_only=ON; PRAGMA cache_size=-4096;";

}  // namespace

Result<SqliteReader::Pool::Lent> SqliteReader::Pool::lend() {
  {
    const std::lock_guard lock(mutex_);
    if (!free_.empty()) {
      auto connection = std::move(free_.back());
      free_.pop_back();
      return Lent(*this, std::move(connection));
    }
  }
  TRY_ASSIGN(auto connection, Connection::open(path_, Access::kRead));
  TRY(connection->run(kReaderPragmas));
  return Lent(*this, std::move(connection));
}

void SqliteReader::Pool::give_back(std::unique_ptr<Connection> connection) {
  const std::lock_guard lock(mutex_);
  if (free_.size() < kReadersKept) free_.push_back(std::move(connection));
}

SqliteReader::SqliteReader(std::string path) : pool_(std::make_unique<Pool>(std::move(path))) {}
SqliteReader::~SqliteReader() = default;

Result<bool> sees(Connection& db, const engine::Viewer& viewer, const lifecycle::AppId& app) {
  if (viewer.sees_everything()) return true;
  for (const auto& audience : audiences(viewer)) {
    Query query(db, sql::kSeenBy, engine::bucket_of(app), app, audience);
    if (query.next()) return true;
    TRY(query.status());
  }
  return false;
}

Result<engine::StoredApp> read_app(Connection& db, const lifecycle::AppId& app) {
  Query query(db, sql::kReadApp, engine::bucket_of(app), app);
  engine::StoredApp stored;
  const bool found = query.next();
  if (found) query.columns(stored.state, stored.revision, stored.last_hash);
  TRY(query.status());
  if (!found) return fail(ErrorKind::kNotFound, "no such mini-program");
  return stored;
}

Status read_events(Query& query, std::vector<engine::LoggedEvent>& events) {
  while (query.next()) {
    auto& event = events.emplace_back();
    auto& row = event.row;
    query.columns(event.log_index, event.app, row.revision, row.type, row.at, row.recorded_at,
                  row.actor, row.body, row.prev, row.hash);
  }
  return query.status();
}

Result<engine::Principal> SqliteReader::authenticate(const Digest& token_hash, Instant now) {
  TRY_ASSIGN(const auto db, pool_->lend());
  Query query(*db, sql::kAuthenticate, token_hash, now);
  engine::Principal principal;
  auto& person = principal.person;
  auto& org = principal.org;
  std::string roles;
  std::string scope;
  const bool known = query.next();
  if (known) {
    query.columns(person.id, person.org, person.unit, person.name, roles, person.region,
                  person.active, org.id, org.kind, org.name, org.region, scope, principal.read_only,
                  principal.session);
  }
  TRY(query.status());
  if (!known) return fail(ErrorKind::kUnauthorized, "nobody we know");
  std::vector<lifecycle::Role> bounds;
  if (!roles_from_words(roles, person.roles) || !roles_from_words(scope, bounds)) {
    return fail(ErrorKind::kCorrupt, "unknown roles '" + roles + "'", person.id);
  }
  person.roles = engine::roles_within(person.roles, bounds);
  return principal;
}

Result<engine::StoredApp> SqliteReader::app(const engine::Viewer& viewer,
                                            const lifecycle::AppId& app) {
  TRY_ASSIGN(const auto db, pool_->lend());
  Transaction snapshot(*db);
  TRY(snapshot.begin(Transaction::Kind::kRead));
  TRY_ASSIGN(const bool seen, sees(*db, viewer, app));
  if (!seen) return fail(ErrorKind::kNotFound, "no such mini-program");
  return read_app(*db, app);
}

Result<engine::StoredApp> SqliteReader::app_for_delivery(const lifecycle::AppId& app) {
  TRY_ASSIGN(const auto db, pool_->lend());
  return read_app(*db, app);
}

Result<std::string> SqliteReader::app_name(const lifecycle::AppId& app) {
  TRY_ASSIGN(const auto db, pool_->lend());
  Query query(*db, sql::kReadAppName, engine::bucket_of(app), app);
  std::string name;
  const bool found = query.next();
  if (found) query.columns(name);
  TRY(query.status());
  if (!found) return fail(ErrorKind::kNotFound, "no such mini-program");
  return name;
}

Result<engine::SubjectRow> SqliteReader::subject(const lifecycle::SubjectId& subject) {
  TRY_ASSIGN(const auto db, pool_->lend());
  Query query(*db, sql::kReadSubject, subject);
  engine::SubjectRow row;
  const bool found = query.next();
  if (found) {
    query.columns(row.subject.id, row.subject.kind, row.subject.region, row.org, row.name,
                  row.credit_code);
  }
  TRY(query.status());
  if (!found) return fail(ErrorKind::kNotFound, "no such subject");
  return row;
}

Result<engine::Listed<engine::LoggedEvent>> SqliteReader::events(const engine::Viewer& viewer,
                                                                 const lifecycle::AppId& app,
                                                                 const engine::Page& page) {
  TRY_ASSIGN(const auto after, read_number_cursor(page.after, 0));
  TRY_ASSIGN(const auto db, pool_->lend());
  Transaction snapshot(*db);
  TRY(snapshot.begin(Transaction::Kind::kRead));
  TRY_ASSIGN(const bool seen, sees(*db, viewer, app));
  if (!seen) return fail(ErrorKind::kNotFound, "no such mini-program");
  engine::Listed<engine::LoggedEvent> list;
  const auto rows = rows_of(page);
  Query query(*db, sql::kEventsOfApp, engine::bucket_of(app), app, after, rows + 1);
  TRY(read_events(query, list.rows));
  if (list.rows.size() > rows) {
    list.rows.pop_back();
    list.next = write_cursor(list.rows.back().row.revision);
  }
  return list;
}

Result<std::vector<engine::LoggedEvent>> SqliteReader::log(std::uint64_t after, std::size_t limit) {
  TRY_ASSIGN(const auto db, pool_->lend());
  std::vector<engine::LoggedEvent> events;
  Query query(*db, sql::kLog, after, limit);
  TRY(read_events(query, events));
  return events;
}

Result<engine::Listed<engine::PackageRow>> SqliteReader::packages(const engine::Viewer& viewer,
                                                                  const lifecycle::AppId& app,
                                                                  const engine::Page& page) {
  TRY_ASSIGN(const auto before, read_digest_cursor(page.after));
  TRY_ASSIGN(const auto db, pool_->lend());
  Transaction snapshot(*db);
  TRY(snapshot.begin(Transaction::Kind::kRead));
  TRY_ASSIGN(const bool seen, sees(*db, viewer, app));
  if (!seen) return fail(ErrorKind::kNotFound, "no such mini-program");
  engine::Listed<engine::PackageRow> list;
  Query query(*db, sql::kReadPackages, engine::bucket_of(app), app, before.at, before.digest,
              rows_of(page) + 1);
  while (query.next()) {
    auto& row = list.rows.emplace_back();
    query.columns(row.app, row.digest, row.label, row.bytes, row.files, row.uploaded_by,
                  row.uploaded_at);
  }
  TRY(query.status());
  if (list.rows.size() > rows_of(page)) {
    list.rows.pop_back();
    list.next = write_cursor({to_micros(list.rows.back().uploaded_at), list.rows.back().digest});
  }
  return list;
}

Result<engine::PackageRow> SqliteReader::package(const engine::Viewer& viewer,
                                                 const lifecycle::AppId& app,
                                                 const Digest& digest) {
  TRY_ASSIGN(const auto db, pool_->lend());
  Transaction snapshot(*db);
  TRY(snapshot.begin(Transaction::Kind::kRead));
  TRY_ASSIGN(const bool seen, sees(*db, viewer, app));
  engine::PackageRow row;
  Query query(*db, sql::kReadPackage, engine::bucket_of(app), app, digest);
  const bool found = seen && query.next();
  if (found) {
    query.columns(row.app, row.digest, row.label, row.bytes, row.files, row.uploaded_by,
                  row.uploaded_at);
  }
  TRY(query.status());
  if (!found) return fail(ErrorKind::kNotFound, "no such version");
  return row;
}

// No limit: a subject has at most as many as the catalogue has categories, and a part of them would
// be a wrong answer.
Result<std::vector<engine::GrantRow>> SqliteReader::grants(const lifecycle::SubjectId& subject) {
  TRY_ASSIGN(const auto db, pool_->lend());
  std::vector<engine::GrantRow> rows;
  Query query(*db, sql::kReadGrants, subject);
  while (query.next()) {
    auto& row = rows.emplace_back();
    query.columns(row.subject, row.category, row.valid_until);
  }
  TRY(query.status());
  return rows;
}

Result<std::string> SqliteReader::text(const Digest& commitment) {
  TRY_ASSIGN(const auto db, pool_->lend());
  Query query(*db, sql::kReadText, commitment);
  std::string words;
  const bool found = query.next();
  if (found) query.columns(words);
  TRY(query.status());
  if (!found) return fail(ErrorKind::kNotFound, "the text was erased or never was");
  return words;
}

Result<std::vector<engine::AttemptRow>> SqliteReader::attempts(const lifecycle::AppId& app,
                                                               std::size_t limit) {
  TRY_ASSIGN(const auto db, pool_->lend());
  std::vector<engine::AttemptRow> rows;
  Query query(*db, sql::kReadAttempts, engine::bucket_of(app), app, limit);
  while (query.next()) {
    auto& row = rows.emplace_back();
    query.columns(row.app, row.actor, row.command, row.refusal, row.at);
  }
  TRY(query.status());
  return rows;
}

}  // namespace baobei::store
