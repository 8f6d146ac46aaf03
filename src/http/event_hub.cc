#include "http/event_hub.h"

#include <algorithm>

#include "http/case_json.h"
#include "http/event_stream.h"

namespace baobei::http {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kTailedAtOnce = 256;
constexpr Duration kLookWhenAlone = std::chrono::milliseconds(500);

// One event of a stream. JSON holds no line feed, so its data is one line.
std::string event_text(std::uint64_t index, std::string_view type, const json::object& data) {
  return "id: " + std::to_string(index) + "\nevent: " + std::string(type) +
         "\ndata: " + json::serialize(data) + "\n\n";
}

// What stands for an event that is too large to be told: it is read from its mini-program.
json::object named(const engine::LoggedEvent& event) {
  return {{"log_index", event.log_index},       {"app", event.app},
          {"revision", event.row.revision},     {"type", event.row.type},
          {"at", format_rfc3339(event.row.at)}, {"told", false}};
}

}  // namespace

EventHub::EventHub(engine::Feed& feed, engine::Reader& reader, engine::Clock& clock,
                   std::function<void(const Error&)> report, HubLimits limits)
    : feed_(feed), reader_(reader), clock_(clock), report_(std::move(report)), limits_(limits) {}

EventHub::~EventHub() {
  stop();
}

void EventHub::start() {
  preload();
  tailer_ = std::thread([this] { tail_on(); });
}

void EventHub::stop() {
  std::vector<std::function<void()>> wakes;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (auto* stream : streams_) wakes.push_back(std::exchange(stream->wake_, {}));
  }
  wake_.notify_all();
  for (const auto& wake : wakes) {
    if (wake) wake();
  }
  if (tailer_.joinable()) tailer_.join();
}

void EventHub::look() {
  {
    const std::lock_guard lock(mutex_);
    look_now_ = true;
  }
  wake_.notify_all();
}

void EventHub::rights_moved() {
  ++rights_;
  look();
}

std::size_t EventHub::streams() {
  const std::lock_guard lock(mutex_);
  return streams_.size();
}

void EventHub::remove(const EventStream* stream) {
  const std::lock_guard lock(mutex_);
  if (streams_.erase(const_cast<EventStream*>(stream)) == 0) return;
  const auto count = of_person_.find(stream->person_);
  if (--count->second == 0) of_person_.erase(count);
}

OrProblem<std::shared_ptr<BodySource>> EventHub::open(const engine::Principal& principal,
                                                      const Digest& token_hash,
                                                      std::optional<std::uint64_t> after) {
  auto stream = std::make_shared<EventStream>(*this, principal, token_hash, 0);
  const std::lock_guard lock(mutex_);
  auto& count = of_person_[principal.person.id];
  const bool full =
      streams_.size() >= limits_.streams_max || count >= limits_.streams_of_person_max;
  const auto first = ring_.empty() ? tailed_ + 1 : ring_.front().index;
  const auto cursor = after.value_or(tailed_);
  const bool there = cursor + 1 >= first && cursor <= tailed_;
  if (!full && there && !stopping_) {
    stream->cursor_ = cursor;
    streams_.insert(stream.get());
    ++count;
    return stream;
  }
  if (count == 0) of_person_.erase(principal.person.id);
  if (stopping_) return std::unexpected(Problem(ProblemCode::kStopping));
  if (full) return std::unexpected(retry_later(ProblemCode::kBusy, std::chrono::seconds(5)));
  return std::unexpected(Problem(ProblemCode::kGone));
}

Result<EventHub::Entry> EventHub::rendered(const engine::TailedEvent& tailed) const {
  const auto words = [this](const Digest& commitment) -> std::optional<std::string> {
    auto text = reader_.text(commitment);
    if (!text) return std::nullopt;
    return std::move(*text);
  };
  const auto& event = tailed.event;
  TRY_ASSIGN(auto data, event_json(event, words));
  Entry entry;
  entry.index = event.log_index;
  entry.audiences = tailed.audiences;
  entry.for_staff = event_text(event.log_index, event.row.type, data);
  json::value shown = std::move(data);
  redact(shown);
  entry.for_parties = event_text(event.log_index, event.row.type, shown.as_object());
  if (entry.for_staff.size() > limits_.event_bytes_max) {
    entry.for_staff = event_text(event.log_index, event.row.type, named(event));
    entry.for_parties = entry.for_staff;
  }
  return entry;
}

// The ring starts with some of the past, so that a restart of the server is no loss to streams that
// come back at once: it is there before the first of them.
void EventHub::preload() {
  const auto head = feed_.head();
  if (!head) return report_(head.error());
  {
    const std::lock_guard lock(mutex_);
    tailed_ = *head - std::min<std::uint64_t>(*head, limits_.preloaded);
  }
  for (std::size_t read = 0; read < limits_.preloaded; read += kTailedAtOnce) {
    if (!take_news()) return;
  }
}

void EventHub::append(std::vector<Entry> entries) {
  std::vector<std::function<void()>> wakes;
  {
    const std::lock_guard lock(mutex_);
    for (auto& entry : entries) {
      entry.bytes_before = bytes_;
      bytes_ += entry.for_staff.size();
      tailed_ = entry.index;
      ring_.push_back(std::move(entry));
    }
    const auto too_much = [&] {
      return ring_.size() > limits_.ring_events ||
             bytes_ - ring_.front().bytes_before > limits_.ring_bytes;
    };
    while (!ring_.empty() && too_much()) ring_.pop_front();
    const auto first_new = ring_.size() - std::min(ring_.size(), entries.size());
    for (auto* stream : streams_) wakes.push_back(stream->wake_for_news(first_new));
  }
  for (const auto& wake : wakes) {
    if (wake) wake();
  }
}

// True where there may be more. An event that cannot be shown is left out, and reported.
bool EventHub::take_news() {
  std::uint64_t after = 0;
  {
    const std::lock_guard lock(mutex_);
    after = tailed_;
  }
  const auto tailed = feed_.tail(after, kTailedAtOnce);
  if (!tailed) {
    if (!failing_) report_(tailed.error());
    failing_ = true;
    return false;
  }
  failing_ = false;
  if (tailed->empty()) return false;
  std::vector<Entry> entries;
  for (const auto& event : *tailed) {
    auto entry = rendered(event);
    if (!entry) {
      report_(entry.error());
      entry = Entry{};
      entry->index = event.event.log_index;
    }
    entries.push_back(std::move(*entry));
  }
  append(std::move(entries));
  return tailed->size() == kTailedAtOnce;
}

void EventHub::beat() {
  std::vector<std::function<void()>> wakes;
  {
    const std::lock_guard lock(mutex_);
    const auto now = SteadyClock::now();
    for (auto* stream : streams_) wakes.push_back(stream->wake_for_heartbeat(now));
  }
  for (const auto& wake : wakes) {
    if (wake) wake();
  }
}

void EventHub::tail_on() {
  for (;;) {
    while (take_news()) continue;
    beat();
    std::unique_lock lock(mutex_);
    const auto pause =
        streams_.empty() ? std::max(kLookWhenAlone, limits_.look_every) : limits_.look_every;
    wake_.wait_for(lock, pause, [this] { return stopping_ || look_now_; });
    if (stopping_) return;
    look_now_ = false;
  }
}

}  // namespace baobei::http
