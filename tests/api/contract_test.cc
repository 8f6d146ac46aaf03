// Every operation of the contract × every status it documents, asked of the running program; each
// answer is held to its schema. What cannot be brought about from outside is named below, with the
// test that shows it instead.

#include <gmock/gmock.h>

#include "beside.h"
#include "distress.h"
#include "editions.h"
#include "forms.h"
#include "keeping.h"
#include "office.h"
#include "people.h"
#include "review.h"
#include "rules.h"

namespace baobei::api {
namespace {

struct Elsewhere {
  const char* row;
  const char* why;
};
constexpr Elsewhere kElsewhere[] = {
    {"createJob 409", "four that run: StoreContract.jobs_are_so_many_and_no_more_and_go_after_…"},
    {"eraseScan 409", "a legal hold: KeepingTest.ScansGoSomeTimeAfterTheirEntryHasEndedAnd…"},
    {"uploadFormPicture 409", "two hundred pictures: StoreForms.AMiniProgramHasSoManyPictures…"},
    {"eraseFormPicture 409", "a legal hold: FormsTest.AnAccountIsErasedOnceAndGoesWithTime…"},
    {"eraseTestAccount 409", "the same"},
    {"giveUpUpload 409",
     "two at the same instant: Upload.is_left_alone_while_a_piece_of_it_arrives"},
    {"beginOidcSignIn 303", "a provider: OidcTest, and a real one in tests/oidc"},
    {"prepareOidcSignIn 200", "the same"},
    {"finishOidcSignIn 303", "the same"},
    {"finishOidcSignIn 403", "the same: OidcTest.NobodyComesIntoBeingBySigningIn"},
};

void tell_of_apps(Story& story) {
  auto& contract = story.contract;
  const auto body = Story::register_body(kA, "subject-zhejiang");
  story.commands({{"registerApp", "operator", {}, body}, "developer", {}, 201});
  story.commands(
      {{"authoriseAgency", "developer", {kA}, R"({"agency":"org-agency"})"}, "reviewer"});
  story.commands({{"endAuthorisation", "developer", {kA, "org-agency"}}, "reviewer"});
  contract.send({"listApps", "developer"}, 200);
  contract.send({"listApps", "developer", {}, "", "?limit=0"}, 400);
  const auto whole = contract.send({"getCase", "developer", {kA}}, 200);
  contract.send(
      {"getCase", "developer", {kA}, "", "", "If-None-Match: " + whole.header("ETag") + "\r\n"},
      304);
  contract.send({"getCase", "officer_44", {kA}}, 404);
  contract.send({"listEvents", "developer", {kA}}, 200);
  contract.send({"listEvents", "developer", {kA}, "", "?after=x"}, 400);
  contract.send({"listEvents", "officer_44", {kA}}, 404);
}

void tell_of_uploads(Story& story) {
  auto& contract = story.contract;
  const auto tar = sample_tar("in pieces");
  const auto begin = [](std::size_t bytes) { return "{\"bytes\":" + std::to_string(bytes) + "}"; };
  std::vector<std::string> open;
  for (int i = 0; i < 4; ++i) {
    const auto reply =
        contract.send({"beginUpload", "developer", {kA}, begin(i == 1 ? 9 : tar.size())}, 201);
    open.push_back(std::string(reply.json().at("upload").as_string()));
  }
  contract.send({"beginUpload", "developer", {kA}, begin(5)}, 409);
  contract.send({"beginUpload", "developer", {kA}, begin(0)}, 400);
  contract.send({"beginUpload", "developer", {kA}, begin(std::size_t{1} << 30)}, 413);
  contract.send({"listUploads", "developer", {kA}}, 200);
  const auto piece = [&](const std::string& id, std::size_t offset, const std::string& bytes) {
    return Call{"sendPiece", "developer", {kA, id},
                bytes,       "",          "Upload-Offset: " + std::to_string(offset) + "\r\n"};
  };
  const auto half = tar.size() / 2;
  contract.send(piece(open[0], 0, tar.substr(0, half)), 200);
  contract.send(piece(open[0], 0, tar.substr(0, half)), 409);
  contract.send(piece(open[0], half, tar + "more"), 413);
  contract.send({"sendPiece", "developer", {kA, open[0]}, "x"}, 400);
  contract.send({"completeUpload", "developer", {kA, open[0]}}, 409);
  contract.send(piece(open[0], half, tar.substr(half)), 200);
  contract.send({"getUpload", "developer", {kA, open[0]}}, 200);
  const auto taken = contract.send({"completeUpload", "developer", {kA, open[0]}}, 201);
  const auto whole = contract.send({"uploadPackage", "developer", {kA}, tar}, 201);
  EXPECT_EQ(taken.json().at("digest"), whole.json().at("digest")) << "in pieces or in one";
  contract.send(piece(open[1], 0, "no tar at"), 200);
  contract.send({"completeUpload", "developer", {kA, open[1]}}, 400);
  contract.send({"giveUpUpload", "developer", {kA, open[2]}}, 204);
  const auto bomb = zip_bomb();
  const auto begun = contract.send({"beginUpload", "developer", {kA}, begin(bomb.size())}, 201);
  const std::string hostile(begun.json().at("upload").as_string());
  contract.send(piece(hostile, 0, bomb), 200);
  const auto refused = contract.send({"completeUpload", "developer", {kA, hostile}}, 413).json();
  EXPECT_EQ(std::string(refused.at("pointer").as_string()), "zeros");
  for (const std::string operation : {"getUpload", "sendPiece", "completeUpload", "giveUpUpload"}) {
    const std::string offset = operation == "sendPiece" ? "Upload-Offset: 0\r\n" : "";
    contract.send({operation, "developer", {kA, open[2]}, "", "", offset}, 404);
    contract.send({operation, "reviewer", {kA, open[3]}, "", "", offset}, 403);
    contract.send({operation, "", {kA, open[3]}}, 401);
  }
  for (const std::string operation : {"listUploads", "beginUpload", "uploadPackage"}) {
    const auto body = operation == "listUploads" ? "" : begin(5);
    contract.send({operation, "officer_44", {kA}, body}, 404);
    contract.send({operation, "reviewer", {kA}, body}, 403);
    contract.send({operation, "", {kA}}, 401);
  }
  contract.send({"uploadPackage", "developer", {kA}, "no archive"}, 400);
  Call large{"uploadPackage", "developer", {kA}};
  large.stated_bytes = std::size_t{41} << 20;
  contract.send(large, 413);
  contract.send({"uploadPackage", "developer", {kA}, sample_tar("large", 39'000'000)}, 201);
}

void tell_of_versions(Story& story, const std::string& no) {
  auto& contract = story.contract;
  const auto& digest = story.digest();
  contract.send({"listPackages", "developer", {kA}}, 200);
  contract.send({"listPackages", "officer_44", {kA}}, 404);
  contract.send({"listPackages", "developer", {kA}, "", "?limit=0"}, 400);
  contract.send({"listVersionFiles", "reviewer", {kA, digest}}, 200);
  contract.send({"listVersionFiles", "reviewer", {kA, digest}, "", "?limit=0"}, 400);
  contract.send({"listVersionFiles", "officer_44", {kA, digest}}, 404);
  contract.send({"getVersionFile", "reviewer", {kA, digest, "app.json"}}, 200);
  contract.send({"getVersionFile", "reviewer", {kA, digest, "app.json"}, "", "?format=text"}, 200);
  contract.send({"getVersionFile", "reviewer", {kA, digest, "app.json"}, "", "?from=0"}, 400);
  contract.send({"getVersionFile", "reviewer", {kA, digest, "nothing.js"}}, 404);
  const auto picture = [&](const std::string& path) {
    return Call{"getVersionPicture", "reviewer", {kA, digest, path}};
  };
  auto small = picture("pictures/small.png");
  const auto etag = contract.send(small, 200).header("ETag");
  small.header_lines = "If-None-Match: " + etag + "\r\n";
  contract.send(small, 304);
  contract.send(picture("pictures/vast.png"), 413);
  contract.send(picture("app.json"), 415);
  contract.send(picture("nothing.png"), 404);
  contract.send({"getDiff", "reviewer", {kA, digest}}, 200);
  contract.send({"getDiff", "reviewer", {kA, digest}, "", "?file=app.json"}, 200);
  contract.send({"getDiff", "reviewer", {kA, digest}, "", "?against=x"}, 400);
  contract.send({"getDiff", "officer_44", {kA, digest}}, 404);
  contract.send({"checkVersion", "developer", {kA, digest}}, 200);
  contract.send({"checkVersion", "developer", {kA, digest}, "[]"}, 400);
  contract.send({"checkVersion", "officer_44", {kA, digest}}, 404);
  contract.send({"getReport", "reviewer", {kA, no}}, 200);
  contract.send({"getReport", "officer_44", {kA, no}}, 404);
  contract.send({"listFindings", "reviewer", {kA, no}}, 200);
  contract.send({"listFindings", "reviewer", {kA, no}, "", "?limit=0"}, 400);
  contract.send({"listFindings", "officer_44", {kA, no}}, 404);
  contract.send({"getSubmission", "officer_44", {kA, no}}, 404);
}

// The first submission of kA: reviewed, filed, passed by the office.
void tell_of_review(Story& story) {
  auto& contract = story.contract;
  const auto digest = story.uploads(kA, "first");
  story.commands({{"submit", "developer", {kA}, Story::submit_body(digest)}, "reviewer", {}, 201});
  const std::string no = "1";
  story.wait_until(kA, no, "reviewing");
  tell_of_leases(contract, kA, no);
  tell_of_queue(contract, kA, no);
  tell_of_dismissals(contract, kA, no);
  story.commands({{"askDeveloper", "reviewer", {kA, no}, R"({"text":"为什么？"})"}, "developer"});
  story.commands({{"answerQuestion", "developer", {kA, no}, R"({"text":"因为。"})"}, "reviewer"});
  story.wait_until(kA, no, "reviewing");
  const auto body = R"({"digest":")" + digest + R"(","present":["social-forum"]})";
  const Call pass{"passReview", "reviewer", {kA, no}, body, "", story.if_match()};
  Call without = pass;
  without.header_lines.clear();
  contract.send(without, 428);
  Call stale = pass;
  stale.header_lines = "If-Match: \"review-999\"\r\n";
  contract.send(stale, 412);
  story.commands({pass, "developer"});
  const auto choice = [&](const std::string& word) {
    return Call{"chooseRelease", "developer", {kA, no}, R"({"choice":")" + word + "\"}"};
  };
  story.commands({choice("also_on_silence"), "reviewer"});
  contract.send(choice("by_hand"), 200);
}

void tell_of_refusals(Story& story) {
  auto& contract = story.contract;
  const auto no = story.submits(kB, "first");
  const Call refuse{"refuseReview",
                    "reviewer",
                    {kB, no},
                    R"({"digest":")" + story.digest() +
                        R"(","reasons":[{"reason":"never_gambling","text":"第三页"}]})",
                    "",
                    story.if_match()};
  Call without = refuse;
  without.header_lines.clear();
  contract.send(without, 428);
  Call stale = refuse;
  stale.header_lines = "If-Match: \"review-999\"\r\n";
  contract.send(stale, 412);
  story.commands({refuse, "developer"});
  story.commands({{"appeal", "developer", {kB, no}, R"({"text":"不同意"})"}, "reviewer"});
  story.commands({{"decideAppeal", "second_reviewer", {kB, no}, R"({"uphold":true,"text":"成立"})"},
                  "developer"});
}

