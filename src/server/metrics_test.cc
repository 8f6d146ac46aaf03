// What monitoring reads: every figure under its name, and every name on its page.
#include "server/metrics.h"

#include <gmock/gmock.h>

#include <fstream>

#include "base/text.h"

namespace baobei::server {
namespace {

using testing::HasSubstr;

std::string page() {
  std::ifstream file(std::string(BAOBEI_SOURCE_DIR) + "/docs/metrics.md", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string told(const Figures& figures) {
  MetricsApplication application([&] { return figures; });
  return std::get<http::Response>(application.receive({})).body;
}

TEST(Metrics, tell_of_webhooks_by_outcome) {
  Figures figures;
  auto& courier = figures.webhooks.courier;
  courier.attempts[static_cast<std::size_t>(engine::AttemptOutcome::kDelivered)] = 7;
  courier.attempts[static_cast<std::size_t>(engine::AttemptOutcome::kRefused)] = 2;
  courier.attempts[static_cast<std::size_t>(engine::AttemptOutcome::kNotMade)] = 1;
  courier.ended = 1;
  courier.active = 4;
  courier.queued = 3;
  courier.oldest = std::chrono::milliseconds(1'500);
  courier.behind = 12;
  figures.webhooks.dead = 5;
  const auto text = told(figures);
  for (const char* line :
       {"baobei_webhook_attempts_total{outcome=\"delivered\"} 7\n",
        "baobei_webhook_attempts_total{outcome=\"refused\"} 2\n",
        "baobei_webhook_attempts_total{outcome=\"too_slow\"} 0\n",
        "baobei_webhook_attempts_total{outcome=\"not_made\"} 1\n",
        "baobei_webhook_delivered_total 7\n", "baobei_webhook_failed_total 3\n",
        "baobei_webhook_ended_total 1\n", "baobei_webhook_dead 5\n", "baobei_webhook_active 4\n",
        "baobei_webhook_queued 3\n", "baobei_webhook_oldest_seconds 1.5\n",
        "baobei_webhook_log_behind 12\n"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

TEST(Metrics, every_name_stands_on_the_page) {
  const auto known = page();
  std::size_t names = 0;
  for (const auto& line : split(told({}), '\n')) {
    if (!line.starts_with("# TYPE ")) continue;
    const auto words = split(line, ' ');
    EXPECT_THAT(known, HasSubstr("| `" + words.at(2) + "` | " + words.at(3) + " |"));
    ++names;
  }
  EXPECT_GE(names, 20U);
}

}  // namespace
}  // namespace baobei::server
