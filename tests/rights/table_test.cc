// The rights table, asked of the server: every operation × everybody who may come, allowed or
// refused (DESIGN decision 11). Commands are held to lifecycle/rights.h, everything else to the
// rows below; a route without a row is a failure.
//
// Allowed is whatever got past rights: carried out, or refused for another reason. Refused is 401,
// 403, or the 404 of what one may not know of.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "http/query_names.h"
#include "http/router.h"
#include "lifecycle/rights.h"
#include "rights/world.h"

namespace baobei::test {
namespace {

using http::Access;
using http::RouteKind;

// d: a developer of the owner, x of another organisation, a of an agency without authorisation · r:
// reviewer · s: senior reviewer · o: officer of the region, f of another · p: operator · u: auditor
// · everybody: whoever is signed in · public: anyone · nothing: it is not there, and 404 tells
// nobody whether it could be. Words as of `GET /v1/me` ("suspend"): the command's own row.
struct RouteRow {
  std::string_view operation;
  std::string_view who;
  std::string_view body = "";
};

const std::string kDigestOfAll(64, '0');
constexpr std::string_view kUnknownWithin = "urn:baobei:problem:unknown_";

constexpr RouteRow kRows[] = {
    {"GET /healthz", "public"},
    {"GET /readyz", "public"},
    {"GET /v1/server", "public"},
    {"GET /v1/server/health", "pu"},
    {"GET /v1/me", "everybody"},
    {"POST /v1/sign-in", "public", R"({"person":"nobody","password":"x"})"},
    {"GET /v1/sign-in/oidc/{provider}", "public"},
    {"POST /v1/sign-in/oidc/{provider}", "public"},
    {"GET /v1/sign-in/oidc/{provider}/callback", "public"},
    {"POST /v1/sign-out", "everybody"},
    {"POST /v1/invitations/redeem", "public", R"({"invitation":"x","password":"x"})"},
    {"GET /v1/me/sign-in", "everybody"},
    {"POST /v1/me/password", "everybody", R"({"current":"x","password":"short"})"},
    {"POST /v1/me/second-factor", "everybody", "["},
    {"POST /v1/me/second-factor/confirm", "everybody", "["},
    {"POST /v1/me/second-factor/remove", "everybody", "["},
    {"GET /v1/apps", "everybody"},
    {"POST /v1/apps", "register_app",
     R"({"app":"wx-new-one","name":"n","subject":"sub-1","owner":"org-dev"})"},
    {"GET /v1/apps/{app}", "drspu"},
    {"GET /v1/apps/{app}/events", "drspu"},
    {"GET /v1/apps/{app}/contact", "drspu"},
    {"GET /v1/apps/{app}/accesses", "pu"},
    {"POST /v1/apps/{app}/agencies", "authorise_agency", R"({"agency":"org-agency"})"},
    {"DELETE /v1/apps/{app}/agencies/{org}", "end_authorisation"},
    {"POST /v1/apps/{app}/subject", "change_subject", R"({"subject":"sub-1","region":"33"})"},
    {"GET /v1/apps/{app}/packages", "drspu"},
    {"POST /v1/apps/{app}/packages", "d"},
    {"GET /v1/apps/{app}/uploads", "d"},
    {"POST /v1/apps/{app}/uploads", "d", R"({"bytes":5})"},
    {"GET /v1/apps/{app}/uploads/{upload}", "nothing"},
    {"PATCH /v1/apps/{app}/uploads/{upload}", "nothing"},
    {"DELETE /v1/apps/{app}/uploads/{upload}", "nothing"},
    {"POST /v1/apps/{app}/uploads/{upload}/complete", "nothing"},
    {"GET /v1/apps/{app}/packages/{digest}/files", "nothing"},
    {"GET /v1/apps/{app}/packages/{digest}/files/{path}", "nothing"},
    {"GET /v1/apps/{app}/packages/{digest}/pictures/{path}", "nothing"},
    {"GET /v1/apps/{app}/packages/{digest}/diff", "nothing"},
    {"POST /v1/apps/{app}/packages/{digest}/check", "nothing"},
    {"GET /v1/submissions", "everybody"},
    {"GET /v1/submissions/counts", "everybody"},
    {"POST /v1/apps/{app}/submissions", "submit",
     R"({"digest":"0000000000000000000000000000000000000000000000000000000000000000",)"
     R"("categories":["social-forum"]})"},
    {"GET /v1/apps/{app}/submissions/{no}", "drspu"},
    {"GET /v1/apps/{app}/submissions/{no}/report", "drspu"},
    {"GET /v1/apps/{app}/submissions/{no}/findings", "nothing"},
    {"POST /v1/apps/{app}/submissions/{no}/findings/dismiss", "rs", "["},
    {"GET /v1/apps/{app}/dismissals", "rspu"},
    {"POST /v1/apps/{app}/dismissals/{no}/take-back", "nothing", R"({"reason":"?"})"},
    {"PUT /v1/apps/{app}/submissions/{no}/lease", "nothing"},
    {"DELETE /v1/apps/{app}/submissions/{no}/lease", "nothing"},
    {"POST /v1/apps/{app}/submissions/{no}/question", "ask_developer", R"({"text":"?"})"},
    {"POST /v1/apps/{app}/submissions/{no}/answer", "answer_question", R"({"text":"!"})"},
    {"POST /v1/apps/{app}/submissions/{no}/pass", "pass_review",
     R"({"digest":"0000000000000000000000000000000000000000000000000000000000000000",)"
     R"("present":[]})"},
    {"POST /v1/apps/{app}/submissions/{no}/refuse", "refuse_review",
     R"({"digest":"0000000000000000000000000000000000000000000000000000000000000000",)"
     R"("reasons":[{"reason":"never_gambling"}]})"},
    {"POST /v1/apps/{app}/submissions/{no}/withdraw", "withdraw"},
    {"POST /v1/apps/{app}/submissions/{no}/appeal", "appeal", R"({"text":"!"})"},
    {"POST /v1/apps/{app}/submissions/{no}/decide-appeal", "decide_appeal",
     R"({"uphold":true,"text":"!"})"},
    {"POST /v1/apps/{app}/submissions/{no}/revoke-pass", "revoke_pass",
     R"({"reason":{"reason":"never_gambling"}})"},
    {"POST /v1/apps/{app}/submissions/{no}/stop", "stop_case",
     R"({"reason":{"reason":"never_gambling"}})"},
    {"POST /v1/apps/{app}/submissions/{no}/release-choice", "choose_release",
     R"({"choice":"by_hand"})"},
    {"GET /v1/apps/{app}/submissions/{no}/test-account", "rs"},
    {"POST /v1/apps/{app}/submissions/{no}/test-account/erase", "dp"},
    {"GET /v1/apps/{app}/form-pictures", "drspu"},
    {"POST /v1/apps/{app}/form-pictures", "d", "no picture"},
    {"GET /v1/apps/{app}/form-pictures/{picture}", "nothing"},
    {"POST /v1/apps/{app}/form-pictures/{picture}/erase", "nothing"},
    {"GET /v1/filings", "everybody"},
    {"GET /v1/filings/counts", "everybody"},
    {"GET /v1/filings/bundle", "opu"},
    {"POST /v1/filings/bundle/hand-over", "p",
     R"({"manifest":{"schema":"baobei.bundle/1","region":"33","made_at":"2026-03-02T09:00:00Z",)"
     R"("entries":[]},"signature":{"algorithm":"ed25519","key":"k","value":"00"}})"},
    {"POST /v1/filings/answers-bundle", "op",
     R"({"answers":{"schema":"baobei.answers/1","region":"33","made_at":"2026-03-02T09:00:00Z",)"
     R"("rows":[]},"signature":{"algorithm":"ed25519","key":"k","value":"00"}})"},
    {"GET /v1/office-keys", "opu"},
    {"POST /v1/office-keys", "p", "["},
    {"POST /v1/office-keys/{office_key}/confirm", "nothing"},
    {"POST /v1/office-keys/{office_key}/revoke", "nothing"},
    {"GET /v1/answers", "everybody"},
    {"GET /v1/orders", "everybody"},
    {"GET /v1/jobs", "everybody"},
    {"POST /v1/jobs", "dxa", R"({"kind":"release","items":[{"app":"wx1","submission":1}]})"},
    {"GET /v1/jobs/{job}", "nothing"},
    {"GET /v1/jobs/{job}/items", "nothing"},
    {"POST /v1/jobs/{job}/cancel", "nothing"},
    {"GET /v1/apps/{app}/filings/{entry}/receipt", "nothing"},
    {"GET /v1/apps/{app}/filings/{entry}/certificate", "nothing"},
    {"GET /v1/apps/{app}/filings/{entry}/scans", "nothing"},
    {"POST /v1/apps/{app}/filings/{entry}/scans", "nothing", "%PDF-1.7"},
    {"GET /v1/apps/{app}/filings/{entry}/scans/{scan}", "nothing"},
    {"POST /v1/apps/{app}/filings/{entry}/scans/{scan}/erase", "nothing"},
    {"GET /v1/keys", "public"},
    {"POST /v1/apps/{app}/filings/{entry}/hand-over", "record_hand_over", "{}"},
    {"POST /v1/apps/{app}/filings/{entry}/answer", "answer_filing",
     R"({"digest":"0000000000000000000000000000000000000000000000000000000000000000",)"
     R"("verdict":"pass"})"},
    {"POST /v1/apps/{app}/filings/{entry}/requests", "request_material", R"({"text":"?"})"},
    {"POST /v1/apps/{app}/requests/{no}/reply", "reply_to_request", R"({"text":"!"})"},
    {"POST /v1/apps/{app}/answers/{no}/sign", "sign_answer"},
    {"POST /v1/apps/{app}/answers/{no}/amend", "amend_answer",
     R"({"points":[{"code":"unspecified","text":"改"}]})"},
    {"POST /v1/apps/{app}/answers/{no}/revoke", "revoke_answer", R"({"text":"!"})"},
    {"POST /v1/apps/{app}/orders", "order_take_down",
     R"({"reason":"order_by_law","scope":"service"})"},
    {"POST /v1/apps/{app}/orders/{no}/sign", "sign_order"},
    {"POST /v1/apps/{app}/orders/{no}/revoke", "revoke_order", "{}"},
    {"POST /v1/apps/{app}/orders/{no}/comply", "take_down_now"},
    {"POST /v1/apps/{app}/release", "release", R"({"submission":1})"},
    {"POST /v1/apps/{app}/share", "set_share", R"({"share":1})"},
    {"POST /v1/apps/{app}/roll-back", "roll_back", R"({"submission":1})"},
    {"POST /v1/apps/{app}/suspend", "suspend"},
    {"POST /v1/apps/{app}/resume", "resume"},
    {"GET /d/{app}/manifest", "public"},
    {"GET /d/{app}/packages/{digest}", "public"},
    {"POST /d/{app}/ack", "nothing", R"({"serves":[]})"},
    {"GET /v1/apps/{app}/darkness", "drspu"},
    {"GET /v1/hosts", "pu"},
    {"POST /v1/hosts", "p", R"({"name":"n"})"},
    {"DELETE /v1/hosts/{host}", "nothing"},
    {"GET /v1/subjects/{subject}/categories", "dpu"},
    {"GET /v1/subjects/{subject}/contact", "dp"},
    {"PUT /v1/subjects/{subject}/contact", "dp", R"({"name":"n","phone":"010-00000001"})"},
    {"DELETE /v1/subjects/{subject}/contact", "dp"},
    {"POST /v1/subjects/{subject}/documents", "d", "%PDF-1.7"},
    {"POST /v1/subjects/{subject}/applications", "d", R"({"category":"nothing"})"},
    {"GET /v1/subjects/{subject}/grants", "dpu"},
    {"POST /v1/subjects/{subject}/grants/{category}/renew", "p", "["},
    {"POST /v1/subjects/{subject}/grants/{category}/revoke", "p", "["},
    {"GET /v1/applications", "dxapu"},
    {"GET /v1/applications/{application}", "nothing"},
    {"POST /v1/applications/{application}/withdraw", "nothing"},
    {"POST /v1/applications/{application}/accept", "nothing"},
    {"POST /v1/applications/{application}/refuse", "nothing"},
    {"GET /v1/applications/{application}/accesses", "nothing"},
    {"GET /v1/applications/{application}/documents/{document}", "nothing"},
    {"POST /v1/applications/{application}/documents/{document}/erase", "nothing"},
    {"GET /v1/orgs", "pu"},
    {"PUT /v1/orgs/{org}", "p", R"({"kind":"agency","name":"n"})"},
    {"GET /v1/orgs/{org}/people", "pu"},
    {"POST /v1/orgs/{org}/people", "p", R"({"person":"dev-9","name":"n"})"},
    {"GET /v1/people/{person}", "dpu"},
    {"PUT /v1/people/{person}", "p", R"({"org":"org-dev","name":"n","roles":["developer"]})"},
    {"GET /v1/people/{person}/data", "dp"},
    {"POST /v1/people/{person}/erase", "p"},
    {"GET /v1/people/{person}/tokens", "dpu"},
    {"POST /v1/people/{person}/tokens", "dp", "["},
    {"POST /v1/people/{person}/tokens/{token}/revoke", "nothing"},
    {"POST /v1/people/{person}/invitations", "p"},
    {"GET /v1/people/{person}/identities", "dpu"},
    {"POST /v1/people/{person}/identities", "p", "["},
    {"GET /v1/identities", "pu"},
    {"POST /v1/identities/{identity}/confirm", "nothing"},
    {"POST /v1/identities/{identity}/remove", "nothing"},
    {"GET /v1/subjects", "dxapu"},
    {"PUT /v1/subjects/{subject}", "p",
     R"({"org":"org-dev","name":"n","kind":"enterprise","region":"33"})"},
    {"POST /v1/subjects/{subject}/erase-documents", "p"},
    {"GET /v1/retention", "pu"},
    {"POST /v1/retention/sweep", "p"},
    {"GET /v1/holds", "pu"},
    {"POST /v1/holds", "p", R"({"app":"wx1","ground":"协助执行"})"},
    {"POST /v1/holds/{hold}/confirm", "nothing"},
    {"POST /v1/holds/{hold}/reject", "nothing"},
    {"POST /v1/holds/{hold}/lift", "nothing", R"({"ground":"终结"})"},
    {"GET /v1/proposals", "pu"},
    {"POST /v1/proposals/{proposal}/confirm", "nothing"},
    {"POST /v1/proposals/{proposal}/reject", "nothing"},
    {"GET /v1/statistics", "rspu"},
    {"GET /v1/statistics/waiting", "public"},
    {"GET /v1/attempts", "pu"},
    {"GET /v1/accesses", "pu"},
    {"GET /v1/category-steps", "pu"},
    {"GET /v1/directory/steps", "pu"},
    {"GET /v1/inbox", "everybody"},
    {"POST /v1/inbox/{id}/read", "nothing"},
    {"POST /v1/inbox/read-all", "drsxaofp", R"({"up_to":1})"},
    {"GET /v1/inbox/unread", "everybody"},
    {"GET /v1/feed", "everybody"},
    {"GET /v1/stream", "everybody"},
    {"GET /v1/log/checkpoint", "public"},
    {"GET /v1/log/consistency", "public"},
    {"GET /v1/log/inclusion", "nothing"},
    {"GET /v1/log/entries", "rspu"},
    {"GET /v1/webhooks", "dxau"},
    {"POST /v1/webhooks", "dxa", R"({"url":"x"})"},
    {"GET /v1/webhooks/{webhook}", "nothing"},
    {"DELETE /v1/webhooks/{webhook}", "nothing"},
    {"GET /v1/webhooks/{webhook}/attempts", "nothing"},
    {"POST /v1/webhooks/{webhook}/pause", "nothing"},
    {"POST /v1/webhooks/{webhook}/resume", "nothing"},
    {"POST /v1/webhooks/{webhook}/rotate", "nothing"},
    {"POST /v1/webhooks/{webhook}/test", "nothing"},
    {"POST /v1/webhooks/{webhook}/resend", "nothing"},
    {"POST /v1/webhooks/{webhook}/resend-range", "nothing"},
    {"GET /v1/calendars", "everybody"},
    {"POST /v1/calendars", "drsxaofp", "["},
    {"DELETE /v1/calendars/{calendar}", "nothing"},
    {"GET /calendar/{secret}", "public"},
    {"GET /v1/catalogue/versions", "everybody"},
    {"POST /v1/catalogue/versions", "p", "["},
    {"GET /v1/catalogue/versions/{version}", "nothing"},
    {"GET /v1/catalogue/versions/{version}/diff", "nothing"},
    {"GET /v1/catalogue/versions/{version}/what-if", "nothing"},
    {"POST /v1/catalogue/versions/{version}/confirm", "nothing"},
    {"POST /v1/catalogue/versions/{version}/withdraw", "nothing"},
    {"POST /v1/catalogue/what-if", "p", "["},
    {"GET /v1/policy", "everybody"},
    {"GET /v1/rules/versions", "rspu"},
    {"POST /v1/rules/versions", "p", "["},
    {"GET /v1/rules/versions/{version}", "rspu"},
    {"POST /v1/rules/versions/{version}/confirm", "p"},
    {"POST /v1/rules/versions/{version}/withdraw", "p"},
    {"GET /v1/rules/rehearsals", "pu"},
    {"POST /v1/rules/rehearsals", "p", "["},
    {"GET /v1/rules/rehearsals/{rehearsal}", "pu"},
    {"POST /v1/rules/rehearsals/{rehearsal}/stop", "p"},
    {"GET /v1/policy/versions", "everybody"},
    {"POST /v1/policy/versions", "p", "["},
    {"GET /v1/policy/versions/{version}", "nothing"},
    {"GET /v1/policy/versions/{version}/what-if", "nothing"},
    {"POST /v1/policy/versions/{version}/confirm", "nothing"},
    {"POST /v1/policy/versions/{version}/withdraw", "nothing"},
    {"POST /v1/policy/what-if", "p", "["},
    {"GET /v1/categories", "public"},
    {"GET /v1/categories/{id}", "public"},
    {"GET /v1/regions", "public"},
    {"GET /v1/reasons", "public"},
};

struct Visitor {
  std::string_view person;
  char letter;
  Role role;
};
constexpr Visitor kVisitors[] = {
    {"developer", 'd', Role::kDeveloper},   {"stranger", 'x', Role::kDeveloper},
    {"agency", 'a', Role::kDeveloper},      {"reviewer", 'r', Role::kReviewer},
    {"senior", 's', Role::kSeniorReviewer}, {"officer", 'o', Role::kOfficer},
    {"officer-44", 'f', Role::kOfficer},    {"operator", 'p', Role::kOperator},
    {"auditor", 'u', Role::kAuditor},
};

template <std::size_t... I>
std::map<std::string, std::uint32_t, std::less<>> rights_by_name(std::index_sequence<I...>) {
  std::map<std::string, std::uint32_t, std::less<>> rights;
  (rights.emplace(
       wire_case(lifecycle::command_name(lifecycle::CommandData(std::in_place_index<I>))),
       lifecycle::kRights[I]),
   ...);
  return rights;
}
const auto kRightsByName =
    rights_by_name(std::make_index_sequence<std::variant_size_v<lifecycle::CommandData>>());

class TableTest : public testing::Test {
 protected:
  TableTest() {
    world.person("senior", "org-op", {Role::kSeniorReviewer}, "review");
    world.person("officer-44", "org-office", {Role::kOfficer}, "", "44");
    world.person("auditor", "org-op", {Role::kAuditor}, "audit");
  }

