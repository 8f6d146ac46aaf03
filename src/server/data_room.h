// Is there room on the disk of the data folder, and may it be written to? For /readyz, so that an
// operator reads the reason there before the first refusal tells it.
// Threads: any; one system call.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace baobei::server {

// Below this nothing of size can be taken in any more.
inline constexpr std::uint64_t kRoomBytesLeast = std::uint64_t{1} << 20;

struct Room {
  std::uint64_t free = 0;  // bytes, for this process
  std::uint64_t total = 0;
  bool read_only = false;
};
Result<Room> room_of(const std::string& folder);

// kUnavailable where the disk is full or read-only.
Status check_room(const std::string& folder);

}  // namespace baobei::server