void tell_of_ends(Story& story) {
  const auto no = story.submits(kE, "first");
  story.commands({{"withdraw", "developer", {kE, no}}, "reviewer"});
  const auto next = story.submits(kE, "second");
  story.commands(
      {{"stopCase", "operator", {kE, next}, R"({"reason":{"reason":"names_or_logos_misleading"}})"},
       "developer"});
}

void tell_of_filings(Story& story) {
  auto& contract = story.contract;
  const auto handed = story.submits(kD, "first");
  story.passes(kD, handed);
  story.commands({{"recordHandOver", "operator", {kD, "1"}, "{}"}, "developer"});
  story.commands(
      {{"revokePass", "senior_reviewer", {kD, handed}, R"({"reason":{"reason":"never_gambling"}})"},
       "developer"});
  const auto value = contract.send({"getCase", "reviewer", {kA}}, 200).json();
  const auto digest = std::string(value.at("submissions").at(0).at("digest").as_string());
  const auto body = [&](const std::string& more) {
    return R"({"digest":")" + digest + R"(","verdict":)" + more + "}";
  };
  const auto letter = tell_of_material(story);
  const Call answer{
      "answerFiling",
      "officer",
      {kA, "1"},
      body(R"("pass","reply_number":"浙网信复〔2026〕12号","letter":")" + letter + "\"")};
  Call other = answer;
  other.body = R"({"digest":")" + std::string(64, '0') + R"(","verdict":"pass"})";
  contract.send(other, 412);
  Call late = answer;
  late.body = body(R"("fail","down_by":"2100-01-01T00:00:00Z")");
  story.commands({answer, "developer", late});
  Call unnumbered = answer;
  unnumbered.body = body(R"("pass","reply_number":"<12>")");
  contract.send(unnumbered, 400);
  unnumbered.body = body(R"("pass","letter":"scn_nothing")");
  contract.send(unnumbered, 400);
  const auto answered = contract.send({"getCase", "developer", {kA}}, 200).json();
  const auto& given = answered.at("answers").at(0);
  EXPECT_EQ(given.at("reply_number").as_string(), "浙网信复〔2026〕12号");
  contract.send({"downloadScan", "developer", {kA, "1", letter}}, 200);
  contract.send({"listFilings", "officer"}, 200);
  contract.send({"listFilings", "officer", {}, "", "?state=x"}, 400);
  contract.send({"getFilingReceipt", "developer", {kA, "1"}}, 200);
  contract.send({"getFilingReceipt", "officer_44", {kA, "1"}}, 404);
  contract.send({"getSilenceCertificate", "developer", {kA, "1"}}, 409);
  contract.send({"getSilenceCertificate", "officer_44", {kA, "1"}}, 404);
}

