// release, share, roll-back, suspend, resume (R20).

#include "base/json.h"
#include "cli/binder.h"
#include "cli/fields.h"

namespace baobei::cli {
namespace {

struct ReleaseOptions {
  std::string app;
  std::uint32_t no = 0;
  std::string share = "100%";
};

int run_release(Session& session, const ReleaseOptions& options) {
  const auto share = share_of(options.share);
  if (!share) return session.usage(Word::kBadValue, {spoken(share.error(), session.language())});
  return session.send(app_path(options.app, "release"),
                      json::object{{"submission", options.no}, {"share", *share}});
}

int run_share(Session& session, const ReleaseOptions& options) {
  const auto share = share_of(options.share);
  if (!share) return session.usage(Word::kBadValue, {spoken(share.error(), session.language())});
  return session.send(app_path(options.app, "share"), json::object{{"share", *share}});
}

int run_suspend(Session& session, const ReleaseOptions& options) {
  const auto held = session.held_back(Word::kAskSuspend, {options.app});
  return held ? *held : session.send(app_path(options.app, "suspend"), nullptr);
}

}  // namespace

void bind_release(Binder& binder) {
  auto options = std::make_shared<ReleaseOptions>();
  binder.command("release", Word::kHelpRelease)
      .takes("APP", options->app, Word::kHelpApp)
      .takes("NUMBER", options->no, Word::kHelpSubmissionNo)
      .option("--share", options->share, Word::kHelpShare)
      .runs([options](Session& session) { return run_release(session, *options); });
  binder.command("share", Word::kHelpShareCommand)
      .takes("APP", options->app, Word::kHelpApp)
      .takes("SHARE", options->share, Word::kHelpShare)
      .runs([options](Session& session) { return run_share(session, *options); });
  binder.command("roll-back", Word::kHelpRollBack)
      .takes("APP", options->app, Word::kHelpApp)
      .takes("NUMBER", options->no, Word::kHelpSubmissionNo)
      .runs([options](Session& session) {
        return session.send(app_path(options->app, "roll-back"),
                            json::object{{"submission", options->no}});
      });
  binder.command("suspend", Word::kHelpSuspend)
      .takes("APP", options->app, Word::kHelpApp)
      .runs([options](Session& session) { return run_suspend(session, *options); });
  binder.command("resume", Word::kHelpResume)
      .takes("APP", options->app, Word::kHelpApp)
      .runs([options](Session& session) {
        return session.send(app_path(options->app, "resume"), nullptr);
      });
}

}  // namespace baobei::cli
