// Signing in with a provider of identities: the way there, and the way back with a code. Nobody
// comes into being by it: whoever comes back is somebody whom an operator bound, or who holds an
// invitation (DESIGN decision 12).

#include <algorithm>
#include <array>

#include "base/text.h"
#include "engine/identity_ports.h"
#include "http/auth.h"
#include "http/handlers.h"
#include "http/new_session.h"
#include "http/oidc.h"
#include "http/proof.h"
#include "http/request_json.h"

namespace baobei::http {
namespace {

constexpr std::string_view kAttemptCookie = "__Host-baobei-oidc";
constexpr std::string_view kSealedFor = "oidc-attempt";
constexpr std::size_t kAttemptBytesMax = 6'000;
constexpr std::size_t kReturnBytesMax = 512;
constexpr std::size_t kCodeBytesMax = 2'048;

struct OidcBody {
  std::optional<std::string> invitation;
  std::optional<std::string> back;
};
BOOST_DESCRIBE_STRUCT(OidcBody, (), (invitation, back))

// What the browser carries, sealed, from here to the provider and back.
struct Carried {
  std::string provider;
  std::string state;
  std::string nonce;
  std::string verifier;
  std::string invitation;
  std::string back;
  Instant until;
};
BOOST_DESCRIBE_STRUCT(Carried, (), (provider, state, nonce, verifier, invitation, back, until))

// Lax: the provider's page sends the browser back, and this must come with it.
std::string attempt_cookie(const std::string& sealed, std::chrono::seconds life) {
  return std::string(kAttemptCookie) + "=" + sealed +
         "; Path=/; Max-Age=" + std::to_string(life.count()) + "; Secure; HttpOnly; SameSite=Lax";
}

Response sent_to(const std::string& location) {
  Response response;
  response.status = 303;
  response.headers.push_back({"Location", location});
  response.headers.push_back({"Cache-Control", "no-store"});
  response.headers.push_back({"Referrer-Policy", "no-referrer"});
  return response;
}

// A page of this site and no other one.
Result<std::string> back_of(const std::string& path) {
  const bool plain = std::ranges::all_of(
      path, [](char c) { return c > ' ' && c < 0x7F && c != '\\' && c != '"'; });
  const bool here = path.starts_with('/') && !path.starts_with("//");
  if (plain && here && path.size() <= kReturnBytesMax) return path;
  return fail(ErrorKind::kInvalid, "a path of this site is expected", "back");
}

struct Begun {
  std::string location;
  std::string cookie;
  Instant until;
};

// On a thread that may block.
OrProblem<Begun> begin_attempt(Services& services, const OidcProvider& provider, std::string back,
                               std::string invitation) {
  const Instant now = services.clock.now();
  const auto discovery = services.oidc->discovery(provider, now);
  if (!discovery) {
    services.report(discovery.error());
    return std::unexpected(Problem(ProblemCode::kProviderFailed));
  }
  const auto attempt = sign_in::new_attempt();
  const Carried carried{provider.of.id,        attempt.state,         attempt.nonce,
                        attempt.verifier,      std::move(invitation), std::move(back),
                        now + kAttemptLifetime};
  const auto sealed =
      services.sign_in_means->seal.seal(json::serialize(to_json(carried)), kSealedFor);
  const auto life = std::chrono::duration_cast<std::chrono::seconds>(kAttemptLifetime);
  return Begun{sign_in::authorization_url(provider.of, *discovery, attempt),
               attempt_cookie(sealed, life), carried.until};
}

// The provider of the path; kNotFound.
OrProblem<const OidcProvider*> provider_of(const Call& call, const Services& services) {
  const bool made_here = services.oidc != nullptr && services.identities != nullptr &&
                         services.sign_ins != nullptr && services.sign_in_means != nullptr &&
                         services.directory != nullptr;
  const auto* provider = made_here ? services.oidc->find(call.params.at(0)) : nullptr;
  if (provider == nullptr) return std::unexpected(Problem(ProblemCode::kNotFound));
  return provider;
}

bool wants_page(const Head& head) {
  return head.header("Accept").contains("text/html");
}

Response answered_browser(const Problem& problem, bool page, Language language) {
  auto response = problem_response(problem, language);
  if (page) {
    std::string location = "/sign-in?problem=" + problem.code;
    for (const auto& [name, value] : problem.members) {
      location += "&" + name + "=" + sign_in::percent_encoded(value);
    }
    response = sent_to(location);
  }
  response.headers.push_back({"Set-Cookie", attempt_cookie("", std::chrono::seconds(0))});
  return response;
}

// The attempt of this very browser, for this provider and state, within its time.
Result<Carried> carried_by(const Call& call, Services& services, const std::string& state) {
  const auto cookie = cookie_value(call.request.head, kAttemptCookie);
  if (cookie.empty() || cookie.size() > kAttemptBytesMax) {
    return fail(ErrorKind::kUnauthorized, "no attempt to sign in");
  }
  TRY_ASSIGN(const auto text, services.sign_in_means->seal.unseal(cookie, kSealedFor));
  TRY_ASSIGN(const auto value, parse_json(text, kAttemptBytesMax));
  Carried carried;
  TRY(from_json(value, carried));
  const bool same =
      carried.provider == call.params.at(0) && equal_constant_time(carried.state, state);
  const Instant now = services.clock.now();
  if (!same || now >= carried.until) return fail(ErrorKind::kUnauthorized, "another attempt");
  if (services.oidc->first_answer(carried.state, carried.until, now)) return carried;
  return fail(ErrorKind::kUnauthorized, "this attempt was answered before");
}

struct Arrival {
  std::shared_ptr<Try> attempt;
  const OidcProvider* provider = nullptr;
  Carried carried;
  std::string code;
  std::optional<std::string> issuer;  // as the answer names it
  sign_in::IdClaims claims;
  bool page = false;
};

Response refused_arrival(const Arrival& arrival, const Problem& problem) {
  return answered_browser(problem, arrival.page, arrival.attempt->language());
}

bool second_factor_shown(const OidcProvider& provider, const sign_in::IdClaims& claims) {
  constexpr std::array<std::string_view, 4> kMethods = {"mfa", "otp", "hwk", "sc"};  // RFC 8176
  return provider.vouches_for_second_factor ||
         std::ranges::any_of(claims.methods, [&](const std::string& method) {
           return std::ranges::find(kMethods, method) != kMethods.end();
         });
}

struct KnownPerson {
  lifecycle::PersonId person;
  std::uint64_t identity = 0;
  bool invited = false;
};

// Whom the identity is bound to; else whom the invitation is for.
OrProblem<KnownPerson> known_person(const Arrival& arrival) {
  auto& services = arrival.attempt->services();
  const auto& issuer = arrival.provider->of.issuer;
  const auto bound =
      services.identities->find(issuer, arrival.claims.subject, arrival.claims.email);
  if (bound) return KnownPerson{bound->person, bound->id, false};
  if (bound.error().kind != ErrorKind::kNotFound) return std::unexpected(Problem(bound.error()));
  if (!arrival.carried.invitation.empty()) {
    const auto invitation =
        services.sign_ins->invitation(sha256(arrival.carried.invitation), services.clock.now());
    if (invitation) return KnownPerson{invitation->person, 0, true};
    return std::unexpected(Problem(ProblemCode::kWrongSignIn));
  }
  Problem problem(ProblemCode::kIdentityUnknown);
  problem.members.emplace_back("issuer", issuer);
  problem.members.emplace_back("subject", arrival.claims.subject);
  return std::unexpected(std::move(problem));
}

// On the writer's thread.
OrProblem<engine::IssuedToken> admitted(const Arrival& arrival, const std::string& secret) {
  auto& services = arrival.attempt->services();
  const Instant now = services.clock.now();
  const auto& provider = *arrival.provider;
  auto who = known_person(arrival);
  if (!who) return std::unexpected(who.error());
  const auto person = services.directory->person(who->person);
  if (!person) return std::unexpected(Problem(person.error()));
  if (!person->active) return std::unexpected(Problem(ProblemCode::kWrongSignIn));
  const auto roles = engine::roles_within(person->roles, provider.roles);
  if (roles.empty()) return std::unexpected(Problem(ProblemCode::kForbidden));
  if (who->invited) {
    TRY_ASSIGN(const auto bound,
               services.identities->redeem(sha256(arrival.carried.invitation), provider.of.issuer,
                                           arrival.claims.subject, now));
    who->identity = bound.id;
  }
  TRY(services.identities->use(who->identity, arrival.claims.subject, now));
  const bool only_reads = needs_factor(roles) && !second_factor_shown(provider, arrival.claims);
  auto session = new_session(*person, secret, only_reads, now);
  session.token.label = "oidc:" + provider.of.id;
  session.roles = roles;  // what else they are comes with another way of signing in
  TRY(services.sign_ins->open_session(session));
  return session;
}

void open_oidc_session(const Arrival& arrival, const Done& done) {
  const bool taken = arrival.attempt->services().commands.on_writer([arrival, done] {
    const auto secret = random_id("bs");
    const auto session = admitted(arrival, secret);
    if (!session) return done(refused_arrival(arrival, session.error()));
    arrival.attempt->passed();
    auto response = sent_to(arrival.carried.back);
    const auto life = std::chrono::duration_cast<std::chrono::seconds>(engine::kSessionLifetime);
    response.headers.push_back({"Set-Cookie", session_cookie(secret, life)});
    response.headers.push_back({"Set-Cookie", attempt_cookie("", std::chrono::seconds(0))});
    done(std::move(response));
  });
  if (!taken) done(refused_arrival(arrival, ProblemCode::kBusy));
}

// RFC 9207: an answer that another issuer gave (mix-up), or that hides who gave it.
Status check_issuer(const Arrival& arrival, bool has_to_say) {
  const bool wrong = arrival.issuer ? *arrival.issuer != arrival.provider->of.issuer : has_to_say;
  if (!wrong) return {};
  return fail(ErrorKind::kUnauthorized, "the answer is of another issuer");
}

Result<sign_in::IdClaims> claims_of(const Arrival& arrival) {
  auto& services = arrival.attempt->services();
  const auto& carried = arrival.carried;
  const Instant now = services.clock.now();
  TRY_ASSIGN(const auto discovery, services.oidc->discovery(*arrival.provider, now));
  TRY(check_issuer(arrival, discovery.names_issuer));
  const sign_in::Attempt attempt{carried.state, carried.nonce, carried.verifier};
  return services.oidc->claims(*arrival.provider, arrival.code, attempt, now);
}

// On a thread that may block.
void redeem_code(Arrival arrival, const Done& done) {
  auto& services = arrival.attempt->services();
  auto claims = claims_of(arrival);
  if (!claims) {
    services.report(claims.error());
    const bool wrong = claims.error().kind == ErrorKind::kUnauthorized;
    if (!wrong) arrival.attempt->forgive();
    return done(
        refused_arrival(arrival, wrong ? ProblemCode::kWrongSignIn : ProblemCode::kProviderFailed));
  }
  arrival.claims = std::move(*claims);
  open_oidc_session(arrival, done);
}

}  // namespace

Reply begin_oidc_sign_in(Call& call, Services& services) {
  const auto provider = provider_of(call, services);
  if (!provider) return call.problem(provider.error());
  const auto back = back_of(call.query("back").value_or("/"));
  if (!back) return call.problem(back.error());
  return Pending([&services, provider = *provider, back = *back, language = call.language,
                  page = wants_page(call.request.head)](Done done) {
    const bool taken = services.oidc->run([&services, provider, back, language, page, done] {
      const auto begun = begin_attempt(services, *provider, back, "");
      if (!begun) return done(answered_browser(begun.error(), page, language));
      auto response = sent_to(begun->location);
      response.headers.push_back({"Set-Cookie", begun->cookie});
      done(std::move(response));
    });
    if (!taken) done(answered_browser(ProblemCode::kBusy, page, language));
  });
}

Reply prepare_oidc_sign_in(Call& call, Services& services) {
  const auto provider = provider_of(call, services);
  if (!provider) return call.problem(provider.error());
  // It sets a cookie: no foreign page may begin it.
  if (!from_this_site(call.request.head)) return call.problem(ProblemCode::kForeignOrigin);
  const auto body = read_body<OidcBody>(call.request.body);
  if (!body) return call.problem(body.error());
  const auto back = back_of(body->back.value_or("/"));
  if (!back) return call.problem(back.error());
  const auto invitation = body->invitation.value_or("");
  if (invitation.size() > kTokenBytesMax) {
    return call.problem(Error{ErrorKind::kInvalid, "no invitation is so long", "/invitation"});
  }
  return Pending([&services, provider = *provider, back = *back, invitation,
                  language = call.language](Done done) {
    const bool taken = services.oidc->run([&services, provider, back, invitation, language, done] {
      const auto begun = begin_attempt(services, *provider, back, invitation);
      if (!begun) return done(problem_response(begun.error(), language));
      auto response =
          json_text(200, json::serialize(json::object{{"location", begun->location},
                                                      {"expires", format_rfc3339(begun->until)}}));
      response.headers.push_back({"Set-Cookie", begun->cookie});
      response.headers.push_back({"Cache-Control", "no-store"});
      done(std::move(response));
    });
    if (!taken) done(problem_response(ProblemCode::kBusy, language));
  });
}

Reply finish_oidc_sign_in(Call& call, Services& services) {
  const auto provider = provider_of(call, services);
  if (!provider) return call.problem(provider.error());
  const bool page = wants_page(call.request.head);
  const auto state = call.query("state");
  const auto code = call.query("code").value_or("");
  if (!state || code.size() > kCodeBytesMax) {
    const Error odd{ErrorKind::kInvalid, "this is no answer of a provider", "state"};
    return answered_browser(odd, page, call.language);
  }
  auto attempt = Try::begin(call, services, "");
  if (!attempt) return answered_browser(attempt.error(), page, call.language);
  auto carried = carried_by(call, services, *state);
  const bool refused_there = code.empty() || call.query("error");
  if (!carried || refused_there) {
    return answered_browser(ProblemCode::kWrongSignIn, page, call.language);
  }
  Arrival arrival{*attempt, *provider, std::move(*carried), code, call.query("iss"), {}, page};
  return Pending([&services, arrival = std::move(arrival)](Done done) {
    const bool taken = services.oidc->run([arrival, done] { redeem_code(arrival, done); });
    if (!taken) done(refused_arrival(arrival, ProblemCode::kBusy));
  });
}

}  // namespace baobei::http
