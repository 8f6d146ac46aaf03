#include "store/sqlite_retention.h"

#include <set>

#include "base/json.h"
#include "store/cursor.h"
#include "store/reader_pool.h"
#include "store/retention_sql.h"
#include "store/sqlite_write.h"

namespace baobei::store {
namespace {

using engine::RetentionKind;

// The statements that count what is due and what is held; null where nothing can be held.
struct Counted {
  const char* due = nullptr;
  const char* held = nullptr;
};
std::vector<Counted> counted(RetentionKind kind) {
  switch (kind) {
    case RetentionKind::kDocuments:
      return {{sql::kCountDueDocuments, sql::kCountHeldDocuments}};
    case RetentionKind::kLooseDocuments:
      return {{sql::kCountDueLoose, sql::kCountHeldLoose}};
    case RetentionKind::kAccesses:
      return {{sql::kCountAccesses, sql::kCountHeldAccesses},
              {sql::kCountCaseAccesses, sql::kCountHeldCaseAccesses}};
    case RetentionKind::kSignInTokens:
      return {{sql::kCountTokens, nullptr}};
    case RetentionKind::kInvitations:
      return {{sql::kCountInvitations, nullptr}};
    case RetentionKind::kReadNotices:
      return {{sql::kCountNotices, sql::kCountHeldNotices}};
    case RetentionKind::kScans:
      return {{sql::kCountDueScans, sql::kCountHeldScans}};
    case RetentionKind::kPictures:
      return {{sql::kCountDuePictures, sql::kCountHeldPictures}};
    case RetentionKind::kTestAccounts:
      return {{sql::kCountTestAccounts, sql::kCountHeldTestAccounts}};
  }
  return {};
}

Result<std::uint64_t> count_of(Connection& db, const char* text, Instant before) {
  std::uint64_t count = 0;
  Query query(db, text, before, engine::kDueCountedMax);
  if (query.next()) query.columns(count);
  TRY(query.status());
  return count;
}

Result<std::size_t> run(Connection& db, const char* text, Instant before, std::size_t limit) {
  TRY(execute(db, text, before, limit));
  return static_cast<std::size_t>(db.changes());
}

Result<std::size_t> sweep_tokens(Connection& db, Instant before, std::size_t limit) {
  std::vector<Digest> old;
  {
    Query query(db, sql::kOldTokens, before, limit);
    while (query.next()) query.columns(old.emplace_back());
    TRY(query.status());
  }
  for (const auto& hash : old) {
    TRY(execute(db, sql::kDropTokenDetail, hash));
    TRY(execute(db, sql::kDropToken, hash));
  }
  return old.size();
}

Result<std::size_t> sweep_rows(Connection& db, RetentionKind kind, Instant before,
                               std::size_t limit) {
  switch (kind) {
    case RetentionKind::kAccesses: {
      TRY_ASSIGN(const auto documents, run(db, sql::kSweepAccesses, before, limit));
      if (documents == limit) return documents;
      TRY_ASSIGN(const auto cases, run(db, sql::kSweepCaseAccesses, before, limit - documents));
      return documents + cases;
    }
    case RetentionKind::kSignInTokens:
      return sweep_tokens(db, before, limit);
    case RetentionKind::kInvitations:
      return run(db, sql::kSweepInvitations, before, limit);
    case RetentionKind::kReadNotices:
      return run(db, sql::kSweepNotices, before, limit);
    case RetentionKind::kTestAccounts:
      return run(db, sql::kSweepTestAccounts, before, limit);
    case RetentionKind::kDocuments:
    case RetentionKind::kLooseDocuments:
    case RetentionKind::kScans:
    case RetentionKind::kPictures:
      break;
  }
  return fail(ErrorKind::kInternal, "what has bytes elsewhere is taken away one by one");
}

}  // namespace

Result<std::size_t> SqliteRetention::sweep(RetentionKind kind, Instant before, std::size_t limit) {
  std::size_t swept = 0;
  const Status written = store_.write([&]() -> Status {
    TRY_ASSIGN(swept, sweep_rows(store_.connection(), kind, before, limit));
    return {};
  });
  TRY(written);
  return swept;
}

Status SqliteRetention::drop_loose(lifecycle::DocumentId document) {
  return store_.write([&] { return execute(store_.connection(), sql::kDropLoose, document); });
}

Status SqliteRetention::record(const engine::SweepRow& sweep) {
  return store_.write([&]() -> Status {
    for (const auto& count : sweep.counts) {
      TRY(execute(store_.connection(), sql::kRecordSweep, sweep.at, wire_name(count.kind),
                  count.swept, count.held));
    }
    return {};
  });
}

Result<std::vector<engine::DocumentDue>> SqliteRetention::documents_due(RetentionKind kind,
                                                                        Instant before,
                                                                        std::size_t limit) {
  const bool loose = kind == RetentionKind::kLooseDocuments;
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<engine::DocumentDue> rows;
  Query query(*db, loose ? sql::kDueLoose : sql::kDueDocuments, before, limit);
  while (query.next()) {
    auto& row = rows.emplace_back();
    query.columns(row.document, row.digest, row.stored, row.subject, row.category, row.application,
                  row.revision);
  }
  TRY(query.status());
  return rows;
}

Result<std::vector<engine::ScanDue>> SqliteRetention::scans_due(Instant before, std::size_t limit) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<engine::ScanDue> rows;
  Query query(*db, sql::kDueScans, before, limit);
  while (query.next()) {
    auto& row = rows.emplace_back();
    query.columns(row.app, row.entry, row.scan);
  }
  TRY(query.status());
  return rows;
}

