#include "keeping.h"

#include <gtest/gtest.h>

namespace baobei::api {
namespace {

const std::string kHere = "Sec-Fetch-Site: same-origin\r\n";

std::string number_of(const Reply& reply, std::string_view name) {
  const auto value = reply.json();
  const auto* found = value.is_object() ? value.get_object().if_contains(name) : nullptr;
  return found == nullptr ? std::string("0") : json::serialize(*found);
}

Call odd_dry_run(Call call) {
  call.query = "?dry_run=perhaps";
  return call;
}
Call sent_by(Call call, const std::string& who) {
  call.who = who;
  return call;
}

// A step on one thing by number: done, done twice, by somebody who may not, on nothing.
void tell_of_step(Contract& contract, const Call& call, const std::string& forbidden) {
  contract.send(odd_dry_run(call), 400);
  contract.send(sent_by(call, forbidden), 403);
  contract.send(too_long(call), 413);
  auto nothing = call;
  nothing.path = {"99"};
  contract.send(nothing, 404);
  contract.send(call, 200);
  contract.send(call, 409);
}

// The first document of the subject's applications that was not erased: application, document.
std::pair<std::string, std::string> readable_document(Contract& contract) {
  const auto list =
      contract.send({"listApplications", "auditor", {}, "", "?subject=" + kZhejiang}, 200).json();
  for (const auto& item : list.at("items").as_array()) {
    const auto application = json::serialize(item.at("application"));
    const auto whole = contract.send({"getApplication", "auditor", {application}}, 200).json();
    for (const auto& document : whole.at("documents").as_array()) {
      if (document.as_object().contains("erased_at")) continue;
      return {application, json::serialize(document.at("document"))};
    }
  }
  ADD_FAILURE() << "no document is left";
  return {"1", "1"};
}

}  // namespace

void tell_of_identities(Contract& contract) {
  contract.send({"beginOidcSignIn", "", {"corp"}}, 503);
  contract.send({"beginOidcSignIn", "", {"corp"}, "", "?back=//elsewhere"}, 400);
  contract.send({"beginOidcSignIn", "", {"nowhere"}}, 404);
  const Call prepare{"prepareOidcSignIn", "", {"corp"}, "{}", "", kHere};
  contract.send(prepare, 503);
  auto foreign = prepare;
  foreign.header_lines.clear();
  contract.send(foreign, 403);
  auto broken = prepare;
  broken.body = "[";
  contract.send(broken, 400);
  auto nowhere = prepare;
  nowhere.path = {"nowhere"};
  contract.send(nowhere, 404);
  contract.send(too_long(prepare), 413);
  contract.send({"finishOidcSignIn", "", {"corp"}, "", "?code=x"}, 400);
  contract.send({"finishOidcSignIn", "", {"corp"}, "", "?code=x&state=y"}, 401);
  contract.send({"finishOidcSignIn", "", {"nowhere"}, "", "?code=x&state=y"}, 404);

  const auto body = [](const std::string& subject) {
    return R"({"provider":"corp","subject":")" + subject + "\"}";
  };
  const Call bind{"bindIdentity", "operator", {"person-reviewer"}, body("alice")};
  auto dry = bind;
  dry.query = "?dry_run=true";
  contract.send(dry, 200);
  broken = bind;
  broken.body = "[";
  contract.send(broken, 400);
  contract.send(sent_by(bind, "developer"), 403);
  auto nobody = bind;
  nobody.path = {"nobody"};
  contract.send(nobody, 404);
  contract.send(too_long(bind), 413);
  const auto proposed = number_of(contract.send(bind, 202), "identity");
  contract.send(bind, 409);
  const auto bound = number_of(
      contract.send({"bindIdentity", "operator", {"person-developer"}, body("dora")}, 201),
      "identity");
  tell_of_step(contract, {"confirmIdentity", "second_operator", {proposed}}, "operator");
  contract.send({"listIdentities", "developer", {"person-developer"}}, 200);
  contract.send({"listIdentities", "developer", {"person-reviewer"}}, 404);
  contract.send({"listAllIdentities", "auditor"}, 200);
  contract.send({"listAllIdentities", "operator", {}, "", "?state=x"}, 400);
  contract.send({"listAllIdentities", "developer"}, 403);
  tell_of_step(contract, {"removeIdentity", "operator", {bound}}, "developer");
}

