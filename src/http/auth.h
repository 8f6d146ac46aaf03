// Who sends a request. Tokens are secrets of their holders: only their SHA-256 is looked up, and it
// alone is stored (DESIGN decision 12). Threads: any.
#pragma once

#include "engine/ports.h"
#include "http/message.h"
#include "lifecycle/terms.h"

namespace baobei::http {

inline constexpr std::size_t kTokenBytesMax = 256;

// kUnauthorized without a token, with one that is unknown, expired or revoked, or of somebody who
// is no longer active.
Result<engine::Principal> authenticate(const Head& head, engine::Reader& reader, Instant now);

lifecycle::Actor actor_of(const engine::Principal& principal, lifecycle::Role role);

}  // namespace baobei::http
