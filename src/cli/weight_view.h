// What a case weighs, item by item, and why it is in the queue, for a terminal. Threads: one.
#pragma once

#include <string>

#include "cli/json_view.h"
#include "cli/terminal.h"

namespace baobei::cli {

// "findings, overdue" of a list of QueueReasons.
std::string reasons_in_words(const Terminal& out, const View& reasons);
// A line of the sum and one an item; nothing where the server says nothing.
void show_risk(Terminal& out, const View& risk);

}  // namespace baobei::cli
