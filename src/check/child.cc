#include "check/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include "base/file.h"

namespace baobei::check {
namespace {

using Clock = std::chrono::steady_clock;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kAddressSpaceCanBeLimited = false;
#else
constexpr bool kAddressSpaceCanBeLimited = true;
#endif

constexpr int kLowestSource = 16;  // above every number the child is given
constexpr rlim_t kOpenFilesMax = 32;
constexpr auto kWatchTick = std::chrono::milliseconds(20);
constexpr auto kExitTick = std::chrono::milliseconds(1);
constexpr std::size_t kPieceBytes = 64 * 1024;

// A process that is killed and waited for at the latest when this goes.
class Process {
 public:
  explicit Process(pid_t pid) : pid_(pid) {}
  ~Process() {
    if (pid_ > 0) {
      kill_now();
      wait(0);
    }
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  void kill_now() const { ::kill(pid_, SIGKILL); }
  // With WNOHANG: whether it has ended.
  bool wait(int flags) {
    pid_t got = 0;
    do {
      got = ::wait4(pid_, &status_, flags, &usage_);
    } while (got < 0 && errno == EINTR);
    if (got == 0) return false;
    pid_ = -1;
    return true;
  }
  int status() const { return status_; }
  std::uint64_t memory_peak() const { return static_cast<std::uint64_t>(usage_.ru_maxrss) * 1024; }

 private:
  pid_t pid_;
  int status_ = 0;
  rusage usage_ = {};
};

Result<Fd> high_copy(int fd) {
  const int copy = ::fcntl(fd, F_DUPFD_CLOEXEC, kLowestSource);
  if (copy < 0) return std::unexpected(system_error("cannot copy a descriptor", errno));
  return Fd(copy);
}

// The same file through a descriptor that cannot write and has a position of its own.
Result<Fd> for_reading(int fd) {
  auto file = open_file("/proc/self/fd/" + std::to_string(fd), O_RDONLY);
  return high_copy(file ? file->get() : fd);
}

class FileActions {
 public:
  FileActions() { ::posix_spawn_file_actions_init(&actions_); }
  ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;

