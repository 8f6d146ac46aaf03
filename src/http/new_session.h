// A session as it begins, and as a browser keeps it. Pure; any thread.
#pragma once

#include <chrono>
#include <string>

#include "engine/sign_in_ports.h"

namespace baobei::http {

// A value of Set-Cookie; an empty secret with no life takes the cookie away.
std::string session_cookie(const std::string& secret, std::chrono::seconds life);

// For engine::kSessionLifetime, in all roles of the person.
engine::IssuedToken new_session(const engine::PersonRow& person, const std::string& secret,
                                bool only_reads, Instant now);

}  // namespace baobei::http
