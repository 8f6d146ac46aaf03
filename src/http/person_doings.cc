#include "http/person_doings.h"

#include <charconv>
#include <optional>

#include "engine/access_ports.h"
#include "engine/personal_data.h"
#include "http/api_json.h"
#include "http/record_json.h"

namespace baobei::http {
namespace {

struct PartPage {
  json::array items;
  std::string next;  // empty: that was the part
};

Error unknown_place() {
  return {ErrorKind::kInvalid, "the `next` of an answer is expected", "after"};
}

Result<std::uint64_t> log_index_of(const std::string& text) {
  if (text.empty()) return 0;
  std::uint64_t index = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  const bool whole = error == std::errc() && end == text.data() + text.size();
  if (whole && index <= std::uint64_t{INT64_MAX}) return index;
  return std::unexpected(unknown_place());
}

Result<PartPage> acts_of(const DoingsQuery& query, const std::string& cursor, Services& services) {
  TRY_ASSIGN(const auto after, log_index_of(cursor));
  TRY_ASSIGN(const auto acts, services.personal_data->acts(query.person, after));
  PartPage page;
  for (const auto& act : acts.acts) {
    page.items.push_back({{"log_index", act.log_index},
                          {"app", act.app},
                          {"type", act.type},
                          {"at", format_rfc3339(act.at)}});
  }
  if (acts.next > 0) page.next = std::to_string(acts.next);
  return page;
}

template <typename Row, typename ToJson>
Result<PartPage> page_of_rows(const Result<engine::Listed<Row>>& rows, ToJson to_item) {
  if (!rows) return std::unexpected(rows.error());
  PartPage page{{}, rows->next};
  for (const auto& row : rows->rows) page.items.push_back(to_item(row));
  return page;
}

Result<PartPage> page_of_part(const DoingsQuery& query, DoingsPart part, const engine::Page& page,
                              Services& services) {
  auto& records = *services.records;
  switch (part) {
    case DoingsPart::kActs:
      return acts_of(query, page.after, services);
    case DoingsPart::kDirectorySteps:
      return page_of_rows(records.directory_steps({query.person, {}, {}}, page),
                          directory_step_on_record);
    case DoingsPart::kCategorySteps:
      return page_of_rows(records.steps({query.person, {}, {}}, page),
                          [&](const auto& row) { return step_on_record(row, services); });
    case DoingsPart::kReadings:
      return page_of_rows(records.readings({query.person, {}, {}}, page), reading_on_record);
    case DoingsPart::kAttempts:
      return page_of_rows(records.attempts({query.person, {}, {}}, page),
                          [&](const auto& row) { return attempt_on_record(row, query.language); });
  }
  return std::unexpected(unknown_place());
}

std::optional<DoingsPart> behind(DoingsPart part) {
  if (part == DoingsPart::kAttempts) return std::nullopt;
  return static_cast<DoingsPart>(static_cast<int>(part) + 1);
}

}  // namespace

Result<DoingsPlace> doings_place(const std::string& text) {
  if (text.empty()) return DoingsPlace{};
  const auto colon = text.find(':');
  const auto part = enum_from_wire<DoingsPart>(text.substr(0, colon));
  if (colon == std::string::npos || !part) return std::unexpected(unknown_place());
  DoingsPlace place{*part, text.substr(colon + 1)};
  if (*part == DoingsPart::kActs) TRY(log_index_of(place.cursor));
  return place;
}

Status add_doings(json::object& object, const DoingsQuery& query, Services& services) {
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<DoingsPart>>(
      [&](auto part) { object.emplace(wire_name(part.value), json::array()); });
  std::size_t room = engine::kPageMax;
  std::optional<DoingsPlace> place = query.from;
  while (place && room > 0) {
    // Who exists may be managed elsewhere, and then there is the log alone.
    if (place->part != DoingsPart::kActs && services.records == nullptr) return {};
    TRY_ASSIGN(auto page, page_of_part(query, place->part, {place->cursor, room}, services));
    room -= std::min(room, page.items.size());
    // A window of the log is read at a time, however little of it is theirs.
    if (place->part == DoingsPart::kActs && !page.next.empty()) room = 0;
    object[wire_name(place->part)] = std::move(page.items);
    const auto next = page.next.empty() ? behind(place->part) : place->part;
    place = next ? std::optional(DoingsPlace{*next, page.next}) : std::nullopt;
  }
  if (place) object.emplace("next", std::string(wire_name(place->part)) + ":" + place->cursor);
  return {};
}

}  // namespace baobei::http
