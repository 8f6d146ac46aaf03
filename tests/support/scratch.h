// A folder of a test's own, gone with it. In memory where the machine has such a file system: most
// tests are not about the disk, and an fsync costs more than they do.
// Threads: plain value. Owner: a test.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "base/result.h"

namespace baobei::test {

class Scratch {
 public:
  enum class Where { kMemory, kDisk };
  explicit Scratch(Where where = Where::kMemory) {
    namespace fs = std::filesystem;
    std::error_code ignored;
    const fs::path memory = "/dev/shm";
    const bool in_memory = where == Where::kMemory && fs::is_directory(memory, ignored) &&
                           ::access(memory.c_str(), W_OK) == 0;
    std::string name =
        ((in_memory ? memory : fs::temp_directory_path()) / "baobei-XXXXXX").string();
    CHECK(::mkdtemp(name.data()) != nullptr, name);
    path_ = name;
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace baobei::test
