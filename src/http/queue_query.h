// What is asked of the queue of submissions, and the rows that answer it.
//
// Invariants: state and order walk an index of the store. The other filters are looked for among
// those rows, kRowsLookedAtMax of them for one page and kCasesLookedAtMax where the case file has
// to be opened; a page that ends there may be short, even empty, and still has a next one. With an
// owner or a mini-program given, the rows are those of one organisation from the start. By risk the
// heaviest of the first kCasesLookedAtMax rows come first, and the cursor is a place in that order.
// Threads: any. Blocks on the disk: call it away from the I/O threads.
#pragma once

#include "base/json.h"
#include "http/call.h"
#include "http/risk_desk.h"

namespace baobei::http {

inline constexpr std::size_t kRowsLookedAtMax = 4'000;
inline constexpr std::size_t kCasesLookedAtMax = 500;
inline constexpr std::size_t kQueueWordsMin = 2;
inline constexpr std::size_t kQueueWordsMax = 50;

struct QueueQuery {
  engine::Viewer viewer;
  Language language = Language::kZh;
  engine::SubmissionFilter filter;
  engine::Page page;
  bool detail = false;
  bool by_risk = false;
  lifecycle::OrgId owner;
  lifecycle::AppId app;
  std::string words;  // folded
  lifecycle::CategoryId category;
  std::vector<std::string> why;  // any of them

  bool opens_cases() const { return detail || by_risk || !category.empty() || !why.empty(); }
  bool is_plain() const { return !opens_cases() && owner.empty() && app.empty() && words.empty(); }
};

// kInvalid names the parameter; the platform's own reasons are asked for by the platform alone.
OrProblem<QueueQuery> queue_query(const Call& call);

struct QueueRow {
  engine::SubmissionListItem item;
  // Where the case was opened: what its row shows besides.
  json::object detail;
};
Result<engine::Listed<QueueRow>> queue_rows(const QueueQuery& query, Services& services);

}  // namespace baobei::http
