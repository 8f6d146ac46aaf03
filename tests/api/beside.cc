#include "beside.h"

namespace baobei::api {
namespace {

// Nobody listens there; the program is told that it may be called (program.cc).
const std::string kUrl = R"({"url":"http://127.0.0.1:1/hook")";

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

}  // namespace baobei::api
