// One's own password and second factor: each change is proved with the password of now.

#include "base/json.h"
#include "http/auth.h"
#include "http/handlers.h"
#include "http/proof.h"
#include "http/request_json.h"
#include "sign_in/one_time.h"
#include "sign_in/password.h"

namespace baobei::http {
namespace {

constexpr std::string_view kIssuer = "Baobei";

struct PasswordBody {
  std::string current;
  std::string password;
};
BOOST_DESCRIBE_STRUCT(PasswordBody, (), (current, password))

struct CurrentBody {
  std::string current;
};
BOOST_DESCRIBE_STRUCT(CurrentBody, (), (current))

struct CodeBody {
  std::string code;
};
BOOST_DESCRIBE_STRUCT(CodeBody, (), (code))

struct RemoveBody {
  std::string current;
  std::string code;
};
BOOST_DESCRIBE_STRUCT(RemoveBody, (), (current, code))

Response empty_answer() {
  Response response;
  response.status = 204;
  return response;
}

// Writes, then answers `response`; what failed because a code was spent reads as a wrong one.
void write_then(const std::shared_ptr<Try>& attempt, std::function<Status()> work,
                Response response, const Done& done) {
  attempt->services().commands.write(
      std::move(work), [attempt, response = std::move(response), done](const Status& written) {
        const bool wrong = !written && written.error().kind == ErrorKind::kUnauthorized;
        if (wrong) return done(attempt->problem(ProblemCode::kWrongSignIn));
        if (!written) return done(attempt->problem(written.error()));
        attempt->passed();
        done(response);
      });
}

// `then` on a hashing thread, once the person has proved the password of now.
Reply with_password(
    const Call& call, Services& services, const std::string& current,
    std::function<void(const std::shared_ptr<Try>&, const engine::Credentials&, const Done&)>
        then) {
  auto attempt = Try::begin(call, services, call.principal.person.id);
  if (!attempt) return call.problem(attempt.error());
  return Pending([attempt = *attempt, current, person = call.principal.person.id,
                  then = std::move(then)](Done done) {
    attempt->hash(std::move(done), [attempt, current, person, then](const Done& answer) {
      const auto credentials = prove_password(*attempt, person, current);
      if (!credentials) return answer(attempt->problem(credentials.error()));
      then(attempt, *credentials, answer);
    });
  });
}

}  // namespace

Reply get_sign_in(Call& call, Services& services) {
  if (services.sign_ins == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto row = services.sign_ins->credentials(call.principal.person.id);
  if (!row) return call.problem(row.error());
  json::object object{{"person", row->person},
                      {"session", call.principal.session},
                      {"read_only", call.principal.read_only},
                      {"password", !row->password_hash.empty()},
                      {"second_factor", row->has_factor()},
                      {"second_factor_needed", needs_factor(call.principal.person.roles)},
                      {"recovery_codes_left", row->recovery_left}};
  if (row->password_at) object.emplace("password_at", format_rfc3339(*row->password_at));
  return json_text(200, json::serialize(object));
}

Reply change_password(Call& call, Services& services) {
  const auto body = read_body<PasswordBody>(call.request.body);
  if (!body) return call.problem(body.error());
  const auto person = call.principal.person.id;
  const auto taken = sign_in::check_password(body->password, person);
  if (!taken) return call.problem(taken.error());
  std::optional<Digest> keep;
  const auto hash = token_hash_of(call.request.head);
  if (hash && call.principal.session) keep = *hash;
  return with_password(
      call, services, body->current,
      [person, keep, password = body->password](const std::shared_ptr<Try>& attempt,
                                                const engine::Credentials&, const Done& done) {
        const auto hashed = sign_in::hash_password(password);
        if (!hashed) return done(attempt->problem(hashed.error()));
        const auto now = attempt->services().clock.now();
        write_then(
            attempt,
            [attempt, person, keep, now, hashed = *hashed] {
              return attempt->sign_ins().put_password(person, hashed, now, keep);
            },
            empty_answer(), done);
      });
}

Reply begin_second_factor(Call& call, Services& services) {
  const auto body = read_body<CurrentBody>(call.request.body);
  if (!body) return call.problem(body.error());
  return with_password(
      call, services, body->current,
      [](const std::shared_ptr<Try>& attempt, const engine::Credentials& credentials,
         const Done& done) {
        if (credentials.has_factor()) {
          attempt->forgive();
          return done(attempt->problem(Error{
              ErrorKind::kConflict, "a second factor is there already: remove it first", {}}));
        }
        const auto secret = sign_in::new_secret();
        const auto& person = credentials.person;
        const json::object object{{"secret", sign_in::base32(secret)},
                                  {"uri", sign_in::otpauth_uri(kIssuer, person, secret)}};
        auto response = json_text(201, json::serialize(object));
        response.headers.push_back({"Cache-Control", "no-store"});
        write_then(
            attempt,
            [attempt, person, sealed = attempt->means().seal.seal(secret, "totp:" + person)] {
              return attempt->sign_ins().put_factor(person, sealed);
            },
            std::move(response), done);
      });
}

Reply confirm_second_factor(Call& call, Services& services) {
  const auto body = read_body<CodeBody>(call.request.body);
  if (!body) return call.problem(body.error());
  const auto attempt = Try::begin(call, services, call.principal.person.id);
  if (!attempt) return call.problem(attempt.error());
  const auto credentials = services.sign_ins->credentials(call.principal.person.id);
  if (!credentials) return call.problem(credentials.error());
  if (credentials->factor.empty() || credentials->factor_confirmed) {
    (*attempt)->forgive();
    return call.problem(Error{ErrorKind::kConflict, "no factor waits to be confirmed", {}});
  }
  const auto code = prove_code(**attempt, *credentials, body->code);
  if (!code) return call.problem(code.error());
  if (!code->step) return call.problem(ProblemCode::kWrongSignIn);
  json::array shown;
  std::vector<Digest> hashes;
  for (const auto& recovery : sign_in::new_recovery_codes()) {
    shown.push_back(json::value(recovery));
    hashes.push_back(sign_in::recovery_hash(recovery));
  }
  auto response =
      json_text(200, json::serialize(json::object{{"recovery_codes", std::move(shown)}}));
  response.headers.push_back({"Cache-Control", "no-store"});
  return Pending([attempt = *attempt, person = credentials->person, step = *code->step, hashes,
                  response](Done done) {
    write_then(
        attempt,
        [attempt, person, step, hashes] {
          return attempt->sign_ins().confirm_factor(person, step, hashes);
        },
        response, done);
  });
}

Reply remove_second_factor(Call& call, Services& services) {
  const auto body = read_body<RemoveBody>(call.request.body);
  if (!body) return call.problem(body.error());
  return with_password(
      call, services, body->current,
      [code = body->code](const std::shared_ptr<Try>& attempt,
                          const engine::Credentials& credentials, const Done& done) {
        if (!credentials.has_factor()) {
          attempt->forgive();
          return done(
              attempt->problem(Error{ErrorKind::kConflict, "there is no second factor", {}}));
        }
        const auto proved = prove_code(*attempt, credentials, code);
        if (!proved) return done(attempt->problem(proved.error()));
        write_then(
            attempt,
            [attempt, person = credentials.person, spent = *proved]() -> Status {
              TRY(spend(attempt->sign_ins(), person, spent));
              return attempt->sign_ins().put_factor(person, "");
            },
            empty_answer(), done);
      });
}

}  // namespace baobei::http
