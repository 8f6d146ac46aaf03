// Files as a back-up handles them: copied and digested in one reading, synced together. Threads:
// any.
#pragma once

#include <string>

#include "backup/manifest.h"
#include "base/file.h"

namespace baobei::backup {

// Where a blob lies under a folder of blobs.
std::string blob_path(const std::string& blobs, const Digest& digest);

// Size and digest of a file. kNotFound where there is none; no symbolic link is followed.
Result<Item> digest_of(const std::string& path);

// Copies into the new file `to`, which only its owner may read, and says what was read.
Result<Item> copy(const std::string& from, const std::string& to);

Status write_new(const std::string& path, std::string_view bytes);
Status make_folder(const std::string& path);
// Whether there is nothing, or a folder with nothing in it; an error where that cannot be seen.
Result<bool> is_free(const std::string& path);

// All that was written to the file system of this folder is on the disk when it returns.
Status sync_all(const std::string& folder);
Status sync_folder(const std::string& folder);
std::string parent_of(const std::string& path);

}  // namespace baobei::backup
