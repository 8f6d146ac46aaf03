#include "store/sqlite_identities.h"

#include "base/json.h"
#include "store/cursor.h"
#include "store/people_sql.h"
#include "store/reader_pool.h"
#include "store/sqlite_commit.h"
#include "store/sqlite_write.h"

namespace baobei::store {
namespace {

using engine::IdentityRow;
using engine::IdentityState;

Status read_identity(Query& query, IdentityRow& row) {
  std::string state;
  query.columns(row.id, state, row.issuer, row.subject, row.email, row.person, row.proposed_by,
                row.proposed_at, row.confirmed_by, row.confirmed_at, row.used_at);
  const auto known = enum_from_wire<IdentityState>(state);
  if (!known) return fail(ErrorKind::kCorrupt, "not a state of an identity: '" + state + "'");
  row.state = *known;
  return {};
}

// nullopt: there is none.
Result<std::optional<IdentityRow>> one_of(Query& query) {
  std::optional<IdentityRow> row;
  if (query.next()) TRY(read_identity(query, row.emplace()));
  TRY(query.status());
  return row;
}

Result<std::vector<IdentityRow>> all_of(Query& query) {
  std::vector<IdentityRow> rows;
  while (query.next()) TRY(read_identity(query, rows.emplace_back()));
  TRY(query.status());
  return rows;
}

Result<std::optional<IdentityRow>> bound(Connection& db, const std::string& issuer,
                                         const std::string& subject) {
  Query query(db, sql::kIdentityBound, issuer, subject);
  return one_of(query);
}

Result<std::optional<IdentityRow>> awaited(Connection& db, const std::string& issuer,
                                           const std::string& email) {
  Query query(db, sql::kIdentityAwaited, issuer, email);
  return one_of(query);
}

Result<std::uint64_t> bind_row(Connection& db, const IdentityRow& row) {
  {
    Query query(db, sql::kIdentitiesOfPerson, row.person);
    TRY_ASSIGN(const auto has, all_of(query));
    if (has.size() >= engine::kIdentitiesOfPersonMax) {
      return fail(ErrorKind::kConflict, "a person has at most 10 identities", row.person);
    }
  }
  TRY_ASSIGN(const auto same, bound(db, row.issuer, row.subject));
  if (same) return fail(ErrorKind::kConflict, "this identity is somebody's", row.subject);
  TRY_ASSIGN(const auto address, awaited(db, row.issuer, row.email));
  if (address) return fail(ErrorKind::kConflict, "this address is somebody's", "email");
  std::uint64_t id = 0;
  {
    Query query(db, sql::kTakeIdentity);
    while (query.next()) query.columns(id);
    TRY(query.status());
  }
  TRY(execute(db, sql::kBindIdentity, id, wire_name(row.state), row.issuer, row.subject, row.email,
              row.person, row.proposed_by, row.proposed_at, row.confirmed_by, row.confirmed_at));
  return id;
}

Result<IdentityRow> read_one(Connection& db, std::uint64_t id) {
  Query query(db, sql::kIdentity, id);
  TRY_ASSIGN(auto row, one_of(query));
  if (!row) return fail(ErrorKind::kNotFound, "no such identity");
  return std::move(*row);
}

}  // namespace

Result<std::uint64_t> SqliteIdentities::bind(const IdentityRow& row) {
  std::uint64_t id = 0;
  const Status written = store_.write([&]() -> Status {
    TRY_ASSIGN(id, bind_row(store_.connection(), row));
    return {};
  });
  TRY(written);
  return id;
}

Status SqliteIdentities::confirm(std::uint64_t id, const lifecycle::PersonId& by, Instant at) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    TRY(read_one(db, id));
    TRY(execute(db, sql::kConfirmIdentity, id, by, at));
    if (db.changes() == 1) return {};
    return fail(ErrorKind::kConflict, "it is not proposed any more");
  });
}

Status SqliteIdentities::remove(std::uint64_t id) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    TRY_ASSIGN(const auto row, read_one(db, id));
    TRY(execute(db, sql::kRemoveIdentity, id));
    if (db.changes() != 1) return fail(ErrorKind::kConflict, "it was removed before");
    return execute(db, sql::kEndSessionsOfPerson, row.person);
  });
}

Status SqliteIdentities::use(std::uint64_t id, const std::string& subject, Instant at) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    TRY_ASSIGN(const auto row, read_one(db, id));
    if (row.subject.empty()) {
      TRY_ASSIGN(const auto same, bound(db, row.issuer, subject));
      if (same) return fail(ErrorKind::kConflict, "this identity is somebody's");
    }
    TRY(execute(db, sql::kUseIdentity, id, subject, at));
    if (db.changes() == 1) return {};
    return fail(ErrorKind::kConflict, "it is not confirmed, or another one's");
  });
}

Result<IdentityRow> SqliteIdentities::redeem(const Digest& invitation, const std::string& issuer,
                                             const std::string& subject, Instant at) {
  auto& db = store_.connection();
  IdentityRow row{0, IdentityState::kConfirmed, issuer, subject, {}, {}, {}, at, {}, at, {}};
  const Status written = store_.write([&]() -> Status {
    {
      Query query(db, sql::kSpendInvitation, invitation, at);
      while (query.next()) query.columns(row.person);
      TRY(query.status());
    }
    if (row.person.empty()) return fail(ErrorKind::kNotFound, "no such invitation");
    TRY_ASSIGN(row.id, bind_row(db, row));
    return {};
  });
  TRY(written);
  return row;
}

Result<IdentityRow> SqliteIdentities::identity(std::uint64_t id) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  return read_one(*db, id);
}

Result<std::vector<IdentityRow>> SqliteIdentities::of_person(const lifecycle::PersonId& person) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  Query query(*db, sql::kIdentitiesOfPerson, person);
  return all_of(query);
}

Result<engine::Listed<IdentityRow>> SqliteIdentities::in_state(IdentityState state,
                                                               const engine::Page& page) {
  TRY_ASSIGN(const auto after, read_number_cursor(page.after, 0));
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  const std::string word(wire_name(state));
  engine::Listed<IdentityRow> list;
  Query query(*db, sql::kIdentitiesInState, word, after, rows_of(page) + 1);
  TRY_ASSIGN(list.rows, all_of(query));
  if (list.rows.size() > rows_of(page)) {
    list.rows.pop_back();
    list.next = write_cursor(list.rows.back().id);
  }
  return list;
}

Result<IdentityRow> SqliteIdentities::find(const std::string& issuer, const std::string& subject,
                                           const std::string& email) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  TRY_ASSIGN(auto row, bound(*db, issuer, subject));
  if (!row) {
    TRY_ASSIGN(row, awaited(*db, issuer, email));
    if (row && !row->subject.empty()) row.reset();
  }
  if (row && row->state == IdentityState::kConfirmed) return std::move(*row);
  return fail(ErrorKind::kNotFound, "nobody is bound to this identity");
}

}  // namespace baobei::store
