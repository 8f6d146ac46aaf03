#include "http/record_json.h"

#include "http/api_json.h"
#include "lifecycle/refusal.h"

namespace baobei::http {

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

json::object step_on_record(const engine::StepRow& row, Services& services) {
  const auto& catalogue = services.catalogue(services.clock.now());
  json::object object{{"at", format_rfc3339(row.at)},
                      {"person", row.actor},
                      {"kind", wire_name(row.kind)},
                      {"subject", row.subject},
                      {"category", row.category}};
  if (const auto* category = catalogue.category(row.category)) {
    object.emplace("name_zh", category->full_name(Language::kZh));
    object.emplace("name_en", category->full_name(Language::kEn));
  }
  if (row.application > 0) object.emplace("application", row.application);
  if (row.detail.document > 0) object.emplace("document", row.detail.document);
  if (!row.detail.reasons.empty()) {
    json::array reasons;
    for (const auto& reason : row.detail.reasons) reasons.push_back(json::value(reason.reason));
    object.emplace("reasons", std::move(reasons));
  }
  if (row.detail.valid_until) {
    object.emplace("valid_until", format_rfc3339(*row.detail.valid_until));
  }
  if (row.detail.text.is_zero()) return object;
  const auto words = services.reader.text(row.detail.text);
  if (words) {
    object.emplace("words", *words);
  } else {
    object.emplace("words", nullptr);  // erased
  }
  return object;
}

json::object directory_step_on_record(const engine::DirectoryStep& step) {
  return {{"step", step.id},       {"at", format_rfc3339(step.act.at)},
          {"person", step.act.by}, {"what", wire_name(step.what)},
          {"about", step.about},   {"changes", to_json(step.changes)}};
}

}  // namespace baobei::http
