#include "server/blob_sweep.h"

#include "store/backup.h"

namespace baobei::server {

Result<std::size_t> sweep_unnamed(blobs::FolderBlobs& blobs, const std::string& database,
                                  Instant now) {
  TRY_ASSIGN(const auto named, store::named_blobs(database));
  if (named.empty()) return std::size_t{0};  // a new database in an old folder: somebody will look
  return blobs.sweep_unnamed(named, now - kUnnamedKept);
}

}  // namespace baobei::server
