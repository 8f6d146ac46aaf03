// form …: pictures and test accounts of submissions.

#include <fcntl.h>

#include "base/file.h"
#include "base/json.h"
#include "cli/binder.h"
#include "cli/tables.h"

namespace baobei::cli {
namespace {

struct FormOptions {
  std::string app;
  std::uint32_t no = 0;
  std::string file;
  std::string picture;
  std::string out;
};

std::string pictures_path(const FormOptions& options, const std::string& tail = "") {
  return app_path(options.app, "form-pictures" + tail);
}

int run_form_add(Session& session, const FormOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto kept = (*api)->upload(pictures_path(options), options.file);
  if (!kept) return session.failed(kept.error());
  if (session.options().json) return session.print_json(kept->body);
  session.err().line(Word::kFormPictureKept, {}, Tone::kGood);
  session.out().line(kept->view()["picture"].text());
  return kExitOk;
}

int run_form_list(Session& session, const FormOptions& options) {
  return run_table(session, answer_table("listFormPictures"), pictures_path(options));
}

int run_form_get(Session& session, const FormOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto bytes = (*api)->download(pictures_path(options, "/" + encoded(options.picture)));
  if (!bytes) return session.failed(bytes.error());
  const auto file = open_file(options.out, O_WRONLY | O_CREAT | O_EXCL, 0600);
  if (!file) return session.failed(file.error());
  const auto written = write_all(file->get(), *bytes);
  return written ? kExitOk : session.failed(written.error());
}

int run_form_account(Session& session, const FormOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto reply = (*api)->get(
      app_path(options.app, "submissions/" + std::to_string(options.no) + "/test-account"));
  if (!reply) return session.failed(reply.error());
  if (session.options().json) return session.print_json(reply->body);
  const auto view = reply->view();
  auto& out = session.out();
  out.facts({{out.say(Word::kFieldAccount), {view["account"].text(), Tone::kStrong}},
             {out.say(Word::kFieldPassword), {view["password"].text(), Tone::kStrong}},
             {out.say(Word::kFieldRemarks), {view["remarks"].text()}}});
  return kExitOk;
}

int erase_form(Session& session, const std::string& target) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  CommandOptions command;
  command.dry_run = session.options().dry_run;
  const auto reply = (*api)->command(target, nullptr, command);
  if (!reply) return session.failed(reply.error());
  if (session.options().json) return session.print_json(reply->body);
  session.out().line(command.dry_run ? Word::kFormWouldErase : Word::kFormErased, {}, Tone::kGood);
  return kExitOk;
}

int run_form_erase(Session& session, const FormOptions& options) {
  const auto held = session.held_back(Word::kAskErasePicture, {options.picture});
  if (held) return *held;
  return erase_form(session, pictures_path(options, "/" + encoded(options.picture) + "/erase"));
}

int run_form_erase_account(Session& session, const FormOptions& options) {
  const auto no = std::to_string(options.no);
  const auto held = session.held_back(Word::kAskEraseAccount, {options.app, no});
  if (held) return *held;
  return erase_form(session, app_path(options.app, "submissions/" + no + "/test-account/erase"));
}

}  // namespace

void bind_form(Binder& binder) {
  auto options = std::make_shared<FormOptions>();
  auto form = binder.group("form", Word::kHelpFormGroup);
  const auto of_app = [&](const char* name, Word help) {
    return form.command(name, help).takes("APP", options->app, Word::kHelpApp);
  };
  of_app("add-picture", Word::kHelpFormAdd)
      .takes("FILE", options->file, Word::kHelpPictureFile)
      .runs([options](Session& session) { return run_form_add(session, *options); });
  of_app("pictures", Word::kHelpFormPictures).runs([options](Session& session) {
    return run_form_list(session, *options);
  });
  of_app("get-picture", Word::kHelpFormGet)
      .takes("PICTURE", options->picture, Word::kHelpPicture)
      .required("--out", options->out, Word::kHelpPictureOut)
      .runs([options](Session& session) { return run_form_get(session, *options); });
  of_app("erase-picture", Word::kHelpFormErase)
      .takes("PICTURE", options->picture, Word::kHelpPicture)
      .runs([options](Session& session) { return run_form_erase(session, *options); });
  of_app("test-account", Word::kHelpFormAccount)
      .takes("NUMBER", options->no, Word::kHelpSubmissionNo)
      .runs([options](Session& session) { return run_form_account(session, *options); });
  of_app("erase-test-account", Word::kHelpFormEraseAccount)
      .takes("NUMBER", options->no, Word::kHelpSubmissionNo)
      .runs([options](Session& session) { return run_form_erase_account(session, *options); });
}

}  // namespace baobei::cli