namespace {

// Who read what, what was refused, who decided on categories, who changed the directory.
void tell_of_records(Contract& contract) {
  contract.send({"getCase", "auditor", {kA}}, 200);
  contract.send({"listCaseAccesses", "auditor", {kA}}, 200);
  contract.send({"listCaseAccesses", "operator", {kA}, "", "?limit=0"}, 400);
  contract.send({"listCaseAccesses", "developer", {kA}}, 403);
  contract.send({"listCaseAccesses", "operator", {kNowhere}}, 404);
  for (const char* record : {"listAttempts", "listReadings"}) {
    contract.send({record, "auditor"}, 200);
    contract.send({record, "operator", {}, "", "?person=person-reviewer&app=" + kA}, 200);
    contract.send({record, "operator", {}, "", "?since=yesterday"}, 400);
    contract.send({record, "reviewer"}, 403);
  }
  contract.send({"listCategorySteps", "auditor"}, 200);
  contract.send({"listCategorySteps", "operator", {}, "", "?since=yesterday"}, 400);
  contract.send({"listCategorySteps", "reviewer"}, 403);
  const auto steps =
      contract.send({"listDirectorySteps", "auditor", {}, "", "?about=subject-new"}, 200);
  EXPECT_EQ(steps.json().at("items").at(0).at("what").as_string(), "subject_recorded");
  contract.send({"listDirectorySteps", "operator", {}, "", "?person=person-operator"}, 200);
  contract.send({"listDirectorySteps", "operator", {}, "", "?since=yesterday"}, 400);
  contract.send({"listDirectorySteps", "reviewer"}, 403);
}

}  // namespace

void tell_of_keeping(Contract& contract) {
  const auto [application, document] = readable_document(contract);
  const Call propose{
      "proposeHold", "operator", {}, R"({"subject":"subject-zhejiang","ground":"协助执行通知书"})"};
  auto dry = propose;
  dry.query = "?dry_run=true";
  contract.send(dry, 200);
  auto broken = propose;
  broken.body = R"({"ground":"谁？"})";
  contract.send(broken, 400);
  contract.send(sent_by(propose, "auditor"), 403);
  auto nobody = propose;
  nobody.body = R"({"subject":"nobody","ground":"协助执行通知书"})";
  contract.send(nobody, 404);
  contract.send(too_long(propose), 413);
  const auto hold = number_of(contract.send(propose, 202), "hold");
  contract.send(propose, 409);
  contract.send({"eraseDocument", "operator", {application, document}}, 409);
  const Call erase{"eraseSubjectDocuments", "operator", {kZhejiang}};
  contract.send(erase, 409);
  contract.send({"removeContact", "developer", {kZhejiang}}, 409);
  tell_of_records(contract);
  contract.send({"getPersonData", "auditor", {"person-developer"}}, 403);
  contract.send({"listTokens", "auditor", {"person-developer"}}, 200);
  contract.send({"listWebhooks", "auditor"}, 400);
  contract.send({"getWebhook", "auditor", {"whk_nothing"}}, 400);
  contract.send({"listHolds", "auditor"}, 200);
  contract.send({"listHolds", "operator", {}, "", "?state=x"}, 400);
  contract.send({"listHolds", "reviewer"}, 403);
  tell_of_step(contract, {"confirmHold", "second_operator", {hold}}, "operator");
  tell_of_step(contract, {"liftHold", "operator", {hold}, R"({"ground":"案件已终结"})"}, "auditor");
  contract.send({"rejectHold", "second_operator", {hold}}, 200);
  contract.send({"liftHold", "operator", {hold}, R"({"ground":"案件已终结"})"}, 200);
  contract.send({"confirmHold", "second_operator", {hold}}, 200);
  const auto other = number_of(contract.send(propose, 202), "hold");
  tell_of_step(contract, {"rejectHold", "operator", {other}}, "developer");

  contract.send({"getRetention", "auditor"}, 200);
  contract.send({"getRetention", "reviewer"}, 403);
  const Call sweep{"sweepRetention", "operator"};
  contract.send(sweep, 200);
  contract.send(odd_dry_run(sweep), 400);
  contract.send(sent_by(sweep, "auditor"), 403);
  contract.send(too_long(sweep), 413);
  contract.send({"getRetention", "operator"}, 200);

  contract.send(odd_dry_run(erase), 400);
  contract.send(sent_by(erase, "developer"), 403);
  auto nowhere = erase;
  nowhere.path = {"nobody"};
  contract.send(nowhere, 404);
  contract.send(too_long(erase), 413);
  contract.send(erase, 200);
}

}  // namespace baobei::api
