// Takes from the calling process, for good, all that reading a package does not need.
//
// Layers, from outside inwards: the parent's resource limits (verified), no new privileges, an
// empty network namespace, an unprivileged user where it was root, Landlock without a single
// allowed path, and a seccomp filter that knows reading, writing and memory, refuses paths with
// EACCES and kills the process for anything else. Invariants: irreversible. Call once, with one
// thread, before any outside byte is read. Afterwards open descriptors are all there is.
#pragma once

#include <vector>

#include "check/wire.h"

namespace baobei::check_worker {

std::vector<check::wire::Layer> enter_sandbox();

}  // namespace baobei::check_worker