Result<engine::SweepCount> SqliteRetention::due(RetentionKind kind, Instant before) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  engine::SweepCount count;
  count.kind = kind;
  for (const auto& each : counted(kind)) {
    TRY_ASSIGN(const auto due, count_of(*db, each.due, before));
    count.swept += due;
    if (each.held == nullptr) continue;
    TRY_ASSIGN(const auto held, count_of(*db, each.held, before));
    count.held += held;
  }
  return count;
}

Result<std::optional<engine::SweepRow>> SqliteRetention::last() {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::optional<engine::SweepRow> row;
  Query query(*db, sql::kLastSweep);
  while (query.next()) {
    if (!row) row.emplace();
    std::string kind;
    auto& count = row->counts.emplace_back();
    query.columns(row->at, kind, count.swept, count.held);
    const auto known = enum_from_wire<RetentionKind>(kind);
    if (!known) return fail(ErrorKind::kCorrupt, "a sweep of an unknown kind: " + kind);
    count.kind = *known;
  }
  TRY(query.status());
  return row;
}

// ---- holds -----------------------------------------------------------------------------------
namespace {

using engine::HoldRow;
using engine::HoldState;

constexpr std::size_t kHoldBytesMax = std::size_t{64} << 10;

Status read_hold(Query& query, HoldRow& row) {
  std::string state;
  std::string body;
  query.columns(row.id, state, row.app, row.subject, body);
  const auto known = enum_from_wire<HoldState>(state);
  if (!known) return fail(ErrorKind::kCorrupt, "not a state of a hold: '" + state + "'");
  row.state = *known;
  TRY_ASSIGN(const auto words, parse_json(body, kHoldBytesMax));
  return from_json(words, row.words);
}

Result<std::vector<HoldRow>> holds_of(Query& query) {
  std::vector<HoldRow> rows;
  while (query.next()) TRY(read_hold(query, rows.emplace_back()));
  TRY(query.status());
  return rows;
}

std::string body_of(const HoldRow& row) {
  return json::serialize(to_json(row.words));
}

Result<bool> any_row(Query& query) {
  bool found = false;
  if (query.next()) query.columns(found);
  TRY(query.status());
  return found;
}

// Of exactly one of the two.
Result<std::vector<HoldRow>> holds_on_one(Connection& db, const std::string& app,
                                          const std::string& subject) {
  Query query(db, app.empty() ? sql::kHoldsOnSubject : sql::kHoldsOnApp,
              app.empty() ? subject : app);
  return holds_of(query);
}

// The mini-programs under a hold, each with its subject.
Result<std::vector<std::pair<std::string, std::string>>> apps_under(Connection& db,
                                                                    const HoldRow& hold) {
  std::vector<std::pair<std::string, std::string>> apps;
  const auto read = [&](Query& query) {
    while (query.next()) {
      auto& [subject, app] = apps.emplace_back();
      query.columns(subject, app);
    }
    return query.status();
  };
  if (hold.app.empty()) {
    Query query(db, sql::kAppsOfHeldSubject, hold.subject);
    TRY(read(query));
    return apps;
  }
  Query query(db, sql::kSubjectOfHeldApp, engine::bucket_of(hold.app), hold.app);
  TRY(read(query));
  return apps;
}

Result<bool> any_row_of(Query& query) {
  const bool found = query.next();
  TRY(query.status());
  return found;
}

Result<bool> holds_person(Connection& db, const HoldRow& hold, const std::string& person) {
  TRY_ASSIGN(const auto apps, apps_under(db, hold));
  std::set<std::string> subjects;
  if (!hold.subject.empty()) subjects.insert(hold.subject);
  for (const auto& [subject, app] : apps) {
    subjects.insert(subject);
    Query query(db, sql::kActedInApp, engine::bucket_of(app), app, person);
    TRY_ASSIGN(const bool acted, any_row_of(query));
    if (acted) return true;
  }
  for (const auto& subject : subjects) {
    Query query(db, sql::kUploadedForSubject, subject, person);
    TRY_ASSIGN(const bool uploaded, any_row_of(query));
    if (uploaded) return true;
  }
  return false;
}

}  // namespace

