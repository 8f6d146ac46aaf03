// What a step makes of a subscription, and the notice of its end: alike in every store. Pure.
#pragma once

#include <algorithm>
#include <map>

#include "engine/webhook_ports.h"

namespace baobei::store {

// Notices of webhooks are no event's: among those without a mini-program they stand behind a place
// that no step of an application reaches (sqlite_applications.cc).
inline constexpr std::uint32_t kWebhookNoticeSeq = 1'000;

// False where nothing of it counts any more, for somebody has paused it meanwhile.
inline bool move_on(engine::WebhookRow& row, const engine::WebhookStep::Progress& progress) {
  if (row.state != engine::WebhookState::kActive) return false;
  row.cursor = std::max(row.cursor, progress.cursor);
  row.told = progress.told;
  row.failures = progress.failures;
  row.next_at = progress.next_at;
  row.state = progress.end.value_or(row.state);
  return true;
}

inline engine::NoticeRow notice_of_end(const engine::WebhookRow& row,
                                       const engine::WebhookStep& step) {
  engine::NoticeRow notice;
  notice.recipient = lifecycle::Recipient::kSubject;
  notice.address = row.org;
  notice.seq = kWebhookNoticeSeq;
  notice.at = step.at;
  notice.notice.kind = lifecycle::NoticeKind::kWebhookEnded;
  notice.notice.webhook = row.id;
  notice.notice.count = row.failures;
  return notice;
}

// One attempt among those of its hour, unless it is a test or older than the hour of `from`.
inline void count_attempt(std::map<Instant, engine::DeliveryHour>& by_hour, Instant from,
                          Instant at, bool test, bool delivered) {
  const auto hour = engine::hour_of(at);
  if (test || hour < engine::hour_of(from)) return;
  auto& row = by_hour[hour];
  row.hour = hour;
  ++(delivered ? row.delivered : row.failed);
}

inline engine::DeliveryHours hours_of(const std::map<Instant, engine::DeliveryHour>& by_hour,
                                      bool whole) {
  engine::DeliveryHours counted;
  counted.whole = whole;
  for (const auto& [hour, row] : by_hour) counted.hours.push_back(row);
  return counted;
}

}  // namespace baobei::store
