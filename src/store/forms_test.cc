// Pictures of submissions on SQLite: by mini-program, so many and no more, erased once.
#include "engine/salted_text.h"
#include "store/sqlite_forms.h"
#include "store/sqlite_retention.h"
#include "store/store_contract.h"

namespace baobei::store {
namespace {

constexpr Instant kFormsNow{Duration{1'772'442'000'000'000}};

class StoreForms : public testing::Test {
 protected:
  StoreForms()
      : path_(testing::TempDir() + "/" + random_id("forms") + ".db"),
        opened_(open(path_, OpenMode::kProduction, kFormsNow).value()),
        forms_(*opened_.store, *opened_.reader) {}

  static engine::PictureRow row(const std::string& id, int second = 0) {
    engine::PictureRow row;
    row.id = id;
    row.app = "app-a";
    row.subject = "sub-a";
    row.digest = sha256(id);
    row.stored = sha256("sealed " + id);
    row.media_type = "image/png";
    row.bytes = 7;
    row.uploaded_by = "developer";
    row.uploaded_at = kFormsNow + std::chrono::seconds(second);
    return row;
  }

  std::string path_;
  Opened opened_;
  SqliteForms forms_;
};

TEST_F(StoreForms, APictureIsOfItsMiniProgramAndErasedOnce) {
  ASSERT_TRUE(forms_.add_picture(row("pic_1")));
  ASSERT_TRUE(forms_.add_picture(row("pic_2", 1)));
  const auto found = forms_.picture("app-a", "pic_1").value();
  EXPECT_EQ(found.digest, sha256("pic_1"));
  EXPECT_EQ(found.stored, sha256("sealed pic_1"));
  EXPECT_EQ(found.uploaded_at, kFormsNow);
  EXPECT_EQ(forms_.picture("app-b", "pic_1").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(forms_.erase_picture("app-b", "pic_1", kFormsNow).error().kind, ErrorKind::kNotFound);
  EXPECT_TRUE(forms_.erase_picture("app-a", "pic_1", kFormsNow));
  EXPECT_EQ(forms_.erase_picture("app-a", "pic_1", kFormsNow).error().kind, ErrorKind::kNotFound);
  const auto all = forms_.pictures("app-a").value();
  ASSERT_EQ(all.size(), 2U) << "that it was there stays";
  EXPECT_EQ(all[0].id, "pic_2") << "newest first";
  EXPECT_EQ(all[1].erased_at, kFormsNow);
  const auto due = forms_.pictures_due(kFormsNow + std::chrono::hours(1), 10).value();
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].id, "pic_2");
  EXPECT_TRUE(forms_.pictures_due(kFormsNow, 10).value().empty());
  EXPECT_EQ(forms_.erase_test_account("app-a", sha256("none")).error().kind, ErrorKind::kNotFound);
}

TEST_F(StoreForms, AMiniProgramHasSoManyPicturesAndNoMore) {
  for (std::size_t i = 0; i < engine::kPicturesOfAppMax; ++i) {
    ASSERT_TRUE(forms_.add_picture(row("pic_" + std::to_string(i))));
  }
  EXPECT_EQ(forms_.add_picture(row("pic_more")).error().kind, ErrorKind::kTooLarge);
  ASSERT_TRUE(forms_.erase_picture("app-a", "pic_0", kFormsNow));
  EXPECT_TRUE(forms_.add_picture(row("pic_more"))) << "what is erased does not count";
}

// A submission's test account, sealed under the key of `subject`.
engine::Write with_account(const std::string& app, const std::string& subject) {
  auto write = fake_write(app);
  write.texts.push_back(engine::salted_text(engine::kTestAccountKind, subject + ":" + app));
  return write;
}

TEST_F(StoreForms, WhatLiesUnderASubjectsKeyIsErasedAtOnceAndNothingElse) {
  ASSERT_TRUE(forms_.add_picture(row("pic_1")));
  ASSERT_TRUE(forms_.add_picture(row("pic_2")));
  ASSERT_TRUE(forms_.erase_picture("app-a", "pic_2", kFormsNow));
  auto other = row("pic_3");
  other.subject = "sub-b";
  ASSERT_TRUE(forms_.add_picture(other));
  const std::vector<engine::Write> writes = {
      with_account("app-a", "sub-a"), with_account("app-b", "sub-a"), with_account("app-c", "sub")};
  for (const auto& outcome : opened_.store->commit(writes)) {
    ASSERT_EQ(outcome.result, engine::WriteResult::kCommitted) << outcome.detail;
  }
  const auto under = forms_.under_key("sub-a").value();
  ASSERT_EQ(under.pictures.size(), 1U) << "without the one that is erased";
  EXPECT_EQ(under.pictures[0].id, "pic_1");
  EXPECT_EQ(under.pictures[0].stored, sha256("sealed pic_1"));
  EXPECT_EQ(under.test_accounts, 2U);
  const auto later = kFormsNow + std::chrono::hours(1);
  ASSERT_TRUE(forms_.erase_under_key("sub-a", later));
  EXPECT_EQ(forms_.picture("app-a", "pic_1").value().erased_at, later);
  EXPECT_EQ(forms_.picture("app-a", "pic_2").value().erased_at, kFormsNow) << "as it was";
  EXPECT_FALSE(forms_.picture("app-a", "pic_3").value().erased_at);
  EXPECT_TRUE(forms_.under_key("sub-a").value().pictures.empty());
  EXPECT_EQ(forms_.under_key("sub-a").value().test_accounts, 0U);
  EXPECT_EQ(forms_.under_key("sub").value().test_accounts, 1U);
  EXPECT_EQ(opened_.reader->text(writes[0].texts[0].commitment).error().kind, ErrorKind::kNotFound);
}

// It went to another subject after its form was sealed.
TEST_F(StoreForms, AHeldMiniProgramHoldsWhatLiesUnderTheKeyOfItsFormerSubject) {
  auto moved = with_account("app-b", "sub-a");
  moved.row.subject = "sub-b";
  const std::vector<engine::Write> writes = {moved};
  ASSERT_EQ(opened_.store->commit(writes).front().result, engine::WriteResult::kCommitted);
  EXPECT_FALSE(forms_.under_key("sub-a").value().held);
  SqliteHolds holds(*opened_.store, *opened_.reader);
  engine::HoldRow hold;
  hold.subject = "sub-b";
  ASSERT_TRUE(holds.propose(hold));
  EXPECT_TRUE(forms_.under_key("sub-a").value().held);
  EXPECT_FALSE(forms_.under_key("sub-b").value().held) << "nothing lies under its own";
}

TEST_F(StoreForms, APictureOfAHeldMiniProgramHoldsTheKeyItLiesUnder) {
  ASSERT_TRUE(forms_.add_picture(row("pic_1")));
  SqliteHolds holds(*opened_.store, *opened_.reader);
  engine::HoldRow hold;
  hold.app = "app-a";
  ASSERT_TRUE(holds.propose(hold));
  EXPECT_TRUE(forms_.under_key("sub-a").value().held);
  ASSERT_TRUE(forms_.erase_picture("app-a", "pic_1", kFormsNow));
  EXPECT_FALSE(forms_.under_key("sub-a").value().held) << "nothing is there any more";
}

}  // namespace
}  // namespace baobei::store
