// Fills a database before the clock of a run starts: the directory through the store's port, the
// case files as `decide` makes them, all commands of one mini-program in one write.
//
// Threads: one. Owner: a bench program.
#pragma once

#include <functional>

#include "bench/cast.h"
#include "engine/ports.h"
#include "engine/write_builder.h"
#include "lifecycle/rules.h"

namespace baobei::bench {

// How far a seeded case has come.
enum class Stage {
  kReviewing,    // one deadline: review due
  kFiling,       // two: the end of the period, the warning ahead of it
  kFilingWarned  // one: the end
};

// When the mini-program of that index was submitted.
using StampOf = std::function<Instant(std::size_t index)>;

class Seeder {
 public:
  Seeder(engine::Store& store, const Cast& cast, const lifecycle::Rules& rules)
      : store_(store), cast_(cast), rules_(rules) {}

  // Organisations, people with tokens, offices, subjects with their categories.
  Status directory();
  // Mini-programs [first, first + count).
  Status cases(std::size_t first, std::size_t count, Stage stage, const StampOf& stamp_of);

  // The case file that `cases` would make, and its only write.
  engine::BuiltWrite build(std::size_t index, Stage stage, Instant stamp) const;

  // The writes of a question to the developer and of the answer, one after the other.
  struct Steps {
    engine::Write question;
    engine::Write answer;
  };
  Steps steps(std::size_t index, Instant stamp) const;

 private:
  engine::Store& store_;
  const Cast cast_;
  const lifecycle::Rules rules_;
};

inline constexpr std::string_view kQuestionText =
    "第三页的登录按钮没有反应，请说明测试账号，并补充该页面在未登录时显示的内容。";
inline constexpr std::string_view kAnswerText =
    "测试账号已经写在提审说明里；未登录时该页面只显示公开的活动列表，不需要账号。";

}  // namespace baobei::bench
