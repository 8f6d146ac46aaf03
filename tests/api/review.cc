#include "review.h"

#include <gmock/gmock.h>

namespace baobei::api {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string problem_of(const Reply& reply) {
  return std::string(reply.json().at("type").as_string());
}

// What every version of the sample is told of: a file that no page reaches.
json::object finding_of(Contract& contract, const std::string& who, const std::string& app,
                        const std::string& no) {
  const auto list = contract.send({"listFindings", who, {app, no}}, 200).json();
  for (const auto& item : list.at("items").as_array()) {
    if (item.at("rule") == "structure/file-unreached") return item.as_object();
  }
  ADD_FAILURE() << who << " " << app << " " << no << " " << json::serialize(list);
  return {};
}

std::string dismissal_of(const json::object& finding) {
  json::object body{{"rule", finding.at("rule")}, {"reason", "示例，不计入"}};
  for (const char* name : {"file", "line", "column"}) {
    if (const auto* value = finding.if_contains(name)) body.emplace(name, *value);
  }
  return json::serialize(body);
}

}  // namespace

void tell_of_leases(Contract& contract, const std::string& app, const std::string& no) {
  const Call take{"takeLease", "reviewer", {app, no}};
  contract.send(take, 200);
  const auto held = contract.send({"takeLease", "second_reviewer", {app, no}}, 409);
  EXPECT_EQ(problem_of(held), "urn:baobei:problem:lease_held");
  EXPECT_THAT(held.body, HasSubstr("正在看这个提审")) << "who, and until when";
  contract.send({"takeLease", "second_reviewer", {app, no}, R"({"take_over":true})"}, 200);
  contract.send({"takeLease", "reviewer", {app, no}, "["}, 400);
  contract.send({"takeLease", "reviewer", {app, "99"}}, 404);
  contract.send({"takeLease", "developer", {app, no}}, 403);
  contract.send(too_long(take), 413);
  contract.send({"listSubmissions", "reviewer", {}, "", "?state=reviewing"}, 200);
  contract.send({"giveUpLease", "second_reviewer", {app, no}}, 204);
  contract.send({"giveUpLease", "developer", {app, no}}, 403);
  contract.send({"giveUpLease", "reviewer", {app, "99"}}, 404);
}

void tell_of_queue(Contract& contract, const std::string& app, const std::string& no) {
  const auto ask = [&](const std::string& query) {
    const auto reply = contract.send({"listSubmissions", "reviewer", {}, "", "?" + query}, 200);
    return reply.json().at("items").as_array();
  };
  const auto found = ask("detail=true&app=" + app);
  EXPECT_EQ(found.size(), 1U);
  if (found.size() != 1) return;
  const auto& row = found.at(0);
  EXPECT_EQ(std::to_string(row.at("submission").to_number<int>()), no);
  EXPECT_THAT(json::serialize(row.at("why")), HasSubstr("first_submission"));
  const auto& risk = row.at("risk");
  std::int64_t sum = 0;
  for (const auto& item : risk.at("items").as_array()) {
    sum += item.at("points").to_number<std::int64_t>();
    EXPECT_FALSE(item.at("why_zh").as_string().empty());
    EXPECT_FALSE(item.at("why_en").as_string().empty());
  }
  EXPECT_GT(sum, 0);
  EXPECT_EQ(risk.at("points").to_number<std::int64_t>(), sum) << "the items add up";
  EXPECT_EQ(risk.at("complete"), true);
  const auto shown = contract.send({"getSubmission", "reviewer", {app, no}}, 200).json();
  EXPECT_EQ(json::serialize(shown.at("risk").at("points")), json::serialize(risk.at("points")));
  const auto own = contract.send({"getSubmission", "developer", {app, no}}, 200);
  EXPECT_THAT(own.body, Not(HasSubstr("\"risk\""))) << "the platform's to know";

  EXPECT_EQ(ask("app=" + app + "&why=first_submission").size(), 1U);
  EXPECT_EQ(ask("app=" + app + "&why=overdue").size(), 0U);
  EXPECT_EQ(ask("app=" + app + "&category=social-forum").size(), 1U);
  EXPECT_EQ(ask("app=" + app + "&category=tools").size(), 0U);
  EXPECT_EQ(ask("owner=org-developer&q=" + app.substr(2, 9)).size(), 1U);
  EXPECT_EQ(ask("owner=org-agency&app=" + app).size(), 0U);
  EXPECT_EQ(ask("app=" + kNowhere).size(), 0U);
  EXPECT_GE(ask("state=reviewing&sort=risk&limit=1").size(), 1U);
  const Call by_risk{"listSubmissions", "developer", {}, "", "?sort=risk"};
  contract.send(by_risk, 403);
  contract.send({"listSubmissions", "developer", {}, "", "?why=overdue"}, 403);
  for (const std::string query : {"why=boredom", "q=x", "sort=age", "detail=true&limit=51"}) {
    contract.send({"listSubmissions", "reviewer", {}, "", "?" + query}, 400);
  }
}

