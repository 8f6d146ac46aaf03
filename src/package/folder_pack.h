// A folder as a pack whose bytes come when they are wanted: the index is there at once, from a
// DigestCache where the files have not changed, and only what is read again is brought.
//
// For clients, beside pack_folder, which reads everything. Invariants: what is brought was compared
// with the index, so a file that was edited meanwhile, or a cache that was wrong, gives
// kChangedWhileRead and never other content; what was not brought cannot be read from the pack
// (Pack::read compares with the digest). The folder is walked once, by descriptors and never
// through a link. Threads: one. Owner: the caller; `out_fd` must stay open.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/file.h"
#include "package/digest_cache.h"
#include "package/pack.h"

namespace baobei::package {

class FolderPack {
 public:
  // Writes the index into the empty file `out_fd`, which Pack::open takes from then on. `known`:
  // null, where every file is to be read. Errors as pack_folder.
  static Result<FolderPack> open(const std::string& directory, int out_fd, const LeftOut& left_out,
                                 DigestCache* known);

  // Brings one file of the pack, or nothing where it is no file of it or already there.
  Status bring(std::string_view path);
  Status bring_all();

 private:
  FolderPack(Fd root, std::string top, PackWriter writer)
      : root_(std::move(root)), top_(std::move(top)), writer_(std::move(writer)) {}

  Fd root_;
  std::string top_;  // the folders that wrap everything, which the pack is without
  PackWriter writer_;
  std::set<std::string, std::less<>> wanted_;  // not brought yet
  std::vector<char> room_;                     // to read into
};

}  // namespace baobei::package
