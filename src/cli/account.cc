// login, logout, whoami.

#include "base/json.h"
#include "base/text.h"
#include "cli/binder.h"

namespace baobei::cli {
namespace {

constexpr std::size_t kTokenMax = 512;
constexpr std::string_view kSessionPrefix = "bs_";

struct LoginOptions {
  std::string url;
  std::string person;
  std::string code;
};

std::string read_token(Session& session) {
  const auto given = session.machine().variable("BAOBEI_TOKEN");
  if (given && !given->empty()) return *given;
  return std::string(trim(session.read_secret(Word::kEnterToken)));
}

// A session's token for a person and their password; asked for the code where the server wants one.
Answer<std::string> password_token(Session& session, const LoginOptions& options,
                                   const std::string& url) {
  auto client = session.client_for({url, ""});
  json::object body{{"person", options.person},
                    {"password", session.read_secret(Word::kEnterPassword)}};
  if (!options.code.empty()) body["code"] = options.code;
  auto reply = client.command("/v1/sign-in", body);
  const bool code_wanted = !reply && reply.error().code == "second_factor_needed";
  if (code_wanted && options.code.empty()) {
    body["code"] = trim(session.read_secret(Word::kEnterCode));
    reply = client.command("/v1/sign-in", body);
  }
  if (!reply) return std::unexpected(reply.error());
  if (reply->view()["second_factor_needed"].flag()) {
    session.err().line(Word::kSetUpFactor, {}, Tone::kWarn);
  }
  return reply->view()["token"].text();
}

std::string joined_names(const Terminal& terminal, std::string_view vocabulary, const View& list) {
  std::string all;
  for (const auto& item : list.texts()) {
    all += (all.empty() ? "" : ", ") + terminal.name(vocabulary, item);
  }
  return all;
}

void show_me(Terminal& out, const View& me, const std::string& url) {
  out.facts({{out.say(Word::kFieldServer), {url}},
             {out.say(Word::kFieldPerson), {me["person"].text() + "  " + me["name"].text()}},
             {out.say(Word::kFieldRoles), {joined_names(out, "role", me["roles"])}},
             {out.say(Word::kFieldOrganisation),
              {me["org"]["id"].text() + "  " + me["org"]["name"].text()}},
             {out.say(Word::kFieldUnit), {me["unit"].text()}},
             {out.say(Word::kFieldRegion), {me["region"].text()}}});
}

int run_login(Session& session, const LoginOptions& options) {
  const auto name = session.profile_name();
  if (!is_profile_name(name)) return session.usage(Word::kBadProfileName, {name});
  const auto url = checked_base_url(options.url);
  if (!url) return session.usage(Word::kBadUrl, {spoken(url.error(), session.language())});
  const auto path = credentials_path(session.machine().variable);
  if (!path) return session.failed(path.error());
  auto profiles = load_profiles(*path);
  if (!profiles) return session.failed(profiles.error());

  std::string token;
  if (options.person.empty()) {
    token = read_token(session);
  } else {
    auto signed_in = password_token(session, options, *url);
    if (!signed_in) return session.failed(signed_in.error());
    token = std::move(*signed_in);
  }
  const Profile profile{*url, token};
  if (profile.token.empty() || profile.token.size() > kTokenMax) {
    return session.usage(Word::kNoToken);
  }
  // A token that does not work is not kept.
  auto client = session.client_for(profile);
  const auto me = client.get("/v1/me");
  if (!me) return session.failed(me.error());
  (*profiles)[name] = profile;
  if (const auto saved = save_profiles(*path, *profiles); !saved) {
    return session.failed(saved.error());
  }
  if (session.options().json) return session.print_json(me->body);
  session.out().line(Word::kSignedIn, {name, *path}, Tone::kGood);
  show_me(session.out(), me->view(), *url);
  return kExitOk;
}

int run_logout(Session& session) {
  const auto path = credentials_path(session.machine().variable);
  if (!path) return session.failed(path.error());
  auto profiles = load_profiles(*path);
  if (!profiles) return session.failed(profiles.error());
  const auto name = session.profile_name();
  const auto found = profiles->find(name);
  // A session ends on the server as well; where that cannot be, it ends there by itself.
  if (found != profiles->end() && found->second.token.starts_with(kSessionPrefix)) {
    const auto ended = session.client_for(found->second).command("/v1/sign-out", nullptr);
    if (!ended) session.err().line(Word::kSessionLeft, {}, Tone::kWarn);
  }
  const bool known = profiles->erase(name) > 0;
  if (known) {
    if (const auto saved = save_profiles(*path, *profiles); !saved) {
      return session.failed(saved.error());
    }
  }
  session.out().line(known ? Word::kSignedOut : Word::kWasNotSignedIn, {name});
  return kExitOk;
}

int run_whoami(Session& session) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto me = (*api)->get("/v1/me");
  if (!me) return session.failed(me.error());
  if (session.options().json) return session.print_json(me->body);
  show_me(session.out(), me->view(), (*api)->base_url());
  session.out().line(Word::kMaySend, {joined_names(session.out(), "command", me->view()["may"])},
                     Tone::kQuiet);
  return kExitOk;
}

}  // namespace

void bind_account(Binder& binder) {
  auto options = std::make_shared<LoginOptions>();
  binder.command("login", Word::kHelpLogin)
      .takes("SERVER", options->url, Word::kHelpServer)
      .option("--person", options->person, Word::kHelpPersonId)
      .option("--code", options->code, Word::kHelpCode)
      .runs([options](Session& session) { return run_login(session, *options); });
  binder.command("logout", Word::kHelpLogout).runs(run_logout);
  binder.command("whoami", Word::kHelpWhoami).runs(run_whoami);
}

}  // namespace baobei::cli
