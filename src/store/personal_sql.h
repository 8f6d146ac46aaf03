// The statements of erasing and telling what is kept of a person. Constant texts; any thread.
#pragma once

namespace baobei::store::sql {

inline constexpr char kActive[] = "SELECT active FROM person WHERE id = ?1";
inline constexpr char kErasure[] = "SELECT person, erased_by, at FROM erasure WHERE person = ?1";
inline constexpr char kActs[] =
    "SELECT log_index, app_id, type, at FROM event "
    "WHERE log_index > ?2 AND log_index <= ?3 AND actor = ?1 ORDER BY log_index";
inline constexpr const char* kPersonalReads[] = {kActive, kErasure, kActs};

// ?1 is the person.
inline constexpr char kEraseProposals[] =
    "UPDATE proposal SET body = json_set(body, '$.name', '', '$.unit', '') WHERE person = ?1";
inline constexpr char kRejectProposals[] =
    "UPDATE proposal SET state = 'rejected', decided_by = ?2, decided_at = ?3 "
    "WHERE person = ?1 AND state = 'proposed'";
inline constexpr const char* kErase[] = {
    "DELETE FROM token_detail WHERE token_hash IN (SELECT token_hash FROM token WHERE person = ?1)",
    "DELETE FROM token WHERE person = ?1",
    "DELETE FROM credential WHERE person = ?1",
    "DELETE FROM recovery_code WHERE person = ?1",
    "DELETE FROM invitation WHERE person = ?1",
    "DELETE FROM identity WHERE person = ?1",
    "DELETE FROM calendar WHERE person = ?1",
    "DELETE FROM owner WHERE person = ?1",
    "DELETE FROM idempotency WHERE principal = ?1",
    kEraseProposals};
inline constexpr char kErasePerson[] =
    "UPDATE person SET unit = '', name = '', roles = '', region = '', officer = 0, active = 0 "
    "WHERE id = ?1";
inline constexpr char kRecordErasure[] =
    "INSERT INTO erasure (person, erased_by, at) VALUES (?1, ?2, ?3)";

}  // namespace baobei::store::sql
