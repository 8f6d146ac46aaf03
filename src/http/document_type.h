// What a document is, as told by its first bytes: names and headers say what a sender likes.
// Pure; any thread.
#pragma once

#include <optional>
#include <string_view>

namespace baobei::http {

inline constexpr std::size_t kSignatureBytesMax = 8;

// "application/pdf", "image/png", "image/jpeg"; nullopt for everything else.
constexpr std::optional<std::string_view> document_type(std::string_view first_bytes) {
  if (first_bytes.starts_with("%PDF-")) return "application/pdf";
  if (first_bytes.starts_with("\x89PNG\r\n\x1A\n")) return "image/png";
  if (first_bytes.starts_with("\xFF\xD8\xFF")) return "image/jpeg";
  return std::nullopt;
}

}  // namespace baobei::http
