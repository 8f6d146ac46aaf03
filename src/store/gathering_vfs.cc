#include "store/gathering_vfs.h"

#include <sqlite3.h>

#include <cstring>
#include <memory>
#include <new>

namespace baobei::store {
namespace {

constexpr char kName[] = "baobei-gathering";

// What SQLite holds for an open log. SQLite allots the bytes, so it is a plain struct; the file of
// the default VFS lies behind it.
struct GatheringFile {
  sqlite3_file base;
  char* gathered;
  std::size_t used;
  sqlite3_int64 offset;  // of the first byte that was gathered
};

GatheringFile& gathering(sqlite3_file* file) {
  return *reinterpret_cast<GatheringFile*>(file);
}
sqlite3_file* real(sqlite3_file* file) {
  return reinterpret_cast<sqlite3_file*>(&gathering(file) + 1);
}
const sqlite3_io_methods& methods_of(sqlite3_file* file) {
  return *real(file)->pMethods;
}

int write_out(sqlite3_file* file) {
  GatheringFile& self = gathering(file);
  if (self.used == 0) return SQLITE_OK;
  const auto bytes = static_cast<int>(self.used);
  self.used = 0;
  return methods_of(file).xWrite(real(file), self.gathered, bytes, self.offset);
}

int on_write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 offset) {
  GatheringFile& self = gathering(file);
  const auto size = static_cast<std::size_t>(count);
  const bool continues = offset == self.offset + static_cast<sqlite3_int64>(self.used);
  if (self.used > 0 && (!continues || self.used + size > kGatheredBytesMax)) {
    if (const int code = write_out(file); code != SQLITE_OK) return code;
  }
  if (size > kGatheredBytesMax) return methods_of(file).xWrite(real(file), bytes, count, offset);
  if (self.used == 0) self.offset = offset;
  std::memcpy(self.gathered + self.used, bytes, size);
  self.used += size;
  return SQLITE_OK;
}

int on_close(sqlite3_file* file) {
  const int written = write_out(file);
  std::unique_ptr<char[]>(gathering(file).gathered).reset();
  const int closed = methods_of(file).xClose(real(file));
  return written != SQLITE_OK ? written : closed;
}

int on_read(sqlite3_file* file, void* bytes, int count, sqlite3_int64 offset) {
  if (const int code = write_out(file); code != SQLITE_OK) return code;
  return methods_of(file).xRead(real(file), bytes, count, offset);
}

int on_truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (const int code = write_out(file); code != SQLITE_OK) return code;
  return methods_of(file).xTruncate(real(file), size);
}

int on_sync(sqlite3_file* file, int flags) {
  if (const int code = write_out(file); code != SQLITE_OK) return code;
  return methods_of(file).xSync(real(file), flags);
}

int on_file_size(sqlite3_file* file, sqlite3_int64* size) {
  if (const int code = write_out(file); code != SQLITE_OK) return code;
  return methods_of(file).xFileSize(real(file), size);
}

int on_lock(sqlite3_file* file, int level) {
  return methods_of(file).xLock(real(file), level);
}
int on_unlock(sqlite3_file* file, int level) {
  return methods_of(file).xUnlock(real(file), level);
}
int on_check_reserved(sqlite3_file* file, int* held) {
  return methods_of(file).xCheckReservedLock(real(file), held);
}
int on_control(sqlite3_file* file, int what, void* argument) {
  return methods_of(file).xFileControl(real(file), what, argument);
}
int on_sector_size(sqlite3_file* file) {
  return methods_of(file).xSectorSize(real(file));
}
int on_characteristics(sqlite3_file* file) {
  return methods_of(file).xDeviceCharacteristics(real(file));
}

// Version 1: no shared memory and no mapping, which SQLite asks of the database file alone.
constexpr sqlite3_io_methods kMethods = {1,
                                         on_close,
                                         on_read,
                                         on_write,
                                         on_truncate,
                                         on_sync,
                                         on_file_size,
                                         on_lock,
                                         on_unlock,
                                         on_check_reserved,
                                         on_control,
                                         on_sector_size,
                                         on_characteristics,
                                         nullptr,
                                         nullptr,
                                         nullptr,
                                         nullptr,
                                         nullptr,
                                         nullptr};

sqlite3_vfs* default_vfs() {
  static sqlite3_vfs* const found = sqlite3_vfs_find(nullptr);
  return found;
}

int on_open(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* flags_out) {
  if ((flags & SQLITE_OPEN_WAL) == 0) {
    return default_vfs()->xOpen(default_vfs(), name, file, flags, flags_out);
  }
  GatheringFile& self = gathering(file);
  self = {};
  std::unique_ptr<char[]> room(new (std::nothrow) char[kGatheredBytesMax]);
  if (room == nullptr) return SQLITE_NOMEM;
  const int code = default_vfs()->xOpen(default_vfs(), name, real(file), flags, flags_out);
  if (code != SQLITE_OK) return code;
  self.gathered = room.release();
  self.base.pMethods = &kMethods;
  return SQLITE_OK;
}

// A copy of the default one; all but opening is its own doing.
sqlite3_vfs made_vfs() {
  sqlite3_vfs vfs = *default_vfs();
  vfs.zName = kName;
  vfs.pNext = nullptr;
  vfs.szOsFile += static_cast<int>(sizeof(GatheringFile));
  vfs.xOpen = on_open;
  return vfs;
}

}  // namespace

const char* gathering_vfs() {
  static sqlite3_vfs vfs = made_vfs();
  static const int registered = sqlite3_vfs_register(&vfs, 0);
  return registered == SQLITE_OK ? kName : nullptr;
}

}  // namespace baobei::store
