// What a check is told beside the package.
//
// Invariants: the report is a function of the pack, these, and the program's rules.
// Threads: plain values. `knowledge` must outlive the check.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "knowledge/knowledge.h"

namespace baobei::check {

struct Options {
  std::string catalogue_version = {};  // as the report states it
  // Ids of the categories that the submission declares; nothing where that is not known.
  std::optional<std::vector<std::string>> declared = {};
  std::string subject = {};  // "individual_business"; "" where it is not known
  const knowledge::Knowledge* knowledge = nullptr;  // null: the built-in one
};

const knowledge::Knowledge& knowledge_of(const Options& options);

}  // namespace baobei::check
