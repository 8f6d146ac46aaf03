#include "store/sqlite_webhooks.h"

#include "base/json.h"
#include "lifecycle/codec.h"
#include "store/applications_sql.h"
#include "store/audience.h"
#include "store/cursor.h"
#include "store/reader_pool.h"
#include "store/sqlite_commit_sql.h"
#include "store/sqlite_write.h"
#include "store/webhook_rows.h"
#include "store/webhooks_sql.h"

namespace baobei::store {
namespace {

using engine::WebhookAttempt;
using engine::WebhookRow;
using engine::WebhookStep;

constexpr char kWhat[] = "no such webhook";

std::string joined(const std::vector<std::string>& types) {
  std::string all;
  for (const auto& type : types) all += (all.empty() ? "" : " ") + type;
  return all;
}

Status read_row(Query& query, WebhookRow& row) {
  std::string types;
  std::string state;
  query.columns(row.id, row.org, row.app, row.url, types, row.label, row.made_by, row.made_at,
                state, row.secret_no, row.secret_print, row.old_secret_until, row.cursor, row.told,
                row.failures, row.next_at);
  TRY(query.status());
  if (!types.empty()) row.types = split(types, ' ');
  const auto known = enum_from_wire<engine::WebhookState>(state);
  if (!known) return fail(ErrorKind::kCorrupt, "not a state of a webhook: '" + state + "'", row.id);
  row.state = *known;
  return {};
}

Status read_rows(Query& query, std::vector<WebhookRow>& rows) {
  while (query.next()) TRY(read_row(query, rows.emplace_back()));
  return query.status();
}

Result<WebhookRow> find_in(Connection& db, const std::string& id) {
  Query query(db, sql::kFindWebhook, id);
  WebhookRow row;
  const bool found = query.next();
  if (found) TRY(read_row(query, row));
  TRY(query.status());
  if (!found) return fail(ErrorKind::kNotFound, kWhat);
  return row;
}

Status write_row(Connection& db, const WebhookRow& row) {
  return execute(db, sql::kChangeWebhook, row.id, std::string_view(wire_name(row.state)),
                 row.secret_no, row.secret_print, row.old_secret_until, row.cursor, row.told,
                 row.failures, row.next_at);
}

template <typename... Args>
Result<std::uint64_t> number_of(Connection& db, const char* sql, const Args&... args) {
  Query query(db, sql, args...);
  std::uint64_t number = 0;
  while (query.next()) query.columns(number);
  TRY(query.status());
  return number;
}

}  // namespace

Status SqliteWebhooks::add(const WebhookRow& row) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    TRY_ASSIGN(const auto of_org, number_of(db, sql::kCountWebhooksOf, row.org));
    TRY_ASSIGN(const auto all, number_of(db, sql::kCountWebhooks, engine::kWebhooksMax));
    if (of_org >= engine::kWebhooksOfOrgMax || all >= engine::kWebhooksMax) {
      return fail(ErrorKind::kTooLarge, "too many webhooks");
    }
    return execute(db, sql::kAddWebhook, row.id, row.org, row.app, row.url, joined(row.types),
                   row.label, row.made_by, row.made_at, std::string_view(wire_name(row.state)),
                   row.secret_no, row.secret_print, row.old_secret_until, row.cursor, row.told,
                   row.failures, row.next_at);
  });
}

Result<WebhookRow> SqliteWebhooks::change(const lifecycle::OrgId& org, const std::string& id,
                                          const std::function<Status(WebhookRow&)>& edit) {
  auto& db = store_.connection();
  WebhookRow changed;
  const auto written = store_.write([&]() -> Status {
    TRY_ASSIGN(changed, find_in(db, id));
    if (changed.org != org) return fail(ErrorKind::kNotFound, kWhat);
    TRY(edit(changed));
    return write_row(db, changed);
  });
  TRY(written);
  return changed;
}

Status SqliteWebhooks::remove(const lifecycle::OrgId& org, const std::string& id) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    TRY(execute(db, sql::kRemoveWebhook, id, org));
    if (db.changes() == 0) return fail(ErrorKind::kNotFound, kWhat);
    return execute(db, sql::kRemoveAttempts, id);
  });
}

Result<std::vector<std::uint64_t>> SqliteWebhooks::record(std::span<const WebhookStep> steps) {
  std::vector<std::uint64_t> numbers;
  const auto written = store_.write([&]() -> Status {
    for (const auto& step : steps) {
      TRY_ASSIGN(const auto number, take(step));
      numbers.push_back(number);
    }
    return {};
  });
  TRY(written);
  return numbers;
}

