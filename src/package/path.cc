#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "package/nfc.h"
#include "package/package.h"

namespace baobei::package {
namespace {

constexpr std::array<std::string_view, 8> kIgnoredNames = {
    ".git", ".svn", ".hg", "node_modules", "__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini"};
constexpr std::string_view kAppleDouble = "._";  // a Mac's second half of a file

template <typename Visit>
void each_component(std::string_view path, Visit visit) {
  for (std::size_t from = 0; from <= path.size();) {
    const std::size_t end = std::min(path.find('/', from), path.size());
    visit(path.substr(from, end - from));
    from = end + 1;
  }
}

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// What needs no look at its characters one by one.
bool is_plain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

using Utf16 = std::vector<UChar>;

Utf16 to_utf16(std::string_view text) {
  Utf16 wide(text.size() + 1);
  std::int32_t length = 0;
  UErrorCode error = U_ZERO_ERROR;
  u_strFromUTF8(wide.data(), static_cast<std::int32_t>(wide.size()), &length, text.data(),
                static_cast<std::int32_t>(text.size()), &error);
  CHECK(U_SUCCESS(error), "paths are checked to be UTF-8 first");
  wide.resize(static_cast<std::size_t>(length));
  return wide;
}

std::string to_utf8(const Utf16& wide) {
  std::string text(wide.size() * 3 + 1, '\0');
  std::int32_t length = 0;
  UErrorCode error = U_ZERO_ERROR;
  u_strToUTF8(text.data(), static_cast<std::int32_t>(text.size()), &length, wide.data(),
              static_cast<std::int32_t>(wide.size()), &error);
  CHECK(U_SUCCESS(error));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

Utf16 composed(const Utf16& wide) {
  UErrorCode error = U_ZERO_ERROR;
  const UNormalizer2* nfc = unorm2_getNFCInstance(&error);
  Utf16 out(wide.size() * 3 + 1);  // NFC triples UTF-16 at most
  const auto length = unorm2_normalize(nfc, wide.data(), static_cast<std::int32_t>(wide.size()),
                                       out.data(), static_cast<std::int32_t>(out.size()), &error);
  CHECK(U_SUCCESS(error));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

Utf16 case_folded(const Utf16& wide) {
  Utf16 out(wide.size() * 3 + 1);
  UErrorCode error = U_ZERO_ERROR;
  const auto length =
      u_strFoldCase(out.data(), static_cast<std::int32_t>(out.size()), wide.data(),
                    static_cast<std::int32_t>(wide.size()), U_FOLD_CASE_DEFAULT, &error);
  CHECK(U_SUCCESS(error));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

}  // namespace

std::string nfc(std::string_view text) {
  return is_ascii(text) ? std::string(text) : to_utf8(composed(to_utf16(text)));
}

std::string collision_key(std::string_view path) {
  if (is_ascii(path)) {
    std::string key(path);
    for (char& c : key) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return key;
  }
  return to_utf8(composed(case_folded(composed(to_utf16(path)))));
}

Status check_path(std::string_view path) {
  if (path.size() > kPathBytesMax) return refuse(FaultCode::kPathTooLong, path);
  const bool plain = is_plain(path);
  if (!plain && !is_utf8(path)) return refuse(FaultCode::kBadUtf8, path);
  if (path.starts_with('/')) return refuse(FaultCode::kAbsolutePath, path);
  if (path.find('\\') != std::string_view::npos) return refuse(FaultCode::kBackslash, path);
  if (path.size() > 1 && path[1] == ':') return refuse(FaultCode::kAbsolutePath, path);
  if (!plain && printable(path) != path) return refuse(FaultCode::kControlCharacter, path);
  std::size_t depth = 0;
  bool up = false;
  bool odd = false;
  bool too_long = false;
  each_component(path, [&](std::string_view component) {
    ++depth;
    up = up || component == "..";
    odd = odd || component.empty() || component == ".";
    too_long = too_long || component.size() > kComponentBytesMax;
  });
  if (up) return refuse(FaultCode::kTraversal, path);
  if (odd) return refuse(FaultCode::kOddComponent, path);
  if (too_long) return refuse(FaultCode::kPathTooLong, path);
  if (depth > kDepthMax) return refuse(FaultCode::kTooDeep, path);
  return {};
}

bool is_ignored(std::string_view path) {
  bool ignored = false;
  each_component(path, [&](std::string_view component) {
    ignored = ignored || component.starts_with(kAppleDouble) ||
              std::ranges::find(kIgnoredNames, component) != kIgnoredNames.end();
  });
  return ignored;
}

}  // namespace baobei::package
