// No read walks a table or sorts (DESIGN decision 15): each one's plan, as SQLite makes it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "store/read_sql.h"
#include "store/sqlite.h"
#include "store/sqlite_store.h"
#include "store/store_contract.h"

namespace baobei::store {
namespace {

// The steps of the plan, one a line.
std::string plan_of(Connection& db, const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  const auto explained = "EXPLAIN QUERY PLAN " + sql;
  if (sqlite3_prepare_v2(db.raw(), explained.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
    return sqlite3_errmsg(db.raw());
  }
  std::string steps;
  while (sqlite3_step(statement) == SQLITE_ROW) {
    steps += reinterpret_cast<const char*>(sqlite3_column_text(statement, 3));
    steps += "\n";
  }
  sqlite3_finalize(statement);
  return steps;
}

TEST(ReadPlans, NeitherWalkATableNorSort) {
  std::string folder = testing::TempDir() + "baobei-plans-XXXXXX";
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const auto path = folder + "/store.db";
  ASSERT_TRUE(open(path, OpenMode::kProduction, kStart));
  {
    const auto db = Connection::open(path, Access::kRead).value();
    for (const char* sql : sql::kReads) {
      const auto plan = plan_of(*db, sql);
      EXPECT_THAT(plan, testing::HasSubstr("SEARCH")) << sql;
      EXPECT_THAT(plan, testing::Not(testing::HasSubstr("SCAN"))) << sql << "\n" << plan;
      EXPECT_THAT(plan, testing::Not(testing::HasSubstr("TEMP B-TREE"))) << sql << "\n" << plan;
    }
    EXPECT_THAT(plan_of(*db, "SELECT * FROM event WHERE type = 'x'"), testing::HasSubstr("SCAN"));
    EXPECT_THAT(plan_of(*db, "SELECT * FROM event WHERE log_index > 1 ORDER BY type"),
                testing::HasSubstr("TEMP B-TREE"));
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace baobei::store
