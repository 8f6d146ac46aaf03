// login, logout, whoami.

#include <iostream>

#include "base/json.h"
#include "base/text.h"
#include "cli/binder.h"

namespace baobei::cli {
namespace {

constexpr std::size_t kTokenMax = 512;

struct LoginOptions {
  std::string url;
};

std::string read_token(Session& session) {
  const auto& machine = session.machine();
  if (const auto given = machine.variable("BAOBEI_TOKEN"); given && !given->empty()) return *given;
  if (machine.in_is_terminal && machine.read_secret) {
    session.err().line(Word::kEnterToken);
    return std::string(trim(machine.read_secret().value_or("")));
  }
  std::string line;
  std::getline(*machine.in, line);
  return std::string(trim(line));
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
  if (!url) return session.usage(Word::kBadUrl, {to_string(url.error())});
  const auto path = credentials_path(session.machine().variable);
  if (!path) return session.failed(path.error());
  auto profiles = load_profiles(*path);
  if (!profiles) return session.failed(profiles.error());

  const Profile profile{*url, read_token(session)};
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
      .runs([options](Session& session) { return run_login(session, *options); });
  binder.command("logout", Word::kHelpLogout).runs(run_logout);
  binder.command("whoami", Word::kHelpWhoami).runs(run_whoami);
}

}  // namespace baobei::cli
