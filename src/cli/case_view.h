// A mini-program's case as people read it: what is served, what waits for whom until when, what was
// decided. Pure but for the terminal it writes to.
#pragma once

#include <string>

#include "cli/json_view.h"
#include "cli/terminal.h"

namespace baobei::cli {

enum class CaseDetail {
  kNow,    // what matters now: open submissions, the office, orders, points
  kWhole,  // everything
};

void show_case(Terminal& out, const View& file, Instant now, CaseDetail detail);

// The first twelve digits.
std::string short_digest(const std::string& digest);

// "2026-03-09 17:00:00 +08:00 (6 d 23 h left)"; "" where there is no such instant.
std::string until(const Terminal& out, const View& instant, Instant now);

}  // namespace baobei::cli
