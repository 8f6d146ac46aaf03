#include "server/seed_cast.h"

#include <algorithm>

namespace baobei::server {
namespace {

using lifecycle::Channel;
using lifecycle::Role;
using lifecycle::SubjectKind;

struct PersonLine {
  const char* label;
  const char* org;
  const char* unit;
  const char* name;
  std::vector<Role> roles;
  const char* region;
};

std::vector<PersonLine> people_lines() {
  return {
      {"developer", kDeveloperOrg, "", "开发者", {Role::kDeveloper}, ""},
      {"agency", kAgencyOrg, "", "服务商经办人", {Role::kDeveloper}, ""},
      {"reviewer", kOperatorOrg, "review-1", "审核员甲", {Role::kReviewer}, ""},
      {"second_reviewer", kOperatorOrg, "review-2", "审核员乙", {Role::kReviewer}, ""},
      {"senior_reviewer",
       kOperatorOrg,
       "review-1",
       "高级审核员",
       {Role::kReviewer, Role::kSeniorReviewer},
       ""},
      {"operator", kOperatorOrg, "operations", "平台运营", {Role::kOperator}, ""},
      {"second_operator", kOperatorOrg, "operations", "平台运营乙", {Role::kOperator}, ""},
      {"auditor", kOperatorOrg, "audit", "审计员", {Role::kAuditor}, ""},
      {"officer", "org-office-33", "", "浙江经办人甲", {Role::kOfficer}, "33"},
      {"second_officer", "org-office-33", "", "浙江经办人乙", {Role::kOfficer}, "33"},
      {"officer_44", "org-office-44", "", "广东经办人", {Role::kOfficer}, "44"},
      {"officer_11", "org-office-11", "", "北京经办人", {Role::kOfficer}, "11"},
  };
}

engine::SubjectRow subject(const char* id, SubjectKind kind, const char* region, const char* name,
                           const char* code) {
  return {{id, kind, region}, kDeveloperOrg, name, code};
}

}  // namespace

lifecycle::Actor Cast::actor(std::string_view label, Role role) const {
  const auto found = std::ranges::find(people, label, &SignIn::label);
  CHECK(found != people.end(), std::string(label));
  const auto& person = found->person;
  return {person.id, role, person.org, person.unit, person.region};
}

Cast make_cast() {
  Cast cast;
  cast.orgs = {{kOperatorOrg, "operator", "示例平台", ""},
               {kDeveloperOrg, "developer", "示例开发团队", ""},
               {kAgencyOrg, "agency", "示例服务商", ""},
               {"org-office-33", "office", "浙江省互联网信息办公室", "33"},
               {"org-office-44", "office", "广东省互联网信息办公室", "44"},
               {"org-office-11", "office", "北京市互联网信息办公室", "11"},
               {"org-office-32", "office", "江苏省互联网信息办公室", kTranscribedRegion}};
  for (const auto& line : people_lines()) {
    engine::PersonRow person{std::string("person-") + line.label,
                             line.org,
                             line.unit,
                             line.name,
                             line.roles,
                             line.region,
                             true};
    cast.people.push_back({line.label, std::move(person), random_id("demo")});
  }
  cast.subjects = {
      subject("subject-zhejiang", SubjectKind::kEnterprise, "33", "示例企业（浙江）", "DEMO33"),
      subject("subject-guangdong", SubjectKind::kEnterprise, "44", "示例企业（广东）", "DEMO44"),
      subject("subject-beijing", SubjectKind::kMedia, "11", "示例媒体（北京）", "DEMO11"),
      subject("subject-sichuan", SubjectKind::kEnterprise, "51", "示例企业（四川）", "DEMO51"),
      subject("subject-shop", SubjectKind::kIndividualBusiness, "33", "示例个体户", "DEMO33I"),
      subject("subject-personal", SubjectKind::kPersonal, "44", "示例个人", "DEMO44P"),
      subject("subject-jiangsu", SubjectKind::kEnterprise, kTranscribedRegion, "示例企业（江苏）",
              "DEMO32"),
  };
  cast.offices = {{"33", Channel::kDesk},
                  {"44", Channel::kDesk},
                  {"11", Channel::kDesk},
                  {"51", Channel::kHandOver},
                  {kTranscribedRegion, Channel::kTranscribed}};
  cast.password = random_id("demo");
  return cast;
}

Status put_cast(engine::Store& store, const Cast& cast, Instant now) {
  for (const auto& org : cast.orgs) TRY(store.put_org(org));
  for (const auto& sign_in : cast.people) {
    TRY(store.put_person(sign_in.person));
    TRY(store.put_token({sha256(sign_in.token), sign_in.person.id, "demo", {}, false}));
  }
  for (const auto& row : cast.subjects) {
    TRY(store.put_subject(row));
    TRY(store.put_grant({row.subject.id, kPlainCategory, {}}));
    if (row.subject.kind == SubjectKind::kPersonal) continue;  // not open to them (R2)
    // Some qualifications run out soon enough to be seen warning (R2a).
    const bool soon = row.subject.kind == SubjectKind::kIndividualBusiness;
    const auto valid = now + std::chrono::hours(24 * (soon ? 12 : 400));
    TRY(store.put_grant({row.subject.id, kForumCategory, valid}));
    TRY(store.put_grant({row.subject.id, "social-qa", {}}));
    TRY(store.put_grant({row.subject.id, "social-notes", {}}));
  }
  for (const auto& office : cast.offices) TRY(store.put_office(office));
  return {};
}

}  // namespace baobei::server
