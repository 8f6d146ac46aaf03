#include "store/sqlite_jobs.h"

#include "base/json.h"
#include "store/cursor.h"
#include "store/jobs_sql.h"
#include "store/reader_pool.h"
#include "store/sqlite_write.h"

namespace baobei::store {
namespace {

using engine::ItemState;
using engine::JobItemRow;
using engine::JobRow;
using engine::JobState;

template <typename E>
Status read_word(const std::string& text, E& out, const std::string& of) {
  const auto known = enum_from_wire<E>(text);
  if (!known) return fail(ErrorKind::kCorrupt, "not a word of jobs: '" + text + "'", of);
  out = *known;
  return {};
}

Status read_job(Query& query, JobRow& row) {
  std::string kind;
  std::string role;
  std::string state;
  query.columns(row.id, kind, row.actor.person, role, row.actor.org, row.actor.unit,
                row.actor.region, row.source, row.received_at, row.key, row.request, state,
                row.items, row.accepted, row.refused, row.failed, row.cancelled, row.finished_at);
  TRY(query.status());
  TRY(read_word(kind, row.kind, row.id));
  TRY(read_word(role, row.actor.role, row.id));
  return read_word(state, row.state, row.id);
}

Status read_jobs(Query& query, std::vector<JobRow>& rows) {
  while (query.next()) TRY(read_job(query, rows.emplace_back()));
  return query.status();
}

Status read_items(Query& query, const std::string& job, std::vector<JobItemRow>& rows) {
  while (query.next()) {
    auto& row = rows.emplace_back();
    std::string state;
    query.columns(row.no, row.app, row.body, state, row.refusal, row.response, row.decided_at);
    TRY(query.status());
    TRY(read_word(state, row.state, job));
  }
  return query.status();
}

Result<JobRow> job_in(Connection& db, const lifecycle::PersonId& person, const std::string& id) {
  std::vector<JobRow> rows;
  Query query(db, sql::kFindJob, id);
  TRY(read_jobs(query, rows));
  const bool own = !rows.empty() && (person.empty() || rows.front().actor.person == person);
  if (!own) return fail(ErrorKind::kNotFound, "no such job");
  return std::move(rows.front());
}

Result<std::optional<JobRow>> job_of_key(Connection& db, const lifecycle::PersonId& person,
                                         const std::string& key) {
  std::vector<JobRow> rows;
  Query query(db, sql::kJobOfKey, person, key);
  TRY(read_jobs(query, rows));
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

// Who may have one more, and whose file was not taken before.
Status check_room(Connection& db, const JobRow& job) {
  std::vector<JobRow> running;
  Query query(db, sql::kRunningJobs);
  TRY(read_jobs(query, running));
  const auto own = std::ranges::count_if(
      running, [&](const JobRow& row) { return row.actor.person == job.actor.person; });
  const bool many = running.size() >= engine::kJobsRunningMax ||
                    static_cast<std::size_t>(own) >= engine::kJobsRunningOfPersonMax;
  if (many) return fail(ErrorKind::kTooLarge, "too many jobs run");
  if (!job.key.empty()) {
    TRY_ASSIGN(const auto same, job_of_key(db, job.actor.person, job.key));
    if (same) return fail(ErrorKind::kConflict, "the key was used", "Idempotency-Key");
  }
  if (job.source == engine::kFromList) return {};
  TRY(execute(db, sql::kTakeFile, job.source, job.id, job.received_at));
  if (db.changes() == 0) return fail(ErrorKind::kConflict, "this file was taken in before");
  return {};
}

}  // namespace

Status SqliteJobs::add(const JobRow& job, std::span<const JobItemRow> items) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    TRY(check_room(db, job));
    TRY(execute(db, sql::kAddJob, job.id, std::string_view(wire_name(job.kind)), job.actor.person,
                std::string_view(wire_name(job.actor.role)), job.actor.org, job.actor.unit,
                job.actor.region, job.source, job.received_at, job.key, job.request,
                std::string_view(wire_name(job.state)), items.size(), job.accepted, job.refused,
                job.failed, job.cancelled, job.finished_at));
    for (const auto& item : items) {
      TRY(execute(db, sql::kAddJobItem, job.id, item.no, item.app, item.body));
    }
    return {};
  });
}

