// review queue: what waits, why, how heavy it is, and who looks at it.

#include "base/json.h"
#include "cli/binder.h"
#include "cli/case_view.h"
#include "cli/fields.h"
#include "cli/tones.h"
#include "cli/weight_view.h"

namespace baobei::cli {
namespace {

constexpr std::uint32_t kDetailedPage = 50;

struct QueueOptions {
  std::string state = "reviewing";
  std::string why;
  std::string owner;
  std::string app;
  std::string words;
  std::string category;
  std::uint32_t limit = 50;
  bool newest = false;
  bool by_risk = false;
};

std::string target_of(const QueueOptions& options) {
  const bool all = options.state == "all" || options.newest;
  const std::string sort = options.by_risk ? "risk" : options.newest ? "newest" : "";
  return "/v1/submissions" + query({{"state", all ? "" : options.state},
                                    {"sort", sort},
                                    {"why", options.why},
                                    {"owner", options.owner},
                                    {"app", options.app},
                                    {"q", options.words},
                                    {"category", options.category},
                                    {"detail", "true"}});
}

std::string looked_at_by(const Terminal& out, const View& lease) {
  if (!lease.is_there()) return {};
  return lease["person"].text() + " → " + out.when(lease["until"].text());
}

int run_queue(Session& session, const QueueOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto list = (*api)->list(target_of(options), options.limit, kDetailedPage);
  if (!list) return session.failed(list.error());
  if (session.options().json) return session.print_json(list->body);
  const auto now = session.server_now();
  if (!now) return session.failed(now.error());
  auto& out = session.out();
  std::vector<std::vector<Cell>> rows;
  for (const auto& item : list->view()["items"].items()) {
    const auto state = item["state"].text();
    const bool high = item["risk"]["high"].flag();
    rows.push_back({{item["app"].text()},
                    {item["submission"].text()},
                    {item["app_name"].text()},
                    {out.name("submission", state), tone_of("submission", state)},
                    {until(out, item["due"], *now)},
                    {item["risk"]["points"].text(), high ? Tone::kBad : Tone::kPlain},
                    {reasons_in_words(out, item["why"])},
                    {looked_at_by(out, item["lease"])}});
  }
  out.table({Word::kFieldApp, Word::kFieldSubmission, Word::kFieldName, Word::kFieldState,
             Word::kFieldDue, Word::kFieldRisk, Word::kFieldQueueWhy, Word::kFieldLease},
            rows);
  if (list->view()["next"].is_there()) session.err().line(Word::kMoreThere, {}, Tone::kQuiet);
  return kExitOk;
}

}  // namespace

void bind_review_queue(Binder& review) {
  auto options = std::make_shared<QueueOptions>();
  review.command("queue", Word::kHelpQueue)
      .option("--state", options->state, Word::kHelpState)
      .option("--why", options->why, Word::kHelpQueueWhy)
      .option("--owner", options->owner, Word::kHelpQueueOwner)
      .option("--app", options->app, Word::kHelpApp)
      .option("--search", options->words, Word::kHelpSearchQueue)
      .option("--category", options->category, Word::kHelpDeclares)
      .flag("--newest", options->newest, Word::kHelpNewest)
      .flag("--by-risk", options->by_risk, Word::kHelpByRisk)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) { return run_queue(session, *options); });
}

}  // namespace baobei::cli
