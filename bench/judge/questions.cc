#include "bench/judge/questions.h"

#include <array>

namespace baobei::judge {
namespace {

Answers strings(const boost::json::value* list) {
  Answers out;
  if (list == nullptr || !list->is_array()) return out;
  for (const auto& item : list->get_array()) {
    if (item.is_string()) out.emplace(item.get_string());
  }
  return out;
}

// Interfaces that requiredPrivateInfos should name and does not.
std::optional<Label> undeclared_label(const boost::json::object& app) {
  const auto* named = app.if_contains("location_interfaces_undeclared");
  if (named == nullptr) return std::nullopt;
  return Label{strings(named), {}};
}

Answers undeclared_answers(const check::Report& report) {
  Answers out;
  for (const auto& finding : report.findings) {
    const bool speaks = finding.rule.find("undeclared") != std::string::npos;
    if (speaks && finding.api && finding.api->starts_with("wx."))
      out.insert(finding.api->substr(3));
  }
  return out;
}

std::optional<Label> pages_label(const boost::json::object& app) {
  const auto* structure = app.if_contains("structure");
  if (structure == nullptr) return std::nullopt;
  return Label{strings(structure->as_object().if_contains("pages_missing")), {}};
}

// The page stands in the message, between quotation marks.
Answers pages_answers(const check::Report& report) {
  Answers out;
  for (const auto& finding : report.findings) {
    if (finding.rule != "structure/page-files-missing") continue;
    const auto& text = finding.message.en;
    const auto begin = text.find('\'');
    const auto end = text.find('\'', begin + 1);
    if (end != std::string::npos) out.insert(text.substr(begin + 1, end - begin - 1));
  }
  return out;
}

std::string string_of(const boost::json::object& object, const char* key) {
  const auto* value = object.if_contains(key);
  return value == nullptr || !value->is_string() ? std::string() : std::string(value->get_string());
}

// The rows of a list whose confidence is high, and the others.
struct Rows {
  Answers high;
  Answers others;
};

Rows rows_of(const boost::json::object& app, const char* list, const char* name) {
  Rows rows;
  const auto* value = app.if_contains(list);
  if (value == nullptr || !value->is_array()) return rows;
  for (const auto& item : value->get_array()) {
    const auto& object = item.as_object();
    auto& side = string_of(object, "confidence") == "high" ? rows.high : rows.others;
    side.insert(string_of(object, name));
  }
  return rows;
}

// What a reviewer would insist on is expected; what is likely or acceptable is no error.
std::optional<Label> categories_label(const boost::json::object& app) {
  auto rows = rows_of(app, "expected_categories", "name");
  auto acceptable = strings(app.if_contains("acceptable_categories"));
  acceptable.merge(rows.others);
  return Label{rows.high, acceptable};
}

std::string first_level(const std::string& name) {
  return name.substr(0, name.find('-'));
}

Answers first_levels(const Answers& names) {
  Answers out;
  for (const auto& name : names) out.insert(first_level(name));
  return out;
}

std::optional<Label> first_levels_label(const boost::json::object& app) {
  const auto label = *categories_label(app);
  return Label{first_levels(label.expected), first_levels(label.acceptable)};
}

Answers categories_answers(const check::Report& report) {
  Answers out;
  for (const auto& category : report.categories) {
    if (category.confidence >= kThreshold) out.insert(category.first + "-" + category.second);
  }
  return out;
}

Answers first_levels_answers(const check::Report& report) {
  return first_levels(categories_answers(report));
}

// One name for what the labels and the rules call by several.
struct Family {
  std::string_view name;
  std::string_view members;  // between spaces: kinds of the labels, rules without "content/"
};
constexpr std::array kFamilies = {
    Family{
        "gambling",
        " gambling gambling_bet gambling_like gambling_like_draw lottery paid-draw gambling_tool "},
    Family{"fortune-telling", " fortune-telling fortune_telling "},
    Family{"virtual-currency", " virtual-currency virtual_currency "},
    Family{"pyramid-selling", " pyramid-selling multi_level_marketing "},
    Family{"induced-sharing", " induced-sharing induced_sharing "},
    Family{"private-contact", " private-contact divert_to_personal_wechat "},
    Family{"off-platform-payment", " off-platform-payment off_platform_payment "},
    Family{"identity-documents", " identity-documents id_document_collection "},
    Family{"health-data", " health-data health_data_collection "},
    Family{"biometrics", " biometrics biometric_collection "},
    Family{"minors-data", " minors-data minor_data_collection "},
    Family{"medicine-sale", " medicine-sale medicine_sale prescription_drug "},
    Family{"medical-claims", " medical-claims medical_claim "},
    Family{"tobacco", " tobacco "},
    Family{"lending", " lending p2p_lending "},
    Family{"fundraising", " fundraising unlicensed_fundraising "},
    Family{"credentials", " credentials third_party_credentials "},
    Family{"placeholder", " placeholder template_no_content "},
    Family{"prize-draw", " prize-draw prize_draw "},
    Family{"user-content", " user-content ugc_and_private_chat "},
    Family{"virtual-payment", " virtual-payment virtual_payment "},
};

std::string family_of(const std::string& name) {
  for (const auto& family : kFamilies) {
    if (family.members.find(" " + name + " ") != std::string_view::npos) {
      return std::string(family.name);
    }
  }
  return name;
}

Answers families(const Answers& names) {
  Answers out;
  for (const auto& name : names) out.insert(family_of(name));
  return out;
}

std::optional<Label> risks_label(const boost::json::object& app) {
  const auto rows = rows_of(app, "content_risks", "kind");
  return Label{families(rows.high), families(rows.others)};
}

Answers risks_answers(const check::Report& report) {
  constexpr std::string_view kPrefix = "content/";
  Answers out;
  for (const auto& finding : report.findings) {
    if (finding.severity == check::Severity::kNote || !finding.rule.starts_with(kPrefix)) continue;
    out.insert(family_of(finding.rule.substr(kPrefix.size())));
  }
  return out;
}

constexpr std::array kQuestions = {
    Question{"undeclared location interfaces", undeclared_label, undeclared_answers},
    Question{"missing pages", pages_label, pages_answers},
    Question{kCategoriesQuestion, categories_label, categories_answers},
    Question{"categories, first level", first_levels_label, first_levels_answers},
    Question{kRisksQuestion, risks_label, risks_answers},
};

}  // namespace

std::span<const Question> questions() {
  return kQuestions;
}

Answers risk_families(const std::vector<infer::Risk>& risks, const knowledge::Data& data,
                      knowledge::Level least) {
  Answers out;
  for (const auto& risk : risks) {
    if (risk.level <= least) out.insert(family_of(data.packs[risk.pack].id));
  }
  return out;
}

}  // namespace baobei::judge
