#include "server/data_room.h"

#include <sys/statvfs.h>

#include <cerrno>

#include "base/file.h"

namespace baobei::server {

Result<Room> room_of(const std::string& folder) {
  struct statvfs disk {};
  if (::statvfs(folder.c_str(), &disk) != 0) {
    return std::unexpected(system_error("the data folder cannot be looked at", errno, folder));
  }
  return Room{std::uint64_t{disk.f_bavail} * disk.f_frsize,
              std::uint64_t{disk.f_blocks} * disk.f_frsize, (disk.f_flag & ST_RDONLY) != 0};
}

Status check_room(const std::string& folder) {
  TRY_ASSIGN(const auto room, room_of(folder));
  if (room.read_only) {
    return fail(ErrorKind::kUnavailable, "the disk of the data folder is read-only", folder);
  }
  if (room.free < kRoomBytesLeast) {
    return fail(ErrorKind::kUnavailable,
                "the disk of the data folder is full; make room, and work goes on", folder);
  }
  return {};
}

}  // namespace baobei::server
