#include "store/sqlite_hosts.h"

#include "base/text.h"
#include "store/beside_sql.h"
#include "store/reader_pool.h"
#include "store/sqlite_directory_steps.h"
#include "store/sqlite_write.h"

namespace baobei::store {
namespace {

void read_row(Query& query, engine::HostRow& row) {
  query.columns(row.id, row.name, row.token_hash, row.registered_at, row.revoked_at);
}

std::string written(const std::vector<Digest>& digests) {
  std::string text;
  for (const auto& digest : digests) text += (text.empty() ? "" : " ") + to_hex(digest);
  return text;
}

Result<std::vector<Digest>> read_digests(const std::string& text) {
  std::vector<Digest> digests;
  if (text.empty()) return digests;
  for (const auto& word : split(text, ' ')) {
    const auto digest = digest_from_hex(word);
    if (!digest) return fail(ErrorKind::kCorrupt, "a host's versions are no digests");
    digests.push_back(*digest);
  }
  return digests;
}

}  // namespace

Status SqliteHosts::add(const engine::HostRow& host, const lifecycle::PersonId& by) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    std::size_t count = 0;
    {
      Query query(db, sql::kCountHosts);
      if (query.next()) query.columns(count);
      TRY(query.status());
    }
    if (count >= engine::kHostsMax) return fail(ErrorKind::kTooLarge, "too many hosts");
    TRY(execute(db, sql::kAddHost, host.id, host.name, host.token_hash, host.registered_at));
    return add_host_step(db, host.id, engine::DirectoryStepKind::kHostAdded,
                         {by, host.registered_at});
  });
}

Status SqliteHosts::revoke(const std::string& id, const engine::Act& act) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    std::optional<Instant> before;
    {
      Query query(db, sql::kHostRevoked, id);
      const bool known = query.next();
      if (known) query.columns(before);
      TRY(query.status());
      if (!known) return fail(ErrorKind::kNotFound, "no such host");
    }
    if (before) return {};
    TRY(execute(db, sql::kRevokeHost, id, act.at));
    return add_host_step(db, id, engine::DirectoryStepKind::kHostRevoked, act);
  });
}

Status SqliteHosts::acknowledge(const engine::HostAck& ack,
                                const std::vector<lifecycle::OrderNo>& dark) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    const auto bucket = engine::bucket_of(ack.app);
    TRY(execute(db, sql::kPutAck, bucket, ack.app, ack.host, written(ack.serves), ack.at));
    for (const auto order : dark) {
      TRY(execute(db, sql::kPutDark, bucket, ack.app, order, ack.host, ack.at));
    }
    return {};
  });
}

Result<engine::HostRow> SqliteHosts::authenticate(const Digest& token_hash) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  Query query(*db, sql::kFindHost, token_hash);
  engine::HostRow row;
  const bool known = query.next();
  if (known) read_row(query, row);
  TRY(query.status());
  if (!known) return fail(ErrorKind::kUnauthorized, "no host we know");
  return row;
}

Result<std::vector<engine::HostRow>> SqliteHosts::all() {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<engine::HostRow> rows;
  Query query(*db, sql::kAllHosts);
  while (query.next()) read_row(query, rows.emplace_back());
  TRY(query.status());
  return rows;
}

Result<std::vector<engine::HostAck>> SqliteHosts::acknowledged(const lifecycle::AppId& app) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<engine::HostAck> rows;
  Query query(*db, sql::kAcksOfApp, engine::bucket_of(app), app);
  while (query.next()) {
    auto& row = rows.emplace_back();
    std::string serves;
    query.columns(row.host, serves, row.at);
    row.app = app;
    TRY_ASSIGN(row.serves, read_digests(serves));
  }
  TRY(query.status());
  return rows;
}

Result<std::vector<engine::DarkAck>> SqliteHosts::dark(const lifecycle::AppId& app) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<engine::DarkAck> rows;
  Query query(*db, sql::kDarkOfApp, engine::bucket_of(app), app);
  while (query.next()) {
    auto& row = rows.emplace_back();
    query.columns(row.order, row.host, row.at);
  }
  TRY(query.status());
  return rows;
}

}  // namespace baobei::store
