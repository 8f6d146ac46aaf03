// The statements of SqliteStatistics; beside_plan_test.cc looks at how SQLite carries out the
// reads. Constant texts; any thread.
#pragma once

namespace baobei::store::sql {

inline constexpr char kMeasuredUpTo[] =
    "SELECT (SELECT value FROM counter WHERE name = 'measured'), "
    "(SELECT value FROM counter WHERE name = 'log')";
inline constexpr char kNextToMeasure[] =
    "SELECT log_index, app_id, type, at, actor, body FROM event "
    "WHERE log_index > ?1 AND log_index <= ?2 ORDER BY log_index LIMIT ?3";
inline constexpr char kCaseToMeasure[] = "SELECT state FROM app WHERE bucket = ?1 AND app_id = ?2";
inline constexpr char kMeasured[] = "UPDATE counter SET value = ?1 WHERE name = 'measured'";
inline constexpr char kMeasureSubmission[] =
    "INSERT INTO measured_submission (bucket, app_id, no, region, submitted_at, decided_by, "
    "refused, finished_at, developer_us, platform_us, authority_us) "
    "VALUES (?1, ?2, ?3, ?4, ?5, '', 0, ?6, ?7, ?8, ?9) "
    "ON CONFLICT (bucket, app_id, no) DO UPDATE SET region = excluded.region, "
    "finished_at = excluded.finished_at, developer_us = excluded.developer_us, "
    "platform_us = excluded.platform_us, authority_us = excluded.authority_us";
// The first decision stays.
inline constexpr char kMeasureDecision[] =
    "UPDATE measured_submission SET reviewed_at = ?4, decided_by = ?5, refused = ?6 "
    "WHERE bucket = ?1 AND app_id = ?2 AND no = ?3 AND reviewed_at IS NULL";
// Until a submission is decided.
inline constexpr char kNoteRule[] =
    "INSERT INTO found_rule (bucket, app_id, no, rule) SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS "
    "(SELECT 1 FROM measured_submission m WHERE m.bucket = ?1 AND m.app_id = ?2 AND m.no = ?3 "
    "AND m.reviewed_at IS NOT NULL) ON CONFLICT (bucket, app_id, no, rule) DO NOTHING";
inline constexpr char kRuleFound[] =
    "INSERT INTO rule_day (day, rule, found, refused_with, passed_with) VALUES (?1, ?2, 1, 0, 0) "
    "ON CONFLICT (day, rule) DO UPDATE SET found = found + 1";
#define BAOBEI_DECIDED_WITH_(refused, passed)                                                   \
  "INSERT INTO rule_day (day, rule, found, refused_with, passed_with) "                         \
  "SELECT ?4, f.rule, 0, " refused ", " passed                                                  \
  " FROM found_rule f "                                                                         \
  "WHERE f.bucket = ?1 AND f.app_id = ?2 AND f.no = ?3 "                                        \
  "ON CONFLICT (day, rule) DO UPDATE SET refused_with = refused_with + excluded.refused_with, " \
  "passed_with = passed_with + excluded.passed_with"
inline constexpr char kRefusedWith[] = BAOBEI_DECIDED_WITH_("1", "0");
inline constexpr char kPassedWith[] = BAOBEI_DECIDED_WITH_("0", "1");
#undef BAOBEI_DECIDED_WITH_
inline constexpr char kForgetRules[] =
    "DELETE FROM found_rule WHERE bucket = ?1 AND app_id = ?2 AND no = ?3";
inline constexpr char kRuleDays[] =
    "SELECT rule, day, found, refused_with, passed_with FROM rule_day WHERE day >= ?1 "
    "ORDER BY day DESC, rule DESC LIMIT ?2";
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
                                                   kFinished,      kEnded,         kRuleDays};

}  // namespace baobei::store::sql
