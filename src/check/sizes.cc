#include "check/sizes.h"

#include <algorithm>
#include <array>

namespace baobei::check {
namespace {

constexpr std::array<std::string_view, 7> kSource = {".js",   ".ts",  ".wxml", ".wxss",
                                                     ".json", ".wxs", ".html"};
constexpr std::array<std::string_view, 20> kAssets = {
    ".png", ".jpg", ".jpeg", ".gif", ".svg",  ".cer",  ".mp3",  ".aac", ".m4a", ".mp4",
    ".wav", ".ogg", ".silk", ".br",  ".wasm", ".cert", ".webp", ".ttf", ".bin", ".glb"};
constexpr std::array<std::string_view, 4> kNeverDelivered = {
    "project.config.json", "project.private.config.json", "package.json", "package-lock.json"};

template <std::size_t N>
bool ends_with_any(std::string_view path, const std::array<std::string_view, N>& endings) {
  return std::ranges::any_of(endings, [&](auto ending) { return path.ends_with(ending); });
}

}  // namespace

std::vector<Part> parts_of(const Context& context) {
  std::vector<Part> parts(1);
  if (context.app_file() == nullptr) return parts;
  parts[0].at = context.app_file()->whole();
  for (const auto& sub : context.subpackages()) parts.push_back({sub.root, sub.at});
  for (const auto& file : context.files()) {
    if (!file.path.starts_with(context.root())) continue;
    const auto path = std::string_view(file.path).substr(context.root().size());
    const bool source = ends_with_any(path, kSource) && !ends_with_any(path, kNeverDelivered);
    const bool compiled = context.kind() == PackageKind::kCompiled;
    if (!source && !compiled && !ends_with_any(path, kAssets)) continue;
    Part* part = &parts[0];
    for (auto& candidate : parts) {
      if (!candidate.name.empty() && path.starts_with(candidate.name)) part = &candidate;
    }
    part->all += file.size;
    if (!source || compiled) part->fixed += file.size;
  }
  return parts;
}

std::string megabytes(std::uint64_t bytes) {
  const auto tenths = bytes * 10 / (1024 * 1024);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " MB";
}

std::string kilobytes(std::uint64_t bytes) {
  return std::to_string((bytes + 1023) / 1024) + " KB";
}

}  // namespace baobei::check
