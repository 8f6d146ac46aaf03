#include "abstraction.h"

#include <algorithm>

namespace baobei::explorer {
namespace {

using namespace lifecycle;  // NOLINT: the vocabulary of this file

// Two passes over the same members: the first collects the instants, the second writes.
class Writer {
 public:
  explicit Writer(Instant now) : now_(now) {}

  void collect(std::optional<Instant> instant) {
    if (instant && *instant > now_) ahead_.push_back(*instant);
  }
  void rank() {
    std::ranges::sort(ahead_);
    const auto rest = std::ranges::unique(ahead_);
    ahead_.erase(rest.begin(), rest.end());
    writing_ = true;
  }

  void add(std::optional<Instant> instant) {
    if (!writing_) return collect(instant);
    if (!instant) return byte(0);
    if (*instant <= now_) return byte(1);
    const auto place = std::ranges::lower_bound(ahead_, *instant) - ahead_.begin();
    byte(static_cast<std::uint8_t>(2 + place));
  }
  void add(Instant instant) { add(std::optional(instant)); }
  void add(const std::string& text) {
    if (writing_) bytes_.append(text).push_back('\0');
  }
  void add(const Digest& digest) {
    if (writing_) bytes_.append(reinterpret_cast<const char*>(digest.bytes.data()), 6);
  }
  template <typename T>
  requires std::is_enum_v<T> || std::is_integral_v<T>
  void add(T value) {
    if constexpr (sizeof(T) > 1) {
      const auto number = static_cast<std::uint32_t>(value);
      byte(static_cast<std::uint8_t>(number & 0xFFU));
      byte(static_cast<std::uint8_t>((number >> 8U) & 0xFFU));
    } else {
      byte(static_cast<std::uint8_t>(value));
    }
  }
  template <typename T>
  void add(const std::vector<T>& list) {
    byte(static_cast<std::uint8_t>(list.size()));
    for (const auto& item : list) add(item);
  }
  template <typename... T>
  void all(const T&... values) {
    (add(values), ...);
  }

  const std::string& bytes() const { return bytes_; }

 private:
  void byte(std::uint8_t value) {
    if (writing_) bytes_.push_back(static_cast<char>(value));
  }

  Instant now_;
  bool writing_ = false;
  std::vector<Instant> ahead_;
  std::string bytes_;
};

bool is_over(SubmissionState state) {
  return state == SubmissionState::kWithdrawn || state == SubmissionState::kStopped ||
         state == SubmissionState::kLapsed;
}

void write(Writer& out, const Submission& submission) {
  out.all(submission.state, submission.digest, submission.cleared);
  if (is_over(submission.state)) return;
  for (const auto& declared : submission.categories) out.all(declared.category, declared.filing);
  out.all(submission.present, submission.release_choice, submission.org, submission.entry,
          submission.silence_entry, submission.ground);
  if (is_in_review(submission.state) || submission.state == SubmissionState::kRefused) {
    const bool open_appeal = submission.appealed && submission.appeal_by.has_value();
    out.all(submission.check_attempt, submission.check, submission.pass_proposed_by,
            submission.decided_by, submission.review_late, submission.review_due,
            submission.answer_by, submission.appeal_by, open_appeal);
  }
  out.add(submission.lapse_at);
}

void write(Writer& out, const Entry& entry) {
  out.all(entry.submission, entry.state);
  const bool ended = !is_open(entry.state) && entry.answer == 0;
  if (ended) return;
  out.all(entry.categories, entry.region, entry.channel, entry.answer, entry.end, entry.warn_at);
}

void write(Writer& out, const Answer& answer) {
  out.all(answer.entry, answer.verdict, answer.state);
  if (answer.state == AnswerState::kRevoked) return;
  out.all(answer.by, answer.region, answer.hits, answer.replaces);
  if (answer.state == AnswerState::kProposed) out.all(answer.scope, answer.down_by, answer.voids);
}

void write(Writer& out, const Item& item) {
  out.all(item.answer, item.order, item.answered_by, item.closed);
}

void write(Writer& out, const Order& order) {
  out.all(order.state, order.proposed, order.answer, order.region, order.content_ground,
          order.take_down.scope, order.take_down.digests);
  if (order.state != OrderState::kStanding) return;
  out.all(order.by, order.forbids_release, order.carried_out);
  if (!order.carried_out) out.all(order.take_down.down_by, order.warn_at);
}

void write(Writer& out, const App& app) {
  out.all(app.subject.id, app.subject.region, app.ever_completed, app.former_answers, app.current,
          app.base, app.staged, app.ever_served, app.suspended, app.down, app.filing_void);
  for (const auto& agency : app.agencies) out.all(agency.org, agency.until);
  for (const auto& each : app.submissions) write(out, each);
  for (const auto& each : app.entries) write(out, each);
  for (const auto& each : app.answers) write(out, each);
  for (const auto& each : app.items) write(out, each);
  for (const auto& each : app.orders) write(out, each);
  for (const auto& each : app.releases) {
    out.all(each.submission, each.served, each.share);
  }
  if (app.requests) {
    for (const auto& each : *app.requests) out.all(each.entry, each.reply.has_value());
  }
  for (const auto& each : app.completed) out.all(each.category, each.answer);
  for (const auto& each : app.bars) out.all(each.digest, each.answer, each.order);
  for (const auto& each : app.qualifications) {
    out.all(each.category, each.valid_until, each.warned, each.grace_until, each.grace_ended);
  }
}

}  // namespace

Key key_of(const App& app, const Witness& witness, std::size_t facts, Instant now) {
  Writer out(now);
  write(out, app);
  out.rank();
  out.add(facts);
  write(out, app);
  return sha256(out.bytes() + witness.digest());
}

}  // namespace baobei::explorer
