// account …: one's own password and second factor, and the invitation that a password begins with.

#include "base/json.h"
#include "base/text.h"
#include "cli/binder.h"

namespace baobei::cli {
namespace {

struct SignInOptions {
  std::string url;
  std::string code;
};
using Shared = std::shared_ptr<SignInOptions>;

// The answer to a change of one's own sign-in, or the exit code.
std::expected<Reply, int> changed(Session& session, const std::string& target, json::object body) {
  const auto api = session.client();
  if (!api) return std::unexpected(session.failed(api.error()));
  auto reply = (*api)->command(target, std::move(body));
  if (!reply) return std::unexpected(session.failed(reply.error()));
  return std::move(*reply);
}

int show(Session& session) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto reply = (*api)->get("/v1/me/sign-in");
  if (!reply) return session.failed(reply.error());
  if (session.options().json) return session.print_json(reply->body);
  auto& out = session.out();
  const auto view = reply->view();
  const auto yes = [&](const char* member) {
    return out.say(view[member].flag() ? Word::kYes : Word::kNotSet);
  };
  out.facts({{out.say(Word::kFieldPerson), {view["person"].text()}},
             {out.say(Word::kFieldPassword), {yes("password")}},
             {out.say(Word::kFieldFactor), {yes("second_factor")}},
             {out.say(Word::kFieldRecovery), {view["recovery_codes_left"].text()}}});
  if (view["second_factor_needed"].flag() && !view["second_factor"].flag()) {
    out.line(Word::kSetUpFactor, {}, Tone::kWarn);
  }
  return kExitOk;
}

int password(Session& session) {
  json::object body{{"current", session.read_secret(Word::kEnterPassword)}};
  body["password"] = session.read_secret(Word::kEnterNewPassword);
  const auto reply = changed(session, "/v1/me/password", std::move(body));
  if (!reply) return reply.error();
  session.out().line(Word::kPasswordSet, {}, Tone::kGood);
  return kExitOk;
}

int second_factor(Session& session) {
  const auto reply = changed(session, "/v1/me/second-factor",
                             {{"current", session.read_secret(Word::kEnterPassword)}});
  if (!reply) return reply.error();
  if (session.options().json) return session.print_json(reply->body);
  session.err().line(Word::kFactorSecret);
  session.out().line(reply->view()["secret"].text());
  session.out().line(reply->view()["uri"].text());
  return kExitOk;
}

int confirm(Session& session, const SignInOptions& options) {
  const auto reply = changed(session, "/v1/me/second-factor/confirm", {{"code", options.code}});
  if (!reply) return reply.error();
  if (session.options().json) return session.print_json(reply->body);
  session.err().line(Word::kFactorConfirmed, {}, Tone::kGood);
  for (const auto& code : reply->view()["recovery_codes"].texts()) session.out().line(code);
  return kExitOk;
}

int remove(Session& session, const SignInOptions& options) {
  const auto reply =
      changed(session, "/v1/me/second-factor/remove",
              {{"current", session.read_secret(Word::kEnterPassword)}, {"code", options.code}});
  if (!reply) return reply.error();
  session.out().line(Word::kFactorRemoved, {}, Tone::kGood);
  return kExitOk;
}

int redeem(Session& session, const SignInOptions& options) {
  const auto url = checked_base_url(options.url);
  if (!url) return session.usage(Word::kBadUrl, {spoken(url.error(), session.language())});
  json::object body{{"invitation", trim(session.read_secret(Word::kEnterInvitation))}};
  body["password"] = session.read_secret(Word::kEnterNewPassword);
  const auto reply =
      session.client_for({*url, ""}).command("/v1/invitations/redeem", std::move(body));
  if (!reply) return session.failed(reply.error());
  session.out().line(Word::kPasswordSet, {}, Tone::kGood);
  return kExitOk;
}

}  // namespace

void bind_sign_in(Binder& binder) {
  auto options = std::make_shared<SignInOptions>();
  auto account = binder.group("account", Word::kHelpAccount);
  account.command("show", Word::kHelpAccountShow).runs(show);
  account.command("password", Word::kHelpAccountPassword).runs(password);
  account.command("second-factor", Word::kHelpAccountFactor).runs(second_factor);
  account.command("confirm", Word::kHelpAccountConfirm)
      .takes("CODE", options->code, Word::kHelpCode)
      .runs([options](Session& session) { return confirm(session, *options); });
  account.command("remove-second-factor", Word::kHelpAccountRemove)
      .takes("CODE", options->code, Word::kHelpCode)
      .runs([options](Session& session) { return remove(session, *options); });
  account.command("redeem", Word::kHelpAccountRedeem)
      .takes("SERVER", options->url, Word::kHelpServer)
      .runs([options](Session& session) { return redeem(session, *options); });
}

}  // namespace baobei::cli
