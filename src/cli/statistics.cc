// statistics: how long it takes, who holds it, and what one may expect.

#include "base/json.h"
#include "cli/binder.h"
#include "cli/tables.h"

namespace baobei::cli {
namespace {

struct StatisticsOptions {
  std::uint32_t days = 30;
  bool all = false;
};

std::string span_of(const Terminal& out, const View& micros) {
  return micros.is_there() ? out.span(Duration(micros.number())) : "";
}

void show_waiting(Terminal& out, const View& view) {
  const auto queue = view["queue"];
  const auto count = queue["below"].is_there()
                         ? "<" + queue["below"].text()
                         : queue["count"].text() + (queue["exact"].flag() ? "" : "+");
  out.line(Word::kQueueNow, {count}, Tone::kStrong);
  const auto estimate = view["estimate"];
  if (!estimate.is_there()) {
    out.line(Word::kNoEstimate, {}, Tone::kQuiet);
    return;
  }
  out.line(Word::kEstimateIs, {span_of(out, estimate["low_us"]), span_of(out, estimate["high_us"]),
                               estimate["based_on"].text()});
  if (estimate["held"].is_there()) {
    out.line(Word::kEstimateHeld,
             {Terminal::percent(estimate["held"].number()), estimate["tested"].text()},
             Tone::kQuiet);
  }
}

void show_all(Terminal& out, const View& view) {
  write_table(out, answer_table("getStatistics", "spans"), view);
  write_table(out, answer_table("getStatistics", "silence"), view);
  if (view["rules"].is_there()) write_table(out, answer_table("getStatistics", "rules"), view);
  if (!view["reviewers"].is_there()) return;
  write_table(out, answer_table("getStatistics", "reviewers"), view);
}

int run(Session& session, const StatisticsOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const std::string target = options.all ? "/v1/statistics" : "/v1/statistics/waiting";
  const auto reply = (*api)->get(target + "?days=" + std::to_string(options.days));
  if (!reply) return session.failed(reply.error());
  if (session.options().json) return session.print_json(reply->body);
  auto& out = session.out();
  show_waiting(out, reply->view());
  if (options.all) show_all(out, reply->view());
  return kExitOk;
}

}  // namespace

void bind_statistics(Binder& binder) {
  auto options = std::make_shared<StatisticsOptions>();
  binder.command("statistics", Word::kHelpStatistics)
      .option("--days", options->days, Word::kHelpDays)
      .flag("--all", options->all, Word::kHelpStatisticsAll)
      .runs([options](Session& session) { return run(session, *options); });
}

}  // namespace baobei::cli
