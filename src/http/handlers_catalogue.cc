// What the rules are applied to, as it is in force now: categories, offices, reasons.

#include <algorithm>

#include "http/api_json.h"
#include "http/handlers.h"

namespace baobei::http {
namespace {

constexpr std::size_t kSearchMax = 50;

Response items_of(json::array items, const catalogue::Catalogue& catalogue) {
  json::object object;
  object.emplace("catalogue_version", catalogue.version());
  object.emplace("items", std::move(items));
  return json_text(200, json::serialize(object));
}

json::object category_item(const catalogue::Category& category) {
  json::object object;
  object.emplace("id", category.id);
  object.emplace("name_zh", category.full_name(Language::kZh));
  object.emplace("name_en", category.full_name(Language::kEn));
  object.emplace("filing_category", category.filing_category);
  object.emplace("status", to_json(category.status));
  object.emplace("subjects", to_json(category.subjects));
  return object;
}

std::vector<const catalogue::Category*> every(const catalogue::Catalogue& catalogue) {
  std::vector<const catalogue::Category*> all;
  for (const auto& category : catalogue.categories()) all.push_back(&category);
  return all;
}

}  // namespace

Reply list_categories(Call& call, Services& services) {
  const auto& catalogue = services.catalogue(services.clock.now());
  const auto filing = flag_of(call, "filing");
  if (!filing) return call.problem(filing.error());
  std::optional<lifecycle::SubjectKind> kind;
  if (const auto text = call.query("subject_kind")) {
    kind = enum_from_wire<lifecycle::SubjectKind>(*text);
    if (!kind) {
      return call.problem(Error{ErrorKind::kInvalid, "not a kind of subject", "subject_kind"});
    }
  }
  const auto part = call.query("q");
  const auto found = part ? catalogue.search(*part, kSearchMax) : every(catalogue);
  json::array items;
  for (const auto* category : found) {
    if (*filing && !category->filing_category) continue;
    if (kind && !category->is_open_to(*kind)) continue;
    items.push_back(category_item(*category));
  }
  return items_of(std::move(items), catalogue);
}

Reply get_category(Call& call, Services& services) {
  const auto& catalogue = services.catalogue(services.clock.now());
  const auto* category = catalogue.category(call.params.at(0));
  if (category == nullptr) return call.problem(ProblemCode::kNotFound);
  auto object = std::move(api_json(*category, {}).as_object());
  object.erase("where");
  object["name_zh"] = category->full_name(Language::kZh);
  object["name_en"] = category->full_name(Language::kEn);
  object["catalogue_version"] = catalogue.version();
  return json_text(200, json::serialize(object));
}

Reply list_regions(Call&, Services& services) {
  const auto& catalogue = services.catalogue(services.clock.now());
  json::array items;
  for (const auto& region : catalogue.regions()) {
    auto object = std::move(api_json(region, {}).as_object());
    object.erase("channel");  // the live one is the directory's
    items.push_back(std::move(object));
  }
  return items_of(std::move(items), catalogue);
}

Reply list_reasons(Call& call, Services& services) {
  const auto& catalogue = services.catalogue(services.clock.now());
  std::optional<catalogue::ReasonUse> use;
  if (const auto text = call.query("use")) {
    use = enum_from_wire<catalogue::ReasonUse>(*text);
    if (!use) return call.problem(Error{ErrorKind::kInvalid, "not a use of reasons", "use"});
  }
  json::array items;
  for (const auto& reason : catalogue.reasons()) {
    if (use && !reason.serves(*use)) continue;
    auto object = std::move(api_json(reason, {}).as_object());
    object.erase("where");
    items.push_back(std::move(object));
  }
  return items_of(std::move(items), catalogue);
}

}  // namespace baobei::http
