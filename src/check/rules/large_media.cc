#include <algorithm>
#include <array>

#include "check/rules/rules.h"
#include "check/sizes.h"

namespace baobei::check::rules {
namespace {

constexpr std::uint64_t kMediaBytesMax = 200 * 1024;
constexpr std::array<std::string_view, 11> kMedia = {
    ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".mp3", ".aac", ".m4a", ".wav", ".ogg"};

void match_large_media(Context& context, Findings& findings) {
  if (context.app() == nullptr && !context.is_plugin()) return;
  for (const auto& file : context.files()) {
    if (!file.path.starts_with(context.root()) || file.size <= kMediaBytesMax) continue;
    const bool media =
        std::ranges::any_of(kMedia, [&](auto ending) { return file.path.ends_with(ending); });
    if (!media) continue;
    findings.add({file.path},
                 {"图片或音频有 " + kilobytes(file.size) + "，建议不超过 200 KB",
                  "a picture or sound of " + kilobytes(file.size) + "; better at most 200 KB"});
  }
}

}  // namespace

Rule large_media() {
  return {
      .id = "quality/large-media",
      .severity = Severity::kNote,
      .title = {"图片或音频过大", "A large picture or sound"},
      .why =
          {"包内的大图片和音频会拖慢首次打开，也占用 2 MB 的额度。",
           "Large pictures and sounds in the package slow the first start and take up the 2 MB."},
      .what_to_do = {"压缩，或放到网络上。", "Compress them, or serve them over the network."},
      .good = {{{}, {}, {{"a.png", 200 * 1024}}}, {{}, {}, {{"a.ttf", 300 * 1024}}}},
      .bad = {{{}, {}, {{"images/a.png", 300 * 1024}}}, {{}, {}, {{"a.mp3", 201 * 1024}}}},
      .match = match_large_media,
  };
}

}  // namespace baobei::check::rules
