#include "http/proof.h"

#include <algorithm>

#include "sign_in/one_time.h"
#include "sign_in/password.h"

namespace baobei::http {

Try::Try(Services& services, Language language, std::string account, std::string network)
    : services_(services),
      language_(language),
      account_(std::move(account)),
      network_(std::move(network)) {}

OrProblem<std::shared_ptr<Try>> Try::begin(const Call& call, Services& services,
                                           const std::string& account) {
  const bool made_here = services.sign_ins != nullptr && services.sign_in_means != nullptr &&
                         services.directory != nullptr;
  if (!made_here) return std::unexpected(Problem(ProblemCode::kUnavailable));
  const auto network = sign_in::network_of(call.request.head.peer);
  auto& means = *services.sign_in_means;
  const Instant now = services.clock.now();
  if (!network.empty()) {
    const auto wait = means.networks.enter(network, now);
    if (wait > Duration(0)) return std::unexpected(retry_later(ProblemCode::kTooManyTries, wait));
  }
  if (!account.empty()) {
    const auto wait = means.accounts.enter(account, now);
    if (wait > Duration(0)) {
      if (!network.empty()) means.networks.forgive(network);
      return std::unexpected(retry_later(ProblemCode::kTooManyTries, wait));
    }
  }
  return std::shared_ptr<Try>(new Try(services, call.language, account, network));
}

void Try::hash(Done done, std::function<void(const Done&)> work) {
  const bool taken = means().hashing.run([done, work = std::move(work)] { work(done); });
  if (taken) return;
  forgive();
  done(problem(ProblemCode::kBusy));
}

void Try::passed() {
  if (!account_.empty()) means().accounts.passed(account_);
  if (!network_.empty()) means().networks.forgive(network_);
}

void Try::forgive() {
  if (!account_.empty()) means().accounts.forgive(account_);
  if (!network_.empty()) means().networks.forgive(network_);
}

OrProblem<engine::Credentials> prove_password(Try& attempt, const lifecycle::PersonId& person,
                                              const std::string& password) {
  auto credentials = attempt.sign_ins().credentials(person);
  if (!credentials) {
    attempt.forgive();
    return std::unexpected(Problem(credentials.error()));
  }
  const bool has_one = !credentials->password_hash.empty();
  const auto& hash = has_one ? credentials->password_hash : sign_in::no_password();
  const bool right = sign_in::password_matches(hash, password);
  const auto row = attempt.services().directory->person(person);
  if (right && has_one && row && row->active) return std::move(*credentials);
  return std::unexpected(Problem(ProblemCode::kWrongSignIn));
}

OrProblem<SpentCode> prove_code(Try& attempt, const engine::Credentials& credentials,
                                const std::string& code) {
  constexpr std::size_t kDigits = 6;
  const bool digits = code.size() == kDigits &&
                      std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) return SpentCode{{}, sign_in::recovery_hash(code)};
  const auto secret = attempt.means().seal.unseal(credentials.factor, "totp:" + credentials.person);
  if (!secret) {
    attempt.forgive();
    attempt.services().report(secret.error());
    return std::unexpected(Problem(secret.error()));
  }
  const auto step =
      sign_in::step_of_code(*secret, code, attempt.services().clock.now(), credentials.factor_step);
  if (!step) return std::unexpected(Problem(ProblemCode::kWrongSignIn));
  return SpentCode{step, {}};
}

Status spend(engine::SignIns& sign_ins, const lifecycle::PersonId& person, const SpentCode& code) {
  Status spent;
  if (code.step) spent = sign_ins.spend_step(person, *code.step);
  if (code.recovery) spent = sign_ins.spend_recovery(person, *code.recovery);
  const bool wrong = !spent && (spent.error().kind == ErrorKind::kConflict ||
                                spent.error().kind == ErrorKind::kNotFound);
  if (wrong) return fail(ErrorKind::kUnauthorized, "the code is wrong or was used before");
  return spent;
}

bool needs_factor(const std::vector<lifecycle::Role>& roles) {
  return std::ranges::any_of(roles, [](lifecycle::Role role) {
    using enum lifecycle::Role;
    return role == kOperator || role == kSeniorReviewer || role == kOfficer || role == kAuditor;
  });
}

}  // namespace baobei::http
