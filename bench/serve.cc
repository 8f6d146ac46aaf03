#include "bench/serve.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <sstream>
#include <thread>

#include "bench/bare_loop.h"
#include "bench/product.h"

namespace baobei::bench {
namespace {

using Steady = std::chrono::steady_clock;

std::int64_t cpu_micros() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  const auto micros = [](const timeval& time) { return time.tv_sec * 1'000'000L + time.tv_usec; };
  return micros(used.ru_utime) + micros(used.ru_stime);
}

std::int64_t rss_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::int64_t pages = 0;
  std::int64_t resident = 0;
  statm >> pages >> resident;
  return resident * sysconf(_SC_PAGESIZE);
}

// The bare loop with the server in front of it.
struct BareServer {
  store::Opened opened;
  std::unique_ptr<BareLoop> loop;
  std::unique_ptr<http::Server> server;
};

Result<BareServer> start_bare(const ServeOptions& options) {
  BareServer bare;
  if (options.bare_folder.empty()) return bare;
  const auto now = ShiftedClock().now();
  TRY_ASSIGN(bare.opened,
             store::open(database_in(options.bare_folder), store::OpenMode::kSandbox, now));
  bare.loop =
      std::make_unique<BareLoop>(*bare.opened.store, Cast{options.apps}, lifecycle::Rules{}, now);
  http::ServerOptions server;
  server.upload_directory = options.bare_folder;
  server.threads = options.io_threads;
  bare.server = std::make_unique<http::Server>(server, *bare.loop);
  TRY(bare.server->start());
  return bare;
}

std::int64_t fire(Product& product, Instant at, std::uint64_t count) {
  const auto wanted = product.engine().figures().fired + count;
  const auto begun = Steady::now();
  product.clock().move_to(at);
  product.engine().clock_moved();
  while (product.engine().figures().fired < wanted) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return std::chrono::duration_cast<Duration>(Steady::now() - begun).count();
}

void obey(Product& product, const std::string& line) {
  std::istringstream words(line);
  std::string verb;
  words >> verb;
  if (verb == "usage") {
    const auto figures = product.engine().figures();
    fmt::print("{} {} {} {} {} {}\n", cpu_micros(), rss_bytes(), figures.fired,
               figures.lateness_p50, figures.lateness_p99, figures.lateness_max);
  } else if (verb == "fire") {
    std::int64_t micros = 0;
    std::uint64_t count = 0;
    words >> micros >> count;
    fmt::print("{}\n", fire(product, from_micros(micros), count));
  }
  std::fflush(stdout);
}

}  // namespace

int serve(const ServeOptions& options) {
  auto product = Product::start(options.folder, options.io_threads);
  auto bare = start_bare(options);
  if (!product || !bare) {
    fmt::print(stderr, "{}\n", to_string(product ? bare.error() : product.error()));
    return 1;
  }
  fmt::print("ready {} {}\n", (*product)->port(),
             bare->server == nullptr ? 0 : bare->server->port());
  std::fflush(stdout);
  for (std::string line; std::getline(std::cin, line);) obey(**product, line);
  if (bare->server != nullptr) bare->server->stop();
  return 0;
}

// ---- from outside ------------------------------------------------------------------------------

ServerProcess::ServerProcess(const ServeOptions& options) {
  int to_child[2];
  int from_child[2];
  CHECK(pipe2(to_child, O_CLOEXEC) == 0 && pipe2(from_child, O_CLOEXEC) == 0);
  const std::string threads = std::to_string(options.io_threads);
  const std::string apps = std::to_string(options.apps);
  const char* arguments[] = {"/proc/self/exe",
                             "--serve",
                             options.folder.c_str(),
                             options.bare_folder.c_str(),
                             apps.c_str(),
                             threads.c_str(),
                             nullptr};
  pid_ = fork();
  CHECK(pid_ >= 0);
  if (pid_ == 0) {
    dup2(to_child[0], STDIN_FILENO);
    dup2(from_child[1], STDOUT_FILENO);
    execv(arguments[0], const_cast<char* const*>(arguments));
    _exit(127);
  }
  in_ = Fd(to_child[1]);
  out_ = Fd(from_child[0]);
  close(to_child[0]);
  close(from_child[1]);
  std::istringstream words(hear());
  std::string ready;
  words >> ready >> port_ >> bare_port_;
  CHECK(ready == "ready", "the serving process did not start");
}

ServerProcess::~ServerProcess() {
  in_.reset();
  if (pid_ > 0) waitpid(pid_, nullptr, 0);
}

void ServerProcess::kill() {
  ::kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void ServerProcess::say(const std::string& line) {
  CHECK(write_all(in_.get(), line + "\n").has_value(), "the serving process has gone");
}

std::string ServerProcess::hear() {
  for (;;) {
    const auto end = heard_.find('\n');
    if (end != std::string::npos) {
      std::string line = heard_.substr(0, end);
      heard_.erase(0, end + 1);
      return line;
    }
    char piece[256];
    const auto got = read(out_.get(), piece, sizeof piece);
    CHECK(got > 0, "the serving process has gone");
    heard_.append(piece, static_cast<std::size_t>(got));
  }
}

bool ServerProcess::has_answer() const {
  pollfd waited{out_.get(), POLLIN, 0};
  return poll(&waited, 1, 0) > 0;
}

Usage ServerProcess::usage() {
  say("usage");
  std::istringstream words(hear());
  Usage usage;
  words >> usage.cpu_micros >> usage.rss_bytes >> usage.fired >> usage.late_p50 >> usage.late_p99 >>
      usage.late_max;
  CHECK(!words.fail());
  return usage;
}

void ServerProcess::begin_firing(Instant at, std::size_t count) {
  say(fmt::format("fire {} {}", to_micros(at), count));
}

Duration ServerProcess::firing_time() {
  return Duration(std::stoll(hear()));
}

}  // namespace baobei::bench
