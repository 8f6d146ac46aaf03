// Qualifications as files: taken in away from the I/O threads, known by their digest, given out as
// attachments, every access recorded first, erased on an operator's word (DESIGN decision 7).

#include <charconv>

#include "http/application_json.h"
#include "http/desk_reply.h"
#include "http/document_file.h"
#include "http/document_vault.h"
#include "http/handlers.h"
#include "http/hold_json.h"
#include "http/request_json.h"
#include "http/sealed_file.h"

namespace baobei::http {
namespace {

using lifecycle::Role;

// The same bytes that waited already are that document; what was stored for this one goes again.
void drop_twin(const engine::DocumentRow& row, Services& services) {
  const auto kept = services.applications->document(row.id);
  if (kept && kept->stored != row.stored) drop_bytes(services, *row.stored);
}

// The document of the path within the application; the refusal where it is not one of it.
OrProblem<engine::DocumentRow> document_of(const Call& call, const lifecycle::Application& of,
                                           Services& services) {
  std::uint64_t id = 0;
  const auto& text = call.params.at(1);
  const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  const bool number = error == std::errc() && stopped == text.data() + text.size();
  if (!number || id > std::uint64_t{INT64_MAX}) {
    return std::unexpected(Problem(ProblemCode::kNotFound));
  }
  auto row = services.applications->document(id);
  if (!row) return std::unexpected(Problem(row.error()));
  if (row->application != of.id) return std::unexpected(Problem(ProblemCode::kNotFound));
  return std::move(*row);
}

std::string_view ending_of(std::string_view media_type) {
  if (media_type == "application/pdf") return ".pdf";
  return media_type == "image/png" ? ".png" : ".jpg";
}

// Of our own making: what the sender called it is shown as text, never obeyed.
std::string file_name_of(const engine::DocumentRow& row) {
  return "document-" + std::to_string(row.id) + std::string(ending_of(row.media_type));
}

}  // namespace

Reply upload_document(Call& call, Services& services) {
  if (const auto lacks = lacks_role(call, Role::kDeveloper)) return call.problem(*lacks);
  const auto subject = visible_subject(call, services);
  if (!subject) return call.problem(subject.error());
  engine::DocumentRow row;
  row.name = call.query("name").value_or("");
  if (!row.name.empty()) {
    const auto named = check_name(row.name, "name");
    if (!named) return call.problem(named.error());
  }
  const auto type = uploaded_type(call);
  if (!type) return call.problem(type.error());
  row.subject = subject->subject.id;
  row.media_type = *type;
  row.bytes = call.request.upload->size();
  row.uploaded_by = call.principal.person.id;
  row.uploaded_at = services.clock.now();
  SealedUpload upload{std::move(call.request.upload), row.subject, row.uploaded_at,
                      engine::kDocumentBytesMax, call.language};
  return take_in_sealed(services, std::move(upload),
                        [&services, row](const SealedFile& sealed) -> OrProblem<Response> {
                          auto kept = row;
                          kept.digest = sealed.digest;
                          kept.stored = sealed.stored;
                          TRY_ASSIGN(kept.id, services.applications->put_document(kept));
                          drop_twin(kept, services);
                          return json_text(201, json::serialize(document_json(kept)));
                        });
}

Reply download_document(Call& call, Services& services) {
  const auto lacks = lacks_any_role(call, {Role::kDeveloper, Role::kOperator, Role::kAuditor});
  if (lacks) return call.problem(*lacks);
  const auto application = visible_application(call, services);
  if (!application) return call.problem(application.error());
  const auto document = document_of(call, *application, services);
  if (!document) return call.problem(document.error());
  if (document->erased_at) return call.problem(ProblemCode::kNotFound);
  const engine::AccessRow access{document->id, application->id, call.principal.person.id,
                                 services.clock.now()};
  return give_out_file(
      services, call.language,
      [&services, access] { return services.applications->record_access(access); },
      [&services, row = *document]() -> Result<Response> {
        TRY_ASSIGN(auto bytes, services.vault->get(row));
        return attachment(row.media_type, file_name_of(row), std::move(bytes));
      });
}

Reply list_document_accesses(Call& call, Services& services) {
  if (!call.viewer().oversees()) return call.problem(lifecycle::Refusal::kNoRight);
  const auto application = visible_application(call, services);
  if (!application) return call.problem(application.error());
  const auto rows = services.applications->accesses(application->id);
  if (!rows) return call.problem(rows.error());
  json::array items;
  for (const auto& row : *rows) {
    items.push_back(json::object{
        {"document", row.document}, {"person", row.person}, {"at", format_rfc3339(row.at)}});
  }
  return json_text(200, json::serialize(json::object{{"items", std::move(items)}}));
}

// Doing it twice erases once; the second one finds nothing left (404).
Reply erase_document(Call& call, Services& services) {
  if (const auto lacks = lacks_role(call, Role::kOperator)) return call.problem(*lacks);
  const auto application = visible_application(call, services);
  if (!application) return call.problem(application.error());
  const auto document = document_of(call, *application, services);
  if (!document) return call.problem(document.error());
  if (document->erased_at) return call.problem(ProblemCode::kNotFound);
  const auto free = not_held(services, application->subject);
  if (!free) return call.problem(free.error());
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  const json::object said{{"document", document->id}, {"erased", true}};
  if (*dry_run) {
    auto answer = said;
    answer.emplace("dry_run", true);
    return json_text(200, json::serialize(answer));
  }
  engine::StepRow step;
  step.kind = engine::StepKind::kDocumentErased;
  step.subject = application->subject;
  step.category = application->category;
  step.application = application->id;
  step.revision = application->revision;
  step.actor = call.principal.person.id;
  step.at = services.clock.now();
  step.detail.document = document->id;
  return Pending([&services, step, row = *document, body = json::serialize(said),
                  language = call.language](Done done) {
    const bool taken = services.commands.on_writer([&services, step, row, body, language, done] {
      const auto alone = services.applications->erase_document(step.detail.document, step);
      if (!alone) return done(problem_response(alone.error(), language));
      if (*alone || row.stored) drop_bytes(services, row.stored.value_or(row.digest));
      done(json_text(200, body));
    });
    if (!taken) done(problem_response(ProblemCode::kBusy, language));
  });
}

}  // namespace baobei::http
