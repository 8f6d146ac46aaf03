// Versions: an archive streams to a file, is taken in away from the I/O threads, and is from then
// on known by the digest of its file tree. Uploading the same tree again changes nothing.

#include "http/case_file.h"
#include "http/handlers.h"
#include "http/package_json.h"
#include "http/request_json.h"

namespace baobei::http {
namespace {

struct Upload {
  std::unique_ptr<TempFile> file;
  engine::PackageRow row;
  Language language;
};

// On a background thread.
void take_in(Upload upload, Services& services, const Done& done) {
  const auto facts = services.intake(upload.file->path());
  upload.file.reset();  // before the answer: who has it finds nothing left
  if (!facts) {
    services.report(facts.error());
    return done(problem_response(facts.error(), upload.language));
  }
  upload.row.digest = facts->digest;
  upload.row.files = facts->files;
  upload.row.bytes = facts->bytes;
  services.commands.put_package(
      upload.row, [row = upload.row, language = upload.language, &services, done](Status status) {
        if (status) return done(json_text(201, package_json(row)));
        services.report(status.error());
        done(problem_response(status.error(), language));
      });
}

}  // namespace

Reply upload_package(Call& call, Services& services) {
  const auto app = visible_case(call, services);
  if (!app) return call.problem(lifecycle::Refusal::kNotRegistered);
  if (!develops(*app, call.principal.person, services.clock.now())) {
    return call.problem(lifecycle::Refusal::kNoRight);
  }
  const auto label = call.query("label").value_or("");
  if (!label.empty()) {
    const auto named = check_name(label, "label");
    if (!named) return call.problem(named.error());
  }
  if (call.request.upload == nullptr || call.request.upload->size() == 0) {
    return call.problem(Error{ErrorKind::kInvalid, "the body is a zip or tar archive", ""});
  }
  engine::PackageRow row;
  row.app = app->id;
  row.label = label;
  row.uploaded_by = call.principal.person.id;
  row.uploaded_at = services.clock.now();
  Upload upload{std::move(call.request.upload), std::move(row), call.language};
  return Pending([&services, upload = std::move(upload)](Done done) mutable {
    const auto language = upload.language;
    auto work = [&services, upload = std::move(upload), done]() mutable {
      take_in(std::move(upload), services, done);
    };
    const bool taken = services.background.run(std::move(work));
    if (!taken) done(problem_response(ProblemCode::kBusy, language));
  });
}

Reply list_packages(Call& call, Services& services) {
  const auto page = page_of(call);
  if (!page) return call.problem(page.error());
  const auto list = services.reader.packages(call.viewer(), call.params.at(0), *page);
  if (!list) return call.problem(list.error());
  std::string body = "{\"items\":[";
  for (const auto& row : list->rows) {
    if (body.back() != '[') body += ",";
    body += package_json(row);
  }
  body += list->next.empty() ? "]}" : "],\"next\":\"" + list->next + "\"}";
  return json_text(200, body);
}

}  // namespace baobei::http
