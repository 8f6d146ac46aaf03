// A report on a terminal: by what to do first, each rule with its advice once, each finding with
// the line it points at. And the rules themselves: one explained, all listed. Threads: one. Owner:
// the command.
#pragma once

#include <string>

#include "check/rule.h"
#include "cli/session.h"
#include "sinks/sinks.h"

namespace baobei::cli {

void show_report(Terminal& out, const sinks::View& view);

// `--explain ID`: kExitNotFound, with the ids nearest to it, where there is none.
int explain_rule(Session& session, const std::string& id);
int list_rules(Session& session);

}  // namespace baobei::cli
