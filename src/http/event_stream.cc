#include "http/event_stream.h"

#include <algorithm>
#include <utility>

#include "http/case_file.h"

namespace baobei::http {
namespace {

using SteadyClock = std::chrono::steady_clock;

engine::Viewer viewer_of(const engine::Principal& principal) {
  const auto& person = principal.person;
  return {person.id, person.org, person.roles, person.region};
}

std::string id_line(std::uint64_t cursor) {
  return "id: " + std::to_string(cursor) + "\n";
}

}  // namespace

EventStream::EventStream(EventHub& hub, const engine::Principal& principal,
                         const Digest& token_hash, std::uint64_t after)
    : hub_(hub),
      token_hash_(token_hash),
      person_(principal.person.id),
      rights_seen_(hub.rights_.load()),
      checked_at_(SteadyClock::now()),
      staff_(sees_people(viewer_of(principal))),
      audiences_(hub.feed_.audiences(viewer_of(principal))),
      cursor_(after),
      spoke_at_(SteadyClock::now()) {}

EventStream::~EventStream() {
  hub_.remove(this);
}

bool EventStream::is_still_known() {
  {
    const std::lock_guard lock(hub_.mutex_);
    const auto moved = hub_.rights_.load();
    const auto now = SteadyClock::now();
    if (moved == rights_seen_ && now - checked_at_ < hub_.limits_.recheck) return true;
    rights_seen_ = moved;
    checked_at_ = now;
  }
  const auto principal = hub_.reader_.authenticate(token_hash_, hub_.clock_.now());
  if (!principal) return false;
  const auto viewer = viewer_of(*principal);
  auto audiences = hub_.feed_.audiences(viewer);
  const std::lock_guard lock(hub_.mutex_);
  staff_ = sees_people(viewer);
  audiences_ = std::move(audiences);
  return true;
}

bool EventStream::sees(const EventHub::Entry& entry) const {
  return std::ranges::any_of(audiences_, [&](const std::string& audience) {
    return std::ranges::find(entry.audiences, audience) != entry.audiences.end();
  });
}

BodySource::Next EventStream::next(std::string& out, std::size_t bytes_max) {
  if (ended_) return Next::kEnd;
  if (!is_still_known()) {
    const std::lock_guard lock(hub_.mutex_);
    return end(out, "not_signed_in");
  }
  const std::lock_guard lock(hub_.mutex_);
  if (hub_.stopping_) return Next::kEnd;
  if (!greeted_) {
    greeted_ = true;
    spoke_at_ = SteadyClock::now();
    out = "retry: 2000\n" + id_line(cursor_) + "event: start\ndata: {\"after\":\"" +
          std::to_string(cursor_) + "\"}\n\n";
    return Next::kBytes;
  }
  return take(out, bytes_max);
}

BodySource::Next EventStream::end(std::string& out, const std::string& why) {
  ended_ = true;
  out = id_line(cursor_) + "event: " + (why == "behind" ? "resync" : "end") +
        "\ndata: {\"after\":\"" + std::to_string(cursor_) + "\",\"why\":\"" + why + "\"}\n\n";
  return Next::kBytes;
}

BodySource::Next EventStream::take(std::string& out, std::size_t bytes_max) {
  auto& ring = hub_.ring_;
  const bool overtaken = !ring.empty() && cursor_ + 1 < ring.front().index;
  if (overtaken) return end(out, "behind");
  auto entry = std::ranges::upper_bound(ring, cursor_, {}, &EventHub::Entry::index);
  const auto behind = entry == ring.end() ? 0 : hub_.bytes_ - entry->bytes_before;
  if (behind > hub_.limits_.behind_bytes_max) return end(out, "behind");
  for (; entry != ring.end(); ++entry) {
    const auto& text = staff_ ? entry->for_staff : entry->for_parties;
    const bool visible = sees(*entry);
    if (visible && !out.empty() && out.size() + text.size() > bytes_max) break;
    if (visible) out += text;
    cursor_ = entry->index;
  }
  if (out.empty() && heartbeat_due_) out = ": \n" + id_line(cursor_) + "\n";
  if (out.empty()) return Next::kLater;
  heartbeat_due_ = false;
  spoke_at_ = SteadyClock::now();
  return Next::kBytes;
}

void EventStream::wait(std::function<void()> wake) {
  {
    const std::lock_guard lock(hub_.mutex_);
    const bool news = cursor_ < hub_.tailed_ || heartbeat_due_ || hub_.stopping_;
    if (!news) {
      wake_ = std::move(wake);
      return;
    }
  }
  wake();
}

std::function<void()> EventStream::wake_for_news(std::size_t first_new) {
  if (!wake_) return {};
  const auto& ring = hub_.ring_;
  const auto begin = ring.begin() + static_cast<std::ptrdiff_t>(std::min(first_new, ring.size()));
  const bool visible =
      std::any_of(begin, ring.end(), [&](const EventHub::Entry& entry) { return sees(entry); });
  if (visible) return std::exchange(wake_, {});
  // Nothing for this one: it is up to date all the same.
  cursor_ = hub_.tailed_;
  return {};
}

std::function<void()> EventStream::wake_for_heartbeat(SteadyClock::time_point now) {
  const bool moved = hub_.rights_.load() != rights_seen_;
  heartbeat_due_ = heartbeat_due_ || now - spoke_at_ >= hub_.limits_.heartbeat;
  const bool unsure = moved || now - checked_at_ >= hub_.limits_.recheck;
  return heartbeat_due_ || unsure ? std::exchange(wake_, {}) : std::function<void()>();
}

}  // namespace baobei::http
