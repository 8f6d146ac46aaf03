// The walk against a server process of its own, so that what it asserts went over a real socket.
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <thread>

#include "base/file.h"
#include "cli/walk.h"
#include "server/demo.h"

extern char** environ;

namespace baobei::server {
namespace {

namespace fs = std::filesystem;

constexpr auto kLookPause = std::chrono::milliseconds(20);
constexpr int kLooksMax = 6'000;  // two minutes to come up: a busy machine is no fault

// A child that ends with its owner: asked first, made to after a while.
class ServerProcess {
 public:
  static Result<ServerProcess> start(const std::vector<std::string>& arguments) {
    std::vector<char*> argv;
    for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    pid_t pid = 0;
    const int failed =
        ::posix_spawn(&pid, "/proc/self/exe", nullptr, &attributes, argv.data(), environ);
    posix_spawnattr_destroy(&attributes);
    if (failed != 0) return std::unexpected(system_error("cannot start the server", failed));
    return ServerProcess(pid);
  }
  ServerProcess(ServerProcess&& other) noexcept : pid_(std::exchange(other.pid_, -1)) {}
  ServerProcess& operator=(ServerProcess&&) = delete;
  ~ServerProcess() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGTERM);
    for (int look = 0; look < kLooksMax; ++look) {
      if (has_ended()) return;
      std::this_thread::sleep_for(kLookPause);
    }
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }

  bool has_ended() {
    if (pid_ > 0 && ::waitpid(pid_, nullptr, WNOHANG) != 0) pid_ = -1;
    return pid_ <= 0;
  }

 private:
  explicit ServerProcess(pid_t pid) : pid_(pid) {}
  pid_t pid_;
};

Result<std::string> scratch_folder() {
  std::error_code error;
  auto pattern = (fs::temp_directory_path(error) / "baobei-walk-XXXXXX").string();
  if (::mkdtemp(pattern.data()) != nullptr) return pattern;
  return std::unexpected(system_error("cannot make a temporary folder", errno, pattern));
}

Result<cli::WalkPeople> wait_for_people(ServerProcess& server, const std::string& path) {
  for (int look = 0; look < kLooksMax; ++look) {
    std::error_code error;
    if (fs::exists(path, error)) return cli::read_people(path);
    if (server.has_ended()) {
      return fail(ErrorKind::kUnavailable, "the demo server ended before it was up");
    }
    std::this_thread::sleep_for(kLookPause);
  }
  return fail(ErrorKind::kUnavailable, "the demo server did not come up in time");
}

Result<int> walk_in(cli::Session& session, const Config& config, const std::string& package,
                    const std::string& scratch) {
  const auto people_path = scratch + "/people.json";
  std::vector<std::string> arguments = {
      "baobei",   "demo",      "--quiet", "--still-clock",   "--cases", "1",
      "--people", people_path, "--data",  scratch + "/data", "--port",  "0"};
  for (const auto& setting : all_settings()) {
    const std::string_view key = setting.key;
    if (key == "data" || key == "http.port") continue;
    arguments.push_back("--set");
    arguments.push_back(std::string(key) + "=" + value_of(config, key));
  }
  TRY_ASSIGN(auto server, ServerProcess::start(arguments));
  TRY_ASSIGN(const auto people, wait_for_people(server, people_path));
  return cli::run_walk(session, {people, package});
}

}  // namespace

int run_demo_walk(cli::Session& session, const Config& config, const std::string& package) {
  const auto scratch = scratch_folder();
  if (!scratch) return session.failed(scratch.error());
  const auto code = walk_in(session, config, package, *scratch);
  std::error_code ignored;
  fs::remove_all(*scratch, ignored);
  return code ? *code : session.failed(code.error());
}

}  // namespace baobei::server
