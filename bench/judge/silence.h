// Programs about which the checker is to be silent: those whose label has a note that begins with
// "Trap" (words of a category or of a risk that is not there), and demonstrations and templates
// without content of their own.
//
// Invariants: what a label expects or accepts may be said of a trap; of a demonstration nothing.
// Pure; any thread.
#pragma once

#include <boost/json.hpp>
#include <string>

#include "bench/judge/questions.h"
#include "check/report.h"

namespace baobei::judge {

bool is_trap(const boost::json::object& app);

// Its label expects nothing, accepts nothing, and knows of no risk but that it is a template.
bool is_demonstration(const boost::json::object& app);

// The categories at the threshold, and risks that are no mere notes, that the report names and the
// label neither expects nor accepts.
Answers called(const boost::json::object& app, const check::Report& report);

}  // namespace baobei::judge
