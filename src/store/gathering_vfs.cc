#include "store/gathering_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <vector>

namespace baobei::store {
namespace {

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

// One for each VFS that has been the default; SQLite keeps the pointer for the process.
struct Gathering {
  sqlite3_vfs vfs;  // first: SQLite hands its address back
  sqlite3_vfs* of;
  std::string name;
};

int on_open(sqlite3_vfs* vfs, sqlite3_filename name, sqlite3_file* file, int flags,
            int* flags_out) {
  sqlite3_vfs* of = reinterpret_cast<Gathering*>(vfs)->of;
  if ((flags & SQLITE_OPEN_WAL) == 0) return of->xOpen(of, name, file, flags, flags_out);
  GatheringFile& self = gathering(file);
  self = {};
  std::unique_ptr<char[]> room(new (std::nothrow) char[kGatheredBytesMax]);
  if (room == nullptr) return SQLITE_NOMEM;
  real(file)->pMethods = nullptr;
  const int code = of->xOpen(of, name, real(file), flags, flags_out);
  if (code != SQLITE_OK) {
    if (real(file)->pMethods != nullptr) methods_of(file).xClose(real(file));
    return code;
  }
  self.gathered = room.release();
  self.base.pMethods = &kMethods;
  return SQLITE_OK;
}

// A copy of the other; all but opening is its own doing.
std::unique_ptr<Gathering> made(sqlite3_vfs* of) {
  auto gathering = std::make_unique<Gathering>();
  gathering->of = of;
  gathering->name = std::string("gathering-") + of->zName;
  gathering->vfs = *of;
  gathering->vfs.zName = gathering->name.c_str();
  gathering->vfs.pNext = nullptr;
  gathering->vfs.szOsFile += static_cast<int>(sizeof(GatheringFile));
  gathering->vfs.xOpen = on_open;
  return gathering;
}

}  // namespace

const char* gathering_vfs() {
  static std::mutex mutex;
  static auto& registered = *new std::vector<std::unique_ptr<Gathering>>;  // for good
  const std::lock_guard lock(mutex);
  sqlite3_vfs* of = sqlite3_vfs_find(nullptr);
  if (of == nullptr) return nullptr;
  const auto found = std::ranges::find(registered, of, [](const auto& each) { return each->of; });
  if (found != registered.end()) return (*found)->name.c_str();
  auto gathering = made(of);
  if (sqlite3_vfs_register(&gathering->vfs, 0) != SQLITE_OK) return nullptr;
  return registered.emplace_back(std::move(gathering))->name.c_str();
}

}  // namespace baobei::store
