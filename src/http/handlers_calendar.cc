// Deadlines for calendar programs: an address that is a secret, since such programs send no token.
// It shows what its owner may see at that moment, and can be taken back.

#include <algorithm>
#include <array>

#include "base/json.h"
#include "http/handlers.h"
#include "http/ical.h"
#include "http/request_json.h"

namespace baobei::http {
namespace {

constexpr std::size_t kCalendarEventsMax = 500;  // filing periods; and as many other deadlines
constexpr std::string_view kEnding = ".ics";

struct CalendarBody {
  std::optional<std::string> label;
};
BOOST_DESCRIBE_STRUCT(CalendarBody, (), (label))

struct KindWords {
  lifecycle::DeadlineKind kind;
  std::string_view zh;
  std::string_view en;
};
using enum lifecycle::DeadlineKind;
constexpr auto kWords = std::to_array<KindWords>({
    {kFilingEnd, "报备期满", "Filing period ends"},
    {kDownBy, "下架时限", "Down by"},
    {kReviewDue, "应审结", "Review due"},
    {kAnswerLimit, "须在此前答复", "Answer by"},
    {kLapse, "可发布状态失效", "Lapses"},
    {kQualificationExpiry, "资质到期", "Qualification expires"},
    {kQualificationGrace, "资质宽限期满", "Qualification grace ends"},
    {kAuthorisationEnd, "服务商授权到期", "Agency authorisation ends"},
});

// Whom a deadline concerns: everybody sees what waits for them, and the operator everything.
bool concerns(const engine::Viewer& viewer, lifecycle::DeadlineKind kind) {
  using lifecycle::Role;
  if (viewer.has(Role::kOperator)) return true;
  if (kind == kReviewDue) return viewer.has(Role::kReviewer) || viewer.has(Role::kSeniorReviewer);
  if (kind == kFilingEnd || kind == kDownBy) {
    return viewer.has(Role::kDeveloper) || viewer.has(Role::kOfficer);
  }
  return viewer.has(Role::kDeveloper);
}

// The same for the same deadline whenever it is asked for; ids may hold what a UID should not.
std::string stable_uid(const std::string& app, const lifecycle::Deadline& deadline) {
  const auto what = app + "\n" + wire_name(deadline.kind) + "\n" + std::to_string(deadline.ordinal);
  return to_hex(sha256(what)).substr(0, 32) + "@baobei";
}

CalendarEvent event_of(const std::string& app, const std::string& name,
                       const lifecycle::Deadline& deadline, Instant changed_at) {
  const auto words = std::ranges::find(kWords, deadline.kind, &KindWords::kind);
  CHECK(words != kWords.end(), "warnings are no deadlines of a calendar");
  const auto ordinal = std::to_string(deadline.ordinal);
  CalendarEvent event;
  event.uid = stable_uid(app, deadline);
  event.at = deadline.due;
  event.changed_at = changed_at;
  event.summary = std::string(words->zh) + " / " + std::string(words->en) + ": " + name;
  event.description = app + " #" + ordinal + "\n" + format_rfc3339(deadline.due);
  return event;
}

Status add_filings(const engine::Viewer& viewer, Services& services,
                   std::vector<CalendarEvent>& events) {
  if (!concerns(viewer, kFilingEnd)) return {};
  engine::Page page;
  page.limit = engine::kPageMax;
  while (events.size() < kCalendarEventsMax) {
    TRY_ASSIGN(const auto entries,
               services.reader.entries(viewer, {{lifecycle::EntryState::kRunning}}, page));
    for (const auto& item : entries.rows) {
      if (!item.row.end || events.size() == kCalendarEventsMax) continue;
      const lifecycle::Deadline deadline{kFilingEnd, item.row.no, *item.row.end};
      events.push_back(event_of(item.app, item.app_name, deadline, item.row.changed_at));
    }
    if (entries.next.empty()) break;
    page.after = entries.next;
  }
  return {};
}

Result<std::string> calendar_of(const engine::Principal& principal, Services& services) {
  const auto& person = principal.person;
  const engine::Viewer viewer{person.id, person.org, person.roles, person.region};
  const Instant now = services.clock.now();
  std::vector<CalendarEvent> events;
  TRY(add_filings(viewer, services, events));
  TRY_ASSIGN(const auto others, services.calendars->upcoming(viewer, kCalendarEventsMax));
  for (const auto& row : others) {
    if (!concerns(viewer, row.deadline.kind)) continue;
    events.push_back(event_of(row.app, row.app_name, row.deadline, now));
  }
  std::ranges::stable_sort(events, {}, &CalendarEvent::at);
  return calendar_text("报备 " + principal.org.name, events, now);
}

json::object calendar_json(const engine::CalendarRow& row) {
  return {{"calendar", row.id}, {"label", row.label}, {"made_at", format_rfc3339(row.made_at)}};
}

}  // namespace

Reply list_calendars(Call& call, Services& services) {
  const auto rows = services.calendars->of(call.principal.person.id);
  if (!rows) return call.problem(rows.error());
  json::array items;
  for (const auto& row : *rows) items.push_back(calendar_json(row));
  return json_text(200, json::serialize(json::object{{"items", std::move(items)}}));
}

Reply add_calendar(Call& call, Services& services) {
  const auto body = read_body<CalendarBody>(call.request.body);
  if (!body) return call.problem(body.error());
  engine::CalendarRow row;
  row.id = random_id("cal");
  row.person = call.principal.person.id;
  row.label = body->label.value_or("");
  if (!row.label.empty()) {
    const auto named = check_name(row.label, "/label");
    if (!named) return call.problem(named.error());
  }
  const auto secret = random_id("ics") + random_id("");
  row.token_hash = sha256(secret);
  row.made_at = services.clock.now();
  return Pending([&services, row, secret, language = call.language](Done done) {
    services.commands.write(
        [&calendars = *services.calendars, row] { return calendars.add(row); },
        [row, secret, language, done](const Status& added) {
          if (!added) {
            const bool many = added.error().kind == ErrorKind::kTooLarge;
            return done(problem_response(
                many ? Problem(ProblemCode::kTooMany) : Problem(added.error()), language));
          }
          auto object = calendar_json(row);
          object.emplace("path", "/calendar/" + secret + std::string(kEnding));
          done(json_text(201, json::serialize(object)));
        });
  });
}

Reply remove_calendar(Call& call, Services& services) {
  return Pending([&services, person = call.principal.person.id, id = call.params.at(0),
                  language = call.language](Done done) {
    services.commands.write(
        [&calendars = *services.calendars, person, id] { return calendars.remove(person, id); },
        [language, done](const Status& removed) {
          if (!removed) return done(problem_response(removed.error(), language));
          Response response;
          response.status = 204;
          done(std::move(response));
        });
  });
}

Reply get_calendar(Call& call, Services& services) {
  const std::string_view path = call.params.at(0);
  if (!path.ends_with(kEnding)) return call.problem(ProblemCode::kNotFound);
  const auto secret = path.substr(0, path.size() - kEnding.size());
  const auto owner = services.calendars->owner(sha256(secret));
  if (!owner) return call.problem(owner.error());
  auto text = calendar_of(*owner, services);
  if (!text) {
    services.report(text.error());
    return call.problem(text.error());
  }
  Response response;
  response.content_type = "text/calendar; charset=utf-8";
  response.body = std::move(*text);
  response.headers.push_back({"Content-Disposition", "inline; filename=\"baobei.ics\""});
  return response;
}

}  // namespace baobei::http
