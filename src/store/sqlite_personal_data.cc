#include "store/sqlite_personal_data.h"

#include <algorithm>

#include "store/beside_sql.h"
#include "store/personal_sql.h"
#include "store/reader_pool.h"
#include "store/sqlite_commit.h"
#include "store/sqlite_write.h"

namespace baobei::store {
namespace {

Status check_erasable(Connection& db, const lifecycle::PersonId& person) {
  Query query(db, sql::kActive, person);
  bool active = false;
  const bool found = query.next();
  if (found) query.columns(active);
  TRY(query.status());
  if (!found) return fail(ErrorKind::kNotFound, "no such person", person);
  if (active) return fail(ErrorKind::kConflict, "still active", person);
  return {};
}

}  // namespace

Status SqlitePersonalData::erase(const engine::Erasure& erasure) {
  return store_.write([&]() -> Status {
    auto& db = store_.connection();
    TRY(check_erasable(db, erasure.person));
    const auto recorded = execute(db, sql::kRecordErasure, erasure.person, erasure.by, erasure.at);
    if (!recorded && recorded.error().kind == ErrorKind::kConflict) {
      return fail(ErrorKind::kConflict, "erased before", erasure.person);
    }
    TRY(recorded);
    TRY(execute(db, sql::kRejectProposals, erasure.person, erasure.by, erasure.at));
    for (const char* sql : sql::kErase) TRY(execute(db, sql, erasure.person));
    TRY(execute(db, sql::kErasePerson, erasure.person));
    return move_fact(db, engine::FactKind::kPerson, erasure.person);
  });
}

Result<engine::KeptOfPerson> SqlitePersonalData::kept(const lifecycle::PersonId& person) {
  engine::KeptOfPerson kept;
  TRY_ASSIGN(kept.person, parts_.directory.person(person));
  TRY_ASSIGN(kept.owner, parts_.directory.is_owner(kept.person.org, person));
  TRY_ASSIGN(kept.tokens, parts_.directory.tokens(person));
  TRY_ASSIGN(kept.credentials, parts_.sign_ins.credentials(person));
  TRY_ASSIGN(kept.calendars, parts_.calendars.of(person));
  return kept;
}

Result<engine::PersonActs> SqlitePersonalData::acts(const lifecycle::PersonId& person,
                                                    std::uint64_t after) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  std::uint64_t head = 0;
  {
    Query query(*db, sql::kLogHead);
    if (query.next()) query.columns(head);
    TRY(query.status());
  }
  const auto from = std::min(after, head);
  const auto until = from + std::min(engine::kActsWindow, head - from);
  engine::PersonActs acts;
  Query query(*db, sql::kActs, person, from, until);
  while (query.next()) {
    auto& act = acts.acts.emplace_back();
    query.columns(act.log_index, act.app, act.type, act.at);
  }
  TRY(query.status());
  if (until < head) acts.next = until;
  return acts;
}

Result<std::optional<engine::Erasure>> SqlitePersonalData::erased(
    const lifecycle::PersonId& person) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  Query query(*db, sql::kErasure, person);
  std::optional<engine::Erasure> found;
  if (query.next()) {
    auto& row = found.emplace();
    query.columns(row.person, row.by, row.at);
  }
  TRY(query.status());
  return found;
}

}  // namespace baobei::store
