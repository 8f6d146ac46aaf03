// The child process in which packages are unpacked and checked. `baobei check-worker` calls
// run_check_worker(); its parent is check/child.h, the protocol check/wire.h.
//
// Invariants: the input is touched only after the sandbox stands and was told to the parent; in a
// required sandbox that does not stand it is not touched at all. The process ends by _exit, so no
// destructor runs on state that hostile input may have bent.
// Threads: one. Owner: nobody; the functions below are steps of run_check_worker, apart for tests
// that let one of them go wrong.
#pragma once

#include <string_view>

#include "check/wire.h"
#include "check_worker/picture_job.h"

namespace baobei::check_worker {

// Reads a job, enters the sandbox, does the job, answers. The exit status of the process.
int run_check_worker();

Result<check::wire::JobMessage> read_job();
void send(check::wire::FrameKind kind, std::string_view payload);

// Does what the job says with the descriptors of wire.h; the payload of kResult. `words`: of a job
// with pictures, loaded before the sandbox stood.
std::string do_job(const check::wire::JobMessage& job, const Words& words = no_words());

}  // namespace baobei::check_worker
