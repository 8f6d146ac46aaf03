// Who sends a request. Tokens are secrets of their holders: only their SHA-256 is looked up, and it
// alone is stored (DESIGN decision 12).
//
// A browser sends its session as a cookie that no script reads; then whatever changes something has
// to come from a page of this very site (foreign_origin). Everybody else sends a bearer token.
// Threads: any.
#pragma once

#include "engine/host_ports.h"
#include "engine/ports.h"
#include "http/message.h"
#include "lifecycle/terms.h"

namespace baobei::http {

inline constexpr std::size_t kTokenBytesMax = 256;

// Not readable by scripts, sent by no page but ours, over TLS or from this machine alone.
inline constexpr std::string_view kSessionCookie = "__Host-baobei";

// The value of that cookie; empty where there is none.
std::string_view cookie_value(const Head& head, std::string_view name);

// The SHA-256 of the bearer token, else of the session's cookie; kUnauthorized where there is none.
Result<Digest> token_hash_of(const Head& head);

// Sent by a page of this very site; what no browser sent is not.
bool from_this_site(const Head& head);

// The request rests on the cookie, would change something, and does not come from this site.
bool foreign_origin(const Head& head);

// kUnauthorized without a token, with one that is unknown, expired or revoked, or of somebody who
// is no longer active.
Result<engine::Principal> authenticate(const Head& head, engine::Reader& reader, Instant now);

// Likewise a host by its secret.
Result<engine::HostRow> authenticate_host(const Head& head, engine::Hosts& hosts);

lifecycle::Actor actor_of(const engine::Principal& principal, lifecycle::Role role);

}  // namespace baobei::http
