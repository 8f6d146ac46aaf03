#include "bench/judge/score.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace baobei::judge {

Interval wilson(std::size_t hits, std::size_t all) {
  if (all == 0) return {};
  constexpr double kZ = 1.959964;
  const auto n = static_cast<double>(all);
  const double p = static_cast<double>(hits) / n;
  const double middle = p + kZ * kZ / (2 * n);
  const double spread = kZ * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n));
  const double scale = 1 + kZ * kZ / n;
  return {std::max(0.0, (middle - spread) / scale), std::min(1.0, (middle + spread) / scale)};
}

std::string ratio(const char* name, std::size_t hits, std::size_t all) {
  const auto interval = wilson(hits, all);
  char line[120];
  if (all == 0) {
    std::snprintf(line, sizeof line, "%s - (0 of 0)", name);
  } else {
    std::snprintf(line, sizeof line, "%s %.3f [%.2f, %.2f] (%zu of %zu)", name,
                  static_cast<double>(hits) / static_cast<double>(all), interval.low, interval.high,
                  hits, all);
  }
  return line;
}

void Score::add(const std::set<std::string>& expected, const std::set<std::string>& acceptable,
                const std::set<std::string>& answered) {
  for (const auto& item : expected) ++(answered.contains(item) ? found : missed);
  for (const auto& item : answered) {
    if (expected.contains(item)) continue;
    ++(is_accepted(acceptable, item) ? accepted : invented);
  }
}

bool is_accepted(const std::set<std::string>& acceptable, const std::string& answer) {
  return acceptable.contains(answer) ||
         std::ranges::any_of(acceptable, [&](const std::string& item) {
           return item.ends_with('*') && answer.starts_with(item.substr(0, item.size() - 1));
         });
}

std::string shown(const Score& score) {
  return ratio("recall", score.found, score.found + score.missed) + "  " +
         ratio("precision", score.found + score.accepted,
               score.found + score.accepted + score.invented);
}

}  // namespace baobei::judge
