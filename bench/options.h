// Command lines of the bench programs. Plain; one thread.
#pragma once

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "bench/serve.h"

namespace baobei::bench {

// `--serve FOLDER BARE_FOLDER APPS THREADS`, as ServerProcess says it.
inline bool is_serve(int argc, char** argv) {
  return argc == 6 && std::string_view(argv[1]) == "--serve";
}
inline ServeOptions serve_options(char** argv) {
  return {argv[2], argv[3], std::stoul(argv[4]), std::stoul(argv[5])};
}

class Flags {
 public:
  Flags(int argc, char** argv) : argc_(argc), argv_(argv) {}

  bool has(std::string_view name) const {
    for (int i = 1; i < argc_; ++i) {
      if (argv_[i] == name) return true;
    }
    return false;
  }
  std::string text(std::string_view name, std::string otherwise) const {
    for (int i = 1; i + 1 < argc_; ++i) {
      if (argv_[i] == name) return argv_[i + 1];
    }
    return otherwise;
  }
  std::size_t number(std::string_view name, std::size_t otherwise) const {
    const auto value = text(name, "");
    return value.empty() ? otherwise : std::stoul(value);
  }

 private:
  int argc_;
  char** argv_;
};

// A new folder below `parent`, removed with everything in it.
class ScratchFolder {
 public:
  explicit ScratchFolder(const std::string& parent) : path_(parent + "/baobei-bench-XXXXXX") {
    CHECK(mkdtemp(path_.data()) != nullptr, path_);
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace baobei::bench
