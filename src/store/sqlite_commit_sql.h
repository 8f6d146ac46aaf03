// The statements of a group commit. Constant texts; any thread.
#pragma once

namespace baobei::store::sql {

inline constexpr char kSavepoint[] = "SAVEPOINT one_write";
inline constexpr char kRelease[] = "RELEASE one_write";
inline constexpr char kRollbackTo[] = "ROLLBACK TO one_write";
inline constexpr char kRollback[] = "ROLLBACK";

inline constexpr char kReadCounters[] = "SELECT name, value FROM counter";
inline constexpr char kWriteCounter[] =
    "UPDATE counter SET value = ?2 WHERE name = ?1 AND value <> ?2";
inline constexpr char kFence[] = "UPDATE counter SET value = value + 1 WHERE name = 'fence'";

inline constexpr char kFindKey[] =
    "SELECT request, response FROM idempotency "
    "WHERE principal = ?1 AND operation = ?2 AND key = ?3";
inline constexpr char kInsertKey[] =
    "INSERT INTO idempotency (principal, operation, key, request, response, at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

inline constexpr char kFactVersion[] = "SELECT version FROM fact WHERE kind = ?1 AND key = ?2";
inline constexpr char kMoveFact[] =
    "INSERT INTO fact (kind, key, version) VALUES (?1, ?2, 1) "
    "ON CONFLICT (kind, key) DO UPDATE SET version = version + 1";

inline constexpr char kInsertApp[] =
    "INSERT INTO app (bucket, app_id, revision, last_hash, owner, subject, region, service, "
    "changed_at, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "
    "ON CONFLICT (bucket, app_id) DO NOTHING";
inline constexpr char kUpdateApp[] =
    "UPDATE app SET revision = ?5, last_hash = ?6, owner = ?7, subject = ?8, region = ?9, "
    "service = ?10, changed_at = ?11, state = ?12 "
    "WHERE bucket = ?1 AND app_id = ?2 AND revision = ?3 AND last_hash = ?4";
inline constexpr char kInsertEvent[] =
    "INSERT INTO event (log_index, bucket, app_id, revision, type, at, recorded_at, actor, body, "
    "prev, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";

inline constexpr char kInsertAudience[] =
    "INSERT INTO app_audience (bucket, app_id, audience, service) VALUES (?1, ?2, ?3, ?4) "
    "ON CONFLICT (bucket, app_id, audience) DO NOTHING";
inline constexpr char kAudiencesAndService[] =
    "SELECT audience, service FROM app_audience WHERE bucket = ?1 AND app_id = ?2";
inline constexpr char kMoveAudiences[] =
    "UPDATE app_audience SET service = ?3 WHERE bucket = ?1 AND app_id = ?2 AND service <> ?3";
inline constexpr char kDeleteAudience[] =
    "DELETE FROM app_audience WHERE bucket = ?1 AND app_id = ?2 AND audience = ?3";

inline constexpr char kList[] =
    "INSERT INTO listed (bucket, app_id, kind, no, audience, state, due, since) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
    "ON CONFLICT (bucket, app_id, kind, no, audience) DO NOTHING";
// Not where nothing moved: each row stands in three trees.
inline constexpr char kRelist[] =
    "UPDATE listed SET state = ?5, due = ?6, since = ?7 "
    "WHERE bucket = ?1 AND app_id = ?2 AND kind = ?3 AND no = ?4 "
    "AND (state <> ?5 OR due <> ?6 OR since <> ?7)";
inline constexpr char kListAll[] =
    "INSERT INTO listed (bucket, app_id, kind, no, audience, state, due, since) "
    "SELECT bucket, app_id, kind, no, ?3, state, due, since FROM listed "
    "WHERE bucket = ?1 AND app_id = ?2 AND audience = '*'";
inline constexpr char kListSubmission[] =
    "INSERT INTO listed (bucket, app_id, kind, no, audience, state, due, since) "
    "SELECT bucket, app_id, kind, no, ?4, state, due, since FROM listed "
    "WHERE bucket = ?1 AND app_id = ?2 AND kind = 'submission' AND no = ?3 AND audience = '*' "
    "ON CONFLICT (bucket, app_id, kind, no, audience) DO NOTHING";
// An entry in a list of its own kind as well, for everybody who has it in the first.
inline constexpr char kListEntryAs[] =
    "INSERT INTO listed (bucket, app_id, kind, no, audience, state, due, since) "
    "SELECT bucket, app_id, ?4, no, audience, state, ?5, ?6 FROM listed "
    "WHERE bucket = ?1 AND app_id = ?2 AND kind = 'entry' AND no = ?3 "
    "ON CONFLICT (bucket, app_id, kind, no, audience) DO UPDATE SET state = excluded.state, "
    "due = excluded.due, since = excluded.since";
inline constexpr char kUnlistEntryAs[] =
    "DELETE FROM listed WHERE bucket = ?1 AND app_id = ?2 AND kind = ?4 AND no = ?3";
inline constexpr char kUnlistAll[] =
    "DELETE FROM listed WHERE bucket = ?1 AND app_id = ?2 AND audience = ?3";

inline constexpr char kUpdateSubmission[] =
    "UPDATE submission SET state = ?4, digest = ?5, due = ?6, submitted_at = ?7, changed_at = ?8 "
    "WHERE bucket = ?1 AND app_id = ?2 AND no = ?3";
inline constexpr char kInsertSubmission[] =
    "INSERT INTO submission (bucket, app_id, no, state, digest, due, submitted_at, changed_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
inline constexpr char kUpdateEntry[] =
    "UPDATE entry SET submission = ?4, state = ?5, region = ?6, start_at = ?7, end_at = ?8, "
    "changed_at = ?9, answered_at = ?10, late = ?11, channel = ?12 "
    "WHERE bucket = ?1 AND app_id = ?2 AND no = ?3";
inline constexpr char kInsertEntry[] =
    "INSERT INTO entry (bucket, app_id, no, submission, state, region, start_at, end_at, "
    "changed_at, answered_at, late, channel) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";

inline constexpr char kOrgOfSubject[] = "SELECT org FROM subject WHERE id = ?1";
inline constexpr char kInsertNotice[] =
    "INSERT INTO notice (id, bucket, app_id, revision, seq, inbox, recipient, address, copy, at, "
    "body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";

inline constexpr char kSetDeadline[] =
    "INSERT INTO deadline (bucket, app_id, kind, ordinal, due_at) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT (bucket, app_id, kind, ordinal) DO UPDATE SET due_at = excluded.due_at";
inline constexpr char kClearDeadline[] =
    "DELETE FROM deadline WHERE bucket = ?1 AND app_id = ?2 AND kind = ?3 AND ordinal = ?4";

inline constexpr char kInsertDelivery[] =
    "INSERT INTO delivery (id, kind, bucket, app_id, ordinal, attempt, digest, not_before, "
    "ready_at, epoch) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, 0)";
inline constexpr char kDeleteDelivery[] = "DELETE FROM delivery WHERE id = ?1";

inline constexpr char kInsertText[] =
    "INSERT INTO text (commitment, bucket, app_id, subject, kind, at, salt, words) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, CAST(?7 AS BLOB), ?8) ON CONFLICT (commitment) DO NOTHING";
inline constexpr char kInsertBar[] =
    "INSERT INTO bar (digest, app_id) VALUES (?1, ?2) ON CONFLICT (digest, app_id) DO NOTHING";
inline constexpr char kDeleteBar[] = "DELETE FROM bar WHERE digest = ?1 AND app_id = ?2";

}  // namespace baobei::store::sql
