// engine::Webhooks over the store in memory: the twin of SqliteWebhooks. Threads: any, through the
// database's mutex. Owner: whoever makes it; the database outlives it.
#pragma once

#include <algorithm>

#include "store/audience.h"
#include "store/cursor.h"
#include "store/memory_store.h"
#include "store/webhook_rows.h"

namespace baobei::store {

class MemoryWebhooks final : public engine::Webhooks {
 public:
  explicit MemoryWebhooks(MemoryDatabase& database) : db_(database) {}

  Status add(const engine::WebhookRow& row) override {
    const std::lock_guard lock(db_.mutex);
    const auto of_org =
        std::ranges::count_if(rows_, [&](const auto& each) { return each.second.org == row.org; });
    const bool many = static_cast<std::size_t>(of_org) >= engine::kWebhooksOfOrgMax ||
                      rows_.size() >= engine::kWebhooksMax;
    if (many) return fail(ErrorKind::kTooLarge, "too many webhooks");
    rows_.emplace(row.id, row);
    return {};
  }
  Result<engine::WebhookRow> change(
      const lifecycle::OrgId& org, const std::string& id,
      const std::function<Status(engine::WebhookRow&)>& edit) override {
    const std::lock_guard lock(db_.mutex);
    const auto found = rows_.find(id);
    if (found == rows_.end() || found->second.org != org) return none();
    auto changed = found->second;
    TRY(edit(changed));
    found->second = changed;
    return changed;
  }
  Status remove(const lifecycle::OrgId& org, const std::string& id) override {
    const std::lock_guard lock(db_.mutex);
    const auto found = rows_.find(id);
    if (found == rows_.end() || found->second.org != org) return none();
    rows_.erase(found);
    attempts_.erase(id);
    return {};
  }
  Result<std::vector<std::uint64_t>> record(std::span<const engine::WebhookStep> steps) override {
    const std::lock_guard lock(db_.mutex);
    std::vector<std::uint64_t> numbers;
    for (const auto& step : steps) numbers.push_back(take(step));
    return numbers;
  }
  Result<engine::WebhookRow> find(const lifecycle::OrgId& org, const std::string& id) override {
    const std::lock_guard lock(db_.mutex);
    const auto found = rows_.find(id);
    if (found == rows_.end() || found->second.org != org) return none();
    return found->second;
  }
  Result<std::vector<engine::WebhookRow>> of(const lifecycle::OrgId& org) override {
    const std::lock_guard lock(db_.mutex);
    std::vector<engine::WebhookRow> rows;
    for (const auto& [id, row] : rows_) {
      if (row.org == org) rows.push_back(row);
    }
    std::ranges::stable_sort(rows, {}, &engine::WebhookRow::made_at);
    return rows;
  }
  Result<std::vector<engine::WebhookRow>> active() override {
    const std::lock_guard lock(db_.mutex);
    std::vector<engine::WebhookRow> rows;
    for (const auto& [id, row] : rows_) {
      if (row.state == engine::WebhookState::kActive) rows.push_back(row);
    }
    return rows;
  }
  Result<std::size_t> ended() override {
    const std::lock_guard lock(db_.mutex);
    const auto goes_no_further = [](const auto& row) {
      return row.second.state != engine::WebhookState::kActive &&
             row.second.state != engine::WebhookState::kPaused;
    };
    return static_cast<std::size_t>(std::ranges::count_if(rows_, goes_no_further));
  }
  Result<engine::Listed<engine::WebhookAttempt>> attempts(const std::string& id,
                                                          const engine::Page& page) override {
    TRY_ASSIGN(const auto before, read_number_cursor(page.after, INT64_MAX));
    const std::lock_guard lock(db_.mutex);
    engine::Listed<engine::WebhookAttempt> listed;
    const auto& kept = attempts_[id];
    for (auto at = kept.rbegin(); at != kept.rend(); ++at) {
      if (at->id >= before) continue;
      if (listed.rows.size() == rows_of(page)) {
        listed.next = write_cursor(listed.rows.back().id);
        break;
      }
      listed.rows.push_back(*at);
    }
    return listed;
  }
  Result<engine::DeliveryHours> deliveries(Instant from) override {
    const std::lock_guard lock(db_.mutex);
    std::map<Instant, engine::DeliveryHour> by_hour;
    for (const auto& [webhook, kept] : attempts_) {
      for (const auto& row : kept) {
        count_attempt(by_hour, from, row.at, row.kind == engine::AttemptKind::kTest,
                      row.outcome == engine::AttemptOutcome::kDelivered);
      }
    }
    return hours_of(by_hour, true);
  }

 private:
  static std::unexpected<Error> none() { return fail(ErrorKind::kNotFound, "no such webhook"); }

  std::uint64_t take(const engine::WebhookStep& step) {
    const auto found = rows_.find(step.webhook);
    if (found == rows_.end()) return 0;
    std::uint64_t number = 0;
    if (step.attempt) {
      number = ++given_;
      auto& kept = attempts_[step.webhook];
      kept.push_back(*step.attempt);
      kept.back().id = number;
      if (kept.size() > engine::kWebhookAttemptsKept) kept.erase(kept.begin());
    }
    if (!step.progress || !move_on(found->second, *step.progress)) return number;
    if (step.progress->end) tell(found->second, step);
    return number;
  }
  void tell(const engine::WebhookRow& row, const engine::WebhookStep& step) {
    MemoryNotice kept;
    kept.item.id = db_.notices.size() + 1;
    kept.item.row = notice_of_end(row, step);
    kept.item.row.revision = kept.item.id;
    kept.inbox = audience_of_org(row.org);
    db_.notices.emplace(kept.item.id, std::move(kept));
  }

  MemoryDatabase& db_;
  std::map<std::string, engine::WebhookRow> rows_;
  std::map<std::string, std::vector<engine::WebhookAttempt>> attempts_;
  std::uint64_t given_ = 0;
};

}  // namespace baobei::store
