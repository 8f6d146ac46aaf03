#include "http/queue_query.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "http/list_query.h"
#include "http/queue_json.h"
#include "lifecycle/codec.h"

namespace baobei::http {
namespace {

constexpr std::size_t kDigestCharactersMin = 6;

std::string folded(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

Status read_order(const Call& call, QueueQuery& query) {
  const auto text = call.query("sort");
  if (!text) return {};
  if (*text == "risk") {
    query.by_risk = true;
    return {};
  }
  const auto order = enum_from_wire<engine::ListOrder>(*text);
  if (!order) return fail(ErrorKind::kInvalid, "due, newest or risk is expected", "sort");
  query.filter.order = *order;
  return {};
}

Status read_words(const Call& call, QueueQuery& query) {
  query.owner = call.query("owner").value_or("");
  query.app = call.query("app").value_or("");
  query.category = call.query("category").value_or("");
  const auto words = call.query("q");
  if (!words) return {};
  query.words = folded(*words);
  const auto length = utf8_length(query.words);
  if (length >= kQueueWordsMin && length <= kQueueWordsMax) return {};
  return fail(ErrorKind::kInvalid, "2 to 50 characters are expected", "q");
}

Result<QueueQuery> read_query(const Call& call) {
  QueueQuery query;
  query.viewer = call.viewer();
  query.language = call.language;
  TRY_ASSIGN(query.page, page_of(call));
  TRY_ASSIGN(query.filter.states, states_of<lifecycle::SubmissionState>(call));
  TRY_ASSIGN(query.detail, flag_of(call, "detail"));
  TRY(read_order(call, query));
  TRY(read_words(call, query));
  const auto why = words_wanted(call, "why", is_queue_reason);
  if (!why) return fail(ErrorKind::kInvalid, "not a reason of the queue", "why");
  query.why = *why;
  if (query.opens_cases() && query.page.limit > kDetailedRowsMax) {
    if (call.query("limit")) {
      return fail(ErrorKind::kInvalid, "at most 50 rows where cases are looked into", "limit");
    }
    query.page.limit = kDetailedRowsMax;
  }
  return query;
}

// Whose lists hold every row that can fit.
Result<engine::Viewer> lister_of(const QueueQuery& query, Services& services) {
  auto owner = query.owner;
  if (!query.app.empty()) {
    const auto stored = services.reader.app(query.viewer, query.app);
    if (!stored) return std::unexpected(stored.error());
    TRY_ASSIGN(const auto app, lifecycle::decode_app(stored->state));
    if (owner.empty()) owner = app.owner;
  }
  if (owner.empty() || !query.viewer.sees_everything()) return query.viewer;
  return engine::Viewer{"", owner, {lifecycle::Role::kDeveloper}, ""};
}

bool fits(const engine::SubmissionListItem& item, const QueueQuery& query) {
  if (!query.owner.empty() && item.owner != query.owner) return false;
  if (!query.app.empty() && item.app != query.app) return false;
  if (query.words.empty()) return true;
  const bool digest = query.words.size() >= kDigestCharactersMin &&
                      to_hex(item.row.digest).starts_with(query.words);
  return digest || folded(item.app_name).find(query.words) != std::string::npos ||
         folded(item.app).find(query.words) != std::string::npos;
}

struct Opened {
  bool fits = true;
  std::uint32_t points = 0;
  json::object detail;
};

// The case of a row that went out of sight meanwhile shows nothing besides.
Result<Opened> opened(const engine::SubmissionListItem& item, const QueueQuery& query,
                      Services& services) {
  Opened out;
  if (!query.opens_cases()) return out;
  const auto stored = services.reader.app(query.viewer, item.app);
  if (!stored) {
    out.fits = query.category.empty() && query.why.empty();
    if (stored.error().kind == ErrorKind::kNotFound) return out;
    return std::unexpected(stored.error());
  }
  TRY_ASSIGN(const auto app, lifecycle::decode_app(stored->state));
  const auto* submission = lifecycle::find_submission(app, item.row.no);
  if (submission == nullptr) return out;
  const auto declares = [&](const lifecycle::DeclaredCategory& declared) {
    return declared.category == query.category;
  };
  out.fits = query.category.empty() || std::ranges::any_of(submission->categories, declares);
  if (!out.fits) return out;
  const auto& rules = services.rules(services.clock.now());
  add_submission_detail(out.detail, app, item.row.no);
  if (!query.viewer.sees_everything()) return out;
  const auto weighed =
      services.risks == nullptr ? Weighed{} : services.risks->weigh(app, *submission, services);
  out.points = weighed.score.points;
  if (services.risks != nullptr) out.detail["risk"] = risk_json(weighed, rules, query.language);
  const auto why = queue_reasons(app, *submission, rules, weighed.score.points);
  out.fits = query.why.empty() || std::ranges::any_of(why, [&](const std::string& reason) {
               return std::ranges::find(query.why, reason) != query.why.end();
             });
  out.detail["why"] = to_json(why);
  return out;
}

class Look {
 public:
  Look(const QueueQuery& query, Services& services, engine::Viewer lister)
      : query_(query), services_(services), lister_(std::move(lister)) {}

  Result<engine::Listed<QueueRow>> page() {
    const std::size_t most = query_.opens_cases() ? kCasesLookedAtMax : kRowsLookedAtMax;
    engine::Page chunk{query_.page.after, kDetailedRowsMax};
    for (std::size_t looked = 0; looked < most; looked += chunk.limit) {
      TRY_ASSIGN(const auto rows, services_.reader.submissions(lister_, query_.filter, chunk));
      TRY_ASSIGN(const auto taken, take(rows.rows));
      if (taken < rows.rows.size()) return ended(chunk, taken);
      if (rows.next.empty()) return std::move(list_);
      chunk.after = rows.next;
    }
    list_.next = chunk.after;
    return std::move(list_);
  }

  // The same in the order of their weight.
  Result<engine::Listed<QueueRow>> by_weight() {
    std::size_t from = 0;
    const auto& after = query_.page.after;
    const auto [stopped, error] = std::from_chars(after.data(), after.data() + after.size(), from);
    const bool whole = error == std::errc() && stopped == after.data() + after.size();
    if (!after.empty() && !whole) {
      return fail(ErrorKind::kInvalid, "not a cursor of this list", "after");
    }
    most_ = kCasesLookedAtMax;
    engine::Page chunk{"", kDetailedRowsMax};
    for (std::size_t looked = 0; looked < kCasesLookedAtMax; looked += chunk.limit) {
      TRY_ASSIGN(const auto rows, services_.reader.submissions(lister_, query_.filter, chunk));
      TRY(take(rows.rows));
      if (rows.next.empty()) break;
      chunk.after = rows.next;
    }
    return heaviest(from);
  }

 private:
  // How many of the rows were looked at before the page was full.
  Result<std::size_t> take(const std::vector<engine::SubmissionListItem>& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (!fits(rows[i], query_)) continue;
      TRY_ASSIGN(auto row, opened(rows[i], query_, services_));
      if (!row.fits) continue;
      if (list_.rows.size() == most_) return i;
      list_.rows.push_back({rows[i], std::move(row.detail)});
      weights_.push_back(row.points);
    }
    return rows.size();
  }

  // The page is full in the middle of what was read: the cursor behind its last row.
  Result<engine::Listed<QueueRow>> ended(const engine::Page& chunk, std::size_t taken) {
    list_.next = chunk.after;
    if (taken > 0) {
      const engine::Page part{chunk.after, taken};
      TRY_ASSIGN(const auto rows, services_.reader.submissions(lister_, query_.filter, part));
      list_.next = rows.next;
    }
    return std::move(list_);
  }

  engine::Listed<QueueRow> heaviest(std::size_t from) {
    std::vector<std::size_t> order(list_.rows.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(order, std::ranges::greater(),
                             [&](std::size_t i) { return weights_[i]; });
    engine::Listed<QueueRow> page;
    const auto behind = std::min(order.size(), from + query_.page.limit);
    for (auto i = from; i < behind; ++i) page.rows.push_back(std::move(list_.rows[order[i]]));
    if (behind < order.size()) page.next = std::to_string(behind);
    return page;
  }

  const QueueQuery& query_;
  Services& services_;
  const engine::Viewer lister_;
  std::size_t most_ = query_.page.limit;
  engine::Listed<QueueRow> list_;
  std::vector<std::uint32_t> weights_;
};

}  // namespace

OrProblem<QueueQuery> queue_query(const Call& call) {
  auto query = read_query(call);
  if (!query) return std::unexpected(Problem(query.error()));
  const bool platforms = query->by_risk || !query->why.empty();
  if (platforms && !query->viewer.sees_everything()) {
    return std::unexpected(Problem(ProblemCode::kForbidden));
  }
  return std::move(*query);
}

Result<engine::Listed<QueueRow>> queue_rows(const QueueQuery& query, Services& services) {
  auto lister = lister_of(query, services);
  if (!lister) {
    if (lister.error().kind == ErrorKind::kNotFound) return engine::Listed<QueueRow>{};
    return std::unexpected(lister.error());
  }
  Look look(query, services, std::move(*lister));
  return query.by_risk ? look.by_weight() : look.page();
}

}  // namespace baobei::http
