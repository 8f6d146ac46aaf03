#include "bench/judge/silence.h"

#include <algorithm>

#include "bench/judge/score.h"

namespace baobei::judge {
namespace {

constexpr const char* kSilenceQuestions[] = {kCategoriesQuestion, kRisksQuestion};

std::string text_of(const boost::json::object& object, const char* key) {
  const auto* value = object.if_contains(key);
  return value == nullptr || !value->is_string() ? std::string() : std::string(value->get_string());
}

bool is_empty(const boost::json::object& app, const char* list) {
  const auto* value = app.if_contains(list);
  return value == nullptr || !value->is_array() || value->get_array().empty();
}

}  // namespace

bool is_trap(const boost::json::object& app) {
  return text_of(app, "note").starts_with("Trap");
}

bool is_demonstration(const boost::json::object& app) {
  if (!is_empty(app, "expected_categories") || !is_empty(app, "acceptable_categories"))
    return false;
  if (is_empty(app, "content_risks")) return true;
  return std::ranges::all_of(app.at("content_risks").as_array(), [](const auto& risk) {
    return text_of(risk.as_object(), "kind") == "template_no_content";
  });
}

Answers called(const boost::json::object& app, const check::Report& report) {
  Answers out;
  for (const auto* name : kSilenceQuestions) {
    const auto question = std::ranges::find(questions(), std::string_view(name),
                                            [](const Question& row) { return row.name; });
    CHECK(question != questions().end());
    const auto label = question->label(app);
    for (const auto& answer : question->answers(report)) {
      const bool known =
          label && (label->expected.contains(answer) || is_accepted(label->acceptable, answer));
      if (!known) out.insert(answer);
    }
  }
  return out;
}

}  // namespace baobei::judge
