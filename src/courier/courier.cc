#include "courier/courier.h"

#include <algorithm>

#include "courier/mail.h"
#include "courier/message.h"
#include "courier/schedule.h"

namespace baobei::courier {

using engine::AttemptKind;
using engine::AttemptOutcome;
using engine::WebhookAttempt;
using engine::WebhookRow;
using engine::WebhookState;
using engine::WebhookStep;

namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kTailedAtOnce = 256;
constexpr std::size_t kTailsATurn = 16;

bool concerns(const WebhookRow& row, const engine::LoggedEvent& event) {
  if (!row.app.empty() && row.app != event.app) return false;
  return row.types.empty() || std::ranges::find(row.types, event.row.type) != row.types.end();
}

}  // namespace

Courier::Courier(Parts parts, std::unique_ptr<Dialer> dialer, Limits limits)
    : parts_(std::move(parts)),
      dialer_(std::move(dialer)),
      limits_(limits),
      mail_(std::make_shared<Mail>()) {
  mail_->dialer = dialer_.get();
}

Courier::~Courier() {
  stop();
  const std::lock_guard lock(mail_->mutex);
  mail_->dialer = nullptr;
}

void Courier::start() {
  thread_ = std::thread([this] { work(); });
}

void Courier::stop() {
  stopping_ = true;
  dialer_->wake();
  if (thread_.joinable()) thread_.join();
  dialer_->drop_all();
  running_ = 0;
  to_record_.clear();
  recording_.clear();
  by_hand_.clear();
  std::deque<ByHand> waiting;
  {
    const std::lock_guard lock(mail_->mutex);
    waiting.swap(mail_->by_hand);
  }
}

void Courier::work() {
  while (!stopping_) turn(limits_.look_every);
}

void Courier::look() {
  {
    const std::lock_guard lock(mail_->mutex);
    mail_->changed = true;
  }
  dialer_->wake();
}

Result<std::string> Courier::checked_url(const std::string& url) const {
  TRY_ASSIGN(auto target, target_of(url, parts_.allowed));
  return std::move(target.url);
}

std::string Courier::secret_of(const std::string& id, std::uint32_t no) const {
  return shown(parts_.secrets.secret_of(id, no));
}

void Courier::send_now(const WebhookRow& row, std::optional<engine::LoggedEvent> event, Done done) {
  auto waiter = std::make_shared<Waiter>(std::move(done));
  bool taken = false;
  {
    const std::lock_guard lock(mail_->mutex);
    taken = !stopping_ && mail_->by_hand.size() < limits_.by_hand_max;
    if (taken) mail_->by_hand.push_back({row, std::move(event), waiter});
  }
  if (taken) return dialer_->wake();
  waiter->answer(fail(ErrorKind::kUnavailable, "too many messages wait"));
}

void Courier::turn(Duration most) {
  take_mail();
  finish_recorded();
  send_by_hand();
  if (SteadyClock::now() >= not_before_) {
    tail();
    send_events();
  }
  record();
  dialer_->turn(until_next(most));
  record();
  publish_figures();
}

void Courier::take_mail() {
  bool changed = false;
  {
    const std::lock_guard lock(mail_->mutex);
    changed = std::exchange(mail_->changed, false);
    while (!mail_->by_hand.empty()) {
      by_hand_.push_back(std::move(mail_->by_hand.front()));
      mail_->by_hand.pop_front();
    }
  }
  if (changed) reload();
}

