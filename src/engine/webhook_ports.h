// Webhooks: which organisation is told of its events at which address, how far each has been told,
// and every attempt that was made; and the courier that carries them.
//
// Invariants
// - A subscription is an organisation's. It is told what its developers see in the feed, by today's
//   rights (R10b, DESIGN decision 11), one message after the other, in the order of the log.
// - `cursor` moves in the transaction that records the attempt which got through, and only then: a
//   crash between the two sends again, under the same message id, and never leaves out.
// - No secret is stored: `secret_no` and a key in a file give it (courier/secrets.h);
// `secret_print`
//   tells whether they still do.
// - An address is never asked again after a named end, until its owner says so.
// Owner: server/main.cc; the ports outlive the server.
#pragma once

#include <boost/describe/enum.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/ports.h"

namespace baobei::engine {

inline constexpr std::size_t kWebhooksOfOrgMax = 10;
inline constexpr std::size_t kWebhooksMax = 10'000;       // of all organisations
inline constexpr std::size_t kWebhookAttemptsKept = 500;  // the newest of each subscription
inline constexpr std::size_t kWebhookAttemptsCountedMax = 100'000;  // for one DeliveryHours
inline constexpr std::size_t kWebhookUrlBytesMax = 1'000;
inline constexpr std::size_t kWebhookAnswerBytesKept = 256;

enum class WebhookState {
  kActive,
  kPaused,      // by its owner
  kGaveUp,      // the last pause was waited for in vain
  kGone,        // the receiver answered 410
  kSecretLost,  // the key that gives its secret is another one: a new secret is needed
};
BOOST_DESCRIBE_ENUM(WebhookState, kActive, kPaused, kGaveUp, kGone, kSecretLost)

struct WebhookRow {
  std::string id;
  lifecycle::OrgId org;
  lifecycle::AppId app;            // empty: of all that the organisation sees
  std::string url;                 // as courier::Target wrote it
  std::vector<std::string> types;  // of events; empty: all
  std::string label;
  lifecycle::PersonId made_by;
  Instant made_at;
  WebhookState state = WebhookState::kActive;
  std::uint32_t secret_no = 1;
  Digest secret_print;                      // SHA-256 of the secret as it is shown
  std::optional<Instant> old_secret_until;  // until then the one before signs as well
  std::uint64_t cursor = 0;    // log index: up to here it was told, or is not concerned
  std::uint64_t told = 0;      // messages that got through
  std::uint32_t failures = 0;  // in a row, of the message behind the cursor
  Instant next_at;             // no attempt before
};

enum class AttemptKind { kEvent, kResend, kTest };
BOOST_DESCRIBE_ENUM(AttemptKind, kEvent, kResend, kTest)

enum class AttemptOutcome {
  kDelivered,         // 2xx
  kRefused,           // another status
  kRedirected,        // 3xx: never followed
  kNoConnection,      // no such host, nobody listens, the connection broke
  kNoTrust,           // TLS failed: certificate, name or protocol
  kForbiddenAddress,  // the host's addresses are none that may be called
  kTooSlow,
  kBadAnswer,  // not HTTP, or beyond what is read of an answer's head
  kNotMade,    // the event cannot be put into words: a fault of ours
};
BOOST_DESCRIBE_ENUM(AttemptOutcome, kDelivered, kRefused, kRedirected, kNoConnection, kNoTrust,
                    kForbiddenAddress, kTooSlow, kBadAnswer, kNotMade)

struct WebhookAttempt {
  std::uint64_t id = 0;  // grows; given by the store
  std::string webhook;
  std::string message;          // the id that the receiver sees, the same in every attempt
  std::uint64_t log_index = 0;  // of the event; 0: a test
  std::string type;
  AttemptKind kind = AttemptKind::kEvent;
  std::uint32_t no = 1;  // of this message's attempts in a row
  Instant at;
  Duration took{};
  AttemptOutcome outcome = AttemptOutcome::kDelivered;
  int status = 0;      // 0: no answer
  std::string answer;  // its first bytes; empty where the receiver is not at a public address
};

// What became of the attempts that began within one hour; those of tests apart.
struct DeliveryHour {
  Instant hour;
  std::uint64_t delivered = 0;
  std::uint64_t failed = 0;
  bool operator==(const DeliveryHour&) const = default;
};
struct DeliveryHours {
  std::vector<DeliveryHour> hours;  // ascending, without those in which nothing was sent
  bool whole = true;                // false: more attempts are kept than are counted
};
inline Instant hour_of(Instant at) {
  return std::chrono::floor<std::chrono::hours>(at);
}

// An attempt and how far its subscription is with it.
struct WebhookStep {
  std::optional<WebhookAttempt> attempt;  // absent: only the cursor moves, or the secret is lost
  // Absent where the attempt was a test or sent again by hand: nothing moves with those.
  struct Progress {
    std::uint64_t cursor = 0;
    std::uint64_t told = 0;
    std::uint32_t failures = 0;
    Instant next_at;
    std::optional<WebhookState> end;  // it goes no further; its owner gets a notice
  };
  std::optional<Progress> progress;
  std::string webhook;
  Instant at;
};

class Webhooks {
 public:
  virtual ~Webhooks() = default;

