// The statements of what lies beside the case files: uploads in pieces, hosts, calendars, marks of
// the inbox as a whole, the feed. A test reads the plan of each read. Constant texts; any thread.
#pragma once

namespace baobei::store::sql {

// ---- uploads -----------------------------------------------------------------------------------
#define BAOBEI_UPLOAD_                                                                    \
  "SELECT id, app_id, org, person, label, bytes, content, digest, begun_at, expires_at, " \
  "taken_as FROM upload "
inline constexpr char kFindUpload[] = BAOBEI_UPLOAD_ "WHERE id = ?1 AND app_id = ?2";
inline constexpr char kUploadsOfApp[] = BAOBEI_UPLOAD_
    "WHERE bucket = ?1 AND app_id = ?2 AND taken_as IS NULL ORDER BY begun_at, id LIMIT ?3";
#undef BAOBEI_UPLOAD_
inline constexpr char kExpiredUploads[] =
    "SELECT id FROM upload WHERE expires_at <= ?1 ORDER BY expires_at, id LIMIT ?2";
inline constexpr char kCountUploadsOfApp[] =
    "SELECT count(*) FROM upload WHERE bucket = ?1 AND app_id = ?2 AND taken_as IS NULL";
inline constexpr char kCountUploadsOfOrg[] =
    "SELECT count(*) FROM upload WHERE org = ?1 AND taken_as IS NULL";
inline constexpr char kBeginUpload[] =
    "INSERT INTO upload (id, bucket, app_id, org, person, label, bytes, content, digest, begun_at, "
    "expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
inline constexpr char kTakeUpload[] = "UPDATE upload SET taken_as = ?2 WHERE id = ?1";
inline constexpr char kRemoveUpload[] = "DELETE FROM upload WHERE id = ?1";

// ---- hosts -------------------------------------------------------------------------------------
inline constexpr char kFindHost[] =
    "SELECT id, name, token_hash, registered_at, revoked_at FROM host "
    "WHERE token_hash = ?1 AND revoked_at IS NULL";
// At most kHostsMax that are not revoked; operators alone add to the table. Read as a whole.
inline constexpr char kAllHosts[] =
    "SELECT id, name, token_hash, registered_at, revoked_at FROM host ORDER BY id";
inline constexpr char kCountHosts[] = "SELECT count(*) FROM host WHERE revoked_at IS NULL";
inline constexpr char kAddHost[] =
    "INSERT INTO host (id, name, token_hash, registered_at) VALUES (?1, ?2, ?3, ?4)";
inline constexpr char kHostRevoked[] = "SELECT revoked_at FROM host WHERE id = ?1";
inline constexpr char kRevokeHost[] = "UPDATE host SET revoked_at = ?2 WHERE id = ?1";
inline constexpr char kAcksOfApp[] =
    "SELECT host, serves, at FROM host_ack WHERE bucket = ?1 AND app_id = ?2 ORDER BY host";
inline constexpr char kDarkOfApp[] =
    "SELECT order_no, host, at FROM dark_ack WHERE bucket = ?1 AND app_id = ?2 "
    "ORDER BY order_no, host";
inline constexpr char kPutAck[] =
    "INSERT INTO host_ack (bucket, app_id, host, serves, at) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT (bucket, app_id, host) DO UPDATE SET serves = ?4, at = ?5";
inline constexpr char kPutDark[] =
    "INSERT INTO dark_ack (bucket, app_id, order_no, host, at) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT DO NOTHING";

// ---- calendars ---------------------------------------------------------------------------------
inline constexpr char kCalendarsOf[] =
    "SELECT id, person, label, token_hash, made_at FROM calendar WHERE person = ?1 "
    "ORDER BY made_at, id";
inline constexpr char kCalendarOwner[] =
    "SELECT p.id, p.org, p.unit, p.name, p.roles, p.region, p.active, o.id, o.kind, o.name, "
    "o.region FROM calendar c CROSS JOIN person p ON p.id = c.person "
    "CROSS JOIN org o ON o.id = p.org WHERE c.token_hash = ?1 AND p.active = 1";
inline constexpr char kCountCalendars[] = "SELECT count(*) FROM calendar WHERE person = ?1";
inline constexpr char kAddCalendar[] =
    "INSERT INTO calendar (id, person, label, token_hash, made_at) VALUES (?1, ?2, ?3, ?4, ?5)";
#define BAOBEI_UPCOMING_ "d.app_id, coalesce(n.name, ''), d.kind, d.ordinal, d.due_at FROM "
#define BAOBEI_KINDS_                                                      \
  "d.kind NOT IN ('filing_end', 'filing_end_warning', 'down_by_warning', " \
  "'qualification_warning') "
// Everybody's, by the index of what is due next.
inline constexpr char kUpcoming[] =
    "SELECT " BAOBEI_UPCOMING_
    "deadline d LEFT JOIN app_name n ON n.bucket = d.bucket "
    "AND n.app_id = d.app_id WHERE " BAOBEI_KINDS_
    "AND d.due_at > 0 ORDER BY d.due_at, d.bucket, d.app_id, d.kind, d.ordinal LIMIT ?1";
// Of an audience's mini-programs, in no order.
inline constexpr char kUpcomingOf[] =
    "SELECT " BAOBEI_UPCOMING_
    "app_audience v CROSS JOIN deadline d ON d.bucket = v.bucket "
    "AND d.app_id = v.app_id LEFT JOIN app_name n ON n.bucket = d.bucket AND n.app_id = d.app_id "
    "WHERE v.audience = ?1 AND " BAOBEI_KINDS_ "LIMIT ?2";
#undef BAOBEI_UPCOMING_
#undef BAOBEI_KINDS_
inline constexpr char kRemoveCalendar[] = "DELETE FROM calendar WHERE id = ?1 AND person = ?2";

// ---- the inbox as a whole ----------------------------------------------------------------------
inline constexpr char kCountUnread[] =
    "SELECT count(*) FROM (SELECT 1 FROM notice WHERE inbox = ?1 AND read_at IS NULL LIMIT ?2)";
inline constexpr char kReadSome[] =
    "UPDATE notice SET read_at = ?3 WHERE id IN (SELECT id FROM notice "
    "WHERE inbox = ?1 AND read_at IS NULL AND id <= ?2 ORDER BY id LIMIT ?4)";

// ---- lists, counted ----------------------------------------------------------------------------
inline constexpr char kCountListed[] =
    "SELECT count(*) FROM (SELECT 1 FROM listed WHERE kind = ?1 AND audience = ?2 AND state = ?3 "
    "LIMIT ?4)";

// ---- mini-programs by what their names hold ----------------------------------------------------
inline constexpr char kCountTerm[] =
    "SELECT count(*) FROM (SELECT 1 FROM app_term WHERE term = ?1 LIMIT ?2)";
#define BAOBEI_FOUND_ \
  "coalesce(n.name, ''), a.owner, a.subject, a.region, a.service, a.changed_at FROM "
#define BAOBEI_HOLDS_                                   \
  "AND (instr(lower(coalesce(n.name, '')), ?3) > 0 OR " \
  "instr(lower(a.app_id), ?3) > 0) ORDER BY "
inline constexpr char kAppsByTerm[] =
    "SELECT t.app_id, " BAOBEI_FOUND_
    "app_term t CROSS JOIN app a ON a.bucket = t.bucket AND a.app_id = t.app_id "
    "LEFT JOIN app_name n ON n.bucket = t.bucket AND n.app_id = t.app_id "
    "WHERE t.term = ?1 AND t.app_id > ?2 " BAOBEI_HOLDS_ "t.app_id LIMIT ?4";
inline constexpr char kAppsNamed[] =
    "SELECT v.app_id, " BAOBEI_FOUND_
    "app_audience v CROSS JOIN app a ON a.bucket = v.bucket AND a.app_id = v.app_id "
    "LEFT JOIN app_name n ON n.bucket = v.bucket AND n.app_id = v.app_id "
    "WHERE v.audience = ?1 AND v.app_id > ?2 " BAOBEI_HOLDS_ "v.app_id LIMIT ?4";
inline constexpr char kAppsBySubject[] =
    "SELECT a.app_id, " BAOBEI_FOUND_
    "app a CROSS JOIN app_audience v ON v.bucket = a.bucket AND v.app_id = a.app_id "
    "AND v.audience = ?1 LEFT JOIN app_name n ON n.bucket = a.bucket AND n.app_id = a.app_id "
    "WHERE a.subject = ?3 AND a.app_id > ?2 ORDER BY a.app_id LIMIT ?4";
#undef BAOBEI_FOUND_
#undef BAOBEI_HOLDS_

// ---- the feed ----------------------------------------------------------------------------------
#define BAOBEI_EVENT_                                                                        \
  "SELECT e.log_index, e.app_id, e.revision, e.type, e.at, e.recorded_at, e.actor, e.body, " \
  "e.prev, e.hash FROM event e "
// Of one viewer, by the log: the rows within a window of it that an audience of theirs sees.
inline constexpr char kFeed[] = BAOBEI_EVENT_
    "WHERE e.log_index > ?1 AND e.log_index <= ?2 AND EXISTS (SELECT 1 FROM app_audience v "
    "WHERE v.bucket = e.bucket AND v.app_id = e.app_id AND v.audience IN (?3, ?4)) "
    "ORDER BY e.log_index LIMIT ?5";
// Of one viewer, by mini-program: those with a newer event than the cursor. The newest event of a
// case file is the one of its revision.
inline constexpr char kFeedApps[] =
    "SELECT v.bucket, v.app_id FROM app_audience v "
    "CROSS JOIN app a ON a.bucket = v.bucket AND a.app_id = v.app_id "
    "CROSS JOIN event e ON e.bucket = a.bucket AND e.app_id = a.app_id AND e.revision = a.revision "
    "WHERE v.audience = ?1 AND e.log_index > ?2 LIMIT ?3";
inline constexpr char kCountAudience[] =
    "SELECT count(*) FROM (SELECT 1 FROM app_audience WHERE audience = ?1 LIMIT ?2)";
inline constexpr char kFeedOfApp[] = BAOBEI_EVENT_
    "WHERE e.bucket = ?1 AND e.app_id = ?2 AND e.log_index > ?3 ORDER BY e.revision LIMIT ?4";
inline constexpr char kTail[] =
    BAOBEI_EVENT_ "WHERE e.log_index > ?1 ORDER BY e.log_index LIMIT ?2";
// Backwards; ?3: of one type, empty: of all.
inline constexpr char kFeedBack[] = BAOBEI_EVENT_
    "WHERE e.log_index < ?1 AND e.log_index >= ?2 AND (?3 = '' OR e.type = ?3) "
    "ORDER BY e.log_index DESC LIMIT ?4";
inline constexpr char kFeedBackSeen[] = BAOBEI_EVENT_
    "WHERE e.log_index < ?1 AND e.log_index >= ?2 AND (?3 = '' OR e.type = ?3) "
    "AND EXISTS (SELECT 1 FROM app_audience v "
    "WHERE v.bucket = e.bucket AND v.app_id = e.app_id AND v.audience IN (?5, ?6)) "
    "ORDER BY e.log_index DESC LIMIT ?4";
inline constexpr char kFeedBackOfApp[] = BAOBEI_EVENT_
    "WHERE e.bucket = ?1 AND e.app_id = ?2 AND e.log_index < ?3 AND (?4 = '' OR e.type = ?4) "
    "ORDER BY e.revision DESC LIMIT ?5";
#undef BAOBEI_EVENT_
inline constexpr char kAudiencesOfApp[] =
    "SELECT audience FROM app_audience WHERE bucket = ?1 AND app_id = ?2";
inline constexpr char kLogHead[] = "SELECT value FROM counter WHERE name = 'log'";

inline constexpr const char* kBesideReads[] = {
    kFindUpload,     kUploadsOfApp,  kExpiredUploads, kCountUploadsOfApp, kCountUploadsOfOrg,
    kFindHost,       kAcksOfApp,     kDarkOfApp,      kCalendarsOf,       kCalendarOwner,
    kUpcoming,       kUpcomingOf,    kCountCalendars, kCountUnread,       kReadSome,
    kFeed,           kFeedApps,      kCountAudience,  kFeedOfApp,         kTail,
    kAudiencesOfApp, kLogHead,       kCountListed,    kCountTerm,         kAppsByTerm,
    kAppsNamed,      kAppsBySubject, kFeedBack,       kFeedBackSeen,      kFeedBackOfApp};

}  // namespace baobei::store::sql
