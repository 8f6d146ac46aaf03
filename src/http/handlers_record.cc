// What is on record about people's own doings, over all mini-programs: who read what, what was
// refused to reviewers and officers (R23), who decided on categories (R2), and what
// was changed in the directory. For operators and auditors.

#include "engine/access_ports.h"
#include "http/handlers.h"
#include "http/list_query.h"
#include "http/record_json.h"
#include "http/request_json.h"

namespace baobei::http {
namespace {

constexpr std::string_view kAttemptColumns[] = {"at",      "person", "app", "command",
                                                "refusal", "rule",   "why"};
constexpr std::string_view kDirectoryStepColumns[] = {"step", "at",    "person",
                                                      "what", "about", "changes"};
constexpr std::string_view kReadingColumns[] = {"at",   "person",      "role",    "app",
                                                "what", "application", "document"};

constexpr std::string_view kStepColumns[] = {"at",          "person",  "kind",     "subject",
                                             "category",    "name_zh", "name_en",  "reasons",
                                             "valid_until", "words",   "document", "application"};

Result<std::string> id_in(const Call& call, const char* name) {
  auto id = call.query(name).value_or("");
  if (!id.empty()) TRY(check_id(id, name));
  return id;
}

Result<Instant> since_in(const Call& call) {
  const auto since = call.query("since");
  if (!since) return Instant();
  return read_instant(*since, "since");
}

Result<engine::RecordFilter> record_filter(const Call& call) {
  engine::RecordFilter filter;
  TRY_ASSIGN(filter.person, id_in(call, "person"));
  TRY_ASSIGN(filter.app, id_in(call, "app"));
  TRY_ASSIGN(filter.from, since_in(call));
  return filter;
}

Result<engine::StepFilter> step_filter(const Call& call) {
  engine::StepFilter filter;
  TRY_ASSIGN(filter.person, id_in(call, "person"));
  TRY_ASSIGN(filter.subject, id_in(call, "subject"));
  TRY_ASSIGN(filter.from, since_in(call));
  return filter;
}

Result<engine::DirectoryStepFilter> directory_step_filter(const Call& call) {
  engine::DirectoryStepFilter filter;
  TRY_ASSIGN(filter.person, id_in(call, "person"));
  TRY_ASSIGN(filter.about, id_in(call, "about"));
  TRY_ASSIGN(filter.from, since_in(call));
  return filter;
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

Reply list_category_steps(Call& call, Services& services) {
  return list_record(
      call, services, step_filter(call),
      [&](const auto& filter, const auto& page) { return services.records->steps(filter, page); },
      [&](const auto& row) { return step_on_record(row, services); }, kStepColumns);
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
