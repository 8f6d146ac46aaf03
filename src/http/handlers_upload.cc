// Uploads in pieces: begun, sent piece by piece, taken in when whole. A cut connection or a restart
// costs the piece that was on its way and nothing else.

#include <fcntl.h>

#include <algorithm>
#include <charconv>

#include "base/file.h"
#include "http/case_file.h"
#include "http/handlers.h"
#include "http/package_json.h"
#include "http/request_json.h"
#include "http/upload_sweep.h"
#include "http/visible_version.h"

namespace baobei::http {
namespace {

struct BeginBody {
  std::uint64_t bytes = 0;
  std::optional<std::string> label;
  std::optional<Digest> content;
  std::optional<Digest> digest;
};
BOOST_DESCRIBE_STRUCT(BeginBody, (), (bytes, label, content, digest))

// The mini-program of the path, for those who develop it.
OrProblem<lifecycle::App> developed_case(const Call& call, Services& services) {
  const auto app = visible_case(call, services);
  if (!app) return std::unexpected(Problem(lifecycle::Refusal::kNotRegistered));
  if (develops(*app, call.principal.person, services.clock.now())) return *app;
  return std::unexpected(Problem(lifecycle::Refusal::kNoRight));
}

OrProblem<engine::UploadRow> open_upload(const Call& call, Services& services) {
  TRY_ASSIGN(const auto app, developed_case(call, services));
  TRY_ASSIGN(auto row, services.uploads->find(app.id, call.params.at(1)));
  if (row.expires_at > services.clock.now()) return row;
  return std::unexpected(Problem(ProblemCode::kNotFound));
}

json::object upload_json(const engine::UploadRow& row, std::uint64_t offset, Services& services) {
  json::object object{{"upload", row.id},
                      {"label", row.label},
                      {"bytes", row.bytes},
                      {"offset", offset},
                      {"piece_bytes_max", services.settings.piece_bytes_max},
                      {"begun_at", format_rfc3339(row.begun_at)},
                      {"expires_at", format_rfc3339(row.expires_at)}};
  if (row.content) object.emplace("content", to_hex(*row.content));
  if (row.digest) object.emplace("digest", to_hex(*row.digest));
  return object;
}

Problem wrong_offset(std::uint64_t offset) {
  Problem problem(ProblemCode::kWrongOffset);
  problem.members.emplace_back("offset", std::to_string(offset));
  return problem;
}

Result<engine::UploadRow> row_of(const BeginBody& body, const Call& call, Services& services,
                                 const lifecycle::App& app) {
  const auto most = services.settings.package_bytes_max;
  if (body.bytes == 0) return fail(ErrorKind::kInvalid, "at least one byte", "/bytes");
  if (body.bytes > most) {
    return fail(ErrorKind::kTooLarge, "a package has at most " + std::to_string(most) + " bytes",
                "/bytes");
  }
  engine::UploadRow row;
  row.id = random_id("up");
  row.app = app.id;
  row.org = call.principal.person.org;
  row.person = call.principal.person.id;
  row.label = body.label.value_or("");
  if (!row.label.empty()) TRY(check_name(row.label, "/label"));
  row.bytes = body.bytes;
  row.content = body.content;
  row.digest = body.digest;
  row.begun_at = services.clock.now();
  row.expires_at = row.begun_at + services.settings.upload_lifetime;
  return row;
}

Result<std::uint64_t> stated_offset(const Head& head) {
  const auto text = head.header("Upload-Offset");
  std::uint64_t offset = 0;
  const auto* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, offset);
  if (!text.empty() && error == std::errc() && stopped == end) return offset;
  return fail(ErrorKind::kInvalid, "the number of bytes sent before is expected", "Upload-Offset");
}

// ---- one piece ---------------------------------------------------------------------------------

struct Piece {
  engine::UploadRow row;
  std::uint64_t offset = 0;
  std::unique_ptr<TempFile> file;
};

OrProblem<std::uint64_t> added(const Piece& piece, Services& services) {
  TRY_ASSIGN(auto hold, services.partials->hold(piece.row.id));
  TRY_ASSIGN(const auto size, hold.size());
  if (size != piece.offset) return std::unexpected(wrong_offset(size));
  if (piece.file->size() > piece.row.bytes - size) {
    return std::unexpected(
        Problem(Error{ErrorKind::kTooLarge, "more bytes than the upload was begun with", ""}));
  }
  TRY_ASSIGN(const auto grown, hold.append(piece.file->path()));
  return grown;
}

Response add_piece(Piece& piece, Services& services, Language language) {
  const auto offset = added(piece, services);
  piece.file.reset();  // before the answer: who has it finds nothing left
  if (offset) return json_text(200, json::serialize(upload_json(piece.row, *offset, services)));
  if (offset.error().status >= 500) {
    services.report({ErrorKind::kUnavailable, "a piece was not kept", piece.row.id});
  }
  return problem_response(offset.error(), language);
}

// ---- the whole ---------------------------------------------------------------------------------

struct Whole {
  engine::UploadRow row;
  engine::PackageRow package;
  std::shared_ptr<PartialFiles::Hold> hold;
};

// What was stated beforehand holds, and the archive is a package.
OrProblem<Digest> sealed(Whole& whole, Services& services) {
  TRY_ASSIGN(const auto size, whole.hold->size());
  if (size != whole.row.bytes) return std::unexpected(wrong_offset(size));
  if (whole.row.content) {
    TRY_ASSIGN(const Fd file, open_file(whole.hold->path(), O_RDONLY));
    TRY_ASSIGN(const auto content, sha256_of_file(file.get()));
    if (content != *whole.row.content) {
      return std::unexpected(Problem(Error{
          ErrorKind::kInvalid, "the archive that arrived is not the one stated", "/content"}));
    }
  }
  TRY_ASSIGN(const auto facts, services.intake(whole.hold->path()));
  if (whole.row.digest && facts.digest != *whole.row.digest) {
    return std::unexpected(Problem(
        Error{ErrorKind::kInvalid, "the version has another digest than stated", "/digest"}));
  }
  whole.package.digest = facts.digest;
  whole.package.files = facts.files;
  whole.package.bytes = facts.bytes;
  return facts.digest;
}

// An archive that is wrong is wrong for ever: its bytes go, the upload can be sent anew.
void answer_fault(const Whole& whole, const Problem& problem, Services& services, Language language,
                  const Done& done) {
  const bool spoilt = problem.status == 400 || problem.status == 413;
  if (spoilt) whole.hold->remove();
  if (spoilt || problem.status >= 500) {
    services.report(
        {ErrorKind::kInvalid, "an upload was not taken in: " + problem.code, whole.row.id});
  }
  done(problem_response(problem, language));
}

void finish(const Whole& whole, Services& services, Language language, const Done& done) {
  services.commands.write([&uploads = *services.uploads,
                           whole] { return uploads.take(whole.row.id, whole.package.digest); },
                          [whole, &services, language, done](const Status& taken) {
                            if (!taken) {
                              services.report(taken.error());
                              return done(problem_response(taken.error(), language));
                            }
                            whole.hold->remove();
                            done(json_text(201, package_json(whole.package)));
                          });
}

// On a background thread.
void take_whole(Whole whole, Services& services, Language language, const Done& done) {
  const auto digest = sealed(whole, services);
  if (!digest) return answer_fault(whole, digest.error(), services, language, done);
  services.commands.put_package(whole.package,
                                [whole, &services, language, done](const Status& stored) {
                                  if (stored) return finish(whole, services, language, done);
                                  services.report(stored.error());
                                  done(problem_response(stored.error(), language));
                                });
}

// Asked again after the answer was lost: the same answer.
Response taken_before(const Call& call, Services& services, const engine::UploadRow& row) {
  const auto package = services.reader.package(call.viewer(), row.app, *row.taken_as);
  if (!package) return call.problem(package.error());
  return json_text(201, package_json(*package));
}

}  // namespace