Status SqliteJobs::record(const std::string& job, std::span<const engine::ItemResult> results,
                          Instant at) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    std::size_t refused = 0;
    std::size_t failed = 0;
    for (const auto& result : results) {
      TRY(execute(db, sql::kEndItem, job, result.no, std::string_view(wire_name(result.state)),
                  result.refusal, at));
      if (db.changes() == 0) continue;
      ++(result.state == ItemState::kRefused ? refused : failed);
    }
    return execute(db, sql::kCountEnded, job, refused, failed);
  });
}

Result<JobRow> SqliteJobs::finish(const lifecycle::PersonId& person, const std::string& job,
                                  JobState end, Instant at) {
  auto& db = store_.connection();
  JobRow row;
  const auto written = store_.write([&]() -> Status {
    TRY_ASSIGN(row, job_in(db, person, job));
    if (row.state != JobState::kRunning) return {};
    TRY(execute(db, sql::kCancelItems, job, at));
    const auto cancelled = db.changes();
    TRY(execute(db, sql::kEndJob, job, std::string_view(wire_name(end)), at, cancelled));
    TRY_ASSIGN(row, job_in(db, person, job));
    return {};
  });
  TRY(written);
  return row;
}

Result<bool> SqliteJobs::drop_one(Instant before) {
  auto& db = store_.connection();
  bool dropped = false;
  const auto written = store_.write([&]() -> Status {
    std::string id;
    {
      Query query(db, sql::kOldestEndedJob, before);
      if (query.next()) query.columns(id);
      TRY(query.status());
    }
    if (id.empty()) return {};
    dropped = true;
    TRY(execute(db, sql::kDropJobItems, id));
    return execute(db, sql::kDropJob, id);
  });
  TRY(written);
  return dropped;
}

Result<JobRow> SqliteJobs::find(const lifecycle::PersonId& person, const std::string& job) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  return job_in(*db, person, job);
}

Result<std::optional<JobRow>> SqliteJobs::by_key(const lifecycle::PersonId& person,
                                                 const std::string& key) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  return job_of_key(*db, person, key);
}

Result<engine::Listed<JobRow>> SqliteJobs::of(const lifecycle::PersonId& person,
                                              const engine::Page& page) {
  TRY_ASSIGN(const auto from, read_newest_cursor(page.after));
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  engine::Listed<JobRow> listed;
  Query query(*db, sql::kJobsOf, person, from.since, from.app, rows_of(page) + 1);
  TRY(read_jobs(query, listed.rows));
  if (listed.rows.size() > rows_of(page)) {
    listed.rows.pop_back();
    const auto& last = listed.rows.back();
    listed.next = write_cursor(ListKey{0, to_micros(last.received_at), last.id, 0});
  }
  return listed;
}

Result<engine::Listed<JobItemRow>> SqliteJobs::items(const std::string& job,
                                                     std::optional<ItemState> state,
                                                     const engine::Page& page) {
  TRY_ASSIGN(const auto after, read_number_cursor(page.after, 0));
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  engine::Listed<JobItemRow> listed;
  const auto limit = rows_of(page);
  if (state) {
    const std::string in_state = wire_name(*state);
    Query query(*db, sql::kJobItemsInState, job, after, limit + 1, in_state);
    TRY(read_items(query, job, listed.rows));
  } else {
    Query query(*db, sql::kJobItems, job, after, limit + 1);
    TRY(read_items(query, job, listed.rows));
  }
  if (listed.rows.size() > limit) {
    listed.rows.pop_back();
    listed.next = write_cursor(std::uint64_t{listed.rows.back().no});
  }
  return listed;
}

Result<std::vector<JobRow>> SqliteJobs::running() {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<JobRow> rows;
  Query query(*db, sql::kRunningJobs);
  TRY(read_jobs(query, rows));
  return rows;
}

Result<std::vector<JobItemRow>> SqliteJobs::waiting(const std::string& job, std::uint32_t after,
                                                    std::size_t limit) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<JobItemRow> rows;
  const std::string waiting = wire_name(ItemState::kWaiting);
  Query query(*db, sql::kJobItemsInState, job, after, limit, waiting);
  TRY(read_items(query, job, rows));
  return rows;
}

}  // namespace baobei::store
