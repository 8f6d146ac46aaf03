// The statements of identities at a provider, of who read which case, of holds and sweeps. Constant
// texts; any thread.
#pragma once

namespace baobei::store::sql {

#define BAOBEI_IDENTITY_                                                                       \
  "SELECT id, state, issuer, subject, email, person, proposed_by, proposed_at, confirmed_by, " \
  "confirmed_at, used_at FROM identity "
inline constexpr char kIdentity[] = BAOBEI_IDENTITY_ "WHERE id = ?1";
inline constexpr char kIdentitiesOfPerson[] =
    BAOBEI_IDENTITY_ "WHERE person = ?1 AND state <> 'removed' ORDER BY id";
inline constexpr char kIdentitiesInState[] =
    BAOBEI_IDENTITY_ "WHERE state = ?1 AND id > ?2 ORDER BY id LIMIT ?3";
inline constexpr char kIdentityBound[] =
    BAOBEI_IDENTITY_ "WHERE issuer = ?1 AND subject = ?2 AND subject <> '' AND state <> 'removed'";
inline constexpr char kIdentityAwaited[] =
    BAOBEI_IDENTITY_ "WHERE issuer = ?1 AND email = ?2 AND email <> '' AND state <> 'removed'";
#undef BAOBEI_IDENTITY_

inline constexpr char kAccessesOfCase[] =
    "SELECT id, app_id, person, role, what, at FROM case_access "
    "WHERE app_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3";

inline constexpr char kSubjectKey[] = "SELECT sealed FROM subject_key WHERE subject = ?1";
inline constexpr char kPutSubjectKey[] =
    "INSERT INTO subject_key (subject, sealed, made_at) VALUES (?1, ?2, ?3) "
    "ON CONFLICT (subject) DO NOTHING";
inline constexpr char kDropSubjectKey[] = "DELETE FROM subject_key WHERE subject = ?1";

inline constexpr char kContact[] =
    "SELECT subject, sealed, phone, changed_by, changed_at FROM subject_contact WHERE subject = ?1";
inline constexpr char kSubjectsByPhone[] =
    "SELECT subject FROM subject_contact WHERE phone = ?1 ORDER BY subject LIMIT ?2";
inline constexpr char kPutContact[] =
    "INSERT INTO subject_contact (subject, sealed, phone, changed_by, changed_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (subject) DO UPDATE SET "
    "sealed = ?2, phone = ?3, changed_by = ?4, changed_at = ?5";
inline constexpr char kDropContact[] = "DELETE FROM subject_contact WHERE subject = ?1";

inline constexpr const char* kPeopleReads[] = {
    kContact,           kSubjectsByPhone, kIdentity,        kIdentitiesOfPerson,
    kIdentitiesInState, kIdentityBound,   kIdentityAwaited, kAccessesOfCase};

inline constexpr char kTakeIdentity[] =
    "UPDATE counter SET value = value + 1 WHERE name = 'identity' RETURNING value";
inline constexpr char kBindIdentity[] =
    "INSERT INTO identity (id, state, issuer, subject, email, person, proposed_by, proposed_at, "
    "confirmed_by, confirmed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
inline constexpr char kConfirmIdentity[] =
    "UPDATE identity SET state = 'confirmed', confirmed_by = ?2, confirmed_at = ?3 "
    "WHERE id = ?1 AND state = 'proposed'";
inline constexpr char kRemoveIdentity[] =
    "UPDATE identity SET state = 'removed', email = '' WHERE id = ?1 AND state <> 'removed'";
inline constexpr char kUseIdentity[] =
    "UPDATE identity SET subject = ?2, used_at = ?3 "
    "WHERE id = ?1 AND state = 'confirmed' AND subject IN ('', ?2)";
inline constexpr char kEndSessionsOfPerson[] =
    "UPDATE token SET revoked = 1 WHERE person = ?1 AND revoked = 0 AND "
    "EXISTS (SELECT 1 FROM token_detail d WHERE d.token_hash = token.token_hash AND d.session = 1)";
inline constexpr char kSpendInvitation[] =
    "UPDATE invitation SET used_at = ?2 WHERE secret_hash = ?1 AND used_at IS NULL "
    "AND expires_at > ?2 RETURNING person";

inline constexpr char kRecordCaseAccess[] =
    "INSERT INTO case_access (app_id, person, role, what, at) VALUES (?1, ?2, ?3, ?4, ?5)";

}  // namespace baobei::store::sql
