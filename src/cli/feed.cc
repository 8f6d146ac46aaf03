// feed, calendar …: what happens, and what comes to an end when.

#include "base/json.h"
#include "cli/binder.h"
#include "cli/tables.h"
#include "cli/waiting.h"

namespace baobei::cli {
namespace {

constexpr std::uint32_t kPageItems = 200;

struct FeedOptions {
  std::string after;
  std::uint32_t limit = 1'000;
  bool follow = false;
  std::string timeout = "24h";
};

struct CalendarOptions {
  std::string label;
  std::string id;
};

void show_event(Terminal& out, const View& event) {
  const auto who = event["actor"];
  out.line(event["log_index"].text() + "  " + out.when(event["at"].text()) + "  " +
           event["app"].text() + "  " + out.name("event", event["type"].text()) + "  " +
           out.name("role", who["role"].text()));
}

// One event a line, in both forms, so that what follows can be read as it comes.
void show_page(Session& session, const View& page, std::uint32_t left) {
  for (const auto& event : page["items"].items()) {
    if (left-- == 0) return;
    if (!session.options().json) show_event(session.out(), event);
  }
}

int show_json(Session& session, const Reply& reply) {
  const auto* items =
      reply.body.is_object() ? reply.body.get_object().if_contains("items") : nullptr;
  if (items == nullptr || !items->is_array()) return kExitOk;
  for (const auto& item : items->get_array()) session.print_json(item);
  return kExitOk;
}

int run_feed(Session& session, const FeedOptions& options) {
  const auto limit = parse_duration(options.timeout);
  if (!limit) return session.usage(Word::kBadValue, {spoken(limit.error(), session.language())});
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  std::string cursor = options.after;
  std::uint32_t shown = 0;
  Duration waited{};
  for (;;) {
    const auto wanted = options.follow ? kPageItems : std::min(kPageItems, options.limit - shown);
    const auto page =
        (*api)->get("/v1/feed" + query({{"after", cursor}, {"limit", std::to_string(wanted)}}));
    if (!page) return session.failed(page.error());
    if (session.options().json) show_json(session, *page);
    show_page(session, page->view(), wanted);
    session.machine().out->flush();
    shown += static_cast<std::uint32_t>(page->view()["items"].items().size());
    cursor = page->view()["cursor"].text();
    const bool more = page->view()["more"].flag();
    if (!options.follow && (!more || shown >= options.limit)) break;
    if (more) continue;
    if (waited >= *limit) break;
    session.machine().sleep(kLookAgain);
    waited += kLookAgain;
  }
  if (!session.options().json) session.err().line(Word::kFeedCursor, {cursor}, Tone::kQuiet);
  return kExitOk;
}

int run_calendar_add(Session& session, const CalendarOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  json::object body;
  if (!options.label.empty()) body["label"] = options.label;
  auto made = (*api)->command("/v1/calendars", std::move(body));
  if (!made) return session.failed(made.error());
  const auto address = (*api)->base_url() + made->view()["path"].text();
  if (session.options().json) {
    made->body.as_object()["url"] = address;
    return session.print_json(made->body);
  }
  session.err().line(Word::kCalendarMade, {}, Tone::kGood);
  session.out().line(address);
  return kExitOk;
}

int run_calendar_list(Session& session) {
  return run_table(session, answer_table("listCalendars"), "/v1/calendars");
}

int run_calendar_remove(Session& session, const CalendarOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto removed =
      (*api)->command("/v1/calendars/" + encoded(options.id), nullptr, {}, "DELETE");
  if (!removed) return session.failed(removed.error());
  if (!session.options().json) {
    session.out().line(Word::kCalendarRemoved, {options.id}, Tone::kGood);
  }
  return kExitOk;
}

}  // namespace

void bind_feed(Binder& binder) {
  auto feed = std::make_shared<FeedOptions>();
  binder.command("feed", Word::kHelpFeed)
      .option("--after", feed->after, Word::kHelpAfter)
      .option("--limit", feed->limit, Word::kHelpLimit)
      .flag("--follow", feed->follow, Word::kHelpFollow)
      .option("--timeout", feed->timeout, Word::kHelpFollowTimeout)
      .runs([feed](Session& session) { return run_feed(session, *feed); });
  auto options = std::make_shared<CalendarOptions>();
  auto calendar = binder.group("calendar", Word::kHelpCalendarGroup);
  calendar.command("add", Word::kHelpCalendarAdd)
      .option("--label", options->label, Word::kHelpCalendarLabel)
      .runs([options](Session& session) { return run_calendar_add(session, *options); });
  calendar.command("list", Word::kHelpCalendarList).runs(run_calendar_list);
  calendar.command("remove", Word::kHelpCalendarRemove)
      .takes("CALENDAR", options->id, Word::kHelpCalendarId)
      .runs([options](Session& session) { return run_calendar_remove(session, *options); });
}

}  // namespace baobei::cli