  static std::string target_of(std::string_view pattern) {
    static const std::map<std::string, std::string, std::less<>> kFilled = {
        {"{app}", "wx1"},
        {"{org}", "org-dev"},
        {"{subject}", "sub-1"},
        {"{person}", "developer"},
        {"{digest}", kDigestOfAll},
        {"{category}", "social-forum"},
        {"{id}", "1"},
        {"{path}", "app.json"},
        {"{secret}", "nothing.ics"},
        {"{upload}", "up_nothing"},
        {"{host}", "host_nothing"},
        {"{calendar}", "cal_nothing"},
        {"{token}", "0000000000000000"}};
    std::string target;
    for (const auto& part : split(pattern.substr(1), '/')) {
      const auto found = kFilled.find(part);
      target += "/" + (found != kFilled.end() ? found->second : part.starts_with('{') ? "1" : part);
    }
    return target;
  }

  static bool has_dry_run(std::string_view method, std::string_view pattern) {
    for (const auto& one : http::query_names()) {
      if (one.method != method || one.pattern != pattern) continue;
      return std::ranges::find(one.names, "dry_run") != one.names.end();
    }
    return false;
  }

  Answer ask(const RouteRow& row, std::string_view who) {
    const auto blank = row.operation.find(' ');
    const auto method = row.operation.substr(0, blank);
    auto target = target_of(row.operation.substr(blank + 1));
    const bool of_region = target == "/v1/filings/bundle" || target == "/v1/office-keys";
    if (of_region && method == "GET") target += "?region=33";
    if (target.starts_with("/v1/webhooks") && method == "GET") target += "?org=org-dev";
    // What must not change for the next one is only asked for.
    if (has_dry_run(method, row.operation.substr(blank + 1))) target += "?dry_run=true";
    if (target.starts_with("/v1/stream")) target += "?after=99999999";  // 410, no endless answer
    return world.ask(method, target, std::string(who), std::string(row.body),
                     "If-Match: \"review-0\"\r\n");
  }

