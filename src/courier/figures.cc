// How the courier does, for an operator's monitoring.
#include <algorithm>

#include "courier/mail.h"

namespace baobei::courier {

void Courier::count(const engine::WebhookAttempt& attempt) {
  ++counted_.attempts.at(static_cast<std::size_t>(attempt.outcome));
}

// Of what failed before a restart: its age is the event's, not that of this process.
void Courier::look_up_owed(Line& line) {
  const auto page =
      parts_.feed.page(engine::viewer_of(line.row), line.row.cursor, limits_.looked_at);
  if (page && !page->events.empty()) line.owed_since = page->events.front().row.recorded_at;
}

void Courier::publish_figures() {
  auto now = counted_;
  now.active = lines_.size();
  now.queued = by_hand_.size();
  const Instant at = parts_.clock.now();
  for (const auto& [id, line] : lines_) {
    if (line.news) now.behind = std::max(now.behind, tailed_ - std::min(tailed_, line.row.cursor));
    if (!line.owed_since) continue;
    ++now.queued;
    now.oldest = std::max(now.oldest, at - *line.owed_since);
  }
  const std::lock_guard lock(mail_->mutex);
  now.queued += mail_->by_hand.size();
  mail_->figures = now;
}

CourierFigures Courier::figures() const {
  const std::lock_guard lock(mail_->mutex);
  return mail_->figures;
}

}  // namespace baobei::courier
