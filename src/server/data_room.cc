#include "server/data_room.h"

#include <sys/statvfs.h>

#include <cerrno>

#include "base/file.h"

namespace baobei::server {

Status check_room(const std::string& folder) {
  struct statvfs disk {};
  if (::statvfs(folder.c_str(), &disk) != 0) {
    return std::unexpected(system_error("the data folder cannot be looked at", errno, folder));
  }
  if ((disk.f_flag & ST_RDONLY) != 0) {
    return fail(ErrorKind::kUnavailable, "the disk of the data folder is read-only", folder);
  }
  const auto left = std::uint64_t{disk.f_bavail} * disk.f_frsize;
  if (left < kRoomBytesLeast) {
    return fail(ErrorKind::kUnavailable,
                "the disk of the data folder is full; make room, and work goes on", folder);
  }
  return {};
}

}  // namespace baobei::server
