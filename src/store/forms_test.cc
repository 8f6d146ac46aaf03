// Pictures of submissions on SQLite: by mini-program, so many and no more, erased once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/sqlite_forms.h"

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

}  // namespace
}  // namespace baobei::store
