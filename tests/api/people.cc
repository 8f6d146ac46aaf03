#include "people.h"

#include <gtest/gtest.h>

#include "sign_in/one_time.h"

namespace baobei::api {
namespace {

const std::string kPassword = "correct horse battery";

std::string text_of(const Reply& reply, std::string_view name) {
  const auto value = reply.json();
  const auto* found = value.is_object() ? value.get_object().if_contains(name) : nullptr;
  if (found == nullptr) return {};
  return found->is_string() ? std::string(found->get_string()) : json::serialize(*found);
}

Call without_body(Call call) {
  call.body = "[";
  return call;
}
Call as(Call call, const std::string& who) {
  call.who = who;
  return call;
}
Call with_token(Call call, const std::string& token) {
  call.who.clear();
  call.token = token;
  return call;
}

std::string days_from_now(Story& story, int days) {
  const auto now = parse_rfc3339(story.now()).value();
  return format_rfc3339(now + std::chrono::hours(24 * days));
}

std::string token_body(Story& story, const std::string& more = "") {
  return R"({"label":"ci","expires":")" + days_from_now(story, 30) + "\"" + more + "}";
}

// Lists, for those who may and those who may not.
void tell_of_lists(Contract& contract) {
  for (const std::string operation : {"listOrgs", "listSubjects", "listProposals"}) {
    contract.send({operation, "operator"}, 200);
    contract.send({operation, "operator", {}, "", "?limit=0"}, 400);
    contract.send({operation, "officer"}, 403);
  }
  contract.send({"listPeople", "operator", {"org-developer"}}, 200);
  contract.send({"listPeople", "operator", {"org-developer"}, "", "?limit=0"}, 400);
  contract.send({"listPeople", "developer", {"org-developer"}}, 404);
  contract.send({"getPerson", "developer", {"person-developer"}}, 200);
  contract.send({"getPerson", "developer", {"person-reviewer"}}, 404);
}

void tell_of_erasure(Story& story) {
  auto& contract = story.contract;
  contract.send({"getPersonData", "developer", {"person-developer"}}, 200);
  contract.send({"getPersonData", "developer", {"person-developer"}, "", "?after=x"}, 400);
  contract.send({"getPersonData", "developer", {"person-agency"}}, 404);
  const Call erase{"erasePerson", "operator", {"person-invited"}};
  const auto active = contract.send(erase, 409);
  EXPECT_EQ(active.json().at("type"), "urn:baobei:problem:still_active");
  contract.send({"putPerson",
                 "operator",
                 {"person-invited"},
                 R"({"org":"org-new","name":"新开发者","roles":["developer"],"active":false})"},
                200);
  auto odd = erase;
  odd.query = "?dry_run=perhaps";
  contract.send(odd, 400);
  contract.send(as(erase, "developer"), 403);
  contract.send({"erasePerson", "operator", {"nobody"}}, 404);
  contract.send(too_long(erase), 413);
  contract.send(erase, 200);
  const auto kept = contract.send({"getPersonData", "operator", {"person-invited"}}, 200);
  EXPECT_EQ(text_of(kept, "name"), "");
}

void tell_of_tokens(Story& story) {
  auto& contract = story.contract;
  const Call issue{"issueToken", "developer", {"person-developer"}, token_body(story)};
  const auto issued = contract.send(issue, 201);
  contract.send(without_body(issue), 400);
  contract.send(as(issue, "agency"), 404);
  contract.send(too_long(issue), 413);
  contract.send({"issueToken", "operator", {"person-officer"}, token_body(story)}, 403);
  contract.send({"listTokens", "developer", {"person-developer"}}, 200);
  contract.send({"listTokens", "agency", {"person-developer"}}, 404);
  auto reading = issue;
  reading.body = token_body(story, R"(,"read_only":true)");
  const auto only_reads = text_of(contract.send(reading, 201), "secret");
  const Call revoke{"revokeToken", "developer", {"person-developer", text_of(issued, "token_id")}};
  contract.send(with_token(revoke, only_reads), 403);
  contract.send(as(revoke, "agency"), 404);
  contract.send(too_long(revoke), 413);
  contract.send(revoke, 200);
  const Call many{"issueToken", "agency", {"person-agency"}, token_body(story)};
  for (int i = 0; i < 49; ++i) contract.send(many, 201);
  contract.send(many, 409);
}

// Grants that take a second operator.
void tell_of_proposals(Story& story) {
  auto& contract = story.contract;
  const auto officer = [](const std::string& person, const std::string& region) {
    return Call{"putPerson",
                "operator",
                {person},
                R"({"org":"org-office-33","name":"经办人丙","roles":["officer"],"region":")" +
                    region + "\"}"};
  };
  const auto proposed = contract.send(officer("person-new", "33"), 202);
  contract.send(officer("person-new", "33"), 409);
  contract.send(without_body(officer("person-new", "33")), 400);
  contract.send(too_long(officer("person-new", "33")), 413);
  contract.send(officer("person-operator", "33"), 403);
  const auto no = text_of(proposed, "proposal");
  const Call confirm{"confirmProposal", "second_operator", {no}};
  auto odd = confirm;
  odd.query = "?dry_run=perhaps";
  contract.send(odd, 400);
  contract.send(as(confirm, "operator"), 403);
  contract.send(too_long(confirm), 413);
  contract.send({"confirmProposal", "second_operator", {"99"}}, 404);
  contract.send(confirm, 200);
  contract.send(confirm, 409);
  contract.send(officer("person-new", "33"), 200);
  const auto next = text_of(contract.send(officer("person-new", "44"), 202), "proposal");
  const Call reject{"rejectProposal", "operator", {next}};
  odd = reject;
  odd.query = "?dry_run=perhaps";
  contract.send(odd, 400);
  contract.send(as(reject, "developer"), 403);
  contract.send(too_long(reject), 413);
  contract.send({"rejectProposal", "operator", {"99"}}, 404);
  contract.send(reject, 200);
  contract.send(reject, 409);
}

}  // namespace

