// The person who is responsible at a subject: who names and sees them, how cases are found by their
// number, what lies on the disk, what erasing leaves (DESIGN decision 7).
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "engine/engine.h"
#include "rights/steps.h"

namespace baobei::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string kContact = "/v1/subjects/sub-1/contact";
const std::string kOfCase = "/v1/apps/wx1/contact";
const std::string kBody = R"({"name":"张责任","phone":"010 0000-0001"})";
const std::string kNumber = "+861000000001";

class ContactsTest : public testing::Test {
 protected:
  ContactsTest() {
    world.person("auditor", "org-op", {Role::kAuditor});
    world.person("elsewhere", "org-office", {Role::kOfficer}, "", "44");
  }
  void name_contact() {
    const auto named = world.ask("PUT", kContact, "developer", kBody);
    EXPECT_EQ(named.status, 200) << named.body;
    EXPECT_EQ(member(named, "phone"), kNumber);
  }
  void lay_before_the_office() {
    is_before_the_office(world, "wx1", sha256("package"), lifecycle::Channel::kDesk);
  }
  // The mini-programs or filings that somebody finds.
  std::size_t found(const std::string& list, const std::string& words, const std::string& who) {
    const auto answer = world.get("/v1/" + list + "?q=" + words, who);
    EXPECT_EQ(answer.status, 200) << answer.body;
    const auto object = object_of(answer);
    return object.contains("items") ? object.at("items").as_array().size() : 0;
  }
  // Everything of the database that lies on the disk.
  std::string stored() {
    std::stringstream bytes;
    for (const std::string tail : {"", "-wal"}) {
      bytes << std::ifstream(world.scratch.file("baobei.db" + tail), std::ios::binary).rdbuf();
      bytes.clear();
    }
    return bytes.str();
  }
  RightsWorld world;
};

TEST_F(ContactsTest, are_named_by_their_own_people_and_seen_with_the_case) {
  EXPECT_EQ(world.get(kContact, "developer").body, R"({"subject":"sub-1"})");
  EXPECT_EQ(world.ask("PUT", kContact, "stranger", kBody).status, 404);
  EXPECT_EQ(world.ask("PUT", kContact, "reviewer", kBody).status, 403);
  const auto dry = world.ask("PUT", kContact + "?dry_run=true", "developer", kBody);
  EXPECT_EQ(member(dry, "phone"), kNumber);
  EXPECT_EQ(world.get(kContact, "developer").body, R"({"subject":"sub-1"})");
  name_contact();
  for (const std::string who : {"developer", "operator"}) {
    EXPECT_EQ(member(world.get(kContact, who), "phone"), kNumber) << who;
  }
  for (const std::string who : {"stranger", "agency"}) {
    EXPECT_EQ(world.get(kContact, who).status, 404) << who;
    EXPECT_EQ(world.get(kOfCase, who).status, 404) << who;
  }
  EXPECT_EQ(world.get(kContact, "officer").status, 403);
  EXPECT_EQ(world.get(kOfCase, "officer").status, 404) << "not laid before the office";
  for (const std::string who : {"developer", "reviewer", "operator", "auditor"}) {
    EXPECT_EQ(member(world.get(kOfCase, who), "name"), "张责任") << who;
  }
  for (const std::string path : {"/v1/apps/wx1", "/v1/subjects", "/v1/apps?detail=true"}) {
    EXPECT_THAT(world.get(path, "operator").body, Not(HasSubstr("00000001"))) << path;
  }
}

TEST_F(ContactsTest, are_shown_to_the_office_and_that_is_on_record) {
  name_contact();
  lay_before_the_office();
  EXPECT_EQ(member(world.get(kOfCase, "officer"), "phone"), kNumber);
  EXPECT_EQ(world.get(kOfCase, "elsewhere").status, 404);
  EXPECT_EQ(world.get(kOfCase, "auditor").status, 200);
  const auto rows = world.get("/v1/apps/wx1/accesses", "operator").body;
  EXPECT_THAT(rows,
              HasSubstr(R"("person":"officer","role":"officer","what":"/v1/apps/{app}/contact")"));
  EXPECT_THAT(rows,
              HasSubstr(R"("person":"auditor","role":"auditor","what":"/v1/apps/{app}/contact")"));
}