// kC: silence, release on silence, a late fail that two sign.
void tell_of_silence(Story& story) {
  auto& contract = story.contract;
  const auto no = story.submits(kC, "first");
  story.passes(kC, no);
  story.moves_clock("7d1s");
  story.wait_until(kC, no, "pre_launch");
  contract.send({"getSilenceCertificate", "developer", {kC, "1"}}, 200);
  contract.send({"release", "developer", {kC}, "{\"submission\":" + no + "}"}, 200);
  contract.send({"answerFiling",
                 "officer",
                 {kC, "1"},
                 R"({"digest":")" + story.digest() +
                     R"(","verdict":"fail","points":[{"code":"unspecified","text":"补"}]})"},
                200);
  story.commands({{"signAnswer", "second_officer", {kC, "1"}}, "developer"});
  const std::string points = R"({"points":[{"code":"unspecified","text":"改"}]})";
  const Call nothing{"amendAnswer", "officer", {kA, "1"}, points};
  story.commands({{"amendAnswer", "officer", {kC, "1"}, points}, "developer", nothing});
  story.commands({{"revokeAnswer", "officer", {kC, "1"}, R"({"text":"误判"})"}, "developer"});
}

void tell_of_releases(Story& story) {
  auto& contract = story.contract;
  const Call unknown{"release", "developer", {kE}, R"({"submission":1})"};
  story.commands(
      {{"release", "developer", {kA}, R"({"submission":1,"share":500})"}, "reviewer", unknown});
  contract.send({"getManifest", "", {kNowhere}, "", "?device=a"}, 404);
  const Call too_much{"setShare", "developer", {kA}, R"({"share":10001})"};
  story.commands({{"setShare", "developer", {kA}, R"({"share":10000})"}, "reviewer", too_much});
  const auto no = story.submits(kA, "second");
  tell_of_later_findings(contract, kA, no);
  story.passes(kA, no);
  contract.send({"release", "developer", {kA}, "{\"submission\":" + no + "}"}, 200);
  story.commands({{"rollBack", "developer", {kA}, R"({"submission":1})"},
                  "reviewer",
                  Call{"rollBack", "developer", {kE}, R"({"submission":1})"}});
  story.commands({{"suspend", "developer", {kA}}, "reviewer"});
  story.commands({{"resume", "developer", {kA}}, "reviewer"});
}

