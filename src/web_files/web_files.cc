#include "web_files/web_files.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/bytes.h"
#include "base/text.h"

namespace baobei::web_files {
namespace {

constexpr std::string_view kPage = "/index.html";
constexpr std::string_view kFramed = "/preview.html";
constexpr std::string_view kHashed = "/assets/";
constexpr std::size_t kEtagDigits = 20;

// First segments of the desks' addresses, as web/src/router.ts has them.
constexpr auto kDesks =
    std::to_array<std::string_view>({"", "c", "dev", "inbox", "invitation", "jobs", "office", "ops",
                                     "review", "settings", "sign-in"});

std::string_view content_type_of(std::string_view name) {
  constexpr auto kTypes = std::to_array<std::pair<std::string_view, std::string_view>>({
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".svg", "image/svg+xml"},
      {".json", "application/json"},
      {".woff2", "font/woff2"},
      {".png", "image/png"},
  });
  const auto found =
      std::ranges::find_if(kTypes, [&](const auto& row) { return name.ends_with(row.first); });
  return found == kTypes.end() ? "application/octet-stream" : found->second;
}

bool is_desk_address(std::string_view path) {
  if (!path.starts_with('/')) return false;
  path.remove_prefix(1);
  const auto first = path.substr(0, path.find('/'));
  return std::ranges::find(kDesks, first) != kDesks.end();
}

// Whether `coding` stands in the list and is not refused by "q=0".
bool takes(std::string_view accept_encoding, std::string_view coding) {
  for (const auto& each : split(accept_encoding, ',')) {
    const std::string_view item = each;  // so that what is cut off it lives as long
    const auto semicolon = item.find(';');
    if (trim(item.substr(0, semicolon)) != coding) continue;
    if (semicolon == std::string_view::npos) return true;
    const auto weight = trim(item.substr(semicolon + 1));
    return weight != "q=0" && weight != "q=0.0" && weight != "q=0.00" && weight != "q=0.000";
  }
  return false;
}

}  // namespace

WebFiles::WebFiles(std::span<const EmbeddedFile> files) {
  for (const auto& file : files) {
    if (file.name.ends_with(".br") || file.name.ends_with(".gz")) continue;
    auto& made = files_["/" + std::string(file.name)];
    made.content_type = content_type_of(file.name);
    made.etag = to_hex(sha256(file.text)).substr(0, kEtagDigits);
    made.page = file.name.ends_with(".html");
    made.plain = file.text;
  }
  for (auto& [path, made] : files_) {
    made.immutable = path.starts_with(kHashed);
    made.framed = path == kFramed;
  }
  for (const auto& file : files) {
    if (!file.name.ends_with(".br") && !file.name.ends_with(".gz")) continue;
    const auto found = files_.find("/" + std::string(file.name.substr(0, file.name.size() - 3)));
    if (found == files_.end()) continue;
    (file.name.ends_with(".br") ? found->second.brotli : found->second.gzip) = file.text;
  }
}

const WebFile* WebFiles::find(std::string_view path) const {
  auto found = files_.find(path);
  if (found == files_.end() && is_desk_address(path)) found = files_.find(kPage);
  return found == files_.end() ? nullptr : &found->second;
}

Coded best_coding(const WebFile& file, std::string_view accept_encoding) {
  if (!file.brotli.empty() && takes(accept_encoding, "br")) return {"br", file.brotli};
  if (!file.gzip.empty() && takes(accept_encoding, "gzip")) return {"gzip", file.gzip};
  return {"", file.plain};
}

}  // namespace baobei::web_files
