// How large a program's parts are when delivered.
//
// The platform delivers files of known endings only, and shrinks source text when it compiles: so a
// part is surely too large when what compiling cannot shrink is, and perhaps when all of it is.
// Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "check/context.h"

namespace baobei::check {

inline constexpr std::uint64_t kPartBytesMax = 2 * 1024 * 1024;
inline constexpr std::uint64_t kTotalBytesMax = 30 * 1024 * 1024;
inline constexpr std::uint64_t kProviderBytesMax = 20 * 1024 * 1024;

struct Part {
  std::string name;  // "" for the main package, else the sub-package's root
  At at;
  std::uint64_t fixed = 0;  // bytes that compiling leaves as they are
  std::uint64_t all = 0;
};

// The main package first, then the sub-packages in app.json's order.
std::vector<Part> parts_of(const Context& context);

// "2.4 MB", in units of 1024 × 1024.
std::string megabytes(std::uint64_t bytes);
// "213 KB", in units of 1024.
std::string kilobytes(std::uint64_t bytes);

}  // namespace baobei::check
