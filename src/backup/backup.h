// A back-up of a whole data folder, database and blobs together, made while the server runs; its
// restoration; and proof that a back-up or a data folder is whole. Behind `admin backup`,
// `admin restore` and `admin verify`.
//
// Layout of a data folder:  baobei.db, blobs/<2 digits>/<64 digits> (and what the server keeps
//                           beside, which no back-up needs).
// Layout of a back-up:      the same two, and manifest.json: instant, mode, schema, counts, and
//                           size and SHA-256 of the database and of each blob
//                           (docs/storage-format.md).
//
// Invariants
// - Order: the database's snapshot, then the blobs that this snapshot names, then the manifest
//   (DESIGN decision 8). A blob is durable before a commit names it and is swept no earlier than
//   days after, so what the snapshot names is there.
// - A back-up appears under its name when all of it is on the disk; before, it is "<name>.partial".
// - A restored folder has a database when everything else in it is there and was compared.
// - Nothing is overwritten. Every fault says in its message what is wrong and in its context with
//   which file or digest.
//
// Threads: any; plain functions on files. A data folder that is being restored must not be in use.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "base/time.h"
#include "store/open_mode.h"

namespace baobei::backup {

inline constexpr char kDatabaseName[] = "baobei.db";
inline constexpr char kBlobsName[] = "blobs";
inline constexpr char kManifestName[] = "manifest.json";

// What was found to be whole.
struct Summary {
  Instant made_at;  // of a back-up
  store::OpenMode mode = store::OpenMode::kProduction;
  int schema = 0;
  std::uint64_t events = 0;
  std::uint64_t apps = 0;
  std::uint64_t texts = 0;
  std::uint64_t database_bytes = 0;
  std::uint64_t blobs = 0;
  std::uint64_t blob_bytes = 0;
};

// Backs up the data folder into the new folder `destination`, whose parent exists. The data folder
// may be in use. kConflict: there is something already; kNotFound: no database; kCorrupt: the data
// folder is damaged, and nothing is left at `destination`.
Result<Summary> make(const std::string& data, const std::string& destination, Instant now);

// Reads all of a back-up and compares it with its manifest, the database with itself, and the
// manifest with what the database names. kNotFound: no such folder; kInvalid: no back-up of ours,
// not finished, or of a newer program; kCorrupt: torn or changed since.
Result<Summary> verify(const std::string& backup);

// Restores into `data`, a folder that is empty or does not exist yet (its parent does). Everything
// is compared on the way; on an error `data` is as empty as it was. kConflict: it is not empty.
Result<Summary> restore(const std::string& backup, const std::string& data);

// The data folder itself, in use or not: the database is whole (store/backup.h), and every blob
// that it names is there with the bytes of its name.
Result<Summary> verify_data(const std::string& data);

}  // namespace baobei::backup
