// The log as a feed: by pages behind a cursor, and live. The cursor is the dense log index.

#include <charconv>

#include "http/auth.h"
#include "http/case_json.h"
#include "http/event_hub.h"
#include "http/handlers.h"
#include "lifecycle/codec.h"

namespace baobei::http {
namespace {

// A cursor as it was given; 0 for the beginning.
Result<std::uint64_t> cursor_of(std::string_view text, const char* where) {
  std::uint64_t cursor = 0;
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, cursor);
  if (!text.empty() && error == std::errc() && stopped == end && cursor <= INT64_MAX) return cursor;
  return fail(ErrorKind::kInvalid, "not a cursor of the feed", where);
}

Result<engine::FeedPage> page_backwards(const Call& call, Services& services, std::size_t limit) {
  engine::FeedBack wanted;
  const auto before = call.query("before").value_or("");
  wanted.before = std::uint64_t{INT64_MAX};
  if (before != "head") {
    TRY_ASSIGN(wanted.before, cursor_of(before, "before"));
  }
  wanted.app = call.query("app").value_or("");
  wanted.type = call.query("type").value_or("");
  if (!wanted.type.empty() && !lifecycle::is_event_type(wanted.type)) {
    return fail(ErrorKind::kInvalid, "no event has this type", "type");
  }
  return services.feed->back(call.viewer(), wanted, limit);
}

Result<engine::FeedPage> page_wanted(const Call& call, Services& services) {
  TRY_ASSIGN(const auto page, page_of(call));
  if (call.query("before")) {
    if (!page.after.empty()) return fail(ErrorKind::kInvalid, "before and after", "before");
    return page_backwards(call, services, page.limit);
  }
  if (call.query("app") || call.query("type")) {
    return fail(ErrorKind::kInvalid, "it goes with `before` alone", "before");
  }
  std::uint64_t after = 0;
  if (!page.after.empty()) {
    TRY_ASSIGN(after, cursor_of(page.after, "after"));
  }
  return services.feed->page(call.viewer(), after, page.limit);
}

Result<json::object> feed_page(const Call& call, Services& services) {
  TRY_ASSIGN(const auto events, page_wanted(call, services));
  const auto words = words_of(services);
  json::array items;
  for (const auto& row : events.events) {
    TRY_ASSIGN(auto event, event_json(row, words));
    items.push_back(std::move(event));
  }
  json::object object;
  object.emplace("items", std::move(items));
  object.emplace("cursor", std::to_string(events.next));
  object.emplace("more", events.more);
  return object;
}

// Last-Event-ID of a client that comes back, else `after`; none: from now on.
Result<std::optional<std::uint64_t>> stream_start(const Call& call) {
  const auto seen = call.request.head.header("Last-Event-ID");
  if (!seen.empty()) return cursor_of(seen, "Last-Event-ID");
  const auto after = call.query("after");
  if (!after) return std::nullopt;
  return cursor_of(*after, "after");
}

}  // namespace

Reply get_feed(Call& call, Services& services) {
  auto page = feed_page(call, services);
  if (!page) {
    const auto kind = page.error().kind;
    const bool ours = kind != ErrorKind::kInvalid && kind != ErrorKind::kNotFound;
    if (ours) services.report(page.error());
    return call.problem(page.error());
  }
  json::value value = std::move(*page);
  if (!sees_people(call.viewer())) redact(value);
  return json_text(200, json::serialize(value));
}

Reply get_stream(Call& call, Services& services) {
  const auto start = stream_start(call);
  if (!start) return call.problem(start.error());
  const auto token = token_hash_of(call.request.head);
  if (!token) return call.problem(token.error());
  auto source = services.hub->open(call.principal, *token, *start);
  if (!source) {
    auto problem = source.error();
    if (*start) problem.members.emplace_back("after", std::to_string(**start));
    return call.problem(problem);
  }
  Response response;
  response.content_type = "text/event-stream";
  response.source = std::move(*source);
  response.headers.push_back({"X-Accel-Buffering", "no"});  // proxies hand it on as it comes
  return response;
}

}  // namespace baobei::http
