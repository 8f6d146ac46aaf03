// The statements of SqliteStatistics; beside_plan_test.cc looks at how SQLite carries out the
// reads. Constant texts; any thread.
#pragma once

namespace baobei::store::sql {

inline constexpr char kMeasuredUpTo[] =
    "SELECT (SELECT value FROM counter WHERE name = 'measured'), "
    "(SELECT value FROM counter WHERE name = 'log')";
inline constexpr char kNextToMeasure[] =
    "SELECT app_id, log_index FROM event WHERE log_index > ?1 ORDER BY log_index LIMIT ?2";
inline constexpr char kCaseToMeasure[] = "SELECT state FROM app WHERE bucket = ?1 AND app_id = ?2";
inline constexpr char kMeasured[] = "UPDATE counter SET value = ?1 WHERE name = 'measured'";
// What was measured of the review first stays.
inline constexpr char kMeasureSubmission[] =
    "INSERT INTO measured_submission (bucket, app_id, no, region, submitted_at, reviewed_at, "
    "decided_by, refused, finished_at, developer_us, platform_us, authority_us) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) "
    "ON CONFLICT (bucket, app_id, no) DO UPDATE SET region = excluded.region, "
    "decided_by = excluded.decided_by, refused = excluded.refused, "
    "reviewed_at = coalesce(measured_submission.reviewed_at, excluded.reviewed_at), "
    "finished_at = excluded.finished_at, developer_us = excluded.developer_us, "
    "platform_us = excluded.platform_us, authority_us = excluded.authority_us";
inline constexpr char kMeasureEntry[] =
    "INSERT INTO measured_entry (bucket, app_id, no, region, start_at, ended_at, how) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (bucket, app_id, no) DO UPDATE SET "
    "region = excluded.region, start_at = excluded.start_at, ended_at = excluded.ended_at, "
    "how = excluded.how";
#define BAOBEI_MEASURES_                                                                     \
  "SELECT app_id, no, region, submitted_at, reviewed_at, decided_by, refused, finished_at, " \
  "developer_us, platform_us, authority_us FROM measured_submission "
inline constexpr char kReviewed[] = BAOBEI_MEASURES_
    "WHERE reviewed_at IS NOT NULL AND reviewed_at >= ?1 ORDER BY reviewed_at DESC LIMIT ?2";
inline constexpr char kFinished[] = BAOBEI_MEASURES_
    "WHERE finished_at IS NOT NULL AND finished_at >= ?1 ORDER BY finished_at DESC LIMIT ?2";
#undef BAOBEI_MEASURES_
inline constexpr char kEnded[] =
    "SELECT app_id, no, region, start_at, ended_at, how FROM measured_entry "
    "WHERE ended_at IS NOT NULL AND ended_at >= ?1 ORDER BY ended_at DESC LIMIT ?2";
// Of the newest events, those of the clock.
inline constexpr char kLateness[] =
    "SELECT late FROM (SELECT actor, recorded_at - at AS late FROM event "
    "ORDER BY log_index DESC LIMIT ?1) WHERE actor = ''";

inline constexpr const char* kStatisticsReads[] = {kNextToMeasure, kCaseToMeasure, kReviewed,
                                                   kFinished, kEnded};

}  // namespace baobei::store::sql
