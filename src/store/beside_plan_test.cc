// No read of what is stored beside the case files walks a table or sorts (DESIGN decision 15).
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <vector>

#include "store/beside_sql.h"
#include "store/dismissals_sql.h"
#include "store/editions_sql.h"
#include "store/forms_sql.h"
#include "store/health_sql.h"
#include "store/jobs_sql.h"
#include "store/people_sql.h"
#include "store/personal_sql.h"
#include "store/read_sql.h"
#include "store/records_sql.h"
#include "store/retention_sql.h"
#include "store/scans_sql.h"
#include "store/schema.h"
#include "store/statistics_sql.h"
#include "store/webhooks_sql.h"

namespace baobei::store {
namespace {

std::string plan_of(Connection& db, const char* sql) {
  static std::vector<std::string> texts;  // a statement is known by its text's address
  texts.reserve(1'000);
  texts.push_back("EXPLAIN QUERY PLAN " + std::string(sql));
  Query query(db, texts.back().c_str());
  std::string plan;
  while (query.next()) {
    std::int64_t id = 0;
    std::int64_t parent = 0;
    std::int64_t unused = 0;
    std::string line;
    query.columns(id, parent, unused, line);
    plan += line + "\n";
  }
  EXPECT_TRUE(query.status()) << sql;
  return plan;
}

// What a subquery gave is counted; its own lines say how it was found.
std::string without_subqueries(std::string plan) {
  for (const std::string line : {"SCAN (subquery-1)", "SCAN SUBQUERY 1"}) {
    if (const auto at = plan.find(line); at != std::string::npos) plan.erase(at, line.size());
  }
  return plan;
}

TEST(BesidePlans, use_an_index_and_never_sort) {
  std::string folder = testing::TempDir() + "baobei-plans-XXXXXX";
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  {
    const auto db = Connection::open(folder + "/store.db", Access::kCreate).value();
    ASSERT_TRUE(bring_up_to_date(*db, OpenMode::kSandbox, Instant()));
    EXPECT_NE(plan_of(*db, "SELECT label FROM upload ORDER BY label").find("SCAN"),
              std::string::npos);
    std::vector<const char*> reads(std::begin(sql::kBesideReads), std::end(sql::kBesideReads));
    reads.insert(reads.end(), std::begin(sql::kReads), std::end(sql::kReads));
    reads.insert(reads.end(), std::begin(sql::kWebhookReads), std::end(sql::kWebhookReads));
    reads.insert(reads.end(), std::begin(sql::kJobReads), std::end(sql::kJobReads));
    reads.insert(reads.end(), std::begin(sql::kScanReads), std::end(sql::kScanReads));
    reads.insert(reads.end(), std::begin(sql::kFormReads), std::end(sql::kFormReads));
    reads.insert(reads.end(), std::begin(sql::kDismissalReads), std::end(sql::kDismissalReads));
    reads.insert(reads.end(), std::begin(sql::kStatisticsReads), std::end(sql::kStatisticsReads));
    reads.insert(reads.end(), std::begin(sql::kPersonalReads), std::end(sql::kPersonalReads));
    reads.insert(reads.end(), std::begin(sql::kEditionReads), std::end(sql::kEditionReads));
    reads.insert(reads.end(), std::begin(sql::kPeopleReads), std::end(sql::kPeopleReads));
    reads.insert(reads.end(), std::begin(sql::kRetentionReads), std::end(sql::kRetentionReads));
    reads.insert(reads.end(), std::begin(sql::kRecordReads), std::end(sql::kRecordReads));
    reads.insert(reads.end(), std::begin(sql::kHealthReads), std::end(sql::kHealthReads));
    for (const char* sql : reads) {
      const auto plan = plan_of(*db, sql);
      EXPECT_NE(plan.find("SEARCH"), std::string::npos) << sql << "\n" << plan;
      EXPECT_EQ(without_subqueries(plan).find("SCAN"), std::string::npos) << sql << "\n" << plan;
      EXPECT_EQ(plan.find("TEMP B-TREE"), std::string::npos) << sql << "\n" << plan;
    }
  }
  std::filesystem::remove_all(folder);
}

// Of 100,000 mini-programs of one developer, those of a rare state come from the index of states.
TEST(BesidePlans, of_one_service_state_walk_no_other) {
  std::string folder = testing::TempDir() + "baobei-plans-XXXXXX";
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  {
    const auto db = Connection::open(folder + "/store.db", Access::kCreate).value();
    ASSERT_TRUE(bring_up_to_date(*db, OpenMode::kSandbox, Instant()));
    const auto plan = plan_of(*db, sql::kAppsFilteredOfService);
    EXPECT_NE(plan.find("app_audience_of_service (audience=? AND service=? AND app_id>?)"),
              std::string::npos)
        << plan;
    EXPECT_EQ(plan.find("TEMP B-TREE"), std::string::npos) << plan;
    const auto of_subject = plan_of(*db, sql::kAppsBySubject);
    EXPECT_NE(of_subject.find("app_of_subject (subject=? AND app_id>?)"), std::string::npos)
        << of_subject;
  }
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace baobei::store
