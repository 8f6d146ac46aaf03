#include "store/sqlite_statistics.h"

#include <set>

#include "base/json.h"
#include "engine/statistics.h"
#include "lifecycle/codec.h"
#include "store/reader_pool.h"
#include "store/sqlite_write.h"
#include "store/statistics_sql.h"

namespace baobei::store {
namespace {

Result<engine::MeasuredUpTo> read_up_to(Connection& db) {
  engine::MeasuredUpTo up_to;
  Query query(db, sql::kMeasuredUpTo);
  if (query.next()) query.columns(up_to.taken_in, up_to.head);
  TRY(query.status());
  return up_to;
}

Status measure(Connection& db, const lifecycle::AppId& id) {
  const auto bucket = engine::bucket_of(id);
  std::string state;
  {
    Query query(db, sql::kCaseToMeasure, bucket, id);
    if (query.next()) query.columns(state);
    TRY(query.status());
  }
  TRY_ASSIGN(const auto app, lifecycle::decode_app(state));
  for (const auto& row : engine::measured_submissions(app)) {
    TRY(execute(db, sql::kMeasureSubmission, bucket, id, row.no, row.region, row.submitted_at,
                row.reviewed_at, row.decided_by, row.refused, row.finished_at,
                row.held.developer.count(), row.held.platform.count(), row.held.authority.count()));
  }
  for (const auto& row : engine::measured_entries(app)) {
    TRY(execute(db, sql::kMeasureEntry, bucket, id, row.no, row.region, row.start, row.ended_at,
                wire_name(row.end)));
  }
  return {};
}

}  // namespace

Result<std::size_t> SqliteStatistics::catch_up() {
  auto& db = store_.connection();
  std::size_t events = 0;
  const Status written = store_.write([&]() -> Status {
    TRY_ASSIGN(const auto up_to, read_up_to(db));
    std::set<lifecycle::AppId> apps;
    auto last = up_to.taken_in;
    {
      Query query(db, sql::kNextToMeasure, up_to.taken_in, engine::kMeasuredEventsMax);
      while (query.next()) {
        lifecycle::AppId app;
        query.columns(app, last);
        apps.insert(std::move(app));
        ++events;
      }
      TRY(query.status());
    }
    for (const auto& app : apps) TRY(measure(db, app));
    if (events == 0) return {};
    return execute(db, sql::kMeasured, last);
  });
  TRY(written);
  return events;
}

Result<engine::MeasuredUpTo> SqliteStatistics::up_to() {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  return read_up_to(*db);
}

Result<std::vector<engine::MeasuredSubmission>> SqliteStatistics::submissions(const char* sql,
                                                                              Instant from) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<engine::MeasuredSubmission> rows;
  Query query(*db, sql, from, engine::kMeasuresMax);
  while (query.next()) {
    auto& row = rows.emplace_back();
    std::int64_t developer = 0;
    std::int64_t platform = 0;
    std::int64_t authority = 0;
    query.columns(row.app, row.no, row.region, row.submitted_at, row.reviewed_at, row.decided_by,
                  row.refused, row.finished_at, developer, platform, authority);
    row.held = {Duration(developer), Duration(platform), Duration(authority)};
  }
  TRY(query.status());
  return rows;
}

Result<std::vector<engine::MeasuredSubmission>> SqliteStatistics::reviewed(Instant from) {
  return submissions(sql::kReviewed, from);
}

Result<std::vector<engine::MeasuredSubmission>> SqliteStatistics::finished(Instant from) {
  return submissions(sql::kFinished, from);
}

Result<std::vector<engine::MeasuredEntry>> SqliteStatistics::ended(Instant from) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<engine::MeasuredEntry> rows;
  Query query(*db, sql::kEnded, from, engine::kMeasuresMax);
  while (query.next()) {
    auto& row = rows.emplace_back();
    std::string how;
    query.columns(row.app, row.no, row.region, row.start, row.ended_at, how);
    const auto end = enum_from_wire<engine::EntryEnd>(how);
    if (!end) return fail(ErrorKind::kCorrupt, "not an end of an entry: '" + how + "'", row.app);
    row.end = *end;
  }
  TRY(query.status());
  return rows;
}

Result<std::vector<Duration>> SqliteStatistics::lateness() {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<Duration> late;
  Query query(*db, sql::kLateness, engine::kMeasuresMax);
  while (query.next()) {
    std::int64_t micros = 0;
    query.columns(micros);
    late.emplace_back(micros);
  }
  TRY(query.status());
  return late;
}

}  // namespace baobei::store
