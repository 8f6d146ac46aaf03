// The contract of Uploads: what is open, whose it is, when it ends.
#include "store/store_contract.h"

namespace baobei::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

engine::UploadRow upload(const std::string& id, const std::string& app = "app-1",
                         const std::string& org = "org-a", Instant begun = kStart) {
  engine::UploadRow row;
  row.id = id;
  row.app = app;
  row.org = org;
  row.person = "person-1";
  row.label = "1.0";
  row.bytes = 5;
  row.begun_at = begun;
  row.expires_at = begun + std::chrono::hours(24);
  return row;
}

std::vector<std::string> ids(const std::vector<engine::UploadRow>& rows) {
  std::vector<std::string> all;
  for (const auto& row : rows) all.push_back(row.id);
  return all;
}

TEST_P(StoreContract, uploads_are_found_as_they_were_begun) {
  auto row = upload("up-1");
  row.content = sha256("archive");
  row.digest = sha256("version");
  ASSERT_TRUE(uploads_.begin(row));
  ASSERT_TRUE(uploads_.begin(upload("up-2")));
  const auto found = uploads_.find("app-1", "up-1").value();
  EXPECT_EQ(found.org, "org-a");
  EXPECT_EQ(found.person, "person-1");
  EXPECT_EQ(found.label, "1.0");
  EXPECT_EQ(found.bytes, 5U);
  EXPECT_EQ(found.content, sha256("archive"));
  EXPECT_EQ(found.digest, sha256("version"));
  EXPECT_EQ(found.expires_at, kStart + std::chrono::hours(24));
  EXPECT_FALSE(found.taken_as);
  EXPECT_FALSE(uploads_.find("app-1", "up-2")->content);
  EXPECT_EQ(uploads_.find("app-2", "up-1").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(uploads_.find("app-1", "up-3").error().kind, ErrorKind::kNotFound);
}

TEST_P(StoreContract, uploads_are_open_until_taken_in_or_given_up) {
  ASSERT_TRUE(uploads_.begin(upload("up-2", "app-1", "org-a", at(2))));
  ASSERT_TRUE(uploads_.begin(upload("up-1", "app-1", "org-a", at(1))));
  ASSERT_TRUE(uploads_.begin(upload("up-3", "app-2")));
  EXPECT_THAT(ids(*uploads_.open_of("app-1")), ElementsAre("up-1", "up-2"));
  ASSERT_TRUE(uploads_.take("up-1", sha256("version")));
  EXPECT_THAT(ids(*uploads_.open_of("app-1")), ElementsAre("up-2"));
  EXPECT_EQ(uploads_.find("app-1", "up-1")->taken_as, sha256("version"));
  ASSERT_TRUE(uploads_.remove("up-2"));
  ASSERT_TRUE(uploads_.remove("up-2"));
  EXPECT_THAT(ids(*uploads_.open_of("app-1")), IsEmpty());
  EXPECT_THAT(ids(*uploads_.open_of("app-2")), ElementsAre("up-3"));
}

TEST_P(StoreContract, uploads_of_one_app_and_one_organisation_are_few) {
  for (std::size_t i = 0; i < engine::kUploadsOfAppMax; ++i) {
    ASSERT_TRUE(uploads_.begin(upload("up-" + std::to_string(i))));
  }
  const auto one_more = uploads_.begin(upload("more"));
  ASSERT_FALSE(one_more);
  EXPECT_EQ(one_more.error().kind, ErrorKind::kTooLarge);
  EXPECT_EQ(one_more.error().context, "app");
  EXPECT_TRUE(uploads_.begin(upload("other-app", "app-2")));
  ASSERT_TRUE(uploads_.take("up-0", sha256("version")));
  EXPECT_TRUE(uploads_.begin(upload("more"))) << "what was taken in is not open";

  for (std::size_t i = 0; i < engine::kUploadsOfOrgMax; ++i) {
    ASSERT_TRUE(
        uploads_.begin(upload("b-" + std::to_string(i), "b-" + std::to_string(i), "org-b")));
  }
  EXPECT_EQ(uploads_.begin(upload("b", "app-b", "org-b")).error().context, "org");
  EXPECT_TRUE(uploads_.begin(upload("c", "app-b", "org-c")));
}

TEST_P(StoreContract, uploads_expire_oldest_first) {
  ASSERT_TRUE(uploads_.begin(upload("up-2", "app-1", "org-a", at(2))));
  ASSERT_TRUE(uploads_.begin(upload("up-1", "app-1", "org-a", at(1))));
  ASSERT_TRUE(uploads_.begin(upload("up-3", "app-1", "org-a", at(3))));
  ASSERT_TRUE(uploads_.take("up-1", sha256("version")));
  const auto day = std::chrono::hours(24);
  EXPECT_THAT(*uploads_.expired(at(1) + day - Duration(1), 9), IsEmpty());
  EXPECT_THAT(*uploads_.expired(at(2) + day, 9), ElementsAre("up-1", "up-2"));
  EXPECT_THAT(*uploads_.expired(at(9) + day, 1), ElementsAre("up-1"));
}

}  // namespace
}  // namespace baobei::store
