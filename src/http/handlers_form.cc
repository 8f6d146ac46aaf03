// What a submission's form brings: pictures, known by their first bytes, sealed on the disk, given
// out as attachments; and how a reviewer signs in, shown to the platform's reviewers alone, every
// look recorded first, erased on the developer's or an operator's word (DESIGN decision 7).

#include <algorithm>

#include "engine/access_ports.h"
#include "engine/form_ports.h"
#include "http/case_file.h"
#include "http/desk_reply.h"
#include "http/directory_json.h"
#include "http/document_file.h"
#include "http/document_vault.h"
#include "http/handlers.h"
#include "http/hold_json.h"
#include "http/sealed_file.h"
#include "http/submission_form.h"

namespace baobei::http {
namespace {

using lifecycle::Role;

json::object picture_json(const engine::PictureRow& row) {
  json::object object;
  object.emplace("picture", row.id);
  object.emplace("digest", to_hex(row.digest));
  object.emplace("media_type", row.media_type);
  object.emplace("bytes", row.bytes);
  object.emplace("uploaded_at", format_rfc3339(row.uploaded_at));
  if (row.erased_at) object.emplace("erased_at", format_rfc3339(*row.erased_at));
  return object;
}

// The row as the vault knows what lies sealed.
engine::DocumentRow sealed_row(const engine::PictureRow& row) {
  engine::DocumentRow document;
  document.subject = row.subject;
  document.digest = row.digest;
  document.stored = row.stored;
  return document;
}

// Those of submissions are seen by whoever sees the case; others by its developers alone.
bool sees_picture(const Call& call, const lifecycle::App& app, const std::string& picture,
                  Instant now) {
  if (develops(app, call.principal.person, now)) return true;
  return std::ranges::any_of(app.submissions, [&](const lifecycle::Submission& submission) {
    return submission.pictures &&
           std::ranges::any_of(*submission.pictures, [&](const lifecycle::FormPicture& one) {
             return one.picture == picture;
           });
  });
}

// The case of the path, for its developers; `and_operators`, too.
enum class Also { kNobody, kOperators };
OrProblem<lifecycle::App> case_of_form(const Call& call, Services& services, Also also) {
  if (services.forms == nullptr || services.vault == nullptr) {
    return std::unexpected(Problem(ProblemCode::kUnavailable));
  }
  TRY_ASSIGN(auto app, visible_case(call, services));
  const bool may = develops(app, call.principal.person, services.clock.now()) ||
                   (also == Also::kOperators && call.viewer().has(Role::kOperator));
  if (!may) return std::unexpected(Problem(lifecycle::Refusal::kNoRight));
  return app;
}

// The submission of the path that has a test account.
OrProblem<lifecycle::Submission> with_account(const Call& call, const lifecycle::App& app) {
  TRY_ASSIGN(const auto no, path_number(call, 1));
  const auto* submission = lifecycle::find_submission(app, no);
  if (submission == nullptr) {
    return std::unexpected(Problem(lifecycle::Refusal::kUnknownSubmission));
  }
  if (!submission->test_account) return std::unexpected(Problem(ProblemCode::kNotFound));
  return *submission;
}

Response private_answer(std::string body) {
  auto response = json_text(200, std::move(body));
  response.headers.push_back({"Cache-Control", "no-store"});
  return response;
}

}  // namespace

Reply upload_form_picture(Call& call, Services& services) {
  const auto app = case_of_form(call, services, Also::kNobody);
  if (!app) return call.problem(app.error());
  const auto type = uploaded_type(call);
  if (!type) return call.problem(type.error());
  if (!type->starts_with("image/")) return call.problem(ProblemCode::kUnsupportedType);
  if (call.request.upload->size() > engine::kPictureBytesMax) {
    return call.problem(ProblemCode::kTooLarge);
  }
  engine::PictureRow row;
  row.id = random_id("pic");
  row.app = app->id;
  row.subject = app->subject.id;
  row.media_type = *type;
  row.bytes = call.request.upload->size();
  row.uploaded_by = call.principal.person.id;
  row.uploaded_at = services.clock.now();
  SealedUpload upload{std::move(call.request.upload), row.subject, row.uploaded_at,
                      engine::kPictureBytesMax, call.language};
  return take_in_sealed(
      services, std::move(upload),
      [&services, row](const SealedFile& sealed) -> OrProblem<Response> {
        auto kept = row;
        kept.digest = sealed.digest;
        kept.stored = sealed.stored;
        const auto added = services.forms->add_picture(kept);
        if (added) return json_text(201, json::serialize(picture_json(kept)));
        const bool many = added.error().kind == ErrorKind::kTooLarge;
        return std::unexpected(many ? Problem(ProblemCode::kTooMany) : Problem(added.error()));
      });
}

Reply list_form_pictures(Call& call, Services& services) {
  if (services.forms == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto app = visible_case(call, services);
  if (!app) return call.problem(app.error());
  const auto rows = services.forms->pictures(app->id);
  if (!rows) return call.problem(rows.error());
  const Instant now = services.clock.now();
  json::array items;
  for (const auto& row : *rows) {
    if (sees_picture(call, *app, row.id, now)) items.push_back(picture_json(row));
  }
  return json_text(200, json::serialize(json::object{{"items", std::move(items)}}));
}

Reply download_form_picture(Call& call, Services& services) {
  if (services.forms == nullptr || services.vault == nullptr) {
    return call.problem(ProblemCode::kUnavailable);
  }
  const auto app = visible_case(call, services);
  if (!app) return call.problem(app.error());
  const auto row = services.forms->picture(app->id, call.params.at(1));
  if (!row) return call.problem(row.error());
  if (row->erased_at || !sees_picture(call, *app, row->id, services.clock.now())) {
    return call.problem(ProblemCode::kNotFound);
  }
  return Pending([&services, row = *row, language = call.language](Done done) {
    run_later(services, language, done, [&services, row, language, done] {
      auto bytes = services.vault->get(sealed_row(row));
      if (!bytes) {
        services.report(bytes.error());
        return done(problem_response(bytes.error(), language));
      }
      const auto name = row.id + (row.media_type == "image/png" ? ".png" : ".jpg");
      done(attachment(row.media_type, name, std::move(*bytes)));
    });
  });
}

// Doing it twice erases once; the second one finds nothing left (404).
Reply erase_form_picture(Call& call, Services& services) {
  const auto app = case_of_form(call, services, Also::kOperators);
  if (!app) return call.problem(app.error());
  const auto row = services.forms->picture(app->id, call.params.at(1));
  if (!row) return call.problem(row.error());
  if (row->erased_at) return call.problem(ProblemCode::kNotFound);
  const auto free = not_held(services, app->subject.id);
  if (!free) return call.problem(free.error());
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  json::object said{{"picture", row->id}, {"erased", true}};
  if (*dry_run) {
    said.emplace("dry_run", true);
    return json_text(200, json::serialize(said));
  }
  return on_desk(
      call, services,
      [&services, row = *row, body = json::serialize(said)](Instant now) -> OrProblem<Response> {
        TRY(services.forms->erase_picture(row.app, row.id, now));
        drop_bytes(services, row.stored);
        return json_text(200, body);
      });
}

Reply get_test_account(Call& call, Services& services) {
  const bool there = services.vault != nullptr && services.case_accesses != nullptr;
  if (!there) return call.problem(ProblemCode::kUnavailable);
  const auto app = visible_case(call, services);
  if (!app) return call.problem(app.error());
  const auto lacks = lacks_any_role(call, {Role::kReviewer, Role::kSeniorReviewer});
  if (lacks) return call.problem(*lacks);
  const auto submission = with_account(call, *app);
  if (!submission) return call.problem(submission.error());
  const bool senior = call.viewer().has(Role::kSeniorReviewer);
  const engine::CaseAccessRow access{0,
                                     app->id,
                                     call.principal.person.id,
                                     senior ? Role::kSeniorReviewer : Role::kReviewer,
                                     std::string(call.route->pattern),
                                     services.clock.now()};
  return on_desk(call, services,
                 [&services, app = app->id, access,
                  account = *submission->test_account](Instant) -> OrProblem<Response> {
                   TRY_ASSIGN(auto body, opened_account(services, app, account));
                   TRY(services.case_accesses->record(access));
                   return private_answer(std::move(body));
                 });
}

// Doing it twice erases once; the second one finds nothing left (404).
Reply erase_test_account(Call& call, Services& services) {
  const auto app = case_of_form(call, services, Also::kOperators);
  if (!app) return call.problem(app.error());
  const auto submission = with_account(call, *app);
  if (!submission) return call.problem(submission.error());
  const auto kept = services.reader.text(*submission->test_account);
  if (!kept) return call.problem(kept.error());
  const auto free = not_held(services, app->subject.id);
  if (!free) return call.problem(free.error());
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  json::object said{{"submission", submission->no}, {"erased", true}};
  if (*dry_run) {
    said.emplace("dry_run", true);
    return json_text(200, json::serialize(said));
  }
  return on_desk(call, services,
                 [&services, app = app->id, account = *submission->test_account,
                  body = json::serialize(said)](Instant) -> OrProblem<Response> {
                   TRY(services.forms->erase_test_account(app, account));
                   return json_text(200, body);
                 });
}

}  // namespace baobei::http
