// The differences of two texts by lines: the fewest removed and added lines (Myers, in linear
// space), in bounded time.
//
// Invariants: applying the runs to `before` gives `after`, whatever the limits do; at most
// kDiffStepsMax comparisons, beyond which what is left counts as replaced as a whole (`coarse`).
// Threads: pure functions. The runs refer to lines by number alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/contents.h"

namespace baobei::versions {

inline constexpr std::size_t kDiffStepsMax = 30'000'000;
inline constexpr std::size_t kHunkContext = 3;  // unchanged lines around a change

enum class RunKind { kKept, kRemoved, kAdded };

// `count` lines from `before` (kept, removed) and `after` (kept, added), counted from 0.
struct Run {
  RunKind kind = RunKind::kKept;
  std::size_t before = 0;
  std::size_t after = 0;
  std::size_t count = 0;

  auto operator<=>(const Run&) const = default;
};

struct LineDiff {
  std::vector<Run> runs;  // in order; neighbours of one kind are one run
  bool coarse = false;
};

LineDiff diff_lines(std::span<const std::string_view> before,
                    std::span<const std::string_view> after, std::size_t steps_max = kDiffStepsMax);

// The changes with their context, as long as they fit into engine::kHunkLinesMax lines.
struct Hunks {
  std::vector<engine::Hunk> hunks;
  std::uint64_t left_out = 0;  // hunks beyond the limit
};
Hunks hunks_of(const LineDiff& diff, std::span<const std::string_view> before,
               std::span<const std::string_view> after);

}  // namespace baobei::versions
