// Scans of paper answers: taken in away from the I/O threads, known by their digest, given out as
// attachments, every access recorded first (R10a, DESIGN decision 7).

#include <fstream>

#include "engine/scan_ports.h"
#include "http/case_file.h"
#include "http/desk_reply.h"
#include "http/document_type.h"
#include "http/handlers.h"
#include "http/request_json.h"

namespace baobei::http {
namespace {

struct ScanUpload {
  std::unique_ptr<TempFile> file;
  engine::ScanRow row;
  Language language;
};

std::string beginning_of(const std::string& path) {
  std::string bytes(kSignatureBytesMax, '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

json::object scan_json(const engine::ScanRow& row) {
  json::object object;
  object.emplace("scan", row.id);
  object.emplace("digest", to_hex(row.digest));
  object.emplace("media_type", row.media_type);
  object.emplace("bytes", row.bytes);
  object.emplace("paper_received", format_rfc3339(row.paper_received));
  object.emplace("uploaded_by", row.uploaded_by);
  object.emplace("uploaded_at", format_rfc3339(row.uploaded_at));
  return object;
}

// The entry of the path, for operators and its own office.
OrProblem<lifecycle::EntryNo> visible_entry(const Call& call, Services& services) {
  if (services.scans == nullptr) return std::unexpected(Problem(ProblemCode::kNoSuchRoute));
  TRY_ASSIGN(const auto file, visible_case(call, services));
  const auto lacks = lacks_any_role(call, {lifecycle::Role::kOperator, lifecycle::Role::kOfficer});
  if (lacks) return std::unexpected(*lacks);
  TRY_ASSIGN(const auto no, path_number(call, 1));
  const auto* entry = lifecycle::find_entry(file, no);
  const auto viewer = call.viewer();
  const bool seen = entry != nullptr &&
                    (viewer.has(lifecycle::Role::kOperator) || entry->region == viewer.region);
  if (!seen) return std::unexpected(Problem(ProblemCode::kNotFound));
  return no;
}

// On a background thread: the bytes are durable before the row that names them.
void take_scan(ScanUpload upload, Services& services, const Done& done) {
  const auto language = upload.language;
  const auto digest = services.blobs.put_file(upload.file->path());
  upload.file.reset();  // before the answer: who has it finds nothing left
  if (!digest) {
    services.report(digest.error());
    return done(problem_response(digest.error(), language));
  }
  upload.row.digest = *digest;
  const bool taken = services.commands.on_writer([&services, row = upload.row, language, done] {
    const auto added = services.scans->add(row);
    if (added) return done(json_text(201, json::serialize(scan_json(row))));
    const bool many = added.error().kind == ErrorKind::kTooLarge;
    done(
        problem_response(many ? Problem(ProblemCode::kTooMany) : Problem(added.error()), language));
  });
  if (!taken) done(problem_response(ProblemCode::kBusy, language));
}

void give_scan(const engine::ScanRow& row, Services& services, Language language,
               const Done& done) {
  auto bytes = services.blobs.get(row.digest, engine::kDocumentBytesMax);
  if (!bytes) {
    services.report(bytes.error());
    return done(problem_response(bytes.error(), language));
  }
  Response response;
  response.content_type = row.media_type;
  response.headers.push_back({"Content-Disposition", "attachment; filename=\"" + row.id + "\""});
  response.headers.push_back({"Content-Security-Policy", "sandbox; default-src 'none'"});
  response.body = std::move(*bytes);
  done(std::move(response));
}

}  // namespace

Reply upload_scan(Call& call, Services& services) {
  const auto entry = visible_entry(call, services);
  if (!entry) return call.problem(entry.error());
  if (const auto lacks = lacks_role(call, lifecycle::Role::kOperator)) return call.problem(*lacks);
  engine::ScanRow row;
  const auto received = read_instant(call.query("received").value_or(""), "received");
  if (!received) return call.problem(received.error());
  if (call.request.upload == nullptr || call.request.upload->size() == 0) {
    return call.problem(Error{ErrorKind::kInvalid, "the body is the file", ""});
  }
  const auto type = document_type(beginning_of(call.request.upload->path()));
  if (!type) return call.problem(ProblemCode::kUnsupportedType);
  row.id = random_id("scn");
  row.app = call.params.at(0);
  row.entry = *entry;
  row.media_type = *type;
  row.bytes = call.request.upload->size();
  row.paper_received = *received;
  row.uploaded_by = call.principal.person.id;
  row.uploaded_at = services.clock.now();
  ScanUpload upload{std::move(call.request.upload), std::move(row), call.language};
  return Pending([&services, upload = std::move(upload)](Done done) mutable {
    const auto language = upload.language;
    auto work = [&services, upload = std::move(upload), done]() mutable {
      take_scan(std::move(upload), services, done);
    };
    const bool taken = services.background.run(std::move(work));
    if (!taken) done(problem_response(ProblemCode::kBusy, language));
  });
}

Reply list_scans(Call& call, Services& services) {
  const auto entry = visible_entry(call, services);
  if (!entry) return call.problem(entry.error());
  const auto rows = services.scans->of(call.params.at(0), *entry);
  if (!rows) return call.problem(rows.error());
  json::array items;
  for (const auto& row : *rows) {
    auto item = scan_json(row);
    const auto accesses = services.scans->accesses(row.id);
    if (!accesses) return call.problem(accesses.error());
    json::array seen;
    for (const auto& access : *accesses) {
      seen.push_back(json::object{{"person", access.person}, {"at", format_rfc3339(access.at)}});
    }
    item.emplace("accesses", std::move(seen));
    items.push_back(std::move(item));
  }
  return json_text(200, json::serialize(json::object{{"items", std::move(items)}}));
}

Reply download_scan(Call& call, Services& services) {
  const auto entry = visible_entry(call, services);
  if (!entry) return call.problem(entry.error());
  const auto row = services.scans->find(call.params.at(0), *entry, call.params.at(2));
  if (!row) return call.problem(row.error());
  const engine::ScanAccess access{row->id, call.principal.person.id, services.clock.now()};
  return Pending([&services, access, row = *row, language = call.language](Done done) {
    const bool taken = services.commands.on_writer([&services, access, row, language, done] {
      const auto recorded = services.scans->record_access(access);
      if (!recorded) {
        services.report(recorded.error());
        return done(problem_response(recorded.error(), language));
      }
      const bool works = services.background.run(
          [&services, row, language, done] { give_scan(row, services, language, done); });
      if (!works) done(problem_response(ProblemCode::kBusy, language));
    });
    if (!taken) done(problem_response(ProblemCode::kBusy, language));
  });
}

}  // namespace baobei::http
