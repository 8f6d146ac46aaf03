// The statements of SqliteRecords; beside_plan_test.cc looks at how SQLite carries them out.
// Constant texts; any thread.
#pragma once

namespace baobei::store::sql {

// None before ?1, behind the place (?2, ?3), at most ?4.
#define BAOBEI_RECORD_PAGE_ "at >= ?1 AND (at, id) < (?2, ?3) ORDER BY at DESC, id DESC LIMIT ?4"

#define BAOBEI_ATTEMPTS_ "SELECT id, at, app_id, actor, command, refusal FROM attempt WHERE "
inline constexpr char kAttempts[] = BAOBEI_ATTEMPTS_ BAOBEI_RECORD_PAGE_;
inline constexpr char kAttemptsOfPerson[] = BAOBEI_ATTEMPTS_ "actor = ?5 AND " BAOBEI_RECORD_PAGE_;
// A case has few: those of one person among them are looked through.
inline constexpr char kAttemptsOfApp[] = BAOBEI_ATTEMPTS_
    "bucket = ?5 AND app_id = ?6 AND (?7 = '' OR actor = ?7) AND " BAOBEI_RECORD_PAGE_;
#undef BAOBEI_ATTEMPTS_

#define BAOBEI_READINGS_ "SELECT id, at, person, app_id, role, what FROM case_access WHERE "
inline constexpr char kReadings[] = BAOBEI_READINGS_ BAOBEI_RECORD_PAGE_;
inline constexpr char kReadingsOfPerson[] = BAOBEI_READINGS_ "person = ?5 AND " BAOBEI_RECORD_PAGE_;
inline constexpr char kReadingsOfApp[] =
    BAOBEI_READINGS_ "app_id = ?5 AND (?6 = '' OR person = ?6) AND " BAOBEI_RECORD_PAGE_;
#undef BAOBEI_READINGS_

#define BAOBEI_DOCUMENTS_ "SELECT id, at, person, application, document FROM document_access WHERE "
inline constexpr char kDocumentReadings[] = BAOBEI_DOCUMENTS_ BAOBEI_RECORD_PAGE_;
inline constexpr char kDocumentReadingsOfPerson[] =
    BAOBEI_DOCUMENTS_ "person = ?5 AND " BAOBEI_RECORD_PAGE_;
#undef BAOBEI_DOCUMENTS_

#define BAOBEI_STEPS_                                                                          \
  "SELECT id, at, kind, subject, category, application, revision, actor, body FROM desk_step " \
  "WHERE "
inline constexpr char kStepRecords[] = BAOBEI_STEPS_ BAOBEI_RECORD_PAGE_;
inline constexpr char kStepRecordsOfPerson[] = BAOBEI_STEPS_ "actor = ?5 AND " BAOBEI_RECORD_PAGE_;
// A subject has few: those of one person among them are looked through.
inline constexpr char kStepRecordsOfSubject[] =
    BAOBEI_STEPS_ "subject = ?5 AND (?6 = '' OR actor = ?6) AND " BAOBEI_RECORD_PAGE_;
#undef BAOBEI_STEPS_

#define BAOBEI_DIRECTORY_STEPS_ \
  "SELECT id, what, about, actor, at, changes FROM directory_step WHERE "
inline constexpr char kDirectorySteps[] = BAOBEI_DIRECTORY_STEPS_ BAOBEI_RECORD_PAGE_;
inline constexpr char kDirectoryStepsOfPerson[] =
    BAOBEI_DIRECTORY_STEPS_ "actor = ?5 AND " BAOBEI_RECORD_PAGE_;
// Of one thing there are few: those of one person among them are looked through.
inline constexpr char kDirectoryStepsAbout[] =
    BAOBEI_DIRECTORY_STEPS_ "about = ?5 AND (?6 = '' OR actor = ?6) AND " BAOBEI_RECORD_PAGE_;
#undef BAOBEI_DIRECTORY_STEPS_
#undef BAOBEI_RECORD_PAGE_

inline constexpr const char* kRecordReads[] = {kAttempts,
                                               kAttemptsOfPerson,
                                               kAttemptsOfApp,
                                               kReadings,
                                               kReadingsOfPerson,
                                               kReadingsOfApp,
                                               kDocumentReadings,
                                               kDocumentReadingsOfPerson,
                                               kStepRecords,
                                               kStepRecordsOfPerson,
                                               kStepRecordsOfSubject,
                                               kDirectorySteps,
                                               kDirectoryStepsOfPerson,
                                               kDirectoryStepsAbout};

}  // namespace baobei::store::sql
