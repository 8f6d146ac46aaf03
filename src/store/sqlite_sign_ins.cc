#include "store/sqlite_sign_ins.h"

#include "store/reader_pool.h"
#include "store/sqlite_commit.h"
#include "store/sqlite_write.h"
#include "store/words.h"

namespace baobei::store {
namespace {

constexpr char kPutPassword[] =
    "INSERT INTO credential (person, password_hash, password_at, factor, factor_confirmed, "
    "factor_step) VALUES (?1, ?2, ?3, '', 0, 0) ON CONFLICT (person) DO UPDATE SET "
    "password_hash = excluded.password_hash, password_at = excluded.password_at";
constexpr char kPutFactor[] =
    "INSERT INTO credential (person, password_hash, factor, factor_confirmed, factor_step) "
    "VALUES (?1, '', ?2, 0, 0) ON CONFLICT (person) DO UPDATE SET factor = excluded.factor, "
    "factor_confirmed = 0, factor_step = 0";
constexpr char kConfirmFactor[] =
    "UPDATE credential SET factor_confirmed = 1, factor_step = ?2 "
    "WHERE person = ?1 AND factor <> '' AND factor_confirmed = 0";
constexpr char kSpendStep[] =
    "UPDATE credential SET factor_step = ?2 WHERE person = ?1 AND factor_step < ?2";
constexpr char kDropCodes[] = "DELETE FROM recovery_code WHERE person = ?1";
constexpr char kAddCode[] = "INSERT INTO recovery_code (person, code_hash) VALUES (?1, ?2)";
constexpr char kSpendCode[] = "DELETE FROM recovery_code WHERE person = ?1 AND code_hash = ?2";
constexpr char kEndSessions[] =
    "UPDATE token SET revoked = 1 WHERE person = ?1 AND revoked = 0 AND token_hash <> ?2 AND "
    "EXISTS (SELECT 1 FROM token_detail d WHERE d.token_hash = token.token_hash AND d.session = 1)";
constexpr char kEndSession[] =
    "UPDATE token SET revoked = 1 WHERE token_hash = ?1 AND "
    "EXISTS (SELECT 1 FROM token_detail d WHERE d.token_hash = token.token_hash AND d.session = 1)";
constexpr char kEndOldest[] =
    "UPDATE token SET revoked = 1 WHERE token_hash IN (SELECT t.token_hash FROM token t "
    "CROSS JOIN token_detail d ON d.token_hash = t.token_hash WHERE t.person = ?1 AND "
    "t.revoked = 0 AND t.expires > ?2 AND d.session = 1 ORDER BY d.issued_at DESC, t.token_hash "
    "LIMIT 1000 OFFSET ?3)";
// What a person's sessions were is of no use once they are over.
constexpr char kDropOver[] =
    "DELETE FROM token WHERE person = ?1 AND (revoked = 1 OR expires <= ?2) AND "
    "EXISTS (SELECT 1 FROM token_detail d WHERE d.token_hash = token.token_hash AND d.session = 1) "
    "RETURNING token_hash";
constexpr char kDropDetail[] = "DELETE FROM token_detail WHERE token_hash = ?1";
constexpr char kAddSession[] =
    "INSERT INTO token (token_hash, person, label, expires, revoked) VALUES (?1, ?2, ?3, ?4, 0)";
constexpr char kAddSessionDetail[] =
    "INSERT INTO token_detail (token_hash, roles, read_only, issued_by, issued_at, session) "
    "VALUES (?1, ?2, ?3, ?4, ?5, 1)";
constexpr char kDropInvitations[] = "DELETE FROM invitation WHERE person = ?1 AND used_at IS NULL";
constexpr char kInvite[] =
    "INSERT INTO invitation (secret_hash, person, invited_by, made_at, expires_at, resets_factor) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
constexpr char kFindInvitation[] =
    "SELECT person, invited_by, made_at, expires_at, resets_factor FROM invitation "
    "WHERE secret_hash = ?1 AND used_at IS NULL AND expires_at > ?2";
constexpr char kUseInvitation[] = "UPDATE invitation SET used_at = ?2 WHERE secret_hash = ?1";
constexpr char kCredentials[] =
    "SELECT password_hash, password_at, factor, factor_confirmed, factor_step, "
    "(SELECT count(*) FROM recovery_code r WHERE r.person = c.person) FROM credential c "
    "WHERE c.person = ?1";

Status put_password_row(Connection& db, const lifecycle::PersonId& person, const std::string& hash,
                        Instant at, const Digest& keep) {
  TRY(execute(db, kPutPassword, person, hash, at));
  return execute(db, kEndSessions, person, keep);
}

Status put_factor_row(Connection& db, const lifecycle::PersonId& person,
                      const std::string& sealed) {
  TRY(execute(db, kPutFactor, person, sealed));
  return execute(db, kDropCodes, person);
}

Status drop_over(Connection& db, const lifecycle::PersonId& person, Instant now) {
  std::vector<Digest> dropped;
  {
    Query query(db, kDropOver, person, now);
    while (query.next()) query.columns(dropped.emplace_back());
    TRY(query.status());
  }
  for (const auto& hash : dropped) TRY(execute(db, kDropDetail, hash));
  return {};
}

Result<engine::InvitationRow> find_invitation(Connection& db, const Digest& secret_hash,
                                              Instant now) {
  engine::InvitationRow row;
  Query query(db, kFindInvitation, secret_hash, now);
  const bool found = query.next();
  if (found) {
    query.columns(row.person, row.invited_by, row.made_at, row.expires_at, row.resets_factor);
  }
  TRY(query.status());
  if (!found) return fail(ErrorKind::kNotFound, "no such invitation");
  row.secret_hash = secret_hash;
  return row;
}

}  // namespace

Status SqliteSignIns::put_password(const lifecycle::PersonId& person, const std::string& hash,
                                   Instant at, const std::optional<Digest>& keep) {
  return store_.write([&] {
    return put_password_row(store_.connection(), person, hash, at, keep.value_or(Digest{}));
  });
}

Status SqliteSignIns::put_factor(const lifecycle::PersonId& person, const std::string& sealed) {
  return store_.write([&] { return put_factor_row(store_.connection(), person, sealed); });
}

Status SqliteSignIns::confirm_factor(const lifecycle::PersonId& person, std::int64_t step,
                                     const std::vector<Digest>& recovery) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    TRY(execute(db, kConfirmFactor, person, step));
    if (db.changes() != 1) return fail(ErrorKind::kConflict, "no factor waits to be confirmed");
    TRY(execute(db, kDropCodes, person));
    for (const auto& code : recovery) TRY(execute(db, kAddCode, person, code));
    return {};
  });
}

