#include "versions/line_diff.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "versions/text.h"

namespace baobei::versions {
namespace {

// A rectangle of the edit graph: lines [b0, b1) against lines [a0, a1).
struct Box {
  std::size_t b0, b1, a0, a1;
};

// The diagonal run in the middle of a shortest path through a box, in the box's own coordinates.
struct Snake {
  std::size_t x, y;  // where it begins
  std::size_t u, v;  // where it ends
};

class Differ {
 public:
  Differ(std::vector<std::uint32_t> before, std::vector<std::uint32_t> after, std::size_t steps_max)
      : before_(std::move(before)), after_(std::move(after)), steps_left_(steps_max) {}

  LineDiff run() {
    // What lies left of a snake is done before what lies right of it.
    std::vector<Task> tasks = {{{0, before_.size(), 0, after_.size()}, 0}};
    while (!tasks.empty()) {
      const Task task = tasks.back();
      tasks.pop_back();
      if (task.kept > 0) {
        put(RunKind::kKept, task.box.b0, task.box.a0, task.kept);
      } else {
        take(task.box, tasks);
      }
    }
    return std::move(out_);
  }

 private:
  struct Task {
    Box box;
    std::size_t kept;  // not a box but so many kept lines from its corner on
  };

  void put(RunKind kind, std::size_t before, std::size_t after, std::size_t count) {
    if (count == 0) return;
    if (!out_.runs.empty() && out_.runs.back().kind == kind) {
      out_.runs.back().count += count;
    } else {
      out_.runs.push_back({kind, before, after, count});
    }
  }

  void take(Box box, std::vector<Task>& tasks) {
    std::size_t front = 0;
    const auto shorter = std::min(box.b1 - box.b0, box.a1 - box.a0);
    while (front < shorter && before_[box.b0 + front] == after_[box.a0 + front]) ++front;
    put(RunKind::kKept, box.b0, box.a0, front);
    box.b0 += front;
    box.a0 += front;
    std::size_t back = 0;
    while (back < shorter - front && before_[box.b1 - back - 1] == after_[box.a1 - back - 1])
      ++back;
    box.b1 -= back;
    box.a1 -= back;
    if (back > 0) tasks.push_back({{box.b1, 0, box.a1, 0}, back});
    if (box.b0 == box.b1 || box.a0 == box.a1) return replace(box);
    const auto snake = middle(box);
    if (!snake) {
      out_.coarse = true;
      return replace(box);
    }
    tasks.push_back({{box.b0 + snake->u, box.b1, box.a0 + snake->v, box.a1}, 0});
    if (snake->u > snake->x) {
      tasks.push_back({{box.b0 + snake->x, 0, box.a0 + snake->y, 0}, snake->u - snake->x});
    }
    tasks.push_back({{box.b0, box.b0 + snake->x, box.a0, box.a0 + snake->y}, 0});
  }

  void replace(const Box& box) {
    put(RunKind::kRemoved, box.b0, box.a0, box.b1 - box.b0);
    put(RunKind::kAdded, box.b1, box.a0, box.a1 - box.a0);
  }

  // Walks from both corners at once, one more edit a round, until the two meet. Nothing where the
  // steps are used up. The box's corners differ (take() trimmed it), so at least two edits lie in
  // it and both parts are smaller than the whole.
  std::optional<Snake> middle(const Box& box) {
    const auto n = static_cast<std::ptrdiff_t>(box.b1 - box.b0);
    const auto m = static_cast<std::ptrdiff_t>(box.a1 - box.a0);
    const auto width = static_cast<std::size_t>(n + m + 3);
    forward_.assign(width, 0);
    backward_.assign(width, 0);
    const auto at = [&](std::vector<std::ptrdiff_t>& reached, std::ptrdiff_t k) -> std::ptrdiff_t& {
      return reached[static_cast<std::size_t>(k + m + 1)];
    };
    const bool odd = (n + m) % 2 != 0;
    for (std::ptrdiff_t edits = 0; edits <= (n + m + 1) / 2; ++edits) {
      const auto low = -edits + 2 * std::max<std::ptrdiff_t>(0, edits - m);
      const auto high = edits - 2 * std::max<std::ptrdiff_t>(0, edits - n);
      for (auto k = low; k <= high; k += 2) {
        const auto start = next(forward_, k, edits, m);
        auto x = start;
        while (x < n && x - k < m && same(box, x, x - k) && spend()) ++x;
        at(forward_, k) = x;
        const auto other = n - m - k;
        const bool met = odd && std::abs(other) <= edits - 1 && x + at(backward_, other) >= n;
        if (met) return snake_of(start, start - k, x, x - k);
      }
      for (auto k = low; k <= high; k += 2) {
        const auto start = next(backward_, k, edits, m);
        auto x = start;
        while (x < n && x - k < m && same(box, n - 1 - x, m - 1 - x + k) && spend()) ++x;
        at(backward_, k) = x;
        const auto other = n - m - k;
        const bool met = !odd && std::abs(other) <= edits && x + at(forward_, other) >= n;
        if (met) return snake_of(n - x, m - x + k, n - start, m - start + k);
      }
      if (!spend(static_cast<std::size_t>(high - low + 2))) return std::nullopt;
    }
    CHECK(false, "two walks through one box meet");
    return std::nullopt;
  }

