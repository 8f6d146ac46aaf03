// A VFS that gathers what SQLite appends to a write-ahead log into few large writes.
//
// SQLite writes a log frame by frame, two system calls of 24 and 4,096 bytes each; a commit of a
// hundred pages costs two hundred calls and as many looks into the page cache. Here they are put
// together in memory and written at once, before anybody could ask for them.
//
// Invariants
// - Bytes are gathered only where they continue each other, in their order; at most
//   kGatheredBytesMax.
// - Whatever looks at the file (read, size, sync, truncation, closing) writes them first. xSync
//   returns only when all of them are written and synced: a commit of synchronous=FULL is as
//   durable as without.
// - Other connections find a frame through the log's index, and the index names it after xSync.
//   Therefore only connections with synchronous=FULL may use this VFS.
// - Where the write fails, xSync says so and the commit fails; what was gathered is dropped, for
//   its transaction is.
// Threads: as SQLite's own file methods, a connection's. Owner: SQLite, for the process.
#pragma once

#include <cstddef>

namespace baobei::store {

// SQLite's VFS for Unix takes no more than 131,071 bytes in one write.
inline constexpr std::size_t kGatheredBytesMax = std::size_t{124} << 10;

// The name, for sqlite3_open_v2, of one that stands before what is SQLite's default now; registered
// on the first call. Null where SQLite refuses it: the default alone does then.
const char* gathering_vfs();

}  // namespace baobei::store