  // 404 for a number within a case that one sees is no refusal of rights.
  static bool refused(const Answer& answer) {
    if (answer.status == 401 || answer.status == 403) return true;
    return answer.status == 404 && !member(answer, "type").starts_with(kUnknownWithin);
  }

  static bool may(const RouteRow& row, const Visitor& visitor) {
    if (row.who == "everybody") return true;
    const auto command = kRightsByName.find(row.who);
    if (command == kRightsByName.end()) return row.who.find(visitor.letter) != row.who.npos;
    const bool at_home = std::string_view("drsop").contains(visitor.letter);
    return at_home && (command->second & lifecycle::role_bit(visitor.role)) != 0;
  }

  RightsWorld world;
};

TEST_F(TableTest, HasARowForEveryRoute) {
  std::set<std::string> routes;
  for (const auto& route : http::all_routes()) {
    if (route.access == Access::kSandbox) continue;  // not there in production
    routes.insert(std::string(name(route.method)) + " " + std::string(route.pattern));
  }
  std::set<std::string> rows;
  for (const auto& row : kRows) rows.emplace(row.operation);
  EXPECT_EQ(rows, routes);
}

TEST_F(TableTest, LetsNobodyInWithoutAToken) {
  for (const auto& row : kRows) {
    const auto answer = ask(row, "");
    if (row.who == "public") {
      EXPECT_NE(member(answer, "type"), "urn:baobei:problem:not_signed_in") << row.operation;
    } else {
      EXPECT_EQ(answer.status, 401) << row.operation << " " << answer.body;
    }
  }
}

TEST_F(TableTest, AllowsAndRefusesAsItSays) {
  for (const auto& row : kRows) {
    if (row.who == "public") continue;
    for (const auto& visitor : kVisitors) {
      const auto answer = ask(row, visitor.person);
      const auto shown =
          std::string(row.operation) + " as " + std::string(visitor.person) + "\n" + answer.body;
      if (row.who == "nothing") {
        EXPECT_TRUE(refused(answer)) << shown;
      } else {
        EXPECT_EQ(!refused(answer), may(row, visitor)) << shown;
      }
    }
  }
}

// Reads all, changes nothing, acknowledges nothing: refused by the guard's name, whatever it is.
TEST_F(TableTest, AuditorsOnlyLook) {
  for (const auto& row : kRows) {
    if (row.operation.starts_with("GET ") || row.who == "public") continue;
    const bool own = row.operation.contains(" /v1/me/") || row.operation.ends_with("/sign-out");
    const bool host = row.operation.starts_with("POST /d/");
    if (own || host) continue;
    const auto answer = ask(row, "auditor");
    EXPECT_EQ(answer.status, 403) << row.operation << answer.body;
    EXPECT_EQ(member(answer, "refusal"), "no_right") << row.operation << answer.body;
  }
}

// What strangers are told does not depend on whether it is there.
TEST_F(TableTest, TellsStrangersNothing) {
  for (const auto& row : kRows) {
    if (!row.operation.starts_with("GET /v1/apps/{app}")) continue;
    const auto blank = row.operation.find(' ');
    auto nowhere = target_of(row.operation.substr(blank + 1));
    const auto there = world.get(nowhere, "stranger");
    nowhere.replace(nowhere.find("wx1"), 3, "wx9");
    const auto absent = world.get(nowhere, "stranger");
    EXPECT_EQ(there.status, 404) << row.operation;
    EXPECT_EQ(there.body, absent.body) << row.operation;
  }
}

}  // namespace
}  // namespace baobei::test
