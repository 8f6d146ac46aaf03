// Webhooks of an organisation: made, looked at and mended by its developers, read by auditors.
// Others' answer 404.

#include <algorithm>
#include <charconv>
#include <memory>

#include "engine/webhook_ports.h"
#include "http/case_file.h"
#include "http/handlers.h"
#include "http/request_json.h"
#include "http/webhook_json.h"
#include "lifecycle/codec.h"

namespace baobei::http {
namespace {

using engine::WebhookRow;
using engine::WebhookState;

constexpr std::uint32_t kKeepHours = 24;
constexpr std::uint32_t kKeepHoursMax = 7 * 24;

struct WebhookBody {
  std::string url;
  std::optional<std::string> app;
  std::optional<std::vector<std::string>> types;
  std::optional<std::string> label;
  std::optional<std::string> after;
};
BOOST_DESCRIBE_STRUCT(WebhookBody, (), (url, app, types, label, after))

struct ResumeBody {
  std::optional<bool> skip;
};
BOOST_DESCRIBE_STRUCT(ResumeBody, (), (skip))

struct RotateBody {
  std::optional<std::uint32_t> keep_hours;
};
BOOST_DESCRIBE_STRUCT(RotateBody, (), (keep_hours))

struct ResendBody {
  std::uint64_t log_index = 0;
};
BOOST_DESCRIBE_STRUCT(ResendBody, (), (log_index))

using Edit = std::function<Status(WebhookRow&)>;

// Of developers, on a server that has a courier; else what to answer.
std::optional<Problem> barred(const Call& call, const Services& services) {
  if (services.webhooks == nullptr) return ProblemCode::kNoSuchRoute;
  if (call.viewer().has(lifecycle::Role::kDeveloper)) return std::nullopt;
  return lifecycle::Refusal::kNoRight;
}

// Whose webhooks are looked at: of one's own organisation; an auditor names one.
OrProblem<lifecycle::OrgId> org_read(const Call& call, const Services& services) {
  if (services.webhooks == nullptr) return std::unexpected(Problem(ProblemCode::kNoSuchRoute));
  if (!call.viewer().has(lifecycle::Role::kAuditor)) {
    if (const auto problem = barred(call, services)) return std::unexpected(*problem);
    return call.principal.person.org;
  }
  auto org = call.query("org").value_or("");
  TRY(check_id(org, "org"));
  return org;
}

// To an auditor without what follows the path of its address: receivers put their keys there.
json::object webhook_read(const Call& call, WebhookRow row) {
  if (call.viewer().has(lifecycle::Role::kAuditor)) {
    row.url = row.url.substr(0, row.url.find_first_of("?#"));
  }
  return webhook_json(row);
}

OrProblem<WebhookRow> looked_at(const Call& call, Services& services) {
  TRY_ASSIGN(const auto org, org_read(call, services));
  auto row = services.webhooks->find(org, call.params.at(0));
  if (!row) return std::unexpected(Problem(row.error()));
  return std::move(*row);
}

OrProblem<WebhookRow> own(const Call& call, Services& services) {
  if (const auto problem = barred(call, services)) return std::unexpected(*problem);
  auto row = services.webhooks->find(call.principal.person.org, call.params.at(0));
  if (!row) return std::unexpected(Problem(row.error()));
  return std::move(*row);
}

Status check_types(const std::vector<std::string>& types) {
  TRY(check_rows(types, "/types"));
  for (std::size_t i = 0; i < types.size(); ++i) {
    if (lifecycle::is_event_type(types[i])) continue;
    return fail(ErrorKind::kInvalid, "no event has this type", "/types/" + std::to_string(i));
  }
  return {};
}

Result<std::uint64_t> start_of(const WebhookBody& body, Services& services) {
  TRY_ASSIGN(const auto head, services.feed->head());
  if (!body.after) return head;
  std::uint64_t cursor = 0;
  const auto& text = *body.after;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), cursor);
  const bool whole = !text.empty() && error == std::errc() && end == text.data() + text.size();
  if (whole && cursor <= head) return cursor;
  return fail(ErrorKind::kInvalid, "not a cursor of the feed", "/after");
}

