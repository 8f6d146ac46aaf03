// statistics: how long it takes, who holds it, and what one may expect.

#include "base/json.h"
#include "cli/binder.h"

namespace baobei::cli {
namespace {

struct StatisticsOptions {
  std::uint32_t days = 30;
  bool all = false;
};

std::string span_of(const Terminal& out, const View& micros) {
  return micros.is_there() ? out.span(Duration(micros.number())) : "";
}

std::vector<Cell> quantile_row(const Terminal& out, const std::string& name, const View& row) {
  return {{name},
          {row["count"].text()},
          {span_of(out, row["p50_us"])},
          {span_of(out, row["p90_us"])},
          {span_of(out, row["max_us"])}};
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

void show_rules(Terminal& out, const View& rules) {
  if (!rules.is_there()) return;
  std::vector<std::vector<Cell>> rows;
  for (const auto& rule : rules.items()) {
    rows.push_back({{rule["rule"].text()},
                    {rule["found"].text()},
                    {rule["refused_with"].text()},
                    {rule["passed_with"].text()}});
  }
  out.table({Word::kFieldRule, Word::kFieldFound, Word::kFieldRefusedWith, Word::kFieldPassedWith},
            rows);
}

void show_all(Terminal& out, const View& view) {
  std::vector<std::vector<Cell>> rows;
  rows.push_back(quantile_row(out, out.say(Word::kWaitToDecision), view["wait"]));
  for (const char* holder : {"developer", "platform", "authority"}) {
    rows.push_back(quantile_row(out, out.name("holder", holder), view["held"][holder]));
  }
  rows.push_back(quantile_row(out, out.say(Word::kLateness), view["lateness"]));
  out.table({Word::kFieldWhat, Word::kFieldCount, Word::kFieldHalf, Word::kFieldNineOfTen,
             Word::kFieldLongest},
            rows);
  rows.clear();
  for (const auto& region : view["silence"].items()) {
    rows.push_back({{region["region"].text()},
                    {region["ended"].text()},
                    {region["silent"].text()},
                    {Terminal::percent(region["share"].number())}});
  }
  out.table({Word::kFieldRegion, Word::kFieldEnded, Word::kFieldSilent, Word::kFieldShare}, rows);
  show_rules(out, view["rules"]);
  if (!view["reviewers"].is_there()) return;
  rows.clear();
  for (const auto& reviewer : view["reviewers"].items()) {
    rows.push_back({{reviewer["person"].text()},
                    {reviewer["decided"].text()},
                    {reviewer["refused"].text()},
                    {span_of(out, reviewer["wait"]["p50_us"])}});
  }
  out.table({Word::kFieldPerson, Word::kFieldDecided, Word::kFieldRefused, Word::kFieldHalf}, rows);
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
