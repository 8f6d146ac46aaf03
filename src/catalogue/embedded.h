// The catalogue's files as they were when the program was built, inside the program itself.
//
// Invariants: constant bytes of the program; valid for its whole life. Defined by the build
// (cmake/Embed.cmake). Threads: any.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace baobei::catalogue {

struct EmbeddedFile {
  std::string_view name;  // relative to catalogue/: "categories/social.toml"
  std::string_view text;
};

std::span<const EmbeddedFile> embedded_files();

}  // namespace baobei::catalogue