// What the store holds takes the place of what is known, but for what is on its way: that will be
// read again when it was recorded.
void Courier::reload() {
  auto rows = parts_.webhooks.active();
  if (!rows) {
    fault(rows.error());
    const std::lock_guard lock(mail_->mutex);
    mail_->changed = true;
    return;
  }
  if (!begun_) {
    const auto head = parts_.feed.head();
    if (head) tailed_ = *head;
    begun_ = head.has_value();
  }
  std::map<std::string, Line> lines;
  by_audience_.clear();
  for (auto& row : *rows) {
    const auto known = lines_.find(row.id);
    Line line;
    line.stored_cursor = row.cursor;
    if (known != lines_.end()) {
      line.news = known->second.news;
      line.owed_since = known->second.owed_since;
      // What it only skipped, because it is not concerned, the store need not know.
      row.cursor = std::max(row.cursor, known->second.row.cursor);
    }
    for (const auto& audience : parts_.feed.audiences(engine::viewer_of(row))) {
      by_audience_[audience].insert(row.id);
    }
    line.row = std::move(row);
    if (line.row.failures > 0 && !line.owed_since) look_up_owed(line);
    lines.emplace(line.row.id, std::move(line));
  }
  lines_ = std::move(lines);
}

void Courier::tail() {
  for (std::size_t round = 0; round < kTailsATurn; ++round) {
    const auto events = parts_.feed.tail(tailed_, kTailedAtOnce);
    if (!events) {
      return fault(events.error());
    }
    for (const auto& tailed : *events) {
      tailed_ = tailed.event.log_index;
      for (const auto& audience : tailed.audiences) {
        const auto found = by_audience_.find(audience);
        if (found == by_audience_.end()) continue;
        for (const auto& id : found->second) {
          if (const auto line = lines_.find(id); line != lines_.end()) line->second.news = true;
        }
      }
    }
    if (events->size() < kTailedAtOnce) return;
  }
}

// Each in its turn, beginning behind the one that came last.
void Courier::send_events() {
  const Instant now = parts_.clock.now();
  auto at = lines_.upper_bound(last_served_);
  for (std::size_t seen = 0; seen < lines_.size() && running_ < limits_.at_once; ++seen) {
    if (at == lines_.end()) at = lines_.begin();
    auto& [id, line] = *at++;
    if (busy_.contains(id) || !line.news || line.row.next_at > now) continue;
    last_served_ = id;
    if (!begin(line)) return;
  }
}

bool Courier::begin(Line& line) {
  if (!secret_is_there(line.row)) {
    auto step = step_of(line);
    step.progress->end = WebhookState::kSecretLost;
    busy_.insert(line.row.id);
    note(std::move(step));
    return true;
  }
  const auto viewer = engine::viewer_of(line.row);
  for (std::size_t look = 0; look < limits_.looks_max; ++look) {
    const auto page = parts_.feed.page(viewer, line.row.cursor, limits_.looked_at);
    if (!page) {
      fault(page.error());
      return false;
    }
    for (const auto& event : page->events) {
      if (!concerns(line.row, event)) continue;
      send(line, event);
      return true;
    }
    line.row.cursor = page->next;
    line.news = page->more;
    if (!page->more) break;
  }
  if (line.row.cursor - line.stored_cursor < limits_.lag_max) return true;
  busy_.insert(line.row.id);
  note(step_of(line));
  return true;
}

WebhookStep Courier::step_of(const Line& line) const {
  WebhookStep step;
  step.webhook = line.row.id;
  step.at = parts_.clock.now();
  step.progress = WebhookStep::Progress{line.row.cursor, line.row.told, line.row.failures,
                                        line.row.next_at, std::nullopt};
  return step;
}

void Courier::send(Line& line, const engine::LoggedEvent& event) {
  busy_.insert(line.row.id);
  line.owed_since = event.row.recorded_at;
  const auto& row = line.row;
  auto attempt = new_attempt(row, &event, AttemptKind::kEvent, parts_.clock.now());
  attempt.no = row.failures + 1;
  auto message = outgoing(row, &event, attempt.message, row.told + 1);
  const auto ended = [this](WebhookAttempt made, const Dialled& dialled) {
    const auto id = made.webhook;
    event_ended(id, std::move(made), dialled);
  };
  if (message) return dial(std::move(*message), std::move(attempt), ended);
  const bool unwanted = message.error().kind == ErrorKind::kInvalid;
  if (!unwanted) parts_.report(message.error());
  Dialled none;
  none.outcome = unwanted ? AttemptOutcome::kForbiddenAddress : AttemptOutcome::kNotMade;
  attempt.outcome = none.outcome;
  ended(std::move(attempt), none);
}

