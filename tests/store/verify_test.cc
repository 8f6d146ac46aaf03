// verify(): every kind of damage is found and named, and nothing else is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "store/backup.h"
#include "store/schema.h"
#include "store/sqlite.h"
#include "store/sqlite_store.h"
#include "support/scratch.h"
#include "support/story.h"

namespace baobei::test {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr Instant kStart = from_micros(1'770'000'000'000'000);

class VerifyTest : public testing::Test {
 protected:
  VerifyTest() {
    auto opened = store::open(path_, store::OpenMode::kProduction, kStart);
    CHECK(opened.has_value());
    for (const auto* app : {"wx1", "wx2", "wx3"}) {
      CaseStory story(app, kStart);
      auto writes = story.into_filing(sha256(app), sha256("report"));
      const std::string salt(32, 's');
      writes[2].texts = {{sha256(salt + app), salt, "notes", app}};
      for (const auto& outcome : opened->store->commit(writes)) {
        CHECK(outcome.result == engine::WriteResult::kCommitted, outcome.detail);
      }
    }
  }
  void run(const std::string& sql) {
    const auto connection = store::Connection::open(path_, store::Access::kWrite);
    ASSERT_TRUE(connection);
    const auto done = (*connection)->run(sql);
    ASSERT_TRUE(done) << to_string(done.error()) << ": " << sql;
  }

  Scratch scratch_;
  const std::string path_ = scratch_.file("baobei.db");
};

TEST_F(VerifyTest, SoundIsSound) {
  const auto verified = store::verify(path_);
  ASSERT_TRUE(verified) << to_string(verified.error());
  EXPECT_EQ(verified->apps, 3U);
  EXPECT_EQ(verified->events, 21U);
  EXPECT_EQ(verified->texts, 3U);
  EXPECT_EQ(verified->schema, store::schema_version_known());
  EXPECT_EQ(verified->mode, store::OpenMode::kProduction);
}

// R24: erasing breaks no proof.
TEST_F(VerifyTest, AnErasedTextBreaksNothing) {
  run("DELETE FROM text WHERE app_id = 'wx1'");
  const auto verified = store::verify(path_);
  ASSERT_TRUE(verified) << to_string(verified.error());
  EXPECT_EQ(verified->texts, 2U);
}

struct Damage {
  std::string sql;
  std::string named;  // in the message
};

const std::string kBody = "UPDATE event SET body = ";
const std::string kOf = " WHERE app_id = 'wx2'";
const Damage kDamages[] = {
    // the log
    {kBody + "replace(body, 'org-a', 'org-b')" + kOf, "not what was hashed"},
    {kBody + "body || ' '" + kOf + " AND revision = 3", "not what was hashed"},
    {"UPDATE event SET hash = zeroblob(32)" + kOf + " AND revision = 3", "not what was hashed"},
    {"UPDATE event SET type = 'released'" + kOf + " AND revision = 3", "columns are not"},
    {"UPDATE event SET at = at - 1" + kOf + " AND revision = 3", "columns are not"},
    {"UPDATE event SET actor = 'somebody'" + kOf + " AND revision = 3", "columns are not"},
    {"UPDATE event SET prev = zeroblob(32)" + kOf + " AND revision = 3", "columns are not"},
    {"DELETE FROM event" + kOf + " AND revision = 3", "is missing"},
    {"DELETE FROM event" + kOf, "is missing"},
    {"DELETE FROM event WHERE log_index = 21", "were given out"},
    {"UPDATE counter SET value = 9 WHERE name = 'log'", "were given out"},
    // the case file
    {"UPDATE app SET state = (SELECT state FROM app WHERE app_id = 'wx1')" + kOf,
     "not what its events say"},
    {"UPDATE app SET state = replace(state, '\"suspended\":false', '\"suspended\":true')" + kOf,
     "not what its events say"},
    {"UPDATE app SET state = 'x'" + kOf, "cannot be read"},
    {"UPDATE app SET revision = 6" + kOf, "another revision"},
    {"UPDATE app SET last_hash = zeroblob(32)" + kOf, "does not rest"},
    {"UPDATE app SET owner = 'org-b'" + kOf, "row of the mini-program"},
    {"UPDATE app SET service = 'down'" + kOf, "row of the mini-program"},
    {"DELETE FROM app" + kOf, "case file"},
    {"INSERT INTO app SELECT bucket, 'wx9', revision, last_hash, owner, subject, region, "
     "service, "
     "changed_at, state FROM app" +
         kOf,
     "case file without events"},
    // beside it
    {"UPDATE submission SET state = 'released'" + kOf, "submission 1 is listed wrongly"},
    {"UPDATE submission SET due = due + 1" + kOf, "submission 1 is listed wrongly"},
    {"DELETE FROM submission" + kOf, "a submission is not listed"},
    {"UPDATE entry SET end_at = end_at - 1" + kOf, "entry 1 is listed wrongly"},
    {"DELETE FROM entry" + kOf, "an entry is not listed"},
    {"UPDATE deadline SET due_at = due_at - 1 WHERE kind = 'filing_end' AND app_id = 'wx2'",
     "a deadline of nothing: filing_end 1"},
    {"DELETE FROM deadline WHERE kind = 'filing_end' AND app_id = 'wx2'",
     "a deadline is missing: filing_end 1"},
    {"INSERT INTO deadline SELECT bucket, app_id, 'down_by', 1, due_at FROM deadline" + kOf +
         " LIMIT 1",
     "a deadline of nothing: down_by 1"},
    {"INSERT INTO deadline VALUES (0, 'wx9', 'down_by', 1, 0)", "a deadline of no case file"},
    {"DELETE FROM notice" + kOf + " AND copy = 1", "notice"},
    {"DELETE FROM notice WHERE id = (SELECT max(id) FROM notice" + kOf + ")",
     "a notice is missing"},
    {"UPDATE notice SET address = 'org-b'" + kOf + " AND copy = 1", "notice that is not owed"},
    {"UPDATE notice SET body = replace(body, '\"entry\":1', '\"entry\":2')" + kOf,
     "notice that is not owed"},
    {"INSERT INTO notice SELECT 1000, bucket, app_id, revision, 9, inbox, recipient, address, "
     "copy, at, body, NULL FROM notice" +
         kOf + " LIMIT 1",
     "notice"},
    {"INSERT INTO notice SELECT 1000, bucket, app_id, 99, 0, inbox, recipient, address, copy, "
     "at, "
     "body, NULL FROM notice" +
         kOf + " LIMIT 1",
     "notice"},
    {"UPDATE counter SET value = 1 WHERE name = 'notice'", "was not given out"},
    {"UPDATE text SET words = '改过的'" + kOf, "not what was committed to"},
    {"UPDATE text SET salt = zeroblob(32)" + kOf, "not what was committed to"},
    // the file
    {"UPDATE meta SET value = 'tryout' WHERE name = 'mode'", "not a mode"},
};

TEST_F(VerifyTest, EveryDamageIsNamed) {
  ASSERT_TRUE(store::backup(path_, path_ + ".sound"));
  for (const auto& [sql, named] : kDamages) {
    for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path_ + suffix);
    std::filesystem::copy_file(path_ + ".sound", path_);
    run(sql);
    const auto verified = store::verify(path_);
    ASSERT_FALSE(verified) << sql;
    EXPECT_EQ(verified.error().kind, ErrorKind::kCorrupt) << sql;
    EXPECT_THAT(to_string(verified.error()), HasSubstr(named)) << sql;
  }
}

TEST_F(VerifyTest, WhatIsNotOursIsSaidToBe) {
  EXPECT_EQ(store::verify(scratch_.file("none.db")).error().kind, ErrorKind::kNotFound);
  std::ofstream(scratch_.file("text.db")) << std::string(5000, 'x');
  EXPECT_EQ(store::verify(scratch_.file("text.db")).error().kind, ErrorKind::kInvalid);
  std::ofstream(scratch_.file("empty.db")) << "";
  EXPECT_EQ(store::verify(scratch_.file("empty.db")).error().kind, ErrorKind::kInvalid);
  run("UPDATE meta SET value = '99' WHERE name = 'schema_version'");
  EXPECT_EQ(store::verify(path_).error().kind, ErrorKind::kInvalid);
  run("PRAGMA application_id = 7");
  EXPECT_EQ(store::verify(path_).error().kind, ErrorKind::kInvalid);
}

TEST_F(VerifyTest, EveryBrokenPageIsFound) {
  constexpr std::size_t kPage = 4096;
  ASSERT_TRUE(store::backup(path_, path_ + ".flat"));
  const auto pages = std::filesystem::file_size(path_ + ".flat") / kPage;
  ASSERT_GT(pages, 40U);
  for (std::size_t page = 1; page < pages; ++page) {
    const auto broken = scratch_.file("broken.db");
    std::filesystem::remove(broken);
    std::filesystem::copy_file(path_ + ".flat", broken);
    std::fstream file(broken, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(page * kPage));
    file << std::string(kPage, '\xff');
    file.close();
    const auto verified = store::verify(broken);
    ASSERT_FALSE(verified) << "page " << page + 1;
    EXPECT_EQ(verified.error().kind, ErrorKind::kCorrupt) << to_string(verified.error());
  }
}

// The copy is one file that needs nothing beside it and keeps its stamp.
TEST_F(VerifyTest, ACopyIsWholeByItself) {
  const auto copy = scratch_.file("copy.db");
  ASSERT_TRUE(store::backup(path_, copy));
  std::ifstream file(copy, std::ios::binary);
  std::string head(100, '\0');
  file.read(head.data(), 100);
  EXPECT_EQ(head[18], 1) << "no write-ahead log is expected beside it";
  EXPECT_EQ(head[19], 1);
  EXPECT_FALSE(std::filesystem::exists(copy + "-wal"));
  EXPECT_FALSE(std::filesystem::exists(copy + ".partial"));
  ASSERT_TRUE(store::verify(copy));
  EXPECT_FALSE(std::filesystem::exists(copy + "-wal"));
  EXPECT_EQ(store::open(copy, store::OpenMode::kSandbox, kStart).error().kind, ErrorKind::kInvalid);
  EXPECT_TRUE(store::open(copy, store::OpenMode::kProduction, kStart));
  EXPECT_EQ(store::backup(path_, copy).error().kind, ErrorKind::kConflict);
  EXPECT_EQ(store::backup(scratch_.file("none.db"), scratch_.file("x")).error().kind,
            ErrorKind::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(scratch_.file("x")));
}

TEST_F(VerifyTest, NamedBlobsArePackagesAndReports) {
  {
    auto opened = store::open(path_, store::OpenMode::kProduction, kStart);
    ASSERT_TRUE(opened);
    for (const auto* app : {"wx1", "wx2"}) {
      ASSERT_TRUE(
          opened->store->put_package({app, sha256("pack"), "1.0", 1, 1, "person-dev", kStart}));
    }
  }
  std::vector<Digest> expected = {sha256("pack"), sha256("report")};
  std::ranges::sort(expected);
  EXPECT_EQ(store::named_blobs(path_).value(), expected);
}

}  // namespace
}  // namespace baobei::test
