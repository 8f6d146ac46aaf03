#include "http/new_session.h"

#include "http/auth.h"

namespace baobei::http {

std::string session_cookie(const std::string& secret, std::chrono::seconds life) {
  return std::string(kSessionCookie) + "=" + secret +
         "; Path=/; Max-Age=" + std::to_string(life.count()) +
         "; Secure; HttpOnly; SameSite=Strict";
}

engine::IssuedToken new_session(const engine::PersonRow& person, const std::string& secret,
                                bool only_reads, Instant now) {
  engine::IssuedToken session;
  session.token = {sha256(secret), person.id, "session", now + engine::kSessionLifetime, false};
  session.read_only = only_reads;
  session.session = true;
  session.issued_by = person.id;
  session.issued_at = now;
  return session;
}

}  // namespace baobei::http