Status SqliteSignIns::spend_step(const lifecycle::PersonId& person, std::int64_t step) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    TRY(execute(db, kSpendStep, person, step));
    if (db.changes() == 1) return {};
    return fail(ErrorKind::kConflict, "the code was used before");
  });
}

Status SqliteSignIns::spend_recovery(const lifecycle::PersonId& person, const Digest& code) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    TRY(execute(db, kSpendCode, person, code));
    if (db.changes() == 1) return {};
    return fail(ErrorKind::kNotFound, "no such recovery code");
  });
}

Status SqliteSignIns::open_session(const engine::IssuedToken& session) {
  auto& db = store_.connection();
  const auto& token = session.token;
  return store_.write([&]() -> Status {
    TRY(drop_over(db, token.person, session.issued_at));
    TRY(execute(db, kEndOldest, token.person, session.issued_at, engine::kSessionsOfPersonMax - 1));
    TRY(execute(db, kAddSession, token.token_hash, token.person, token.label, token.expires));
    return execute(db, kAddSessionDetail, token.token_hash, words_of(session.roles),
                   session.read_only, session.issued_by, session.issued_at);
  });
}

Status SqliteSignIns::end_session(const Digest& token_hash) {
  return store_.write([&] { return execute(store_.connection(), kEndSession, token_hash); });
}

Status SqliteSignIns::invite(const engine::InvitationRow& row) {
  auto& db = store_.connection();
  return store_.write([&]() -> Status {
    TRY(execute(db, kDropInvitations, row.person));
    return execute(db, kInvite, row.secret_hash, row.person, row.invited_by, row.made_at,
                   row.expires_at, row.resets_factor);
  });
}

Result<lifecycle::PersonId> SqliteSignIns::redeem(const Digest& secret_hash,
                                                  const std::string& hash, Instant at) {
  auto& db = store_.connection();
  lifecycle::PersonId person;
  const Status written = store_.write([&]() -> Status {
    TRY_ASSIGN(const auto row, find_invitation(db, secret_hash, at));
    TRY(execute(db, kUseInvitation, secret_hash, at));
    TRY(put_password_row(db, row.person, hash, at, Digest{}));
    if (row.resets_factor) TRY(put_factor_row(db, row.person, ""));
    person = row.person;
    return {};
  });
  TRY(written);
  return person;
}

Result<engine::Credentials> SqliteSignIns::credentials(const lifecycle::PersonId& person) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  engine::Credentials row;
  Query query(*db, kCredentials, person);
  if (query.next()) {
    query.columns(row.password_hash, row.password_at, row.factor, row.factor_confirmed,
                  row.factor_step, row.recovery_left);
  }
  TRY(query.status());
  row.person = person;
  return row;
}

Result<engine::InvitationRow> SqliteSignIns::invitation(const Digest& secret_hash, Instant now) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  return find_invitation(*db, secret_hash, now);
}

}  // namespace baobei::store
