// Where files come from, before they are a tree: a folder or an archive, read twice.
//
// Invariants: a Source gives the same files each time it is asked, unless they change underneath,
// which pack_source finds out. Paths it hands on passed check_path, are in NFC and not ignored.
// Threads: one. Owner: the pack_* function on whose stack it is.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "package/package.h"

namespace baobei::package {

// The next piece of a file; empty at its end.
using Pull = std::function<Result<std::string_view>()>;
using Visit = std::function<Status(const std::string& path, const Pull& pull)>;

class Source {
 public:
  virtual ~Source() = default;
  // Every file once. Stops at the visitor's first error and returns it.
  virtual Status each(const Visit& visit) = 0;
  // The folders that `each` met and that may not bear the name of a file.
  virtual const std::vector<std::string>& folders() const = 0;
};

Result<FileTree> pack_source(Source& source, int out_fd);

// "a/b/" where every file lies under it, as deep as that goes, else ""; `files` is not empty.
std::string wrapping_folders(const std::vector<File>& files);

// "./a/b" and "a/b/" → "a/b"; checked and in NFC. Empty for the root itself.
Result<std::string> entry_path(std::string_view name);

}  // namespace baobei::package
