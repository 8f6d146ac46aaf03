// Documents and scans as files: what they are by their first bytes, taken in durably before a row
// names them, and given out as attachments. Heavy to compile: include it from .cc files only.
// Threads: as each function says.
#pragma once

#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include "engine/applications.h"
#include "http/call.h"
#include "http/document_type.h"
#include "http/services.h"

namespace baobei::http {

inline std::string first_bytes(const std::string& path) {
  std::string bytes(kSignatureBytesMax, '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

// What the request brought: kInvalid where that is nothing, kUnsupportedType for what is no
// document.
inline OrProblem<std::string_view> uploaded_type(const Call& call) {
  if (call.request.upload == nullptr || call.request.upload->size() == 0) {
    return std::unexpected(Problem(Error{ErrorKind::kInvalid, "the body is the file", ""}));
  }
  const auto type = document_type(first_bytes(call.request.upload->path()));
  if (!type) return std::unexpected(Problem(ProblemCode::kUnsupportedType));
  return *type;
}

// `work` on a background thread; it answers by `done`.
template <typename Work>
void run_later(Services& services, Language language, const Done& done, Work work) {
  const bool taken = services.background.run(std::move(work));
  if (!taken) done(problem_response(ProblemCode::kBusy, language));
}

// The answer comes later: the file's bytes are durable, then `record(digest)` runs on the writer's
// thread and gives the answer.
template <typename Record>
Reply take_in_file(Services& services, std::unique_ptr<TempFile> file, Language language,
                   Record record) {
  auto held = std::make_shared<std::unique_ptr<TempFile>>(std::move(file));
  return Pending([&services, held, language, record = std::move(record)](Done done) {
    run_later(services, language, done, [&services, held, language, record, done] {
      const auto digest = services.blobs.put_file((*held)->path());
      held->reset();  // before the answer: who has it finds nothing left
      if (!digest) {
        services.report(digest.error());
        return done(problem_response(digest.error(), language));
      }
      const bool taken = services.commands.on_writer([record, digest = *digest, language, done] {
        OrProblem<Response> answer = record(digest);
        done(answer ? std::move(*answer) : problem_response(answer.error(), language));
      });
      if (!taken) done(problem_response(ProblemCode::kBusy, language));
    });
  });
}

// What the sender called it is shown as text, never obeyed: `name` is of our own making.
inline Response attachment(const std::string& media_type, const std::string& name,
                           std::string bytes) {
  Response response;
  response.content_type = media_type;
  response.headers.push_back({"Content-Disposition", "attachment; filename=\"" + name + "\""});
  response.headers.push_back({"Content-Security-Policy", "sandbox; default-src 'none'"});
  response.body = std::move(bytes);
  return response;
}

// The answer comes later: `record_access()` on the writer's thread, then what `read()` says on a
// background thread, a Result<Response>.
template <typename RecordAccess, typename Read>
Reply give_out_file(Services& services, Language language, RecordAccess record_access, Read read) {
  return Pending([&services, language, record_access = std::move(record_access),
                  read = std::move(read)](Done done) {
    const bool taken =
        services.commands.on_writer([&services, language, record_access, read, done] {
          const Status recorded = record_access();
          if (!recorded) {
            services.report(recorded.error());
            return done(problem_response(recorded.error(), language));
          }
          run_later(services, language, done, [&services, language, read, done] {
            Result<Response> given = read();
            if (given) return done(std::move(*given));
            services.report(given.error());
            done(problem_response(given.error(), language));
          });
        });
    if (!taken) done(problem_response(ProblemCode::kBusy, language));
  });
}

}  // namespace baobei::http
