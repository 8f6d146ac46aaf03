// A try to prove who one is: counted, slowed down, hashed on its own threads, answered once
// (DESIGN decision 12). For handlers_sign_in.cc and handlers_credential.cc.
//
// Invariants: whoever is unknown, inactive or without a password costs and reads like a wrong
// password. A try is settled once: failed, forgiven or passed.
// Threads: Try from any, one at a time.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "engine/sign_in_ports.h"
#include "http/call.h"
#include "http/sign_in_means.h"

namespace baobei::http {

class Try {
 public:
  // The problem where it has to wait, or no sign-in is made here. `account`: empty where it is not
  // known yet.
  static OrProblem<std::shared_ptr<Try>> begin(const Call& call, Services& services,
                                               const std::string& account);

  // `work` on a thread for hashing; `done` with 503 where too much waits there.
  void hash(Done done, std::function<void(const Done&)> work);

  void passed();   // the account's owner: what failed before counts no more
  void forgive();  // nothing failed, nothing was proved

  Services& services() const { return services_; }
  engine::SignIns& sign_ins() const { return *services_.sign_ins; }
  SignInMeans& means() const { return *services_.sign_in_means; }
  Language language() const { return language_; }
  Response problem(const Problem& what) const { return problem_response(what, language_); }

 private:
  Try(Services& services, Language language, std::string account, std::string network);

  Services& services_;
  const Language language_;
  const std::string account_;
  const std::string network_;
};

// ---- on a hashing thread
// The credentials whose password it is; kWrongSignIn otherwise.
OrProblem<engine::Credentials> prove_password(Try& attempt, const lifecycle::PersonId& person,
                                              const std::string& password);

// What a code spends once it is right: a step of the authenticator, or a recovery code.
struct SpentCode {
  std::optional<std::int64_t> step;
  std::optional<Digest> recovery;
};
OrProblem<SpentCode> prove_code(Try& attempt, const engine::Credentials& credentials,
                                const std::string& code);
// On the writer's thread: kUnauthorized where it was spent before.
Status spend(engine::SignIns& sign_ins, const lifecycle::PersonId& person, const SpentCode& code);

// Roles that take a second factor: without one their sessions only read.
bool needs_factor(const std::vector<lifecycle::Role>& roles);

}  // namespace baobei::http
