// A disk that fails on command, under SQLite: the operating system's file functions with a fault
// before the n-th write or sync.
//
// Invariants: registered once as SQLite's default for this process; without an armed fault it is
// the operating system's. Threads: any. Owner: the process.
#pragma once

#include <cstddef>

namespace baobei::test {

enum class DiskFault {
  kFull,        // nothing more fits: the write stops at once
  kTorn,        // half of the write is there, then an error
  kWriteError,  // an error, nothing written
  kLateError,   // the write is there, and an error all the same
  kSyncError,   // the bytes are handed over, and nobody knows whether they are on the disk
};
const char* name(DiskFault fault);

void install_faulty_disk();
// The operation after `operations` more fails so, once, or like all after it until heal_disk(). For
// kSyncError operations are syncs, else writes.
enum class Lasts { kOnce, kUntilHealed };
void break_disk(DiskFault fault, std::size_t operations, Lasts lasts = Lasts::kUntilHealed);
void heal_disk();
// Since break_disk(): whether it has struck.
bool disk_has_failed();
// So far.
std::size_t disk_writes();
std::size_t disk_syncs();

}  // namespace baobei::test