  // ---- on the writer's thread ----
  // kTooLarge beyond kWebhooksOfOrgMax or kWebhooksMax.
  virtual Status add(const WebhookRow& row) = 0;
  // Reads it, lets `edit` change what is not its identity, writes it; kNotFound for others'. An
  // Error of `edit` leaves everything as it was.
  virtual Result<WebhookRow> change(const lifecycle::OrgId& org, const std::string& id,
                                    const std::function<Status(WebhookRow&)>& edit) = 0;
  // With its attempts. kNotFound for others'.
  virtual Status remove(const lifecycle::OrgId& org, const std::string& id) = 0;
  // All of them in one transaction, with the notices of those that end. Steps of subscriptions that
  // are gone are left out; progress counts only for active ones, so that a pause by hand stays.
  // Returns the numbers that the attempts got, in order, 0 for what was left out.
  virtual Result<std::vector<std::uint64_t>> record(std::span<const WebhookStep> steps) = 0;

  // ---- any thread ----
  virtual Result<WebhookRow> find(const lifecycle::OrgId& org, const std::string& id) = 0;
  // By age.
  virtual Result<std::vector<WebhookRow>> of(const lifecycle::OrgId& org) = 0;
  virtual Result<std::vector<WebhookRow>> active() = 0;
  // How many go no further until their owner says so; those that were paused by hand apart.
  virtual Result<std::size_t> ended() = 0;
  // Newest first.
  virtual Result<Listed<WebhookAttempt>> attempts(const std::string& id, const Page& page) = 0;
  // Of all that are kept, since the hour of `from`.
  virtual Result<DeliveryHours> deliveries(Instant from) = 0;
};

// Who carries them. Any thread.
class Courier {
 public:
  virtual ~Courier() = default;

  // Subscriptions were changed: look at them anew.
  virtual void look() = 0;
  // The address as it is kept; kInvalid says what is wrong with it.
  virtual Result<std::string> checked_url(const std::string& url) const = 0;
  // Under which the receiver verifies: shown once, when it is made.
  virtual std::string secret_of(const std::string& id, std::uint32_t no) const = 0;
  // One message outside the order: a test where there is no event. `done` comes once, after the
  // attempt was recorded, from any thread. kUnavailable where too many wait, or the server stops.
  virtual void send_now(const WebhookRow& row, std::optional<LoggedEvent> event,
                        std::function<void(Result<WebhookAttempt>)> done) = 0;
};

// What its developers see, whoever of them made it.
inline Viewer viewer_of(const WebhookRow& row) {
  return {"", row.org, {lifecycle::Role::kDeveloper}, ""};
}

}  // namespace baobei::engine
