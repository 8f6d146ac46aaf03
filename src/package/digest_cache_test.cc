// What is remembered of a folder's files: found again while nothing changed, never a moment longer.
#include "package/digest_cache.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "package/fault.h"
#include "package/folder_pack.h"

namespace baobei::package {
namespace {

namespace fs = std::filesystem;
using std::chrono::hours;
using std::chrono::seconds;
using TimePoint = DigestCache::Clock::time_point;

class DigestCaches : public testing::Test {
 protected:
  DigestCaches()
      : scratch_(fs::path(testing::TempDir()) / ("digests-" + std::to_string(getpid()))),
        project_((scratch_ / "project").string()),
        caches_((scratch_ / "caches").string()),
        settled_(DigestCache::Clock::now() + seconds(10)) {
    fs::create_directories(project_ + "/pages");
    write("app.json", "{}");
    write("pages/a.js", "one");
  }
  ~DigestCaches() override { fs::remove_all(scratch_); }

  void write(const std::string& path, const std::string& text) {
    std::ofstream(project_ + "/" + path) << text;
  }

  struct Packed {
    Fd file;
    std::optional<FolderPack> folder;
    std::optional<Pack> pack;
    bool remembered = false;  // "pages/a.js"
  };

  Packed packed(TimePoint now) {
    Packed out;
    auto known = DigestCache::open(caches_, project_, now);
    struct stat status = {};
    CHECK(::stat((project_ + "/pages/a.js").c_str(), &status) == 0);
    out.remembered = known.find("pages/a.js", stamp_of(status)).has_value();
    out.file = *memory_file("test");
    auto folder = FolderPack::open(project_, out.file.get(), {}, &known);
    CHECK(folder.has_value());
    known.save();
    out.folder = std::move(*folder);
    out.pack = *Pack::open(out.file.get());
    return out;
  }
  Packed packed() { return packed(settled_); }

  Digest content(const Packed& packed) const { return packed.pack->find("pages/a.js")->content; }
  fs::path cache_file() const { return fs::directory_iterator(caches_)->path(); }

  fs::path scratch_;
  std::string project_;
  std::string caches_;
  TimePoint settled_;
};

TEST_F(DigestCaches, the_pack_is_the_one_that_reading_everything_gives) {
  (void)packed();
  auto again = packed();
  EXPECT_TRUE(again.remembered);
  ASSERT_TRUE(again.folder->bring_all().has_value());
  const Fd other = *memory_file("test");
  const auto whole = pack_folder(project_, other.get());
  ASSERT_TRUE(whole.has_value());
  EXPECT_EQ(again.pack->verify()->digest, whole->digest);
}

TEST_F(DigestCaches, what_was_not_brought_cannot_be_read) {
  auto some = packed();
  const auto& file = *some.pack->find("pages/a.js");
  EXPECT_FALSE(some.pack->read(file).has_value());
  ASSERT_TRUE(some.folder->bring("pages/a.js").has_value());
  EXPECT_EQ(*some.pack->read(file), "one");
  EXPECT_TRUE(some.folder->bring("pages/a.js").has_value());
  EXPECT_TRUE(some.folder->bring("no/such.js").has_value());
}

TEST_F(DigestCaches, an_edit_that_keeps_the_size_is_seen) {
  (void)packed();
  write("pages/a.js", "two");
  const auto again = packed();
  EXPECT_FALSE(again.remembered);
  EXPECT_EQ(content(again), sha256("two"));
}

TEST_F(DigestCaches, an_edit_that_sets_the_time_back_is_seen) {
  (void)packed();
  const auto time = fs::last_write_time(project_ + "/pages/a.js");
  write("pages/a.js", "two");
  fs::last_write_time(project_ + "/pages/a.js", time);
  EXPECT_EQ(content(packed()), sha256("two"));
}

TEST_F(DigestCaches, a_touched_file_has_the_same_digest) {
  (void)packed();
  fs::last_write_time(project_ + "/pages/a.js", fs::file_time_type::clock::now() - hours(1));
  const auto again = packed();
  EXPECT_FALSE(again.remembered);
  EXPECT_EQ(content(again), sha256("one"));
  EXPECT_TRUE(packed().remembered);
}

TEST_F(DigestCaches, a_file_younger_than_two_seconds_is_read_again) {
  (void)packed(DigestCache::Clock::now());
  EXPECT_FALSE(packed().remembered);
  EXPECT_TRUE(packed().remembered);
}

TEST_F(DigestCaches, a_clock_that_was_set_back_is_not_believed) {
  (void)packed(settled_ + hours(2));
  EXPECT_FALSE(packed(settled_ + hours(1)).remembered);
  // A file from the future: its times may come again.
  const auto future = fs::file_time_type::clock::now() + hours(5);
  fs::last_write_time(project_ + "/pages/a.js", future);
  (void)packed(settled_ + hours(2));
  EXPECT_FALSE(packed(settled_ + hours(2)).remembered);
}

TEST_F(DigestCaches, a_damaged_cache_is_none) {
  (void)packed();
  std::string bytes;
  {
    std::ifstream file(cache_file());
    bytes.assign(std::istreambuf_iterator<char>(file), {});
  }
  const auto with = [&](const std::string& text) {
    std::ofstream(cache_file()) << text;
    const bool remembered = packed().remembered;
    return remembered;
  };
  EXPECT_TRUE(with(bytes));
  for (std::size_t i = 0; i < bytes.size(); i += 7) {
    auto changed = bytes;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(with(changed)) << i;
    EXPECT_FALSE(with(bytes.substr(0, i))) << i;
  }
  EXPECT_FALSE(with(bytes + "x"));
  EXPECT_TRUE(packed().remembered);  // it was written anew
}

TEST_F(DigestCaches, a_cache_that_others_may_write_is_none) {
  (void)packed();
  ASSERT_EQ(::chmod(cache_file().c_str(), 0666), 0);
  EXPECT_FALSE(packed().remembered);
}

TEST_F(DigestCaches, a_file_that_changes_before_it_is_brought_is_noticed) {
  auto some = packed();
  write("pages/a.js", "two");
  const auto brought = some.folder->bring_all();
  ASSERT_FALSE(brought.has_value());
  EXPECT_EQ(fault_of(brought.error())->code, FaultCode::kChangedWhileRead);
}

TEST_F(DigestCaches, those_written_longest_ago_go_first) {
  for (std::size_t i = 0; i < DigestCache::kFoldersKept + 3; ++i) {
    const auto folder = project_ + std::to_string(i);
    fs::create_directories(folder);
    auto known = DigestCache::open(caches_, folder, settled_);
    known.keep("a", {}, {});
    known.save();
  }
  const auto count = std::distance(fs::directory_iterator(caches_), fs::directory_iterator());
  EXPECT_EQ(static_cast<std::size_t>(count), DigestCache::kFoldersKept);
}

}  // namespace
}  // namespace baobei::package
