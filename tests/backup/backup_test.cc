// Back-ups of a data folder: made under way, restored, and refused by the name of what is wrong.
#include "backup/backup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <functional>
#include <thread>

#include "backup/files.h"
#include "backup/manifest.h"
#include "blobs/blobs.h"
#include "store/sqlite_forms.h"
#include "store/sqlite_scans.h"
#include "store/sqlite_store.h"
#include "support/scratch.h"
#include "support/story.h"

namespace baobei::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr Instant kStart = from_micros(1'770'000'000'000'000);

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
void put_bytes(const fs::path& path, const std::string& bytes) {
  fs::remove(path);
  std::ofstream(path, std::ios::binary) << bytes;
}

// A data folder as the server lays it, with some cases in it.
class DataFolder {
 public:
  explicit DataFolder(std::string path, store::OpenMode mode = store::OpenMode::kProduction)
      : path_(std::move(path)) {
    fs::create_directories(path_);
    auto opened = store::open(path_ + "/baobei.db", mode, kStart);
    CHECK(opened.has_value(), to_string(opened.error()));
    opened_ = std::move(*opened);
    auto blobs = blobs::FolderBlobs::open_folder(path_ + "/blobs");
    CHECK(blobs.has_value());
    blobs_ = std::move(*blobs);
  }

  // A mini-program with a package and a report, each a blob before a row names it.
  void add(const std::string& app) {
    const auto pack = blobs_->put("pack of " + app + std::string(10'000, 'p')).value();
    const auto report = blobs_->put("report of " + app).value();
    CHECK(opened_.store->put_package({app, pack, "1.0", 1, 1, "person-dev", kStart}));
    for (const auto& outcome :
         opened_.store->commit(CaseStory(app, kStart).into_filing(pack, report))) {
      CHECK(outcome.result == engine::WriteResult::kCommitted, outcome.detail);
    }
  }
  // A picture of a submission; its bytes as they lie on the disk.
  std::string add_picture(const std::string& app, const std::string& id) {
    std::string sealed = "sealed picture " + id;
    engine::PictureRow row;
    row.id = id;
    row.app = app;
    row.subject = "sub-a";
    row.digest = sha256("picture " + id);
    row.stored = blobs_->put(sealed).value();
    row.media_type = "image/png";
    row.uploaded_by = "person-dev";
    row.uploaded_at = kStart;
    CHECK(store::SqliteForms(*opened_.store, *opened_.reader).add_picture(row));
    return sealed;
  }
  std::string add_scan(const std::string& app, const std::string& id) {
    std::string bytes = "scan " + id;
    engine::ScanRow row;
    row.id = id;
    row.app = app;
    row.entry = 1;
    row.digest = blobs_->put(bytes).value();
    row.media_type = "application/pdf";
    row.uploaded_by = "person-op";
    row.uploaded_at = kStart;
    CHECK(store::SqliteScans(*opened_.store, *opened_.reader).add(row));
    return bytes;
  }
  // What a developer added to a reply; its bytes as they lie on the disk.
  std::string add_reply(const std::string& app, const std::string& id) {
    std::string sealed = "sealed reply " + id;
    engine::ScanRow row;
    row.id = id;
    row.app = app;
    row.entry = 1;
    row.subject = "sub-a";
    row.digest = sha256("reply " + id);
    row.stored = blobs_->put(sealed).value();
    row.media_type = "application/pdf";
    row.uploaded_by = "person-dev";
    row.uploaded_at = kStart;
    row.by_developers = true;
    CHECK(store::SqliteScans(*opened_.store, *opened_.reader).add(row));
    return sealed;
  }
  // As a desk does it: the row says so, the bytes are gone.
  void erase_picture(const std::string& app, const std::string& id, const std::string& bytes) {
    CHECK(store::SqliteForms(*opened_.store, *opened_.reader).erase_picture(app, id, kStart));
    fs::remove(blob(bytes));
  }
  void erase_scan(const std::string& app, const std::string& id, const std::string& bytes) {
    CHECK(
        store::SqliteScans(*opened_.store, *opened_.reader).erase(app, 1, id, kStart).has_value());
    fs::remove(blob(bytes));
  }
  fs::path blob(const std::string& bytes) const {
    return backup::blob_path(path_ + "/blobs", sha256(bytes));
  }
  fs::path report_of(const std::string& app) const { return blob("report of " + app); }
  blobs::Store& blobs() { return *blobs_; }
  const std::string& path() const { return path_; }
  void close() { opened_ = {}; }

 private:
  std::string path_;
  store::Opened opened_;
  std::unique_ptr<blobs::FolderBlobs> blobs_;
};

class BackupTest : public testing::Test {
 protected:
  BackupTest() {
    data_.add("wx1");
    data_.add("wx2");
  }
  std::string to(const std::string& name) const { return scratch_.file(name); }
  // Of a back-up.
  static fs::path report_in(const std::string& folder, const std::string& app) {
    return backup::blob_path(folder + "/blobs", sha256("report of " + app));
  }

  Scratch scratch_;
  DataFolder data_{scratch_.file("data")};
};

TEST_F(BackupTest, IsMadeVerifiedAndRestored) {
  (void)data_.blobs().put("nobody names this one");
  const auto made = backup::make(data_.path(), to("backup"), kStart + 1h);
  ASSERT_TRUE(made) << to_string(made.error());
  EXPECT_EQ(made->apps, 2U);
  EXPECT_EQ(made->events, 14U);
  EXPECT_EQ(made->blobs, 4U);
  EXPECT_EQ(made->made_at, kStart + 1h);
  EXPECT_EQ(made->mode, store::OpenMode::kProduction);
  const auto verified = backup::verify(to("backup"));
  ASSERT_TRUE(verified) << to_string(verified.error());
  EXPECT_EQ(verified->events, made->events);
  EXPECT_EQ(verified->blob_bytes, made->blob_bytes);

  const auto restored = backup::restore(to("backup"), to("restored"));
  ASSERT_TRUE(restored) << to_string(restored.error());
  const auto whole = backup::verify_data(to("restored"));
  ASSERT_TRUE(whole) << to_string(whole.error());
  EXPECT_EQ(whole->events, made->events);
  EXPECT_EQ(whole->blobs, 4U);
  EXPECT_EQ(bytes_of(report_in(to("restored"), "wx1")), "report of wx1");
  EXPECT_FALSE(fs::exists(to("restored") + "/baobei.db.partial"));
  EXPECT_EQ(fs::status(to("restored")).permissions(), fs::perms::owner_all);

  // It lives: what was restored goes on where it stood.
  DataFolder again(to("restored"));
  again.add("wx3");
  EXPECT_EQ(backup::verify_data(to("restored"))->apps, 3U);
}

// What a submission shows and what an office wrote is restored; what was erased is missed by
// nobody.
TEST_F(BackupTest, PicturesAndScansAreRestoredAndErasedOnesNotAskedFor) {
  const auto picture = data_.add_picture("wx1", "pic_1");
  const auto scan = data_.add_scan("wx1", "scn_1");
  data_.erase_picture("wx1", "pic_2", data_.add_picture("wx1", "pic_2"));
  const auto reply = data_.add_reply("wx1", "scn_3");
  data_.erase_scan("wx1", "scn_2", data_.add_scan("wx1", "scn_2"));
  data_.erase_scan("wx1", "scn_4", data_.add_reply("wx1", "scn_4"));
  const auto made = backup::make(data_.path(), to("backup"), kStart);
  ASSERT_TRUE(made) << to_string(made.error());
  EXPECT_EQ(made->blobs, 7U);
  ASSERT_TRUE(backup::restore(to("backup"), to("restored")));
  const auto blobs = to("restored") + "/blobs";
  EXPECT_EQ(bytes_of(backup::blob_path(blobs, sha256(picture))), picture);
  EXPECT_EQ(bytes_of(backup::blob_path(blobs, sha256(scan))), scan);
  EXPECT_EQ(bytes_of(backup::blob_path(blobs, sha256(reply))), reply) << "as it lay, sealed";
  EXPECT_EQ(backup::verify_data(to("restored"))->blobs, 7U);
  fs::remove(backup::blob_path(blobs, sha256(picture)));
  const auto failed = backup::verify_data(to("restored"));
  ASSERT_FALSE(failed);
  EXPECT_THAT(to_string(failed.error()), HasSubstr("a blob is missing"));
}

TEST_F(BackupTest, RestoresIntoAnEmptyFolder) {
  ASSERT_TRUE(backup::make(data_.path(), to("backup"), kStart));
  ASSERT_TRUE(backup::make(data_.path() + "/", to("another") + "/", kStart));
  EXPECT_TRUE(backup::verify(to("another") + "/"));
  fs::create_directory(to("restored"));
  EXPECT_TRUE(backup::restore(to("backup"), to("restored") + "/"));
  EXPECT_TRUE(backup::verify_data(to("restored")));
}

TEST_F(BackupTest, AnEmptyServerIsBackedUpToo) {
  DataFolder empty(to("empty"));
  ASSERT_TRUE(backup::make(to("empty"), to("backup"), kStart));
  ASSERT_TRUE(backup::verify(to("backup")));
  ASSERT_TRUE(backup::restore(to("backup"), to("restored")));
  EXPECT_EQ(backup::verify_data(to("restored"))->events, 0U);
}

TEST_F(BackupTest, ASandboxStaysASandbox) {
  DataFolder sandbox(to("sandbox"), store::OpenMode::kSandbox);
  sandbox.add("wx9");
  EXPECT_EQ(backup::make(to("sandbox"), to("backup"), kStart)->mode, store::OpenMode::kSandbox);
  ASSERT_TRUE(backup::restore(to("backup"), to("restored")));
  EXPECT_EQ(
      store::open(to("restored") + "/baobei.db", store::OpenMode::kProduction, kStart).error().kind,
      ErrorKind::kInvalid);
  EXPECT_TRUE(store::open(to("restored") + "/baobei.db", store::OpenMode::kSandbox, kStart));
}

// One snapshot, whatever is written meanwhile; blobs of later commits are no part of it.
TEST_F(BackupTest, IsMadeWhileItIsWrittenTo) {
  std::atomic<bool> stop{false};
  std::atomic<int> added{0};
  std::thread writer([&] {
    for (int i = 10; !stop; ++i, ++added) data_.add("wx" + std::to_string(i));
  });
  std::uint64_t before = 0;
  for (int i = 0; i < 5; ++i) {
    while (added < (i + 1) * 3) std::this_thread::yield();
    const auto name = to("backup" + std::to_string(i));
    const auto made = backup::make(data_.path(), name, kStart);
    ASSERT_TRUE(made) << to_string(made.error());
    const auto verified = backup::verify(name);
    EXPECT_TRUE(verified) << to_string(verified.error());
    EXPECT_GT(made->events, before);
    EXPECT_EQ(made->events % 7, 0U) << "each mini-program's writes come together";
    EXPECT_TRUE(backup::verify_data(data_.path())) << "in use";
    before = made->events;
  }
  stop = true;
  writer.join();
}

// ---- refused ------------------------------------------------------------------------------------
struct Harm {
  std::string what;
  std::function<void(const std::string& backup)> doing;
  ErrorKind kind;
  std::string named;  // in the message
};

void flip(const fs::path& path, std::size_t at) {
  auto bytes = bytes_of(path);
  ASSERT_LT(at, bytes.size());
  bytes[at] = static_cast<char>(bytes[at] ^ 1);
  put_bytes(path, bytes);
}
void edit(const fs::path& path, const std::string& from, const std::string& into) {
  auto bytes = bytes_of(path);
  const auto at = bytes.find(from);
  ASSERT_NE(at, std::string::npos);
  put_bytes(path, bytes.replace(at, from.size(), into));
}
// A manifest that was changed with care: sealed anew.
void reseal(const std::string& backup, const std::function<void(backup::Manifest&)>& change) {
  const fs::path path = backup + "/manifest.json";
  auto manifest = backup::decode(bytes_of(path)).value();
  change(manifest);
  put_bytes(path, backup::encode(manifest));
}

const std::vector<Harm>& harms() {
  const auto report = [](const std::string& folder) {
    return backup::blob_path(folder + "/blobs", sha256("report of wx1"));
  };
  static const std::vector<Harm> all = {
      {"no manifest", [](auto& b) { fs::remove(b + "/manifest.json"); }, ErrorKind::kInvalid,
       "there is no manifest"},
      {"half a manifest", [](auto& b) { fs::resize_file(b + "/manifest.json", 300); },
       ErrorKind::kCorrupt, "the manifest is torn or was changed"},
      {"an empty manifest", [](auto& b) { put_bytes(b + "/manifest.json", ""); },
       ErrorKind::kCorrupt, "the manifest is torn or was changed"},
      {"an edited manifest",
       [](auto& b) { edit(b + "/manifest.json", R"("events":14)", R"("events":15)"); },
       ErrorKind::kCorrupt, "the manifest is torn or was changed"},
      {"another format",
       [](auto& b) { edit(b + "/manifest.json", "baobei.backup/1", "baobei.backup/2"); },
       ErrorKind::kInvalid, "format that this program does not know"},
      {"fewer events than it says", [](auto& b) { reseal(b, [](auto& m) { --m.events; }); },
       ErrorKind::kCorrupt, "not of this database"},
      {"another mode", [](auto& b) { reseal(b, [](auto& m) { m.mode = "sandbox"; }); },
       ErrorKind::kCorrupt, "not of this database"},
      {"a manifest that keeps a blob back",
       [report](auto& b) {
         reseal(b, [](auto& m) {
           std::erase_if(m.blobs,
                         [](auto& item) { return item.digest == sha256("report of wx1"); });
         });
         fs::remove(report(b));
       },
       ErrorKind::kCorrupt, "lacks a blob that the database names"},
      {"no database", [](auto& b) { fs::remove(b + "/baobei.db"); }, ErrorKind::kCorrupt,
       "the database is missing"},
      {"half a database", [](auto& b) { fs::resize_file(b + "/baobei.db", 8192); },
       ErrorKind::kCorrupt, "the database is torn or was changed"},
      {"a bit of the database", [](auto& b) { flip(b + "/baobei.db", 20'000); },
       ErrorKind::kCorrupt, "the database is torn or was changed"},
      {"a database that was changed with care",
       [](auto& b) {
         edit(b + "/baobei.db", R"("owner":"org-a")", R"("owner":"org-b")");
         const auto item = backup::digest_of(b + "/baobei.db").value();
         reseal(b, [&](auto& m) { m.database = item; });
       },
       ErrorKind::kCorrupt, ""},
      {"no blob", [report](auto& b) { fs::remove(report(b)); }, ErrorKind::kCorrupt,
       "a blob is missing"},
      {"half a blob", [report](auto& b) { fs::resize_file(report(b), 3); }, ErrorKind::kCorrupt,
       "a blob is torn or was changed"},
      {"a bit of a blob", [report](auto& b) { flip(report(b), 2); }, ErrorKind::kCorrupt,
       "a blob is torn or was changed"},
  };
  return all;
}

TEST_F(BackupTest, EveryHarmIsRefusedByName) {
  for (const auto& harm : harms()) {
    const auto folder = to("harmed");
    fs::remove_all(folder);
    ASSERT_TRUE(backup::make(data_.path(), folder, kStart));
    harm.doing(folder);
    for (const auto& failed : {backup::verify(folder), backup::restore(folder, to("target"))}) {
      ASSERT_FALSE(failed) << harm.what;
      EXPECT_EQ(failed.error().kind, harm.kind) << harm.what << ": " << to_string(failed.error());
      EXPECT_THAT(to_string(failed.error()), HasSubstr(harm.named)) << harm.what;
    }
    EXPECT_TRUE(!fs::exists(to("target")) || fs::is_empty(to("target"))) << harm.what;
  }
  ASSERT_TRUE(backup::make(data_.path(), to("backup"), kStart));
  EXPECT_TRUE(backup::restore(to("backup"), to("target"))) << "a refused one leaves the way free";
}

TEST_F(BackupTest, AStrangeFileAmongTheBlobsIsNamed) {
  ASSERT_TRUE(backup::make(data_.path(), to("backup"), kStart));
  put_bytes(to("backup") + "/blobs/notes.txt", "x");
  const auto failed = backup::verify(to("backup"));
  ASSERT_FALSE(failed);
  EXPECT_THAT(to_string(failed.error()), HasSubstr("a file that the manifest does not name"));
}

TEST_F(BackupTest, ALinkIsNoBlob) {
  ASSERT_TRUE(backup::make(data_.path(), to("backup"), kStart));
  const auto blob = report_in(to("backup"), "wx1");
  put_bytes(to("elsewhere"), bytes_of(blob));
  fs::remove(blob);
  fs::create_symlink(to("elsewhere"), blob);
  EXPECT_FALSE(backup::verify(to("backup")));
  EXPECT_FALSE(backup::restore(to("backup"), to("restored")));
}

// A data folder that is damaged is said to be; nothing is left where the back-up would be.
TEST_F(BackupTest, DamageOfTheDataFolderIsNamed) {
  const auto damaged = [&](const std::string& named) {
    for (const auto& failed :
         {backup::verify_data(data_.path()), backup::make(data_.path(), to("backup"), kStart)}) {
      ASSERT_FALSE(failed) << named;
      EXPECT_EQ(failed.error().kind, ErrorKind::kCorrupt);
      EXPECT_THAT(to_string(failed.error()), HasSubstr(named));
      EXPECT_THAT(to_string(failed.error()), HasSubstr(to_hex(sha256("report of wx2"))));
    }
    EXPECT_FALSE(fs::exists(to("backup")));
    EXPECT_FALSE(fs::exists(to("backup") + ".partial"));
  };
  const auto path = data_.report_of("wx2");
  fs::remove(path);
  damaged("a blob is missing");
  put_bytes(path, "report of wx3");
  damaged("a blob is torn or was changed");
}

TEST_F(BackupTest, NothingIsOverwritten) {
  put_bytes(to("file"), "x");
  fs::create_directory(to("folder"));
  fs::create_symlink(to("nowhere"), to("link"));
  for (const auto* name : {"file", "folder", "link"}) {
    EXPECT_EQ(backup::make(data_.path(), to(name), kStart).error().kind, ErrorKind::kConflict)
        << name;
  }
  ASSERT_TRUE(backup::make(data_.path(), to("backup"), kStart));
  put_bytes(to("folder") + "/mine", "x");
  for (const auto* name : {"file", "folder", "link", "data"}) {
    EXPECT_EQ(backup::restore(to("backup"), to(name)).error().kind, ErrorKind::kConflict) << name;
  }
  EXPECT_EQ(bytes_of(to("folder") + "/mine"), "x");
}

TEST_F(BackupTest, WhatIsNotThereIsSaidToBe) {
  EXPECT_EQ(backup::make(to("none"), to("backup"), kStart).error().kind, ErrorKind::kNotFound);
  EXPECT_FALSE(fs::exists(to("backup") + ".partial"));
  EXPECT_EQ(backup::verify(to("none")).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(backup::restore(to("none"), to("x")).error().kind, ErrorKind::kNotFound);
  EXPECT_FALSE(fs::exists(to("x")));
  EXPECT_EQ(backup::verify_data(to("none")).error().kind, ErrorKind::kNotFound);
  EXPECT_FALSE(backup::make(data_.path(), to("no/such/parent"), kStart));
}

TEST_F(BackupTest, WhatACrashLeftIsCleared) {
  fs::create_directories(to("backup.partial") + "/blobs/ab");
  put_bytes(to("backup.partial") + "/baobei.db", "half");
  ASSERT_TRUE(backup::make(data_.path(), to("backup"), kStart));
  EXPECT_TRUE(backup::verify(to("backup")));
  EXPECT_FALSE(fs::exists(to("backup.partial")));
}

}  // namespace
}  // namespace baobei::test