void tell_of_delivery(Story& story) {
  auto& contract = story.contract;
  const auto manifest = contract.send({"getManifest", "", {kA}, "", "?device=a"}, 200).json();
  contract.send({"getManifest", "", {kA}}, 400);
  const std::string digest(manifest.at("digest").as_string());
  const auto pack = contract.send({"getPackage", "", {kA, digest}}, 200);
  EXPECT_EQ(to_hex(sha256(pack.body)), digest);
  const auto part =
      contract.send({"getPackage", "", {kA, digest}, "", "", "Range: bytes=1-4\r\n"}, 206);
  EXPECT_EQ(part.body, pack.body.substr(1, 4));
  contract.send({"getPackage", "", {kA, digest}, "", "", "Range: bytes=999999999-\r\n"}, 416);
  contract.send(
      {"getPackage", "", {kA, digest}, "", "", "If-None-Match: " + pack.header("ETag") + "\r\n"},
      304);
  contract.send({"getPackage", "", {kA, std::string(64, '0')}}, 404);
  const auto made = contract.send({"addHost", "operator", {}, R"({"name":"华东"})"}, 201).json();
  contract.send({"addHost", "operator", {}, "{}"}, 400);
  contract.send({"addHost", "developer", {}, R"({"name":"华东"})"}, 403);
  contract.send({"listHosts", "operator"}, 200);
  contract.send({"listHosts", "developer"}, 403);
  const auto ack = [&](const std::string& app, const std::string& body) {
    Call call{"acknowledge", "", {app}, body};
    call.token = std::string(made.at("token").as_string());
    return call;
  };
  contract.send(ack(kA, R"({"serves":[")" + digest + "\"]}"), 200);
  contract.send(ack(kA, "{}"), 400);
  contract.send(ack(kNowhere, R"({"serves":[]})"), 404);
  contract.send({"acknowledge", "operator", {kA}, R"({"serves":[]})"}, 401);
  contract.send({"getDarkness", "developer", {kA}}, 200);
  contract.send({"getDarkness", "officer_44", {kA}}, 404);
  const std::string host(made.at("host").as_string());
  contract.send({"revokeHost", "developer", {host}}, 403);
  contract.send({"revokeHost", "operator", {"host_nothing"}}, 404);
  contract.send({"revokeHost", "operator", {host}}, 204);
}

