// review queue: what waits, why, how heavy it is, and who looks at it.

#include "base/json.h"
#include "cli/binder.h"
#include "cli/fields.h"
#include "cli/tables.h"

namespace baobei::cli {
namespace {

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

int run_queue(Session& session, const QueueOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto list = (*api)->list(target_of(options), options.limit, kDetailedPageItems);
  if (!list) return session.failed(list.error());
  if (session.options().json) return session.print_json(list->body);
  return show_table(session, answer_table("listSubmissions", "queue"), list->view());
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
