#include "office.h"

#include <gmock/gmock.h>

#include <thread>

#include "receipts/bundle.h"

namespace baobei::api {
namespace {

const std::string kF = "wxf00000000000000f";
const std::string kG = "wxg00000000000000g";
constexpr std::size_t kLongJob = 3'000'000;

std::string text_of(const json::value& value, const char* name) {
  return value.is_object() && value.as_object().contains(name)
             ? std::string(value.at(name).as_string())
             : std::string();
}

std::string release_job(const std::string& items) {
  return R"({"kind":"release","items":[)" + items + "]}";
}
std::string release_of(const std::string& app) {
  return R"({"app":")" + app + R"(","submission":1})";
}

// In every status that taking a job has.
void tell_of_taking(Story& story) {
  auto& contract = story.contract;
  const auto body = release_job(release_of(kG) + "," + release_of(kNowhere));
  const Call job{"createJob", "developer", {}, body};
  Call wrong = job;
  wrong.body = release_job(R"({"app":"wx1"})");
  const auto fault = contract.send(wrong, 400).json();
  EXPECT_THAT(text_of(fault, "pointer"), testing::HasSubstr("/items/0"));
  wrong.body = release_job("");
  contract.send(wrong, 400);
  Call other = job;
  other.who = "reviewer";
  contract.send(other, 403);
  contract.send(too_long(job, kLongJob), 413);
  Call asked = job;
  asked.query = "?dry_run=true";
  const auto tried = contract.send(asked, 200).json();
  EXPECT_EQ(text_of(tried.at("items").at(0), "state"), "accepted");
  EXPECT_EQ(text_of(tried.at("items").at(1), "state"), "refused");
  Call keyed = job;
  keyed.header_lines = "Idempotency-Key: of-a-job\r\n";
  const auto taken = contract.send(keyed, 202);
  const auto again = contract.send(keyed, 202);
  EXPECT_EQ(again.header("Idempotency-Replayed"), "true");
  EXPECT_EQ(text_of(again.json(), "job"), text_of(taken.json(), "job"));
  keyed.body += " ";
  contract.send(keyed, 422);
  const auto id = text_of(taken.json(), "job");
  const auto ended = ended_job(contract, "developer", id);
  EXPECT_EQ(json::serialize(ended.at("accepted")), "1");
  EXPECT_EQ(json::serialize(ended.at("refused")), "1");
  const auto refused =
      contract.send({"listJobItems", "developer", {id}, "", "?result=refused"}, 200).json();
  const auto& problem = refused.at("items").at(0).at("problem");
  EXPECT_EQ(text_of(problem, "refusal"), "not_registered");
  EXPECT_NE(text_of(problem, "title_zh"), text_of(problem, "title_en"));
  contract.send({"listJobItems", "developer", {id}, "", "?result=x"}, 400);
  contract.send({"listJobItems", "reviewer", {id}}, 404);
  contract.send({"getJob", "reviewer", {id}}, 404);
  contract.send({"listJobs", "developer"}, 200);
  contract.send({"listJobs", "developer", {}, "", "?limit=0"}, 400);
  contract.send({"cancelJob", "reviewer", {id}}, 404);
  const auto still = contract.send({"cancelJob", "developer", {id}}, 200).json();
  EXPECT_EQ(text_of(still, "state"), "done") << "what had ended stays as it was";
}

// A key that two operators have registered.
receipts::OfficeKeyPair tell_of_keys(Story& story, const std::string& region) {
  auto& contract = story.contract;
  const auto pair = receipts::make_office_key();
  const auto body = R"({"region":")" + region + R"(","public_key":")" + pair.public_key + "\"}";
  const Call add{"addOfficeKey", "operator", {}, body};
  const auto made = contract.send(add, 201).json();
  const Path key{text_of(made, "office_key")};
  contract.send(add, 409);
  contract.send({"addOfficeKey", "operator", {}, R"({"region":"33","public_key":"x"})"}, 400);
  contract.send({"addOfficeKey", "officer", {}, body}, 403);
  contract.send(too_long(add), 413);
  contract.send({"confirmOfficeKey", "operator", key}, 403);
  contract.send({"confirmOfficeKey", "second_operator", {"ofk_nothing"}}, 404);
  contract.send({"confirmOfficeKey", "second_operator", key}, 200);
  contract.send({"confirmOfficeKey", "second_operator", key}, 409);
  contract.send({"listOfficeKeys", "operator", {}, "", "?region=" + region}, 200);
  contract.send({"listOfficeKeys", "operator", {}, "", "?region=x"}, 400);
  contract.send({"listOfficeKeys", "developer", {}, "", "?region=" + region}, 403);
  const auto spare = receipts::make_office_key();
  const auto other =
      contract
          .send({"addOfficeKey",
                 "operator",
                 {},
                 R"({"region":"33","label":"备用","public_key":")" + spare.public_key + "\"}"},
                201)
          .json();
  const Path revoked{text_of(other, "office_key")};
  contract.send({"revokeOfficeKey", "operator", revoked}, 200);
  contract.send({"revokeOfficeKey", "operator", revoked}, 409);
  contract.send({"revokeOfficeKey", "officer", revoked}, 403);
  contract.send({"revokeOfficeKey", "operator", {"ofk_nothing"}}, 404);
  return pair;
}

