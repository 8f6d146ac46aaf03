// The bytes of uploads that arrive in pieces, one file each, kept over a restart.
//
// Invariants: a file's size is what has arrived, in order and synced to the disk; a piece is there
// whole or not at all. One piece, or one taking-in, of an upload at a time: whoever holds it.
// The files lie on this node; the rows of engine/upload_ports.h say whose they are.
// Threads: any. Owner: server/main.cc.
#pragma once

#include <cstdint>
#include <mutex>
#include <set>
#include <string>

#include "base/result.h"

namespace baobei::http {

class PartialFiles {
 public:
  explicit PartialFiles(std::string directory) : directory_(std::move(directory)) {}

  class Hold {
   public:
    Hold(PartialFiles& files, std::string id) : files_(&files), id_(std::move(id)) {}
    ~Hold();
    Hold(Hold&& other) noexcept;
    Hold& operator=(Hold&&) = delete;

    std::string path() const { return files_->path_of(id_); }
    // Bytes that have arrived; 0 where there is no file yet.
    Result<std::uint64_t> size() const;
    // Adds the whole of another file at the end; the new size. What cannot be added whole is taken
    // back.
    Result<std::uint64_t> append(const std::string& piece);
    void remove();

   private:
    PartialFiles* files_;
    std::string id_;
  };

  // kConflict where somebody else holds it.
  Result<Hold> hold(const std::string& id);
  Result<std::uint64_t> size(const std::string& id) const;

 private:
  std::string path_of(const std::string& id) const { return directory_ + "/" + id + ".part"; }

  const std::string directory_;
  std::mutex mutex_;
  std::set<std::string> held_;
};

}  // namespace baobei::http
