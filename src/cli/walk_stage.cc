#include "cli/walk_stage.h"

#include <algorithm>

#include "base/json.h"
#include "cli/fields.h"

namespace baobei::cli {
namespace {

constexpr std::chrono::milliseconds kLookPause{100};
constexpr int kLooksMax = 1'200;  // two minutes for one check
constexpr std::size_t kItemsMax = 5'000;

const char* token_name(Who who) {
  switch (who) {
    case Who::kDeveloper:
      return "developer";
    case Who::kReviewer:
      return "reviewer";
    case Who::kSecondReviewer:
      return "second_reviewer";
    case Who::kOfficer:
      return "officer";
    case Who::kSecondOfficer:
      return "second_officer";
    case Who::kOperator:
      return "operator";
  }
  return "";
}

std::string told(const ApiError& error) {
  const auto code = error.code.empty() ? "" : error.code + ": ";
  return std::to_string(error.status) + " " + code + error.title.en;
}

}  // namespace

bool Step::expect(bool held, Word what, const std::vector<std::string>& arguments,
                  const std::string& got) {
  asserted_.push_back({terminal_->say(what, arguments), held, held ? "" : got});
  return held;
}

bool Step::same(const std::string& got, const std::string& wanted, Word what,
                const std::vector<std::string>& arguments) {
  return expect(got == wanted, what, arguments, got.empty() ? "-" : got);
}

bool Step::fault(const ApiError& error) {
  return expect(false, Word::kWalkAnswered, {}, told(error));
}

bool Step::held() const {
  return !asserted_.empty() && !broken();
}

bool Step::broken() const {
  return !std::ranges::all_of(asserted_, &Asserted::held);
}

Stage::Stage(Session& session, const WalkPeople& people) : session_(session), people_(people) {
  for (const auto who : {Who::kDeveloper, Who::kReviewer, Who::kSecondReviewer, Who::kOfficer,
                         Who::kSecondOfficer, Who::kOperator}) {
    const auto token = people_.tokens.find(token_name(who));
    if (token == people_.tokens.end()) continue;
    clients_.emplace(who, session_.client_for({people_.url, token->second}));
  }
}

bool Stage::has(Who who) const {
  return clients_.contains(who);
}

Client& Stage::client(Who who) {
  const auto found = clients_.find(who);
  CHECK(found != clients_.end(), token_name(who));
  return found->second;
}

View Stage::keep(Reply reply) {
  return kept_.emplace_back(std::move(reply)).view();
}

View Stage::get(Step& step, Who who, const std::string& target) {
  auto reply = client(who).get(target);
  if (!reply) {
    step.fault(reply.error());
    return {};
  }
  return keep(std::move(*reply));
}

std::vector<View> Stage::list(Step& step, Who who, const std::string& target) {
  auto reply = client(who).list(target, kItemsMax);
  if (!reply) {
    step.fault(reply.error());
    return {};
  }
  return keep(std::move(*reply))["items"].items();
}

View Stage::file(Step& step) {
  return get(step, Who::kDeveloper, app_path(people_.app));
}

View Stage::submission(Step& step, std::int64_t no) {
  return file(step)["submissions"].find("no", no);
}

View Stage::entry(Step& step, std::int64_t no) {
  return file(step)["entries"].find("no", no);
}

std::vector<View> Stage::notices(Step& step, std::string_view kind) {
  std::vector<View> found;
  for (const auto& notice : list(step, Who::kDeveloper, "/v1/inbox")) {
    const bool ours = notice["app"].text() == people_.app && notice["kind"].text() == kind;
    if (ours) found.push_back(notice);
  }
  std::ranges::reverse(found);  // the inbox is newest first
  return found;
}

View Stage::send(Step& step, Who who, const std::string& tail, const boost::json::value& body,
                 const std::string& if_match) {
  CommandOptions options;
  options.if_match = if_match;
  auto reply = client(who).command(app_path(people_.app, tail), body, options);
  if (!reply) {
    step.fault(reply.error());
    return {};
  }
  return keep(std::move(*reply));
}

void Stage::refused(Step& step, Who who, const std::string& tail, const boost::json::value& body,
                    const std::vector<std::string>& guards, Word what,
                    const std::string& if_match) {
  const auto before = file(step)["revision"].text();
  CommandOptions options;
  options.if_match = if_match;
  const auto reply = client(who).command(app_path(people_.app, tail), body, options);
  std::string all;
  for (const auto& guard : guards) all += (all.empty() ? "" : " | ") + guard;
  if (reply) {
    step.expect(false, what, {all}, std::to_string(reply->status));
    return;
  }
  const auto& error = reply.error();
  const bool right = std::ranges::find(guards, error.code) != guards.end();
  step.expect(right, what, {right ? error.code : all}, told(error));
  step.same(file(step)["revision"].text(), before, Word::kWalkUnchanged, {before});
}

Served Stage::served(Step& step, const std::string& device) {
  const auto target = "/d/" + encoded(people_.app) + "/manifest" + query({{"device", device}});
  auto reply = client(Who::kDeveloper).get(target);
  Served out;
  if (reply) {
    const auto view = keep(std::move(*reply));
    out.status = 200;
    out.digest = view["digest"].text();
    return out;
  }
  const auto& error = reply.error();
  out.status = error.status;
  out.code = error.code;
  if (error.status == 0) step.fault(error);
  const auto problem = parse_json(error.body, kAnswerBytesMax);
  if (problem) {
    out.since = View(*problem)["since"].text();
    out.ground = View(*problem)["ground"].text();
  }
  return out;
}

std::map<std::string, int> Stage::served_to_all(Step& step) {
  std::map<std::string, int> counts;
  for (int i = 0; i < kDevices; ++i) {
    ++counts[served(step, "walk-" + std::to_string(i)).digest];
  }
  return counts;
}

void Stage::upload(Step& step, const std::string& path, const std::string& label,
                   const std::string& digest) {
  const auto target = app_path(people_.app, "packages") + query({{"label", label}});
  auto reply = client(Who::kDeveloper).upload(target, path);
  if (!reply) {
    step.fault(reply.error());
    return;
  }
  step.same(keep(std::move(*reply))["digest"].text(), digest, Word::kWalkDigestAgrees,
            {digest.substr(0, 12)});
  const auto known = get(step, Who::kDeveloper, app_path(people_.app, "packages"));
  const auto items = known["items"].items();
  const bool listed =
      std::ranges::any_of(items, [&](const View& item) { return item["digest"].text() == digest; });
  step.expect(listed, Word::kWalkListed, {digest.substr(0, 12)}, "-");
}

Instant Stage::now(Step& step) {
  const auto text = get(step, Who::kDeveloper, "/v1/server")["time"].text();
  const auto instant = parse_rfc3339(text);
  step.expect(instant.has_value(), Word::kWalkTime, {text}, text);
  return instant.value_or(Instant{});
}

void Stage::move_clock(Step& step, Instant to) {
  auto reply =
      client(Who::kOperator).command("/v1/sandbox/clock", json::object{{"to", format_rfc3339(to)}});
  if (!reply) {
    step.fault(reply.error());
    return;
  }
  const auto shown = keep(std::move(*reply))["now"].text();
  const auto now = parse_rfc3339(shown);
  step.expect(now && *now >= to, Word::kWalkClockMoved, {step.terminal().when(to)}, shown);
}

std::int64_t Stage::submit(Step& step, const std::string& digest, boost::json::value item_answers) {
  json::object body{{"digest", digest}, {"categories", list_of({people_.category})}};
  if (!item_answers.is_null()) body["item_answers"] = std::move(item_answers);
  send(step, Who::kDeveloper, "submissions", std::move(body));
  const auto newest = file(step)["submissions"].last();
  step.same(newest["digest"].text(), digest, Word::kWalkSubmitted, {newest["no"].text()});
  return newest["no"].number();
}

View Stage::checked(Step& step, std::int64_t no) {
  const auto target = app_path(people_.app, "submissions/" + std::to_string(no));
  View seen;
  for (int look = 0; look < kLooksMax; ++look) {
    if (!kept_.empty() && look > 0) kept_.pop_back();
    seen = get(step, Who::kReviewer, target);
    if (step.broken() || seen["state"].text() != "checking") break;
    session_.machine().sleep(kLookPause);
  }
  step.same(seen["state"].text(), "reviewing", Word::kWalkWithAPerson,
            {step.terminal().name("check", seen["check"].text())});
  return seen;
}

void Stage::pass(Step& step, std::int64_t no) {
  const auto tail = "submissions/" + std::to_string(no);
  const bool unchecked = checked(step, no)["check"].text() == "could_not_check";
  if (unchecked && !has(Who::kSecondReviewer)) {
    step.expect(false, Word::kWalkNeedsRole, {token_name(Who::kSecondReviewer)}, "-");
    return;
  }
  std::vector<Who> reviewers = {Who::kReviewer};
  if (unchecked) reviewers.push_back(Who::kSecondReviewer);  // R4
  for (const auto who : reviewers) {
    const auto seen = get(step, who, app_path(people_.app, tail));
    std::vector<std::string> present;
    for (const auto& declared : seen["categories"].items()) {
      if (declared["filing"].flag()) present.push_back(declared["category"].text());
    }
    json::object body{{"digest", seen["digest"].text()}, {"present", list_of(present)}};
    if (unchecked) body["reason"] = std::string(word(Word::kWalkPassReason, Language::kEn));
    send(step, who, tail + "/pass", std::move(body), seen["review_etag"].text());
  }
}

void Stage::answer(Step& step, std::int64_t entry_no, const boost::json::value& body) {
  const auto tail = "filings/" + std::to_string(entry_no) + "/answer";
  send(step, Who::kOfficer, tail, body);
  const auto newest = file(step)["answers"].last();
  if (newest["state"].text() != "proposed") return;
  if (!has(Who::kSecondOfficer)) {
    step.expect(false, Word::kWalkNeedsRole, {token_name(Who::kSecondOfficer)}, "-");
    return;
  }
  send(step, Who::kSecondOfficer, "answers/" + newest["no"].text() + "/sign", nullptr);
}

}  // namespace baobei::cli
