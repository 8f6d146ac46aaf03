// Which blobs go by themselves, and which never.
#include "server/blob_sweep.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "store/sqlite_scans.h"
#include "store/sqlite_store.h"

namespace baobei::server {
namespace {

namespace fs = std::filesystem;

class BlobSweep : public testing::Test {
 protected:
  BlobSweep() {
    fs::create_directories(folder_);
    opened_ = store::open(database(), store::OpenMode::kProduction, now_).value();
    blobs_ = blobs::FolderBlobs::open_folder(folder_ + "/blobs").value();
  }
  ~BlobSweep() override {
    opened_ = {};
    fs::remove_all(folder_);
  }
  std::string database() const { return folder_ + "/baobei.db"; }
  // Put so many hours ago.
  Digest put(const std::string& bytes, int hours) {
    const auto digest = blobs_->put(bytes).value();
    fs::last_write_time(blobs_->path_of(digest).value(),
                        fs::file_time_type::clock::now() - std::chrono::hours(hours));
    return digest;
  }
  void add_scan(const std::string& id, const Digest& stored) {
    engine::ScanRow row;
    row.id = id;
    row.app = "wx1";
    row.entry = 1;
    row.subject = "sub-a";
    row.digest = sha256("bytes of " + id);
    row.stored = stored;
    row.by_developers = true;
    ASSERT_TRUE(store::SqliteScans(*opened_.store, *opened_.reader).add(row));
  }
  std::size_t swept() { return sweep_unnamed(*blobs_, database(), now_).value(); }

  const Instant now_ = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  std::string folder_ = testing::TempDir() + random_id("sweep");
  store::Opened opened_;
  std::unique_ptr<blobs::FolderBlobs> blobs_;
};

TEST_F(BlobSweep, TakesWhatNothingNamesOnceItIsOld) {
  const auto pack = put("pack", 1'000);
  const auto reply = put("sealed reply", 1'000);
  const auto erased = put("sealed reply that was erased", 1'000);
  const auto young = put("row to come", 7 * 24 - 1);
  ASSERT_TRUE(opened_.store->put_package({"wx1", pack, "1.0", 1, 1, "person-dev", now_}));
  add_scan("scn_1", reply);
  add_scan("scn_2", erased);
  EXPECT_EQ(swept(), 0U);
  // A crash after the row said so, and before the bytes went.
  ASSERT_TRUE(store::SqliteScans(*opened_.store, *opened_.reader).erase("wx1", 1, "scn_2", now_));
  EXPECT_EQ(swept(), 1U);
  EXPECT_FALSE(blobs_->exists(erased));
  for (const auto& kept : {pack, reply, young}) EXPECT_TRUE(blobs_->exists(kept));
  EXPECT_EQ(swept(), 0U);
}

TEST_F(BlobSweep, TakesNothingWhereTheDatabaseNamesNothing) {
  const auto pack = put("of a database that is not here", 1'000);
  EXPECT_EQ(swept(), 0U);
  EXPECT_TRUE(blobs_->exists(pack));
}

}  // namespace
}  // namespace baobei::server
