// The sample that the walk takes along, so that it runs from any folder: the files of
// samples/neighbourhood-forum, sorted by name. Defined by the build (cmake/Embed.cmake). Constants.
#pragma once

#include <span>
#include <string_view>

namespace baobei::cli {

struct EmbeddedFile {
  std::string_view name, text;
};

std::span<const EmbeddedFile> embedded_files();

}  // namespace baobei::cli
