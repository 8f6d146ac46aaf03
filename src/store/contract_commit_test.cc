// The contract of commit(): what is taken, what is refused, what the log then holds.
#include "store/store_contract.h"

namespace baobei::store {
namespace {

using engine::FactKind;
using engine::Write;
using engine::WriteResult;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::uint64_t> log_indexes(engine::Reader& reader) {
  std::vector<std::uint64_t> all;
  const auto log = reader.log(0, 10'000).value();
  for (const auto& event : log) all.push_back(event.log_index);
  return all;
}

std::vector<std::string> logged_apps(engine::Reader& reader) {
  std::vector<std::string> all;
  const auto log = reader.log(0, 10'000).value();
  for (const auto& event : log) all.push_back(event.app);
  return all;
}

TEST_P(StoreContract, WhatIsCommittedIsThere) {
  const auto write = fake_write("app-1", {}, 2);
  const auto outcome = commit_one(store_, write);
  EXPECT_EQ(outcome.result, WriteResult::kCommitted);
  EXPECT_EQ(outcome.first_log_index, 1U);

  const auto stored = store_.load("app-1").value();
  EXPECT_EQ(stored.revision, 2U);
  EXPECT_EQ(stored.state, write.state);
  EXPECT_EQ(stored.last_hash, write.events[1].hash);
  EXPECT_EQ(reader_.app_for_delivery("app-1").value().state, write.state);

  const auto log = reader_.log(1, 10).value();
  ASSERT_THAT(log, SizeIs(1));
  EXPECT_EQ(log[0].app, "app-1");
  EXPECT_EQ(log[0].row.body, write.events[1].body);
  EXPECT_EQ(log[0].row.prev, write.events[0].hash);
  EXPECT_EQ(log[0].row.hash, write.events[1].hash);
  EXPECT_EQ(log[0].row.at, write.events[1].at);
  EXPECT_EQ(log[0].row.recorded_at, write.events[1].recorded_at);
  EXPECT_EQ(log[0].row.type, "tested");
  EXPECT_EQ(log[0].row.actor, "person-1");
}

TEST_P(StoreContract, WhatNeverWasIsNotFound) {
  EXPECT_EQ(store_.load("app-1").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(reader_.app_for_delivery("app-1").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(reader_.app_name("app-1").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(reader_.subject("sub-a").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(reader_.text(sha256("words")).error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(store_.commit({}), IsEmpty());
}

TEST_P(StoreContract, WritesOfOneMiniProgramChainWithinASpan) {
  std::vector<Write> writes = {fake_write("app-1")};
  writes.push_back(fake_write("app-1", after(writes[0]), 3));
  writes.push_back(fake_write("app-1", after(writes[1])));
  const auto outcomes = store_.commit(writes);
  EXPECT_THAT(results(outcomes), ElementsAre(WriteResult::kCommitted, WriteResult::kCommitted,
                                             WriteResult::kCommitted));
  EXPECT_EQ(outcomes[1].first_log_index, 2U);
  EXPECT_EQ(outcomes[2].first_log_index, 5U);
  EXPECT_EQ(store_.load("app-1").value().revision, 5U);
}

TEST_P(StoreContract, ANewerRevisionOrAnotherHashIsAConflict) {
  const auto first = put(store_, fake_write("app-1"));
  put(store_, fake_write("app-1", first));
  const engine::StoredApp other{"", 2, sha256("another history")};
  const engine::StoredApp ahead{"", 7, sha256("a history to come")};
  const Write stale[] = {fake_write("app-1"), fake_write("app-1", first),
                         fake_write("app-1", other), fake_write("app-1", ahead),
                         fake_write("app-2", first)};
  for (const auto& write : stale) {
    const auto outcome = commit_one(store_, write);
    EXPECT_EQ(outcome.result, WriteResult::kConflict) << write.app << " " << write.expected;
    EXPECT_FALSE(outcome.detail.empty());
  }
  EXPECT_THAT(log_indexes(reader_), ElementsAre(1, 2));
}

TEST_P(StoreContract, AWriteThatContradictsItselfIsNotTaken) {
  const auto last = put(store_, fake_write("app-1"));
  std::vector<Write> broken(6, fake_write("app-1", last, 2));
  broken[0].events.clear();
  broken[1].events[1].revision = 9;
  broken[2].events[1].prev = sha256("elsewhere");
  broken[3].notices = {fake_notice(broken[3], lifecycle::Recipient::kOperator, "operator")};
  broken[3].notices.push_back(broken[3].notices[0]);
  broken[4].notices = {fake_notice(broken[4], lifecycle::Recipient::kOperator, "operator")};
  broken[4].notices[0].revision = 1;
  broken[5] = fake_write("app-2", {"", 0, sha256("something before")});
  for (const auto& outcome : store_.commit(broken)) {
    EXPECT_EQ(outcome.result, WriteResult::kUnavailable);
    EXPECT_FALSE(outcome.detail.empty());
  }
  EXPECT_THAT(log_indexes(reader_), ElementsAre(1));
}

TEST_P(StoreContract, ARepeatedKeyGetsTheFirstAnswer) {
  auto write = fake_write("app-1");
  write.idempotency = fake_key("key-1", "the request", R"({"revision":1})");
  const auto last = put(store_, write);
  const auto kept = store_.find_idempotency(write.idempotency->key).value();
  ASSERT_TRUE(kept.has_value());
  EXPECT_EQ(kept->request, sha256("the request"));
  EXPECT_EQ(kept->response, R"({"revision":1})");
  EXPECT_EQ(kept->at, kStart);

  auto again = fake_write("app-1", last);
  again.idempotency = fake_key("key-1", "the request", "another answer");
  auto outcome = commit_one(store_, again);
  EXPECT_EQ(outcome.result, WriteResult::kDuplicate);
  EXPECT_EQ(outcome.response, R"({"revision":1})");
  again.idempotency = fake_key("key-1", "another request");
  outcome = commit_one(store_, again);
  EXPECT_EQ(outcome.result, WriteResult::kKeyReused);
  EXPECT_EQ(outcome.response, "");
  EXPECT_EQ(store_.load("app-1").value().revision, 1U);

  again.idempotency->key.principal = "person-2";
  EXPECT_EQ(commit_one(store_, again).result, WriteResult::kCommitted);
  EXPECT_FALSE(store_.find_idempotency({"person-1", "release", "key-1"}).value().has_value());
}

// A repeated command whose first try went through meets a newer revision, too: it is a duplicate
// all the same.
TEST_P(StoreContract, ARepeatedKeyIsADuplicateBeforeItIsAConflict) {
  auto write = fake_write("app-1");
  write.idempotency = fake_key("key-1", "the request");
  put(store_, write);
  EXPECT_EQ(commit_one(store_, write).result, WriteResult::kDuplicate);
}

TEST_P(StoreContract, AWriteThatFailsDisturbsNoOther) {
  auto keyed = fake_write("app-1");
  keyed.idempotency = fake_key("key-1", "a");
  auto reused = fake_write("app-2");
  reused.idempotency = fake_key("key-1", "b");
  auto repeated = fake_write("app-3");
  repeated.idempotency = fake_key("key-1", "a");
  auto broken = fake_write("app-4");
  broken.events.clear();
  auto stale = fake_write("app-5");
  stale.facts = {{FactKind::kGrants, "sub-a", 3}};
  auto from_nowhere = fake_write("app-6", {"", 4, sha256("nothing")});
  const std::vector<Write> writes = {keyed, reused,       repeated,           broken,
                                     stale, from_nowhere, fake_write("app-7")};
  const auto outcomes = store_.commit(writes);
  EXPECT_THAT(results(outcomes),
              ElementsAre(WriteResult::kCommitted, WriteResult::kKeyReused, WriteResult::kDuplicate,
                          WriteResult::kUnavailable, WriteResult::kConflict, WriteResult::kConflict,
                          WriteResult::kCommitted));
  EXPECT_EQ(outcomes[6].first_log_index, 2U);
  EXPECT_THAT(log_indexes(reader_), ElementsAre(1, 2));
  EXPECT_THAT(logged_apps(reader_), ElementsAre("app-1", "app-7"));
}

TEST_P(StoreContract, ARefusedWriteLeavesNothingBehind) {
  const Digest words = sha256("words");
  auto write = fake_write("app-1");
  write.facts = {{FactKind::kPerson, "person-1", 5}};
  write.submissions = {fake_submission(1, lifecycle::SubmissionState::kChecking, {}, kStart)};
  write.entries = {fake_entry(1, 1, "33", lifecycle::EntryState::kRunning, kStart)};
  write.notices = {fake_notice(write, lifecycle::Recipient::kOperator, "operator")};
  write.deadlines_set = {{lifecycle::DeadlineKind::kFilingEnd, 1, at(9)}};
  write.deliveries = {{engine::DeliveryKind::kCheck, "app-1", 1, 1, words, kStart}};
  write.texts = {{words, std::string(32, 's'), "notes", "words"}};
  write.bars_raised = {sha256("package")};
  write.idempotency = fake_key("key-1", "a");
  EXPECT_EQ(commit_one(store_, write).result, WriteResult::kConflict);

  EXPECT_EQ(store_.load("app-1").error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(log_indexes(reader_), IsEmpty());
  EXPECT_THAT(reader_.submissions(everything(), {}, {}).value().rows, IsEmpty());
  EXPECT_THAT(reader_.entries(everything(), {}, {}).value().rows, IsEmpty());
  const auto operator_viewer = viewer_of({lifecycle::Role::kOperator}, "org-operator");
  EXPECT_THAT(reader_.inbox(operator_viewer, false, {}).value().rows, IsEmpty());
  EXPECT_FALSE(store_.next_due().value().has_value());
  EXPECT_THAT(store_.lease_deliveries(engine::DeliveryKind::kCheck, at(9), at(99), 10).value(),
              IsEmpty());
  EXPECT_EQ(reader_.text(words).error().kind, ErrorKind::kNotFound);
  engine::FactsQuery query;
  query.digests = {sha256("package")};
  EXPECT_EQ(store_.facts(query).value().stamps[0].version, 0);
  EXPECT_FALSE(store_.find_idempotency(write.idempotency->key).value().has_value());
}

TEST_P(StoreContract, ADeadlineIsSetReplacedAndCleared) {
  using lifecycle::DeadlineKind;
  auto write = fake_write("app-1");
  write.deadlines_set = {{DeadlineKind::kFilingEnd, 1, at(30)},
                         {DeadlineKind::kFilingEnd, 2, at(20)},
                         {DeadlineKind::kReviewDue, 1, at(10)}};
  auto last = put(store_, write);
  auto other = fake_write("app-2");
  other.deadlines_set = {{DeadlineKind::kDownBy, 1, at(15)}};
  put(store_, other);
  EXPECT_EQ(store_.next_due().value(), at(10));
  const auto due = store_.due(at(20), 10).value();
  ASSERT_THAT(due, SizeIs(3));
  EXPECT_EQ(due[0].deadline, (lifecycle::Deadline{DeadlineKind::kReviewDue, 1, at(10)}));
  EXPECT_EQ(due[1].app, "app-2");
  EXPECT_EQ(due[2].deadline, (lifecycle::Deadline{DeadlineKind::kFilingEnd, 2, at(20)}));
  EXPECT_THAT(store_.due(at(99), 2).value(), SizeIs(2));
  EXPECT_THAT(store_.due(at(9), 10).value(), IsEmpty());

  write = fake_write("app-1", last);
  write.deadlines_cleared = {{DeadlineKind::kReviewDue, 1, at(10)},
                             {DeadlineKind::kFilingEnd, 2, at(20)},
                             {DeadlineKind::kFilingEnd, 9, at(1)}};
  write.deadlines_set = {{DeadlineKind::kFilingEnd, 1, at(12)}};
  put(store_, write);
  EXPECT_EQ(store_.next_due().value(), at(12));
  EXPECT_THAT(store_.due(at(99), 10).value(), SizeIs(2));
}

TEST_P(StoreContract, DeadlinesAreReplacedByThoseOfTheCaseFile) {
  using lifecycle::DeadlineKind;
  auto write = fake_write("app-1");
  write.deadlines_set = {{DeadlineKind::kFilingEnd, 1, at(30)},
                         {DeadlineKind::kReviewDue, 1, at(10)}};
  const auto last = put(store_, write);
  auto other = fake_write("app-2");
  other.deadlines_set = {{DeadlineKind::kDownBy, 1, at(15)}};
  put(store_, other);
  const lifecycle::Deadline right[] = {{DeadlineKind::kFilingEnd, 1, at(40)},
                                       {DeadlineKind::kLapse, 1, at(12)}};
  EXPECT_EQ(store_.replace_deadlines("app-1", last.revision + 1, right).error().kind,
            ErrorKind::kConflict);
  EXPECT_EQ(store_.replace_deadlines("app-9", 0, right).error().kind, ErrorKind::kConflict);
  EXPECT_EQ(store_.next_due().value(), at(10));
  ASSERT_TRUE(store_.replace_deadlines("app-1", last.revision, right));
  const auto due = store_.due(at(99), 10).value();
  ASSERT_THAT(due, SizeIs(3));
  EXPECT_EQ(due[0].deadline, right[1]);
  EXPECT_EQ(due[1].app, "app-2");
  EXPECT_EQ(due[2].deadline, right[0]);
}

// An outcome that nobody knows is resolved by asking for the very event.
TEST_P(StoreContract, AnEventIsFoundByItsHash) {
  const auto write = fake_write("app-1", {}, 2);
  EXPECT_FALSE(store_.has_event("app-1", 1, write.events[0].hash).value());
  put(store_, write);
  EXPECT_TRUE(store_.has_event("app-1", 1, write.events[0].hash).value());
  EXPECT_TRUE(store_.has_event("app-1", 2, write.events[1].hash).value());
  EXPECT_FALSE(store_.has_event("app-1", 2, write.events[0].hash).value());
  EXPECT_FALSE(store_.has_event("app-1", 3, write.events[1].hash).value());
  EXPECT_FALSE(store_.has_event("app-1", 0, {}).value());
  EXPECT_FALSE(store_.has_event("app-2", 1, write.events[0].hash).value());
}

TEST_P(StoreContract, ADeliveryIsLeasedUntilItIsFinished) {
  using engine::DeliveryKind;
  const Digest digest = sha256("package");
  auto write = fake_write("app-1");
  write.deliveries = {{DeliveryKind::kCheck, "app-1", 1, 1, digest, at(5)},
                      {DeliveryKind::kCheck, "app-1", 2, 1, digest, at(1)},
                      {DeliveryKind::kPush, "app-1", 7, 0, digest, at(1)}};
  const auto last = put(store_, write);
  EXPECT_THAT(store_.lease_deliveries(DeliveryKind::kCheck, at(0), at(60), 9).value(), IsEmpty());

  const auto first = store_.lease_deliveries(DeliveryKind::kCheck, at(5), at(60), 1).value();
  ASSERT_THAT(first, SizeIs(1));
  EXPECT_EQ(first[0].row.ordinal, 2U);
  EXPECT_EQ(first[0].row.attempt, 1U);
  EXPECT_EQ(first[0].row.digest, digest);
  EXPECT_EQ(first[0].row.not_before, at(1));
  EXPECT_EQ(first[0].epoch, 1U);
  const auto second = store_.lease_deliveries(DeliveryKind::kCheck, at(5), at(60), 9).value();
  ASSERT_THAT(second, SizeIs(1));
  EXPECT_EQ(second[0].row.ordinal, 1U);

  // The lease ran out: handed out again, with a higher epoch.
  const auto again = store_.lease_deliveries(DeliveryKind::kCheck, at(60), at(120), 9).value();
  ASSERT_THAT(again, SizeIs(2));
  EXPECT_EQ(again[0].epoch, 2U);
  EXPECT_EQ(again[0].id, second[0].id);
  EXPECT_EQ(again[1].id, first[0].id);
  EXPECT_EQ(again[1].epoch, 2U);

  write = fake_write("app-1", last);
  write.finished_delivery = first[0].id;
  put(store_, write);
  EXPECT_TRUE(store_.finish_delivery(second[0].id));
  EXPECT_TRUE(store_.finish_delivery(second[0].id));
  EXPECT_THAT(store_.lease_deliveries(DeliveryKind::kCheck, at(999), at(1000), 9).value(),
              IsEmpty());

  auto later = fake_write("app-2");
  later.deliveries = {{DeliveryKind::kCheck, "app-2", 1, 1, digest, at(1)}};
  put(store_, later);
  const auto fresh = store_.lease_deliveries(DeliveryKind::kCheck, at(5), at(60), 9).value();
  ASSERT_THAT(fresh, SizeIs(1));
  EXPECT_GT(fresh[0].id, second[0].id) << "a finished job's id must never name another";
  EXPECT_THAT(store_.lease_deliveries(DeliveryKind::kPush, at(5), at(60), 9).value(), SizeIs(1));
}

TEST_P(StoreContract, OldIdempotencyKeysAreDropped) {
  std::vector<Write> writes;
  for (int i = 0; i < 20; ++i) {
    writes.push_back(fake_write("app-" + std::to_string(i)));
    writes.back().idempotency = fake_key("key-" + std::to_string(i), "a");
    writes.back().idempotency->at = at(i);
  }
  store_.commit(writes);
  EXPECT_EQ(store_.drop_idempotency(at(12), 5).value(), 5U);
  EXPECT_EQ(store_.drop_idempotency(at(12), 10).value(), 7U);
  EXPECT_EQ(store_.drop_idempotency(at(12), 10).value(), 0U);
  EXPECT_FALSE(store_.find_idempotency({"person-1", "submit", "key-11"}).value().has_value());
  EXPECT_TRUE(store_.find_idempotency({"person-1", "submit", "key-12"}).value().has_value());
}

TEST_P(StoreContract, TheHighWaterMarkNeverFalls) {
  EXPECT_EQ(store_.high_water().value(), Instant{});
  ASSERT_TRUE(store_.raise_high_water(at(5)));
  ASSERT_TRUE(store_.raise_high_water(at(3)));
  EXPECT_EQ(store_.high_water().value(), at(5));
  auto write = fake_write("app-1");
  write.events[0].recorded_at = at(8);
  put(store_, write);
  EXPECT_EQ(store_.high_water().value(), at(8));
}

TEST_P(StoreContract, AttemptsAreRecorded) {
  const engine::AttemptRow attempts[] = {{"app-1", "person-1", "pass_review", "stale", at(1)},
                                         {"app-1", "person-2", "answer_filing", "no_right", at(2)}};
  ASSERT_TRUE(store_.record_attempts(attempts));
  ASSERT_TRUE(store_.record_attempts({}));
  const auto rows = world_->attempts("app-1");
  ASSERT_THAT(rows, SizeIs(2));
  EXPECT_EQ(rows[0].actor, "person-2");
  EXPECT_EQ(rows[0].command, "answer_filing");
  EXPECT_EQ(rows[0].refusal, "no_right");
  EXPECT_EQ(rows[0].at, at(2));
  EXPECT_THAT(world_->attempts("app-2"), IsEmpty());
}

TEST_P(StoreContract, TextsLieBesideTheLog) {
  auto write = fake_write("app-1");
  const Digest words = sha256("words");
  write.texts = {{words, std::string(32, '\0'), "notes", "请先看首页"}};
  put(store_, write);
  EXPECT_EQ(reader_.text(words).value(), "请先看首页");
}

}  // namespace
}  // namespace baobei::store
