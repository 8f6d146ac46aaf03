// Where large uploads go while they arrive: files without memory, gone with their owner.
//
// Invariants: a TempFile's path does not exist after it is destroyed. At most `files_max` of a
// folder exist at once, so that uploads cannot fill a disk together.
// Threads: TempFolder any; a TempFile one at a time. Owner: the folder outlives its files.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace baobei::http {

class TempFile {
 public:
  TempFile(std::string path, int descriptor, std::shared_ptr<std::atomic<std::size_t>> alive);
  ~TempFile();
  TempFile(const TempFile&) = delete;
  TempFile& operator=(const TempFile&) = delete;

  // Appends. kUnavailable where the disk does not take it.
  Status append(std::string_view bytes);
  // Closes for writing; the file stays readable at path().
  Status finish();

  const std::string& path() const { return path_; }
  std::uint64_t size() const { return size_; }

 private:
  std::string path_;
  int descriptor_;
  std::uint64_t size_ = 0;
  std::shared_ptr<std::atomic<std::size_t>> alive_;
};

class TempFolder {
 public:
  TempFolder(std::string directory, std::size_t files_max)
      : directory_(std::move(directory)), files_max_(files_max) {}

  // kUnavailable where too many exist, or the folder takes none.
  Result<std::unique_ptr<TempFile>> create();

 private:
  std::string directory_;
  std::size_t files_max_;
  std::shared_ptr<std::atomic<std::size_t>> alive_ = std::make_shared<std::atomic<std::size_t>>(0);
};

}  // namespace baobei::http
