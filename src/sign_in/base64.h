// RFC 4648 with libsodium: base 64 as HTTP has it, and base64url without padding as JOSE has it.
// Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace baobei::sign_in {

std::string base64(std::string_view bytes);
std::string base64url(std::string_view bytes);
// nullopt for what is no base64url without padding.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace baobei::sign_in
