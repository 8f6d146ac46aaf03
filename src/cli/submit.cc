// upload, submit, withdraw, appeal, reply, choose: what a developer does with a version.

#include <fcntl.h>

#include <algorithm>

#include "base/file.h"
#include "base/json.h"
#include "cli/binder.h"
#include "cli/case_view.h"
#include "cli/fields.h"
#include "cli/forms.h"
#include "cli/local_package.h"
#include "cli/piecewise.h"
#include "cli/tones.h"
#include "cli/waiting.h"

namespace baobei::cli {
namespace {

constexpr std::size_t kTestAccountFileMax = 16'384;

struct SubmitOptions : SubmitForm {
  bool wait = false;
  std::string timeout = "1h";
};

struct WordsOptions {
  std::string app;
  std::uint32_t no = 0;
  std::string text;
};

Answer<Reply> send_package(Session& session, Client& api, const SubmitForm& options,
                           const LocalPackage& package) {
  Progress progress;
  const bool shown = session.machine().err_is_terminal && !session.options().json;
  if (shown) {
    progress = [&session](std::uint64_t sent, std::uint64_t all) {
      const auto percent = all == 0 ? 100 : sent * 100 / all;
      session.err().transient(session.err().say(Word::kUploading, {std::to_string(percent)}));
    };
  }
  const bool in_pieces = package.bytes() > kPiecewiseFromBytes;
  auto reply =
      in_pieces ? upload_in_pieces(session, api, options.app, options.label, package, progress)
                : api.upload(app_path(options.app, "packages") + query({{"label", options.label}}),
                             package.path(), progress);
  if (shown) session.err().transient("");
  if (!reply) return reply;
  if (reply->view()["digest"].text() != to_hex(package.digest())) {
    ApiError error;
    error.kind = ErrorKind::kCorrupt;
    error.title = {std::string(word(Word::kDigestDiffers, Language::kZh)),
                   std::string(word(Word::kDigestDiffers, Language::kEn))};
    return std::unexpected(error);
  }
  return reply;
}

int run_upload(Session& session, const SubmitOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto package = LocalPackage::open(options.path);
  if (!package) return session.failed(package.error());
  if (session.options().dry_run) {
    session.out().line(to_hex(package->digest()));
    return kExitOk;
  }
  const auto reply = send_package(session, **api, options, *package);
  if (!reply) return session.failed(reply.error());
  if (session.options().json) return session.print_json(reply->body);
  session.out().line(Word::kUploaded,
                     {reply->view()["files"].text(), reply->view()["bytes"].text()}, Tone::kGood);
  session.out().line(reply->view()["digest"].text());
  return kExitOk;
}

std::int64_t submission_made(const View& accepted) {
  for (const auto& event : accepted["events"].items()) {
    if (event["type"].text() == "submitted") return event["submission"].number();
  }
  return 0;
}

int wait_for_review(Session& session, const SubmitOptions& options, std::int64_t no,
                    Duration limit) {
  const auto target = app_path(options.app, "submissions/" + std::to_string(no));
  const auto done = wait_for(
      session, target,
      [](const View& submission) { return submission["holder"].text() != "platform"; },
      [&](const View& submission) {
        const auto state = submission["state"].text();
        if (!session.options().json) {
          session.out().line(session.out().name("submission", state), tone_of("submission", state));
        }
      },
      limit);
  if (!done) return failed_waiting(session, done.error());
  if (session.options().json) session.print_json(done->body);
  return outcome_of(done->view());
}

bool ugc_alone(const SubmitForm& form) {
  return std::ranges::find(form.ugc, "none") == form.ugc.end() || form.ugc.size() == 1;
}

json::object ugc_of(const SubmitForm& form) {
  json::object ugc;
  ugc["scenes"] = list_of(form.ugc);
  if (form.ugc.front() == "none") ugc["scenes"] = json::array{};
  if (!form.ugc_methods.empty()) ugc["methods"] = list_of(form.ugc_methods);
  if (form.ugc_team) ugc["audit_team"] = true;
  if (!form.ugc_text.empty()) ugc["text"] = form.ugc_text;
  return ugc;
}

Result<json::value> test_account_in(const std::string& path) {
  TRY_ASSIGN(const Fd file, open_file(path, O_RDONLY));
  TRY_ASSIGN(const auto text, read_file(file.get(), kTestAccountFileMax));
  TRY_ASSIGN(auto value, parse_json(text, kTestAccountFileMax));
  if (value.is_object()) return value;
  return fail(ErrorKind::kInvalid, "an object with account and password is expected", path);
}

Answer<json::array> sent_pictures(Client& api, const SubmitForm& form) {
  json::array ids;
  for (const auto& file : form.picture_files) {
    TRY_ASSIGN(const auto kept, api.upload(app_path(form.app, "form-pictures"), file));
    ids.push_back(json::value(kept.view()["picture"].text()));
  }
  return ids;
}

// What would follow, and, in so many words, what was done and what was not.
void show_outlook(Session& session, const View& accepted, const SubmitForm& form,
                  const SentVersion& version) {
  auto& out = session.out();
  out.line(Word::kDryWouldSubmit, {}, Tone::kGood);
  const auto words = accepted["outlook"]["words"];
  const auto text = words[out.language() == Language::kZh ? "zh" : "en"].text();
  if (!text.empty()) out.line(text);
  if (!form.picture_files.empty()) out.line(Word::kDryPictures, {}, Tone::kWarn);
  out.line(version.uploaded ? Word::kDryVersionSent : Word::kDryVersionThere, {version.digest},
           version.uploaded ? Tone::kWarn : Tone::kQuiet);
}

int try_submit(Session& session, Client& api, const SubmitOptions& options,
               const SentVersion& version, json::object body) {
  CommandOptions command;
  command.dry_run = true;
  const auto reply = api.command(app_path(options.app, "submissions"), std::move(body), command);
  if (!reply) {
    if (version.uploaded) {
      session.err().line(Word::kDryVersionSent, {version.digest}, Tone::kWarn);
    }
    return session.failed(reply.error());
  }
  if (session.options().json) {
    auto object = reply->body.as_object();
    object["uploaded"] = version.uploaded;
    return session.print_json(object);
  }
  show_outlook(session, reply->view(), options, version);
  return kExitOk;
}

int run_submit(Session& session, const SubmitOptions& options) {
  if (!ugc_alone(options)) return session.usage(Word::kUgcNoneAlone);
  const bool about_ugc =
      !options.ugc_methods.empty() || options.ugc_team || !options.ugc_text.empty();
  if (about_ugc && options.ugc.empty()) return session.usage(Word::kUgcNeedsScene);
  if (options.path.empty() == options.digest.empty()) return session.usage(Word::kPathOrDigest);
  const auto limit = parse_duration(options.timeout);
  if (!limit) return session.usage(Word::kBadValue, {spoken(limit.error(), session.language())});
  const auto early = submit_body(options, "");
  if (!early) return session.usage(Word::kBadValue, {spoken(early.error(), session.language())});

  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto version = sent_version(session, **api, options);
  if (!version) return session.failed(version.error());
  auto body = submit_body(options, version->digest);
  if (!body) return session.failed(body.error());
  if (session.options().dry_run) {
    return try_submit(session, **api, options, *version, std::move(*body));
  }
  if (!options.picture_files.empty()) {
    auto pictures = sent_pictures(**api, options);
    if (!pictures) return session.failed(pictures.error());
    (*body)["pictures"] = std::move(*pictures);
  }
  const auto reply = (*api)->command(app_path(options.app, "submissions"), std::move(*body));
  if (!reply) return session.failed(reply.error());
  if (!options.wait) {
    if (session.options().json) return session.print_json(reply->body);
    session.show_accepted(reply->view());
    return kExitOk;
  }
  if (!session.options().json) session.show_accepted(reply->view());
  return wait_for_review(session, options, submission_made(reply->view()), *limit);
}

std::string submission_path(const WordsOptions& options, const char* action) {
  return app_path(options.app, "submissions/" + std::to_string(options.no) + "/" + action);
}

int run_withdraw(Session& session, const WordsOptions& options) {
  const auto held =
      session.held_back(Word::kAskWithdraw, {options.app, std::to_string(options.no)});
  return held ? *held : session.send(submission_path(options, "withdraw"), nullptr);
}

void bind_words(Binder& binder) {
  auto options = std::make_shared<WordsOptions>();
  const auto on_submission = [&](const char* name, Word help) {
    return binder.command(name, help)
        .takes("APP", options->app, Word::kHelpApp)
        .takes("NUMBER", options->no, Word::kHelpSubmissionNo);
  };
  on_submission("withdraw", Word::kHelpWithdraw).runs([options](Session& session) {
    return run_withdraw(session, *options);
  });
  on_submission("appeal", Word::kHelpAppeal)
      .takes("TEXT", options->text, Word::kHelpText)
      .runs([options](Session& session) {
        return session.send(submission_path(*options, "appeal"),
                            json::object{{"text", options->text}});
      });
  on_submission("reply", Word::kHelpReply)
      .takes("TEXT", options->text, Word::kHelpText)
      .runs([options](Session& session) {
        return session.send(submission_path(*options, "answer"),
                            json::object{{"text", options->text}});
      });
  on_submission("choose", Word::kHelpChoose)
      .takes("CHOICE", options->text, Word::kHelpChoice)
      .runs([options](Session& session) {
        return session.send(submission_path(*options, "release-choice"),
                            json::object{{"choice", options->text}});
      });
}

}  // namespace

Answer<SentVersion> sent_version(Session& session, Client& api, const SubmitForm& form) {
  if (!form.digest.empty()) return SentVersion{form.digest, false};
  auto package = LocalPackage::open(form.path);
  if (!package) return std::unexpected(api_error(package.error()));
  auto digest = to_hex(package->digest());
  TRY_ASSIGN(const auto known, api.list(app_path(form.app, "packages"), kVersionsLookedAt));
  const auto items = known.view()["items"].items();
  const bool there =
      std::ranges::any_of(items, [&](const View& item) { return item["digest"].text() == digest; });
  if (!there) TRY(send_package(session, api, form, *package));
  return SentVersion{std::move(digest), !there};
}

Result<json::object> submit_body(const SubmitForm& form, const std::string& digest) {
  json::object body{{"digest", digest}, {"categories", list_of(form.categories)}};
  if (!form.choice.empty()) body["release_choice"] = form.choice;
  if (!form.notes.empty()) body["notes"] = form.notes;
  if (!form.ugc.empty()) body["ugc"] = ugc_of(form);
  if (!form.test_account_file.empty()) {
    TRY_ASSIGN(body["test_account"], test_account_in(form.test_account_file));
  }
  if (!form.answers.empty()) {
    json::array answers;
    for (const auto& text : form.answers) {
      TRY_ASSIGN(auto answer, item_answer_of(text));
      answers.push_back(std::move(answer));
    }
    body["item_answers"] = std::move(answers);
  }
  return body;
}

void bind_submit(Binder& binder) {
  auto options = std::make_shared<SubmitOptions>();
  binder.command("upload", Word::kHelpUpload)
      .takes("APP", options->app, Word::kHelpApp)
      .takes("PATH", options->path, Word::kHelpPath)
      .option("--label", options->label, Word::kHelpLabel)
      .runs([options](Session& session) { return run_upload(session, *options); });
  binder.command("submit", Word::kHelpSubmit)
      .takes("APP", options->app, Word::kHelpApp)
      .may_take("PATH", options->path, Word::kHelpPath)
      .option("--digest", options->digest, Word::kHelpDigest)
      .option("--label", options->label, Word::kHelpLabel)
      .list("--category", options->categories, Word::kHelpCategory)
      .one_of("--release-choice", options->choice, {"by_hand", "on_answer", "also_on_silence"},
              Word::kHelpChoice)
      .list("--answer", options->answers, Word::kHelpItemAnswer)
      .option("--notes", options->notes, Word::kHelpNotes)
      .option("--test-account-file", options->test_account_file, Word::kHelpTestAccountFile)
      .list("--picture", options->picture_files, Word::kHelpPictureFile)
      .list("--ugc", options->ugc, Word::kHelpUgc)
      .list("--ugc-method", options->ugc_methods, Word::kHelpUgcMethod)
      .flag("--ugc-team", options->ugc_team, Word::kHelpUgcTeam)
      .option("--ugc-text", options->ugc_text, Word::kHelpUgcText)
      .flag("--wait", options->wait, Word::kHelpWait)
      .option("--timeout", options->timeout, Word::kHelpTimeout)
      .runs([options](Session& session) { return run_submit(session, *options); });
  bind_words(binder);
}

}  // namespace baobei::cli
