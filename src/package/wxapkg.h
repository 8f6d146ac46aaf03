// The platform's own container: a compiled package (.wxapkg), and the pack that its uploader sends,
// which is the same inside gzip. Layout in docs/package-format.md.
//
// Invariants: as of source.h. The index is limited by kWxapkgIndexBytesMax, every entry lies behind
// it and inside the file, and all entries together inflate no further than archives may.
// Threads: one. Owner: pack_archive.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "package/source.h"

namespace baobei::package {

inline constexpr std::size_t kWxapkgHeaderBytes = 18;
inline constexpr std::size_t kWxapkgIndexBytesMax = kEntriesMax * (4 + kPathBytesMax + 8);

// Whether a file begins as one; `head` is its first bytes, at least kWxapkgHeaderBytes of them.
bool is_wxapkg(std::string_view head);
// The client's encrypted copy: its key is not ours, so it is refused by name.
bool is_encrypted_wxapkg(std::string_view head);

// A source over an open file of `size` bytes, or over bytes in memory.
std::unique_ptr<Source> wxapkg_source(int fd, std::uint64_t size);
std::unique_ptr<Source> wxapkg_source(std::string bytes, std::uint64_t packed);

// The content of a gzip file that holds a wxapkg; nothing where it holds something else.
Result<std::optional<std::string>> gunzipped_wxapkg(int fd, std::uint64_t packed);

}  // namespace baobei::package
