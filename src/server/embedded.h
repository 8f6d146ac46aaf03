// The samples, as they were built into the program (cmake/Embed.cmake): names begin with the folder
// of the sample, "neighbourhood-forum/README.md". Threads: constants.
#pragma once

#include <span>
#include <string_view>

namespace baobei::server {

struct EmbeddedFile {
  std::string_view name;
  std::string_view text;
};
std::span<const EmbeddedFile> embedded_files();

}  // namespace baobei::server
