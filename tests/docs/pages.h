// The pages and pictures that are made from the lifecycle's tables: docs/lifecycle.md,
// docs/refusals.md, docs/lifecycle/*.svg and *.mmd. A test holds the stored files to them.
// Threads: pure.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace baobei::docs {

using Pages = std::map<std::string, std::string>;  // path under docs/ and text

Pages generated_pages();

// What is stored against what is made: "missing", "stale" or "left over", one line each.
std::vector<std::string> compare(const Pages& made, const Pages& stored);

}  // namespace baobei::docs
