#include "engine/contents.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace baobei::engine {
namespace {

struct Ending {
  std::string_view ending;
  FileKind kind;
};
constexpr std::array kEndings = {
    Ending{".js", FileKind::kScript},     Ending{".ts", FileKind::kScript},
    Ending{".wxs", FileKind::kScript},    Ending{".mjs", FileKind::kScript},
    Ending{".cjs", FileKind::kScript},    Ending{".wasm", FileKind::kScript},
    Ending{".wxml", FileKind::kTemplate}, Ending{".html", FileKind::kTemplate},
    Ending{".htm", FileKind::kTemplate},  Ending{".wxss", FileKind::kStyle},
    Ending{".css", FileKind::kStyle},     Ending{".less", FileKind::kStyle},
    Ending{".scss", FileKind::kStyle},    Ending{".sass", FileKind::kStyle},
    Ending{".json", FileKind::kData},     Ending{".xml", FileKind::kData},
    Ending{".yaml", FileKind::kData},     Ending{".yml", FileKind::kData},
    Ending{".csv", FileKind::kData},      Ending{".md", FileKind::kDocument},
    Ending{".txt", FileKind::kDocument},  Ending{".pdf", FileKind::kDocument},
    Ending{".png", FileKind::kImage},     Ending{".jpg", FileKind::kImage},
    Ending{".jpeg", FileKind::kImage},    Ending{".gif", FileKind::kImage},
    Ending{".webp", FileKind::kImage},    Ending{".svg", FileKind::kImage},
    Ending{".bmp", FileKind::kImage},     Ending{".ico", FileKind::kImage},
    Ending{".mp3", FileKind::kMedia},     Ending{".aac", FileKind::kMedia},
    Ending{".m4a", FileKind::kMedia},     Ending{".wav", FileKind::kMedia},
    Ending{".mp4", FileKind::kMedia},     Ending{".silk", FileKind::kMedia},
    Ending{".ttf", FileKind::kFont},      Ending{".otf", FileKind::kFont},
    Ending{".woff", FileKind::kFont},     Ending{".woff2", FileKind::kFont},
    Ending{".eot", FileKind::kFont},
};

constexpr std::array<std::string_view, 9> kNames = {
    "script", "template", "style", "data", "document", "image", "media", "font", "other"};

}  // namespace

std::string_view name(FileKind kind) {
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view name(Change change) {
  constexpr std::array<std::string_view, 4> kChanges = {"added", "removed", "changed", "moved"};
  return kChanges[static_cast<std::size_t>(change)];
}

FileKind kind_of(std::string_view path) {
  const auto dot = path.rfind('.');
  if (dot == std::string_view::npos || path.find('/', dot) != std::string_view::npos) {
    return FileKind::kOther;
  }
  const auto ending = path.substr(dot);
  const auto found = std::ranges::find_if(kEndings, [&](const Ending& row) {
    return std::ranges::equal(row.ending, ending, {}, {}, ascii::lower);
  });
  return found == kEndings.end() ? FileKind::kOther : found->kind;
}

}  // namespace baobei::engine
