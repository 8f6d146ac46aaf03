// Command lines of the bench programs. Plain; one thread.
#pragma once

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <optional>
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

// The short form for `./test --all`. It sets the defaults that the other flags then change.
inline bool asks_quick(int argc, char** argv) {
  return std::any_of(argv + 1, argv + argc,
                     [](const char* given) { return std::string_view(given) == "--quick"; });
}

// The exit code with which the program ends at once: after --help, at a flag that it does not know.
inline std::optional<int> ends_at_flags(CLI::App& flags, int argc, char** argv) {
  flags.add_flag("--quick")->description("seconds only: shows that it runs, no figure to quote");
  try {
    flags.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    constexpr int kUsage = 64;
    return flags.exit(error) == 0 ? 0 : kUsage;
  }
  return std::nullopt;
}

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