Reply begin_upload(Call& call, Services& services) {
  const auto body = read_body<BeginBody>(call.request.body);
  if (!body) return call.problem(body.error());
  const auto app = developed_case(call, services);
  if (!app) return call.problem(app.error());
  auto row = row_of(*body, call, services, *app);
  if (!row) return call.problem(row.error());
  return Pending([&services, row = std::move(*row), language = call.language](Done done) {
    services.background.run([&services] { sweep_uploads(services); });
    services.commands.write(
        [&uploads = *services.uploads, row] { return uploads.begin(row); },
        [&services, row, language, done](const Status& begun) {
          if (!begun) {
            const bool many = begun.error().kind == ErrorKind::kTooLarge;
            const Problem problem =
                many ? Problem(ProblemCode::kTooManyUploads) : Problem(begun.error());
            return done(problem_response(problem, language));
          }
          auto response = json_text(201, json::serialize(upload_json(row, 0, services)));
          response.headers.push_back({"Location", "/v1/apps/" + row.app + "/uploads/" + row.id});
          done(std::move(response));
        });
  });
}

Reply list_uploads(Call& call, Services& services) {
  const auto app = developed_case(call, services);
  if (!app) return call.problem(app.error());
  const auto rows = services.uploads->open_of(app->id);
  if (!rows) return call.problem(rows.error());
  json::array items;
  for (const auto& row : *rows) {
    if (row.expires_at <= services.clock.now()) continue;
    const auto offset = services.partials->size(row.id);
    if (!offset) return call.problem(offset.error());
    items.push_back(upload_json(row, *offset, services));
  }
  return json_text(200, json::serialize(json::object{{"items", std::move(items)}}));
}

