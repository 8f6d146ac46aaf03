// Blobs that no row names any more: a crash between a row's end and that of its bytes leaves them,
// or one between the bytes and the row that was to name them.
//
// Invariants: a blob goes that lay in its place for kUnnamedKept at least and that nothing in the
// database names (store::named_blobs, by which back-ups go as well); a row names what was put a
// moment before, so that none waits for bytes that go. Threads: any; reads the whole log once.
// Owner: none; a plain function.
#pragma once

#include <string>

#include "blobs/blobs.h"

namespace baobei::server {

inline constexpr Duration kUnnamedKept = std::chrono::hours(7 * 24);

// How many went. `now` is the machine's: the files' instants are.
Result<std::size_t> sweep_unnamed(blobs::FolderBlobs& blobs, const std::string& database,
                                  Instant now);

}  // namespace baobei::server