Result<WebhookRow> new_row(const Call& call, Services& services) {
  TRY_ASSIGN(auto body, read_body<WebhookBody>(call.request.body));
  WebhookRow row;
  TRY_ASSIGN(row.url, services.courier->checked_url(body.url));
  row.label = body.label.value_or("");
  if (!row.label.empty()) TRY(check_name(row.label, "/label"));
  row.types = body.types.value_or(std::vector<std::string>());
  TRY(check_types(row.types));
  row.app = body.app.value_or("");
  if (!row.app.empty()) {
    TRY(check_id(row.app, "/app"));
    TRY(services.reader.app(call.viewer(), row.app));
  }
  TRY_ASSIGN(row.cursor, start_of(body, services));
  row.id = random_id("whk");
  row.org = call.principal.person.org;
  row.made_by = call.principal.person.id;
  row.made_at = services.clock.now();
  row.next_at = row.made_at;
  row.secret_print = sha256(services.courier->secret_of(row.id, row.secret_no));
  return row;
}

Response with_secret(int status, const WebhookRow& row, const engine::Courier& courier) {
  auto object = webhook_json(row);
  object.emplace("secret", courier.secret_of(row.id, row.secret_no));
  return json_text(status, json::serialize(object));
}

// Changes one's own on the writer's thread and answers by `shown`.
Reply changed(Call& call, Services& services, Edit edit,
              std::function<Response(const WebhookRow&)> shown) {
  if (const auto problem = barred(call, services)) return call.problem(*problem);
  return Pending([&services, org = call.principal.person.org, id = call.params.at(0),
                  language = call.language, edit = std::move(edit),
                  shown = std::move(shown)](Done done) {
    const auto row = std::make_shared<WebhookRow>();
    services.commands.write(
        [&webhooks = *services.webhooks, org, id, edit, row]() -> Status {
          TRY_ASSIGN(*row, webhooks.change(org, id, edit));
          return {};
        },
        [&courier = *services.courier, language, shown, row, done](const Status& written) {
          if (!written) return done(problem_response(written.error(), language));
          courier.look();
          done(shown(*row));
        });
  });
}

Response plain(const WebhookRow& row) {
  return json_text(200, json::serialize(webhook_json(row)));
}

Reply sent(Call& call, Services& services, const WebhookRow& row,
           std::optional<engine::LoggedEvent> event) {
  return Pending([&services, row, event = std::move(event), language = call.language](Done done) {
    services.courier->send_now(
        row, event, [&services, language, done](const Result<engine::WebhookAttempt>& attempt) {
          if (attempt) return done(json_text(200, json::serialize(attempt_json(*attempt))));
          if (attempt.error().kind == ErrorKind::kCorrupt) services.report(attempt.error());
          done(problem_response(attempt.error(), language));
        });
  });
}

}  // namespace

Reply list_webhooks(Call& call, Services& services) {
  const auto org = org_read(call, services);
  if (!org) return call.problem(org.error());
  const auto rows = services.webhooks->of(*org);
  if (!rows) return call.problem(rows.error());
  json::array items;
  for (const auto& row : *rows) items.push_back(webhook_read(call, row));
  return json_text(200, json::serialize(json::object{{"items", std::move(items)}}));
}

Reply add_webhook(Call& call, Services& services) {
  if (const auto problem = barred(call, services)) return call.problem(*problem);
  const auto row = new_row(call, services);
  if (!row) return call.problem(row.error());
  return Pending([&services, row = *row, language = call.language](Done done) {
    services.commands.write(
        [&webhooks = *services.webhooks, row] { return webhooks.add(row); },
        [&courier = *services.courier, row, language, done](const Status& added) {
          if (!added) {
            const bool many = added.error().kind == ErrorKind::kTooLarge;
            return done(problem_response(
                many ? Problem(ProblemCode::kTooMany) : Problem(added.error()), language));
          }
          courier.look();
          auto response = with_secret(201, row, courier);
          response.headers.push_back({"Location", "/v1/webhooks/" + row.id});
          done(std::move(response));
        });
  });
}

Reply get_webhook(Call& call, Services& services) {
  const auto row = looked_at(call, services);
  if (!row) return call.problem(row.error());
  return json_text(200, json::serialize(webhook_read(call, *row)));
}