void tell_of_directory(Story& story) {
  auto& contract = story.contract;
  tell_of_lists(contract);
  const Call org{"putOrg", "operator", {"org-new"}, R"({"kind":"agency","name":"新服务商"})"};
  const Call subject{"putSubject",
                     "operator",
                     {"subject-new"},
                     R"({"org":"org-new","name":"新主体","kind":"enterprise","region":"33"})"};
  for (const auto& call : {org, subject}) {
    contract.send(call, 200);
    contract.send(without_body(call), 400);
    contract.send(as(call, "developer"), 403);
    contract.send(too_long(call), 413);
  }
  auto another = subject;
  another.body = R"({"org":"org-new","name":"新主体","kind":"media","region":"33"})";
  contract.send(another, 409);
  const Call invite{
      "invitePerson", "operator", {"org-new"}, R"({"person":"person-invited","name":"新开发者"})"};
  contract.send(without_body(invite), 400);
  contract.send(as(invite, "developer"), 404);
  contract.send(too_long(invite), 413);
  contract.send(invite, 201);
  contract.send(invite, 409);
  tell_of_erasure(story);
  tell_of_tokens(story);
  tell_of_proposals(story);
}

// ---- categories --------------------------------------------------------------------------------
namespace {

std::string upload_licence(Story& story, const std::string& words) {
  return text_of(
      story.contract.send({"uploadDocument", "developer", {kZhejiang}, "%PDF-1.7 " + words}, 201),
      "document");
}

// The first categories that this subject may apply for with one document.
std::vector<std::string> applicable(Story& story, std::size_t wanted) {
  auto& contract = story.contract;
  const auto document = upload_licence(story, "to look");
  const auto list = contract.send({"listSubjectCategories", "developer", {kZhejiang}}, 200).json();
  std::vector<std::string> found;
  for (const auto& item : list.at("items").as_array()) {
    const auto* may = item.as_object().if_contains("may_apply");
    if (found.size() == wanted || may == nullptr || !may->is_bool() || !may->as_bool()) continue;
    const std::string id(item.at("id").as_string());
    Ask ask;
    ask.method = "POST";
    ask.target = "/v1/subjects/" + kZhejiang + "/applications?dry_run=true";
    ask.who = "developer";
    ask.body = R"({"category":")" + id + R"(","documents":[{"document":)" + document + "}]}";
    if (story.program.ask(ask).status == 200) found.push_back(id);
  }
  EXPECT_EQ(found.size(), wanted);
  found.resize(wanted);
  return found;
}

std::string apply_body(Story& story, const std::string& category) {
  return R"({"category":")" + category + R"(","documents":[{"document":)" +
         upload_licence(story, category) + "}]}";
}

// A decision on an application, in every status that each of them has.
void decides(Story& story, const Call& call, const std::string& forbidden) {
  auto& contract = story.contract;
  Call without = call;
  without.header_lines.clear();
  contract.send(without, 428);
  Call stale = call;
  stale.header_lines = "If-Match: \"application-99\"\r\n";
  contract.send(stale, 412);
  Call closed = call;
  closed.header_lines = "If-Match: \"application-2\"\r\n";
  story.commands({call, forbidden, closed});
}

void tell_of_documents(Story& story, const std::string& application) {
  auto& contract = story.contract;
  const Call upload{"uploadDocument", "developer", {kZhejiang}, "%PDF-1.7"};
  auto empty = upload;
  empty.body.clear();
  contract.send(empty, 400);
  auto page = upload;
  page.body = "<html>";
  contract.send(page, 415);
  contract.send(too_long(upload, std::size_t{11} << 20), 413);
  contract.send(as(upload, "operator"), 403);
  contract.send({"uploadDocument", "developer", {"nobody"}, "%PDF-1.7"}, 404);
  const auto seen = contract.send({"getApplication", "operator", {application}}, 200).json();
  const auto document = json::serialize(seen.at("documents").at(0).at("document"));
  const Call read{"downloadDocument", "operator", {application, document}};
  contract.send(read, 200);
  contract.send(as(read, "officer"), 403);
  contract.send({"downloadDocument", "operator", {application, "999"}}, 404);
  contract.send({"listDocumentAccesses", "operator", {application}}, 200);
  contract.send({"listDocumentAccesses", "developer", {application}}, 403);
  contract.send({"listDocumentAccesses", "operator", {"99999"}}, 404);
  const Call erase{"eraseDocument", "operator", {application, document}};
  auto odd = erase;
  odd.query = "?dry_run=perhaps";
  contract.send(odd, 400);
  contract.send(as(erase, "developer"), 403);
  contract.send(too_long(erase), 413);
  contract.send(erase, 200);
  contract.send(erase, 404);
  int taken = 0;
  Ask more;
  more.method = "POST";
  more.target = "/v1/subjects/" + kZhejiang + "/documents";
  more.who = "developer";
  do {
    more.body = "%PDF-1.7 waits " + std::to_string(++taken);
  } while (taken < 50 && story.program.ask(more).status == 201);
  contract.send(upload, 409);
}

void tell_of_grants(Story& story, const std::string& category, const std::string& other) {
  auto& contract = story.contract;
  contract.send({"listGrants", "developer", {kZhejiang}}, 200);
  contract.send({"listGrants", "officer", {kZhejiang}}, 403);
  contract.send({"listGrants", "developer", {"nobody"}}, 404);
  const Call renew{"renewGrant",
                   "operator",
                   {kZhejiang, category},
                   R"({"remark":"已核验","valid_until":")" + days_from_now(story, 300) + "\"}"};
  Call past = renew;
  past.body = R"({"remark":"已核验","valid_until":"2020-01-01T00:00:00Z"})";
  story.commands({renew, "developer", past});
  const Call revoke{"revokeGrant",
                    "operator",
                    {kZhejiang, category},
                    R"({"reasons":[{"reason":"licence_withdrawn"}]})"};
  const Call silent{"revokeGrant", "operator", {kZhejiang, other}, R"({"reasons":[]})"};
  story.commands({revoke, "developer", silent});
}

}  // namespace

