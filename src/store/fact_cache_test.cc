// What is kept of facts is what the file holds, whoever wrote it.
#include <cstdlib>
#include <filesystem>

#include "store/sqlite_store.h"
#include "store/store_contract.h"

namespace baobei::store {
namespace {

// Two processes on one file, as a server and an operator's tool are.
class TwoStores : public testing::Test {
 protected:
  TwoStores() : folder_(testing::TempDir() + "baobei-facts-XXXXXX") {
    CHECK(::mkdtemp(folder_.data()) != nullptr);
    const auto path = folder_ + "/store.db";
    server_ = open(path, OpenMode::kProduction, kStart).value();
    tool_ = open(path, OpenMode::kProduction, kStart).value();
  }
  ~TwoStores() override {
    server_ = {};
    tool_ = {};
    std::filesystem::remove_all(folder_);
  }

  engine::FactsAnswer facts() {
    engine::FactsQuery query;
    query.person = "officer-1";
    query.subject = "sub-a";
    query.region = "33";
    query.digests = {sha256("package")};
    query.app = "wx1";
    return server_.store->facts(query).value();
  }

  std::string folder_;
  Opened server_;
  Opened tool_;
};

TEST_F(TwoStores, SeeEachOthersFacts) {
  const auto before = facts();
  EXPECT_EQ(facts().stamps, before.stamps);
  EXPECT_TRUE(before.grants.empty());
  EXPECT_EQ(before.channel, lifecycle::Channel::kNone);
  EXPECT_FALSE(before.person);

  engine::PersonRow officer{"officer-1", "office", "", "某人", {lifecycle::Role::kOfficer},
                            "33",        true};
  ASSERT_TRUE(tool_.store->put_person(officer));
  ASSERT_TRUE(tool_.store->put_office({"33", lifecycle::Channel::kDesk}));
  ASSERT_TRUE(tool_.store->put_grant({"sub-a", "social-forum", std::nullopt}));
  ASSERT_TRUE(tool_.store->bar_everywhere(sha256("package"), true));
  const auto after = facts();
  EXPECT_TRUE(after.person && after.person->active);
  EXPECT_EQ(after.grants.size(), 1U);
  EXPECT_EQ(after.channel, lifecycle::Channel::kDesk);
  EXPECT_EQ(after.barred_everywhere.size(), 1U);

  officer.active = false;
  ASSERT_TRUE(tool_.store->put_person(officer));
  EXPECT_FALSE(facts().person->active);
  EXPECT_EQ(facts().channel, lifecycle::Channel::kNone);
}

TEST_F(TwoStores, RefuseAStampThatTheOtherMoved) {
  auto write = fake_write("wx1");
  write.facts = facts().stamps;
  ASSERT_TRUE(tool_.store->put_grant({"sub-a", "social-forum", std::nullopt}));
  EXPECT_EQ(commit_one(*server_.store, write).result, engine::WriteResult::kConflict);
  write.facts = facts().stamps;
  const auto last = put(*server_.store, write);

  // Its own commits are no reason to read again, and none to trust what they moved.
  auto barring = fake_write("wx1", last);
  barring.facts = facts().stamps;
  barring.bars_raised = {sha256("package")};
  auto other = fake_write("wx2");
  other.facts = barring.facts;
  const auto outcomes = server_.store->commit(std::vector{barring, other});
  EXPECT_EQ(results(outcomes),
            (std::vector{engine::WriteResult::kCommitted, engine::WriteResult::kConflict}));
  EXPECT_NE(facts().stamps, barring.facts);
}

}  // namespace
}  // namespace baobei::store