void tell_of_dismissals(Contract& contract, const std::string& app, const std::string& no) {
  const auto before = contract.send({"getReport", "reviewer", {app, no}}, 200).body;
  const auto finding = finding_of(contract, "reviewer", app, no);
  if (finding.empty()) return;
  const Call dismiss{"dismissFinding", "reviewer", {app, no}, dismissal_of(finding)};
  const auto with = [&](auto change) {
    Call other = dismiss;
    change(other);
    return other;
  };
  contract.send(with([](Call& other) { other.body = "["; }), 400);
  contract.send(with([](Call& other) { other.body = R"({"rule":"x","reason":" "})"; }), 400);
  contract.send(with([](Call& other) { other.body = R"({"rule":"x","reason":"y"})"; }), 404);
  contract.send(with([](Call& other) { other.path[0] = kNowhere; }), 404);
  contract.send(with([](Call& other) { other.who = "developer"; }), 403);
  contract.send(too_long(dismiss), 413);
  contract.send(with([](Call& other) { other.query = "?dry_run=true"; }), 200);
  EXPECT_FALSE(finding_of(contract, "reviewer", app, no).contains("dismissed"));
  const auto made = contract.send(dismiss, 201).json();
  EXPECT_EQ(made.at("dismissal").to_number<int>(), 1);
  contract.send(dismiss, 409);
  const auto shown = finding_of(contract, "reviewer", app, no);
  EXPECT_EQ(shown.at("dismissed").at("reason"), "示例，不计入");
  const auto own = finding_of(contract, "developer", app, no);
  EXPECT_FALSE(own.at("dismissed").as_object().contains("by"));
  EXPECT_EQ(contract.send({"getReport", "reviewer", {app, no}}, 200).body, before)
      << "the report stays as it is (R4)";

  const Call back{"takeDismissalBack", "senior_reviewer", {app, "1"}, R"({"reason":"看错了"})"};
  const auto back_with = [&](auto change) {
    Call other = back;
    change(other);
    return other;
  };
  contract.send(back_with([](Call& other) { other.body = "{}"; }), 400);
  contract.send(back_with([](Call& other) { other.path[1] = "9"; }), 404);
  contract.send(back_with([](Call& other) { other.who = "developer"; }), 403);
  contract.send(too_long(back), 413);
  contract.send(back_with([](Call& other) { other.query = "?dry_run=true"; }), 200);
  contract.send(back, 200);
  contract.send(back, 409);
  EXPECT_FALSE(finding_of(contract, "reviewer", app, no).contains("dismissed"));
  contract.send(dismiss, 201);

  const auto list = contract.send({"listDismissals", "reviewer", {app}}, 200).json();
  EXPECT_EQ(list.at("items").as_array().size(), 2U);
  EXPECT_EQ(list.at("items").at(0).at("taken_back").at("reason"), "看错了");
  const auto standing =
      contract.send({"listDismissals", "reviewer", {app}, "", "?standing=true"}, 200).json();
  EXPECT_EQ(standing.at("items").as_array().size(), 1U);
  contract.send({"listDismissals", "reviewer", {app}, "", "?after=x"}, 400);
  contract.send({"listDismissals", "developer", {app}}, 403);
  contract.send({"listDismissals", "reviewer", {kNowhere}}, 404);
}

void tell_of_later_findings(Contract& contract, const std::string& app, const std::string& no) {
  const auto later = finding_of(contract, "reviewer", app, no);
  ASSERT_TRUE(later.contains("dismissed")) << json::serialize(later);
  EXPECT_EQ(later.at("dismissed").at("submission").to_number<int>(), 1);
  EXPECT_EQ(later.at("dismissed").at("dismissal").to_number<int>(), 2);
}

}  // namespace baobei::api
