// A server for testing the walk: just enough of the story, played straight, and a list of lies it
// can be told to tell, one for every step. Not part of the program and no second implementation of
// the rules: it knows one mini-program, one category, and the order in which the walk comes.
// Threads: one. Owner: the test.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"
#include "cli/json_view.h"
#include "cli/test_machine.h"

namespace baobei::cli::test {

class FakeServer {
 public:
  explicit FakeServer(std::string lie = {}) : lie_(std::move(lie)) {
    file_ = {{"app", "wx1"},
             {"subject", json::object{{"id", "s"}, {"region", "33"}}},
             {"service", "never_served"},
             {"serving", serving(0, 0)},
             {"submissions", json::array{}},
             {"entries", json::array{}},
             {"answers", json::array{}},
             {"items", json::array{}},
             {"orders", json::array{}},
             {"completed", json::array{}},
             {"bars", json::array{}}};
    happened("app_registered");
  }

  HttpResponse handle(const HttpRequest& request) {
    settle();
    const auto parsed = parse_json(request.body.empty() ? "{}" : request.body, 100'000);
    body_ = parsed ? *parsed : json::value();
    const auto& target = request.target;
    if (target == "/v1/server") {
      return answer_json(200, {{"time", text(now_)}, {"sandbox", !lies("no_sandbox")}});
    }
    if (target == "/v1/me") return me(header_of(request, "Authorization").substr(7));
    if (target == "/v1/sandbox/clock") {
      now_ = *parse_rfc3339(View(body_)["to"].text());
      settle();
      return answer_json(200, {{"now", text(now_)}});
    }
    if (target.starts_with("/v1/inbox")) {
      json::array newest_first(notices_.rbegin(), notices_.rend());
      return answer_json(200, {{"items", newest_first}});
    }
    if (target.starts_with("/d/wx1/manifest")) return manifest(target);
    if (target.starts_with("/v1/filings")) {
      json::array items;
      for (const auto& entry : list("entries")) {
        items.push_back(json::object{{"app", "wx1"}, {"entry", entry.at("no")}});
      }
      return answer_json(200, {{"items", items}});
    }
    return of_app(request, target.substr(std::string("/v1/apps/wx1").size()));
  }

 private:
  bool lies(std::string_view lie) const { return lie_ == lie; }
  static std::string text(Instant instant) { return format_rfc3339(instant); }
  json::array& list(const char* name) { return file_[name].as_array(); }
  json::object& row(const char* name, std::int64_t no) {
    return list(name)[static_cast<std::size_t>(no - 1)].as_object();
  }
  std::int64_t size(const char* name) { return static_cast<std::int64_t>(list(name).size()); }
  static json::object serving(std::int64_t current, std::int64_t share) {
    return {{"current", current}, {"share", share}};
  }

  void happened(const std::string& type) {
    const auto no = events_.size() + 1;
    const auto prev = events_.empty() ? "0" : "h" + std::to_string(no - 1);
    const bool broken = lies("broken_chain") && no == 9;
    events_.push_back(json::object{{"revision", no},
                                   {"type", type},
                                   {"prev", broken ? "h0" : prev},
                                   {"hash", "h" + std::to_string(no)}});
    file_["revision"] = no;
  }

  void notify(const char* kind, const json::object& more = {}) {
    if (lies(std::string("silent_about_") + kind)) return;
    json::object notice{{"app", "wx1"}, {"kind", kind}, {"at", text(now_)}};
    for (const auto& member : more) notice[member.key()] = member.value();
    notices_.push_back(std::move(notice));
  }

  HttpResponse me(const std::string& token) {
    json::object who{{"person", token},
                     {"roles", json::array{json::value(token)}},
                     {"org", json::object{{"id", token == "developer" ? "org-1" : "platform"}}}};
    if (token == "officer") who["region"] = lies("other_office") ? "44" : "33";
    return answer_json(200, who);
  }

  // What is served to a device: release in force, its share, else what was before it.
  HttpResponse manifest(const std::string& target) {
    if (dark_) {
      return answer_json(451, {{"type", "urn:baobei:problem:taken_down"},
                               {"ground", "order_filing_failed"},
                               {"since", text(down_by_)}});
    }
    if (file_["service"] == "suspended") return problem(404, "service_suspended");
    const auto bucket = static_cast<std::int64_t>(stable_hash(target) % 10'000);
    const auto& digest = bucket < share_ ? current_ : base_;
    if (digest.empty()) return problem(404, "not_yet_for_you");
    return answer_json(200, {{"digest", digest}});
  }

  void settle() {
    for (auto& each : list("entries")) {
      auto& entry = each.as_object();
      if (entry["state"] != "running" || now_ < *parse_rfc3339(View(each)["end"].text())) continue;
      entry["state"] = "silent";
      auto& submission = row("submissions", entry["submission"].as_int64());
      submission["state"] = "pre_launch";
      submission["ground"] = "silence";
      if (lies("silence_completes")) complete();
      happened("filing_period_ended");
      notify("pre_launch");
    }
    const auto late = lies("dark_late") ? std::chrono::seconds(1) : std::chrono::seconds(0);
    if (file_["service"] == "take_down_ordered" && now_ >= down_by_ + late) {
      file_["service"] = "down";
      row("orders", 1)["carried_out"] = true;
      dark_ = true;
      happened("taken_down");
      notify("taken_down");
    }
  }

  HttpResponse accepted(const std::string& type) {
    happened(type);
    return answer_json(200, {{"app", "wx1"}, {"revision", file_["revision"]}});
  }

  HttpResponse of_app(const HttpRequest& request, const std::string& tail) {
    if (request.method == "GET") return read(tail);
    if (tail.starts_with("/packages")) return upload(request);
    if (tail.starts_with("/submissions?dry_run")) {
      if (lies("dry_run_acts")) happened("submitted");
      return answer_json(200, {{"app", "wx1"}, {"dry_run", true}});
    }
    if (tail == "/submissions") return submit();
    if (tail.ends_with("/pass")) return pass(request);
    if (tail.ends_with("/answer")) return answer();
    if (tail == "/release") return release();
    if (tail == "/share") return set_share();
    if (tail == "/roll-back") return roll_back();
    if (tail == "/suspend") return suspend();
    if (tail == "/resume") {
      file_["service"] = "served";
      return accepted("service_resumed");
    }
    return problem(404, "no_such_route");
  }

  HttpResponse read(const std::string& tail) {
    if (tail.empty()) return answer_json(200, file_);
    if (tail == "/packages") return answer_json(200, {{"items", packages_}});
    if (tail.starts_with("/events")) return answer_json(200, {{"items", events_}});
    if (tail.ends_with("/report")) {
      return answer_json(200,
                         {{"outcome", lies("other_report") ? "findings" : "passed"},
                          {"findings", json::array{}},
                          {"package", json::object{{"digest", row("submissions", 1)["digest"]}}}});
    }
    const auto no = std::stoll(tail.substr(std::string("/submissions/").size()));
    auto submission = row("submissions", no);
    submission["blockers"] = json::array{"first_submission", "filing_category"};
    return answer_json(200, submission);
  }

  HttpResponse upload(const HttpRequest& request) {
    const auto package = LocalPackage::open(request.upload_path);
    CHECK(package.has_value());
    const auto digest = lies("other_digest") ? std::string(64, 'f') : to_hex(package->digest());
    packages_.push_back(json::object{{"digest", digest}});
    return answer_json(201, {{"digest", digest}});
  }

  bool is_barred(const json::value& digest) {
    for (const auto& bar : list("bars")) {
      if (bar.at("digest") == digest) return true;
    }
    return false;
  }

  HttpResponse submit() {
    const auto& digest = body_.at("digest");
    if (is_barred(digest) && !lies("barred_submits")) return problem(409, "version_barred");
    for (const auto& other : list("submissions")) {
      if (other.at("state") == "reviewing") return problem(409, "one_in_review");
    }
    for (auto& item : list("items")) {
      if (item.at("closed").as_bool()) continue;
      if (!View(body_)["item_answers"].is_there()) return problem(409, "item_unanswered");
      item.as_object()["answered_by"] = size("submissions") + 1;
    }
    const json::object category{{"category", "social-forum"}, {"filing", true}};
    list("submissions")
        .push_back(json::object{
            {"no", size("submissions") + 1},
            {"state", "reviewing"},
            {"digest", digest},
            {"check", "passed"},
            {"entry", 0},
            {"review_etag", "\"review-5\""},
            {"categories", json::array{category}},
            {"held", json::object{{"developer_us", 1}, {"platform_us", 2}, {"authority_us", 3}}},
            {"age_us", lies("time_is_lost") ? 7 : 6}});
    notify_check();
    return accepted("submitted");
  }

  // Of later submissions nothing is asserted about it.
  void notify_check() {
    if (size("submissions") == 1) notify("check_finished");
  }

  HttpResponse pass(const HttpRequest& request) {
    if (header_of(request, "Authorization") == "Bearer developer") return problem(403, "no_right");
    auto& submission = list("submissions").back().as_object();
    if (body_.at("digest") != submission["digest"]) return problem(412, "stale_digest");
    if (header_of(request, "If-Match") != "\"review-5\"" && !lies("stale_passes")) {
      return problem(412, "stale_revision");
    }
    happened("review_passed");
    const bool files = list("completed").empty();
    if ((files && !(lies("no_second_filing") && size("submissions") == 2)) ||
        lies("files_always")) {
      start_filing(submission);
      return accepted("filing_started");
    }
    submission["state"] = "releasable";
    submission["ground"] = "filing_passed";
    return accepted("release_ground_raised");
  }

  void start_filing(json::object& submission) {
    const auto start = ceil_to_second(now_);
    const std::chrono::seconds period(lies("short_period") ? 604'799 : 604'800);
    submission["state"] = "filing";
    submission["entry"] = size("entries") + 1;
    list("entries").push_back(json::object{{"no", size("entries") + 1},
                                           {"submission", submission["no"]},
                                           {"state", "running"},
                                           {"open", true},
                                           {"region", "33"},
                                           {"start", text(start)},
                                           {"end", text(start + period)}});
    notify("filing_started", {{"start", text(start)}, {"end", text(start + period)}});
  }

  void complete() { list("completed").push_back(json::object{{"category", "social-forum"}}); }

  HttpResponse answer() {
    const View body(body_);
    auto& entry = list("entries").back().as_object();
    const bool late = entry["state"] == "silent";
    if (body["verdict"].text() == "pass") {
      entry["state"] = "passed";
      if (!lies("pass_completes_nothing")) complete();
      auto& submission = row("submissions", 2);
      submission["state"] = "releasable";
      submission["ground"] = "filing_passed";
      row("orders", 1)["state"] = "discharged";
      for (auto& item : list("items")) item.as_object()["closed"] = true;
      list("answers").push_back(json::object{{"state", "effective"}, {"late", late}});
      notify("filing_passed");
      return accepted("filing_passed");
    }
    const auto down_by = *parse_rfc3339(body["down_by"].text());
    if (down_by > now_ + std::chrono::hours(24)) return problem(409, "down_by_beyond_grace");
    down_by_ = down_by;
    entry["state"] = "failed";
    entry["open"] = false;
    list("answers").push_back(json::object{{"state", "effective"}, {"late", late}});
    if (!lies("fail_bars_nothing")) {
      list("bars").push_back(json::object{{"digest", row("submissions", 1)["digest"]}});
    }
    for (const auto no : {1, 2}) {
      list("items").push_back(json::object{{"no", no}, {"closed", false}, {"answered_by", 0}});
    }
    list("orders").push_back(json::object{
        {"no", 1},
        {"state", "standing"},
        {"take_down", json::object{{"scope", "service"}, {"down_by", text(down_by)}}}});
    file_["service"] = "take_down_ordered";
    notify("filing_failed");
    notify("take_down_ordered");
    return accepted("filing_failed");
  }

  void serve(const std::string& digest, std::int64_t share) {
    base_ = share < 10'000 && !dark_ ? current_ : "";
    current_ = digest;
    share_ = share;
    dark_ = false;
    file_["service"] = "served";
    file_["serving"] = serving(1, share);
  }

  HttpResponse release() {
    const View body(body_);
    auto& submission = row("submissions", body["submission"].number());
    const auto state = View(submission["state"]).text();
    const bool may = state == "pre_launch" || state == "releasable";
    if (!may && !lies("early_release")) return problem(409, "not_in_state");
    submission["state"] = "released";
    const auto share =
        body["share"].is_there() && !lies("share_ignored") ? body["share"].number() : 10'000;
    const auto no = submission["no"].as_int64();
    const bool kept =
        (lies("release_serves_nothing") && no == 1) || (lies("old_is_served") && no == 2);
    if (!kept) serve(View(submission["digest"]).text(), share);
    if (kept) file_["service"] = "served";
    return accepted("released");
  }

  HttpResponse set_share() {
    const auto share = View(body_)["share"].number();
    const bool ordered = file_["service"] == "take_down_ordered";
    if (ordered && share > share_ && !lies("widens")) return problem(409, "only_narrowing");
    share_ = share;
    if (share == 10'000) base_.clear();
    file_["serving"] = serving(1, share);
    return accepted("share_changed");
  }

  HttpResponse roll_back() {
    const auto& submission = row("submissions", View(body_)["submission"].number());
    if (is_barred(submission.at("digest"))) return problem(409, "version_barred");
    if (!lies("roll_back_does_nothing")) serve(View(submission.at("digest")).text(), 10'000);
    return accepted("released");
  }

  HttpResponse suspend() {
    file_["service"] = "suspended";
    if (lies("suspending_bars")) list("bars").push_back(json::object{{"digest", current_}});
    return accepted("service_suspended");
  }

  std::string lie_;
  Instant now_ = *parse_rfc3339("2026-03-02T09:00:00.25Z");
  Instant down_by_;
  json::object file_;
  json::array events_;
  json::array notices_;
  json::array packages_;
  json::value body_;
  std::string current_, base_;
  std::int64_t share_ = 0;
  bool dark_ = false;
};

}  // namespace baobei::cli::test
