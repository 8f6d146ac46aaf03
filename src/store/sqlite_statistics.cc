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
                row.finished_at, row.held.developer.count(), row.held.platform.count(),
                row.held.authority.count()));
  }
  for (const auto& row : engine::measured_entries(app)) {
    TRY(execute(db, sql::kMeasureEntry, bucket, id, row.no, row.region, row.start, row.ended_at,
                wire_name(row.end)));
  }
  return {};
}

struct Step {
  lifecycle::AppId app;
  engine::ReviewStep step;
};
// What comes behind `after`: how far, whose cases, and the steps of reviews in it.
struct Stretch {
  std::size_t events = 0;
  std::uint64_t last = 0;
  std::set<lifecycle::AppId> apps;
  std::vector<Step> steps;
};

Result<Stretch> read_stretch(Connection& db, std::uint64_t after, std::uint64_t until) {
  Stretch stretch;
  stretch.last = after;
  Query query(db, sql::kNextToMeasure, after, until, engine::kMeasuredEventsMax);
  while (query.next()) {
    lifecycle::AppId app;
    engine::EventRow row;
    query.columns(stretch.last, app, row.type, row.at, row.actor, row.body);
    ++stretch.events;
    stretch.apps.insert(app);
    auto step = engine::review_step(row);
    if (step) stretch.steps.push_back({std::move(app), std::move(*step)});
  }
  TRY(query.status());
  return stretch;
}

Status note_rules(Connection& db, const Step& step, const engine::FoundRules& found) {
  const auto rules = found.find(step.step.report);
  if (rules == found.end()) return {};
  const auto day = engine::day_of(step.step.at);
  for (const auto& rule : rules->second) {
    TRY(execute(db, sql::kNoteRule, engine::bucket_of(step.app), step.app, step.step.submission,
                rule));
    if (db.changes() > 0) TRY(execute(db, sql::kRuleFound, day, rule));
  }
  return {};
}

Status take_in(Connection& db, const Step& step, const engine::FoundRules& found) {
  using enum engine::ReviewStepKind;
  const auto bucket = engine::bucket_of(step.app);
  const auto& [kind, no, at, actor, report] = step.step;
  if (kind == kChecked) return note_rules(db, step, found);
  if (kind != kGivenUp) {
    const bool refused = kind == kRefused;
    TRY(execute(db, sql::kMeasureDecision, bucket, step.app, no, at, actor, refused));
    // Decided before: nothing was noted since.
    TRY(execute(db, refused ? sql::kRefusedWith : sql::kPassedWith, bucket, step.app, no,
                engine::day_of(at)));
  }
  return execute(db, sql::kForgetRules, bucket, step.app, no);
}

}  // namespace

Result<engine::NextMeasures> SqliteStatistics::next() {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  TRY_ASSIGN(const auto up_to, read_up_to(*db));
  TRY_ASSIGN(const auto stretch, read_stretch(*db, up_to.taken_in, up_to.head));
  engine::NextMeasures next{stretch.last, {}};
  for (const auto& [app, step] : stretch.steps) {
    if (step.kind == engine::ReviewStepKind::kChecked) next.reports.push_back(step.report);
  }
  return next;
}

Result<std::size_t> SqliteStatistics::catch_up(std::uint64_t until,
                                               const engine::FoundRules& found) {
  auto& db = store_.connection();
  std::size_t events = 0;
  const Status written = store_.write([&]() -> Status {
    TRY_ASSIGN(const auto up_to, read_up_to(db));
    TRY_ASSIGN(const auto stretch, read_stretch(db, up_to.taken_in, until));
    events = stretch.events;
    if (events == 0) return {};
    for (const auto& app : stretch.apps) TRY(measure(db, app));
    for (const auto& step : stretch.steps) TRY(take_in(db, step, found));
    return execute(db, sql::kMeasured, stretch.last);
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

Result<std::vector<engine::RuleDay>> SqliteStatistics::rules(Instant from) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<engine::RuleDay> rows;
  Query query(*db, sql::kRuleDays, engine::day_of(from), engine::kRuleDaysMax);
  while (query.next()) {
    auto& row = rows.emplace_back();
    query.columns(row.rule, row.day, row.found, row.refused_with, row.passed_with);
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
