// The parent's side of the child process in which packages are unpacked and checked: the child may
// die, the server may not (STYLE 6).
//
// Invariants
// - The child gets four descriptors and nothing else: a socket for one job and its answer, the
//   input for reading, the output or other knowledge where there is one, /dev/null. Its environment
//   is empty.
// - Limits are set from outside before the job is sent: processor time, address space, file size,
//   open files, no core; a watchdog on resident memory; a wall clock. Under a sanitizer, which
//   reserves terabytes of address space, the watchdog alone limits memory.
// - The answer is hostile: its length is limited, it is parsed strictly, its digest compared with
//   bytes that the parent hashed itself. Whatever goes wrong has a ChildEnd of its own and becomes
//   *could not check*, never *passed* (R4).
// - When a function here returns, its child is gone and waited for.
//
// Threads: any, several at once; blocks until the child ends or its wall clock runs out.
// Owner of descriptors: the caller.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "check/check.h"
#include "check/outline.h"
#include "check/wire.h"
#include "package/package.h"

namespace baobei::check {

// The program that calls run_check_worker() (check_worker/check_worker.h) when started so.
struct Worker {
  std::string executable;
  std::vector<std::string> arguments;
};
// The running program itself, as `<program> check-worker`.
Worker own_worker();

struct ChildLimits {
  std::chrono::milliseconds wall{60'000};
  std::chrono::seconds processor{60};
  std::uint64_t memory_bytes = 1024ull * 1024 * 1024;
  std::uint64_t reply_bytes = kReportBytesMax + 64 * 1024;
  std::uint64_t output_bytes =
      160ull * 1024 * 1024;  // a pack: package::kTreeBytesMax and its index
};

struct Job {
  wire::JobKind kind = wire::JobKind::kCheck;
  wire::Sandbox sandbox = wire::Sandbox::kRequired;
  Options options;
};

enum class ChildEnd {
  kDone,
  kCannotStart,
  kSandboxUnavailable,
  kCrashed,
  kForbiddenCall,
  kTimedOut,
  kOutOfMemory,
  kTooMuchOutput,
  kGarbage,
  kLied,
};
// "sandbox_unavailable": Failure.reason of a report; its texts.
std::string_view name(ChildEnd end);
Text explain(ChildEnd end, std::string_view detail);

struct ChildOutcome {
  ChildEnd end = ChildEnd::kCannotStart;
  std::string detail;               // for operators, in English: "signal 11", the missing layers
  std::vector<wire::Layer> layers;  // as the child stated them; empty where it did not get that far
  std::string result;               // payload of kResult, with kDone alone; still hostile
  std::uint64_t memory_peak_bytes = 0;
};

// Runs one job. `output_fd` < 0 for none. The end is kDone where the child answered in form.
ChildOutcome run_child(const Worker& worker, const Job& job, int input_fd, int output_fd,
                       const ChildLimits& limits = {});

// Unpacks an archive into the empty file `out_fd`, and verifies what the child wrote there.
// Errors: package/fault.h's refusals; kUnavailable, with the end's name as context, where the child
// did not do its work.
Result<package::FileTree> unpack_in_child(const Worker& worker, int archive_fd, int out_fd,
                                          wire::Sandbox sandbox, const ChildLimits& limits = {});

// Checks a pack whose digest is known. Never fails: what goes wrong is in the report.
Report check_in_child(const Worker& worker, int pack_fd, const Digest& digest,
                      const Options& options, wire::Sandbox sandbox,
                      const ChildLimits& limits = {});

// What a stored pack is made of. kCorrupt where it is not the pack of this digest; kUnavailable,
// with the end's name as context, where the child did not do its work.
Result<Outline> outline_in_child(const Worker& worker, int pack_fd, const Digest& digest,
                                 wire::Sandbox sandbox, const ChildLimits& limits = {});

// For jobs with pictures: reading words takes up to a second each (pictures/words.h).
ChildLimits picture_limits();

// What codes and words in a pack's pictures say. Errors as outline_in_child.
Result<PictureCodes> picture_codes_in_child(const Worker& worker, int pack_fd, const Digest& digest,
                                            wire::Sandbox sandbox, const ChildLimits& limits = {});

}  // namespace baobei::check
