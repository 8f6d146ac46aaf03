// The statements of jobs and their items. A test reads the plan of each read. Constant texts; any
// thread.
#pragma once

namespace baobei::store::sql {

#define BAOBEI_JOB_                                                                              \
  "SELECT id, kind, person, role, org, unit, region, source, received_at, key, request, state, " \
  "items, accepted, refused, failed, cancelled, finished_at FROM job "
inline constexpr char kFindJob[] = BAOBEI_JOB_ "WHERE id = ?1";
inline constexpr char kJobOfKey[] = BAOBEI_JOB_ "WHERE person = ?1 AND key = ?2 AND key <> ''";
inline constexpr char kJobsOf[] = BAOBEI_JOB_
    "WHERE person = ?1 AND (received_at, id) < (?2, ?3) "
    "ORDER BY received_at DESC, id DESC LIMIT ?4";
inline constexpr char kRunningJobs[] =
    BAOBEI_JOB_ "WHERE state = 'running' AND received_at > -1 ORDER BY received_at, id";
#undef BAOBEI_JOB_
inline constexpr char kAddJob[] =
    "INSERT INTO job (id, kind, person, role, org, unit, region, source, received_at, key, "
    "request, state, items, accepted, refused, failed, cancelled, finished_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)";
inline constexpr char kAddJobItem[] =
    "INSERT INTO job_item (job, no, app_id, body, state, refusal, response, decided_at) "
    "VALUES (?1, ?2, ?3, ?4, 'waiting', '', '', NULL)";
inline constexpr char kTakeFile[] =
    "INSERT INTO taken_file (digest, job, at) VALUES (?1, ?2, ?3) "
    "ON CONFLICT (digest) DO NOTHING";
inline constexpr char kAcceptItem[] =
    "UPDATE job_item SET state = 'accepted', body = '', response = ?3, decided_at = ?4 "
    "WHERE job = ?1 AND no = ?2 AND state = 'waiting'";
inline constexpr char kCountAccepted[] = "UPDATE job SET accepted = accepted + 1 WHERE id = ?1";
inline constexpr char kEndItem[] =
    "UPDATE job_item SET state = ?3, body = '', refusal = ?4, decided_at = ?5 "
    "WHERE job = ?1 AND no = ?2 AND state = 'waiting'";
inline constexpr char kCountEnded[] =
    "UPDATE job SET refused = refused + ?2, failed = failed + ?3 WHERE id = ?1";
inline constexpr char kCancelItems[] =
    "UPDATE job_item SET state = 'cancelled', body = '', decided_at = ?2 "
    "WHERE job = ?1 AND state = 'waiting'";
inline constexpr char kEndJob[] =
    "UPDATE job SET state = ?2, finished_at = ?3, cancelled = cancelled + ?4 WHERE id = ?1";
inline constexpr char kOldestEndedJob[] =
    "SELECT id FROM job WHERE finished_at IS NOT NULL AND finished_at < ?1 "
    "ORDER BY finished_at, id LIMIT 1";
inline constexpr char kDropJobItems[] = "DELETE FROM job_item WHERE job = ?1";
inline constexpr char kDropJob[] = "DELETE FROM job WHERE id = ?1";

#define BAOBEI_ITEM_ \
  "SELECT no, app_id, body, state, refusal, response, decided_at FROM job_item WHERE job = ?1 "
inline constexpr char kJobItems[] = BAOBEI_ITEM_ "AND no > ?2 ORDER BY no LIMIT ?3";
inline constexpr char kJobItemsInState[] =
    BAOBEI_ITEM_ "AND no > ?2 AND state = ?4 ORDER BY no LIMIT ?3";
#undef BAOBEI_ITEM_

#define BAOBEI_OFFICE_KEY_                                                                       \
  "SELECT id, region, public_key, label, proposed_by, proposed_at, confirmed_by, confirmed_at, " \
  "revoked_by, revoked_at FROM office_key "
inline constexpr char kFindOfficeKey[] = BAOBEI_OFFICE_KEY_ "WHERE id = ?1";
inline constexpr char kOfficeKeysOf[] =
    BAOBEI_OFFICE_KEY_ "WHERE region = ?1 ORDER BY proposed_at, id LIMIT ?2";
#undef BAOBEI_OFFICE_KEY_
inline constexpr char kAddOfficeKey[] =
    "INSERT INTO office_key (id, region, public_key, label, proposed_by, proposed_at, "
    "confirmed_by, confirmed_at, revoked_by, revoked_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, '', NULL, '', NULL)";
inline constexpr char kConfirmOfficeKey[] =
    "UPDATE office_key SET confirmed_by = ?2, confirmed_at = ?3 WHERE id = ?1";
inline constexpr char kRevokeOfficeKey[] =
    "UPDATE office_key SET revoked_by = ?2, revoked_at = ?3 WHERE id = ?1";

inline constexpr const char* kJobReads[] = {kFindJob,         kJobOfKey,       kJobsOf,
                                            kRunningJobs,     kOldestEndedJob, kJobItems,
                                            kJobItemsInState, kFindOfficeKey,  kOfficeKeysOf};

}  // namespace baobei::store::sql