void Courier::dial(Outgoing message, WebhookAttempt attempt,
                   std::function<void(WebhookAttempt, const Dialled&)> ended) {
  ++running_;
  dialer_->start(std::move(message), [this, attempt = std::move(attempt),
                                      ended = std::move(ended)](const Dialled& dialled) mutable {
    --running_;
    attempt.took = dialled.took;
    attempt.outcome = dialled.outcome;
    attempt.status = dialled.status;
    attempt.answer = kept_answer(dialled.answer);
    ended(std::move(attempt), dialled);
  });
}

// The subscription may have been paused or removed meanwhile: then the store leaves the progress
// out, and keeps the attempt or nothing.
void Courier::event_ended(const std::string& id, WebhookAttempt attempt, const Dialled& dialled) {
  const auto found = lines_.find(id);
  WebhookStep step;
  step.webhook = id;
  step.at = parts_.clock.now();
  if (found != lines_.end()) {
    step = step_of(found->second);
    auto& progress = *step.progress;
    if (attempt.outcome == AttemptOutcome::kDelivered) {
      progress.cursor = attempt.log_index;
      ++progress.told;
      progress.failures = 0;
      progress.next_at = step.at;
    } else {
      ++progress.failures;
      const auto pause = pause_after(progress.failures, id, dialled.retry_after);
      if (pause) progress.next_at = step.at + *pause;
      if (!pause) progress.end = WebhookState::kGaveUp;
      if (attempt.status == 410) progress.end = WebhookState::kGone;
    }
  }
  step.attempt = std::move(attempt);
  note(std::move(step));
}

void Courier::send_by_hand() {
  while (!by_hand_.empty() && running_ < limits_.at_once) {
    auto job = std::move(by_hand_.front());
    by_hand_.pop_front();
    if (!secret_is_there(job.row)) {
      job.waiter->answer(fail(ErrorKind::kConflict, "the secret is lost: rotate it first"));
      continue;
    }
    const auto* event = job.event ? &*job.event : nullptr;
    const auto kind = event != nullptr ? AttemptKind::kResend : AttemptKind::kTest;
    auto attempt = new_attempt(job.row, event, kind, parts_.clock.now());
    auto message = outgoing(job.row, event, attempt.message, 0);
    if (!message) {
      job.waiter->answer(std::unexpected(message.error()));
      continue;
    }
    dial(std::move(*message), std::move(attempt),
         [this, waiter = std::move(job.waiter)](WebhookAttempt made, const Dialled&) {
           WebhookStep step;
           step.webhook = made.webhook;
           step.at = parts_.clock.now();
           step.attempt = std::move(made);
           note(std::move(step), waiter);
         });
  }
}

bool Courier::secret_is_there(const WebhookRow& row) const {
  return print_of(parts_.secrets.secret_of(row.id, row.secret_no)) == row.secret_print;
}

Result<Outgoing> Courier::outgoing(const WebhookRow& row, const engine::LoggedEvent* event,
                                   const std::string& message, std::uint64_t sequence) const {
  Outgoing out;
  // The operator's list may have changed since the address was taken.
  TRY_ASSIGN(out.target, target_of(row.url, parts_.allowed));
  std::string data = test_data(row);
  if (event != nullptr) {
    TRY_ASSIGN(data, parts_.render(*event));
  }
  const auto at = event != nullptr ? event->row.at : parts_.clock.now();
  out.body =
      message_body(event != nullptr ? event->row.type : kTestType, at, row.id, sequence, data);
  const auto stamp =
      std::chrono::duration_cast<std::chrono::seconds>(parts_.wall_clock().time_since_epoch())
          .count();
  auto signatures =
      signature_of(parts_.secrets.secret_of(row.id, row.secret_no), message, stamp, out.body);
  if (row.secret_no > 1 && row.old_secret_until && parts_.clock.now() < *row.old_secret_until) {
    signatures += " " + signature_of(parts_.secrets.secret_of(row.id, row.secret_no - 1), message,
                                     stamp, out.body);
  }
  out.headers = {"webhook-id: " + message, "webhook-timestamp: " + std::to_string(stamp),
                 "webhook-signature: " + signatures};
  return out;
}