void tell_of_categories(Story& story) {
  auto& contract = story.contract;
  const auto found = applicable(story, 3);
  contract.send({"listSubjectCategories", "developer", {kZhejiang}, "", "?all=perhaps"}, 400);
  contract.send({"listSubjectCategories", "officer", {kZhejiang}}, 403);
  contract.send({"listSubjectCategories", "developer", {"nobody"}}, 404);
  std::vector<std::string> numbers;
  for (const auto& category : found) {
    const Call call{"applyForCategory", "developer", {kZhejiang}, apply_body(story, category)};
    if (numbers.empty()) {
      story.commands({call, "operator", {}, 201});
    } else {
      contract.send(call, 201);
    }
    const auto list =
        contract.send({"listApplications", "developer", {}, "", "?subject=" + kZhejiang}, 200)
            .json();
    std::string newest;
    for (const auto& item : list.at("items").as_array()) {
      if (item.at("category").as_string() == category) {
        newest = json::serialize(item.at("application"));
      }
    }
    numbers.push_back(newest);
  }
  contract.send({"listApplications", "developer", {}, "", "?state=x"}, 400);
  contract.send({"listApplications", "officer"}, 403);
  contract.send({"listApplications", "developer", {}, "", "?subject=nobody"}, 404);
  contract.send({"getApplication", "officer", {numbers[0]}}, 403);
  contract.send({"getApplication", "operator", {"99999"}}, 404);
  const std::string first = "If-Match: \"application-1\"\r\n";
  decides(story, {"acceptApplication", "operator", {numbers[0]}, "{}", "", first}, "developer");
  decides(story,
          {"refuseApplication",
           "operator",
           {numbers[1]},
           R"({"reasons":[{"reason":"document_illegible"}]})",
           "",
           first},
          "developer");
  decides(story, {"withdrawApplication", "developer", {numbers[2]}, "", "", first}, "operator");
  tell_of_grants(story, found[0], "social-qa");
  tell_of_documents(story, numbers[0]);
}

