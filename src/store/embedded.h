// The migrations as they were when the program was built, inside the program itself.
//
// Invariants: constant bytes of the program; sorted by name, "0001_initial.sql" first. Defined by
// the build (cmake/Embed.cmake). Threads: any.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace baobei::store {

struct EmbeddedFile {
  std::string_view name;
  std::string_view text;
};

std::span<const EmbeddedFile> embedded_files();

}  // namespace baobei::store