// The bundle of a region with one entry that waits; its first line.
std::string tell_of_bundle(Story& story, const std::string& region) {
  auto& contract = story.contract;
  contract.send({"getFilingBundle", "operator", {}, "", "?region=x"}, 400);
  contract.send({"getFilingBundle", "developer", {}, "", "?region=" + region}, 403);
  const auto file =
      contract.send({"getFilingBundle", "operator", {}, "", "?region=" + region}, 200).body;
  const auto head = file.substr(0, file.find('\n'));
  const auto bundle = receipts::bundle_from(head);
  EXPECT_TRUE(bundle) << head;
  if (!bundle) return head;
  const auto keys = receipts::keys_from(contract.send({"listKeys", ""}, 200).body);
  EXPECT_TRUE(keys);
  EXPECT_EQ(receipts::verify(*bundle, *keys), receipts::Verdict::kValid);
  EXPECT_TRUE(receipts::verify_lines(*bundle, file));
  const Call hand_over{"handOverBundle", "operator", {}, head};
  Call wrong = hand_over;
  wrong.body = "{";
  contract.send(wrong, 400);
  wrong.body = head;
  wrong.body.replace(head.find("\"region\":\"") + 10, 2, "11");
  contract.send(wrong, 400);
  wrong = hand_over;
  wrong.who = "developer";
  contract.send(wrong, 403);
  contract.send(too_long(hand_over, kLongJob), 413);
  Call keyed = hand_over;
  keyed.header_lines = "Idempotency-Key: of-a-bundle\r\n";
  const auto job = text_of(contract.send(keyed, 202).json(), "job");
  const auto ended = ended_job(contract, "operator", job);
  EXPECT_EQ(json::serialize(ended.at("accepted")), "1") << json::serialize(ended);
  keyed.body += " ";
  contract.send(keyed, 422);
  contract.send(hand_over, 409);
  return head;
}

