// A copy of a database that is in use, and proof that a database is whole. Plain functions on
// files; any thread, any process. Behind `admin backup`, `admin verify` and the tests.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "store/open_mode.h"

namespace baobei::store {

// 16 MB of pages between two looks at what else there is to do.
inline constexpr int kBackupStepPages = 4096;

// Copies the database at `path` to `destination` while it may be written to: one snapshot, all of
// it. The write-ahead log cannot begin anew while the copy runs, so it grows by what is written
// meanwhile. The copy appears under its name only when it is complete and synced, and carries the
// same stamp of production or sandbox. kConflict where the destination exists; kNotFound where the
// database does not.
Status backup(const std::string& path, const std::string& destination);

struct Verified {
  std::uint64_t events = 0;
  std::uint64_t apps = 0;
  std::uint64_t texts = 0;
  int schema = 0;
  OpenMode mode = OpenMode::kProduction;
};

// Reads everything once, in pages: the file's own structure; log indexes dense from 1; every
// event's hash over its stored body, and that body naming the same mini-program, revision, type,
// actor, instant and predecessor as the columns beside it; each mini-program's chain unbroken from
// zeros to the hash and revision of its case file, with log indexes that rise; each mini-program
// rebuilt from its events and compared with its case file, its rows in lists, its pending deadlines
// and its notices, exactly one per recipient that an event owes one; texts as they were committed
// to; the stored nodes of the log's tree. kCorrupt names the first fault and, as context, the
// mini-program and revision. kInvalid: not a database of ours, or newer than this program.
Result<Verified> verify(const std::string& path);

// The root of the log's tree at `size` events (R24), of a database that verify() has found whole.
// kNotFound where the log is shorter: events that somebody once saw are gone.
Result<Digest> log_root(const std::string& path, std::uint64_t size);

// Every blob that the database names, ascending: packages, reports of checks, and what is not
// erased of documents, scans and the pictures of submissions, each by the bytes that lie on the
// disk. They must be there as long as a row names them.
Result<std::vector<Digest>> named_blobs(const std::string& path);

}  // namespace baobei::store
