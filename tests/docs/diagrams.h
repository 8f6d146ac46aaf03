// The three tables of lifecycle/tables.h as diagrams: which rows are drawn as ways, and where the
// states stand, is said here; every other row becomes a line in its state's box.
// Threads: pure.
#pragma once

#include <string>
#include <vector>

#include "svg.h"

namespace baobei::docs {

Diagram submission_diagram(Language language);
Diagram entry_diagram(Language language);
Diagram service_diagram(Language language);

// As Mermaid, every row a way, both languages.
std::string submission_mermaid();
std::string entry_mermaid();
std::string service_mermaid();

// What is wrong with where they stand: a state twice or nowhere, a drawn row that no table has.
std::vector<std::string> layout_faults();

}  // namespace baobei::docs