Reply get_upload(Call& call, Services& services) {
  const auto row = open_upload(call, services);
  if (!row) return call.problem(row.error());
  const auto offset = row->taken_as ? row->bytes : services.partials->size(row->id);
  if (!offset) return call.problem(offset.error());
  auto object = upload_json(*row, *offset, services);
  if (row->taken_as) object.emplace("taken_as", to_hex(*row->taken_as));
  return json_text(200, json::serialize(object));
}

Reply send_piece(Call& call, Services& services) {
  auto row = open_upload(call, services);
  if (!row) return call.problem(row.error());
  if (row->taken_as) return call.problem(wrong_offset(row->bytes));
  const auto offset = stated_offset(call.request.head);
  if (!offset) return call.problem(offset.error());
  if (call.request.upload == nullptr || call.request.upload->size() == 0) {
    return call.problem(Error{ErrorKind::kInvalid, "the body is the next piece", ""});
  }
  auto piece =
      std::make_shared<Piece>(Piece{std::move(*row), *offset, std::move(call.request.upload)});
  return in_background(call, services, [piece, &services, language = call.language] {
    return add_piece(*piece, services, language);
  });
}

Reply complete_upload(Call& call, Services& services) {
  auto row = open_upload(call, services);
  if (!row) return call.problem(row.error());
  if (row->taken_as) return taken_before(call, services, *row);
  auto hold = services.partials->hold(row->id);
  if (!hold) return call.problem(hold.error());
  Whole whole;
  whole.package.app = row->app;
  whole.package.label = row->label;
  whole.package.uploaded_by = call.principal.person.id;
  whole.package.uploaded_at = services.clock.now();
  whole.row = std::move(*row);
  whole.hold = std::make_shared<PartialFiles::Hold>(std::move(*hold));
  return Pending([whole = std::move(whole), &services, language = call.language](Done done) {
    auto work = [whole, &services, language, done] { take_whole(whole, services, language, done); };
    const bool taken = services.background.run(std::move(work));
    if (!taken) done(problem_response(ProblemCode::kBusy, language));
  });
}

Reply give_up_upload(Call& call, Services& services) {
  auto row = open_upload(call, services);
  if (!row) return call.problem(row.error());
  auto hold = services.partials->hold(row->id);
  if (!hold) return call.problem(hold.error());
  auto held = std::make_shared<PartialFiles::Hold>(std::move(*hold));
  return Pending([&services, id = row->id, held, language = call.language](Done done) {
    services.commands.write([&uploads = *services.uploads, id] { return uploads.remove(id); },
                            [held, language, done](const Status& removed) {
                              if (!removed) {
                                return done(problem_response(removed.error(), language));
                              }
                              held->remove();
                              Response response;
                              response.status = 204;
                              done(std::move(response));
                            });
  });
}

}  // namespace baobei::http
