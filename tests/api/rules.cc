#include "rules.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <thread>

namespace baobei::api {
namespace {

std::string text_of_pack(const std::string& id) {
  std::stringstream text;
  text << std::ifstream(std::string(BAOBEI_CATALOGUE) + "/packs/" + id + ".toml").rdbuf();
  return text.str();
}

std::string proposal(Story& story, const std::string& version, json::array files) {
  const auto now = parse_rfc3339(story.now()).value();
  return json::serialize(
      json::object{{"version", version},
                   {"effective_from", format_rfc3339(now + std::chrono::hours(2))},
                   {"reason", "少些误报"},
                   {"files", std::move(files)}});
}

void tell_of_proposals(Story& story) {
  auto& contract = story.contract;
  contract.send({"listRuleVersions", "reviewer"}, 200);
  contract.send({"listRuleVersions", "developer"}, 403);
  contract.send({"listRuleVersions", "operator", {}, "", "?limit=0"}, 400);
  contract.send({"getRuleVersion", "reviewer", {"builtin"}, "", "?file=packs/vpn.toml"}, 200);
  contract.send({"getRuleVersion", "developer", {"builtin"}}, 403);
  contract.send({"getRuleVersion", "operator", {"none"}}, 404);
  const auto without_vpn = proposal(story, "rules-1", {json::object{{"name", "packs/vpn.toml"}}});
  const Call propose{"proposeRules", "operator", {}, without_vpn};
  Call other = propose;
  other.who = "reviewer";
  contract.send(other, 403);
  other = propose;
  other.body =
      proposal(story, "x", {json::object{{"name", "packs/vpn.toml"}, {"text", "id = \"vpn\""}}});
  contract.send(other, 400);
  contract.send(too_long(propose, 3'000'000), 413);
  other = propose;
  other.query = "?dry_run=true";
  contract.send(other, 200);
  contract.send(propose, 202);
  contract.send(propose, 409);
  contract.send({"getRuleVersion", "reviewer", {"rules-1"}}, 404);
}

void tell_of_decisions_on_rules(Story& story) {
  auto& contract = story.contract;
  for (const std::string verb : {"confirmRules", "withdrawRules"}) {
    contract.send({verb, "developer", {"rules-1"}}, 403);
    contract.send({verb, "second_operator", {"none"}}, 404);
    contract.send({verb, "second_operator", {"rules-1"}, "", "?dry_run=x"}, 400);
    contract.send(too_long({verb, "second_operator", {"rules-1"}}), 413);
  }
  contract.send({"confirmRules", "operator", {"rules-1"}}, 403);
  contract.send({"confirmRules", "second_operator", {"rules-1"}}, 200);
  contract.send({"confirmRules", "second_operator", {"rules-1"}}, 409);
  contract.send({"withdrawRules", "operator", {"rules-1"}}, 200);
  contract.send({"withdrawRules", "operator", {"rules-1"}}, 409);
}

std::string state_in(const Reply& reply) {
  const auto body = reply.json();
  return body.is_object() ? std::string(body.at("state").as_string()) : std::string();
}

void tell_of_rehearsals(Story& story) {
  auto& contract = story.contract;
  const Call begin{"beginRehearsal", "operator", {}, R"({"version":"rules-1","packages":20})"};
  Call other = begin;
  other.who = "reviewer";
  contract.send(other, 403);
  other = begin;
  other.body = R"({"version":"rules-1","packages":0})";
  contract.send(other, 400);
  other.body = R"({"version":"none"})";
  contract.send(other, 404);
  contract.send(too_long(begin), 413);
  const auto begun = contract.send(begin, 202);
  const std::string id(begun.json().at("rehearsal").as_string());
  contract.send(begin, 409);
  contract.send({"stopRehearsal", "operator", {id}}, 200);
  contract.send({"stopRehearsal", "reviewer", {id}}, 403);
  contract.send({"stopRehearsal", "operator", {"none"}}, 404);
  contract.send(too_long({"stopRehearsal", "operator", {id}}), 413);
  contract.send({"getRehearsal", "reviewer", {id}}, 403);
  contract.send({"getRehearsal", "operator", {"none"}}, 404);
  auto shown = contract.send({"getRehearsal", "operator", {id}}, 200);
  for (int i = 0; i < 1'200 && state_in(shown) == "running"; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    shown = contract.send({"getRehearsal", "operator", {id}}, 200);
  }
  EXPECT_EQ(state_in(shown), "stopped");
  contract.send({"stopRehearsal", "operator", {id}}, 409);
  contract.send({"listRehearsals", "operator"}, 200);
  contract.send({"listRehearsals", "reviewer"}, 403);
}

}  // namespace

void tell_of_rules(Story& story) {
  tell_of_proposals(story);
  tell_of_decisions_on_rules(story);
  tell_of_rehearsals(story);
}

std::string pack_text(const std::string& id) {
  return text_of_pack(id);
}

}  // namespace baobei::api
