#include "http/sealed_file.h"

#include <fcntl.h>

#include "base/file.h"
#include "http/document_file.h"
#include "http/document_vault.h"

namespace baobei::http {
namespace {

struct Intake {
  SealedUpload upload;
  RecordSealed record;
  std::string key;  // the subject's, sealed
};

Result<SealedFile> seal_file(const Intake& intake, const DocumentVault& vault) {
  TRY_ASSIGN(const Fd file, open_file(intake.upload.file->path(), O_RDONLY));
  TRY_ASSIGN(const auto bytes, read_file(file.get(), intake.upload.bytes_max));
  engine::DocumentRow row;
  row.subject = intake.upload.subject;
  TRY(vault.put(bytes, intake.key, row));
  return SealedFile{row.digest, *row.stored};
}

OrProblem<Response> recorded(const Intake& intake, const SealedFile& sealed, Services& services) {
  TRY_ASSIGN(const auto key, services.vault->keys().find(intake.upload.subject));
  // Destroyed meanwhile: nobody could ever read it. Sent again it comes under a new key.
  if (key != intake.key) return std::unexpected(Problem(ProblemCode::kBusy));
  return intake.record(sealed);
}

// On a background thread.
void take_in(const std::shared_ptr<Intake>& intake, Services& services, const Done& done) {
  const auto language = intake->upload.language;
  const auto sealed = seal_file(*intake, *services.vault);
  intake->upload.file.reset();  // before the answer: who has it finds nothing left
  if (!sealed) {
    services.report(sealed.error());
    return done(problem_response(sealed.error(), language));
  }
  const bool taken =
      services.commands.on_writer([&services, intake, sealed = *sealed, language, done] {
        auto answer = recorded(*intake, sealed, services);
        if (answer) return done(std::move(*answer));
        drop_bytes(services, sealed.stored);
        done(problem_response(answer.error(), language));
      });
  if (taken) return;
  drop_bytes(services, sealed->stored);
  done(problem_response(ProblemCode::kBusy, language));
}

// On the writer's thread, where the key is made with the first of what it seals.
void take_in_with_key(const std::shared_ptr<Intake>& intake, Services& services, const Done& done) {
  const auto& upload = intake->upload;
  auto key = services.vault->keys().ensure(upload.subject, services.vault->new_key(upload.subject),
                                           upload.at);
  if (!key) return done(problem_response(key.error(), upload.language));
  intake->key = std::move(*key);
  run_later(services, upload.language, done,
            [&services, intake, done] { take_in(intake, services, done); });
}

}  // namespace

Reply take_in_sealed(Services& services, SealedUpload upload, RecordSealed record) {
  if (services.vault == nullptr) {
    return problem_response(ProblemCode::kUnavailable, upload.language);
  }
  auto intake = std::make_shared<Intake>(Intake{std::move(upload), std::move(record), {}});
  return Pending([&services, intake](Done done) {
    const auto language = intake->upload.language;
    const bool taken = services.commands.on_writer(
        [&services, intake, done] { take_in_with_key(intake, services, done); });
    if (!taken) done(problem_response(ProblemCode::kBusy, language));
  });
}

void drop_bytes(Services& services, const Digest& stored) {
  if (!services.drop_blob) return;
  const auto dropped = services.drop_blob(stored);
  if (!dropped) services.report(dropped.error());
}

}  // namespace baobei::http
