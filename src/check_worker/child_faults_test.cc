// What a child might do wrong; check_worker_test.cc says what becomes of it.
#include "check_worker/child_faults.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <map>
#include <memory>
#include <new>
#include <vector>

#include "base/file.h"
#include "check/check.h"
#include "check_worker/check_worker.h"
#include "check_worker/sandbox.h"
#include "package/pack.h"

namespace baobei::check_worker {
namespace {

namespace wire = check::wire;
using wire::LayerState;

void enter_and_tell() {
  package::prepare();
  send(wire::FrameKind::kSandbox, wire::to_text(wire::SandboxMessage{enter_sandbox()}));
}

check::Report honest_report() {
  const auto pack = package::Pack::open(wire::kInputFd);
  return check::check_pack(*pack);
}

void reply(const check::Report& report) {
  send(wire::FrameKind::kResult, check::serialise(report));
}

void hang() {
  while (true) ::pause();
}

void spin() {
  for (volatile bool on = true; on;) continue;
}

void devour() {
  std::set_new_handler([] { ::_exit(wire::kExitOutOfMemory); });
  std::vector<std::unique_ptr<char[]>> all;
  while (true) {
    constexpr std::size_t kBytes = 8 * 1024 * 1024;
    all.emplace_back(new char[kBytes]);
    std::memset(all.back().get(), 1, kBytes);
  }
}

void chatter() {
  const std::string piece(1024 * 1024, 'x');
  while (write_all(wire::kChannelFd, piece)) continue;
  hang();
}

void open_and_report() {
  enter_and_tell();
  auto report = honest_report();
  const int fd = ::open("/proc/self/status", O_RDONLY);
  const bool refused = fd < 0 && errno == EACCES;
  if (!refused) report.package.files = 0;  // a lie, so that the parent sees it
  reply(report);
}

using Fault = void (*)();
using Faults = std::map<std::string, Fault>;

// How a process may end, and what it may try.
Faults process_faults() {
  return {
      {"crash", [] { enter_and_tell(), std::abort(); }},
      {"segfault", [] { enter_and_tell(), ::raise(SIGSEGV); }},
      {"exit", [] { ::_exit(3); }},
      {"silence", [] {}},
      {"hang", [] { hang(); }},
      {"hang-after-answer", [] { enter_and_tell(), reply(honest_report()), ::close(3), spin(); }},
      {"spin", [] { spin(); }},
      {"socket", [] { enter_and_tell(), ::socket(AF_INET, SOCK_STREAM, 0); }},
      {"fork", [] { enter_and_tell(), ::syscall(SYS_fork); }},
      {"exec", [] { enter_and_tell(), ::execl("/bin/true", "true", nullptr); }},
      {"kill-parent", [] { enter_and_tell(), ::kill(::getppid(), 0); }},
      {"open", open_and_report},
      {"devour", [] { enter_and_tell(), devour(); }},
      {"chatter", [] { chatter(); }},
  };
}

// Answers that are not in form.
Faults form_faults() {
  return {
      {"noise", [] { (void)write_all(wire::kChannelFd, "this is no frame"); }},
      {"no-layers", [] { reply(honest_report()); }},
      {"no-result", [] { enter_and_tell(); }},
      {"two-results", [] { enter_and_tell(), reply(honest_report()), reply(honest_report()); }},
      {"no-json", [] { enter_and_tell(), send(wire::FrameKind::kResult, "passed"); }},
  };
}

// Answers in form that are not true.
Faults lies() {
  return {
      {"weak-sandbox",
       [] {
         send(wire::FrameKind::kSandbox,
              wire::to_text(wire::SandboxMessage{{{"limits", LayerState::kOn},
                                                  {"no_new_privileges", LayerState::kOn},
                                                  {"seccomp", LayerState::kFailed}}}));
         reply(honest_report());
       }},
      {"other-package",
       [] {
         enter_and_tell();
         auto report = honest_report();
         report.package.digest = sha256("another");
         reply(report);
       }},
      {"other-rules",
       [] {
         enter_and_tell();
         auto report = honest_report();
         report.versions.rules = "000000000000";
         reply(report);
       }},
      {"set-aside",
       [] {
         enter_and_tell();
         auto report = honest_report();
         for (auto& finding : report.findings) {
           report.set_aside.push_back({std::move(finding), "comment", "fine", "2099-01-01"});
         }
         report.findings.clear();
         report.outcome = check::Outcome::kPassed;
         reply(report);
       }},
      {"unknown-rule",
       [] {
         enter_and_tell();
         auto report = honest_report();
         check::Finding invented;
         invented.rule = "structure/invented";
         invented.file = "zz";
         report.findings.push_back(invented);
         report.outcome = check::Outcome::kFindings;
         reply(report);
       }},
  };
}

Faults unpacking_faults() {
  return {
      {"unpack-lie",
       [] {
         enter_and_tell();
         auto message = *wire::unpacked_from(do_job({wire::JobKind::kUnpack, {}, ""}));
         message.digest = sha256("another");
         send(wire::FrameKind::kResult, wire::to_text(message));
       }},
      {"unpack-nothing",
       [] {
         enter_and_tell();
         wire::UnpackMessage message;
         message.digest = sha256("");
         send(wire::FrameKind::kResult, wire::to_text(message));
       }},
      {"unpack-too-much",
       [] {
         enter_and_tell();
         const std::string piece(1024 * 1024, 'x');
         while (write_all(wire::kOutputFd, piece)) continue;
       }},
  };
}

}  // namespace

int run_fault(const std::string& name) {
  if (!read_job()) return 1;
  for (const auto& faults : {process_faults(), form_faults(), lies(), unpacking_faults()}) {
    if (const auto fault = faults.find(name); fault != faults.end()) fault->second();
  }
  ::_exit(0);
}

}  // namespace baobei::check_worker
