// The rules' pages as Markdown, made from the registry: docs/rules/ holds them and a test keeps
// them fresh. Pure; any thread.
#pragma once

#include <map>
#include <string>

namespace baobei::check {

// File names under docs/rules/ ("README.md", "structure/pages-empty.md") and their text.
std::map<std::string, std::string> rule_pages();

}  // namespace baobei::check
