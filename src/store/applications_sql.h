// The statements of SqliteApplications. Its reads walk no table and sort nothing: a test reads each
// one's plan. Constant texts; any thread.
#pragma once

namespace baobei::store::sql {

inline constexpr char kTakeNumber[] =
    "UPDATE counter SET value = value + 1 WHERE name = ?1 RETURNING value";
inline constexpr char kNumber[] = "SELECT value FROM counter WHERE name = ?1";

inline constexpr char kInsertApplication[] =
    "INSERT INTO application (id, subject, category, state, revision, body) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
inline constexpr char kUpdateApplication[] =
    "UPDATE application SET state = ?2, revision = ?3, body = ?4 WHERE id = ?1 AND revision = ?5";
inline constexpr char kInsertStep[] =
    "INSERT INTO desk_step (id, kind, subject, category, application, revision, actor, at, body, "
    "prev, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
inline constexpr char kLastStep[] = "SELECT hash FROM desk_step WHERE id = ?1";
inline constexpr char kInsertDocument[] =
    "INSERT INTO document (id, subject, application, digest, media_type, bytes, uploaded_by, "
    "uploaded_at, name, title, number, issuer, stored) "
    "VALUES (?1, ?2, 0, ?3, ?4, ?5, ?6, ?7, ?8, '', '', '', ?9)";
inline constexpr char kAttachDocument[] =
    "UPDATE document SET application = ?2, title = ?3, number = ?4, issuer = ?5, expires = ?6 "
    "WHERE id = ?1 AND application = 0 AND subject = ?7 AND erased_at IS NULL";
inline constexpr char kEraseDocument[] =
    "UPDATE document SET erased_at = ?2, name = '', title = '', number = '', issuer = '' "
    "WHERE id = ?1 AND erased_at IS NULL";
inline constexpr char kInsertAccess[] =
    "INSERT INTO document_access (document, application, person, at) VALUES (?1, ?2, ?3, ?4)";
inline constexpr char kPutGrantOfStep[] =
    "INSERT INTO category_grant (subject, category, valid_until) VALUES (?1, ?2, ?3) "
    "ON CONFLICT (subject, category) DO UPDATE SET valid_until = ?3";
inline constexpr char kDropGrantOfStep[] =
    "DELETE FROM category_grant WHERE subject = ?1 AND category = ?2";

inline constexpr char kFindKeyOfWrite[] =
    "SELECT request, response FROM idempotency "
    "WHERE principal = ?1 AND operation = ?2 AND key = ?3";
inline constexpr char kDigestOfDocument[] = "SELECT digest FROM document WHERE id = ?1";

inline constexpr char kReadApplication[] = "SELECT body FROM application WHERE id = ?1";
inline constexpr char kNewestApplication[] =
    "SELECT body FROM application WHERE subject = ?1 AND category = ?2 ORDER BY id DESC LIMIT 1";
inline constexpr char kNewestOfSubject[] =
    "SELECT a.body FROM (SELECT max(id) AS id FROM application WHERE subject = ?1 "
    "GROUP BY category) newest CROSS JOIN application a ON a.id = newest.id";
inline constexpr char kAllApplications[] =
    "SELECT body FROM application WHERE id > ?1 ORDER BY id LIMIT ?2";
inline constexpr char kApplicationsInState[] =
    "SELECT body FROM application WHERE id > ?1 AND state = ?3 ORDER BY id LIMIT ?2";
inline constexpr char kApplicationsOfSubject[] =
    "SELECT body FROM application WHERE subject = ?3 AND id > ?1 ORDER BY id LIMIT ?2";
inline constexpr char kApplicationsOfSubjectInState[] =
    "SELECT body FROM application WHERE subject = ?3 AND state = ?4 AND id > ?1 "
    "ORDER BY id LIMIT ?2";
inline constexpr char kWaiting[] =
    "SELECT count(*) FROM application WHERE subject = ?1 AND state = 'applied'";
#define BAOBEI_DOCUMENT_                                                                   \
  "SELECT id, subject, application, digest, media_type, bytes, uploaded_by, uploaded_at, " \
  "erased_at, name, title, number, issuer, expires, stored FROM document "
inline constexpr char kReadDocument[] = BAOBEI_DOCUMENT_ "WHERE id = ?1";
inline constexpr char kDocuments[] =
    BAOBEI_DOCUMENT_ "WHERE subject = ?1 AND application = ?2 ORDER BY id LIMIT ?3";
#undef BAOBEI_DOCUMENT_
inline constexpr char kLooseOfDigest[] =
    "SELECT id FROM document WHERE subject = ?1 AND application = 0 AND digest = ?2 "
    "AND erased_at IS NULL LIMIT 1";
inline constexpr char kLooseCount[] =
    "SELECT count(*) FROM document WHERE subject = ?1 AND application = 0 AND erased_at IS NULL";
inline constexpr char kNamedElsewhere[] =
    "SELECT EXISTS (SELECT 1 FROM document WHERE digest = ?1 AND erased_at IS NULL "
    "AND stored IS NULL) "
    "OR EXISTS (SELECT 1 FROM scan s WHERE s.digest = ?1 AND s.erased_at IS NULL "
    "AND s.stored IS NULL)";
inline constexpr char kSteps[] =
    "SELECT id, kind, subject, category, application, revision, actor, at, body FROM desk_step "
    "WHERE application = ?1 ORDER BY id LIMIT ?2";
inline constexpr char kAccesses[] =
    "SELECT document, application, person, at FROM document_access WHERE application = ?1 "
    "ORDER BY id LIMIT ?2";
inline constexpr char kOrgOfSubjectRead[] = "SELECT org FROM subject WHERE id = ?1";
inline constexpr char kSubjectsOfOrg[] =
    "SELECT id FROM subject WHERE org = ?1 ORDER BY id LIMIT ?2";
inline constexpr char kAppsOfSubject[] =
    "SELECT a.app_id FROM app a CROSS JOIN app_audience v ON v.bucket = a.bucket "
    "AND v.app_id = a.app_id AND v.audience = ?2 WHERE a.subject = ?1 LIMIT ?3";

inline constexpr char kNextSettling[] =
    "SELECT subject, after, round FROM settling WHERE subject >= '' ORDER BY subject LIMIT 1";
inline constexpr char kAppsToSettle[] =
    "SELECT app_id FROM app WHERE subject = ?1 AND app_id > ?2 ORDER BY app_id LIMIT ?3";
inline constexpr char kBeginSettling[] =
    "INSERT INTO settling (subject, after, round) VALUES (?1, '', 1) "
    "ON CONFLICT (subject) DO UPDATE SET after = '', round = round + 1";
inline constexpr char kAdvanceSettling[] =
    "UPDATE settling SET after = ?3 WHERE subject = ?1 AND round = ?2";
inline constexpr char kFinishSettling[] = "DELETE FROM settling WHERE subject = ?1 AND round = ?2";

inline constexpr const char* kApplicationReads[] = {kNextSettling,
                                                    kAppsToSettle,
                                                    kNewestOfSubject,
                                                    kReadApplication,
                                                    kNewestApplication,
                                                    kAllApplications,
                                                    kApplicationsInState,
                                                    kApplicationsOfSubject,
                                                    kApplicationsOfSubjectInState,
                                                    kWaiting,
                                                    kReadDocument,
                                                    kDocuments,
                                                    kLooseOfDigest,
                                                    kLooseCount,
                                                    kNamedElsewhere,
                                                    kSteps,
                                                    kAccesses,
                                                    kSubjectsOfOrg,
                                                    kOrgOfSubjectRead,
                                                    kAppsOfSubject};

}  // namespace baobei::store::sql