void tell_of_answers(Story& story, const std::string& region, const receipts::OfficeKeyPair& pair) {
  auto& contract = story.contract;
  const auto row = [&](const std::string& app) {
    return R"({"app":")" + app + R"(","entry":1,"digest":")" + story.digest() +
           R"(","verdict":"pass"})";
  };
  const auto now = parse_rfc3339(story.now()).value();
  const std::vector<std::string> rows = {row(kF), row(kNowhere)};
  const auto file = receipts::sign_answers(region, now, rows, pair).value();
  const Call import{"importAnswers", "operator", {}, file};
  Call wrong = import;
  wrong.body.replace(file.find("\"pass\""), 6, "\"fail\"");
  EXPECT_EQ(text_of(contract.send(wrong, 400).json(), "pointer"), "/signature/value");
  const auto stranger = receipts::make_office_key();
  wrong.body = receipts::sign_answers(region, now, rows, stranger).value();
  EXPECT_EQ(text_of(contract.send(wrong, 400).json(), "pointer"), "/signature/key");
  const std::vector<std::string> foreign = {row(kF), row(kA)};
  wrong.body = receipts::sign_answers(region, now, foreign, pair).value();
  EXPECT_EQ(text_of(contract.send(wrong, 400).json(), "pointer"), "/answers/rows/1");
  wrong = import;
  wrong.who = "officer";
  contract.send(wrong, 403);
  contract.send(too_long(import, kLongJob), 413);
  Call keyed = import;
  keyed.header_lines = "Idempotency-Key: of-answers\r\n";
  const auto job = text_of(contract.send(keyed, 202).json(), "job");
  const auto ended = ended_job(contract, "operator", job);
  EXPECT_EQ(json::serialize(ended.at("accepted")), "1") << json::serialize(ended);
  EXPECT_EQ(json::serialize(ended.at("refused")), "1");
  keyed.body += " ";
  contract.send(keyed, 422);
  contract.send(import, 409);
  const auto value = contract.send({"getCase", "reviewer", {kF}}, 200).json();
  EXPECT_EQ(text_of(value.at("entries").at(0), "state"), "passed");
}

void tell_of_erased_scan(Contract& contract, const std::string& received) {
  const Call upload{"uploadScan", "operator", {kF, "1"}, "%PDF-1.7 other paper", received};
  const auto scan = text_of(contract.send(upload, 201).json(), "scan");
  const Call erase{"eraseScan", "operator", {kF, "1", scan}};
  Call other = erase;
  other.who = "developer";
  contract.send(other, 403);
  other = erase;
  other.path[2] = "scn_nothing";
  contract.send(other, 404);
  other = erase;
  other.query = "?dry_run=x";
  contract.send(other, 400);
  contract.send(too_long(erase), 413);
  other.query = "?dry_run=true";
  contract.send(other, 200);
  contract.send(erase, 200);
  contract.send(erase, 404);
  contract.send({"downloadScan", "operator", {kF, "1", scan}}, 404);
}

void tell_of_scans(Contract& contract) {
  const std::string received = "?received=2026-03-02T09:00:00Z";
  const Call upload{"uploadScan", "operator", {kF, "1"}, "%PDF-1.7 paper", received};
  const auto scan = text_of(contract.send(upload, 201).json(), "scan");
  Call wrong = upload;
  wrong.query.clear();
  contract.send(wrong, 400);
  wrong = upload;
  wrong.body = "text";
  contract.send(wrong, 415);
  wrong = upload;
  wrong.path[1] = "99";
  contract.send(wrong, 404);
  wrong = upload;
  wrong.who = "reviewer";
  contract.send(wrong, 403);
  wrong.who = "developer";
  contract.send(wrong, 409);  // nothing is asked for
  contract.send(too_long(upload, std::size_t{11} << 20), 413);
  contract.send({"downloadScan", "operator", {kF, "1", scan}}, 200);
  contract.send({"downloadScan", "operator", {kF, "1", "scn_nothing"}}, 404);
  contract.send({"downloadScan", "reviewer", {kF, "1", scan}}, 403);
  contract.send({"downloadScan", "developer", {kF, "1", scan}}, 404);
  const auto list = contract.send({"listScans", "operator", {kF, "1"}}, 200).json();
  EXPECT_EQ(list.at("items").at(0).at("accesses").as_array().size(), 1U);
  contract.send({"listScans", "reviewer", {kF, "1"}}, 403);
  const auto theirs = contract.send({"listScans", "developer", {kF, "1"}}, 200).json();
  EXPECT_TRUE(theirs.at("items").as_array().empty()) << "an operator's paper is no developer's";
  tell_of_erased_scan(contract, received);
  contract.send({"listScans", "officer_44", {kF, "1"}}, 404);
}

}  // namespace