Result<std::uint64_t> SqliteWebhooks::take(const WebhookStep& step) {
  auto& db = store_.connection();
  auto row = find_in(db, step.webhook);
  if (!row && row.error().kind == ErrorKind::kNotFound) return 0;
  TRY(row);
  std::uint64_t number = 0;
  if (step.attempt) {
    TRY_ASSIGN(number, put_attempt(*step.attempt));
    TRY(execute(db, sql::kTrimAttempts, step.webhook, engine::kWebhookAttemptsKept));
  }
  if (!step.progress || !move_on(*row, *step.progress)) return number;
  TRY(write_row(db, *row));
  if (step.progress->end) TRY(put_notice(*row, step));
  return number;
}

Result<std::uint64_t> SqliteWebhooks::put_attempt(const WebhookAttempt& attempt) {
  auto& db = store_.connection();
  TRY_ASSIGN(const auto id, number_of(db, sql::kTakeNumber, "webhook_attempt"));
  TRY(execute(db, sql::kAddAttempt, attempt.webhook, id, attempt.message, attempt.log_index,
              attempt.type, std::string_view(wire_name(attempt.kind)), attempt.no, attempt.at,
              attempt.took.count(), std::string_view(wire_name(attempt.outcome)), attempt.status,
              attempt.answer));
  return id;
}

Status SqliteWebhooks::put_notice(const WebhookRow& row, const WebhookStep& step) {
  auto& db = store_.connection();
  const auto notice = notice_of_end(row, step);
  TRY_ASSIGN(const auto id, number_of(db, sql::kTakeNumber, "notice"));
  return execute(db, sql::kInsertNotice, id, engine::bucket_of(""), "", id, notice.seq,
                 audience_of_org(row.org), notice.recipient, notice.address, notice.copy, notice.at,
                 lifecycle::encode_notice(notice.notice));
}

Result<WebhookRow> SqliteWebhooks::find(const lifecycle::OrgId& org, const std::string& id) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  TRY_ASSIGN(auto row, find_in(*db, id));
  if (row.org != org) return fail(ErrorKind::kNotFound, kWhat);
  return row;
}

Result<std::vector<WebhookRow>> SqliteWebhooks::of(const lifecycle::OrgId& org) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<WebhookRow> rows;
  Query query(*db, sql::kWebhooksOf, org);
  TRY(read_rows(query, rows));
  return rows;
}

Result<std::vector<WebhookRow>> SqliteWebhooks::active() {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<WebhookRow> rows;
  Query query(*db, sql::kActiveWebhooks);
  TRY(read_rows(query, rows));
  return rows;
}

Result<std::size_t> SqliteWebhooks::ended() {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  TRY_ASSIGN(const auto count, number_of(*db, sql::kCountEndedWebhooks));
  return static_cast<std::size_t>(count);
}

Result<engine::Listed<WebhookAttempt>> SqliteWebhooks::attempts(const std::string& id,
                                                                const engine::Page& page) {
  TRY_ASSIGN(const auto before, read_number_cursor(page.after, INT64_MAX));
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  const auto limit = rows_of(page);
  engine::Listed<WebhookAttempt> listed;
  Query query(*db, sql::kAttemptsOf, id, before, limit + 1);
  while (query.next()) {
    auto& row = listed.rows.emplace_back();
    std::string kind;
    std::string outcome;
    std::int64_t took = 0;
    query.columns(row.webhook, row.id, row.message, row.log_index, row.type, kind, row.no, row.at,
                  took, outcome, row.status, row.answer);
    row.took = Duration(took);
    const auto known = enum_from_wire<engine::AttemptKind>(kind);
    const auto ended = enum_from_wire<engine::AttemptOutcome>(outcome);
    if (!known || !ended) return fail(ErrorKind::kCorrupt, "not an attempt", row.webhook);
    row.kind = *known;
    row.outcome = *ended;
  }
  TRY(query.status());
  if (listed.rows.size() > limit) {
    listed.rows.pop_back();
    listed.next = write_cursor(listed.rows.back().id);
  }
  return listed;
}

Result<engine::DeliveryHours> SqliteWebhooks::deliveries(Instant from) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::map<Instant, engine::DeliveryHour> by_hour;
  std::size_t read = 0;
  Query query(*db, sql::kAttemptOutcomes, engine::kWebhookAttemptsCountedMax + 1);
  while (query.next()) {
    Instant at;
    std::string kind;
    std::string outcome;
    query.columns(at, kind, outcome);
    if (++read > engine::kWebhookAttemptsCountedMax) continue;
    count_attempt(by_hour, from, at, kind == wire_name(engine::AttemptKind::kTest),
                  outcome == wire_name(engine::AttemptOutcome::kDelivered));
  }
  TRY(query.status());
  return hours_of(by_hour, read <= engine::kWebhookAttemptsCountedMax);
}

}  // namespace baobei::store
