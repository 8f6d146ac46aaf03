// The statements of the reads. None of them walks a table or sorts: a test reads each one's plan.
//
// CROSS JOIN fixes the order of a join in SQLite: from the index that the list is sorted by to the
// rows it names.
// Constant texts; any thread.
#pragma once

namespace baobei::store::sql {

inline constexpr char kAuthenticate[] =
    "SELECT p.id, p.org, p.unit, p.name, p.roles, p.region, p.active, o.id, o.kind, o.name, "
    "o.region, coalesce(d.roles, ''), coalesce(d.read_only, 0), coalesce(d.session, 0) FROM token "
    "t "
    "CROSS JOIN person p ON p.id = t.person CROSS JOIN org o ON o.id = p.org "
    "LEFT JOIN token_detail d ON d.token_hash = t.token_hash "
    "WHERE t.token_hash = ?1 AND t.revoked = 0 AND p.active = 1 "
    "AND (t.expires IS NULL OR t.expires > ?2)";
inline constexpr char kSeenBy[] =
    "SELECT 1 FROM app_audience WHERE bucket = ?1 AND app_id = ?2 AND audience = ?3";
inline constexpr char kReadApp[] =
    "SELECT state, revision, last_hash FROM app WHERE bucket = ?1 AND app_id = ?2";
inline constexpr char kReadAppName[] =
    "SELECT name FROM app_name WHERE bucket = ?1 AND app_id = ?2";
inline constexpr char kReadSubject[] =
    "SELECT id, kind, region, org, name, credit_code FROM subject WHERE id = ?1";
inline constexpr char kReadGrants[] =
    "SELECT subject, category, valid_until FROM category_grant WHERE subject = ?1";
inline constexpr char kReadText[] = "SELECT words FROM text WHERE commitment = ?1";
#define BAOBEI_PACKAGES_                                                               \
  "SELECT app_id, digest, label, bytes, files, uploaded_by, uploaded_at FROM package " \
  "WHERE bucket = ?1 AND app_id = ?2 AND "
inline constexpr char kReadPackages[] = BAOBEI_PACKAGES_
    "(uploaded_at, digest) < (?3, ?4) ORDER BY uploaded_at DESC, digest DESC LIMIT ?5";
inline constexpr char kReadPackage[] = BAOBEI_PACKAGES_ "digest = ?3";
#undef BAOBEI_PACKAGES_
inline constexpr char kReadAttempts[] =
    "SELECT app_id, actor, command, refusal, at FROM attempt "
    "WHERE bucket = ?1 AND app_id = ?2 ORDER BY id DESC LIMIT ?3";

inline constexpr char kApps[] =
    "SELECT v.app_id, coalesce(n.name, ''), a.owner, a.subject, a.region, a.service, a.changed_at "
    "FROM app_audience v CROSS JOIN app a ON a.bucket = v.bucket AND a.app_id = v.app_id "
    "LEFT JOIN app_name n ON n.bucket = v.bucket AND n.app_id = v.app_id "
    "WHERE v.audience = ?1 AND v.app_id > ?2 ORDER BY v.app_id LIMIT ?3";

// Whoever sees everything walks the index of what is asked for; everybody else their own.
#define BAOBEI_APPS_OF_                                                              \
  "SELECT a.app_id, coalesce(n.name, ''), a.owner, a.subject, a.region, a.service, " \
  "a.changed_at FROM app a "                                                         \
  "LEFT JOIN app_name n ON n.bucket = a.bucket AND n.app_id = a.app_id WHERE a.app_id > ?1 "
#define BAOBEI_IF_ASKED_                                           \
  "AND (?2 = '' OR a.service = ?2) AND (?3 = '' OR a.owner = ?3) " \
  "AND (?4 = '' OR a.subject = ?4) "
#define BAOBEI_BY_APP_ "ORDER BY a.app_id LIMIT ?5"
inline constexpr char kListedOfService[] =
    BAOBEI_APPS_OF_ "AND a.service = ?2 " BAOBEI_IF_ASKED_ BAOBEI_BY_APP_;
inline constexpr char kListedOfSubject[] =
    BAOBEI_APPS_OF_ "AND a.subject = ?4 " BAOBEI_IF_ASKED_ BAOBEI_BY_APP_;
inline constexpr char kAppsFiltered[] =
    "SELECT v.app_id, coalesce(n.name, ''), a.owner, a.subject, a.region, a.service, a.changed_at "
    "FROM app_audience v CROSS JOIN app a ON a.bucket = v.bucket AND a.app_id = v.app_id "
    "LEFT JOIN app_name n ON n.bucket = v.bucket AND n.app_id = v.app_id "
    "WHERE v.audience = ?6 AND v.app_id > ?1 " BAOBEI_IF_ASKED_ "ORDER BY v.app_id LIMIT ?5";
inline constexpr char kAppsFilteredOfService[] =
    "SELECT v.app_id, coalesce(n.name, ''), a.owner, a.subject, a.region, a.service, a.changed_at "
    "FROM app_audience v CROSS JOIN app a ON a.bucket = v.bucket AND a.app_id = v.app_id "
    "LEFT JOIN app_name n ON n.bucket = v.bucket AND n.app_id = v.app_id "
    "WHERE v.audience = ?6 AND v.service = ?2 AND v.app_id > ?1 " BAOBEI_IF_ASKED_
    "ORDER BY v.app_id LIMIT ?5";
#undef BAOBEI_APPS_OF_
#undef BAOBEI_IF_ASKED_
#undef BAOBEI_BY_APP_

#define BAOBEI_SUBMISSIONS_                                                                 \
  "SELECT l.due, l.since, l.app_id, l.no, coalesce(n.name, ''), a.owner, s.no, s.state, "   \
  "s.digest, s.due, s.submitted_at, s.changed_at FROM listed l "                            \
  "CROSS JOIN submission s ON s.bucket = l.bucket AND s.app_id = l.app_id AND s.no = l.no " \
  "CROSS JOIN app a ON a.bucket = l.bucket AND a.app_id = l.app_id "                        \
  "LEFT JOIN app_name n ON n.bucket = l.bucket AND n.app_id = l.app_id "                    \
  "WHERE l.kind = 'submission' AND l.audience = ?1 "
#define BAOBEI_ENTRIES_                                                                        \
  "SELECT l.due, l.since, l.app_id, l.no, coalesce(n.name, ''), e.no, e.submission, e.state, " \
  "e.region, e.start_at, e.end_at, e.changed_at, e.answered_at, e.late, "                      \
  "e.channel FROM listed l "                                                                   \
  "CROSS JOIN entry e ON e.bucket = l.bucket AND e.app_id = l.app_id AND e.no = l.no "         \
  "LEFT JOIN app_name n ON n.bucket = l.bucket AND n.app_id = l.app_id "                       \
  "WHERE l.kind = 'entry' AND l.audience = ?1 "
#define BAOBEI_FROM_PLACE_                                   \
  "AND (l.due, l.since, l.app_id, l.no) > (?2, ?3, ?4, ?5) " \
  "ORDER BY l.due, l.since, l.app_id, l.no LIMIT ?6"
#define BAOBEI_BEFORE_PLACE_                      \
  "AND (l.since, l.app_id, l.no) < (?2, ?3, ?4) " \
  "ORDER BY l.since DESC, l.app_id DESC, l.no DESC LIMIT ?5"
inline constexpr char kSubmissions[] = BAOBEI_SUBMISSIONS_ BAOBEI_FROM_PLACE_;
inline constexpr char kSubmissionsInState[] =
    BAOBEI_SUBMISSIONS_ "AND l.state = ?7 " BAOBEI_FROM_PLACE_;
inline constexpr char kSubmissionsNewest[] = BAOBEI_SUBMISSIONS_ BAOBEI_BEFORE_PLACE_;
inline constexpr char kSubmissionsInStateNewest[] =
    BAOBEI_SUBMISSIONS_ "AND l.state = ?6 " BAOBEI_BEFORE_PLACE_;
inline constexpr char kEntries[] = BAOBEI_ENTRIES_ BAOBEI_FROM_PLACE_;
inline constexpr char kEntriesInState[] = BAOBEI_ENTRIES_ "AND l.state = ?7 " BAOBEI_FROM_PLACE_;
inline constexpr char kEntriesNewest[] = BAOBEI_ENTRIES_ BAOBEI_BEFORE_PLACE_;
inline constexpr char kEntriesInStateNewest[] =
    BAOBEI_ENTRIES_ "AND l.state = ?6 " BAOBEI_BEFORE_PLACE_;
#define BAOBEI_RULINGS_                                                  \
  "SELECT l.since, l.app_id, l.no, coalesce(n.name, '') FROM listed l "  \
  "LEFT JOIN app_name n ON n.bucket = l.bucket AND n.app_id = l.app_id " \
  "WHERE l.kind = ?6 AND l.audience = ?1 AND l.since >= ?7 "
inline constexpr char kRulings[] = BAOBEI_RULINGS_ BAOBEI_BEFORE_PLACE_;
inline constexpr char kRulingsInState[] = BAOBEI_RULINGS_ "AND l.state = ?8 " BAOBEI_BEFORE_PLACE_;
// Entries of one list of theirs (audience.h), with what they are found by.
#define BAOBEI_FILINGS_                                                                        \
  "SELECT l.due, l.since, l.app_id, l.no, coalesce(n.name, ''), e.no, e.submission, e.state, " \
  "e.region, e.start_at, e.end_at, e.changed_at, e.answered_at, e.late, "                      \
  "e.channel, a.subject, coalesce(u.name, ''), s.digest FROM listed l "                        \
  "CROSS JOIN entry e ON e.bucket = l.bucket AND e.app_id = l.app_id AND e.no = l.no "         \
  "CROSS JOIN submission s ON s.bucket = l.bucket AND s.app_id = l.app_id "                    \
  "AND s.no = e.submission "                                                                   \
  "CROSS JOIN app a ON a.bucket = l.bucket AND a.app_id = l.app_id "                           \
  "LEFT JOIN app_name n ON n.bucket = l.bucket AND n.app_id = l.app_id "                       \
  "LEFT JOIN subject u ON u.id = a.subject WHERE l.audience = ?1 "
inline constexpr char kFilings[] = BAOBEI_FILINGS_ "AND l.kind = ?7 " BAOBEI_FROM_PLACE_;
inline constexpr char kFilingsInState[] =
    BAOBEI_FILINGS_ "AND l.kind = ?7 AND l.state = ?8 " BAOBEI_FROM_PLACE_;
inline constexpr char kFilingsNewest[] =
    BAOBEI_FILINGS_ "AND l.kind = ?6 AND l.since >= ?7 " BAOBEI_BEFORE_PLACE_;
inline constexpr char kFilingsInStateNewest[] =
    BAOBEI_FILINGS_ "AND l.kind = ?6 AND l.since >= ?7 AND l.state = ?8 " BAOBEI_BEFORE_PLACE_;
#undef BAOBEI_FILINGS_
#undef BAOBEI_RULINGS_
#undef BAOBEI_SUBMISSIONS_
#undef BAOBEI_ENTRIES_
#undef BAOBEI_FROM_PLACE_
#undef BAOBEI_BEFORE_PLACE_

#define BAOBEI_NOTICES_                                                                       \
  "SELECT i.id, i.app_id, coalesce(n.name, ''), i.recipient, i.address, i.copy, i.revision, " \
  "i.seq, i.at, i.body, i.read_at FROM notice i "                                             \
  "LEFT JOIN app_name n ON n.bucket = i.bucket AND n.app_id = i.app_id WHERE i.inbox = ?1 "
#define BAOBEI_NEWEST_ "AND i.id < ?2 ORDER BY i.id DESC LIMIT ?3"
inline constexpr char kInbox[] = BAOBEI_NOTICES_ BAOBEI_NEWEST_;
inline constexpr char kUnread[] = BAOBEI_NOTICES_ "AND i.read_at IS NULL " BAOBEI_NEWEST_;
#undef BAOBEI_NOTICES_
#undef BAOBEI_NEWEST_

inline constexpr char kEventsOfApp[] =
    "SELECT log_index, app_id, revision, type, at, recorded_at, actor, body, prev, hash "
    "FROM event WHERE bucket = ?1 AND app_id = ?2 AND revision > ?3 ORDER BY revision LIMIT ?4";
inline constexpr char kLog[] =
    "SELECT log_index, app_id, revision, type, at, recorded_at, actor, body, prev, hash "
    "FROM event WHERE log_index > ?1 ORDER BY log_index LIMIT ?2";

inline constexpr const char* kReads[] = {kAuthenticate,
                                         kSeenBy,
                                         kReadApp,
                                         kReadAppName,
                                         kReadSubject,
                                         kReadGrants,
                                         kReadText,
                                         kReadPackages,
                                         kReadPackage,
                                         kReadAttempts,
                                         kApps,
                                         kSubmissions,
                                         kSubmissionsInState,
                                         kEntries,
                                         kEntriesInState,
                                         kInbox,
                                         kUnread,
                                         kEventsOfApp,
                                         kLog,
                                         kSubmissionsNewest,
                                         kSubmissionsInStateNewest,
                                         kEntriesInStateNewest,
                                         kRulings,
                                         kRulingsInState,
                                         kListedOfService,
                                         kListedOfSubject,
                                         kAppsFiltered,
                                         kAppsFilteredOfService,
                                         kEntriesNewest,
                                         kFilings,
                                         kFilingsInState,
                                         kFilingsNewest,
                                         kFilingsInStateNewest};

}  // namespace baobei::store::sql
