// One contract for both stores, and what only a folder can show: crashes and damage.
#include "blobs/blobs.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>

namespace baobei::blobs {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

std::string fresh_folder() {
  std::string name = testing::TempDir() + "baobei-blobs-XXXXXX";
  CHECK(::mkdtemp(name.data()) != nullptr);
  return name;
}

std::unique_ptr<FolderBlobs> folder_at(const std::string& root) {
  auto store = FolderBlobs::open_folder(root);
  CHECK(store.has_value());
  return std::move(*store);
}

struct Kind {
  std::string name;
  std::function<std::unique_ptr<Store>(const std::string& root)> make;
};

class BlobsContract : public testing::TestWithParam<Kind> {
 protected:
  ~BlobsContract() override { fs::remove_all(root_); }

  std::string root_ = fresh_folder();
  std::unique_ptr<Store> store_ = GetParam().make(root_);
};

TEST_P(BlobsContract, WhatIsPutCanBeRead) {
  const std::string bytes(600'000, 'x');
  const auto digest = store_->put(bytes);
  ASSERT_EQ(digest, sha256(bytes));
  EXPECT_TRUE(store_->exists(*digest));
  EXPECT_EQ(store_->get(*digest, bytes.size()), bytes);
  const auto file = store_->open(*digest);
  ASSERT_TRUE(file);
  EXPECT_EQ(sha256_of_file(file->get()), *digest);
  const auto path = store_->path_of(*digest);
  ASSERT_TRUE(path);
  const auto again = open_file(*path, O_RDONLY);
  ASSERT_TRUE(again);
  EXPECT_EQ(size_of(again->get()), bytes.size());
}

TEST_P(BlobsContract, MissingIsNotFound) {
  const auto digest = sha256("never put");
  EXPECT_FALSE(store_->exists(digest));
  EXPECT_EQ(store_->get(digest, 10).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(store_->open(digest).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(store_->path_of(digest).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(store_->remove(digest), false);
}

TEST_P(BlobsContract, PutTwiceIsOneBlob) {
  EXPECT_EQ(store_->put("same"), store_->put("same").value());
  EXPECT_THAT(*store_->list(), ElementsAre(Listed{sha256("same"), 4}));
  EXPECT_EQ(store_->get(sha256("same"), 10), "same");
}

TEST_P(BlobsContract, DraftsAreInvisible) {
  auto draft = store_->create();
  ASSERT_TRUE(draft);
  ASSERT_TRUE(draft->append("half"));
  EXPECT_THAT(*store_->list(), IsEmpty());
  EXPECT_FALSE(store_->exists(sha256("half")));
  ASSERT_TRUE(draft->append("way"));
  EXPECT_EQ(store_->commit(std::move(*draft)), sha256("halfway"));
}

TEST_P(BlobsContract, DraftsMayBeWrittenInAnyOrder) {
  auto draft = store_->create();
  ASSERT_TRUE(draft);
  ASSERT_TRUE(pwrite_all(draft->fd(), "world", 6));
  ASSERT_TRUE(pwrite_all(draft->fd(), "hello ", 0));
  EXPECT_EQ(store_->commit(std::move(*draft), sha256("hello world")), sha256("hello world"));
}

TEST_P(BlobsContract, OtherBytesThanExpectedAreNotTaken) {
  auto draft = store_->create();
  ASSERT_TRUE(draft && draft->append("bytes"));
  EXPECT_EQ(store_->commit(std::move(*draft), sha256("others")).error().kind, ErrorKind::kInvalid);
  EXPECT_THAT(*store_->list(), IsEmpty());
}

TEST_P(BlobsContract, LimitsHold) {
  auto draft = store_->create(4);
  ASSERT_TRUE(draft && draft->append("1234"));
  EXPECT_EQ(draft->append("5").error().kind, ErrorKind::kTooLarge);
  ASSERT_TRUE(pwrite_all(draft->fd(), "12345", 0));
  EXPECT_EQ(store_->commit(std::move(*draft)).error().kind, ErrorKind::kTooLarge);
  ASSERT_TRUE(store_->put("12345"));
  EXPECT_EQ(store_->get(sha256("12345"), 4).error().kind, ErrorKind::kTooLarge);
}

TEST_P(BlobsContract, FilesAreTakenWhole) {
  const auto path = root_ + ".bin";
  std::ofstream(path) << std::string(300'000, 'y');
  EXPECT_EQ(store_->put_file(path), sha256(std::string(300'000, 'y')));
  fs::remove(path);
  EXPECT_EQ(store_->put_file(path).error().kind, ErrorKind::kNotFound);
}

TEST_P(BlobsContract, ListIsSortedAndRemoveRemoves) {
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(store_->put(std::to_string(i)));
  const auto all = store_->list();
  ASSERT_TRUE(all);
  EXPECT_EQ(all->size(), 20u);
  EXPECT_TRUE(std::ranges::is_sorted(*all));
  EXPECT_EQ(store_->remove(sha256("7")), true);
  EXPECT_FALSE(store_->exists(sha256("7")));
  EXPECT_EQ(store_->list()->size(), 19u);
}

INSTANTIATE_TEST_SUITE_P(
    All, BlobsContract,
    testing::Values(Kind{"folder", [](const std::string& root) { return folder_at(root); }},
                    Kind{"memory",
                         [](const std::string&) { return std::make_unique<MemoryBlobs>(); }}),
    [](const auto& test) { return test.param.name; });

class FolderBlobsTest : public testing::Test {
 protected:
  ~FolderBlobsTest() override { fs::remove_all(root_); }

  std::size_t drafts() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(root_ + "/incoming"), fs::directory_iterator()));
  }

  std::string root_ = fresh_folder();
};

TEST_F(FolderBlobsTest, SurvivesReopening) {
  ASSERT_TRUE(folder_at(root_)->put("kept"));
  EXPECT_EQ(folder_at(root_)->get(sha256("kept"), 10), "kept");
  const auto hex = to_hex(sha256("kept"));
  EXPECT_TRUE(fs::exists(root_ + "/" + hex.substr(0, 2) + "/" + hex));
}

TEST_F(FolderBlobsTest, LeftoversOfACrashAreInvisibleAndSwept) {
  const auto store = folder_at(root_);
  ASSERT_TRUE(store->put("whole"));
  std::ofstream(root_ + "/incoming/draft_old") << "whole";
  fs::last_write_time(root_ + "/incoming/draft_old",
                      fs::file_time_type::clock::now() - std::chrono::hours(48));
  std::ofstream(root_ + "/incoming/draft_new") << "half";
  EXPECT_EQ(store->list()->size(), 1u);
  const auto yesterday = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()) -
                         std::chrono::hours(24);
  EXPECT_EQ(store->sweep(yesterday), 1u);
  EXPECT_FALSE(fs::exists(root_ + "/incoming/draft_old"));
  EXPECT_TRUE(fs::exists(root_ + "/incoming/draft_new"));
  EXPECT_EQ(store->get(sha256("whole"), 10), "whole");
}

TEST_F(FolderBlobsTest, WhatNobodyNamesIsSweptUnlessItWasPutAgain) {
  const auto store = folder_at(root_);
  for (const char* bytes : {"named", "unnamed", "again"}) {
    fs::last_write_time(store->path_of(store->put(bytes).value()).value(),
                        fs::file_time_type::clock::now() - std::chrono::hours(48));
  }
  ASSERT_TRUE(store->put("young"));
  ASSERT_TRUE(store->put("again"));
  const auto yesterday = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()) -
                         std::chrono::hours(24);
  EXPECT_EQ(store->sweep_unnamed({sha256("named")}, yesterday), 1u);
  EXPECT_FALSE(store->exists(sha256("unnamed")));
  for (const char* bytes : {"named", "again", "young"}) {
    EXPECT_TRUE(store->exists(sha256(bytes))) << bytes;
  }
}

TEST_F(FolderBlobsTest, AbandonedDraftsLeaveNothing) {
  const auto store = folder_at(root_);
  {
    auto draft = store->create();
    ASSERT_TRUE(draft && draft->append("x"));
    EXPECT_EQ(drafts(), 1u);
  }
  EXPECT_EQ(drafts(), 0u);
  auto refused = store->create();
  ASSERT_TRUE(refused && refused->append("x"));
  EXPECT_FALSE(store->commit(std::move(*refused), sha256("y")));
  EXPECT_EQ(drafts(), 0u);
}

TEST_F(FolderBlobsTest, DamageIsSeenWhenRead) {
  const auto store = folder_at(root_);
  ASSERT_TRUE(store->put("as it was"));
  const auto path = *store->path_of(sha256("as it was"));
  fs::permissions(path, fs::perms::owner_all);
  std::ofstream(path) << "as it is!";
  EXPECT_EQ(store->get(sha256("as it was"), 100).error().kind, ErrorKind::kCorrupt);
}

TEST_F(FolderBlobsTest, StrangersAreNotListed) {
  const auto store = folder_at(root_);
  const auto hex = to_hex(sha256("x"));
  fs::create_directories(root_ + "/zz");
  std::ofstream(root_ + "/zz/" + hex) << "x";
  std::ofstream(root_ + "/notes.txt") << "x";
  EXPECT_THAT(*store->list(), IsEmpty());
}

TEST(FolderBlobs, SaysWhereItCannotBe) {
  EXPECT_FALSE(FolderBlobs::open_folder("/nowhere/at/all"));
}

}  // namespace
}  // namespace baobei::blobs
