#include "store/faulty_disk.h"

#include <sqlite3.h>

#include <atomic>
#include <new>
#include <string>

#include "base/result.h"

namespace baobei::test {
namespace {

struct State {
  sqlite3_vfs* real = nullptr;
  std::atomic<bool> armed{false};
  std::atomic<bool> once{false};
  std::atomic<bool> struck{false};
  std::atomic<DiskFault> fault{DiskFault::kFull};
  std::atomic<std::size_t> left{0};
  std::atomic<std::size_t> writes{0};
  std::atomic<std::size_t> syncs{0};
};
State state;  // NOLINT: SQLite's registry is global as well

// The real file lies behind ours in the memory that SQLite gives.
struct File {
  sqlite3_file base;
  sqlite3_io_methods methods;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};
File* file_of(sqlite3_file* file) {
  return reinterpret_cast<File*>(file);
}

bool strikes(bool sync) {
  if (!state.armed || sync != (state.fault == DiskFault::kSyncError)) return false;
  if (state.left > 0) {
    --state.left;
    return false;
  }
  state.struck = true;
  if (state.once) state.armed = false;
  return true;
}

int write(sqlite3_file* file, const void* bytes, int count, sqlite3_int64 at) {
  auto* real = file_of(file)->real();
  const auto real_write = real->pMethods->xWrite;
  ++state.writes;
  if (!strikes(false)) return real_write(real, bytes, count, at);
  switch (state.fault) {
    case DiskFault::kFull:
      return SQLITE_FULL;
    case DiskFault::kTorn:
      (void)real_write(real, bytes, count / 2, at);
      return SQLITE_IOERR_WRITE;
    case DiskFault::kLateError:
      (void)real_write(real, bytes, count, at);
      return SQLITE_IOERR_WRITE;
    case DiskFault::kWriteError:
    case DiskFault::kSyncError:
      break;
  }
  return SQLITE_IOERR_WRITE;
}

int sync(sqlite3_file* file, int flags) {
  ++state.syncs;
  if (strikes(true)) return SQLITE_IOERR_FSYNC;
  auto* real = file_of(file)->real();
  return real->pMethods->xSync(real, flags);
}

#define BAOBEI_PASS(Name, Params, ...)                 \
  int pass_##Name Params {                             \
    auto* real = file_of(file)->real();                \
    return real->pMethods->x##Name(real, __VA_ARGS__); \
  }
int pass_Close(sqlite3_file* file) {
  auto* real = file_of(file)->real();
  return real->pMethods->xClose(real);
}
BAOBEI_PASS(Read, (sqlite3_file * file, void* to, int count, sqlite3_int64 at), to, count, at)
BAOBEI_PASS(Truncate, (sqlite3_file * file, sqlite3_int64 size), size)
BAOBEI_PASS(FileSize, (sqlite3_file * file, sqlite3_int64* size), size)
BAOBEI_PASS(Lock, (sqlite3_file * file, int lock), lock)
BAOBEI_PASS(Unlock, (sqlite3_file * file, int lock), lock)
BAOBEI_PASS(CheckReservedLock, (sqlite3_file * file, int* out), out)
BAOBEI_PASS(FileControl, (sqlite3_file * file, int operation, void* argument), operation, argument)
BAOBEI_PASS(ShmMap, (sqlite3_file * file, int page, int size, int extend, void volatile** out),
            page, size, extend, out)
BAOBEI_PASS(ShmLock, (sqlite3_file * file, int offset, int count, int flags), offset, count, flags)
BAOBEI_PASS(ShmUnmap, (sqlite3_file * file, int gone), gone)
int pass_SectorSize(sqlite3_file* file) {
  auto* real = file_of(file)->real();
  return real->pMethods->xSectorSize(real);
}
int pass_DeviceCharacteristics(sqlite3_file* file) {
  auto* real = file_of(file)->real();
  return real->pMethods->xDeviceCharacteristics(real);
}
void pass_ShmBarrier(sqlite3_file* file) {
  auto* real = file_of(file)->real();
  real->pMethods->xShmBarrier(real);
}
#undef BAOBEI_PASS

int open(sqlite3_vfs*, const char* path, sqlite3_file* file, int flags, int* out_flags) {
  auto* ours = new (file) File{};
  const int code = state.real->xOpen(state.real, path, ours->real(), flags, out_flags);
  if (ours->real()->pMethods == nullptr) return code;
  ours->methods = {2,
                   pass_Close,
                   pass_Read,
                   write,
                   pass_Truncate,
                   sync,
                   pass_FileSize,
                   pass_Lock,
                   pass_Unlock,
                   pass_CheckReservedLock,
                   pass_FileControl,
                   pass_SectorSize,
                   pass_DeviceCharacteristics,
                   pass_ShmMap,
                   pass_ShmLock,
                   pass_ShmBarrier,
                   pass_ShmUnmap,
                   nullptr,
                   nullptr};
  ours->base.pMethods = &ours->methods;
  return code;
}

}  // namespace

const char* name(DiskFault fault) {
  switch (fault) {
    case DiskFault::kFull:
      return "full";
    case DiskFault::kTorn:
      return "torn write";
    case DiskFault::kWriteError:
      return "write error";
    case DiskFault::kLateError:
      return "late error";
    case DiskFault::kSyncError:
      return "sync error";
  }
  return "";
}

void install_faulty_disk() {
  if (state.real != nullptr) return;
  state.real = sqlite3_vfs_find(nullptr);
  CHECK(state.real != nullptr);
  static sqlite3_vfs ours = *state.real;
  ours.zName = "faulty";
  ours.szOsFile = static_cast<int>(sizeof(File)) + state.real->szOsFile;
  ours.xOpen = open;
  CHECK(sqlite3_vfs_register(&ours, 1) == SQLITE_OK);
}

void break_disk(DiskFault fault, std::size_t operations, Lasts lasts) {
  state.once = lasts == Lasts::kOnce;
  state.fault = fault;
  state.left = operations;
  state.armed = true;
  state.struck = false;
}
void heal_disk() {
  state.armed = false;
}
std::size_t disk_writes() {
  return state.writes;
}
std::size_t disk_syncs() {
  return state.syncs;
}
bool disk_has_failed() {
  return state.struck;
}

}  // namespace baobei::test
