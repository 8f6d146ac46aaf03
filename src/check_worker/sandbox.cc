#include "check_worker/sandbox.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <initializer_list>

namespace baobei::check_worker {
namespace {

using check::wire::Layer;
using check::wire::LayerState;

constexpr uid_t kNobody = 65534;

// Whether the parent's limits hold; address space is not among them under a sanitizer.
LayerState check_limits() {
  for (const auto resource : {RLIMIT_CORE, RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_NOFILE}) {
    rlimit limit = {};
    if (::getrlimit(resource, &limit) != 0 || limit.rlim_max == RLIM_INFINITY) {
      return LayerState::kFailed;
    }
  }
  return LayerState::kOn;
}

LayerState forbid_new_privileges() {
  return ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 ? LayerState::kOn : LayerState::kFailed;
}

// A fresh namespace has no route and no neighbour. An ordinary user needs a user namespace for it,
// which some systems do not give.
LayerState empty_network(bool root) {
  const int flags = root ? CLONE_NEWNET : CLONE_NEWUSER | CLONE_NEWNET;
  return ::unshare(flags) == 0 ? LayerState::kOn : LayerState::kAbsent;
}

LayerState leave_root(bool root) {
  if (!root) return LayerState::kOn;
  const bool left = ::setgroups(0, nullptr) == 0 && ::setresgid(kNobody, kNobody, kNobody) == 0 &&
                    ::setresuid(kNobody, kNobody, kNobody) == 0;
  return left ? LayerState::kOn : LayerState::kAbsent;
}

// Handles every right the kernel knows and allows none, on no path.
LayerState lock_land() {
  const long version =
      ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
  if (version < 1) return LayerState::kAbsent;
  const unsigned rights = version == 1 ? 13 : version == 2 ? 14 : 15;  // the first so many bits
  const __u64 handled = (1ull << rights) - 1;
  const long rules = ::syscall(SYS_landlock_create_ruleset, &handled, sizeof handled, 0);
  if (rules < 0) return LayerState::kFailed;
  const bool locked = ::syscall(SYS_landlock_restrict_self, rules, 0) == 0;
  ::close(static_cast<int>(rules));
  return locked ? LayerState::kOn : LayerState::kFailed;
}

bool add(scmp_filter_ctx filter, std::uint32_t action, std::initializer_list<int> calls) {
  bool good = true;
  for (const int call : calls) {
    good = good && ::seccomp_rule_add_array(filter, action, call, 0, nullptr) == 0;
  }
  return good;
}

bool add_when(scmp_filter_ctx filter, int call, const scmp_arg_cmp& condition) {
  return ::seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &condition) == 0;
}

bool fill(scmp_filter_ctx filter) {
  constexpr auto kNotExecutable = static_cast<scmp_datum_t>(PROT_EXEC);
  const auto self = static_cast<scmp_datum_t>(::getpid());
  // What is open, memory, time, ending.
  const bool allowed = add(filter, SCMP_ACT_ALLOW,
                           {SCMP_SYS(read),
                            SCMP_SYS(readv),
                            SCMP_SYS(pread64),
                            SCMP_SYS(write),
                            SCMP_SYS(writev),
                            SCMP_SYS(pwrite64),
                            SCMP_SYS(lseek),
                            SCMP_SYS(fstat),
                            SCMP_SYS(close),
                            SCMP_SYS(munmap),
                            SCMP_SYS(mremap),
                            SCMP_SYS(madvise),
                            SCMP_SYS(brk),
                            SCMP_SYS(futex),
                            SCMP_SYS(sched_yield),
                            SCMP_SYS(nanosleep),
                            SCMP_SYS(clock_nanosleep),
                            SCMP_SYS(clock_gettime),
                            SCMP_SYS(gettimeofday),
                            SCMP_SYS(getrandom),
                            SCMP_SYS(rt_sigreturn),
                            SCMP_SYS(rt_sigprocmask),
                            SCMP_SYS(rt_sigaction),
                            SCMP_SYS(sigaltstack),
                            SCMP_SYS(getpid),
                            SCMP_SYS(gettid),
                            SCMP_SYS(restart_syscall),
                            SCMP_SYS(exit),
                            SCMP_SYS(exit_group)});
  const bool narrowed =
      add_when(filter, SCMP_SYS(mmap), {2, SCMP_CMP_MASKED_EQ, kNotExecutable, 0}) &&
      add_when(filter, SCMP_SYS(mprotect), {2, SCMP_CMP_MASKED_EQ, kNotExecutable, 0}) &&
      add_when(filter, SCMP_SYS(newfstatat), {3, SCMP_CMP_EQ, AT_EMPTY_PATH, 0}) &&
      add_when(filter, SCMP_SYS(tgkill), {0, SCMP_CMP_EQ, self, 0});
  // Libraries that look for a file they can do without are told that there is none to read.
  const bool refused = add(
      filter, SCMP_ACT_ERRNO(EACCES),
      {SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(openat2), SCMP_SYS(access), SCMP_SYS(faccessat),
       SCMP_SYS(faccessat2), SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(statx), SCMP_SYS(readlink),
       SCMP_SYS(readlinkat), SCMP_SYS(ioctl), SCMP_SYS(fcntl), SCMP_SYS(prctl), SCMP_SYS(sysinfo),
       SCMP_SYS(uname), SCMP_SYS(sched_getaffinity), SCMP_SYS(prlimit64)});
  return allowed && narrowed && refused;
}

LayerState filter_calls() {
  scmp_filter_ctx filter = ::seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (filter == nullptr) return LayerState::kFailed;
  const bool loaded = fill(filter) && ::seccomp_load(filter) == 0;
  ::seccomp_release(filter);
  return loaded ? LayerState::kOn : LayerState::kFailed;
}

}  // namespace

std::vector<Layer> enter_sandbox() {
  const bool root = ::geteuid() == 0;
  std::vector<Layer> layers;
  layers.push_back({"limits", check_limits()});
  layers.push_back({"no_new_privileges", forbid_new_privileges()});
  layers.push_back({"network", empty_network(root)});
  layers.push_back({"own_user", leave_root(root)});
  layers.push_back({"landlock", lock_land()});
  layers.reserve(layers.size() + 1);
  layers.push_back({"seccomp", filter_calls()});
  return layers;
}

}  // namespace baobei::check_worker
