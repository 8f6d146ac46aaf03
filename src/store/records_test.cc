// What is on record about people's doings, over all mini-programs; and a database of before it,
// brought up to date.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>

#include "base/json.h"
#include "engine/applications.h"
#include "engine/statistics_ports.h"
#include "lifecycle/codec.h"
#include "store/embedded.h"
#include "store/schema.h"
#include "store/sqlite_case_accesses.h"
#include "store/sqlite_records.h"
#include "store/sqlite_statistics.h"

namespace baobei::store {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

const Instant kRecordStart = from_micros(1'770'000'000'000'000);
Instant second(int count) {
  return kRecordStart + std::chrono::seconds(count);
}

class RecordsTest : public testing::Test {
 protected:
  RecordsTest() {
    std::string folder = testing::TempDir() + "baobei-records-XXXXXX";
    EXPECT_NE(::mkdtemp(folder.data()), nullptr);
    folder_ = folder;
  }
  ~RecordsTest() override {
    opened_ = {};
    std::filesystem::remove_all(folder_);
  }
  std::string path() const { return (folder_ / "store.db").string(); }
  void open() {
    auto opened = store::open(path(), OpenMode::kProduction, kRecordStart);
    ASSERT_TRUE(opened.has_value()) << to_string(opened.error());
    opened_ = std::move(*opened);
  }

  std::filesystem::path folder_;
  Opened opened_;
};

// Every row of a list, page by page.
template <typename List>
auto all_of(List list, std::size_t limit) {
  engine::Page page{"", limit};
  auto first = list(page).value();
  auto rows = first.rows;
  for (auto next = first.next; !next.empty() && rows.size() < 100;) {
    page.after = next;
    const auto more = list(page).value();
    EXPECT_LE(more.rows.size(), limit);
    rows.insert(rows.end(), more.rows.begin(), more.rows.end());
    next = more.next;
  }
  return rows;
}

TEST_F(RecordsTest, AttemptsComeNewestFirstUnderTheirFilters) {
  open();
  const engine::AttemptRow rows[] = {
      {"app-1", "rev-1", "PassReview", "stale", second(1)},
      {"app-2", "rev-2", "PassReview", "stale", second(2)},
      {"app-1", "rev-2", "RefuseReview", "stale", second(2)},
      {"app-1", "rev-1", "RefuseReview", "own_submission", second(3)},
  };
  ASSERT_TRUE(opened_.store->record_attempts(rows));
  SqliteRecords records(*opened_.reader);
  const auto commands = [&](const engine::RecordFilter& filter) {
    std::vector<std::string> found;
    const auto list = [&](const engine::Page& page) { return records.attempts(filter, page); };
    for (const auto& row : all_of(list, 1)) {
      found.push_back(row.app + " " + row.actor + " " + row.command);
    }
    return found;
  };
  EXPECT_THAT(commands({}), ElementsAre("app-1 rev-1 RefuseReview", "app-1 rev-2 RefuseReview",
                                        "app-2 rev-2 PassReview", "app-1 rev-1 PassReview"));
  EXPECT_THAT(commands({"rev-2", "", {}}),
              ElementsAre("app-1 rev-2 RefuseReview", "app-2 rev-2 PassReview"));
  EXPECT_THAT(commands({"", "app-1", second(2)}),
              ElementsAre("app-1 rev-1 RefuseReview", "app-1 rev-2 RefuseReview"));
  EXPECT_THAT(commands({"rev-2", "app-1", {}}), ElementsAre("app-1 rev-2 RefuseReview"));
  EXPECT_THAT(commands({"nobody", "", {}}), SizeIs(0));
  EXPECT_EQ(records.attempts({}, {"x", 1}).error().kind, ErrorKind::kInvalid);
}

TEST_F(RecordsTest, ReadingsOfCasesAndDocumentsAreOneList) {
  open();
  SqliteCaseAccesses accesses(*opened_.store, *opened_.reader);
  const auto read_case = [&](const char* app, const char* person, int at) {
    ASSERT_TRUE(accesses.record(
        {0, app, person, lifecycle::Role::kReviewer, "/v1/apps/{app}", second(at)}));
  };
  read_case("app-1", "rev-1", 1);
  ASSERT_TRUE(opened_.applications->record_access({7, 3, "op-1", second(1)}));
  ASSERT_TRUE(opened_.applications->record_access({8, 3, "rev-1", second(1)}));
  ASSERT_TRUE(accesses.record_all(
      {{0, "app-2", "rev-1", lifecycle::Role::kReviewer, "/v1/apps/{app}", second(1)},
       {0, "app-2", "rev-2", lifecycle::Role::kReviewer, "/v1/apps/{app}", second(2)}}));
  SqliteRecords records(*opened_.reader);
  const auto read = [&](const engine::RecordFilter& filter, std::size_t limit) {
    std::vector<std::string> found;
    const auto list = [&](const engine::Page& page) { return records.readings(filter, page); };
    for (const auto& row : all_of(list, limit)) {
      found.push_back(row.person + " " +
                      (row.role ? row.app : "document " + std::to_string(row.document)));
    }
    return found;
  };
  for (const std::size_t limit : {1UL, 2UL, 3UL, 50UL}) {
    EXPECT_THAT(read({}, limit), ElementsAre("rev-2 app-2", "rev-1 app-2", "rev-1 app-1",
                                             "rev-1 document 8", "op-1 document 7"))
        << limit;
    EXPECT_THAT(read({"rev-1", "", {}}, limit),
                ElementsAre("rev-1 app-2", "rev-1 app-1", "rev-1 document 8"));
    EXPECT_THAT(read({"", "app-2", {}}, limit), ElementsAre("rev-2 app-2", "rev-1 app-2"));
    EXPECT_THAT(read({"", "", second(2)}, limit), ElementsAre("rev-2 app-2"));
    EXPECT_THAT(read({"rev-2", "app-2", {}}, limit), ElementsAre("rev-2 app-2"));
  }
}

TEST_F(RecordsTest, StepsOfCategoriesAreOneListOfEverySubject) {
  open();
  const auto commit = [&](engine::StepKind kind, const char* subject, const char* person, int at) {
    engine::ApplicationWrite write;
    write.step.kind = kind;
    write.step.subject = subject;
    write.step.category = "forum";
    write.step.actor = person;
    write.step.at = second(at);
    write.step.detail.reasons = {{"document_missing", std::nullopt, {}}};
    write.step.detail.valid_until = second(900);
    const auto outcome = opened_.applications->commit(write);
    ASSERT_EQ(outcome.result, engine::WriteResult::kCommitted) << outcome.detail;
  };
  using engine::StepKind;
  commit(StepKind::kRenewed, "sub-1", "op-1", 1);
  commit(StepKind::kRenewed, "sub-2", "op-2", 2);
  commit(StepKind::kRevoked, "sub-1", "op-2", 2);
  SqliteRecords records(*opened_.reader);
  const auto steps = [&](const engine::StepFilter& filter, std::size_t limit) {
    std::vector<std::string> found;
    const auto list = [&](const engine::Page& page) { return records.steps(filter, page); };
    for (const auto& row : all_of(list, limit)) {
      found.push_back(row.subject + " " + row.actor + " " + wire_name(row.kind));
      EXPECT_EQ(row.category, "forum");
      EXPECT_EQ(row.detail.valid_until, second(900));
      EXPECT_THAT(row.detail.reasons, SizeIs(1));
    }
    return found;
  };
  for (const std::size_t limit : {1UL, 2UL, 50UL}) {
    EXPECT_THAT(steps({}, limit),
                ElementsAre("sub-1 op-2 revoked", "sub-2 op-2 renewed", "sub-1 op-1 renewed"))
        << limit;
    EXPECT_THAT(steps({"op-2", "", {}}, limit),
                ElementsAre("sub-1 op-2 revoked", "sub-2 op-2 renewed"));
    EXPECT_THAT(steps({"", "sub-1", {}}, limit),
                ElementsAre("sub-1 op-2 revoked", "sub-1 op-1 renewed"));
    EXPECT_THAT(steps({"op-1", "sub-1", {}}, limit), ElementsAre("sub-1 op-1 renewed"));
    EXPECT_THAT(steps({"", "", second(2)}, limit), SizeIs(2));
    EXPECT_THAT(steps({"nobody", "", {}}, limit), SizeIs(0));
  }
}

// A database as it was before 0019: every migration up to it, and the stamp.
void make_old_database(Connection& db) {
  const auto run = [&](const std::string& sql) {
    const auto done = db.run(sql);
    ASSERT_TRUE(done) << to_string(done.error()) << "\n" << sql;
  };
  run("PRAGMA application_id=" + std::to_string(kApplicationId));
  run("CREATE TABLE meta (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) "
      "STRICT, WITHOUT ROWID");
  int version = 0;
  for (const auto& file : embedded_files()) {
    if (file.name.ends_with("_record.sql")) break;
    run(std::string(file.text));
    ++version;
  }
  run("INSERT INTO meta (name, value) VALUES ('mode', 'production'), ('created_at', '0'), "
      "('schema_version', '" +
      std::to_string(version) + "')");
}

TEST_F(RecordsTest, DecisionsOfAnOldDatabaseAreThoseOfItsLog) {
  {
    const auto db = Connection::open(path(), Access::kCreate).value();
    make_old_database(*db);
    lifecycle::Revision revision = 0;
    const auto happened = [&](int at, lifecycle::EventData data) {
      lifecycle::Event event{second(at), {}, std::move(data)};
      event.actor.person = "rev-1";
      const auto type = lifecycle::wire_event_name(event.data);
      const auto sealed = lifecycle::seal("app-1", ++revision, {}, event);
      ASSERT_TRUE(execute(*db,
                          "INSERT INTO event (log_index, bucket, app_id, revision, type, at, "
                          "recorded_at, actor, body, prev, hash) "
                          "VALUES (?1, 5, 'app-1', ?1, ?2, ?3, ?3, 'rev-1', ?4, x'00', x'00')",
                          revision, type, event.at, sealed.body));
    };
    const auto pass = [](lifecycle::SubmissionNo no) {
      lifecycle::ReviewPassed passed;
      passed.submission = no;
      return passed;
    };
    lifecycle::ReviewRefused refused;
    refused.submission = 2;
    happened(10, pass(1));
    happened(20, refused);
    happened(30, pass(2));
    happened(40, pass(3));
    // As it was measured then: the first by its release, the third, withdrawn after its pass, not
    // at all, the fourth by its end though nobody decided on it.
    for (const auto& [no, at] : {std::pair(1, "900000000"), std::pair(2, "20"),
                                 std::pair(3, "NULL"), std::pair(4, "77")}) {
      const auto done = db->run(
          "INSERT INTO measured_submission (bucket, app_id, no, region, submitted_at, reviewed_at, "
          "decided_by, refused, developer_us, platform_us, authority_us) VALUES (5, 'app-1', " +
          std::to_string(no) + ", '33', 0, " + at + ", 'somebody', 0, 0, 0, 0)");
      ASSERT_TRUE(done) << to_string(done.error());
    }
  }
  open();
  SqliteStatistics statistics(*opened_.store, *opened_.reader);
  const auto rows = statistics.reviewed(Instant()).value();
  ASSERT_THAT(rows, SizeIs(3));
  EXPECT_EQ(rows[0].no, 3U);
  EXPECT_EQ(rows[0].reviewed_at, second(40));
  EXPECT_EQ(rows[1].no, 2U);
  EXPECT_EQ(rows[1].reviewed_at, second(20));
  EXPECT_TRUE(rows[1].refused);
  EXPECT_EQ(rows[2].no, 1U);
  EXPECT_EQ(rows[2].reviewed_at, second(10));
  EXPECT_EQ(rows[2].decided_by, "rev-1");
  EXPECT_FALSE(rows[2].refused);
}

}  // namespace
}  // namespace baobei::store