Result<std::uint64_t> SqliteHolds::propose(const HoldRow& row) {
  auto& db = store_.connection();
  std::uint64_t id = 0;
  const Status written = store_.write([&]() -> Status {
    TRY_ASSIGN(const auto same, holds_on_one(db, row.app, row.subject));
    if (!same.empty()) return fail(ErrorKind::kConflict, "it is held already");
    {
      Query query(db, sql::kTakeHold);
      while (query.next()) query.columns(id);
      TRY(query.status());
    }
    return execute(db, sql::kPutHold, id, wire_name(row.state), row.app, row.subject, body_of(row));
  });
  TRY(written);
  return id;
}

Status SqliteHolds::move(const HoldRow& row, HoldState before) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    TRY(execute(db, sql::kMoveHold, row.id, wire_name(row.state), body_of(row), wire_name(before)));
    if (db.changes() == 1) return {};
    return fail(ErrorKind::kConflict, "somebody else decided in between");
  });
}

Result<HoldRow> SqliteHolds::hold(std::uint64_t id) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  Query query(*db, sql::kHold, id);
  TRY_ASSIGN(auto rows, holds_of(query));
  if (rows.empty()) return fail(ErrorKind::kNotFound, "no such hold");
  return std::move(rows.front());
}

Result<engine::Listed<HoldRow>> SqliteHolds::list(std::optional<HoldState> state,
                                                  const engine::Page& page) {
  TRY_ASSIGN(const auto after, read_number_cursor(page.after, 0));
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  engine::Listed<HoldRow> list;
  if (state) {
    const std::string word(wire_name(*state));
    Query query(*db, sql::kHoldsInState, after, rows_of(page) + 1, word);
    TRY_ASSIGN(list.rows, holds_of(query));
  } else {
    Query query(*db, sql::kHolds, after, rows_of(page) + 1);
    TRY_ASSIGN(list.rows, holds_of(query));
  }
  if (list.rows.size() > rows_of(page)) {
    list.rows.pop_back();
    list.next = write_cursor(list.rows.back().id);
  }
  return list;
}

Result<std::vector<HoldRow>> SqliteHolds::on(const lifecycle::AppId& app,
                                             const lifecycle::SubjectId& subject) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  TRY_ASSIGN(auto rows, holds_on_one(*db, app, {}));
  TRY_ASSIGN(const auto more, holds_on_one(*db, {}, subject));
  rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

Result<bool> SqliteHolds::holds_subject(const lifecycle::SubjectId& subject) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  Query query(*db, sql::kSubjectIsHeld, subject);
  return any_row(query);
}

Result<std::vector<HoldRow>> SqliteHolds::on_person(const lifecycle::PersonId& person) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<HoldRow> open;
  {
    Query query(*db, sql::kOpenHolds);
    TRY_ASSIGN(open, holds_of(query));
  }
  std::vector<HoldRow> found;
  for (auto& hold : open) {
    TRY_ASSIGN(const bool held, holds_person(*db, hold, person));
    if (held) found.push_back(std::move(hold));
    if (found.size() == engine::kHoldsToldMax) break;
  }
  return found;
}

}  // namespace baobei::store
