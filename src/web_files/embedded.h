// The desks' files as they were when the program was built (cmake/Embed.cmake): those of web/dist,
// or, where the desks were not built, of not_built/. Names relative to that folder.
// Threads: constants.
#pragma once

#include <span>
#include <string_view>

namespace baobei::web_files {

struct EmbeddedFile {
  std::string_view name;  // "assets/index-BcRUgECx.js", "assets/index-BcRUgECx.js.br"
  std::string_view text;
};

std::span<const EmbeddedFile> embedded_files();

}  // namespace baobei::web_files