// Orders that two sign; the first is complied with, the second takes down at once.
void tell_of_orders(Story& story) {
  auto& contract = story.contract;
  const auto in_hours = format_rfc3339(parse_rfc3339(story.now()).value() + std::chrono::hours(5));
  const auto body = [](const std::string& more) {
    return R"({"reason":"order_by_law","scope":"service")" + more + "}";
  };
  const auto far = body(R"(,"down_by":"2100-01-01T00:00:00Z")");
  story.commands({{"orderTakeDown", "operator", {kA}, body(R"(,"down_by":")" + in_hours + "\"")},
                  "developer",
                  Call{"orderTakeDown", "operator", {kA}, far}});
  story.commands({{"signOrder", "second_operator", {kA, "1"}}, "developer"});
  story.commands({{"takeDownNow", "developer", {kA, "1"}}, "reviewer"});
  contract.send({"getManifest", "", {kA}, "", "?device=a"}, 451);
  const auto value = contract.send({"getCase", "reviewer", {kA}}, 200).json();
  const auto digest = std::string(value.at("submissions").at(0).at("digest").as_string());
  contract.send({"getPackage", "", {kA, digest}}, 451);
  contract.send({"getDarkness", "developer", {kA}}, 200);
  story.commands({{"revokeOrder", "operator", {kA, "1"}, "{}"}, "developer"});
  story.commands(
      {{"changeSubject", "operator", {kA}, R"({"subject":"subject-zhejiang","region":"44"})"},
       "developer"});
}

void tell_of_feeds(Story& story) {
  auto& contract = story.contract;
  contract.send({"getFeed", "developer"}, 200);
  contract.send({"getFeed", "developer", {}, "", "?after=x"}, 400);
  Call stream{"getStream", "developer"};
  stream.until = "event: start";
  contract.send(stream, 200);
  contract.send({"getStream", "developer", {}, "", "?after=x"}, 400);
  contract.send({"getStream", "developer", {}, "", "?after=99999999"}, 410);
  const auto inbox = contract.send({"listInbox", "developer"}, 200).json();
  const auto notice = json::serialize(inbox.at("items").at(0).at("id"));
  contract.send({"listInbox", "developer", {}, "", "?unread=x"}, 400);
  contract.send({"countUnread", "developer"}, 200);
  contract.send({"markNoticeRead", "developer", {notice}}, 204);
  contract.send({"markNoticeRead", "developer", {"x"}}, 404);
  contract.send({"readAllNotices", "developer", {}, "{\"up_to\":" + notice + "}"}, 200);
  contract.send({"readAllNotices", "developer", {}, "{}"}, 400);
  std::string calendar;
  for (int i = 0; i < 8; ++i) {
    const auto made = contract.send({"addCalendar", "developer", {}, R"({"label":"手机"})"}, 201);
    calendar = std::string(made.json().at("calendar").as_string());
    const std::string path(made.json().at("path").as_string());
    contract.send({"getCalendar", "", {path.substr(path.rfind('/') + 1)}}, 200);
  }
  contract.send({"addCalendar", "developer", {}, "{}"}, 409);
  contract.send({"addCalendar", "developer", {}, "[]"}, 400);
  contract.send({"getCalendar", "", {"nothing.ics"}}, 404);
  contract.send({"listCalendars", "developer"}, 200);
  contract.send({"removeCalendar", "reviewer", {calendar}}, 404);
  contract.send({"removeCalendar", "developer", {calendar}}, 204);
}