  void null(int fd) { ::posix_spawn_file_actions_addopen(&actions_, fd, "/dev/null", O_RDWR, 0); }
  void give(const Fd& from, int to) {
    if (from.is_open()) ::posix_spawn_file_actions_adddup2(&actions_, from.get(), to);
  }
  void close_from(int fd) { ::posix_spawn_file_actions_addclosefrom_np(&actions_, fd); }
  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_;
};

class SpawnAttributes {
 public:
  SpawnAttributes() {
    sigset_t none;
    sigset_t all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_init(&attributes_);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  ~SpawnAttributes() { ::posix_spawnattr_destroy(&attributes_); }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

// The knowledge of a check that has one of its own; no descriptor otherwise.
Result<Fd> knowledge_file(const Job& job) {
  if (job.kind != wire::JobKind::kCheck || job.options.knowledge == nullptr) return Fd();
  TRY_ASSIGN(const auto file, memory_file("knowledge"));
  TRY(write_all(file.get(), knowledge::to_blob(*job.options.knowledge)));
  return for_reading(file.get());
}

static_assert(wire::kKnowledgeFd == wire::kOutputFd);

Result<pid_t> spawn(const Worker& worker, const Job& job, int channel, int input_fd,
                    int output_fd) {
  TRY_ASSIGN(const auto high_channel, high_copy(channel));
  TRY_ASSIGN(const auto input, for_reading(input_fd));
  TRY_ASSIGN(Fd output, knowledge_file(job));
  if (output_fd >= 0) {
    TRY_ASSIGN(output, high_copy(output_fd));
  }
  FileActions actions;
  for (int fd = 0; fd < wire::kChannelFd; ++fd) actions.null(fd);
  actions.give(high_channel, wire::kChannelFd);
  actions.give(input, wire::kInputFd);
  actions.give(output, wire::kOutputFd);
  actions.close_from(output.is_open() ? wire::kOutputFd + 1 : wire::kOutputFd);
  const SpawnAttributes attributes;
  std::vector<std::string> words = {worker.executable};
  words.insert(words.end(), worker.arguments.begin(), worker.arguments.end());
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  char* environment[] = {nullptr};
  pid_t pid = 0;
  const int error = ::posix_spawn(&pid, worker.executable.c_str(), actions.get(), attributes.get(),
                                  argv.data(), environment);
  if (error != 0) return std::unexpected(system_error("cannot start the checker's child", error));
  return pid;
}

bool set_limits(pid_t pid, const ChildLimits& limits, bool writes) {
  const auto set = [&](__rlimit_resource resource, rlim_t soft, rlim_t hard) {
    const rlimit limit{soft, hard};
    return ::prlimit(pid, resource, &limit, nullptr) == 0;
  };
  const auto seconds = static_cast<rlim_t>(limits.processor.count());
  const rlim_t output = writes ? limits.output_bytes : 0;
  return set(RLIMIT_CORE, 0, 0) && set(RLIMIT_CPU, seconds, seconds + 1) &&
         set(RLIMIT_FSIZE, output, output) && set(RLIMIT_NOFILE, kOpenFilesMax, kOpenFilesMax) &&
         (!kAddressSpaceCanBeLimited || set(RLIMIT_AS, limits.memory_bytes, limits.memory_bytes));
}

std::uint64_t resident_bytes(pid_t pid) {
  const auto file = open_file("/proc/" + std::to_string(pid) + "/statm", O_RDONLY);
  char text[128] = {};
  unsigned long size = 0;
  unsigned long resident = 0;
  if (!file || ::read(file->get(), text, sizeof text - 1) <= 0 ||
      std::sscanf(text, "%lu %lu", &size, &resident) != 2) {
    return 0;
  }
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

struct Conversation {
  std::string bytes;
  ChildEnd end = ChildEnd::kDone;
};

// Reads until the child closes its side, or a limit is passed.
Conversation listen(int channel, const Process& child, const ChildLimits& limits,
                    Clock::time_point deadline) {
  Conversation heard;
  std::string piece(kPieceBytes, '\0');
  while (true) {
    if (Clock::now() >= deadline) {
      heard.end = ChildEnd::kTimedOut;
      return heard;
    }
    if (resident_bytes(child.pid()) > limits.memory_bytes) {
      heard.end = ChildEnd::kOutOfMemory;
      return heard;
    }
    pollfd waiting{channel, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(kWatchTick.count())) <= 0) continue;
    const auto got = ::recv(channel, piece.data(), piece.size(), MSG_DONTWAIT);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got <= 0) return heard;  // ECONNRESET: it ended with our job unread
    heard.bytes.append(piece.data(), static_cast<std::size_t>(got));
    if (heard.bytes.size() > limits.reply_bytes) {
      heard.end = ChildEnd::kTooMuchOutput;
      return heard;
    }
  }
}

// After it closed its side it has nothing more to do; still it gets no longer than its wall clock.
bool ends_by(Process& child, Clock::time_point deadline) {
  while (!child.wait(WNOHANG)) {
    if (Clock::now() >= deadline) return false;
    ::poll(nullptr, 0, static_cast<int>(kExitTick.count()));
  }
  return true;
}

ChildEnd end_of(int status, std::string& detail) {
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    detail = "signal " + std::to_string(signal);
    return signal == SIGSYS    ? ChildEnd::kForbiddenCall
           : signal == SIGXCPU ? ChildEnd::kTimedOut
           : signal == SIGXFSZ ? ChildEnd::kTooMuchOutput
                               : ChildEnd::kCrashed;
  }
  const int code = WEXITSTATUS(status);
  if (code == 0) return ChildEnd::kDone;
  detail = "exit status " + std::to_string(code);
  return code == wire::kExitOutOfMemory ? ChildEnd::kOutOfMemory : ChildEnd::kCrashed;
}

void take_frames(std::string_view bytes, wire::Sandbox mode, ChildOutcome& outcome) {
  auto frames = wire::decode_all(bytes);
  outcome.end = ChildEnd::kGarbage;
  outcome.detail = "not the frames that are expected";
  if (!frames || frames->empty() || frames->front().kind != wire::FrameKind::kSandbox) return;
  auto sandbox = wire::sandbox_from(frames->front().payload);
  if (!sandbox) return;
  outcome.layers = std::move(sandbox->layers);
  const auto missing = wire::missing_layers(outcome.layers);
  if (mode == wire::Sandbox::kRequired && !missing.empty()) {
    outcome.end = ChildEnd::kSandboxUnavailable;
    outcome.detail.clear();
    for (const auto& name : missing) outcome.detail += (outcome.detail.empty() ? "" : ", ") + name;
    return;
  }
  if (frames->size() != 2 || frames->back().kind != wire::FrameKind::kResult) return;
  outcome.end = ChildEnd::kDone;
  outcome.detail.clear();
  outcome.result = std::move(frames->back().payload);
}

wire::JobMessage job_message(const Job& job) {
  const auto& options = job.options;
  wire::JobMessage message{job.kind,         job.sandbox,     options.catalogue_version,
                           options.declared, options.subject, options.knowledge != nullptr};
  if (!options.completed.empty()) message.completed = options.completed;
  return message;
}

}  // namespace

Worker own_worker() {
  return {"/proc/self/exe", {"check-worker"}};
}

ChildOutcome run_child(const Worker& worker, const Job& job, int input_fd, int output_fd,
                       const ChildLimits& limits) {
  const auto deadline = Clock::now() + limits.wall;
  ChildOutcome outcome;
  int ends[2] = {};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
    outcome.detail = to_string(system_error("cannot make a socket", errno));
    return outcome;
  }
  const Fd ours(ends[0]);
  Fd theirs(ends[1]);
  const auto pid = spawn(worker, job, theirs.get(), input_fd, output_fd);
  if (!pid) {
    outcome.detail = to_string(pid.error());
    return outcome;
  }
  Process child(*pid);
  theirs.reset();
  if (!set_limits(child.pid(), limits, output_fd >= 0)) {
    outcome.detail = to_string(system_error("cannot limit the checker's child", errno));
    return outcome;
  }
  const auto message = wire::encode(wire::FrameKind::kJob, wire::to_text(job_message(job)));
  // A child that died early does not take it; how it ended says why.
  (void)::send(ours.get(), message.data(), message.size(), MSG_NOSIGNAL);
  auto heard = listen(ours.get(), child, limits, deadline);
  if (heard.end == ChildEnd::kDone && !ends_by(child, deadline)) heard.end = ChildEnd::kTimedOut;
  if (heard.end != ChildEnd::kDone) {
    child.kill_now();
    child.wait(0);
    outcome.end = heard.end;
  } else {
    outcome.end = end_of(child.status(), outcome.detail);
    if (outcome.end == ChildEnd::kDone) take_frames(heard.bytes, job.sandbox, outcome);
  }
  outcome.memory_peak_bytes = child.memory_peak();
  return outcome;
}

}  // namespace baobei::check
