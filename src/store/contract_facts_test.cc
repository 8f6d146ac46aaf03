// The contract of the directory and of the facts that decisions stamp, and of the faults that
// FaultyStore injects.
#include <set>

#include "store/faulty_store.h"
#include "store/store_contract.h"

namespace baobei::store {
namespace {

using engine::FactKind;
using engine::FactStamp;
using engine::WriteResult;
using lifecycle::Channel;
using lifecycle::Role;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

engine::FactsQuery query_all() {
  engine::FactsQuery query;
  query.subject = "sub-a";
  query.region = "33";
  query.digests = {sha256("package")};
  query.app = "app-1";
  query.package = sha256("package");
  return query;
}

engine::PersonRow officer(const std::string& id, const std::string& region, bool active = true) {
  return {id, "org-office", "", "officer A", {Role::kOfficer}, region, active};
}

engine::SubjectRow subject_row() {
  return {{"sub-a", lifecycle::SubjectKind::kEnterprise, "33"}, "org-a", "一家公司", "9133"};
}

TEST_P(StoreContract, FactsOfNothingAreEmptyAndStamped) {
  const auto facts = store_.facts(query_all()).value();
  EXPECT_THAT(facts.grants, IsEmpty());
  EXPECT_EQ(facts.channel, Channel::kNone);
  EXPECT_THAT(facts.barred_elsewhere, IsEmpty());
  EXPECT_THAT(facts.barred_everywhere, IsEmpty());
  EXPECT_FALSE(facts.package_stored);
  EXPECT_THAT(
      facts.stamps,
      ElementsAre(FactStamp{FactKind::kGrants, "sub-a", 0}, FactStamp{FactKind::kOffice, "33", 0},
                  FactStamp{FactKind::kDigest, to_hex(sha256("package")), 0}));
  EXPECT_THAT(store_.facts({}).value().stamps, IsEmpty());
}

TEST_P(StoreContract, GrantsAreFacts) {
  ASSERT_TRUE(store_.put_grant({"sub-a", "social-forum", at(100)}));
  ASSERT_TRUE(store_.put_grant({"sub-a", "tools", std::nullopt}));
  ASSERT_TRUE(store_.put_grant({"sub-b", "tools", std::nullopt}));
  ASSERT_TRUE(store_.put_grant({"sub-a", "social-forum", at(200)}));
  const auto grants = store_.facts(query_all()).value().grants;
  ASSERT_THAT(grants, SizeIs(2));
  EXPECT_EQ(grants[0].category, "social-forum");
  EXPECT_EQ(grants[0].valid_until, at(200));
  EXPECT_THAT(reader_.grants("sub-a").value(), SizeIs(2));
  ASSERT_TRUE(store_.remove_grant("sub-a", "tools"));
  EXPECT_THAT(store_.facts(query_all()).value().grants, SizeIs(1));
}

// R25: who acts is as at the decision.
TEST_P(StoreContract, WhoActsIsAFact) {
  auto query = query_all();
  query.person = "officer-1";
  const auto nobody = store_.facts(query).value();
  EXPECT_FALSE(nobody.person.has_value());
  EXPECT_EQ(nobody.stamps.front(), (FactStamp{FactKind::kPerson, "officer-1", 0}));
  auto row = officer("officer-1", "33");
  row.unit = "unit-a";
  ASSERT_TRUE(store_.put_person(row));
  const auto facts = store_.facts(query).value();
  ASSERT_TRUE(facts.person.has_value());
  EXPECT_EQ(facts.person->org, "org-office");
  EXPECT_EQ(facts.person->unit, "unit-a");
  EXPECT_EQ(facts.person->region, "33");
  EXPECT_THAT(facts.person->roles, ElementsAre(Role::kOfficer));
  EXPECT_TRUE(facts.person->active);
  EXPECT_EQ(facts.stamps.front(), (FactStamp{FactKind::kPerson, "officer-1", 1}));
  row.active = false;
  ASSERT_TRUE(store_.put_person(row));
  EXPECT_FALSE(store_.facts(query).value().person->active);
}

// R10a: a desk counts only with an active officer at it.
TEST_P(StoreContract, ADeskWithoutAnOfficerIsNoChannel) {
  const auto channel = [&] { return store_.facts(query_all()).value().channel; };
  ASSERT_TRUE(store_.put_person(officer("officer-1", "33")));
  EXPECT_EQ(channel(), Channel::kNone) << "no office";
  ASSERT_TRUE(store_.put_office({"33", Channel::kDesk}));
  EXPECT_EQ(channel(), Channel::kDesk);
  ASSERT_TRUE(store_.put_person(officer("officer-1", "33", false)));
  EXPECT_EQ(channel(), Channel::kNone) << "inactive";
  ASSERT_TRUE(store_.put_person(officer("officer-1", "44")));
  EXPECT_EQ(channel(), Channel::kNone) << "elsewhere";
  auto reviewer = officer("officer-1", "33");
  reviewer.roles = {Role::kReviewer};
  ASSERT_TRUE(store_.put_person(reviewer));
  EXPECT_EQ(channel(), Channel::kNone) << "no officer";
  ASSERT_TRUE(store_.put_office({"33", Channel::kHandOver}));
  EXPECT_EQ(channel(), Channel::kHandOver) << "needs nobody at a desk";
}

TEST_P(StoreContract, BarsOfOtherMiniProgramsAndOfTheOperatorAreFacts) {
  const auto facts = [&] { return store_.facts(query_all()).value(); };
  auto own = fake_write("app-1");
  own.bars_raised = {sha256("package")};
  put(store_, own);
  EXPECT_THAT(facts().barred_elsewhere, IsEmpty()) << "its own bar is in its case file";
  auto write = fake_write("app-2");
  write.bars_raised = {sha256("package")};
  auto last = put(store_, write);
  EXPECT_THAT(facts().barred_elsewhere, ElementsAre(sha256("package")));

  // An answer that is replaced by another fail: lifted and raised in one write.
  write = fake_write("app-2", last);
  write.bars_lifted = {sha256("package")};
  write.bars_raised = {sha256("package")};
  last = put(store_, write);
  EXPECT_THAT(facts().barred_elsewhere, ElementsAre(sha256("package")));
  write = fake_write("app-2", last);
  write.bars_lifted = {sha256("package")};
  put(store_, write);
  EXPECT_THAT(facts().barred_elsewhere, IsEmpty());

  ASSERT_TRUE(store_.bar_everywhere(sha256("package"), true));
  EXPECT_THAT(facts().barred_everywhere, ElementsAre(sha256("package")));
  EXPECT_THAT(facts().barred_elsewhere, IsEmpty());
  ASSERT_TRUE(store_.bar_everywhere(sha256("package"), false));
  EXPECT_THAT(facts().barred_everywhere, IsEmpty());
}

TEST_P(StoreContract, APackageIsStoredForItsMiniProgramAlone) {
  engine::PackageRow row{"app-1", sha256("package"), "1.0", 10, 2, "person-1", at(1)};
  ASSERT_TRUE(store_.put_package(row));
  EXPECT_TRUE(store_.facts(query_all()).value().package_stored);
  auto query = query_all();
  query.app = "app-2";
  EXPECT_FALSE(store_.facts(query).value().package_stored);

  put(store_, fake_write("app-1"));
  row.label = "again";
  ASSERT_TRUE(store_.put_package(row));
  row.digest = sha256("another");
  row.uploaded_at = at(2);
  ASSERT_TRUE(store_.put_package(row));
  const auto packages = reader_.packages(everything(), "app-1", {}).value().rows;
  ASSERT_THAT(packages, SizeIs(2));
  EXPECT_EQ(packages[0].digest, sha256("another"));
  EXPECT_EQ(packages[1].label, "1.0") << "a version is never changed";
  EXPECT_EQ(packages[1].bytes, 10U);
  EXPECT_EQ(packages[1].files, 2U);
  EXPECT_EQ(packages[1].uploaded_by, "person-1");
  EXPECT_EQ(packages[1].uploaded_at, at(1));
}

TEST_P(StoreContract, VersionsComeInPagesHoweverManyThereAre) {
  put(store_, fake_write("app-1"));
  put(store_, fake_write("app-2"));
  constexpr int kVersions = 7;
  for (int i = 0; i < kVersions; ++i) {
    // Two at each instant: the digest tells them apart.
    ASSERT_TRUE(store_.put_package(
        {"app-1", sha256("version " + std::to_string(i)), "1", 1, 1, "person-1", at(i / 2)}));
  }
  std::vector<Digest> seen;
  engine::Page page{"", 2};
  do {
    const auto list = reader_.packages(everything(), "app-1", page).value();
    EXPECT_LE(list.rows.size(), 2U);
    for (const auto& row : list.rows) seen.push_back(row.digest);
    page.after = list.next;
  } while (!page.after.empty() && seen.size() < 20);
  EXPECT_THAT(seen, SizeIs(kVersions));
  EXPECT_EQ(std::set<Digest>(seen.begin(), seen.end()).size(), std::size_t{kVersions});
  EXPECT_EQ(seen.front(), sha256("version 6"));
  EXPECT_EQ(reader_.packages(everything(), "app-1", {"xx", 2}).error().kind, ErrorKind::kInvalid);

  EXPECT_EQ(reader_.package(everything(), "app-1", sha256("version 0")).value().uploaded_at, at(0));
  const auto foreign = reader_.package(everything(), "app-2", sha256("version 0"));
  EXPECT_EQ(foreign.error().kind, ErrorKind::kNotFound);
  const auto stranger = viewer_of({lifecycle::Role::kDeveloper}, "org-b");
  EXPECT_EQ(reader_.package(stranger, "app-1", sha256("version 0")).error().kind,
            ErrorKind::kNotFound);
}

struct FactMove {
  std::string what;
  std::function<Status(engine::Store&)> move;
  FactStamp moved;  // its kind and key
};

// Whatever a decision rests on, a write that was decided before it moved is refused.
TEST_P(StoreContract, AStampThatIsTooOldIsAConflict) {
  const std::string digest = to_hex(sha256("package"));
  const auto bars = [](bool raise) {
    return [raise](engine::Store& store) {
      auto write = fake_write(raise ? "app-8" : "app-9");
      auto& moved = raise ? write.bars_raised : write.bars_lifted;
      moved.push_back(sha256("package"));
      put(store, write);
      return Status();
    };
  };
  const FactMove moves[] = {
      {"a grant",
       [](auto& s) {
         return s.put_grant({"sub-a", "tools", {}});
       },
       {FactKind::kGrants, "sub-a"}},
      {"a grant taken back",
       [](auto& s) { return s.remove_grant("sub-a", "tools"); },
       {FactKind::kGrants, "sub-a"}},
      {"the subject",
       [](auto& s) { return s.put_subject(subject_row()); },
       {FactKind::kGrants, "sub-a"}},
      {"the office",
       [](auto& s) {
         return s.put_office({"33", Channel::kDesk});
       },
       {FactKind::kOffice, "33"}},
      {"an officer comes",
       [](auto& s) { return s.put_person(officer("officer-1", "33")); },
       {FactKind::kOffice, "33"}},
      {"an officer goes",
       [](auto& s) { return s.put_person(officer("officer-1", "44")); },
       {FactKind::kOffice, "33"}},
      {"and arrives there",
       [](auto& s) { return s.put_person(officer("officer-1", "44", false)); },
       {FactKind::kOffice, "44"}},
      {"a person",
       [](auto& s) { return s.put_person(officer("officer-1", "33")); },
       {FactKind::kPerson, "officer-1"}},
      {"a bar", bars(true), {FactKind::kDigest, digest}},
      {"a bar lifted", bars(false), {FactKind::kDigest, digest}},
      {"barred everywhere",
       [](auto& s) { return s.bar_everywhere(sha256("package"), true); },
       {FactKind::kDigest, digest}},
  };
  std::int64_t apps = 100;
  std::map<std::pair<FactKind, std::string>, std::int64_t> versions;
  for (const auto& [what, move, moved] : moves) {
    auto write = fake_write("app-" + std::to_string(++apps));
    // What the version is now, found by asking with each.
    FactStamp stamp = moved;
    for (stamp.version = 0; stamp.version < 20; ++stamp.version) {
      write.facts = {stamp};
      if (commit_one(store_, write).result == WriteResult::kCommitted) break;
    }
    ASSERT_LT(stamp.version, 20) << what;
    ASSERT_TRUE(move(store_)) << what;
    write = fake_write("app-" + std::to_string(++apps));
    write.facts = {stamp};
    EXPECT_EQ(commit_one(store_, write).result, WriteResult::kConflict) << what;
    ++write.facts[0].version;
    EXPECT_EQ(commit_one(store_, write).result, WriteResult::kCommitted) << what;
  }
}

TEST_P(StoreContract, ABarInTheSameSpanMakesAStampTooOld) {
  const FactStamp stamp{FactKind::kDigest, to_hex(sha256("package")), 0};
  std::vector<engine::Write> writes = {fake_write("app-1"), fake_write("app-2"),
                                       fake_write("app-3")};
  writes[0].facts = {stamp};
  writes[1].facts = {stamp};
  writes[1].bars_raised = {sha256("package")};
  writes[2].facts = {stamp};
  EXPECT_THAT(
      results(store_.commit(writes)),
      ElementsAre(WriteResult::kCommitted, WriteResult::kCommitted, WriteResult::kConflict));
}

TEST_P(StoreContract, OnlyActivePeopleWithALivingTokenAreKnown) {
  ASSERT_TRUE(store_.put_org({"org-a", "developer", "一个组织", ""}));
  ASSERT_TRUE(store_.put_org({"org-office", "office", "网信办", "33"}));
  engine::PersonRow person{
      "person-1", "org-a", "unit-a", "developer A", {Role::kDeveloper, Role::kSeniorReviewer},
      "",         true};
  ASSERT_TRUE(store_.put_person(person));
  ASSERT_TRUE(store_.put_person(officer("officer-1", "33", false)));
  auto homeless = person;
  homeless.id = "person-2";
  homeless.org = "org-unknown";
  ASSERT_TRUE(store_.put_person(homeless));
  const engine::TokenRow tokens[] = {{sha256("good"), "person-1", "laptop", std::nullopt, false},
                                     {sha256("dated"), "person-1", "ci", at(10), false},
                                     {sha256("revoked"), "person-1", "lost", std::nullopt, true},
                                     {sha256("inactive"), "officer-1", "", std::nullopt, false},
                                     {sha256("homeless"), "person-2", "", std::nullopt, false},
                                     {sha256("nobody"), "person-9", "", std::nullopt, false}};
  for (const auto& token : tokens) ASSERT_TRUE(store_.put_token(token));

  const auto known = reader_.authenticate(sha256("good"), at(0)).value();
  EXPECT_EQ(known.person.id, "person-1");
  EXPECT_EQ(known.person.unit, "unit-a");
  EXPECT_EQ(known.person.name, "developer A");
  EXPECT_THAT(known.person.roles, ElementsAre(Role::kDeveloper, Role::kSeniorReviewer));
  EXPECT_EQ(known.org.kind, "developer");
  EXPECT_EQ(known.org.name, "一个组织");
  EXPECT_TRUE(reader_.authenticate(sha256("dated"), at(9)));
  for (const char* secret : {"revoked", "inactive", "homeless", "nobody", "never given", "dated"}) {
    const auto answer = reader_.authenticate(sha256(secret), at(10));
    ASSERT_FALSE(answer) << secret;
    EXPECT_EQ(answer.error().kind, ErrorKind::kUnauthorized) << secret;
  }
  auto revoked = tokens[0];
  revoked.revoked = true;
  ASSERT_TRUE(store_.put_token(revoked));
  EXPECT_FALSE(reader_.authenticate(sha256("good"), at(0)));
}

TEST_P(StoreContract, SubjectsAndNamesAreKept) {
  ASSERT_TRUE(store_.put_subject(subject_row()));
  const auto row = reader_.subject("sub-a").value();
  EXPECT_EQ(row.subject, subject_row().subject);
  EXPECT_EQ(row.org, "org-a");
  EXPECT_EQ(row.name, "一家公司");
  EXPECT_EQ(row.credit_code, "9133");
  ASSERT_TRUE(store_.put_app_name({"app-1", "街坊"}));
  ASSERT_TRUE(store_.put_app_name({"app-1", "街坊论坛"}));
  EXPECT_EQ(reader_.app_name("app-1").value(), "街坊论坛");
}

// What a caller sees of each fault, and what is stored then; it finds out by its key.
TEST_P(StoreContract, InjectedFaultsAreWhatTheySay) {
  struct Row {
    FaultKind fault;
    WriteResult reported;
    bool stored;
  };
  const Row rows[] = {{FaultKind::kUnknownCommitted, WriteResult::kUnknown, true},
                      {FaultKind::kUnknownLost, WriteResult::kUnknown, false},
                      {FaultKind::kConflict, WriteResult::kConflict, false},
                      {FaultKind::kUnavailable, WriteResult::kUnavailable, false}};
  FaultyStore faulty(store_);
  int app = 0;
  for (const auto& [fault, reported, stored] : rows) {
    auto write = fake_write("app-" + std::to_string(++app));
    write.idempotency = fake_key("key-" + std::to_string(app), "a", "the answer");
    faulty.fail_next(fault);
    EXPECT_EQ(commit_one(faulty, write).result, reported);
    EXPECT_EQ(faulty.find_idempotency(write.idempotency->key).value().has_value(), stored);
    EXPECT_EQ(faulty.load(write.app).has_value(), stored);
    EXPECT_EQ(faulty.pending(), 0U);
    // The same once more is what a client does; it is written exactly once.
    EXPECT_EQ(commit_one(faulty, write).result,
              stored ? WriteResult::kDuplicate : WriteResult::kCommitted);
  }
  EXPECT_THAT(reader_.log(0, 99).value(), SizeIs(4));

  faulty.lose_connection(2);
  EXPECT_EQ(faulty.load("app-1").error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(faulty.facts({}).error().kind, ErrorKind::kUnavailable);
  EXPECT_TRUE(faulty.load("app-1"));
}

}  // namespace
}  // namespace baobei::store
