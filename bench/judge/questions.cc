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
Label undeclared_label(const boost::json::object& app) {
  return {strings(app.if_contains("location_interfaces_undeclared")), {}};
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

Label pages_label(const boost::json::object& app) {
  const auto* structure = app.if_contains("structure");
  return {structure == nullptr ? Answers{}
                               : strings(structure->as_object().if_contains("pages_missing")),
          {}};
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

constexpr std::array kQuestions = {
    Question{"undeclared location interfaces", undeclared_label, undeclared_answers},
    Question{"missing pages", pages_label, pages_answers},
};

}  // namespace

std::span<const Question> questions() {
  return kQuestions;
}

}  // namespace baobei::judge
