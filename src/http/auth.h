// Who sends a request. Tokens are secrets of their holders: only their SHA-256 is looked up, and it
// alone is stored (DESIGN decision 12). Threads: any.
#pragma once

#include "engine/host_ports.h"
#include "engine/ports.h"
#include "http/message.h"
#include "lifecycle/terms.h"

namespace baobei::http {

inline constexpr std::size_t kTokenBytesMax = 256;

// The SHA-256 of the bearer token; kUnauthorized where there is none.
Result<Digest> token_hash_of(const Head& head);

// kUnauthorized without a token, with one that is unknown, expired or revoked, or of somebody who
// is no longer active.
Result<engine::Principal> authenticate(const Head& head, engine::Reader& reader, Instant now);

// Likewise a host by its secret.
Result<engine::HostRow> authenticate_host(const Head& head, engine::Hosts& hosts);

lifecycle::Actor actor_of(const engine::Principal& principal, lifecycle::Role role);

}  // namespace baobei::http
