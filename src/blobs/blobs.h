// Blobs by the SHA-256 of their bytes: packs, reports, scans. In a folder, and a twin in memory.
//
// Invariants
// - A blob that exists is complete, synced to the disk and never changes. `commit` returns after
//   file *and* folder are synced, so a transaction that names the digest afterwards can never name
//   bytes that a crash took away (DESIGN decision 8).
// - Crash-safety: bytes are first written to a file of `incoming/`, which no reader looks at;
//   rename(2) into place is atomic and happens after the file's fsync. A crash before the rename
//   leaves an invisible file that sweep() removes; after it, a whole blob that perhaps nobody
//   names, which sweep_unnamed() removes after its days of grace. Two commits of the same
//   bytes meet in the rename: either file is as good as the other.
// - What is read whole is compared with its name: kCorrupt, never other bytes.
//
// Layout: <root>/incoming/<random>, <root>/<first two hex digits>/<64 hex digits>. All 256 folders
// are made and synced when the store is opened, so that a commit has one folder to sync.
// Threads: all of a store from any; a Draft one at a time. Owner: server/main.cc.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/file.h"
#include "base/time.h"
#include "engine/ports.h"

namespace baobei::blobs {

inline constexpr std::uint64_t kBlobBytesMax = 256ull * 1024 * 1024;

// A blob that is being written: an open file, gone with this value unless it was committed.
// Whoever holds the descriptor may write it in any order (the checker's child does).
class Draft {
 public:
  Draft(Fd file, std::string path, std::uint64_t size_max)
      : file_(std::move(file)), path_(std::move(path)), size_max_(size_max) {}
  ~Draft();
  Draft(Draft&& other) noexcept
      : file_(std::move(other.file_)),
        path_(std::exchange(other.path_, {})),
        size_max_(other.size_max_) {}
  Draft& operator=(Draft&&) = delete;

  int fd() const { return file_.get(); }
  // Appends at the descriptor's position; kTooLarge beyond the limit.
  Status append(std::string_view bytes);

 private:
  friend class FolderBlobs;
  friend class MemoryBlobs;
  Fd file_;
  std::string path_;  // empty in memory, or once committed
  std::uint64_t size_max_;
};

struct Listed {
  Digest digest;
  std::uint64_t size = 0;

  auto operator<=>(const Listed&) const = default;
};

// What uploads, sweeps and back-ups need besides the engine's port.
class Store : public engine::Blobs {
 public:
  virtual Result<Draft> create(std::uint64_t size_max = kBlobBytesMax) = 0;
  // Durable and visible when it returns. Twice the same bytes are one blob. kInvalid where they
  // have another digest than `expected`, kTooLarge beyond the draft's limit.
  virtual Result<Digest> commit(Draft draft, std::optional<Digest> expected = {}) = 0;
  // For reading. Its bytes are not compared yet: sha256_of_file, or a pack's own digests.
  virtual Result<Fd> open(const Digest& digest) = 0;
  // Sorted by digest.
  virtual Result<std::vector<Listed>> list() = 0;
  // Whether it was there.
  virtual Result<bool> remove(const Digest& digest) = 0;

  Result<Digest> put_file(const std::string& path) override;
  Result<Digest> put(std::string_view bytes) override;
  Result<std::string> get(const Digest& digest, std::size_t size_max) override;
  bool exists(const Digest& digest) override;
};

class FolderBlobs final : public Store {
 public:
  // Makes the folder where it is missing.
  static Result<std::unique_ptr<FolderBlobs>> open_folder(const std::string& root);

  Result<Draft> create(std::uint64_t size_max = kBlobBytesMax) override;
  Result<Digest> commit(Draft draft, std::optional<Digest> expected = {}) override;
  Result<Fd> open(const Digest& digest) override;
  Result<std::vector<Listed>> list() override;
  Result<bool> remove(const Digest& digest) override;
  Result<std::string> path_of(const Digest& digest) override;

  // Removes drafts not written to since `before` (files' times are the machine's clock); says how
  // many.
  Result<std::size_t> sweep(Instant before);
  // Removes blobs that were put before `before` and are not among `named`, which ascend; says how
  // many. Bytes that were put again since are as new.
  Result<std::size_t> sweep_unnamed(const std::vector<Digest>& named, Instant before);

 private:
  explicit FolderBlobs(std::string root) : root_(std::move(root)) {}
  Result<bool> remove_old(const Digest& digest, Instant before);
  std::string folder_of(const Digest& digest) const;
  std::string place_of(const Digest& digest) const;

  std::string root_;
  std::mutex placing_;  // no blob comes into its place between a look at its age and its end
};

class MemoryBlobs final : public Store {
 public:
  Result<Draft> create(std::uint64_t size_max = kBlobBytesMax) override;
  Result<Digest> commit(Draft draft, std::optional<Digest> expected = {}) override;
  Result<Fd> open(const Digest& digest) override;
  Result<std::vector<Listed>> list() override;
  Result<bool> remove(const Digest& digest) override;
  // A name of this process's descriptor table; good while the blob exists.
  Result<std::string> path_of(const Digest& digest) override;

 private:
  std::mutex mutex_;
  std::map<Digest, Fd> files_;
};

}  // namespace baobei::blobs
