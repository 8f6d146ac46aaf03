// api/openapi.yaml and the table of routes say the same; so do its lists of names and ours.

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "catalogue/policy_values.h"
#include "engine/identity_ports.h"
#include "engine/job_ports.h"
#include "engine/retention_ports.h"
#include "engine/webhook_ports.h"
#include "http/problem.h"
#include "http/queue_json.h"
#include "http/test_world.h"
#include "http/what_if.h"
#include "lifecycle/lifecycle.h"
#include "lifecycle/risk.h"

namespace baobei::http {
namespace {

std::string file_text(const std::string& path) {
  std::ifstream file(std::string(BAOBEI_SOURCE_DIR) + "/" + path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

// "GET /v1/apps" of every operation: a path is a line of two spaces, a method one of four.
std::set<std::string> operations_of(const std::string& yaml) {
  static const std::set<std::string> kMethods = {"get", "post", "put", "patch", "delete"};
  std::set<std::string> operations;
  std::istringstream lines(yaml);
  std::string path;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("components:")) break;
    if (line.starts_with("  /") && line.ends_with(":")) path = line.substr(2, line.size() - 3);
    const auto word = line.size() > 5 ? line.substr(4, line.size() - 5) : "";
    if (line.starts_with("    ") && line.ends_with(":") && kMethods.contains(word)) {
      operations.insert(upper(word) + " " + path);
    }
  }
  return operations;
}

TEST(Contract, has_every_route_and_no_other) {
  std::set<std::string> routes;
  for (const auto& route : all_routes()) {
    routes.insert(std::string(name(route.method)) + " " + std::string(route.pattern));
  }
  EXPECT_EQ(routes.size(), all_routes().size()) << "a route stands in the table twice";
  EXPECT_EQ(operations_of(file_text("api/openapi.yaml")), routes);
}

// The words of `  Name:\n … enum: [a, b]` in components.schemas.
std::set<std::string> enum_of(const std::string& yaml, const std::string& schema) {
  const auto start = yaml.find("\n    " + schema + ":\n");
  const auto open = yaml.find("enum: [", start);
  if (start == std::string::npos || open == std::string::npos) return {};
  const auto close = yaml.find(']', open);
  std::set<std::string> words;
  for (const auto& word : split(yaml.substr(open + 7, close - open - 7), ',')) {
    words.insert(std::string(trim(word)));
  }
  return words;
}

// The words of all these together.
template <typename... Enums>
void check_enum(const std::string& yaml, const std::string& schema) {
  SCOPED_TRACE(schema);
  std::set<std::string> ours;
  (boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enums>>(
       [&](auto d) { ours.insert(wire_name(d.value)); }),
   ...);
  EXPECT_EQ(enum_of(yaml, schema), ours);
}

TEST(Contract, lists_every_name_that_an_answer_can_hold) {
  const auto yaml = file_text("api/openapi.yaml");
  check_enum<lifecycle::SubjectKind>(yaml, "SubjectKind");
  check_enum<lifecycle::Role>(yaml, "Role");
  check_enum<lifecycle::SubmissionState>(yaml, "SubmissionState");
  check_enum<lifecycle::EntryState>(yaml, "EntryState");
  check_enum<lifecycle::ServiceState>(yaml, "ServiceState");
  check_enum<lifecycle::Holder>(yaml, "Holder");
  check_enum<lifecycle::CheckOutcome>(yaml, "CheckOutcome");
  check_enum<lifecycle::Ground>(yaml, "Ground");
  check_enum<lifecycle::ReleaseChoice>(yaml, "ReleaseChoice");
  check_enum<lifecycle::AnswerState>(yaml, "AnswerState");
  check_enum<lifecycle::OrderState>(yaml, "OrderState");
  check_enum<lifecycle::DeadlineKind>(yaml, "DeadlineKind");
  check_enum<lifecycle::OutlookGround>(yaml, "OutlookGround");
  check_enum<lifecycle::UgcScene>(yaml, "UgcScene");
  check_enum<lifecycle::UgcMethod>(yaml, "UgcMethod");
  check_enum<lifecycle::PassBlocker>(yaml, "PassBlocker");
  check_enum<lifecycle::PassBlocker, DeskReason>(yaml, "QueueReason");
  check_enum<lifecycle::RiskKind>(yaml, "RiskKind");
  check_enum<lifecycle::NoticeKind>(yaml, "NoticeKind");
  check_enum<lifecycle::Refusal>(yaml, "Refusal");
  check_enum<lifecycle::ApplicationState>(yaml, "ApplicationState");
  check_enum<lifecycle::ApplicationRefusal>(yaml, "ApplicationRefusal");
  check_enum<engine::StepKind>(yaml, "StepKind");
  check_enum<engine::ProposalState>(yaml, "ProposalState");
  check_enum<engine::IdentityState>(yaml, "IdentityState");
  check_enum<engine::RetentionKind>(yaml, "RetentionKind");
  check_enum<engine::HoldState>(yaml, "HoldState");
  check_enum<catalogue::ReasonUse>(yaml, "ReasonUse");
  check_enum<engine::WebhookState>(yaml, "WebhookState");
  check_enum<engine::AttemptKind>(yaml, "AttemptKind");
  check_enum<engine::AttemptOutcome>(yaml, "AttemptOutcome");
  check_enum<WhatIfEffect>(yaml, "WhatIfEffect");
  check_enum<catalogue::ChangeOf>(yaml, "CatalogueChange");
  check_enum<catalogue::PolicyForm>(yaml, "PolicyForm");
  check_enum<catalogue::Mark>(yaml, "PolicyParameter");
  check_enum<engine::JobKind>(yaml, "JobKind");
  check_enum<engine::JobState>(yaml, "JobState");
  check_enum<engine::ItemState>(yaml, "JobItemState");
  check_enum<ProblemCode>(yaml, "ProblemCode");
}

TEST(Contract, has_one_version) {
  const auto yaml = file_text("api/openapi.yaml");
  test::World world;
  const auto version = test::member(world.get("/v1/server"), "api_version");
  EXPECT_NE(yaml.find("\n  version: " + version + "\n"), std::string::npos) << version;
  EXPECT_NE(file_text("api/CHANGELOG.md").find("## " + version), std::string::npos) << version;
}

TEST(Contract, documents_every_problem) {
  const auto manual = file_text("docs/api.md");
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<ProblemCode>>([&](auto d) {
    const auto row = "| `" + wire_name(d.value) + "` | " + std::to_string(row_of(d.value).status);
    EXPECT_NE(manual.find(row), std::string::npos) << row;
  });
}

}  // namespace
}  // namespace baobei::http