json::value ended_job(Contract& contract, const std::string& who, const std::string& id) {
  for (int i = 0; i < 600; ++i) {
    auto job = contract.send({"getJob", who, {id}}, 200).json();
    if (text_of(job, "state") != "running") return job;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  ADD_FAILURE() << id << " does not end";
  return nullptr;
}

void tell_of_office(Story& story) {
  story.registers(kF, "subject-sichuan");
  const auto no = story.submits(kF, "first");
  story.passes(kF, no);
  const auto region = text_of(
      story.contract.send({"getCase", "reviewer", {kF}}, 200).json().at("entries").at(0), "region");
  const auto pair = tell_of_keys(story, region);
  tell_of_bundle(story, region);
  tell_of_answers(story, region, pair);
  tell_of_scans(story.contract);
  story.registers(kG);
  const auto digest = story.uploads(kG, "first");
  story.contract.send({"submit",
                       "developer",
                       {kG},
                       R"({"digest":")" + digest + R"(","categories":["social-forum"]})"},
                      201);
  story.wait_until(kG, "1", "reviewing");
  const auto body = R"({"digest":")" + digest + R"(","present":[]})";
  story.contract.send({"passReview", "reviewer", {kG, "1"}, body, "", story.if_match()}, 200);
  tell_of_taking(story);
}

void tell_of_registers(Contract& contract) {
  contract.send({"listAnswers", "reviewer"}, 200);
  contract.send({"listAnswers", "reviewer", {}, "", "?state=effective,revoked&late=true"}, 200);
  contract.send({"listAnswers", "reviewer", {}, "", "?state=x"}, 400);
  contract.send({"listAnswers", "reviewer", {}, "", "?q=x"}, 400);
  const auto by_number =
      contract.send({"listAnswers", "officer", {}, "", "?q=%E5%A4%8D%E3%80%942026"}, 200);
  EXPECT_EQ(by_number.json().at("items").as_array().size(), 1U) << by_number.body;
  const auto orders = contract.send({"listOrders", "operator"}, 200).json();
  EXPECT_FALSE(orders.at("items").as_array().empty());
  contract.send({"listOrders", "operator", {}, "", "?state=proposed,standing&region=33"}, 200);
  contract.send({"listOrders", "operator", {}, "", "?from=x"}, 400);
  const auto two = contract.send(
      {"listSubmissions", "reviewer", {}, "", "?state=withdrawn,stopped&sort=newest"}, 200);
  EXPECT_GE(two.json().at("items").as_array().size(), 2U);
  contract.send({"listSubmissions", "reviewer", {}, "", "?state=refused,x"}, 400);
  contract.send({"listFilings", "operator", {}, "", "?state=passed,failed&region=33"}, 200);
  contract.send({"listApps", "operator", {}, "", "?service=suspended&detail=true"}, 200);
  contract.send({"listApps", "operator", {}, "", "?owner=org-developer"}, 200);
  contract.send({"listApps", "operator", {}, "", "?service=x"}, 400);
  for (const std::string operation : {"listApps", "listSubmissions", "listFilings"}) {
    const auto table =
        contract.send({operation, "operator", {}, "", "", "Accept: text/csv\r\n"}, 200);
    EXPECT_THAT(table.body, testing::StartsWith("\xEF\xBB\xBF\"app\","));
  }
  contract.send({"getFeed", "operator", {}, "", "?before=head&limit=2"}, 200);
  contract.send({"getFeed", "operator", {}, "", "?before=head&app=" + kA + "&type=submitted"}, 200);
  contract.send({"getFeed", "operator", {}, "", "?before=x"}, 400);
  contract.send({"getFeed", "developer", {}, "", "?before=head&app=wx-nothing"}, 404);
}

}  // namespace baobei::api