// ---- signing in --------------------------------------------------------------------------------
namespace {

std::string from_base32(std::string_view text) {
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string bytes;
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const char c : text) {
    held = (held << 5U) | static_cast<std::uint32_t>(kLetters.find(c));
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>((held >> bits) & 255U);
  }
  return bytes;
}

std::string sign_in_body(const std::string& person, const std::string& password = kPassword) {
  return R"({"person":")" + person + R"(","password":")" + password + "\"}";
}

void sets_password(Story& story, const std::string& person) {
  auto& contract = story.contract;
  const Call invite{"inviteToSignIn", "operator", {person}};
  const auto invitation = text_of(contract.send(invite, 201), "invitation");
  const auto body = [&](const std::string& password) {
    return R"({"invitation":")" + invitation + R"(","password":")" + password + "\"}";
  };
  contract.send({"redeemInvitation", "", {}, body("short")}, 400);
  contract.send({"redeemInvitation", "", {}, body(kPassword)}, 204);
  contract.send({"redeemInvitation", "", {}, body(kPassword)}, 401);
  contract.send(too_long({"redeemInvitation", "", {}, body(kPassword)}), 413);
}

// Of one's own sign-in: without the present password, for what is none, too long, only reading.
void refuses(Story& story, const Call& call, const std::string& only_reads, bool asks_password) {
  auto& contract = story.contract;
  contract.send(without_body(call), 400);
  contract.send(too_long(call), 413);
  contract.send(with_token(call, only_reads), 403);
  if (!asks_password) return;
  Call wrong = call;
  wrong.body.replace(wrong.body.find(kPassword), kPassword.size(), "not this password");
  contract.send(wrong, 401);
}

