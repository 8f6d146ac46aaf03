// Qualifications as files: taken in away from the I/O threads, known by their digest, given out as
// attachments, every access recorded first, erased on an operator's word (DESIGN decision 7).

#include <fcntl.h>

#include <charconv>

#include "base/file.h"
#include "http/application_json.h"
#include "http/desk_reply.h"
#include "http/document_file.h"
#include "http/document_vault.h"
#include "http/handlers.h"
#include "http/hold_json.h"
#include "http/request_json.h"

namespace baobei::http {
namespace {

using lifecycle::Role;

struct DocumentUpload {
  std::unique_ptr<TempFile> file;
  engine::DocumentRow row;
  Language language;
};

// The same bytes that waited already are that document; what was stored for this one goes again.
void drop_twin(const engine::DocumentRow& row, Services& services) {
  const auto kept = services.applications->document(row.id);
  if (!kept || kept->stored == row.stored || !row.stored || !services.drop_blob) return;
  const auto dropped = services.drop_blob(*row.stored);
  if (!dropped) services.report(dropped.error());
}

// On a background thread: the bytes are sealed and durable before the row that names them.
void take_in(DocumentUpload upload, const std::string& sealed_key, Services& services,
             const Done& done) {
  const auto language = upload.language;
  const auto stored = [&]() -> Status {
    TRY_ASSIGN(const Fd file, open_file(upload.file->path(), O_RDONLY));
    TRY_ASSIGN(const auto bytes, read_file(file.get(), engine::kDocumentBytesMax));
    return services.vault->put(bytes, sealed_key, upload.row);
  }();
  upload.file.reset();  // before the answer: who has it finds nothing left
  if (!stored) {
    services.report(stored.error());
    return done(problem_response(stored.error(), language));
  }
  const bool taken =
      services.commands.on_writer([&services, row = upload.row, language, done]() mutable {
        const auto id = services.applications->put_document(row);
        if (!id) {
          if (services.drop_blob) (void)services.drop_blob(*row.stored);
          return done(problem_response(id.error(), language));
        }
        row.id = *id;
        drop_twin(row, services);
        done(json_text(201, json::serialize(document_json(row))));
      });
  if (!taken) done(problem_response(ProblemCode::kBusy, language));
}

// On the writer's thread, where the subject's key is made with its first document.
void take_in_with_key(const std::shared_ptr<DocumentUpload>& upload, Services& services,
                      const Done& done) {
  const auto language = upload->language;
  const auto& subject = upload->row.subject;
  const auto key = services.vault->keys().ensure(subject, services.vault->new_key(subject),
                                                 upload->row.uploaded_at);
  if (!key) return done(problem_response(key.error(), language));
  const bool works = services.background.run(
      [&services, upload, key = *key, done] { take_in(std::move(*upload), key, services, done); });
  if (!works) done(problem_response(ProblemCode::kBusy, language));
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

// On a background thread, after the access was recorded.
void give_out(const engine::DocumentRow& row, Services& services, Language language,
              const Done& done) {
  auto bytes = services.vault->get(row);
  if (!bytes) {
    services.report(bytes.error());
    return done(problem_response(bytes.error(), language));
  }
  done(attachment(row.media_type, file_name_of(row), std::move(*bytes)));
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
  auto upload = std::make_shared<DocumentUpload>(
      DocumentUpload{std::move(call.request.upload), std::move(row), call.language});
  return Pending([&services, upload](Done done) {
    const auto language = upload->language;
    const bool taken = services.commands.on_writer(
        [&services, upload, done] { take_in_with_key(upload, services, done); });
    if (!taken) done(problem_response(ProblemCode::kBusy, language));
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
  return Pending([&services, access, row = *document, language = call.language](Done done) {
    const bool taken = services.commands.on_writer([&services, access, row, language, done] {
      const auto recorded = services.applications->record_access(access);
      if (!recorded) {
        services.report(recorded.error());
        return done(problem_response(recorded.error(), language));
      }
      const bool works = services.background.run(
          [&services, row, language, done] { give_out(row, services, language, done); });
      if (!works) done(problem_response(ProblemCode::kBusy, language));
    });
    if (!taken) done(problem_response(ProblemCode::kBusy, language));
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
      if ((*alone || row.stored) && services.drop_blob) {
        const auto dropped = services.drop_blob(row.stored.value_or(row.digest));
        if (!dropped) services.report(dropped.error());
      }
      done(json_text(200, body));
    });
    if (!taken) done(problem_response(ProblemCode::kBusy, language));
  });
}

}  // namespace baobei::http
