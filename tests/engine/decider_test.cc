// The decider without its loop: what it keeps, what it throws away, what it cannot read.
#include "engine/decider.h"

#include "engine/world.h"

namespace baobei::test {
namespace {

using lifecycle::Refusal;
using testing::Contains;
using testing::SizeIs;

class Deciding : public testing::TestWithParam<StoreKind> {
 protected:
  Deciding() {
    for (const auto role : {Role::kDeveloper, Role::kOperator, Role::kReviewer}) {
      const auto who = World::actor(role);
      CHECK(store_.put_person({who.person, who.org, who.unit, "名字", {role}, who.region, true}));
    }
    CHECK(store_.put_grant({"sub-a", kPlain, std::nullopt}));
  }
  static engine::Request request(Role role, lifecycle::CommandData data) {
    engine::Request request;
    request.command = {"app-1", World::actor(role), std::move(data)};
    return request;
  }
  static engine::Request registration() {
    return request(Role::kOperator,
                   lifecycle::RegisterApp{
                       {"sub-a", lifecycle::SubjectKind::kEnterprise, "33"}, "org-a", false});
  }
  engine::Decided decide(const engine::Request& request) {
    auto decided = decider_.decide(request, kStart, kStart + 1ms);
    CHECK(decided.has_value(), decided ? "" : to_string(decided.error()));
    return std::move(*decided);
  }
  void commit(const engine::Write& write) {
    const auto outcome = store_.commit(std::span(&write, 1)).at(0);
    ASSERT_EQ(outcome.result, engine::WriteResult::kCommitted) << outcome.detail;
  }

  const std::unique_ptr<Home> home_ = make_home(GetParam());
  engine::Store& store_ = home_->store();
  TableBook book_;
  engine::Decider decider_{store_, book_, 2};
};
INSTANTIATE_TEST_SUITE_P(Stores, Deciding, testing::Values(StoreKind::kMemory, StoreKind::kSqlite),
                         name_of);

TEST_P(Deciding, WhatWasDecidedIsSeenBeforeItIsDurableAndForgottenWhenItIsNot) {
  ASSERT_FALSE(decide(registration()).refusal);
  EXPECT_EQ(decide(registration()).refusal, Refusal::kAlreadyRegistered);
  decider_.forget("app-1");  // nothing was committed
  const auto again = decide(registration());
  ASSERT_FALSE(again.refusal);
  EXPECT_EQ(again.before, 0U);
  commit(again.write);
  decider_.forget("app-1");
  EXPECT_EQ(decide(registration()).refusal, Refusal::kAlreadyRegistered);
}

TEST_P(Deciding, ADryRunLeavesTheCaseFileAsItIs) {
  auto dry = registration();
  dry.dry_run = true;
  EXPECT_THAT(decide(dry).events, SizeIs(1));
  EXPECT_THAT(decide(dry).events, SizeIs(1));
}

TEST_P(Deciding, AWriteCarriesWhatTheRequestBrings) {
  auto request = World::keyed(registration(), "key");
  request.texts = {{sha256("words"), "", "notes", "words"}};
  request.delivery = 7;
  const auto decided = decide(request);
  EXPECT_THAT(decided.write.texts, SizeIs(1));
  EXPECT_EQ(decided.write.finished_delivery, 7U);
  ASSERT_TRUE(decided.write.idempotency.has_value());
  EXPECT_EQ(decided.write.idempotency->request, request.request_hash);
  EXPECT_EQ(decided.write.idempotency->at, kStart + 1ms);
  EXPECT_EQ(decided.write.idempotency->response, engine::response_json("app-1", 0, decided.events));
  // Every fact that it rests on is verified in the committing transaction.
  using engine::FactKind;
  std::vector<std::pair<FactKind, std::string>> stamped;
  for (const auto& stamp : decided.write.facts) stamped.emplace_back(stamp.kind, stamp.key);
  EXPECT_THAT(stamped, Contains(std::pair(FactKind::kPerson, std::string("person-operator"))));
  EXPECT_THAT(stamped, Contains(std::pair(FactKind::kGrants, std::string("sub-a"))));
  EXPECT_THAT(stamped, Contains(std::pair(FactKind::kOffice, std::string("33"))));
}

TEST_P(Deciding, APersonWhoChangesBetweenDecisionAndCommitHasNotActed) {
  const auto decided = decide(registration());
  const auto who = World::actor(Role::kOperator);
  ASSERT_TRUE(
      store_.put_person({who.person, who.org, who.unit, "名字", {who.role}, who.region, false}));
  EXPECT_EQ(store_.commit(std::span(&decided.write, 1)).at(0).result,
            engine::WriteResult::kConflict);
  decider_.forget("app-1");
  EXPECT_EQ(decide(registration()).refusal, Refusal::kNoRight);
}

// R13: an end at D concerns a stamp before it, and whoever is stamped at or after it.
TEST_P(Deciding, EndsWithinAreThoseAfterTheOneAndUpToTheOther) {
  commit(decide(registration()).write);
  ASSERT_TRUE(store_.put_package(
      {"app-1", World::version("app-1"), "1.0", 1, 1, "person-developer", kStart}));
  commit(decide(request(Role::kDeveloper,
                        lifecycle::Submit{World::version("app-1"), {kPlain}, {}, {}, {}}))
             .write);
  const Instant due = kStart + book_.rules_.review_due;
  EXPECT_TRUE(decider_.ends_within("app-1", due - 1us, due).value());
  EXPECT_FALSE(decider_.ends_within("app-1", due - 2us, due - 1us).value());
  EXPECT_FALSE(decider_.ends_within("app-1", due, due + 1h).value());
  EXPECT_FALSE(decider_.ends_within("app-9", kStart, due + 1h).value()) << "nothing to end";
}

TEST_P(Deciding, TrimmingForgetsNothingOfABatch) {
  for (int i = 0; i < 10; ++i) {
    auto one = registration();
    one.command.app = "app-" + std::to_string(i);
    ASSERT_FALSE(decide(one).refusal);
  }
  EXPECT_EQ(decide(registration()).refusal, Refusal::kAlreadyRegistered) << "within a batch";
  decider_.trim();
  EXPECT_FALSE(decide(registration()).refusal) << "nothing was committed";
}

TEST_P(Deciding, ACaseFileThatCannotBeReadIsCorrupt) {
  const auto sound = decide(registration()).write;
  auto other = sound.state;
  other.replace(other.find("\"revision\":1"), 12, "\"revision\":2");
  for (const auto& state : {std::string("no case file"), other}) {
    const auto home = make_home(GetParam());
    auto write = sound;
    write.facts.clear();
    write.state = state;
    ASSERT_EQ(home->store().commit(std::span(&write, 1)).at(0).result,
              engine::WriteResult::kCommitted);
    engine::Decider decider(home->store(), book_, 2);
    const auto failed = decider.decide(registration(), kStart, kStart);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().kind, ErrorKind::kCorrupt) << to_string(failed.error());
  }
}

}  // namespace
}  // namespace baobei::test
