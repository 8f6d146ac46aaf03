// Whom a hold keeps on SQLite: everybody who left something in the mini-program, whether the log
// tells of it or a row beside it.
#include "store/sqlite_dismissals.h"
#include "store/sqlite_forms.h"
#include "store/sqlite_retention.h"
#include "store/sqlite_scans.h"
#include "store/store_contract.h"

namespace baobei::store {
namespace {

class StoreHolds : public testing::Test {
 protected:
  StoreHolds()
      : path_(testing::TempDir() + "/" + random_id("holds") + ".db"),
        opened_(open(path_, OpenMode::kProduction, kStart).value()),
        holds_(*opened_.store, *opened_.reader) {
    const std::vector<engine::Write> writes = {fake_write("app-a"), fake_write("app-b")};
    for (const auto& outcome : opened_.store->commit(writes)) {
      CHECK(outcome.result == engine::WriteResult::kCommitted, outcome.detail);
    }
  }

  // Rows of one mini-program that no event tells of, each by a person of its own.
  void leave_rows(const std::string& app) {
    auto& store = *opened_.store;
    auto& reader = *opened_.reader;
    ASSERT_TRUE(store.put_package({app, sha256("pack"), "1.0", 1, 1, "versions-" + app, kStart}));
    engine::PictureRow picture;
    picture.id = "pic-" + app;
    picture.app = app;
    picture.subject = "sub-a";
    picture.uploaded_by = "pictures-" + app;
    ASSERT_TRUE(SqliteForms(store, reader).add_picture(picture));
    engine::ScanRow scan;
    scan.id = "scn-" + app;
    scan.app = app;
    scan.entry = 1;
    scan.uploaded_by = "scans-" + app;
    ASSERT_TRUE(SqliteScans(store, reader).add(scan));
    engine::DismissalRow dismissal;
    dismissal.app = app;
    dismissal.rule = "secrets/key";
    dismissal.by = "dismisses-" + app;
    SqliteDismissals dismissals(store, reader);
    ASSERT_TRUE(dismissals.add(dismissal));
    ASSERT_TRUE(dismissals.take_back({app, 1, "it is a key", "takes-back-" + app, at(1)}));
  }
  std::size_t held(const std::string& person) { return holds_.on_person(person).value().size(); }

  std::string path_;
  Opened opened_;
  SqliteHolds holds_;
};

const std::vector<std::string>& doings() {
  static const std::vector<std::string> all = {"versions-", "pictures-", "scans-", "dismisses-",
                                               "takes-back-"};
  return all;
}

TEST_F(StoreHolds, AHoldOnAMiniProgramKeepsWhoeverLeftSomethingInIt) {
  leave_rows("app-a");
  leave_rows("app-b");
  for (const auto& doing : doings()) EXPECT_EQ(held(doing + "app-a"), 0U) << doing;
  engine::HoldRow hold;
  hold.app = "app-a";
  ASSERT_TRUE(holds_.propose(hold));
  for (const auto& doing : doings()) {
    EXPECT_EQ(held(doing + "app-a"), 1U) << doing;
    EXPECT_EQ(held(doing + "app-b"), 0U) << doing << ", of another mini-program";
  }
  EXPECT_EQ(held("person-1"), 1U) << "by the log";
  EXPECT_EQ(held("bystander"), 0U);
}

TEST_F(StoreHolds, AHoldOnASubjectKeepsThoseOfItsMiniPrograms) {
  leave_rows("app-a");
  engine::HoldRow hold;
  hold.subject = "sub-a";
  ASSERT_TRUE(holds_.propose(hold));
  for (const auto& doing : doings()) EXPECT_EQ(held(doing + "app-a"), 1U) << doing;
  EXPECT_EQ(held("bystander"), 0U);
}

TEST_F(StoreHolds, AHoldOnASubjectKeepsNoPictureOfAnother) {
  leave_rows("app-a");
  auto other = fake_write("app-c");
  other.row.subject = "sub-c";
  const std::vector<engine::Write> writes = {other};
  ASSERT_EQ(opened_.store->commit(writes).front().result, engine::WriteResult::kCommitted);
  leave_rows("app-c");
  engine::HoldRow hold;
  hold.subject = "sub-a";
  ASSERT_TRUE(holds_.propose(hold));
  SqliteForms forms(*opened_.store, *opened_.reader);
  const auto due = forms.pictures_due(at(1), 10).value();
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].id, "pic-app-c");
  SqliteRetention retention(*opened_.store, *opened_.reader);
  const auto count = retention.due(engine::RetentionKind::kPictures, at(1)).value();
  EXPECT_EQ(count.swept, 1U);
  EXPECT_EQ(count.held, 1U);
}

}  // namespace
}  // namespace baobei::store
