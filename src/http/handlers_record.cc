// What is on record about people's own doings, over all mini-programs: who read what, what was
// refused to reviewers and officers (R23), and what was changed in the directory. For operators and
// auditors.

#include "engine/access_ports.h"
#include "http/handlers.h"
#include "http/list_query.h"
#include "http/request_json.h"
#include "lifecycle/refusal.h"

namespace baobei::http {
namespace {

constexpr std::string_view kAttemptColumns[] = {"at",      "person", "app", "command",
                                                "refusal", "rule",   "why"};
constexpr std::string_view kDirectoryStepColumns[] = {"step", "at", "person", "what", "about", "changes"};
constexpr std::string_view kReadingColumns[] = {"at",   "person",      "role",    "app",
                                                "what", "application", "document"};

Result<engine::RecordFilter> record_filter(const Call& call) {
  engine::RecordFilter filter;
  filter.person = call.query("person").value_or("");
  filter.app = call.query("app").value_or("");
  if (!filter.person.empty()) TRY(check_id(filter.person, "person"));
  if (!filter.app.empty()) TRY(check_id(filter.app, "app"));
  if (const auto since = call.query("since")) {
    TRY_ASSIGN(filter.from, read_instant(*since, "since"));
  }
  return filter;
}

json::object attempt_on_record(const engine::AttemptRow& row, Language language) {
  json::object object{{"at", format_rfc3339(row.at)},
                      {"person", row.actor},
                      {"app", row.app},
                      {"command", wire_case(row.command)},
                      {"refusal", row.refusal}};
  const auto refusal = enum_from_wire<lifecycle::Refusal>(row.refusal);
  if (!refusal) return object;  // of an earlier version
  const auto& text = lifecycle::text_of(*refusal);
  object.emplace("rule", text.rule);
  object.emplace("why", language == Language::kZh ? text.zh : text.en);
  return object;
}

json::object reading_on_record(const engine::ReadingRow& row) {
  json::object object{{"at", format_rfc3339(row.at)}, {"person", row.person}};
  if (!row.app.empty()) object.emplace("app", row.app);
  if (row.role) object.emplace("role", wire_name(*row.role));
  if (!row.what.empty()) object.emplace("what", row.what);
  if (row.document > 0) {
    object.emplace("application", row.application);
    object.emplace("document", row.document);
  }
  return object;
}

Result<engine::DirectoryStepFilter> directory_step_filter(const Call& call) {
  engine::DirectoryStepFilter filter;
  filter.person = call.query("person").value_or("");
  filter.about = call.query("about").value_or("");
  if (!filter.person.empty()) TRY(check_id(filter.person, "person"));
  if (!filter.about.empty()) TRY(check_id(filter.about, "about"));
  if (const auto since = call.query("since")) {
    TRY_ASSIGN(filter.from, read_instant(*since, "since"));
  }
  return filter;
}

json::object directory_step_on_record(const engine::DirectoryStep& step) {
  return {{"step", step.id},       {"at", format_rfc3339(step.act.at)},
          {"person", step.act.by}, {"what", wire_name(step.what)},
          {"about", step.about},   {"changes", to_json(step.changes)}};
}

template <typename Filter, typename List, typename ToJson>
Reply list_record(const Call& call, Services& services, const Result<Filter>& filter, List list,
                  ToJson to_item, std::span<const std::string_view> columns) {
  if (!call.viewer().oversees()) return call.problem(lifecycle::Refusal::kNoRight);
  if (services.records == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto page = page_of(call);
  if (!page) return call.problem(page.error());
  if (!filter) return call.problem(filter.error());
  const auto rows = list(*filter, *page);
  if (!rows) return call.problem(rows.error());
  auto response = list_response(call, *rows, to_item, columns);
  response.headers.push_back({"Cache-Control", "no-store"});
  return response;
}

}  // namespace

Reply list_attempts(Call& call, Services& services) {
  return list_record(
      call, services, record_filter(call),
      [&](const auto& filter, const auto& page) {
        return services.records->attempts(filter, page);
      },
      [&](const auto& row) { return attempt_on_record(row, call.language); }, kAttemptColumns);
}

Reply list_readings(Call& call, Services& services) {
  return list_record(
      call, services, record_filter(call),
      [&](const auto& filter, const auto& page) {
        return services.records->readings(filter, page);
      },
      reading_on_record, kReadingColumns);
}

Reply list_directory_steps(Call& call, Services& services) {
  return list_record(
      call, services, directory_step_filter(call),
      [&](const auto& filter, const auto& page) {
        return services.records->directory_steps(filter, page);
      },
      directory_step_on_record, kDirectoryStepColumns);
}

}  // namespace baobei::http