void tell_of_the_rest(Story& story) {
  auto& contract = story.contract;
  for (const std::string operation : {"getHealth", "getReadiness", "getServer", "listKeys",
                                      "listCategories", "listRegions", "listReasons"}) {
    contract.send({operation, ""}, 200);
  }
  contract.send({"getCategory", "", {"social-forum"}}, 200);
  contract.send({"getCategory", "", {"nothing"}}, 404);
  contract.send({"listCategories", "", {}, "", "?subject_kind=x"}, 400);
  contract.send({"listReasons", "", {}, "", "?use=x"}, 400);
  contract.send({"getMe", "reviewer"}, 200);
  contract.send({"listSubmissions", "reviewer", {}, "", "?detail=true"}, 200);
  contract.send({"listFilings", "officer", {}, "", "?detail=true"}, 200);
  contract.send({"countSubmissions", "reviewer"}, 200);
  contract.send({"countFilings", "officer"}, 200);
  contract.send({"getServerHealth", "operator"}, 200);
  contract.send({"getServerHealth", "developer"}, 403);
  contract.send({"getStatistics", "operator"}, 200);
  contract.send({"getStatistics", "reviewer", {}, "", "?days=0"}, 400);
  contract.send({"getStatistics", "developer"}, 403);
  contract.send({"getWaiting", ""}, 200);
  contract.send({"getWaiting", "", {}, "", "?days=90"}, 200);
  contract.send({"getWaiting", "", {}, "", "?days=28"}, 400);
  contract.send({"listSubmissions", "reviewer"}, 200);
  contract.send({"listSubmissions", "reviewer", {}, "", "?state=x"}, 400);
  contract.send({"moveSandboxClock", "operator", {}, R"({"by":"x"})"}, 400);
  contract.send({"moveSandboxClock", "developer", {}, R"({"by":"1h"})"}, 403);
}

// Whatever needs a token says so without one.
void ask_without_a_token(Contract& contract) {
  for (const auto& row : contract.never_answered()) {
    const auto operation = row.substr(0, row.find(' '));
    if (!row.ends_with(" 401") || !contract.needs_token(operation)) continue;
    contract.send({operation, "", contract.any_path(operation)}, 401);
  }
}

TEST(Contract, EveryOperationAnswersEveryDocumentedStatus) {
  Story story;
  tell_of_apps(story);
  for (const auto& app : {kB, kC, kE}) story.registers(app);
  story.registers(kD, "subject-sichuan");
  tell_of_ends(story);
  tell_of_uploads(story);
  tell_of_review(story);
  tell_of_refusals(story);
  tell_of_filings(story);
  tell_of_silence(story);
  tell_of_releases(story);
  tell_of_versions(story, "2");
  tell_of_delivery(story);
  tell_of_orders(story);
  tell_of_office(story);
  tell_of_forms(story);
  tell_of_registers(story.contract);
  tell_of_feeds(story);
  tell_of_the_rest(story);
  tell_of_directory(story);
  tell_of_contacts(story.contract);
  tell_of_categories(story);
  tell_of_editions(story);
  tell_of_rules(story);
  tell_of_identities(story.contract);
  tell_of_keeping(story.contract);
  tell_of_sign_in(story);
  tell_of_webhooks(story.contract);
  tell_of_proofs(story.contract);
  ask_without_a_token(story.contract);
  tell_of_a_halt(story);
  tell_of_a_failing_disk(story);
  tell_of_limits(story);
  auto rest = story.contract.never_answered();
  for (const auto& row : kElsewhere) {
    EXPECT_EQ(rest.erase(row.row), 1U) << row.row << " was answered: take it out of the list";
  }
  // What only reads is refused where the store cannot read, which nothing does from outside:
  // Api.says_when_it_is_not_ready and the faults of tests/store show that. Of what is written
  // beside the lifecycle, some cannot be sent twice. Every command is left: it was answered with
  // 503.
  std::erase_if(rest, [&](const std::string& row) {
    const auto operation = row.substr(0, row.find(' '));
    return row.ends_with(" 503") && !decides(operation) && operation != "getReadiness";
  });
  EXPECT_THAT(rest, testing::IsEmpty());
}

}  // namespace
}  // namespace baobei::api
