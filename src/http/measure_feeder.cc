#include "http/measure_feeder.h"

#include <future>
#include <set>

#include "engine/statistics_ports.h"

namespace baobei::http {
namespace {

constexpr auto kPause = std::chrono::seconds(1);
constexpr auto kBreath = std::chrono::milliseconds(5);  // where there is more

engine::FoundRules rules_in(const std::vector<Digest>& reports, Services& services) {
  engine::FoundRules found;
  for (const auto& report : reports) {
    if (found.contains(report)) continue;
    const auto findings = services.contents->findings(report);
    // A report that is gone has nothing to say, and holds nothing up.
    if (!findings && findings.error().kind != ErrorKind::kNotFound) {
      services.report(findings.error());
    }
    if (!findings) continue;
    std::set<std::string> rules;
    for (const auto& finding : *findings) rules.insert(finding.rule);
    found[report] = {rules.begin(), rules.end()};
  }
  return found;
}

}  // namespace

void MeasureFeeder::start(Services& services) {
  if (services.statistics == nullptr || thread_.joinable()) return;
  thread_ = std::thread([this, &services] { work_on(services); });
}

void MeasureFeeder::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void MeasureFeeder::work_on(Services& services) {
  for (;;) {
    const bool more = feed(services);
    std::unique_lock lock(mutex_);
    const auto pause =
        more ? std::chrono::milliseconds(kBreath) : std::chrono::milliseconds(kPause);
    if (wake_.wait_for(lock, pause, [this] { return stopping_; })) return;
  }
}

bool MeasureFeeder::feed(Services& services) {
  const auto up_to = services.statistics->up_to();
  if (!up_to) {
    services.report(up_to.error());
    return false;
  }
  if (up_to->taken_in >= up_to->head) return false;
  const auto next = services.statistics->next();
  if (!next) {
    services.report(next.error());
    return false;
  }
  // Reports are large: they are read here and not on the writer's thread.
  const auto found = std::make_shared<const engine::FoundRules>(rules_in(next->reports, services));
  // Whoever drops the task unrun, because the engine ends, ends the wait as well.
  auto done = std::make_shared<std::promise<bool>>();
  auto answer = done->get_future();
  const bool taken = services.commands.on_writer([&services, done, until = next->until, found] {
    const auto events = services.statistics->catch_up(until, *found);
    if (!events) services.report(events.error());
    done->set_value(events.has_value() && *events > 0);
  });
  done.reset();
  if (!taken) return false;
  answer.wait();
  return answer.valid() && services.statistics->up_to()->taken_in > up_to->taken_in;
}

}  // namespace baobei::http
