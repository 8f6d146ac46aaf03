// How an old database becomes one of this program: the numbers of the migrations, and what those
// that fill columns from the case files make of rows that are there (DESIGN decision 19).
#include "store/schema.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>

#include "engine/write_builder.h"
#include "lifecycle/codec.h"
#include "store/embedded.h"
#include "store/sqlite_write.h"

namespace baobei::store {
namespace {

using lifecycle::EntryState;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Migrations, are_numbered_without_a_gap_and_once) {
  using Names = std::vector<std::string_view>;
  const Names good = {"0001_a.sql", "0002_b.sql", "0003_c.sql", "0004_d.sql", "0005_e.sql",
                      "0006_f.sql", "0007_g.sql", "0008_h.sql", "0010_i.sql", "0011_j.sql"};
  EXPECT_TRUE(check_migrations({}));
  EXPECT_TRUE(check_migrations(good));
  auto doubled = good;
  doubled.insert(doubled.end(), "0011_k.sql");
  auto skipped = good;
  skipped.push_back("0013_l.sql");
  auto ninth = good;
  ninth[8] = "0009_i.sql";
  for (const auto& names : {doubled, skipped, ninth, Names{"0002_a.sql"}, Names{"1_a.sql"},
                            Names{"0001_a.txt"}, Names{"00012_a.sql"}}) {
    const auto checked = check_migrations(names);
    ASSERT_FALSE(checked) << names.back();
    EXPECT_EQ(checked.error().kind, ErrorKind::kInternal);
    EXPECT_THAT(checked.error().message, HasSubstr("skipped or given twice"));
  }
  std::vector<std::string_view> ours;
  for (const auto& file : embedded_files()) ours.push_back(file.name);
  EXPECT_TRUE(check_migrations(ours));
}

constexpr Instant kBegin = from_micros(1'770'000'000'000'000);
Instant hour(int hours) {
  return kBegin + std::chrono::hours(hours);
}

// Entry 1 answered in time, 2 after its end, 3 ended in silence, 4 running.
lifecycle::App case_with_entries() {
  lifecycle::App app;
  app.id = "wx1";
  app.owner = "org-a";
  app.subject = {"sub-a", lifecycle::SubjectKind::kEnterprise, "33"};
  app.revision = 1;
  using lifecycle::Channel;
  struct Line {
    EntryState state;
    Channel channel;
    lifecycle::AnswerNo answer;
  };
  const std::vector<Line> lines = {{EntryState::kPassed, Channel::kDesk, 1},
                                   {EntryState::kFailed, Channel::kTranscribed, 2},
                                   {EntryState::kSilent, Channel::kHandOver, 0},
                                   {EntryState::kRunning, Channel::kDesk, 0}};
  for (const auto& line : lines) {
    lifecycle::Entry entry;
    entry.no = static_cast<lifecycle::EntryNo>(app.entries.size() + 1);
    entry.submission = 1;
    entry.state = line.state;
    entry.region = "33";
    entry.channel = line.channel;
    entry.start = hour(0);
    entry.end = hour(168);
    entry.answer = line.answer;
    app.entries.push_back(entry);
  }
  for (const lifecycle::AnswerNo no : {1U, 2U}) {
    lifecycle::Answer answer;
    answer.no = no;
    answer.entry = no;
    answer.at = no == 1 ? hour(10) : hour(168);
    app.answers.push_back(answer);
  }
  return app;
}

class OldDatabase : public testing::Test {
 protected:
  static constexpr std::size_t kFilesOfOld = 13;  // to 0014: one number was never given

  OldDatabase() {
    std::string folder = testing::TempDir() + "baobei-old-XXXXXX";
    CHECK(::mkdtemp(folder.data()) != nullptr);
    folder_ = folder;
    db_ = Connection::open(folder + "/store.db", Access::kCreate).value();
  }
  ~OldDatabase() override {
    db_.reset();
    std::filesystem::remove_all(folder_);
  }

  void run(const std::string& sql) {
    const auto done = db_->run(sql);
    ASSERT_TRUE(done) << sql << "\n" << to_string(done.error());
  }

  // The layout as of 0014, stamped as a program of that time stamps it.
  void make_old() {
    const auto files = embedded_files();
    ASSERT_TRUE(files[kFilesOfOld - 1].name.starts_with("0014_"));
    run("PRAGMA application_id=" + std::to_string(kApplicationId));
    run("CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) "
        "STRICT, WITHOUT ROWID");
    for (std::size_t i = 0; i < kFilesOfOld; ++i) run(std::string(files[i].text));
    run("INSERT INTO meta (name, value) VALUES ('mode', 'production'), ('created_at', '1'), "
        "('schema_version', '" +
        std::to_string(kFilesOfOld) + "')");
  }

  void put_case(const lifecycle::App& app) {
    const std::string bucket = std::to_string(engine::bucket_of(app.id));
    const auto at = std::to_string(to_micros(kBegin));
    run("INSERT INTO app (bucket, app_id, revision, last_hash, owner, subject, region, service, "
        "changed_at, state) VALUES (" +
        bucket +
        ", 'wx1', 1, x'00', 'org-a', 'sub-a', '33', "
        "'served', " +
        at + ", '" + lifecycle::encode_app(app) + "')");
    run("INSERT INTO app_audience (bucket, app_id, audience) VALUES (" + bucket +
        ", 'wx1', '*'), (" + bucket + ", 'wx1', 'org:org-a')");
    for (const auto& entry : app.entries) {
      const auto no = std::to_string(entry.no);
      const std::string state(word(entry.state));
      run("INSERT INTO entry (bucket, app_id, no, submission, state, region, start_at, end_at, "
          "changed_at) VALUES (" +
          bucket + ", 'wx1', " + no + ", 1, '" + state + "', '33', " + at + ", " +
          std::to_string(to_micros(*entry.end)) + ", " + at + ")");
      run("INSERT INTO listed (bucket, app_id, kind, no, audience, state, due, since) VALUES (" +
          bucket + ", 'wx1', 'entry', " + no + ", '*', '" + state + "', 7, 8)");
    }
    run("INSERT INTO person (id, org, unit, name, roles, region, officer, active) VALUES "
        "('p', 'org-a', '', '', 'developer', '', 0, 1), "
        "('o', 'org-op', '', '', 'operator', '', 0, 1)");
    run("INSERT INTO scan (id, digest, app_id, entry, media_type, bytes, uploaded_by, uploaded_at, "
        "paper_received) VALUES ('scan-2', x'00', 'wx1', 1, 'application/pdf', 9, 'o', 1, 1)");
    run("INSERT INTO scan (id, digest, app_id, entry, media_type, bytes, uploaded_by, uploaded_at, "
        "paper_received) VALUES ('scan-1', x'00', 'wx1', 1, 'application/pdf', 9, 'p', 1, 1)");
  }

  std::vector<std::string> lines(const char* sql) {
    std::vector<std::string> all;
    Query query(*db_, sql);
    while (query.next()) query.columns(all.emplace_back());
    EXPECT_TRUE(query.status()) << sql;
    return all;
  }

  std::filesystem::path folder_;
  std::unique_ptr<Connection> db_;
};

TEST_F(OldDatabase, gets_what_the_newer_layouts_read_from_its_case_files) {
  make_old();
  const auto app = case_with_entries();
  put_case(app);
  const auto opened = bring_up_to_date(*db_, OpenMode::kProduction, hour(1));
  ASSERT_TRUE(opened) << to_string(opened.error());
  EXPECT_EQ(schema_version(*db_).value(), schema_version_known());

  // Each row is what the engine would write today.
  static constexpr char kEntries[] =
      "SELECT no, answered_at, late, channel FROM entry WHERE app_id = 'wx1' ORDER BY no";
  Query query(*db_, kEntries);
  for (const auto& entry : app.entries) {
    ASSERT_TRUE(query.next());
    engine::EntrySummaryRow row;
    query.columns(row.no, row.answered_at, row.late, row.channel);
    ASSERT_TRUE(query.status());
    const auto now = engine::entry_row(app, entry, kBegin);
    EXPECT_EQ(row.no, now.no);
    EXPECT_EQ(row.answered_at, now.answered_at) << row.no;
    EXPECT_EQ(row.late, now.late) << row.no;
    EXPECT_EQ(row.channel, now.channel) << row.no;
  }
  EXPECT_FALSE(query.next());
  EXPECT_THAT(lines("SELECT no || ' ' || audience || ' ' || due FROM listed "
                    "WHERE kind = 'entry_late' ORDER BY no"),
              ElementsAre("2 * 7", "3 * 7"));
  EXPECT_THAT(lines("SELECT no || ' ' || since FROM listed WHERE kind = 'entry_answered' "
                    "ORDER BY no"),
              ElementsAre("1 " + std::to_string(to_micros(hour(10))),
                          "2 " + std::to_string(to_micros(hour(168)))));
  EXPECT_THAT(lines("SELECT audience || ' ' || service FROM app_audience ORDER BY audience"),
              ElementsAre("* served", "org:org-a served"));
  EXPECT_THAT(lines("SELECT id || ' ' || by_developers FROM scan WHERE erased_at IS NULL "
                    "ORDER BY id"),
              ElementsAre("scan-1 1", "scan-2 0"));
  EXPECT_THAT(lines("SELECT id || ' ' || subject FROM scan WHERE stored IS NULL ORDER BY id"),
              ElementsAre("scan-1 sub-a", "scan-2 "))
      << "an office's letter is nobody's, and all lie as they came";
  EXPECT_THAT(lines("SELECT subject FROM subject_contact"), IsEmpty());
}

// Whose a reply was is not guessed.
TEST_F(OldDatabase, of_a_case_that_changed_hands_does_not_say_whose_its_scans_are) {
  make_old();
  put_case(case_with_entries());
  run("INSERT INTO event (log_index, bucket, app_id, revision, type, at, recorded_at, actor, body, "
      "prev, hash) SELECT 1, bucket, app_id, 1, 'subject_changed', 1, 1, 'p', '{}', x'00', x'00' "
      "FROM app");
  ASSERT_TRUE(bring_up_to_date(*db_, OpenMode::kProduction, hour(1)));
  EXPECT_THAT(lines("SELECT id || ' ' || by_developers || ' ' || subject FROM scan ORDER BY id"),
              ElementsAre("scan-1 1 ", "scan-2 0 "));
}

TEST_F(OldDatabase, of_no_case_at_all_is_brought_up_as_well) {
  make_old();
  EXPECT_TRUE(bring_up_to_date(*db_, OpenMode::kProduction, hour(1)));
  EXPECT_EQ(schema_version(*db_).value(), schema_version_known());
  EXPECT_FALSE(bring_up_to_date(*db_, OpenMode::kSandbox, hour(1))) << "of the other mode";
}

}  // namespace
}  // namespace baobei::store
