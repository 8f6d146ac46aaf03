#include "distress.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <chrono>
#include <thread>

namespace baobei::api {
namespace {

// What the lifecycle decides; what is written beside it waits for no clock.
constexpr std::string_view kCommands[] = {
    "registerApp",    "authoriseAgency", "endAuthorisation", "changeSubject",  "submit",
    "askDeveloper",   "answerQuestion",  "passReview",       "refuseReview",   "withdraw",
    "appeal",         "decideAppeal",    "revokePass",       "stopCase",       "chooseRelease",
    "recordHandOver", "answerFiling",    "requestMaterial",  "replyToRequest", "signAnswer",
    "amendAnswer",    "revokeAnswer",    "orderTakeDown",    "signOrder",      "revokeOrder",
    "takeDownNow",    "release",         "setShare",         "rollBack",       "suspend",
    "resume"};

// The same without the pictures and documents that it names: those are erased by now.
Call without_files(Call call) {
  if (call.body.empty()) return call;
  auto body = boost::json::parse(call.body).as_object();
  for (const auto* member : {"pictures", "documents"}) body.erase(member);
  call.body = boost::json::serialize(body);
  return call;
}

// Sends it until it is answered so, at most `times` times.
void send_until(Contract& contract, const Call& call, int status, int times) {
  int last = 0;
  for (int i = 0; i < times && last != status; ++i) {
    last = contract.ask(call).status;
    if (last != status) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_EQ(last, status) << call.operation;
}

}  // namespace

bool decides(const std::string& operation) {
  return std::ranges::find(kCommands, operation) != std::end(kCommands);
}

void tell_of_a_halt(Story& story) {
  auto& contract = story.contract;
  story.program.lose("keys/webhooks");
  story.program.serve_behind_its_mark();
  contract.send({"getReadiness", ""}, 503);
  for (const auto command : kCommands) {
    const auto* call = contract.carried_out(std::string(command));
    ASSERT_NE(call, nullptr) << command;
    const auto reply = contract.send(without_files(*call), 503);
    const auto value = reply.json();
    EXPECT_EQ(std::string(value.at("type").as_string()), "urn:baobei:problem:unavailable")
        << command;
    EXPECT_FALSE(reply.header("Retry-After").empty()) << command;
  }
  contract.send({"getCase", "developer", {kA}}, 200);
  contract.send({"listInbox", "developer"}, 200);
  // A clock is moved in a sandbox alone, and this is none.
  contract.send({"getSandboxClock", "operator"}, 404);
  contract.send({"moveSandboxClock", "operator", {}, R"({"by":"1h"})"}, 404);
}

// Some are refused for what happened since they were carried out, before anything is written.
void tell_of_a_failing_disk(Story& story) {
  auto& contract = story.contract;
  story.program.let_disk_take(Program::Disk::kNothing);
  std::size_t refused = 0;
  for (const auto& row : contract.never_answered()) {
    const auto operation = row.substr(0, row.find(' '));
    if (!row.ends_with(" 503") || contract.reads(operation)) continue;
    const auto* call = contract.carried_out(operation);
    if (call != nullptr) refused += contract.ask(*call).status == 503 ? 1U : 0U;
  }
  EXPECT_GT(refused, 10U);
  contract.send({"getCase", "developer", {kA}}, 200);
  story.program.let_disk_take(Program::Disk::kEverything);
}

void tell_of_limits(Story& story) {
  auto& contract = story.contract;
  send_until(contract, {"finishOidcSignIn", "", {"corp"}, "", "?code=x&state=y"}, 429, 40);
  send_until(contract, {"addHost", "operator", {}, R"({"name":"华东"})"}, 409, 210);
  const auto webhooks = contract.send({"listWebhooks", "developer"}, 200).json();
  const std::string id(webhooks.at("items").at(0).at("webhook").as_string());
  for (const std::string operation : {"testWebhook", "resendEvent", "resendEvents"}) {
    const auto* call = contract.carried_out(operation);
    ASSERT_NE(call, nullptr) << operation;
    contract.send({operation, "developer", {id}, call->body}, 409);
  }
  // It is seen to be lost when the next event would be signed with it.
  send_until(contract, {"resumeWebhook", "developer", {id}, "{}"}, 409, 5'000);
}

}  // namespace baobei::api
