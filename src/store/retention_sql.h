// The statements of holds and sweeps. Constant texts; any thread.
//
// HELD_: does a hold stand in the way of what this subject, or this mini-program, has? Within it
// `h` and `p` are tables of its own: what is asked about is called otherwise.
#pragma once

namespace baobei::store::sql {

#define BAOBEI_HOLDS_ "h.state IN ('proposed', 'standing', 'lift_proposed')"
#define BAOBEI_SUBJECT_HELD_(subject)                                 \
  "(EXISTS (SELECT 1 FROM hold h WHERE h.subject = " subject          \
  " AND h.subject <> '' "                                             \
  "AND " BAOBEI_HOLDS_                                                \
  ") OR EXISTS (SELECT 1 FROM app p CROSS JOIN hold h ON h.app_id = " \
  "p.app_id AND " BAOBEI_HOLDS_ " WHERE p.subject = " subject "))"
#define BAOBEI_APP_HELD_(app)                                          \
  "(EXISTS (SELECT 1 FROM hold h WHERE h.app_id = " app                \
  " AND h.app_id <> '' "                                               \
  "AND " BAOBEI_HOLDS_                                                 \
  ") OR EXISTS (SELECT 1 FROM hold h CROSS JOIN app p ON p.subject = " \
  "h.subject AND p.app_id = " app " WHERE h.subject <> '' AND " BAOBEI_HOLDS_ "))"

// ---- holds
#define BAOBEI_HOLD_ "SELECT h.id, h.state, h.app_id, h.subject, h.body FROM hold h "
inline constexpr char kHold[] = BAOBEI_HOLD_ "WHERE h.id = ?1";
inline constexpr char kHolds[] = BAOBEI_HOLD_ "WHERE h.id > ?1 ORDER BY h.id LIMIT ?2";
inline constexpr char kHoldsInState[] =
    BAOBEI_HOLD_ "WHERE h.state = ?3 AND h.id > ?1 ORDER BY h.id LIMIT ?2";
inline constexpr char kHoldsOnApp[] = BAOBEI_HOLD_ "WHERE h.app_id = ?1 AND " BAOBEI_HOLDS_;
inline constexpr char kHoldsOnSubject[] = BAOBEI_HOLD_ "WHERE h.subject = ?1 AND " BAOBEI_HOLDS_;
inline constexpr char kSubjectIsHeld[] = "SELECT " BAOBEI_SUBJECT_HELD_("?1");
inline constexpr char kOpenHolds[] = BAOBEI_HOLD_ "WHERE " BAOBEI_HOLDS_;
inline constexpr char kSubjectOfHeldApp[] =
    "SELECT subject, app_id FROM app WHERE bucket = ?1 AND app_id = ?2";
inline constexpr char kAppsOfHeldSubject[] = "SELECT subject, app_id FROM app WHERE subject = ?1";
// By the log, or by a row beside it that no event tells of.
inline constexpr char kActedInApp[] =
    "SELECT 1 FROM event WHERE bucket = ?1 AND app_id = ?2 AND actor = ?3 "
    "UNION ALL SELECT 1 FROM package WHERE bucket = ?1 AND app_id = ?2 AND uploaded_by = ?3 "
    "UNION ALL SELECT 1 FROM form_picture WHERE app_id = ?2 AND uploaded_by = ?3 "
    "UNION ALL SELECT 1 FROM scan WHERE app_id = ?2 AND uploaded_by = ?3 "
    "UNION ALL SELECT 1 FROM dismissal WHERE app_id = ?2 AND (person = ?3 OR taken_back_by = ?3) "
    "LIMIT 1";
inline constexpr char kUploadedForSubject[] =
    "SELECT 1 FROM document WHERE subject = ?1 AND uploaded_by = ?2 LIMIT 1";
#undef BAOBEI_HOLD_

// ---- what is past its time. ?1: ended before, ?2: at most so many
#define BAOBEI_DUE_DOCUMENTS_                                                        \
  "FROM document d CROSS JOIN application a ON a.id = d.application "                \
  "WHERE d.erased_at IS NULL AND d.uploaded_at < ?1 AND a.state <> 'applied' "       \
  "AND NOT EXISTS (SELECT 1 FROM category_grant g WHERE g.subject = a.subject "      \
  "AND g.category = a.category AND (g.valid_until IS NULL OR g.valid_until >= ?1)) " \
  "AND coalesce((SELECT max(s.at) FROM desk_step s WHERE s.subject = a.subject "     \
  "AND s.category = a.category), 0) < ?1 "
inline constexpr char kDueDocuments[] =
    "SELECT d.id, d.digest, d.stored, a.subject, a.category, a.id, "
    "a.revision " BAOBEI_DUE_DOCUMENTS_
    "AND NOT " BAOBEI_SUBJECT_HELD_("a.subject") " ORDER BY d.uploaded_at LIMIT ?2";
inline constexpr char kCountDueDocuments[] =
    "SELECT count(*) FROM (SELECT 1 " BAOBEI_DUE_DOCUMENTS_
    "AND NOT " BAOBEI_SUBJECT_HELD_("a.subject") " LIMIT ?2)";
inline constexpr char kCountHeldDocuments[] =
    "SELECT count(*) FROM (SELECT 1 " BAOBEI_DUE_DOCUMENTS_
    "AND " BAOBEI_SUBJECT_HELD_("a.subject") " LIMIT ?2)";
#undef BAOBEI_DUE_DOCUMENTS_
#define BAOBEI_DUE_LOOSE_ \
  "FROM document d WHERE d.erased_at IS NULL AND d.uploaded_at < ?1 AND +d.application = 0 "
inline constexpr char kDueLoose[] =
    "SELECT d.id, d.digest, d.stored, d.subject, '', 0, 0 " BAOBEI_DUE_LOOSE_
    "AND NOT " BAOBEI_SUBJECT_HELD_("d.subject") " ORDER BY d.uploaded_at LIMIT ?2";
inline constexpr char kCountDueLoose[] = "SELECT count(*) FROM (SELECT 1 " BAOBEI_DUE_LOOSE_
                                         "AND NOT " BAOBEI_SUBJECT_HELD_("d.subject") " LIMIT ?2)";
inline constexpr char kCountHeldLoose[] = "SELECT count(*) FROM (SELECT 1 " BAOBEI_DUE_LOOSE_
                                          "AND " BAOBEI_SUBJECT_HELD_("d.subject") " LIMIT ?2)";
#undef BAOBEI_DUE_LOOSE_

#define BAOBEI_DUE_SCANS_                                                     \
  "FROM scan c CROSS JOIN entry e ON e.app_id = c.app_id AND e.no = c.entry " \
  "WHERE c.erased_at IS NULL AND c.uploaded_at < ?1 AND e.changed_at < ?1 "   \
  "AND e.state NOT IN ('to_be_handed_over', 'running', 'without_period', 'silent') "
inline constexpr char kDueScans[] =
    "SELECT c.app_id, c.entry, c.id " BAOBEI_DUE_SCANS_
    "AND NOT " BAOBEI_APP_HELD_("c.app_id") " ORDER BY c.uploaded_at LIMIT ?2";
inline constexpr char kCountDueScans[] = "SELECT count(*) FROM (SELECT 1 " BAOBEI_DUE_SCANS_
                                         "AND NOT " BAOBEI_APP_HELD_("c.app_id") " LIMIT ?2)";
inline constexpr char kCountHeldScans[] = "SELECT count(*) FROM (SELECT 1 " BAOBEI_DUE_SCANS_
                                          "AND " BAOBEI_APP_HELD_("c.app_id") " LIMIT ?2)";
#undef BAOBEI_DUE_SCANS_

// A mini-program of which something lies under this subject's key.
inline constexpr char kHeldUnderKey[] =
    "SELECT 1 FROM form_picture f WHERE f.subject = ?1 AND f.erased_at IS NULL "
    "AND " BAOBEI_APP_HELD_("f.app_id") " UNION ALL SELECT 1 FROM text t "
    "WHERE substr(t.words, 1, instr(t.words, ':') - 1) = ?1 AND t.kind = 'test_account' "
    "AND " BAOBEI_APP_HELD_("t.app_id") " LIMIT 1";
inline constexpr char kHeldScansOfSubject[] =
    "SELECT 1 FROM scan c WHERE c.subject = ?1 AND c.subject <> '' AND c.erased_at IS NULL "
    "AND " BAOBEI_APP_HELD_("c.app_id") " LIMIT 1";

#define BAOBEI_DUE_PICTURES_ "FROM form_picture f WHERE f.erased_at IS NULL AND f.uploaded_at < ?1 "
inline constexpr char kDuePictures[] =
    "SELECT f.id, f.app_id, f.subject, f.digest, f.stored, f.media_type, f.bytes, f.uploaded_by, "
    "f.uploaded_at, f.erased_at " BAOBEI_DUE_PICTURES_
    "AND NOT " BAOBEI_APP_HELD_("f.app_id") " ORDER BY f.uploaded_at LIMIT ?2";
inline constexpr char kCountDuePictures[] = "SELECT count(*) FROM (SELECT 1 " BAOBEI_DUE_PICTURES_
                                            "AND NOT " BAOBEI_APP_HELD_("f.app_id") " LIMIT ?2)";
inline constexpr char kCountHeldPictures[] = "SELECT count(*) FROM (SELECT 1 " BAOBEI_DUE_PICTURES_
                                             "AND " BAOBEI_APP_HELD_("f.app_id") " LIMIT ?2)";
#undef BAOBEI_DUE_PICTURES_

#define BAOBEI_OLD_TEST_ACCOUNTS_ "FROM text t WHERE t.kind = 'test_account' AND t.at < ?1 AND "
#define BAOBEI_OLD_ACCESSES_ "FROM document_access d WHERE d.at < ?1 AND "
#define BAOBEI_ACCESS_HELD_                                                                   \
  "EXISTS (SELECT 1 FROM application a WHERE a.id = d.application AND " BAOBEI_SUBJECT_HELD_( \
      "a.subject") ") "
#define BAOBEI_OLD_CASE_ACCESSES_ "FROM case_access c WHERE c.at < ?1 AND "
#define BAOBEI_OLD_TOKENS_ "FROM token t WHERE t.expires < ?1 "
#define BAOBEI_OLD_INVITATIONS_ "FROM invitation i WHERE i.expires_at < ?1 "
#define BAOBEI_OLD_NOTICES_ "FROM notice n WHERE n.read_at < ?1 AND "
inline constexpr char kSweepAccesses[] =
    "DELETE FROM document_access WHERE id IN (SELECT d.id " BAOBEI_OLD_ACCESSES_
    "NOT " BAOBEI_ACCESS_HELD_ "ORDER BY d.at LIMIT ?2)";
inline constexpr char kSweepCaseAccesses[] =
    "DELETE FROM case_access WHERE id IN (SELECT c.id " BAOBEI_OLD_CASE_ACCESSES_
    "NOT " BAOBEI_APP_HELD_("c.app_id") " ORDER BY c.at LIMIT ?2)";
inline constexpr char kSweepTestAccounts[] =
    "DELETE FROM text WHERE commitment IN (SELECT t.commitment " BAOBEI_OLD_TEST_ACCOUNTS_
    "NOT " BAOBEI_APP_HELD_("t.app_id") " ORDER BY t.at LIMIT ?2)";
inline constexpr char kOldTokens[] =
    "SELECT t.token_hash " BAOBEI_OLD_TOKENS_ "ORDER BY t.expires LIMIT ?2";
inline constexpr char kDropToken[] = "DELETE FROM token WHERE token_hash = ?1";
inline constexpr char kDropTokenDetail[] = "DELETE FROM token_detail WHERE token_hash = ?1";
inline constexpr char kSweepInvitations[] =
    "DELETE FROM invitation WHERE secret_hash IN (SELECT i.secret_hash " BAOBEI_OLD_INVITATIONS_
    "ORDER BY i.expires_at LIMIT ?2)";
inline constexpr char kSweepNotices[] =
    "DELETE FROM notice WHERE id IN (SELECT n.id " BAOBEI_OLD_NOTICES_
    "NOT " BAOBEI_APP_HELD_("n.app_id") " ORDER BY n.read_at LIMIT ?2)";
#define BAOBEI_COUNTED_(what) "SELECT count(*) FROM (SELECT 1 " what " LIMIT ?2)"
inline constexpr char kCountAccesses[] =
    BAOBEI_COUNTED_(BAOBEI_OLD_ACCESSES_ "NOT " BAOBEI_ACCESS_HELD_);
inline constexpr char kCountHeldAccesses[] =
    BAOBEI_COUNTED_(BAOBEI_OLD_ACCESSES_ BAOBEI_ACCESS_HELD_);
inline constexpr char kCountCaseAccesses[] =
    BAOBEI_COUNTED_(BAOBEI_OLD_CASE_ACCESSES_ "NOT " BAOBEI_APP_HELD_("c.app_id"));
inline constexpr char kCountHeldCaseAccesses[] =
    BAOBEI_COUNTED_(BAOBEI_OLD_CASE_ACCESSES_ BAOBEI_APP_HELD_("c.app_id"));
inline constexpr char kCountTestAccounts[] =
    BAOBEI_COUNTED_(BAOBEI_OLD_TEST_ACCOUNTS_ "NOT " BAOBEI_APP_HELD_("t.app_id"));
inline constexpr char kCountHeldTestAccounts[] =
    BAOBEI_COUNTED_(BAOBEI_OLD_TEST_ACCOUNTS_ BAOBEI_APP_HELD_("t.app_id"));
inline constexpr char kCountTokens[] = BAOBEI_COUNTED_(BAOBEI_OLD_TOKENS_);
inline constexpr char kCountInvitations[] = BAOBEI_COUNTED_(BAOBEI_OLD_INVITATIONS_);
inline constexpr char kCountNotices[] =
    BAOBEI_COUNTED_(BAOBEI_OLD_NOTICES_ "NOT " BAOBEI_APP_HELD_("n.app_id"));
inline constexpr char kCountHeldNotices[] =
    BAOBEI_COUNTED_(BAOBEI_OLD_NOTICES_ BAOBEI_APP_HELD_("n.app_id"));
#undef BAOBEI_COUNTED_
#undef BAOBEI_OLD_NOTICES_
#undef BAOBEI_OLD_INVITATIONS_
#undef BAOBEI_OLD_TOKENS_
#undef BAOBEI_OLD_CASE_ACCESSES_
#undef BAOBEI_ACCESS_HELD_
#undef BAOBEI_OLD_ACCESSES_
#undef BAOBEI_OLD_TEST_ACCOUNTS_
#undef BAOBEI_APP_HELD_
#undef BAOBEI_SUBJECT_HELD_
#undef BAOBEI_HOLDS_

inline constexpr char kLastSweep[] =
    "SELECT at, kind, swept, held FROM sweep WHERE at = (SELECT max(at) FROM sweep) ORDER BY kind";

inline constexpr const char* kRetentionReads[] = {kHold,
                                                  kHolds,
                                                  kHoldsInState,
                                                  kHoldsOnApp,
                                                  kHoldsOnSubject,
                                                  kOpenHolds,
                                                  kSubjectOfHeldApp,
                                                  kAppsOfHeldSubject,
                                                  kActedInApp,
                                                  kUploadedForSubject,
                                                  kDueDocuments,
                                                  kDueLoose,
                                                  kOldTokens,
                                                  kLastSweep,
                                                  kDueScans,
                                                  kDuePictures,
                                                  kHeldUnderKey,
                                                  kHeldScansOfSubject};

inline constexpr char kTakeHold[] =
    "UPDATE counter SET value = value + 1 WHERE name = 'hold' RETURNING value";
inline constexpr char kPutHold[] =
    "INSERT INTO hold (id, state, app_id, subject, body) VALUES (?1, ?2, ?3, ?4, ?5)";
inline constexpr char kMoveHold[] =
    "UPDATE hold SET state = ?2, body = ?3 WHERE id = ?1 AND state = ?4";
inline constexpr char kDropLoose[] = "DELETE FROM document WHERE id = ?1 AND application = 0";
inline constexpr char kRecordSweep[] =
    "INSERT INTO sweep (at, kind, swept, held) VALUES (?1, ?2, ?3, ?4) "
    "ON CONFLICT (at, kind) DO UPDATE SET swept = swept + ?3, held = ?4";

}  // namespace baobei::store::sql
