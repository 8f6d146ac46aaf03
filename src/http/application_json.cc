#include "http/application_json.h"

#include "http/case_file.h"
#include "http/desk_reply.h"

namespace baobei::http {
namespace {

void add_instant(json::object& object, const char* name, const std::optional<Instant>& instant) {
  if (instant) object.emplace(name, format_rfc3339(*instant));
}

void add_text(json::object& object, const char* name, const lifecycle::TextRef& reference,
              Services& services) {
  if (reference.is_zero()) return;
  const auto text = services.reader.text(reference);
  if (text) {
    object.emplace(name, *text);
  } else {
    object.emplace(name, nullptr);  // erased
  }
}

json::object reason_json(const lifecycle::Reason& reason, const catalogue::Catalogue& catalogue,
                         Services& services) {
  json::object object;
  object.emplace("reason", reason.reason);
  if (reason.category) object.emplace("category", *reason.category);
  if (const auto* row = catalogue.reason(reason.reason)) {
    object.emplace("title", json::object{{"zh", row->title.zh}, {"en", row->title.en}});
    object.emplace("advice", json::object{{"zh", row->advice.zh}, {"en", row->advice.en}});
  }
  add_text(object, "text", reason.text, services);
  return object;
}

json::array reasons_json(const std::vector<lifecycle::Reason>& reasons,
                         const catalogue::Catalogue& catalogue, Services& services) {
  json::array items;
  for (const auto& reason : reasons) items.push_back(reason_json(reason, catalogue, services));
  return items;
}

// Everybody sees that it happened and when; who did it is the operator's to see.
Result<json::array> steps_json(const lifecycle::Application& application, const Call& call,
                               Services& services) {
  TRY_ASSIGN(const auto steps, services.applications->steps(application.id));
  json::array items;
  for (const auto& step : steps) {
    json::object object;
    object.emplace("kind", wire_name(step.kind));
    object.emplace("at", format_rfc3339(step.at));
    object.emplace("revision", step.revision);
    if (step.detail.document != 0) object.emplace("document", step.detail.document);
    if (sees_people(call.viewer())) object.emplace("actor", step.actor);
    items.push_back(std::move(object));
  }
  return items;
}

Result<json::array> documents_json(const lifecycle::Application& application, Services& services) {
  TRY_ASSIGN(const auto rows,
             services.applications->documents(application.subject, application.id));
  json::array items;
  for (const auto& row : rows) items.push_back(document_json(row));
  return items;
}

}  // namespace

json::object document_json(const engine::DocumentRow& row) {
  json::object object;
  object.emplace("document", row.id);
  object.emplace("media_type", row.media_type);
  object.emplace("bytes", row.bytes);
  object.emplace("uploaded_at", format_rfc3339(row.uploaded_at));
  if (row.erased_at) {
    object.emplace("erased_at", format_rfc3339(*row.erased_at));
    return object;
  }
  object.emplace("digest", to_hex(row.digest));
  for (const auto& [name, words] :
       {std::pair("name", &row.name), std::pair("title", &row.title),
        std::pair("number", &row.number), std::pair("issuer", &row.issuer)}) {
    if (!words->empty()) object.emplace(name, *words);
  }
  add_instant(object, "expires", row.expires);
  return object;
}

json::object application_item(const lifecycle::Application& application,
                              const catalogue::Catalogue& catalogue) {
  json::object object;
  object.emplace("application", application.id);
  object.emplace("subject", application.subject);
  object.emplace("category", application.category);
  if (const auto* category = catalogue.category(application.category)) {
    object.emplace("name_zh", category->full_name(Language::kZh));
    object.emplace("name_en", category->full_name(Language::kEn));
    object.emplace("filing_category", category->filing_category);
  }
  object.emplace("state", wire_name(application.state));
  object.emplace("revision", application.revision);
  object.emplace("documents", application.documents.size());
  object.emplace("applied_at", format_rfc3339(application.applied_at));
  object.emplace("changed_at", format_rfc3339(application.changed_at));
  add_instant(object, "valid_until", application.valid_until);
  return object;
}

Result<json::object> application_json(const lifecycle::Application& application, const Call& call,
                                      Services& services) {
  const auto& catalogue = services.catalogue(services.clock.now());
  TRY_ASSIGN(const auto subject, services.reader.subject(application.subject));
  auto object = application_item(application, catalogue);
  object.emplace("etag", application_etag(application.revision));
  object.emplace("subject_name", subject.name);
  object.emplace("subject_kind", wire_name(subject.subject.kind));
  object.emplace("org", application.org);
  object.emplace("catalogue_version", application.catalogue_version);
  if (application.answers_refusal != 0) {
    object.emplace("answers_refusal", application.answers_refusal);
  }
  add_text(object, "words", application.words, services);
  add_text(object, "remark", application.remark, services);
  json::array answers;
  for (const auto& answer : application.answers) {
    json::object item{{"reason", answer.reason}};
    add_text(item, "text", answer.text, services);
    answers.push_back(std::move(item));
  }
  object.emplace("answers", std::move(answers));
  object.emplace("reasons", reasons_json(application.reasons, catalogue, services));
  TRY_ASSIGN(auto documents, documents_json(application, services));
  object["documents"] = std::move(documents);
  TRY_ASSIGN(auto steps, steps_json(application, call, services));
  object.emplace("steps", std::move(steps));
  return object;
}

}  // namespace baobei::http
