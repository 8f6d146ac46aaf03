// Exit codes of the client commands: closed, documented in docs/exit-codes.md, the same in every
// command. Scripts rely on them; a code never changes its meaning.
// Threads: constants and pure functions.
#pragma once

#include "base/result.h"
#include "cli/api_error.h"

namespace baobei::cli {

inline constexpr int kExitOk = 0;
inline constexpr int kExitRefused = 1;    // refused by a rule, or the outcome is negative
inline constexpr int kExitCouldNot = 2;   // could not be done: a wrong request, a fault, a bad file
inline constexpr int kExitNotFound = 3;   // no such thing, or none that one may see
inline constexpr int kExitNoRights = 4;   // not signed in, or without the right
inline constexpr int kExitUsage = 64;     // the command line is wrong (EX_USAGE)
inline constexpr int kExitNoServer = 69;  // no server, or one that is busy (EX_UNAVAILABLE)
inline constexpr int kExitWaiting = 75;   // still waiting when the time was up (EX_TEMPFAIL)

int exit_code(ErrorKind kind);
int exit_code(const ApiError& error);

}  // namespace baobei::cli
