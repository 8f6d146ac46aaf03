// The checker: rules over a package's file tree → a report. The same library runs in the server's
// child process, in `baobei check` and in CI.
//
// Invariants: the report is a function of the pack, the options and this program's rules (R4, R25);
// no clock but for elapsed_ms, no folder, no network. Whatever goes wrong inside ends as *could not
// check*, never as *passed*.
// Threads: pure functions; the pack's descriptor is read by pread alone.
#pragma once

#include <functional>
#include <string>

#include "check/options.h"
#include "check/report.h"
#include "check/rule.h"
#include "package/pack.h"

namespace baobei::check {

inline constexpr std::size_t kFindingsPerRuleMax = 200;

// Verifies the pack, then runs every rule over it.
Report check_pack(const package::Pack& pack, const Options& options = {});

// The product's own, as CMakeLists.txt states it: rules are changed with the program alone.
std::string_view checker_version();

// The versions that a report of this program states.
Versions versions(const Options& options = {});

// Whether a rule of this program can have found it.
bool is_known_finding(const Finding& finding, const Options& options);

}  // namespace baobei::check
