// review dismiss|dismissals|take-back: findings that a reviewer dismissed with a reason (R8).

#include "base/json.h"
#include "cli/binder.h"
#include "cli/fields.h"
#include "cli/tables.h"
#include "cli/weight_view.h"

namespace baobei::cli {
namespace {

struct DismissalOptions {
  std::string app;
  std::uint32_t no = 0;
  std::string rule;
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::string reason;
  bool standing = false;
  std::uint32_t limit = 50;
};

// Sends a step and says in one line what came of it.
int run_step(Session& session, const std::string& target, const json::value& body, Word done) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  CommandOptions options;
  options.dry_run = session.options().dry_run;
  const auto reply = (*api)->command(target, body, options);
  if (!reply) return session.failed(reply.error());
  if (session.options().json) return session.print_json(reply->body);
  const auto row = reply->view();
  const auto what = options.dry_run ? Word::kCouldBeDismissed : done;
  session.out().line(what, {row["dismissal"].text(), row["rule"].text()}, Tone::kGood);
  return kExitOk;
}

int run_dismiss(Session& session, const DismissalOptions& options) {
  json::object body{{"rule", options.rule}, {"reason", options.reason}};
  if (!options.file.empty()) body["file"] = options.file;
  if (options.line > 0) body["line"] = options.line;
  if (options.column > 0) body["column"] = options.column;
  const auto target =
      app_path(options.app, "submissions/" + std::to_string(options.no) + "/findings/dismiss");
  return run_step(session, target, body, Word::kDismissed);
}

int run_take_back(Session& session, const DismissalOptions& options) {
  const auto target =
      app_path(options.app, "dismissals/" + std::to_string(options.no) + "/take-back");
  return run_step(session, target, json::object{{"reason", options.reason}}, Word::kTakenBack);
}

int run_dismissals(Session& session, const DismissalOptions& options) {
  const auto target =
      app_path(options.app, "dismissals") + query({{"standing", options.standing ? "true" : ""}});
  return run_table(session, answer_table("listDismissals"), target, options.limit);
}

}  // namespace

std::string reasons_in_words(const Terminal& out, const View& reasons) {
  std::string words;
  for (const auto& reason : reasons.texts()) {
    words += (words.empty() ? "" : ", ") + out.name("blocker", reason);
  }
  return words;
}

void show_risk(Terminal& out, const View& risk) {
  if (!risk.is_there()) return;
  const bool high = risk["high"].flag();
  out.line(Word::kRiskLine, {risk["points"].text()}, high ? Tone::kBad : Tone::kStrong);
  if (!risk["complete"].flag()) out.line("  " + out.say(Word::kRiskIncomplete), Tone::kBad);
  const char* why = out.language() == Language::kZh ? "why_zh" : "why_en";
  for (const auto& item : risk["items"].items()) {
    out.line("  " + padded(item["points"].text(), 4) + item[why].text());
  }
}

void bind_dismissals(Binder& review) {
  auto options = std::make_shared<DismissalOptions>();
  review.command("dismiss", Word::kHelpDismissFinding)
      .takes("APP", options->app, Word::kHelpApp)
      .takes("NUMBER", options->no, Word::kHelpSubmissionNo)
      .takes("RULE", options->rule, Word::kHelpFindingRule)
      .option("--file", options->file, Word::kHelpDismissFile)
      .option("--line", options->line, Word::kHelpFindingLine)
      .option("--column", options->column, Word::kHelpFindingColumn)
      .required("--reason", options->reason, Word::kHelpDismissReason)
      .runs([options](Session& session) { return run_dismiss(session, *options); });
  review.command("dismissals", Word::kHelpDismissals)
      .takes("APP", options->app, Word::kHelpApp)
      .flag("--standing", options->standing, Word::kHelpStandingDismissals)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) { return run_dismissals(session, *options); });
  review.command("take-back", Word::kHelpTakeBack)
      .takes("APP", options->app, Word::kHelpApp)
      .takes("DISMISSAL", options->no, Word::kHelpDismissalNo)
      .required("--reason", options->reason, Word::kHelpTakeBackReason)
      .runs([options](Session& session) { return run_take_back(session, *options); });
}

}  // namespace baobei::cli
