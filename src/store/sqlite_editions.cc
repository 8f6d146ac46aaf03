#include "store/sqlite_editions.h"

#include "base/json.h"
#include "lifecycle/codec.h"
#include "store/applications_sql.h"
#include "store/audience.h"
#include "store/cursor.h"
#include "store/edition_rows.h"
#include "store/editions_sql.h"
#include "store/reader_pool.h"
#include "store/sqlite_commit_sql.h"
#include "store/sqlite_write.h"

namespace baobei::store {
namespace {

using engine::EditionKind;
using engine::EditionRow;
using engine::EditionState;

Status read_edition(Query& query, EditionRow& row) {
  std::string kind;
  std::string state;
  query.columns(row.no, kind, row.version, state, row.base, row.effective_from, row.reason,
                row.values, row.proposed_by, row.proposed_at, row.decided_by, row.decided_at,
                row.activation_after, row.looked_at, row.told, row.finished);
  const auto known_kind = enum_from_wire<EditionKind>(kind);
  const auto known_state = enum_from_wire<EditionState>(state);
  if (!known_kind || !known_state) {
    return fail(ErrorKind::kCorrupt, "an edition is of no known kind or state", row.version);
  }
  row.kind = *known_kind;
  row.state = *known_state;
  return {};
}

Status read_editions(Query& query, std::vector<EditionRow>& rows) {
  while (query.next()) TRY(read_edition(query, rows.emplace_back()));
  return query.status();
}

template <typename... Args>
Result<std::uint64_t> counted(Connection& db, const char* sql, const Args&... args) {
  Query query(db, sql, args...);
  std::uint64_t number = 0;
  while (query.next()) query.columns(number);
  TRY(query.status());
  return number;
}

}  // namespace

Status SqliteEditions::check_room(const EditionRow& row, std::size_t files) {
  auto& db = store_.connection();
  const std::string_view kind = wire_name(row.kind);
  TRY_ASSIGN(const auto all, counted(db, sql::kCountEditions, kind));
  const std::string_view proposed = wire_name(EditionState::kProposed);
  TRY_ASSIGN(const auto open, counted(db, sql::kCountEditionsIn, kind, proposed));
  return room_for(row, files, all, open);
}

Status SqliteEditions::add(const EditionRow& row, std::span<const engine::EditionText> files) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    TRY(check_room(row, files.size()));
    const std::string_view kind = wire_name(row.kind);
    const std::string_view state = wire_name(row.state);
    TRY_ASSIGN(const auto no, counted(db, sql::kTakeNumber, "edition"));
    TRY(execute(db, sql::kAddEdition, kind, row.version, no, state, row.base, row.effective_from,
                row.reason, row.values, row.proposed_by, row.proposed_at, row.decided_by,
                row.decided_at, row.finished));
    const auto key = files_key(row.kind, row.version);
    for (const auto& file : files) {
      const auto digest = sha256(file.text);
      TRY(execute(db, sql::kAddEditionText, digest, file.text));
      TRY(execute(db, sql::kAddEditionFile, key, file.name, digest));
    }
    return {};
  });
}

Status SqliteEditions::decide(EditionKind kind, const std::string& version, EditionState from,
                              EditionState to, const lifecycle::PersonId& by, Instant at) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    const std::string_view kind_word = wire_name(kind);
    const std::string_view from_state = wire_name(from);
    const std::string_view to_state = wire_name(to);
    TRY(execute(db, sql::kDecideEdition, kind_word, version, from_state, to_state, by, at));
    if (db.changes() == 1) return {};
    Query query(db, sql::kFindEdition, kind_word, version);
    const bool there = query.next();
    TRY(query.status());
    if (!there) return fail(ErrorKind::kNotFound, "no such version");
    return fail(ErrorKind::kConflict, "the version was decided before");
  });
}

Status SqliteEditions::put_notice(const engine::NoticeRow& notice) {
  auto& db = store_.connection();
  std::string org;
  bool known = false;
  {
    Query query(db, sql::kOrgOfSubject, notice.address);
    known = query.next();
    if (known) query.columns(org);
    TRY(query.status());
  }
  const auto inbox = known ? audience_of_org(org) : inbox_of_subject(notice.address);
  TRY_ASSIGN(const auto id, counted(db, sql::kTakeNumber, "notice"));
  return execute(db, sql::kInsertNotice, id, engine::bucket_of(""), "", id, kEditionNoticeSeq,
                 inbox, notice.recipient, notice.address, notice.copy, notice.at,
                 lifecycle::encode_notice(notice.notice));
}

Status SqliteEditions::follow(const engine::ActivationStep& step) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    const std::string_view kind = wire_name(step.kind);
    TRY(execute(db, sql::kFollowEdition, kind, step.version, step.after, step.looked_at,
                step.notices.size(), step.finished));
    if (db.changes() != 1) return fail(ErrorKind::kNotFound, "no such version");
    for (const auto& notice : step.notices) TRY(put_notice(notice));
    return {};
  });
}

Result<engine::Listed<EditionRow>> SqliteEditions::list(EditionKind kind,
                                                        const engine::Page& page) {
  TRY_ASSIGN(const auto before, read_number_cursor(page.after, INT64_MAX));
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  const std::string_view word = wire_name(kind);
  const auto rows_wanted = rows_of(page);
  engine::Listed<EditionRow> listed;
  {
    Query query(*db, sql::kEditions, word, before, rows_wanted + 1);
    TRY(read_editions(query, listed.rows));
  }
  if (listed.rows.size() > rows_wanted) {
    listed.rows.resize(rows_wanted);
    listed.next = write_cursor(listed.rows.back().no);
  }
  return listed;
}

Result<std::vector<EditionRow>> SqliteEditions::confirmed(EditionKind kind) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<EditionRow> rows;
  const std::string_view word = wire_name(kind);
  Query query(*db, sql::kConfirmedEditions, word);
  TRY(read_editions(query, rows));
  return rows;
}

Result<EditionRow> SqliteEditions::find(EditionKind kind, const std::string& version) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<EditionRow> rows;
  const std::string_view word = wire_name(kind);
  Query query(*db, sql::kFindEdition, word, version);
  TRY(read_editions(query, rows));
  if (rows.empty()) return fail(ErrorKind::kNotFound, "no such version");
  return std::move(rows.front());
}

Result<std::vector<engine::EditionText>> SqliteEditions::files(EditionKind kind,
                                                               const std::string& version) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::vector<engine::EditionText> files;
  const auto key = files_key(kind, version);
  Query query(*db, sql::kEditionFiles, key);
  while (query.next()) {
    auto& file = files.emplace_back();
    query.columns(file.name, file.text);
  }
  TRY(query.status());
  if (files.empty()) return fail(ErrorKind::kNotFound, "no such version");
  return files;
}

}  // namespace baobei::store
