#include "beside.h"

#include <gtest/gtest.h>

#include "story.h"

namespace baobei::api {
namespace {

// Nobody listens there; the program is told that it may be called (program.cc).
const std::string kUrl = R"({"url":"http://127.0.0.1:1/hook")";

Call sent_as(Call call, const std::string& who) {
  call.who = who;
  return call;
}

}  // namespace

void tell_of_webhooks(Contract& contract) {
  const Call add{"addWebhook", "developer", {}, kUrl + "}"};
  const auto made = contract.send(add, 201).json();
  const std::string id(made.at("webhook").as_string());
  contract.send({"addWebhook", "developer", {}, "{}"}, 400);
  contract.send({"addWebhook", "officer", {}, kUrl + "}"}, 403);
  contract.send({"addWebhook", "developer", {}, kUrl + R"(,"app":"wx-nothing"})"}, 404);
  contract.send(too_long(add), 413);
  contract.send({"listWebhooks", "developer"}, 200);
  contract.send({"listWebhooks", "officer"}, 403);
  const auto feed = contract.send({"getFeed", "developer"}, 200).json();
  const auto index = json::serialize(feed.at("items").at(0).at("log_index"));
  const std::vector<std::pair<std::string, std::string>> steps = {
      {"getWebhook", ""},
      {"pauseWebhook", ""},
      {"resumeWebhook", "{}"},
      {"rotateWebhookSecret", "{}"},
      {"testWebhook", ""},
      {"listWebhookAttempts", ""},
      {"resendEvent", R"({"log_index":)" + index + "}"},
      {"resendEvents", R"({"from":)" + index + R"(,"to":)" + index + "}"}};
  for (const auto& [operation, body] : steps) {
    contract.send({operation, "developer", {id}, body}, 200);
    contract.send({operation, "officer", {id}, body}, 403);
    contract.send({operation, "developer", {"nothing"}, body}, 404);
    if (body.empty()) continue;
    contract.send({operation, "developer", {id}, "["}, 400);
    contract.send(too_long({operation, "developer", {id}, body}), 413);
  }
  contract.send({"listWebhookAttempts", "developer", {id}, "", "?limit=0"}, 400);
  for (int i = 1; i < 10; ++i) contract.send(add, 201);
  contract.send(add, 409);
  contract.send({"removeWebhook", "officer", {id}}, 403);
  contract.send({"removeWebhook", "developer", {id}}, 204);
  contract.send({"removeWebhook", "developer", {id}}, 404);
}

void tell_of_proofs(Contract& contract) {
  contract.send({"getCheckpoint", ""}, 200);
  contract.send({"getConsistencyProof", "", {}, "", "?from=0"}, 200);
  contract.send({"getConsistencyProof", ""}, 400);
  const auto feed = contract.send({"getFeed", "developer"}, 200).json();
  const auto index = json::serialize(feed.at("items").at(0).at("log_index"));
  contract.send({"getInclusionProof", "developer", {}, "", "?log_index=" + index}, 200);
  contract.send({"getInclusionProof", "developer", {}, "", "?log_index=x"}, 400);
  contract.send({"getInclusionProof", "developer", {}, "", "?log_index=99999999"}, 404);
  contract.send({"listLogEntries", "reviewer"}, 200);
  contract.send({"listLogEntries", "reviewer", {}, "", "?limit=0"}, 400);
  contract.send({"listLogEntries", "developer"}, 403);
}

void tell_of_contacts(Contract& contract) {
  const Call put{
      "putContact", "developer", {kZhejiang}, R"({"name":"责任人","phone":"010-0000 0009"})"};
  auto odd = put;
  odd.body = R"({"name":"责任人","phone":"12345"})";
  contract.send(odd, 400);
  contract.send(sent_as(put, "reviewer"), 403);
  contract.send(too_long(put), 413);
  auto nowhere = put;
  nowhere.path = {"subject-nowhere"};
  contract.send(nowhere, 404);
  contract.send(put, 200);
  contract.send({"getContact", "developer", {kZhejiang}}, 200);
  contract.send({"getContact", "agency", {kZhejiang}}, 404);
  contract.send({"getContact", "officer", {kZhejiang}}, 403);
  contract.send({"getCaseContact", "reviewer", {kA}}, 200);
  contract.send({"getCaseContact", "officer_44", {kA}}, 404);
  const auto found = contract.send({"listApps", "reviewer", {}, "", "?q=%2B861000000009"}, 200);
  EXPECT_FALSE(found.json().at("items").as_array().empty());
  contract.send({"listFilings", "reviewer", {}, "", "?channel=desk,transcribed"}, 200);
  contract.send({"listFilings", "reviewer", {}, "", "?channel=pigeon"}, 400);
  Call remove{"removeContact", "operator", {kZhejiang}};
  remove.query = "?dry_run=perhaps";
  contract.send(remove, 400);
  remove.query.clear();
  contract.send(sent_as(remove, "reviewer"), 403);
  remove.path = {"subject-nowhere"};
  contract.send(remove, 404);
  remove.path = {kZhejiang};
  contract.send(remove, 200);
  contract.send(put, 200);
}

}  // namespace baobei::api
