#include "store/sqlite_records.h"

#include <algorithm>

#include "base/json.h"
#include "store/cursor.h"
#include "store/reader_pool.h"
#include "store/records_sql.h"
#include "store/sqlite.h"
#include "store/sqlite_directory_steps.h"

namespace baobei::store {
namespace {

using engine::RecordFilter;

constexpr std::size_t kStepBytesMax = std::size_t{1} << 20;

// What a page is merged from, in this order where instants are alike.
enum Source : std::uint32_t { kCases, kDocuments };

template <typename Row>
struct OnRecord {
  RecordKey key;
  Row row;
};

// The ids of a source that lie behind the place, at its very instant, are those below this one.
std::int64_t id_behind(const RecordKey& place, Source source) {
  if (source == place.source) return place.id;
  return source > place.source ? INT64_MAX : INT64_MIN;
}

template <typename Row>
engine::Listed<Row> one_page(std::vector<OnRecord<Row>> placed, const engine::Page& page) {
  std::ranges::sort(placed, [](const OnRecord<Row>& a, const OnRecord<Row>& b) {
    if (a.key.at != b.key.at) return a.key.at > b.key.at;
    if (a.key.source != b.key.source) return a.key.source < b.key.source;
    return a.key.id > b.key.id;
  });
  const bool more = placed.size() > rows_of(page);
  if (more) placed.resize(rows_of(page));
  engine::Listed<Row> list;
  if (more) list.next = write_cursor(placed.back().key);
  for (auto& row : placed) list.rows.push_back(std::move(row.row));
  return list;
}

Status read_attempts(Query& query, std::vector<OnRecord<engine::AttemptRow>>& placed) {
  while (query.next()) {
    auto& [key, row] = placed.emplace_back();
    query.columns(key.id, row.at, row.app, row.actor, row.command, row.refusal);
    key.at = to_micros(row.at);
  }
  return query.status();
}

Status read_cases(Query& query, std::vector<OnRecord<engine::ReadingRow>>& placed) {
  while (query.next()) {
    auto& [key, row] = placed.emplace_back();
    std::string role;
    query.columns(key.id, row.at, row.person, row.app, role, row.what);
    key.at = to_micros(row.at);
    key.source = kCases;
    row.role = enum_from_wire<lifecycle::Role>(role);
    if (!row.role) return fail(ErrorKind::kCorrupt, "an access in an unknown role: " + role);
  }
  return query.status();
}

Status read_documents(Query& query, std::vector<OnRecord<engine::ReadingRow>>& placed) {
  while (query.next()) {
    auto& [key, row] = placed.emplace_back();
    query.columns(key.id, row.at, row.person, row.application, row.document);
    key.at = to_micros(row.at);
    key.source = kDocuments;
  }
  return query.status();
}

Status read_steps(Query& query, std::vector<OnRecord<engine::StepRow>>& placed) {
  while (query.next()) {
    auto& [key, row] = placed.emplace_back();
    std::string kind;
    std::string body;
    query.columns(row.id, row.at, kind, row.subject, row.category, row.application, row.revision,
                  row.actor, body);
    key.at = to_micros(row.at);
    key.id = static_cast<std::int64_t>(row.id);
    const auto known = enum_from_wire<engine::StepKind>(kind);
    if (!known) return fail(ErrorKind::kCorrupt, "not a step: '" + kind + "'");
    row.kind = *known;
    TRY_ASSIGN(const auto detail, parse_json(body, kStepBytesMax));
    TRY(from_json(detail, row.detail));
  }
  return query.status();
}

Status add_cases(Connection& db, const RecordFilter& filter, const RecordKey& place,
                 std::size_t rows, std::vector<OnRecord<engine::ReadingRow>>& placed) {
  const auto id = id_behind(place, kCases);
  if (!filter.app.empty()) {
    Query query(db, sql::kReadingsOfApp, filter.from, place.at, id, rows, filter.app,
                filter.person);
    return read_cases(query, placed);
  }
  if (!filter.person.empty()) {
    Query query(db, sql::kReadingsOfPerson, filter.from, place.at, id, rows, filter.person);
    return read_cases(query, placed);
  }
  Query query(db, sql::kReadings, filter.from, place.at, id, rows);
  return read_cases(query, placed);
}

Status add_documents(Connection& db, const RecordFilter& filter, const RecordKey& place,
                     std::size_t rows, std::vector<OnRecord<engine::ReadingRow>>& placed) {
  const auto id = id_behind(place, kDocuments);
  if (!filter.app.empty()) return {};
  if (!filter.person.empty()) {
    Query query(db, sql::kDocumentReadingsOfPerson, filter.from, place.at, id, rows, filter.person);
    return read_documents(query, placed);
  }
  Query query(db, sql::kDocumentReadings, filter.from, place.at, id, rows);
  return read_documents(query, placed);
}

Status read_directory_steps(Query& query, std::vector<OnRecord<engine::DirectoryStep>>& placed) {
  while (query.next()) {
    auto& [key, row] = placed.emplace_back();
    TRY(read_directory_step(query, row));
    key.at = to_micros(row.act.at);
    key.id = static_cast<std::int64_t>(row.id);
  }
  return query.status();
}

}  // namespace

Result<engine::Listed<engine::AttemptRow>> SqliteRecords::attempts(const RecordFilter& filter,
                                                                   const engine::Page& page) {
  TRY_ASSIGN(const auto place, read_record_cursor(page.after));
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  const auto rows = rows_of(page) + 1;
  std::vector<OnRecord<engine::AttemptRow>> placed;
  if (!filter.app.empty()) {
    Query query(*db, sql::kAttemptsOfApp, filter.from, place.at, place.id, rows,
                engine::bucket_of(filter.app), filter.app, filter.person);
    TRY(read_attempts(query, placed));
  } else if (!filter.person.empty()) {
    Query query(*db, sql::kAttemptsOfPerson, filter.from, place.at, place.id, rows, filter.person);
    TRY(read_attempts(query, placed));
  } else {
    Query query(*db, sql::kAttempts, filter.from, place.at, place.id, rows);
    TRY(read_attempts(query, placed));
  }
  return one_page(std::move(placed), page);
}

Result<engine::Listed<engine::ReadingRow>> SqliteRecords::readings(const RecordFilter& filter,
                                                                   const engine::Page& page) {
  TRY_ASSIGN(const auto place, read_record_cursor(page.after));
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  const auto rows = rows_of(page) + 1;
  std::vector<OnRecord<engine::ReadingRow>> placed;
  TRY(add_cases(*db, filter, place, rows, placed));
  TRY(add_documents(*db, filter, place, rows, placed));
  return one_page(std::move(placed), page);
}

Result<engine::Listed<engine::StepRow>> SqliteRecords::steps(const engine::StepFilter& filter,
                                                             const engine::Page& page) {
  TRY_ASSIGN(const auto place, read_record_cursor(page.after));
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  const auto rows = rows_of(page) + 1;
  std::vector<OnRecord<engine::StepRow>> placed;
  if (!filter.subject.empty()) {
    Query query(*db, sql::kStepRecordsOfSubject, filter.from, place.at, place.id, rows,
                filter.subject, filter.person);
    TRY(read_steps(query, placed));
  } else if (!filter.person.empty()) {
    Query query(*db, sql::kStepRecordsOfPerson, filter.from, place.at, place.id, rows,
                filter.person);
    TRY(read_steps(query, placed));
  } else {
    Query query(*db, sql::kStepRecords, filter.from, place.at, place.id, rows);
    TRY(read_steps(query, placed));
  }
  return one_page(std::move(placed), page);
}

Result<engine::Listed<engine::DirectoryStep>> SqliteRecords::directory_steps(
    const engine::DirectoryStepFilter& filter, const engine::Page& page) {
  TRY_ASSIGN(const auto place, read_record_cursor(page.after));
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  const auto rows = rows_of(page) + 1;
  std::vector<OnRecord<engine::DirectoryStep>> placed;
  if (!filter.about.empty()) {
    Query query(*db, sql::kDirectoryStepsAbout, filter.from, place.at, place.id, rows, filter.about,
                filter.person);
    TRY(read_directory_steps(query, placed));
  } else if (!filter.person.empty()) {
    Query query(*db, sql::kDirectoryStepsOfPerson, filter.from, place.at, place.id, rows,
                filter.person);
    TRY(read_directory_steps(query, placed));
  } else {
    Query query(*db, sql::kDirectorySteps, filter.from, place.at, place.id, rows);
    TRY(read_directory_steps(query, placed));
  }
  return one_page(std::move(placed), page);
}

}  // namespace baobei::store