TEST_F(ContactsTest, lead_to_the_cases_that_one_may_see) {
  name_contact();
  lay_before_the_office();
  for (const std::string words :
       {"%2B861000000001", "01000000001", "(010)%200000%200001", "0086-10-00000001"}) {
    for (const std::string who : {"developer", "reviewer", "operator", "officer"}) {
      EXPECT_EQ(found("apps", words, who), 1U) << words << who;
      EXPECT_EQ(found("filings", words, who), 1U) << words << who;
    }
    for (const std::string who : {"stranger", "agency", "elsewhere"}) {
      EXPECT_EQ(found("apps", words, who), 0U) << words << who;
      EXPECT_EQ(found("filings", words, who), 0U) << words << who;
    }
  }
  // The whole number or none of it.
  for (const std::string words : {"00000001", "010-00000002", "1000000001"}) {
    EXPECT_EQ(found("apps", words, "reviewer"), 0U) << words;
  }
  EXPECT_EQ(world.ask("PUT", kContact, "developer", R"({"name":"n","phone":"13000000000"})").status,
            200);
  EXPECT_EQ(found("apps", "01000000001", "reviewer"), 0U);
  EXPECT_EQ(found("apps", "13000000000", "reviewer"), 1U);
}

TEST_F(ContactsTest, with_a_number_that_is_none_are_told_why_in_both_languages) {
  const auto odd = world.ask("PUT", kContact, "developer", R"({"name":"n","phone":"57100001"})");
  EXPECT_EQ(odd.status, 400);
  EXPECT_EQ(member(odd, "pointer"), "/phone");
  EXPECT_THAT(member(odd, "detail_zh"), HasSubstr("区号"));
  EXPECT_THAT(member(odd, "detail_en"), HasSubstr("area code"));
  for (const std::string body : {R"({"name":"","phone":"13000000000"})", R"({"name":"n"})",
                                 R"({"name":"n","phone":"13000000000","fax":"1"})"}) {
    EXPECT_EQ(world.ask("PUT", kContact, "developer", body).status, 400) << body;
  }
}

TEST_F(ContactsTest, lie_on_the_disk_sealed_and_are_erased_with_the_subjects_key) {
  name_contact();
  const auto before = stored();
  EXPECT_THAT(before, Not(IsEmpty()));
  for (const std::string words : {"张责任", "1000000001"}) {
    EXPECT_EQ(before.find(words), std::string::npos) << words;
  }
  EXPECT_EQ(before.find("sub-1") == std::string::npos, false) << "it was looked where it lies";
  const std::string erase = "/v1/subjects/sub-1/erase-documents";
  EXPECT_EQ(member(world.post(erase + "?dry_run=true", "operator"), "contact"), "true");
  EXPECT_EQ(member(world.get(kContact, "developer"), "phone"), kNumber)
      << "a dry run takes nothing";
  EXPECT_EQ(member(world.post(erase, "operator"), "contact"), "true");
  EXPECT_EQ(world.get(kContact, "developer").body, R"({"subject":"sub-1"})");
  EXPECT_EQ(found("apps", "01000000001", "operator"), 0U);
  EXPECT_EQ(member(world.post(erase, "operator"), "contact"), "false");
  name_contact();
  EXPECT_EQ(member(world.get(kContact, "developer"), "phone"), kNumber) << "under a new key";
}

TEST_F(ContactsTest, are_taken_away_but_under_a_hold) {
  name_contact();
  const auto held =
      world.post("/v1/holds", "operator", R"({"subject":"sub-1","ground":"协助执行通知书"})");
  EXPECT_EQ(held.status, 202) << held.body;
  const auto refused = world.ask("DELETE", kContact, "developer");
  EXPECT_EQ(refused.status, 409);
  EXPECT_THAT(refused.body, HasSubstr("legal_hold"));
  EXPECT_EQ(world.post("/v1/holds/" + member(held, "hold") + "/reject", "second").status, 200);
  EXPECT_EQ(world.ask("DELETE", kContact, "stranger").status, 404);
  EXPECT_EQ(member(world.ask("DELETE", kContact + "?dry_run=true", "developer"), "removed"),
            "true");
  EXPECT_EQ(member(world.ask("DELETE", kContact, "developer"), "removed"), "true");
  EXPECT_EQ(member(world.ask("DELETE", kContact, "developer"), "removed"), "false");
  EXPECT_EQ(found("apps", "01000000001", "operator"), 0U);
}

}  // namespace
}  // namespace baobei::test