void Courier::note(WebhookStep step, std::shared_ptr<Waiter> waiter) {
  if (step.attempt) count(*step.attempt);
  to_record_.push_back({std::move(step), std::move(waiter)});
}

void Courier::fault(const Error& error) {
  parts_.report(error);
  not_before_ = SteadyClock::now() + limits_.after_fault;
}

// One transaction at a time; what ends meanwhile goes into the next.
void Courier::record() {
  if (to_record_.empty() || !recording_.empty()) return;
  if (SteadyClock::now() < not_before_) return;
  recording_ = std::exchange(to_record_, {});
  std::vector<WebhookStep> steps;
  for (const auto& each : recording_) steps.push_back(each.step);
  const bool taken =
      parts_.on_writer([&webhooks = parts_.webhooks, mail = mail_, steps = std::move(steps)] {
        auto numbers = webhooks.record(steps);
        const std::lock_guard lock(mail->mutex);
        mail->numbers = std::move(numbers);
        mail->recorded = true;
        if (mail->dialer != nullptr) mail->dialer->wake();
      });
  if (!taken) to_record_ = std::exchange(recording_, {});
}

void Courier::finish_recorded() {
  Result<std::vector<std::uint64_t>> numbers;
  {
    const std::lock_guard lock(mail_->mutex);
    if (!std::exchange(mail_->recorded, false)) return;
    numbers = std::exchange(mail_->numbers, {});
  }
  auto steps = std::exchange(recording_, {});
  if (!numbers) {
    fault(numbers.error());
    to_record_.insert(to_record_.begin(), std::make_move_iterator(steps.begin()),
                      std::make_move_iterator(steps.end()));
    return;
  }
  for (std::size_t i = 0; i < steps.size(); ++i) {
    auto& [step, waiter] = steps[i];
    take_progress(step);
    if (waiter == nullptr) {
      busy_.erase(step.webhook);
      continue;
    }
    auto attempt = std::move(*step.attempt);
    attempt.id = numbers->at(i);
    waiter->answer(std::move(attempt));
  }
}

// What the store did with it. Where somebody changed the subscription meanwhile, look() was called
// and it is read anew.
void Courier::take_progress(const WebhookStep& step) {
  const auto found = lines_.find(step.webhook);
  if (!step.progress || found == lines_.end()) return;
  if (step.progress->end) {
    ++counted_.ended;
    lines_.erase(found);
    return;
  }
  auto& line = found->second;
  if (step.progress->failures == 0) line.owed_since.reset();
  line.news = true;
  line.row.cursor = std::max(line.row.cursor, step.progress->cursor);
  line.stored_cursor = line.row.cursor;
  line.row.told = step.progress->told;
  line.row.failures = step.progress->failures;
  line.row.next_at = step.progress->next_at;
}

// Sandbox clocks jump, so nothing waits longer than a look.
Duration Courier::until_next(Duration most) const {
  {
    const std::lock_guard lock(mail_->mutex);
    if (mail_->changed || mail_->recorded || stopping_) return Duration{};
  }
  const Instant now = parts_.clock.now();
  Duration wait = std::min(most, limits_.look_every);
  if (running_ >= limits_.at_once) return wait;
  for (const auto& [id, line] : lines_) {
    if (busy_.contains(id) || !line.news) continue;
    wait = std::min(wait, std::max(line.row.next_at - now, Duration{}));
  }
  const bool waits = SteadyClock::now() < not_before_;
  return waits ? std::min(most, limits_.look_every) : wait;
}

}  // namespace baobei::courier
