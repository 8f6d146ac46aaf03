// The directory as operators and owners use it, on every store.
#include "engine/directory.h"
#include "store/store_contract.h"

namespace baobei::store {
namespace {

using engine::ProposalState;
using lifecycle::Role;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const engine::Act kAct{"operator", at(1)};

class DirectoryContract : public StoreContract {
 protected:
  DirectoryContract() {
    for (const char* org : {"org-a", "org-b", "org-c"}) {
      EXPECT_TRUE(store_.put_org({org, "developer", org, ""}));
    }
    for (const char* person : {"p1", "p2", "p3"}) {
      EXPECT_TRUE(store_.put_person({person, "org-a", "", person, {Role::kDeveloper}, "", true}));
    }
  }
  engine::IssuedToken token(const std::string& secret, const std::string& person) {
    engine::IssuedToken issued;
    issued.token = {sha256(secret), person, "ci", at(100), false};
    issued.issued_by = "p1";
    issued.issued_at = at(1);
    return issued;
  }
  engine::ProposalRow proposal(const std::string& person) {
    engine::ProposalRow row;
    row.person = {person, "org-b", "unit", "name", {Role::kOperator, Role::kOfficer}, "33", true};
    row.proposed_by = "p1";
    row.proposed_at = at(1);
    return row;
  }
};

TEST_P(DirectoryContract, ListsByIdAndPage) {
  const auto first = directory_.orgs({"", 2}).value();
  ASSERT_THAT(first.rows, SizeIs(2));
  const auto second = directory_.orgs({first.next, 2}).value();
  ASSERT_THAT(second.rows, SizeIs(1));
  EXPECT_EQ(second.rows[0].id, "org-c");
  EXPECT_EQ(second.next, "");
  const auto people = directory_.people("org-a", {"", 2}).value();
  EXPECT_EQ(directory_.people("org-a", {people.next, 2}).value().rows.at(0).id, "p3");
  EXPECT_THAT(directory_.people("org-b", {}).value().rows, IsEmpty());
  EXPECT_EQ(directory_.org("nobody").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(directory_.person("nobody").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(directory_.person("p2").value().org, "org-a");
}

TEST_P(DirectoryContract, ShowsSubjectsToTheirOrganisationAndToOperators) {
  for (const auto& [id, org] : {std::pair("s1", "org-a"), std::pair("s2", "org-b")}) {
    ASSERT_TRUE(store_.put_subject({{id, lifecycle::SubjectKind::kEnterprise, "33"}, org, id, ""}));
  }
  const auto own = directory_.subjects(viewer_of({Role::kDeveloper}, "org-a"), {}).value();
  ASSERT_THAT(own.rows, SizeIs(1));
  EXPECT_EQ(own.rows[0].subject.id, "s1");
  EXPECT_THAT(directory_.subjects(viewer_of({Role::kOperator}, "org-z"), {}).value().rows,
              SizeIs(2));
}

TEST_P(DirectoryContract, PutsAPersonOnlyWhenConfirmed) {
  const auto id = directory_.propose(proposal("p9")).value();
  EXPECT_EQ(directory_.person("p9").error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(directory_.propose(proposal("p9")).error().kind, ErrorKind::kConflict) << "one is open";
  EXPECT_THAT(directory_.proposals(ProposalState::kProposed, {}).value().rows, SizeIs(1));
  ASSERT_TRUE(directory_.decide_proposal(id, ProposalState::kConfirmed, "p2", at(5)));
  const auto person = directory_.person("p9");
  ASSERT_TRUE(person);
  EXPECT_THAT(person->roles, ElementsAre(Role::kOperator, Role::kOfficer));
  EXPECT_EQ(person->unit, "unit");
  EXPECT_EQ(person->region, "33");
  const auto row = directory_.proposal(id).value();
  EXPECT_EQ(row.state, ProposalState::kConfirmed);
  EXPECT_EQ(row.decided_by, "p2");
  EXPECT_EQ(row.decided_at, at(5));
  EXPECT_EQ(directory_.decide_proposal(id, ProposalState::kRejected, "p2", at(6)).error().kind,
            ErrorKind::kConflict);
  EXPECT_EQ(directory_.decide_proposal(77, ProposalState::kRejected, "p2", at(6)).error().kind,
            ErrorKind::kNotFound);
}

TEST_P(DirectoryContract, LeavesAPersonAloneWhenRejected) {
  const auto id = directory_.propose(proposal("p1")).value();
  ASSERT_TRUE(directory_.decide_proposal(id, ProposalState::kRejected, "p2", at(5)));
  EXPECT_THAT(directory_.person("p1").value().roles, ElementsAre(Role::kDeveloper));
  EXPECT_TRUE(directory_.propose(proposal("p1"))) << "the next one may come";
}

TEST_P(DirectoryContract, AConfirmedPersonIsAFactThatMoved) {
  engine::FactsQuery query;
  query.person = "p1";
  query.region = "33";
  const auto before = store_.facts(query).value().stamps;
  const auto id = directory_.propose(proposal("p1")).value();
  ASSERT_TRUE(directory_.decide_proposal(id, ProposalState::kConfirmed, "p2", at(5)));
  const auto after = store_.facts(query).value().stamps;
  ASSERT_EQ(before.size(), after.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_GT(after[i].version, before[i].version) << after[i].key;
  }
}

TEST_P(DirectoryContract, KnowsATokenByItsScope) {
  auto issued = token("secret", "p1");
  ASSERT_TRUE(
      store_.put_person({"p1", "org-a", "", "p1", {Role::kDeveloper, Role::kReviewer}, "", true}));
  issued.roles = {Role::kReviewer};
  issued.read_only = true;
  ASSERT_TRUE(directory_.issue_token(issued));
  const auto principal = reader_.authenticate(sha256("secret"), at(2));
  ASSERT_TRUE(principal);
  EXPECT_THAT(principal->person.roles, ElementsAre(Role::kReviewer));
  EXPECT_TRUE(principal->read_only);
  EXPECT_FALSE(reader_.authenticate(sha256("secret"), at(100))) << "expired at its instant";
  // A role that the person lost since is lost to the token as well.
  ASSERT_TRUE(store_.put_person({"p1", "org-a", "", "p1", {Role::kDeveloper}, "", true}));
  EXPECT_THAT(reader_.authenticate(sha256("secret"), at(2)).value().person.roles, IsEmpty());
}

TEST_P(DirectoryContract, ListsAndRevokesTokens) {
  ASSERT_TRUE(directory_.issue_token(token("one", "p1")));
  ASSERT_TRUE(store_.put_token({sha256("old"), "p1", "first", {}, false}));
  const auto rows = directory_.tokens("p1").value();
  ASSERT_THAT(rows, SizeIs(2));
  const auto id = token("one", "p1").id();
  EXPECT_EQ(directory_.revoke_token("p2", id).error().kind, ErrorKind::kNotFound);
  EXPECT_EQ(directory_.revoke_token("p1", "zz").error().kind, ErrorKind::kNotFound);
  ASSERT_TRUE(directory_.revoke_token("p1", id));
  EXPECT_FALSE(reader_.authenticate(sha256("one"), at(2)));
  EXPECT_TRUE(reader_.authenticate(sha256("old"), at(2))) << "one of the machine's own, in full";
  const auto after = directory_.tokens("p1").value();
  for (const auto& row : after) {
    EXPECT_EQ(row.token.revoked, row.id() == id);
  }
}

TEST_P(DirectoryContract, BoundsTokensAndOwners) {
  for (std::size_t i = 0; i < engine::kTokensOfPersonMax; ++i) {
    ASSERT_TRUE(directory_.issue_token(token("t" + std::to_string(i), "p1")));
  }
  EXPECT_EQ(directory_.issue_token(token("more", "p1")).error().kind, ErrorKind::kConflict);
  ASSERT_TRUE(directory_.revoke_token("p1", token("t0", "p1").id()));
  EXPECT_TRUE(directory_.issue_token(token("more", "p1")));
  for (std::size_t i = 0; i < engine::kOwnersMax; ++i) {
    ASSERT_TRUE(directory_.put_owner("org-a", "o" + std::to_string(i), true, kAct));
  }
  EXPECT_EQ(directory_.put_owner("org-a", "one-more", true, kAct).error().kind,
            ErrorKind::kConflict);
  EXPECT_TRUE(directory_.is_owner("org-a", "o3").value());
  ASSERT_TRUE(directory_.put_owner("org-a", "o3", false, kAct));
  EXPECT_FALSE(directory_.is_owner("org-a", "o3").value());
  EXPECT_FALSE(directory_.is_owner("org-b", "o4").value());
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Stores, DirectoryContract, testing::ValuesIn(store_kinds()),
                         [](const auto& row) { return row.param.name; });

}  // namespace baobei::store
