// What was changed in the directory and among the hosts is on record, in the transaction of the
// change; and whoever turns a step by hand is told of by verify.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "base/json.h"
#include "engine/directory.h"
#include "store/backup.h"
#include "store/sqlite.h"
#include "store/sqlite_hosts.h"
#include "store/sqlite_records.h"

namespace baobei::store {
namespace {

using engine::Act;
using lifecycle::Role;
using lifecycle::SubjectKind;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const Instant kStepsStart = from_micros(1'770'000'000'000'000);
Act act(const std::string& by, int seconds) {
  return {by, kStepsStart + std::chrono::seconds(seconds)};
}

// "person_changed p1 by op: roles=developer>reviewer name"
std::string told(const engine::DirectoryStep& step) {
  std::string text = std::string(wire_name(step.what)) + " " + step.about + " by " + step.act.by;
  const char* between = ": ";
  for (const auto& change : step.changes) {
    text += between + change.field;
    if (change.before || change.after) {
      text += "=" + change.before.value_or("") + ">" + change.after.value_or("");
    }
    between = " ";
  }
  return text;
}

class DirectorySteps : public testing::Test {
 protected:
  DirectorySteps() {
    folder_ = testing::TempDir() + "baobei-directory-steps-XXXXXX";
    EXPECT_NE(::mkdtemp(folder_.data()), nullptr);
    opened_ = open(path(), OpenMode::kProduction, kStepsStart).value();
  }
  ~DirectorySteps() override {
    opened_ = {};
    std::filesystem::remove_all(folder_);
  }
  std::string path() const { return folder_ + "/store.db"; }
  engine::Directory& directory() { return *opened_.directory; }
  std::vector<std::string> steps(const engine::DirectoryStepFilter& filter = {}) {
    SqliteRecords records(*opened_.reader);
    std::vector<std::string> all;
    engine::Page page{"", 2};
    do {
      const auto list = records.directory_steps(filter, page).value();
      for (const auto& step : list.rows) all.push_back(told(step));
      page.after = list.next;
    } while (!page.after.empty());
    return all;
  }
  // What verify says after this was done by hand.
  std::string after(const std::string& sql) {
    const auto db = Connection::open(path(), Access::kWrite).value();
    EXPECT_TRUE(db->run(sql)) << sql;
    const auto verified = verify(path());
    return verified ? "" : verified.error().message;
  }

  std::string folder_;
  Opened opened_;
};

TEST_F(DirectorySteps, TellWhoChangedWhatAndOnlyWhatChanged) {
  const engine::SubjectRow subject{{"s1", SubjectKind::kEnterprise, "33"}, "org-a", "名", "91"};
  ASSERT_TRUE(directory().put_org({"org-a", "developer", "一个组织", ""}, act("op", 1)));
  ASSERT_TRUE(directory().put_org({"org-a", "developer", "一个组织", ""}, act("op", 2)));
  ASSERT_TRUE(directory().put_org({"org-a", "agency", "改了名", ""}, act("op-2", 3)));
  ASSERT_TRUE(directory().put_subject(subject, act("op", 4)));
  auto moved = subject;
  moved.subject.region = "44";
  moved.name = "新名";
  ASSERT_TRUE(directory().put_subject(moved, act("op", 5)));
  engine::PersonRow person{"p1", "org-a", "", "人名", {Role::kDeveloper}, "", true};
  ASSERT_TRUE(directory().put_person(person, act("op", 6)));
  person.active = false;
  ASSERT_TRUE(directory().put_person(person, act("op", 7)));
  EXPECT_THAT(steps(),
              ElementsAre("person_changed p1 by op: active=true>false",
                          "person_recorded p1 by op: org=>org-a roles=>developer active=>true name",
                          "subject_changed s1 by op: region=33>44 name",
                          "subject_recorded s1 by op: kind=>enterprise region=>33 org=>org-a name "
                          "credit_code",
                          "org_changed org-a by op-2: kind=developer>agency name",
                          "org_recorded org-a by op: kind=>developer name"));
  EXPECT_THAT(steps({"op-2", "", {}}), SizeIs(1));
  EXPECT_THAT(steps({"", "s1", {}}), SizeIs(2));
  EXPECT_THAT(steps({"op-2", "s1", {}}), IsEmpty());
  EXPECT_THAT(steps({"op", "", act("", 6).at}), SizeIs(2));
}

TEST_F(DirectorySteps, TellOfOwnersHostsAndConfirmedProposals) {
  ASSERT_TRUE(directory().put_owner("org-a", "p1", true, act("op", 1)));
  ASSERT_TRUE(directory().put_owner("org-a", "p1", true, act("op", 2)));
  ASSERT_TRUE(directory().put_owner("org-a", "p1", false, act("op", 3)));
  ASSERT_TRUE(directory().put_owner("org-a", "p1", false, act("op", 4)));
  SqliteHosts hosts(*opened_.store, *opened_.reader);
  ASSERT_TRUE(hosts.add({"host-1", "华东", sha256("secret"), act("", 5).at, std::nullopt}, "op"));
  ASSERT_TRUE(hosts.revoke("host-1", act("op-2", 6)));
  ASSERT_TRUE(hosts.revoke("host-1", act("op-2", 7)));
  EXPECT_EQ(hosts.revoke("host-9", act("op-2", 8)).error().kind, ErrorKind::kNotFound);
  engine::ProposalRow proposal;
  proposal.person = {"p9", "org-a", "", "人名", {Role::kReviewer}, "", true};
  proposal.proposed_by = "op";
  proposal.proposed_at = act("", 8).at;
  const auto id = directory().propose(proposal).value();
  ASSERT_TRUE(
      directory().decide_proposal(id, engine::ProposalState::kConfirmed, "op-2", act("", 9).at));
  EXPECT_THAT(
      steps(),
      ElementsAre("person_recorded p9 by op-2: org=>org-a roles=>reviewer active=>true name",
                  "host_revoked host-1 by op-2", "host_added host-1 by op",
                  "owner_ended p1 by op: org=org-a>", "owner_made p1 by op: org=>org-a"));
}

TEST_F(DirectorySteps, AreNotThereWhereTheChangeIsNot) {
  for (std::size_t i = 0; i < engine::kOwnersMax; ++i) {
    ASSERT_TRUE(directory().put_owner("org-a", "p" + std::to_string(i), true, act("op", 1)));
  }
  EXPECT_EQ(directory().put_owner("org-a", "one-more", true, act("op", 2)).error().kind,
            ErrorKind::kConflict);
  EXPECT_THAT(steps(), SizeIs(engine::kOwnersMax));
  const auto verified = verify(path());
  EXPECT_TRUE(verified) << to_string(verified.error());
}

TEST_F(DirectorySteps, AreAChain) {
  for (const char* org : {"org-a", "org-b", "org-c"}) {
    ASSERT_TRUE(directory().put_org({org, "developer", org, ""}, act("op", 1)));
  }
  const auto verified = verify(path());
  ASSERT_TRUE(verified) << to_string(verified.error());
  EXPECT_EQ(after("UPDATE directory_step SET actor = 'somebody' WHERE id = 2"),
            "step 2 of the directory: it is not what was hashed");
  EXPECT_EQ(after("UPDATE directory_step SET actor = 'op' WHERE id = 2"), "");
  EXPECT_EQ(after("UPDATE directory_step SET prev = zeroblob(32) WHERE id = 3"),
            "step 3 of the directory: it follows another one");
  EXPECT_EQ(after("DELETE FROM directory_step WHERE id = 3"),
            "the steps of the directory end at 2, 3 were taken");
  EXPECT_EQ(after("DELETE FROM directory_step WHERE id = 1"),
            "step 2 of the directory: the one before is missing");
}

}  // namespace
}  // namespace baobei::store
