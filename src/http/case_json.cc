#include "http/case_json.h"

#include <algorithm>
#include <array>

#include "http/request_json.h"
#include "lifecycle/codec.h"

namespace baobei::http {
namespace {

constexpr std::array kOfThePlatform = {"by", "decided_by", "pass_proposed_by", "barred_elsewhere"};

void set(json::object& object, std::string_view name, json::value value) {
  object[name] = std::move(value);
}

json::array deadlines_json(const lifecycle::App& app, const lifecycle::Rules& rules) {
  auto pending = lifecycle::deadlines(app, rules);
  std::ranges::sort(pending, {}, &lifecycle::Deadline::due);
  json::array list;
  for (const auto& deadline : pending) {
    list.push_back({{"kind", wire_name(deadline.kind)},
                    {"ordinal", deadline.ordinal},
                    {"due", format_rfc3339(deadline.due)}});
  }
  return list;
}

// What the offices asked for (R11), in order.
json::array requests_json(const lifecycle::App& app, const TextOf& text_of) {
  json::array list;
  if (!app.requests) return list;
  for (const auto& request : *app.requests) {
    auto object = std::move(api_json(request, text_of).as_object());
    set(object, "state", to_json(lifecycle::state_of(app, request)));
    list.push_back(std::move(object));
  }
  return list;
}

}  // namespace

void redact(json::value& value) {
  if (value.is_array()) {
    for (auto& item : value.get_array()) redact(item);
  } else if (value.is_object()) {
    auto& object = value.get_object();
    for (const char* name : kOfThePlatform) object.erase(name);
    for (auto& member : object) redact(member.value());
  }
}

TextOf words_of(Services& services) {
  return [&reader = services.reader](const Digest& commitment) -> std::optional<std::string> {
    auto text = reader.text(commitment);
    if (!text) return std::nullopt;
    return std::move(*text);
  };
}

json::object submission_json(const lifecycle::Submission& submission, const TextOf& text_of,
                             Instant now) {
  auto object = std::move(api_json(submission, text_of).as_object());
  // Whether there was one; what it is reviewers ask for by itself.
  set(object, "test_account", submission.test_account.has_value());
  const auto held = lifecycle::time_by_holder(submission, now);
  set(object, "holder", to_json(lifecycle::holder_of(submission.state)));
  set(object, "held", api_json(held, {}));
  set(object, "age_us", (held.developer + held.platform + held.authority).count());
  set(object, "review_etag", json::value(review_etag(submission.review_revision)));
  return object;
}

json::object entry_json(const lifecycle::Entry& entry, Instant now) {
  auto object = std::move(api_json(entry, {}).as_object());
  set(object, "open", lifecycle::is_open(entry.state));
  const Instant until = entry.ended_at.value_or(now);
  set(object, "open_us", (until - entry.start.value_or(entry.opened_at)).count());
  if (entry.end && entry.state == lifecycle::EntryState::kRunning) {
    set(object, "time_left_us", std::max(*entry.end - now, Duration{0}).count());
  }
  return object;
}

json::object case_json(const lifecycle::App& app, const TextOf& text_of,
                       const lifecycle::Rules& rules, Instant now) {
  auto object = std::move(api_json(app, text_of).as_object());
  object.erase("id");
  object.erase("current");
  object.erase("base");
  set(object, "app", json::value(app.id));
  set(object, "service", to_json(lifecycle::service_state(app)));
  const auto serving = lifecycle::serving(app, now);
  set(object, "serving",
      {{"current", serving.current},
       {"share", serving.share},
       {"base", serving.base},
       {"dark", serving.dark}});
  json::array submissions;
  for (const auto& submission : app.submissions) {
    submissions.push_back(submission_json(submission, text_of, now));
  }
  set(object, "submissions", std::move(submissions));
  json::array entries;
  for (const auto& entry : app.entries) entries.push_back(entry_json(entry, now));
  set(object, "entries", std::move(entries));
  set(object, "requests", requests_json(app, text_of));
  set(object, "deadlines", deadlines_json(app, rules));
  return object;
}

Result<json::object> event_json(const engine::LoggedEvent& event, const TextOf& text_of) {
  TRY_ASSIGN(const auto opened, lifecycle::open_event(event.row.body));
  json::object object;
  object.emplace("log_index", event.log_index);
  object.emplace("app", event.app);
  object.emplace("revision", event.row.revision);
  object.emplace("type", event.row.type);
  object.emplace("at", format_rfc3339(event.row.at));
  object.emplace("recorded_at", format_rfc3339(event.row.recorded_at));
  const auto& actor = opened.event.actor;
  json::object who;
  who.emplace("role", to_json(actor.role));
  if (!actor.org.empty()) who.emplace("org", actor.org);
  if (!actor.region.empty()) who.emplace("region", actor.region);
  // Whoever decides does so for the platform or the office; who of them is theirs to know.
  who.emplace(actor.role == lifecycle::Role::kDeveloper ? "person" : "by", actor.person);
  object.emplace("actor", std::move(who));
  object.emplace("data", std::visit([&](const auto& data) { return api_json(data, text_of); },
                                    opened.event.data));
  object.emplace("prev", to_hex(event.row.prev));
  object.emplace("hash", to_hex(event.row.hash));
  return object;
}

}  // namespace baobei::http
