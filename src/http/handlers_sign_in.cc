// Signing in and out, and the invitations with which people set their first password.

#include "base/json.h"
#include "http/auth.h"
#include "http/directory_json.h"
#include "http/handlers.h"
#include "http/new_session.h"
#include "http/proof.h"
#include "http/request_json.h"
#include "http/second_person.h"
#include "sign_in/password.h"

namespace baobei::http {
namespace {

struct SignInBody {
  std::string person;
  std::string password;
  std::optional<std::string> code;
  std::optional<bool> cookie;
};
BOOST_DESCRIBE_STRUCT(SignInBody, (), (person, password, code, cookie))

struct InvitationBody {
  std::optional<bool> resets_factor;
};
BOOST_DESCRIBE_STRUCT(InvitationBody, (), (resets_factor))

struct RedeemBody {
  std::string invitation;
  std::string password;
};
BOOST_DESCRIBE_STRUCT(RedeemBody, (), (invitation, password))

// 200 with the session's secret, as a cookie where a browser asks for one.
Response signed_in(const engine::IssuedToken& session, const std::string& secret, bool cookie) {
  json::object object{{"person", session.token.person},
                      {"expires", format_rfc3339(*session.token.expires)},
                      {"read_only", session.read_only},
                      {"second_factor_needed", session.read_only}};
  if (!cookie) object.emplace("token", secret);
  auto response = json_text(200, json::serialize(object));
  if (cookie) {
    const auto life = std::chrono::duration_cast<std::chrono::seconds>(engine::kSessionLifetime);
    response.headers.push_back({"Set-Cookie", session_cookie(secret, life)});
  }
  response.headers.push_back({"Cache-Control", "no-store"});
  return response;
}

// On a hashing thread.
void prove(const std::shared_ptr<Try>& attempt, const SignInBody& body, const Done& done) {
  const auto credentials = prove_password(*attempt, body.person, body.password);
  if (!credentials) return done(attempt->problem(credentials.error()));
  const auto person = attempt->services().directory->person(body.person);
  if (!person) return done(attempt->problem(person.error()));
  SpentCode code;
  if (credentials->has_factor()) {
    if (!body.code || body.code->empty()) {
      attempt->forgive();
      return done(attempt->problem(ProblemCode::kSecondFactorNeeded));
    }
    const auto proved = prove_code(*attempt, *credentials, *body.code);
    if (!proved) return done(attempt->problem(proved.error()));
    code = *proved;
  }
  const auto secret = random_id("bs");
  const bool only_reads = needs_factor(person->roles) && !credentials->has_factor();
  const auto session = new_session(*person, secret, only_reads, attempt->services().clock.now());
  attempt->services().commands.write(
      [attempt, session, code]() -> Status {
        TRY(spend(attempt->sign_ins(), session.token.person, code));
        return attempt->sign_ins().open_session(session);
      },
      [attempt, session, secret, cookie = body.cookie.value_or(false), done](const Status& opened) {
        const bool wrong = !opened && opened.error().kind == ErrorKind::kUnauthorized;
        if (wrong) return done(attempt->problem(ProblemCode::kWrongSignIn));
        if (!opened) return done(attempt->problem(opened.error()));
        attempt->passed();
        done(signed_in(session, secret, cookie));
      });
}

// Whoever may put their own password in place of another's: nobody alone for what takes two.
OrProblem<engine::PersonRow> invited_person(const Call& call, Services& services) {
  auto person = managed_person(call, services);
  if (!person) return std::unexpected(person.error());
  const bool self = person->id == call.principal.person.id;
  if (self || std::ranges::any_of(person->roles, needs_second)) {
    return std::unexpected(another_person_needed());
  }
  return std::move(*person);
}

}  // namespace

OrProblem<json::object> invite(Services& services, const lifecycle::PersonId& person,
                               const lifecycle::PersonId& by, bool resets_factor, Instant now) {
  const auto secret = random_id("bi");
  const engine::InvitationRow row{
      sha256(secret), person, by, now, now + engine::kInvitationLifetime, resets_factor, {}};
  TRY(services.sign_ins->invite(row));
  return json::object{
      {"person", person}, {"invitation", secret}, {"expires", format_rfc3339(row.expires_at)}};
}

Reply sign_in(Call& call, Services& services) {
  const auto body = read_body<SignInBody>(call.request.body);
  if (!body) return call.problem(body.error());
  const auto named = check_id(body->person, "/person");
  if (!named) return call.problem(named.error());
  // A foreign page must not sign somebody in as somebody else.
  const bool foreign = body->cookie.value_or(false) && !from_this_site(call.request.head);
  if (foreign) return call.problem(ProblemCode::kForeignOrigin);
  auto attempt = Try::begin(call, services, body->person);
  if (!attempt) return call.problem(attempt.error());
  return Pending([attempt = *attempt, body = *body](Done done) {
    attempt->hash(std::move(done),
                  [attempt, body](const Done& answer) { prove(attempt, body, answer); });
  });
}

Reply sign_out(Call& call, Services& services) {
  if (services.sign_ins == nullptr) return call.problem(ProblemCode::kUnavailable);
  if (!call.principal.session) {
    return call.problem(Error{
        ErrorKind::kConflict, "this is a token, not a session: it is revoked, not signed out", {}});
  }
  const auto hash = token_hash_of(call.request.head);
  if (!hash) return call.problem(hash.error());
  return Pending([&services, hash = *hash, language = call.language](Done done) {
    services.commands.write(
        [&services, hash] { return services.sign_ins->end_session(hash); },
        [language, done](const Status& ended) {
          if (!ended) return done(problem_response(ended.error(), language));
          Response response;
          response.status = 204;
          response.headers.push_back({"Set-Cookie", session_cookie("", std::chrono::seconds(0))});
          done(std::move(response));
        });
  });
}

Reply invite_to_sign_in(Call& call, Services& services) {
  const auto person = invited_person(call, services);
  if (!person) return call.problem(person.error());
  if (services.sign_ins == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto body = read_body<InvitationBody>(call.request.body);
  if (!body) return call.problem(body.error());
  return on_desk(
      call, services,
      [&services, person = person->id, by = call.principal.person.id,
       resets = body->resets_factor.value_or(false)](Instant now) -> OrProblem<Response> {
        TRY_ASSIGN(const auto object, invite(services, person, by, resets, now));
        return json_text(201, json::serialize(object));
      });
}

Reply redeem_invitation(Call& call, Services& services) {
  const auto body = read_body<RedeemBody>(call.request.body);
  if (!body) return call.problem(body.error());
  auto attempt = Try::begin(call, services, "");
  if (!attempt) return call.problem(attempt.error());
  const auto hash = sha256(body->invitation.substr(0, kTokenBytesMax));
  const auto found = services.sign_ins->invitation(hash, services.clock.now());
  if (!found && found.error().kind == ErrorKind::kNotFound) {
    return call.problem(ProblemCode::kWrongSignIn);
  }
  if (!found) return call.problem(found.error());
  const auto taken = sign_in::check_password(body->password, found->person);
  if (!taken) {
    (*attempt)->forgive();
    return call.problem(taken.error());
  }
  return Pending([attempt = *attempt, hash, password = body->password](Done done) {
    attempt->hash(std::move(done), [attempt, hash, password](const Done& answer) {
      const auto hashed = sign_in::hash_password(password);
      if (!hashed) return answer(attempt->problem(hashed.error()));
      attempt->services().commands.write(
          [attempt, hash, hashed = *hashed]() -> Status {
            TRY(attempt->sign_ins().redeem(hash, hashed, attempt->services().clock.now()));
            return {};
          },
          [attempt, answer](const Status& redeemed) {
            const bool late = !redeemed && redeemed.error().kind == ErrorKind::kNotFound;
            if (late) return answer(attempt->problem(ProblemCode::kWrongSignIn));
            if (!redeemed) return answer(attempt->problem(redeemed.error()));
            attempt->passed();
            Response response;
            response.status = 204;
            answer(std::move(response));
          });
    });
  });
}

}  // namespace baobei::http
