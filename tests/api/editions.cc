#include "editions.h"

#include <gtest/gtest.h>

namespace baobei::api {
namespace {

const std::string kSocialFile = "categories/social.toml";

std::string hours_from_now(Story& story, int hours) {
  const auto now = parse_rfc3339(story.now()).value();
  return format_rfc3339(now + std::chrono::hours(hours));
}

std::string policy_body(const std::string& version, const std::string& from, int categories) {
  return R"({"version":")" + version + R"(","effective_from":")" + from +
         R"(","reason":"试行","parameters":{"categories_max":)" + std::to_string(categories) + "}}";
}

// Confirm and withdraw, what-if: of one kind, its versions proposed already.
void tell_of_decisions(Contract& contract, const std::string& kind, const std::string& version) {
  const auto what_if = "get" + kind + "WhatIf";
  contract.send({what_if, "operator", {version}}, 200);
  contract.send({what_if, "operator", {version}, "", "?limit=0"}, 400);
  contract.send({what_if, "developer", {version}}, 403);
  contract.send({what_if, "operator", {"none"}}, 404);
  const auto confirm = "confirm" + kind;
  contract.send({confirm, "operator", {version}}, 403);
  contract.send({confirm, "developer", {version}}, 403);
  contract.send({confirm, "second_operator", {"none"}}, 404);
  contract.send({confirm, "second_operator", {version}, "", "?dry_run=x"}, 400);
  contract.send(too_long({confirm, "second_operator", {version}}), 413);
  contract.send({confirm, "second_operator", {version}, "", "?dry_run=true"}, 200);
  contract.send({confirm, "second_operator", {version}}, 200);
  contract.send({confirm, "second_operator", {version}}, 409);
  const auto withdraw = "withdraw" + kind;
  contract.send({withdraw, "developer", {version}}, 403);
  contract.send({withdraw, "operator", {"none"}}, 404);
  contract.send({withdraw, "operator", {version}, "", "?dry_run=x"}, 400);
  contract.send(too_long({withdraw, "operator", {version}}), 413);
  contract.send({withdraw, "operator", {version}}, 200);
  contract.send({withdraw, "operator", {version}}, 409);
  contract.send({what_if, "operator", {version}}, 409);
}

void tell_of_catalogues(Story& story) {
  auto& contract = story.contract;
  const auto from = hours_from_now(story, 48);
  contract.send({"listCatalogueVersions", "developer"}, 200);
  contract.send({"listCatalogueVersions", "developer", {}, "", "?limit=0"}, 400);
  const Call propose{"proposeCatalogue", "operator", {}, retire_forum(contract, "cat-1", from)};
  Call other = propose;
  other.who = "developer";
  contract.send(other, 403);
  other = propose;
  other.body = R"({"version":"x","effective_from":")" + from +
               R"(","reason":"r","files":[{"name":"reasons.toml","text":"a = 1"}]})";
  contract.send(other, 400);
  contract.send(too_long(propose, 3'000'000), 413);
  Call dry = propose;
  dry.query = "?dry_run=true";
  contract.send(dry, 200);
  contract.send(propose, 202);
  contract.send(propose, 409);
  const Call attempt{"tryCatalogue", "operator", {}, R"({"files":[{"name":"x.toml"}]})"};
  contract.send(attempt, 400);
  other = attempt;
  other.who = "officer";
  contract.send(other, 403);
  contract.send(too_long(attempt, 3'000'000), 413);
  other = attempt;
  other.body = R"({"files":[]})";
  contract.send(other, 200);
  contract.send({"getCatalogueVersion", "operator", {"cat-1"}, "", "?file=" + kSocialFile}, 200);
  contract.send({"getCatalogueVersion", "developer", {"cat-1"}}, 404);
  contract.send({"getCatalogueDiff", "operator", {"cat-1"}}, 200);
  contract.send({"getCatalogueDiff", "developer", {"cat-1"}}, 404);
  tell_of_decisions(contract, "Catalogue", "cat-1");
}

void tell_of_policies(Story& story) {
  auto& contract = story.contract;
  const auto from = hours_from_now(story, 48);
  contract.send({"getPolicy", "developer"}, 200);
  contract.send({"listPolicyVersions", "developer"}, 200);
  contract.send({"listPolicyVersions", "developer", {}, "", "?limit=0"}, 400);
  const Call propose{"proposePolicy", "operator", {}, policy_body("pol-1", from, 6)};
  Call other = propose;
  other.who = "developer";
  contract.send(other, 403);
  other = propose;
  other.body = policy_body("pol-1", from, 600);
  contract.send(other, 400);
  contract.send(too_long(propose), 413);
  Call dry = propose;
  dry.query = "?dry_run=true";
  contract.send(dry, 200);
  contract.send(propose, 202);
  contract.send(propose, 409);
  const Call attempt{"tryPolicy", "operator", {}, R"({"parameters":{"review_due":"24h"}})"};
  contract.send(attempt, 200);
  other = attempt;
  other.body = "[";
  contract.send(other, 400);
  other = attempt;
  other.who = "officer";
  contract.send(other, 403);
  contract.send(too_long(attempt), 413);
  contract.send({"getPolicyVersion", "operator", {"pol-1"}}, 200);
  contract.send({"getPolicyVersion", "developer", {"pol-1"}}, 404);
  tell_of_decisions(contract, "Policy", "pol-1");
}

}  // namespace

std::string catalogue_file(Contract& contract, const std::string& name) {
  const auto list = contract.send({"listCatalogueVersions", "operator"}, 200).json();
  const std::string current(list.at("in_force").as_string());
  const auto shown =
      contract.send({"getCatalogueVersion", "operator", {current}, "", "?file=" + name}, 200)
          .json();
  for (const auto& file : shown.at("files").as_array()) {
    if (file.at("name").as_string() == name) return std::string(file.at("text").as_string());
  }
  ADD_FAILURE() << name;
  return {};
}

std::string retire_forum(Contract& contract, const std::string& version, const std::string& from) {
  auto text = catalogue_file(contract, kSocialFile);
  const std::string open = "status = \"open\"";
  const auto at = text.find(open, text.find("id = \"social-forum\""));
  EXPECT_NE(at, std::string::npos);
  if (at != std::string::npos) text.replace(at, open.size(), "status = \"retired\"");
  return json::serialize(
      json::object{{"version", version},
                   {"effective_from", from},
                   {"reason", "十二月的名单"},
                   {"files", json::array{json::object{{"name", kSocialFile}, {"text", text}}}}});
}

void tell_of_editions(Story& story) {
  tell_of_catalogues(story);
  tell_of_policies(story);
}

}  // namespace baobei::api
