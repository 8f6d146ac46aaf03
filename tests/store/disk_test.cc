// SqliteStore on a disk that is full, breaks in the middle, or is read-only.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <fstream>
#include <future>

#include "engine/engine.h"
#include "engine/manual_clock.h"
#include "store/backup.h"
#include "store/faulty_disk.h"
#include "store/schema.h"
#include "store/sqlite.h"
#include "store/sqlite_store.h"
#include "support/scratch.h"
#include "support/story.h"

namespace baobei::test {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using engine::AnswerKind;
using engine::WriteResult;

constexpr Instant kOpened = from_micros(1'770'000'000'000'000);

store::Opened opened(const std::string& path) {
  auto result = store::open(path, store::OpenMode::kProduction, kOpened);
  CHECK(result.has_value(), to_string(result.error()));
  return std::move(*result);
}

std::vector<engine::Write> writes_of(const std::string& app) {
  return CaseStory(app, kOpened).into_filing(sha256(app), sha256("report"));
}

bool holds(engine::Store& store, const std::vector<engine::Write>& writes) {
  const auto& last = writes.back().events.back();
  return store.has_event(writes.back().app, last.revision, last.hash).value();
}

// What a crash at this moment would leave.
std::string crashed_copy(const std::string& path, const Scratch& scratch) {
  const auto copy = scratch.file("crashed.db");
  for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(copy + suffix);
  for (const char* suffix : {"", "-wal"}) {
    std::error_code ignored;
    fs::copy_file(path + suffix, copy + suffix, ignored);
  }
  return copy;
}

class Disk : public testing::Test {
 protected:
  Disk() { install_faulty_disk(); }
  ~Disk() override { heal_disk(); }
};

// The n-th write or sync of a commit fails, for every n. What the caller is told must be true of
// what a crash right then leaves, nothing is half there, and the store goes on when the disk does.
void break_at(DiskFault fault, std::size_t n, Lasts lasts, bool& struck) {
  const std::string where = std::string(name(fault)) + " at " + std::to_string(n);
  Scratch scratch;
  const auto path = scratch.file("baobei.db");
  auto db = opened(path);
  const auto before = writes_of("wx1");
  db.store->commit(before);
  const auto writes = writes_of("wx2");
  break_disk(fault, n, lasts);
  const auto outcomes = db.store->commit(writes);
  struck = disk_has_failed();
  heal_disk();
  const auto result = outcomes.front().result;
  for (const auto& outcome : outcomes) EXPECT_EQ(outcome.result, result) << where;

  const auto copy = crashed_copy(path, scratch);
  const auto verified = store::verify(copy);
  ASSERT_TRUE(verified) << where << ": " << to_string(verified.error());
  bool survived = false;
  {
    auto crashed = opened(copy);
    EXPECT_TRUE(holds(*crashed.store, before)) << where;
    survived = holds(*crashed.store, writes);
  }
  EXPECT_TRUE(struck || result == WriteResult::kCommitted) << where;
  EXPECT_TRUE(result == WriteResult::kCommitted || result == WriteResult::kUnavailable ||
              result == WriteResult::kUnknown)
      << where;
  // Unknown may be either.
  EXPECT_TRUE(survived || result != WriteResult::kCommitted) << where;
  EXPECT_TRUE(!survived || result != WriteResult::kUnavailable) << where;

  // The disk is well again, the same store goes on.
  if (!holds(*db.store, writes)) {
    for (const auto& outcome : db.store->commit(writes)) {
      EXPECT_EQ(outcome.result, WriteResult::kCommitted) << where << ": " << outcome.detail;
    }
  }
  db = {};
  const auto after = store::verify(path);
  ASSERT_TRUE(after) << where << ": " << to_string(after.error());
  EXPECT_EQ(after->apps, 2U) << where;
}

// How many writes a commit of the same makes.
std::size_t writes_of_a_commit() {
  Scratch scratch;
  auto db = opened(scratch.file("baobei.db"));
  db.store->commit(writes_of("wx1"));
  const auto before = disk_writes();
  db.store->commit(writes_of("wx2"));
  return disk_writes() - before;
}

TEST_F(Disk, EveryWriteAndSyncOfACommitMayFail) {
  std::size_t tried = 0;
  const std::size_t skipped_until = writes_of_a_commit() - 12;
  for (const auto fault : {DiskFault::kFull, DiskFault::kTorn, DiskFault::kWriteError,
                           DiskFault::kLateError, DiskFault::kSyncError}) {
    for (const auto lasts : {Lasts::kOnce, Lasts::kUntilHealed}) {
      bool struck = true;
      // The first ones, and then all from where a commit has its end.
      for (std::size_t n = 0; struck && !HasFailure(); n += n < skipped_until ? 7 : 1) {
        break_at(fault, n, lasts, struck);
        ++tried;
      }
      EXPECT_FALSE(struck);
    }
  }
  std::printf("%zu faults\n", tried);
}

// A commit is one sync. Emptying the log costs more, and is tried once for each further 8 MiB where
// a reader holds it up, not with every commit.
TEST_F(Disk, AReaderThatHoldsTheLogUpCostsNoSyncs) {
  Scratch scratch;
  const auto path = scratch.file("baobei.db");
  auto db = opened(path);
  int app = 0;
  const auto commit_big = [&] {
    auto writes = writes_of("wx" + std::to_string(++app));
    writes.resize(1);
    writes.front().state.append(100'000, ' ');
    EXPECT_EQ(db.store->commit(writes).front().result, WriteResult::kCommitted);
  };
  const auto reader = store::Connection::open(path, store::Access::kRead);
  ASSERT_TRUE(reader);
  {
    store::Transaction snapshot(**reader);
    ASSERT_TRUE(snapshot.begin(store::Transaction::Kind::kRead));
    ASSERT_TRUE(store::schema_version(**reader));  // held from the first read on
    while (db.store->wal_bytes() <= store::kWalCheckpointBytes * 3 / 2) commit_big();
    const auto before = disk_syncs();
    for (int i = 0; i < 20; ++i) commit_big();
    EXPECT_EQ(disk_syncs() - before, 20U);
  }
  // Once it has gone, the log is emptied and begins anew.
  for (int i = 0; i < 200; ++i) commit_big();
  EXPECT_LT(db.store->wal_bytes(), 4 * store::kWalCheckpointBytes);
}

// ---- through the engine -------------------------------------------------------------------------
class Server {
 public:
  explicit Server(const std::string& path) : db_(opened(path)) {
    CHECK(db_.store->put_person(
        {"person-op", "org-op", "", "名字", {lifecycle::Role::kOperator}, "", true}));
    engine_.emplace(*db_.store, clock_, book_, nullptr);
    engine_->start();
    engine_->drain();  // what it writes of itself at the start is on the disk
  }
  engine::Answer registers(const std::string& app) {
    engine::Request request;
    request.command = {app,
                       {"person-op", lifecycle::Role::kOperator, "org-op", "", ""},
                       lifecycle::RegisterApp{
                           {"sub-a", lifecycle::SubjectKind::kEnterprise, "33"}, "org-a", false}};
    request.idempotency = {"person-op", "register", app};
    request.request_hash = sha256(app);
    std::promise<engine::Answer> promise;
    engine_->submit(engine_->stamp(), std::move(request),
                    [&](engine::Answer answer) { promise.set_value(std::move(answer)); });
    return promise.get_future().get();
  }
  store::Opened& db() { return db_; }

 private:
  engine::ManualClock clock_{kOpened};
  TableBook book_;
  store::Opened db_;
  std::optional<engine::Engine> engine_;
};

TEST_F(Disk, CommandsOnAFullDiskAreUnavailableAndComeBack) {
  Scratch scratch;
  const auto path = scratch.file("baobei.db");
  {
    Server server(path);
    ASSERT_EQ(server.registers("wx1").kind, AnswerKind::kAccepted);
    break_disk(DiskFault::kFull, 0);
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(server.registers("wx2").kind, AnswerKind::kUnavailable);
      EXPECT_EQ(server.registers("wx1").kind, AnswerKind::kDuplicate) << "what is there is there";
    }
    EXPECT_EQ(server.db().reader->log(0, 10).value().size(), 1U);
    heal_disk();
    EXPECT_EQ(server.registers("wx2").kind, AnswerKind::kAccepted);
  }
  EXPECT_EQ(store::verify(path).value().apps, 2U);
}

TEST_F(Disk, ABrokenSyncIsNeverAcknowledged) {
  Scratch scratch;
  const auto path = scratch.file("baobei.db");
  {
    Server server(path);
    break_disk(DiskFault::kSyncError, 0, Lasts::kOnce);
    EXPECT_EQ(server.registers("wx1").kind, AnswerKind::kUnavailable);
    EXPECT_TRUE(disk_has_failed());
    EXPECT_EQ(server.registers("wx1").kind, AnswerKind::kAccepted);
  }
  EXPECT_EQ(store::verify(path).value().events, 1U);
}

// ---- a real one
// ----------------------------------------------------------------------------------- A small file
// system in memory, where the machine lets us have one.
class SmallDisk {
 public:
  explicit SmallDisk(const Scratch& scratch) : path_(scratch.file("disk")) {
    fs::create_directory(path_);
    mounted_ = ::mount("tmpfs", path_.c_str(), "tmpfs", 0, "size=2048k") == 0;
  }
  ~SmallDisk() {
    if (mounted_) ::umount2(path_.c_str(), MNT_DETACH);
  }
  bool is_there() const { return mounted_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }
  void make_read_only() {
    CHECK(::mount("tmpfs", path_.c_str(), "tmpfs", MS_REMOUNT | MS_RDONLY, nullptr) == 0);
  }

 private:
  std::string path_;
  bool mounted_ = false;
};

TEST(SmallDisk, FillsUpAndEmptiesAgain) {
  Scratch scratch;
  SmallDisk disk(scratch);
  if (!disk.is_there()) GTEST_SKIP() << "no file system may be mounted here";
  const auto path = disk.file("baobei.db");
  std::size_t accepted = 0;
  {
    Server server(path);
    ASSERT_EQ(server.registers("wx-first").kind, AnswerKind::kAccepted);
    std::ofstream ballast(disk.file("ballast"), std::ios::binary);
    while (ballast << std::string(4096, 'x') << std::flush) {
    }
    ballast.close();
    int app = 0;
    while (server.registers("wx" + std::to_string(app)).kind == AnswerKind::kAccepted) {
      ++app;
      ++accepted;
      ASSERT_LT(app, 10'000);
    }
    EXPECT_EQ(server.registers("wx" + std::to_string(app)).kind, AnswerKind::kUnavailable);
    EXPECT_EQ(server.db().reader->log(0, 100'000).value().size(), accepted + 1);
    fs::remove(disk.file("ballast"));
    EXPECT_EQ(server.registers("wx" + std::to_string(app)).kind, AnswerKind::kAccepted);
  }
  EXPECT_EQ(store::verify(path).value().apps, accepted + 2);
}

TEST(SmallDisk, AReadOnlyDiskIsSaidToBe) {
  Scratch scratch;
  SmallDisk disk(scratch);
  if (!disk.is_there()) GTEST_SKIP() << "no file system may be mounted here";
  const auto path = disk.file("baobei.db");
  { opened(path).store->commit(writes_of("wx1")); }
  ASSERT_TRUE(store::backup(path, disk.file("copy.db")));
  disk.make_read_only();
  EXPECT_EQ(store::open(path, store::OpenMode::kProduction, kOpened).error().kind,
            ErrorKind::kUnavailable);
  EXPECT_TRUE(store::verify(disk.file("copy.db"))) << "a back-up needs nothing to be written";
}

}  // namespace
}  // namespace baobei::test