Reply remove_webhook(Call& call, Services& services) {
  if (const auto problem = barred(call, services)) return call.problem(*problem);
  return Pending([&services, org = call.principal.person.org, id = call.params.at(0),
                  language = call.language](Done done) {
    services.commands.write(
        [&webhooks = *services.webhooks, org, id] { return webhooks.remove(org, id); },
        [&courier = *services.courier, language, done](const Status& removed) {
          if (!removed) return done(problem_response(removed.error(), language));
          courier.look();
          Response response;
          response.status = 204;
          done(std::move(response));
        });
  });
}

Reply list_webhook_attempts(Call& call, Services& services) {
  const auto page = page_of(call);
  if (!page) return call.problem(page.error());
  const auto row = looked_at(call, services);
  if (!row) return call.problem(row.error());
  const auto attempts = services.webhooks->attempts(row->id, *page);
  if (!attempts) return call.problem(attempts.error());
  json::object object;
  json::array items;
  for (const auto& attempt : attempts->rows) items.push_back(attempt_json(attempt));
  object.emplace("items", std::move(items));
  if (!attempts->next.empty()) object.emplace("next", attempts->next);
  return json_text(200, json::serialize(object));
}

Reply pause_webhook(Call& call, Services& services) {
  const auto edit = [](WebhookRow& row) -> Status {
    if (row.state == WebhookState::kActive) row.state = WebhookState::kPaused;
    return {};
  };
  return changed(call, services, edit, plain);
}

Reply resume_webhook(Call& call, Services& services) {
  const auto body = read_body<ResumeBody>(call.request.body);
  if (!body) return call.problem(body.error());
  std::optional<std::uint64_t> skip_to;
  if (body->skip.value_or(false)) {
    const auto head = services.feed->head();
    if (!head) return call.problem(head.error());
    skip_to = *head;
  }
  const auto edit = [skip_to, now = services.clock.now()](WebhookRow& row) -> Status {
    if (row.state == WebhookState::kSecretLost) {
      return fail(ErrorKind::kConflict, "its secret is lost: rotate it first");
    }
    row.state = WebhookState::kActive;
    row.failures = 0;
    row.next_at = now;
    row.cursor = std::max(row.cursor, skip_to.value_or(0));
    return {};
  };
  return changed(call, services, edit, plain);
}

Reply rotate_webhook(Call& call, Services& services) {
  const auto body = read_body<RotateBody>(call.request.body);
  if (!body) return call.problem(body.error());
  const auto hours = body->keep_hours.value_or(kKeepHours);
  if (hours > kKeepHoursMax) {
    return call.problem(
        fail(ErrorKind::kInvalid, "0 to 168 hours are expected", "/keep_hours").error());
  }
  const auto edit = [courier = services.courier, hours,
                     now = services.clock.now()](WebhookRow& row) -> Status {
    const bool lost = row.state == WebhookState::kSecretLost;
    ++row.secret_no;
    row.secret_print = sha256(courier->secret_of(row.id, row.secret_no));
    row.old_secret_until.reset();
    if (!lost && hours > 0) row.old_secret_until = now + std::chrono::hours(hours);
    if (lost) row.state = WebhookState::kPaused;
    return {};
  };
  return changed(call, services, edit, [courier = services.courier](const WebhookRow& row) {
    return with_secret(200, row, *courier);
  });
}

Reply test_webhook(Call& call, Services& services) {
  const auto row = own(call, services);
  if (!row) return call.problem(row.error());
  return sent(call, services, *row, std::nullopt);
}

Reply resend_event(Call& call, Services& services) {
  const auto row = own(call, services);
  if (!row) return call.problem(row.error());
  const auto body = read_body<ResendBody>(call.request.body);
  if (!body) return call.problem(body.error());
  const auto index = body->log_index;
  if (index == 0 || index > INT64_MAX) return call.problem(ProblemCode::kNotFound);
  auto page = services.feed->page(engine::viewer_of(*row), index - 1, 1);
  if (!page) return call.problem(page.error());
  const bool there = !page->events.empty() && page->events.front().log_index == index &&
                     (row->app.empty() || row->app == page->events.front().app);
  if (!there) return call.problem(ProblemCode::kNotFound);
  return sent(call, services, *row, std::move(page->events.front()));
}

}  // namespace baobei::http