  // Where diagonal k is entered with one edit more: from the neighbour that came further.
  static std::ptrdiff_t next(const std::vector<std::ptrdiff_t>& reached, std::ptrdiff_t k,
                             std::ptrdiff_t edits, std::ptrdiff_t m) {
    const auto above = reached[static_cast<std::size_t>(k + m + 2)];
    const auto below = reached[static_cast<std::size_t>(k + m)];
    return k == -edits || (k != edits && below < above) ? above : below + 1;
  }

  static Snake snake_of(std::ptrdiff_t x, std::ptrdiff_t y, std::ptrdiff_t u, std::ptrdiff_t v) {
    return {static_cast<std::size_t>(x), static_cast<std::size_t>(y), static_cast<std::size_t>(u),
            static_cast<std::size_t>(v)};
  }

  bool same(const Box& box, std::ptrdiff_t x, std::ptrdiff_t y) const {
    return before_[box.b0 + static_cast<std::size_t>(x)] ==
           after_[box.a0 + static_cast<std::size_t>(y)];
  }

  bool spend(std::size_t steps = 1) {
    steps_left_ -= std::min(steps, steps_left_);
    return steps_left_ > 0;
  }

  const std::vector<std::uint32_t> before_;
  const std::vector<std::uint32_t> after_;
  std::vector<std::ptrdiff_t> forward_;
  std::vector<std::ptrdiff_t> backward_;
  std::size_t steps_left_;
  LineDiff out_;
};

std::string shown(std::string_view line) {
  return shortened_line(line, 0, engine::kShownLineCharactersMax);
}

// Lines of a run, between two numbers counted within it.
void add_lines(engine::Hunk& hunk, const Run& run, std::size_t begin, std::size_t end,
               std::span<const std::string_view> before, std::span<const std::string_view> after) {
  constexpr char kSigns[] = {' ', '-', '+'};
  for (auto i = begin; i < end; ++i) {
    const auto& line = run.kind == RunKind::kAdded ? after[run.after + i] : before[run.before + i];
    hunk.lines.push_back({kSigns[static_cast<std::size_t>(run.kind)], shown(line)});
    if (run.kind != RunKind::kAdded) ++hunk.lines_before;
    if (run.kind != RunKind::kRemoved) ++hunk.lines_after;
  }
}

engine::Hunk begin_hunk(const Run& run, std::size_t skipped) {
  engine::Hunk hunk;
  const bool has_before = run.kind != RunKind::kAdded;
  const bool has_after = run.kind != RunKind::kRemoved;
  hunk.from_before = static_cast<std::uint32_t>(run.before + (has_before ? skipped : 0) + 1);
  hunk.from_after = static_cast<std::uint32_t>(run.after + (has_after ? skipped : 0) + 1);
  return hunk;
}

}  // namespace

LineDiff diff_lines(std::span<const std::string_view> before,
                    std::span<const std::string_view> after, std::size_t steps_max) {
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  const auto numbered = [&](std::span<const std::string_view> lines) {
    std::vector<std::uint32_t> out;
    out.reserve(lines.size());
    for (const auto line : lines) {
      out.push_back(
          numbers.emplace(line, static_cast<std::uint32_t>(numbers.size())).first->second);
    }
    return out;
  };
  auto numbered_before = numbered(before);
  return Differ(std::move(numbered_before), numbered(after), steps_max).run();
}

Hunks hunks_of(const LineDiff& diff, std::span<const std::string_view> before,
               std::span<const std::string_view> after) {
  Hunks out;
  std::optional<engine::Hunk> open;
  std::size_t lines = 0;
  const auto close = [&] {
    if (!open) return;
    lines += open->lines.size();
    if (lines > engine::kHunkLinesMax) ++out.left_out;
    if (lines <= engine::kHunkLinesMax) out.hunks.push_back(std::move(*open));
    open.reset();
  };
  for (std::size_t i = 0; i < diff.runs.size(); ++i) {
    const auto& run = diff.runs[i];
    if (run.kind != RunKind::kKept) {
      if (!open) open = begin_hunk(run, 0);
      add_lines(*open, run, 0, run.count, before, after);
      continue;
    }
    const bool last = i + 1 == diff.runs.size();
    if (open && !last && run.count <= 2 * kHunkContext) {
      add_lines(*open, run, 0, run.count, before, after);
      continue;
    }
    if (open) add_lines(*open, run, 0, std::min(run.count, kHunkContext), before, after);
    close();
    if (last) continue;
    const auto skipped = run.count - std::min(run.count, kHunkContext);
    open = begin_hunk(run, skipped);
    add_lines(*open, run, skipped, run.count, before, after);
  }
  close();
  return out;
}

}  // namespace baobei::versions
