// The write-ahead log of SqliteStore: what is gathered is written before anybody looks, and the log
// stays within its limits.
#include <sys/resource.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>

#include "store/sqlite.h"
#include "store/sqlite_store.h"
#include "store/store_contract.h"

namespace baobei::store {
namespace {

constexpr char kFill[] = "INSERT INTO t (x) SELECT randomblob(4000) FROM generate LIMIT ?1";
constexpr char kCount[] = "SELECT count(*), coalesce(sum(length(x)), 0) FROM t";
constexpr char kCheck[] = "PRAGMA integrity_check";
constexpr char kBeginNow[] = "BEGIN IMMEDIATE";
constexpr char kRollBack[] = "ROLLBACK";
constexpr char kCommitNow[] = "COMMIT";

class SqliteLog : public testing::Test {
 protected:
  SqliteLog() : folder_(testing::TempDir() + "baobei-log-XXXXXX") {
    CHECK(::mkdtemp(folder_.data()) != nullptr);
    path_ = folder_ + "/log.db";
    connection_ = Connection::open(path_, Access::kCreate).value();
    // Ten pages of cache: a transaction of any size spills into the log before it ends.
    const auto made = connection_->run(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
        "PRAGMA cache_size=10; CREATE TABLE t (x BLOB);"
        "CREATE VIEW generate AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        "SELECT i FROM n LIMIT 100000;");
    CHECK(made.has_value(), to_string(made.error()));
  }
  ~SqliteLog() override {
    connection_.reset();
    std::filesystem::remove_all(folder_);
  }

  static std::int64_t rows(Connection& connection) {
    Query query(connection, kCount);
    std::int64_t count = 0;
    std::int64_t bytes = 0;
    EXPECT_TRUE(query.next());
    query.columns(count, bytes);
    EXPECT_EQ(bytes, count * 4000);
    return count;
  }
  static std::string integrity(Connection& connection) {
    Query query(connection, kCheck);
    std::string said;
    if (query.next()) query.columns(said);
    return said;
  }
  Status fill(std::int64_t count) { return execute(*connection_, kFill, count); }

  std::string folder_;
  std::string path_;
  std::unique_ptr<Connection> connection_;
};

TEST_F(SqliteLog, GivesATransactionItsOwnSpilledPages) {
  ASSERT_TRUE(fill(10));
  ASSERT_TRUE(execute(*connection_, kBeginNow));
  ASSERT_TRUE(fill(1000));  // thirty times what is gathered at most
  EXPECT_EQ(rows(*connection_), 1010);
  ASSERT_TRUE(execute(*connection_, kRollBack));
  EXPECT_EQ(rows(*connection_), 10);
  ASSERT_TRUE(fill(100));
  EXPECT_EQ(rows(*connection_), 110);
  EXPECT_EQ(integrity(*connection_), "ok");
}

TEST_F(SqliteLog, ShowsOthersACommitAtOnce) {
  const auto reader = Connection::open(path_, Access::kRead).value();
  for (std::int64_t round = 1; round <= 20; ++round) {
    ASSERT_TRUE(execute(*connection_, kBeginNow));
    ASSERT_TRUE(fill(25));
    EXPECT_EQ(rows(*reader), (round - 1) * 25);
    ASSERT_TRUE(execute(*connection_, kCommitNow));
    EXPECT_EQ(rows(*reader), round * 25);
  }
  EXPECT_EQ(integrity(*reader), "ok");
}

TEST_F(SqliteLog, SaysThatACommitCouldNotBeWritten) {
  ASSERT_TRUE(fill(10));
  rlimit before{};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto ignored = std::signal(SIGXFSZ, SIG_IGN);
  rlimit tight = before;
  tight.rlim_cur = 512 * 1024;
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &tight), 0);
  const auto failed = fill(200);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, ignored);
  EXPECT_FALSE(failed);
  EXPECT_EQ(rows(*connection_), 10);
  ASSERT_TRUE(fill(5));
  const auto reader = Connection::open(path_, Access::kRead).value();
  EXPECT_EQ(rows(*reader), 15);
  EXPECT_EQ(integrity(*reader), "ok");
}

TEST(SqliteStoreLog, BeginsAnewUnderUnbrokenLoad) {
  std::string folder = testing::TempDir() + "baobei-log-XXXXXX";
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  {
    auto opened = open(folder + "/store.db", OpenMode::kProduction, kStart).value();
    engine::StoredApp last;
    std::uint64_t highest = 0;
    constexpr std::size_t kStateBytes = 256 * 1024;
    for (std::uint64_t written = 0; written < 3 * kWalBytesMax; written += kStateBytes) {
      auto write = fake_write("wx1", last);
      // SQLite leaves pages alone that would be the same again.
      const char letter = static_cast<char>('a' + last.revision % 26);
      write.state = "\"" + std::string(kStateBytes, letter) + "\"";
      last = put(*opened.store, write);
      highest = std::max(highest, opened.store->wal_bytes());
    }
    EXPECT_GT(highest, kWalCheckpointBytes);
    EXPECT_LT(highest, kWalBytesMax + (std::uint64_t{8} << 20));
    EXPECT_EQ(opened.store->load("wx1")->state, last.state);
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace baobei::store
