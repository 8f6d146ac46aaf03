// Webhooks: who is owed which event of the log, one message after the other for each subscription,
// until it was taken or is given up (DESIGN decisions 6 and 14, R10b).
//
// Invariants
// - At least once: a subscription's cursor moves in the transaction that records the attempt which
//   got through. A message has one id for ever (`<webhook>_<log index>`) and one `sequence`.
// - In order: a subscription has at most one event on its way; what fails holds up what follows, of
//   that subscription alone. Tests and what is sent again by hand stand outside the order.
// - What is sent is what the organisation's developers see in the feed at that moment.
// - Only this thread reads and moves a subscription's progress; the writer's thread records it.
// - Bounded: `at_once` calls, `by_hand_max` messages by hand, a page of the feed at a time. What
//   waits lies in the log and nowhere else.
// Threads: look, send_now, checked_url, secret_of from any; the work on one of its own (start), or
// on the caller's (turn). Owner: server/main.cc; what is handed in outlives it and the writer.
#pragma once

#include <array>
#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "courier/dialer.h"
#include "courier/signing.h"
#include "engine/feed_ports.h"
#include "engine/webhook_ports.h"

namespace baobei::courier {

struct Limits {
  std::size_t at_once = 32;                              // calls on their way
  std::size_t by_hand_max = 64;                          // tests and resends that wait
  std::size_t looked_at = 32;                            // events that one look at the feed reads
  std::size_t looks_max = 16;                            // at the feed, for one message
  std::uint64_t lag_max = 5'000;                         // of a stored cursor that only skips
  Duration look_every = std::chrono::milliseconds(250);  // at the log, where nobody called look()
  Duration after_fault = std::chrono::seconds(5);        // of ours: store or feed
};

inline constexpr std::size_t kOutcomes = 9;  // of engine::AttemptOutcome

// For an operator's monitoring. Counters are since the start.
struct CourierFigures {
  std::array<std::uint64_t, kOutcomes> attempts{};  // by outcome
  std::uint64_t ended = 0;                          // subscriptions that went no further
  std::size_t active = 0;                           // subscriptions
  // Messages on their way or before their next attempt: at most one of each subscription, what is
  // behind it waits in the log; and those sent by hand.
  std::size_t queued = 0;
  Duration oldest{};         // since the oldest of them was recorded
  std::uint64_t behind = 0;  // events of the log behind the subscription that is furthest behind
};

struct Parts {
  engine::Webhooks& webhooks;
  engine::Feed& feed;
  engine::Clock& clock;
  // For the receivers, who compare the stamp with their own clock: a sandbox's stands elsewhere.
  std::function<Instant()> wall_clock;
  // The event as the feed shows it to developers: a JSON object.
  std::function<Result<std::string>(const engine::LoggedEvent&)> render;
  // Runs it on the writer's thread; false where too much waits there.
  std::function<bool(std::function<void()>)> on_writer;
  std::function<void(const Error&)> report;
  AllowList allowed;
  Secrets secrets;
};

class Courier final : public engine::Courier {
 public:
  Courier(Parts parts, std::unique_ptr<Dialer> dialer, Limits limits = {});
  ~Courier() override;  // stops
  Courier(const Courier&) = delete;
  Courier& operator=(const Courier&) = delete;

  void start();
  // What is on its way is given up, and sent again after the next start.
  void stop();
  // One round of the work: for a start() of one's own.
  void turn(Duration most);

  CourierFigures figures() const;  // any thread

  void look() override;
  Result<std::string> checked_url(const std::string& url) const override;
  std::string secret_of(const std::string& id, std::uint32_t no) const override;
  void send_now(const engine::WebhookRow& row, std::optional<engine::LoggedEvent> event,
                std::function<void(Result<engine::WebhookAttempt>)> done) override;

 private:
  using Done = std::function<void(Result<engine::WebhookAttempt>)>;
  struct Line {  // one active subscription
    engine::WebhookRow row;
    bool news = true;  // the feed may hold something behind the cursor
    std::uint64_t stored_cursor = 0;
    std::optional<Instant> owed_since;  // when its next message was recorded, where it is known
  };
  // Who waits for a message sent by hand: answered once, at the latest when nobody can any more.
  class Waiter;
  struct ByHand {
    engine::WebhookRow row;
    std::optional<engine::LoggedEvent> event;
    std::shared_ptr<Waiter> waiter;
  };
  struct Recorded {  // one step, and who waits for it
    engine::WebhookStep step;
    std::shared_ptr<Waiter> waiter;
  };
  struct Mail;  // what other threads put in

  void take_mail();
  void reload();
  void tail();
  void send_events();
  void send_by_hand();
  // True where something was begun, or the cursor moved on.
  bool begin(Line& line);
  void send(Line& line, const engine::LoggedEvent& event);
  bool secret_is_there(const engine::WebhookRow& row) const;
  Result<Outgoing> outgoing(const engine::WebhookRow& row, const engine::LoggedEvent* event,
                            const std::string& message, std::uint64_t sequence) const;
  void dial(Outgoing message, engine::WebhookAttempt attempt,
            std::function<void(engine::WebhookAttempt, const Dialled&)> ended);
  void event_ended(const std::string& id, engine::WebhookAttempt attempt, const Dialled& dialled);
  void note(engine::WebhookStep step, std::shared_ptr<Waiter> waiter = {});
  // Everything as it is.
  engine::WebhookStep step_of(const Line& line) const;
  void fault(const Error& error);
  void take_progress(const engine::WebhookStep& step);
  void record();
  void finish_recorded();
  Duration until_next(Duration most) const;
  void work();
  // For the figures (figures.cc).
  void count(const engine::WebhookAttempt& attempt);
  void look_up_owed(Line& line);
  void publish_figures();

  Parts parts_;
  const std::unique_ptr<Dialer> dialer_;
  const Limits limits_;
  const std::shared_ptr<Mail> mail_;  // kept by what the writer still runs

  std::map<std::string, Line> lines_;
  std::set<std::string> busy_;  // an event of theirs is on its way, or being recorded
  std::map<std::string, std::set<std::string>> by_audience_;
  std::deque<ByHand> by_hand_;
  std::vector<Recorded> to_record_;
  std::vector<Recorded> recording_;
  std::uint64_t tailed_ = 0;
  bool begun_ = false;
  std::size_t running_ = 0;
  CourierFigures counted_;                              // its counters
  std::string last_served_;                             // whose turn came last
  std::chrono::steady_clock::time_point not_before_{};  // after a fault of ours
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

}  // namespace baobei::courier
