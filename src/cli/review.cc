// review …: the reviewer's queue and decisions (R4–R8).

#include <algorithm>

#include "base/json.h"
#include "cli/binder.h"
#include "cli/fields.h"
#include "cli/tones.h"
#include "cli/weight_view.h"

namespace baobei::cli {
namespace {

struct ReviewOptions {
  std::string app;
  std::uint32_t no = 0;
  std::string text;
  std::vector<std::string> present;
  std::vector<std::string> reasons;
  bool all_present = false;
  bool uphold = false;
  bool dismiss = false;
  std::string etag;
  bool take_over = false;
  bool give_up = false;
};

std::string path_of(const ReviewOptions& options, const std::string& action = {}) {
  return app_path(options.app, "submissions/" + std::to_string(options.no) +
                                   (action.empty() ? "" : "/" + action));
}

void show_report(Terminal& out, const View& report) {
  out.line(Word::kReportLine, {out.name("check", report["outcome"].text()),
                               std::to_string(report["findings"].items().size())});
  constexpr std::size_t kShownMax = 50;
  for (const auto& remark : report["remarks"].items()) {
    out.line(
        "  " + out.say(Word::kDeveloperRemark,
                       {remark["file"].text() + ":" + remark["line"].text(), remark["rule"].text(),
                        remark["reason"].text(), remark["until"].text()}),
        Tone::kQuiet);
  }
  std::size_t shown = 0;
  for (const auto& finding : report["findings"].items()) {
    if (++shown > kShownMax) return out.line(Word::kMoreThere, {}, Tone::kQuiet);
    const auto severity = finding["severity"].text();
    const auto text = finding[out.language() == Language::kZh ? "message" : "message_en"].text();
    out.line("  " + out.name("severity", severity) + "  " + finding["file"].text() + ":" +
                 finding["line"].text() + "  " + text,
             severity == "error" ? Tone::kBad : Tone::kPlain);
  }
}

int run_show(Session& session, const ReviewOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto found = (*api)->get(path_of(options));
  if (!found) return session.failed(found.error());
  if (session.options().json) return session.print_json(found->body);
  auto& out = session.out();
  const auto view = found->view();
  const auto state = view["state"].text();
  out.line(
      Word::kSubmissionLine,
      {view["no"].text(), out.name("submission", state), out.name("holder", view["holder"].text())},
      tone_of("submission", state));
  std::string blockers;
  for (const auto& blocker : view["blockers"].texts()) {
    blockers += (blockers.empty() ? "" : ", ") + out.name("blocker", blocker);
  }
  std::string categories;
  for (const auto& declared : view["categories"].items()) {
    categories += (categories.empty() ? "" : ", ") + declared["category"].text() +
                  (declared["filing"].flag() ? out.say(Word::kFilesMark) : "");
  }
  out.facts({{out.say(Word::kFieldDigest), {view["digest"].text()}},
             {out.say(Word::kFieldCategories), {categories}},
             {out.say(Word::kFieldBlockers), {blockers}},
             {out.say(Word::kFieldQueueWhy), {reasons_in_words(out, view["why"])}},
             {out.say(Word::kFieldReviewEtag), {view["review_etag"].text(), Tone::kStrong}}});
  show_risk(out, view["risk"]);
  for (const auto& event : view["thread"].items()) {
    out.line("  " + out.when(event["at"].text()) + "  " + out.name("event", event["type"].text()) +
             "  " + event["data"]["text"].text());
  }
  const auto report = (*api)->get(path_of(options, "report"));
  if (report) show_report(out, report->view());
  return kExitOk;
}

int run_report(Session& session, const ReviewOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto report = (*api)->get(path_of(options, "report"));
  if (!report) return session.failed(report.error());
  if (session.options().json) return session.print_json(report->body);
  show_report(session.out(), report->view());
  return kExitOk;
}

// A decision names what was seen (R7): the digest, and --etag from `review show`; without it, the
// submission as it stands now.
Answer<Reply> seen(Session& session, const ReviewOptions& options) {
  TRY_ASSIGN(Client * api, session.client());
  return api->get(path_of(options));
}

std::vector<std::string> present_of(const ReviewOptions& options, const View& submission) {
  if (!options.all_present) return options.present;
  std::vector<std::string> all;
  for (const auto& declared : submission["categories"].items()) {
    if (declared["filing"].flag()) all.push_back(declared["category"].text());
  }
  return all;
}

int run_pass(Session& session, const ReviewOptions& options) {
  const auto submission = seen(session, options);
  if (!submission) return session.failed(submission.error());
  const auto view = submission->view();
  json::object body{{"digest", view["digest"].text()},
                    {"present", list_of(present_of(options, view))}};
  if (!options.text.empty()) body["reason"] = options.text;
  CommandOptions command;
  command.if_match = options.etag.empty() ? view["review_etag"].text() : options.etag;
  return session.send(path_of(options, "pass"), std::move(body), command);
}

int run_refuse(Session& session, const ReviewOptions& options) {
  auto reasons = points_of(options.reasons, "reason");
  if (!reasons)
    return session.usage(Word::kBadValue, {spoken(reasons.error(), session.language())});
  if (options.reasons.empty()) return session.usage(Word::kReasonNeeded);
  const auto submission = seen(session, options);
  if (!submission) return session.failed(submission.error());
  const auto view = submission->view();
  json::object body{{"digest", view["digest"].text()}, {"reasons", std::move(*reasons)}};
  CommandOptions command;
  command.if_match = options.etag.empty() ? view["review_etag"].text() : options.etag;
  return session.send(path_of(options, "refuse"), std::move(body), command);
}

int run_lease(Session& session, const ReviewOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  json::object body;
  if (options.take_over) body["take_over"] = true;
  const auto target = path_of(options, "lease");
  const auto reply = options.give_up ? (*api)->command(target, nullptr, {}, "DELETE")
                                     : (*api)->command(target, body, {}, "PUT");
  if (!reply) {
    const int exit = session.failed(reply.error());
    if (reply.error().code == "lease_held") session.err().line(Word::kLeaseOfOther);
    return exit;
  }
  if (session.options().json) return session.print_json(reply->body);
  auto& out = session.out();
  if (options.give_up) {
    out.line(Word::kLeaseGivenUp, {}, Tone::kGood);
  } else {
    out.line(Word::kLeaseHeld, {out.when(reply->view()["until"].text())}, Tone::kGood);
  }
  return kExitOk;
}

int run_decide_appeal(Session& session, const ReviewOptions& options) {
  if (options.uphold == options.dismiss) return session.usage(Word::kUpholdOrDismiss);
  return session.send(path_of(options, "decide-appeal"),
                      json::object{{"uphold", options.uphold}, {"text", options.text}});
}

int run_one_reason(Session& session, const ReviewOptions& options, const char* action,
                   Word question) {
  auto reason = point_of(options.text, "reason");
  if (!reason) return session.usage(Word::kBadValue, {spoken(reason.error(), session.language())});
  const auto held = session.held_back(question, {options.app, std::to_string(options.no)});
  if (held) return *held;
  return session.send(path_of(options, action), json::object{{"reason", std::move(*reason)}});
}

void bind_decisions(Binder& review, const std::shared_ptr<ReviewOptions>& options) {
  const auto on_submission = [&](const char* name, Word help) {
    return review.command(name, help)
        .takes("APP", options->app, Word::kHelpApp)
        .takes("NUMBER", options->no, Word::kHelpSubmissionNo);
  };
  on_submission("pass", Word::kHelpPass)
      .list("--present", options->present, Word::kHelpPresent)
      .flag("--all-present", options->all_present, Word::kHelpAllPresent)
      .option("--reason", options->text, Word::kHelpPassReason)
      .option("--etag", options->etag, Word::kHelpEtag)
      .runs([options](Session& session) { return run_pass(session, *options); });
  on_submission("refuse", Word::kHelpRefuse)
      .list("--reason", options->reasons, Word::kHelpReason)
      .option("--etag", options->etag, Word::kHelpEtag)
      .runs([options](Session& session) { return run_refuse(session, *options); });
  on_submission("ask", Word::kHelpAsk)
      .takes("TEXT", options->text, Word::kHelpText)
      .runs([options](Session& session) {
        return session.send(path_of(*options, "question"), json::object{{"text", options->text}});
      });
  on_submission("decide-appeal", Word::kHelpDecideAppeal)
      .takes("TEXT", options->text, Word::kHelpText)
      .flag("--uphold", options->uphold, Word::kHelpUphold)
      .flag("--dismiss", options->dismiss, Word::kHelpDismiss)
      .runs([options](Session& session) { return run_decide_appeal(session, *options); });
  on_submission("revoke-pass", Word::kHelpRevokePass)
      .takes("REASON", options->text, Word::kHelpReason)
      .runs([options](Session& session) {
        return run_one_reason(session, *options, "revoke-pass", Word::kAskRevokePass);
      });
  on_submission("stop", Word::kHelpStop)
      .takes("REASON", options->text, Word::kHelpReason)
      .runs([options](Session& session) {
        return run_one_reason(session, *options, "stop", Word::kAskStop);
      });
}

}  // namespace

void bind_review(Binder& binder) {
  auto options = std::make_shared<ReviewOptions>();
  auto review = binder.group("review", Word::kHelpReviewGroup);
  bind_review_queue(review);
  bind_dismissals(review);
  review.command("show", Word::kHelpReviewShow)
      .takes("APP", options->app, Word::kHelpApp)
      .takes("NUMBER", options->no, Word::kHelpSubmissionNo)
      .runs([options](Session& session) { return run_show(session, *options); });
  review.command("report", Word::kHelpReport)
      .takes("APP", options->app, Word::kHelpApp)
      .takes("NUMBER", options->no, Word::kHelpSubmissionNo)
      .runs([options](Session& session) { return run_report(session, *options); });
  review.command("lease", Word::kHelpLease)
      .takes("APP", options->app, Word::kHelpApp)
      .takes("NUMBER", options->no, Word::kHelpSubmissionNo)
      .flag("--take-over", options->take_over, Word::kHelpTakeOver)
      .flag("--give-up", options->give_up, Word::kHelpGiveUpLease)
      .runs([options](Session& session) { return run_lease(session, *options); });
  bind_review_counts(review);
  bind_decisions(review, options);
}

}  // namespace baobei::cli
