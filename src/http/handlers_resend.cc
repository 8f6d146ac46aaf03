// Events of a range of the log, sent to a webhook again, one after the other.

#include <algorithm>
#include <memory>

#include "engine/webhook_ports.h"
#include "http/handlers.h"
#include "http/request_json.h"
#include "http/webhook_json.h"

namespace baobei::http {
namespace {

constexpr std::size_t kResentAtOnceMax = 20;

struct RangeBody {
  std::uint64_t from = 0;
  std::uint64_t to = 0;
};
BOOST_DESCRIBE_STRUCT(RangeBody, (), (from, to))

// Ends with the last event, or with the first that does not get through.
class Resending : public std::enable_shared_from_this<Resending> {
 public:
  Resending(Services& services, engine::WebhookRow row, engine::FeedPage page, std::uint64_t to,
            Language language, Done done)
      : services_(services),
        row_(std::move(row)),
        page_(std::move(page)),
        to_(to),
        language_(language),
        done_(std::move(done)) {}

  void go_on() {
    if (at_ == page_.events.size()) return answer(page_.next < to_ ? page_.next + 1 : 0);
    services_.courier->send_now(
        row_, page_.events[at_],
        [self = shared_from_this()](const Result<engine::WebhookAttempt>& attempt) {
          self->take(attempt);
        });
  }

 private:
  void take(const Result<engine::WebhookAttempt>& attempt) {
    const auto index = page_.events[at_].log_index;
    if (!attempt && attempts_.empty()) {
      if (attempt.error().kind == ErrorKind::kCorrupt) services_.report(attempt.error());
      return done_(problem_response(attempt.error(), language_));
    }
    if (!attempt) return answer(index);
    attempts_.push_back(attempt_json(*attempt));
    if (attempt->outcome != engine::AttemptOutcome::kDelivered) return answer(index);
    ++at_;
    go_on();
  }
  // `next`: where to go on; 0: that was the range.
  void answer(std::uint64_t next) {
    json::object object;
    object.emplace("items", std::move(attempts_));
    if (next > 0) object.emplace("next", std::to_string(next));
    done_(json_text(200, json::serialize(object)));
  }

  Services& services_;
  const engine::WebhookRow row_;
  const engine::FeedPage page_;
  const std::uint64_t to_;
  const Language language_;
  const Done done_;
  std::size_t at_ = 0;
  json::array attempts_;
};

// What of the range the webhook is told of: at most kResentAtOnceMax events.
Result<engine::FeedPage> events_between(Services& services, const engine::WebhookRow& row,
                                        const RangeBody& range) {
  if (range.from == 0 || range.to < range.from || range.to > INT64_MAX) {
    return fail(ErrorKind::kInvalid, "from 1 on, and not behind `to`", "/from");
  }
  TRY_ASSIGN(auto page,
             services.feed->page(engine::viewer_of(row), range.from - 1, kResentAtOnceMax));
  std::erase_if(page.events, [&](const engine::LoggedEvent& event) {
    const bool of_type =
        row.types.empty() || std::ranges::find(row.types, event.row.type) != row.types.end();
    return event.log_index > range.to || !of_type || (!row.app.empty() && row.app != event.app);
  });
  return page;
}

}  // namespace

Reply resend_events(Call& call, Services& services) {
  if (services.webhooks == nullptr) return call.problem(ProblemCode::kNoSuchRoute);
  if (!call.viewer().has(lifecycle::Role::kDeveloper)) {
    return call.problem(lifecycle::Refusal::kNoRight);
  }
  const auto row = services.webhooks->find(call.principal.person.org, call.params.at(0));
  if (!row) return call.problem(row.error());
  const auto body = read_body<RangeBody>(call.request.body);
  if (!body) return call.problem(body.error());
  auto page = events_between(services, *row, *body);
  if (!page) return call.problem(page.error());
  return Pending([&services, row = *row, page = std::move(*page), to = body->to,
                  language = call.language](Done done) mutable {
    std::make_shared<Resending>(services, std::move(row), std::move(page), to, language,
                                std::move(done))
        ->go_on();
  });
}

}  // namespace baobei::http
