// Mini-programs, filings and the inbox: what waits for the viewer.

#include <algorithm>
#include <charconv>

#include "engine/search_ports.h"
#include "engine/write_builder.h"
#include "http/api_json.h"
#include "http/case_json.h"
#include "http/contact_vault.h"
#include "http/filing_query.h"
#include "http/handlers.h"
#include "http/list_query.h"
#include "http/queue_json.h"
#include "http/row_names.h"
#include "lifecycle/codec.h"

namespace baobei::http {
namespace {

constexpr std::string_view kAppColumns[] = {
    "app",          "name",       "owner",      "subject", "subject_name",
    "region",       "service",    "changed_at", "down_by", "newest.submission",
    "newest.state", "newest.due", "owner_name"};
constexpr std::string_view kEntryColumns[] = {"app",
                                              "app_name",
                                              "subject",
                                              "subject_name",
                                              "entry",
                                              "submission",
                                              "state",
                                              "region",
                                              "channel",
                                              "start",
                                              "end",
                                              "changed_at",
                                              "answered_at",
                                              "late",
                                              "digest",
                                              "categories",
                                              "answer.verdict",
                                              "answer.state",
                                              "answer.late",
                                              "answer.at",
                                              "answer.reply_number"};

Result<bool> detail_of(const Call& call, const engine::Page& page) {
  TRY_ASSIGN(const bool detail, flag_of(call, "detail"));
  if (!detail || page.limit <= kDetailedRowsMax) return detail;
  return fail(ErrorKind::kInvalid, "with detail=true at most 50 rows", "limit");
}

// Adds to each item what `add` finds in its case file. A row whose case went out of sight meanwhile
// stays as it is.
template <typename Row, typename ToJson, typename Add>
Response listed_with_cases(const engine::Listed<Row>& rows, const Call& call, Services& services,
                           std::span<const std::string_view> columns, ToJson to_item, Add add) {
  const auto detailed = [&](const Row& row) {
    auto item = to_item(row);
    const auto stored = services.reader.app(call.viewer(), row.app);
    const auto app = stored ? lifecycle::decode_app(stored->state)
                            : Result<lifecycle::App>(std::unexpected(stored.error()));
    if (app) add(item, *app, row);
    if (!app && app.error().kind != ErrorKind::kNotFound) services.report(app.error());
    return item;
  };
  return list_response(call, rows, detailed, columns);
}

void add_instant(json::object& object, const char* name, const std::optional<Instant>& instant) {
  if (instant) object.emplace(name, format_rfc3339(*instant));
}

json::object entry_item(const engine::EntryListItem& item, Instant now) {
  json::object object;
  object.emplace("app", item.app);
  object.emplace("app_name", item.app_name);
  object.emplace("entry", item.row.no);
  object.emplace("submission", item.row.submission);
  object.emplace("state", to_json(item.row.state));
  object.emplace("region", item.row.region);
  object.emplace("channel", to_json(item.row.channel));
  add_instant(object, "start", item.row.start);
  add_instant(object, "end", item.row.end);
  if (item.row.end && item.row.state == lifecycle::EntryState::kRunning) {
    object.emplace("time_left_us", std::max(*item.row.end - now, Duration{0}).count());
  }
  object.emplace("changed_at", format_rfc3339(item.row.changed_at));
  add_instant(object, "answered_at", item.row.answered_at);
  object.emplace("late", item.row.late);
  return object;
}

json::object app_item(const engine::AppListItem& item, RowNames& names) {
  json::object object;
  object.emplace("app", item.app);
  object.emplace("name", item.name);
  object.emplace("owner", item.row.owner);
  object.emplace("subject", item.row.subject);
  object.emplace("region", item.row.region);
  object.emplace("service", to_json(item.row.service));
  object.emplace("changed_at", format_rfc3339(item.row.changed_at));
  names.add_org(object, "owner_name", item.row.owner);
  names.add_subject(object, item.row.subject);
  return object;
}

// What is urgent about it: its newest submission, and until when it has to go down.
void add_app_detail(json::object& item, const lifecycle::App& app) {
  std::optional<Instant> down_by;
  for (const auto& order : app.orders) {
    const bool stands = order.state == lifecycle::OrderState::kStanding && !order.proposed &&
                        !order.carried_out && !order.forbids_release;
    if (stands)
      down_by = std::min(down_by.value_or(order.take_down.down_by), order.take_down.down_by);
  }
  add_instant(item, "down_by", down_by);
  if (app.submissions.empty()) return;
  const auto row = engine::submission_row(app, app.submissions.back());
  json::object newest;
  newest.emplace("submission", row.no);
  newest.emplace("state", to_json(row.state));
  add_instant(newest, "due", row.due);
  item.emplace("newest", std::move(newest));
}

Result<engine::AppFilter> app_filter_of(const Call& call) {
  engine::AppFilter filter;
  filter.owner = call.query("owner").value_or("");
  filter.subject = call.query("subject").value_or("");
  if (const auto text = call.query("service")) {
    filter.service = enum_from_wire<lifecycle::ServiceState>(*text);
    if (!filter.service) return fail(ErrorKind::kInvalid, "not a state of a service", "service");
  }
  return filter;
}

Result<engine::Listed<engine::AppListItem>> apps_asked_for(const Call& call, Services& services,
                                                           const engine::Page& page) {
  TRY_ASSIGN(const auto filter, app_filter_of(call));
  const bool filtered = filter.service || !filter.owner.empty() || !filter.subject.empty();
  const auto words = call.query("q");
  if (words && filtered) return fail(ErrorKind::kInvalid, "words go without a filter", "q");
  if (words) {
    TRY_ASSIGN(auto subjects, subjects_of_phone(*words, services));
    return services.search->find(call.viewer(), {std::string(*words), std::move(subjects)}, page);
  }
  if (filtered) return services.reader.apps_where(call.viewer(), filter, page);
  return services.reader.apps(call.viewer(), page);
}

// The words of a notice by the catalogue of its day, in one language.
Result<catalogue::RenderedNotice> rendered(const engine::NoticeListItem& item,
                                           const catalogue::Catalogue& catalogue,
                                           Language language) {
  TRY_ASSIGN(const auto params, catalogue.params_of(item.row.notice, item.app_name, language));
  return catalogue.render(item.row.notice.kind, language, params);
}

json::object notice_item(const engine::NoticeListItem& item, const Call& call, Services& services) {
  auto object = std::move(api_json(item.row.notice, {}).as_object());
  object.emplace("id", item.id);
  object.emplace("app", item.app);
  object.emplace("app_name", item.app_name);
  object.emplace("to", to_json(item.row.recipient));
  object.emplace("copy", item.row.copy);
  object.emplace("at", format_rfc3339(item.row.at));
  add_instant(object, "read_at", item.read_at);
  const auto& catalogue = services.catalogue(item.row.at);
  for (const auto language : {Language::kZh, Language::kEn}) {
    const auto words = rendered(item, catalogue, language);
    if (!words) {
      // The facts above stand without it; the operator hears of the fault.
      services.report(words.error());
      continue;
    }
    const std::string suffix = language == Language::kZh ? "_zh" : "_en";
    object.emplace("title" + suffix, words->title);
    object.emplace("body" + suffix, words->body);
    if (language != call.language) continue;
    object.emplace("title", words->title);
    object.emplace("body", words->body);
  }
  return object;
}

Reply counted(const Call& call, Services& services, engine::CountedList list) {
  const auto counts = services.counts->by_state(call.viewer(), list);
  if (!counts) return call.problem(counts.error());
  json::array items;
  for (const auto& row : *counts) {
    items.push_back({{"state", row.state}, {"count", row.count}, {"exact", row.exact}});
  }
  return json_text(200, json::serialize(json::object{{"items", std::move(items)}}));
}

}  // namespace

Reply list_apps(Call& call, Services& services) {
  const auto page = page_of(call);
  if (!page) return call.problem(page.error());
  const auto detail = detail_of(call, *page);
  if (!detail) return call.problem(detail.error());
  const auto rows = apps_asked_for(call, services, *page);
  if (!rows) return call.problem(rows.error());
  RowNames names(services);
  const auto to_item = [&names](const engine::AppListItem& item) { return app_item(item, names); };
  if (!*detail) return list_response(call, *rows, to_item, kAppColumns);
  return listed_with_cases(*rows, call, services, kAppColumns, to_item,
                           [](json::object& item, const lifecycle::App& app, const auto&) {
                             add_app_detail(item, app);
                           });
}

Reply list_filings(Call& call, Services& services) {
  const auto page = page_of(call);
  if (!page) return call.problem(page.error());
  const auto detail = detail_of(call, *page);
  if (!detail) return call.problem(detail.error());
  const auto rows = filings_asked_for(call, services, *page);
  if (!rows) return call.problem(rows.error());
  const auto to_item = [now = services.clock.now()](const engine::EntryListItem& item) {
    return entry_item(item, now);
  };
  if (!*detail) return list_response(call, *rows, to_item, kEntryColumns);
  const auto words = words_of(services);
  RowNames names(services);
  return listed_with_cases(*rows, call, services, kEntryColumns, to_item,
                           [&](json::object& item, const lifecycle::App& app, const auto& row) {
                             add_entry_detail(item, app, row.row.no, call.viewer(), words);
                             item.emplace("subject", app.subject.id);
                             names.add_subject(item, app.subject.id);
                           });
}

Reply count_submissions(Call& call, Services& services) {
  return counted(call, services, engine::CountedList::kSubmissions);
}

Reply count_filings(Call& call, Services& services) {
  return counted(call, services, engine::CountedList::kEntries);
}

Reply list_inbox(Call& call, Services& services) {
  const auto page = page_of(call);
  if (!page) return call.problem(page.error());
  const auto unread = flag_of(call, "unread");
  if (!unread) return call.problem(unread.error());
  const auto rows = services.reader.inbox(call.viewer(), *unread, *page);
  if (!rows) return call.problem(rows.error());
  return list_response(
      call, *rows,
      [&](const engine::NoticeListItem& item) { return notice_item(item, call, services); }, {});
}

Reply mark_notice_read(Call& call, Services& services) {
  std::uint64_t id = 0;
  const auto& text = call.params.at(0);
  const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc() || stopped != text.data() + text.size()) {
    return call.problem(ProblemCode::kNotFound);
  }
  return Pending([&services, viewer = call.viewer(), id, language = call.language](Done done) {
    services.commands.mark_read(viewer, id, services.clock.now(), [language, done](Status status) {
      if (!status) return done(problem_response(status.error(), language));
      Response response;
      response.status = 204;
      done(std::move(response));
    });
  });
}

}  // namespace baobei::http