void tell_of_factor(Story& story, const std::string& session, const std::string& only_reads) {
  auto& contract = story.contract;
  const auto mine = [&](const std::string& operation, const std::string& body) {
    return with_token({operation, "", {}, body}, session);
  };
  const auto current = R"("current":")" + kPassword + "\"";
  const auto begin = mine("beginSecondFactor", "{" + current + "}");
  const auto confirm = [&](const std::string& code) {
    return mine("confirmSecondFactor", R"({"code":")" + code + "\"}");
  };
  const auto remove = [&](const std::string& code) {
    return mine("removeSecondFactor", "{" + current + R"(,"code":")" + code + "\"}");
  };
  contract.send(confirm("123456"), 409);
  contract.send(remove("123456"), 409);
  refuses(story, begin, only_reads, true);
  refuses(story, remove("123456"), only_reads, true);
  refuses(story, confirm("123456"), only_reads, false);
  const auto secret = from_base32(text_of(contract.send(begin, 201), "secret"));
  contract.send(confirm("no code"), 401);
  const auto code = [&] {
    return sign_in::code_of_step(secret, sign_in::step_at(parse_rfc3339(story.now()).value()));
  };
  contract.send(confirm(code()), 200);
  contract.send(begin, 409);
  contract.send({"signIn", "", {}, sign_in_body("person-developer")}, 401);
  story.moves_clock("1m");
  contract.send(remove(code()), 204);
}

// Too many failures of one account, and then of the network.
void tell_of_waiting(Story& story) {
  auto& contract = story.contract;
  const auto body = [](const std::string& more) {
    return R"({"current":"not this password")" + more + "}";
  };
  const Call change{"changePassword", "reviewer", {}, body(R"(,"password":"a better one by far")")};
  for (int i = 0; i < 4; ++i) contract.send(change, 401);
  // Until the wait is long enough for what follows, on any machine.
  for (int i = 0; i < 4; ++i) {
    story.moves_clock("1m");
    contract.send(change, 401);
  }
  for (const auto& call : {change, Call{"beginSecondFactor", "reviewer", {}, body("")},
                           Call{"confirmSecondFactor", "reviewer", {}, R"({"code":"123456"})"},
                           Call{"removeSecondFactor", "reviewer", {}, body(R"(,"code":"123456")")},
                           Call{"signIn", "", {}, sign_in_body("person-reviewer")}}) {
    contract.send(call, 429);
  }
  Ask guess;
  guess.method = "POST";
  guess.target = "/v1/invitations/redeem";
  guess.body = R"({"invitation":"guessed","password":"correct horse battery"})";
  for (int i = 0; i < 40 && story.program.ask(guess).status == 401; ++i) continue;
  contract.send({"redeemInvitation", "", {}, guess.body}, 429);
}

}  // namespace

void tell_of_sign_in(Story& story) {
  auto& contract = story.contract;
  const Call invite{"inviteToSignIn", "operator", {"person-developer"}};
  contract.send(without_body(invite), 400);
  contract.send({"inviteToSignIn", "operator", {"person-officer"}}, 403);
  contract.send(as(invite, "agency"), 404);
  contract.send(too_long(invite), 413);
  sets_password(story, "person-developer");
  sets_password(story, "person-agency");
  const Call sign_in{"signIn", "", {}, sign_in_body("person-developer")};
  contract.send(without_body(sign_in), 400);
  contract.send(too_long(sign_in), 413);
  auto from_nowhere = sign_in;  // asks for a cookie and is no page of this site
  from_nowhere.body.insert(from_nowhere.body.size() - 1, R"(,"cookie":true)");
  contract.send(from_nowhere, 403);
  contract.send({"signIn", "", {}, sign_in_body("person-developer", "not this password")}, 401);
  const auto session = text_of(contract.send(sign_in, 200), "token");
  const Call reading{
      "issueToken", "developer", {"person-developer"}, token_body(story, R"(,"read_only":true)")};
  const auto only_reads = text_of(contract.send(reading, 201), "secret");
  contract.send(with_token({"getSignIn", ""}, session), 200);
  tell_of_factor(story, session, only_reads);
  const auto change =
      with_token({"changePassword",
                  "",
                  {},
                  R"({"current":")" + kPassword + R"(","password":"a better one by far"})"},
                 session);
  refuses(story, change, only_reads, true);
  contract.send(change, 204);
  const auto out = with_token({"signOut", ""}, session);
  contract.send(too_long(out), 413);
  contract.send(with_token(out, only_reads), 403);
  contract.send({"signOut", "developer"}, 409);
  contract.send(out, 204);
  tell_of_waiting(story);
}

}  // namespace baobei::api
