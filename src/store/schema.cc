#include "store/schema.h"

#include <algorithm>
#include <vector>

#include "store/embedded.h"

namespace baobei::store {
namespace {

constexpr char kReadApplicationId[] = "PRAGMA application_id";
constexpr char kCountTables[] = "SELECT count(*) FROM sqlite_schema";
constexpr char kReadMeta[] = "SELECT value FROM meta WHERE name = ?1";
constexpr char kWriteMeta[] =
    "INSERT INTO meta (name, value) VALUES (?1, ?2) "
    "ON CONFLICT (name) DO UPDATE SET value = excluded.value";
constexpr char kCreateMeta[] =
    "CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID";

// The number that no file ever had.
constexpr std::size_t kNeverGiven = 9;

Result<std::int64_t> number(Connection& connection, const char* sql) {
  Query query(connection, sql);
  std::int64_t value = 0;
  if (query.next()) query.columns(value);
  TRY(query.status());
  return value;
}

Result<std::string> meta(Connection& connection, std::string_view name) {
  Query query(connection, kReadMeta, name);
  std::string value;
  if (!query.next()) {
    TRY(query.status());
    return fail(ErrorKind::kCorrupt, "the database lacks its stamp", std::string(name));
  }
  query.columns(value);
  TRY(query.status());
  return value;
}

Status create(Connection& connection, OpenMode mode, Instant now) {
  TRY(connection.run("PRAGMA application_id=" + std::to_string(kApplicationId)));
  TRY(connection.run(kCreateMeta));
  TRY(execute(connection, kWriteMeta, "mode", name(mode)));
  TRY(execute(connection, kWriteMeta, "created_at", std::to_string(to_micros(now))));
  return execute(connection, kWriteMeta, "schema_version", "0");
}

Status migrate(Connection& connection, int version, Instant now) {
  const auto& file = embedded_files()[static_cast<std::size_t>(version) - 1];
  auto applied = connection.run(std::string(file.text));
  if (!applied) {
    applied.error().context = std::string(file.name);
    return applied;
  }
  TRY(execute(connection, kWriteMeta, "schema_version", std::to_string(version)));
  return execute(connection, kWriteMeta, "migrated_at", std::to_string(to_micros(now)));
}

}  // namespace

int schema_version_known() {
  return static_cast<int>(embedded_files().size());
}

Status check_migrations(std::span<const std::string_view> names) {
  std::size_t expected = 0;
  for (const auto name : names) {
    expected += expected + 1 == kNeverGiven ? 2 : 1;
    auto digits = std::to_string(expected);
    digits.insert(0, 4 - std::min<std::size_t>(digits.size(), 4), '0');
    if (name.starts_with(digits + "_") && name.ends_with(".sql")) continue;
    return fail(ErrorKind::kInternal,
                "migration " + digits + " is expected here: a number was skipped or given twice",
                std::string(name));
  }
  return {};
}

Result<int> schema_version(Connection& connection) {
  TRY_ASSIGN(const auto id, number(connection, kReadApplicationId));
  TRY_ASSIGN(const auto tables, number(connection, kCountTables));
  if (id == 0 && tables == 0) return 0;
  if (id != kApplicationId) {
    return fail(ErrorKind::kInvalid, "the file is another program's database");
  }
  TRY_ASSIGN(const auto text, meta(connection, "schema_version"));
  const int version = std::atoi(text.c_str());
  if (version < 1) return fail(ErrorKind::kCorrupt, "not a schema version: '" + text + "'");
  return version;
}

Result<OpenMode> stamped_mode(Connection& connection) {
  TRY_ASSIGN(const auto stamped, meta(connection, "mode"));
  for (const auto mode : {OpenMode::kProduction, OpenMode::kSandbox}) {
    if (stamped == name(mode)) return mode;
  }
  return fail(ErrorKind::kCorrupt, "not a mode: '" + stamped + "'");
}

Status bring_up_to_date(Connection& connection, OpenMode mode, Instant now) {
  std::vector<std::string_view> names;
  for (const auto& file : embedded_files()) names.push_back(file.name);
  TRY(check_migrations(names));
  Transaction transaction(connection);
  TRY(transaction.begin(Transaction::Kind::kWrite));
  TRY_ASSIGN(int version, schema_version(connection));
  const int known = schema_version_known();
  if (version > known) {
    return fail(ErrorKind::kInvalid, "the database has schema " + std::to_string(version) +
                                         ", this program knows schemas up to " +
                                         std::to_string(known) + ": use a newer program");
  }
  if (version == 0) {
    TRY(create(connection, mode, now));
  } else {
    TRY_ASSIGN(const auto stamped, meta(connection, "mode"));
    if (stamped != name(mode)) {
      return fail(ErrorKind::kInvalid,
                  "the database was created for " + stamped + " and never opens for " + name(mode));
    }
  }
  while (version < known) TRY(migrate(connection, ++version, now));
  return transaction.commit();
}

}  // namespace baobei::store
