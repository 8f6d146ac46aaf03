// A package on this machine, ready to be sent: a folder packed by us, an archive as it is.
//
// Invariants: the digest is computed here, over the same canonical tree as the server's, so that
// what was sent and what is reviewed can be compared (docs/package-format.md); a temporary file
// goes with the object. Threads: one at a time. Owner: the command.
#pragma once

#include <string>

#include "base/bytes.h"
#include "base/result.h"

namespace baobei::cli {

class LocalPackage {
 public:
  // `path`: a project's folder (its miniprogramRoot is found), a zip, tar or tar.gz. Errors: those
  // of package/fault.h, or of the machine.
  static Result<LocalPackage> open(const std::string& path);

  ~LocalPackage();
  LocalPackage(LocalPackage&& other) noexcept;
  LocalPackage& operator=(LocalPackage&&) = delete;
  LocalPackage(const LocalPackage&) = delete;

  const std::string& path() const { return path_; }  // of the archive to send
  const Digest& digest() const { return digest_; }   // of the version
  std::size_t files() const { return files_; }
  std::uint64_t bytes() const { return bytes_; }  // of the archive

 private:
  LocalPackage() = default;

  std::string path_;
  std::string temporary_;  // the folder to remove
  Digest digest_;
  std::size_t files_ = 0;
  std::uint64_t bytes_ = 0;
};

// A fresh folder for temporary files, of this user alone.
Result<std::string> temporary_folder();

}  // namespace baobei::cli
