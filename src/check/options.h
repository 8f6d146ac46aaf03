// What a check is told beside the package.
//
// Invariants: the report is a function of the pack, these, and the program's rules.
// Threads: plain values. `knowledge` must outlive the check.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "check/picture_codes.h"
#include "check/report.h"
#include "knowledge/knowledge.h"

namespace baobei::check {

struct Options {
  std::string catalogue_version = {};  // as the report states it
  // Ids of the categories that the submission declares; nothing where that is not known.
  std::optional<std::vector<std::string>> declared = {};
  std::string subject = {};  // "individual_business"; "" where it is not known
  const knowledge::Knowledge* knowledge = nullptr;  // null: the built-in one
  // The text of baobei.check.toml where it lies outside the pack; nothing: what the pack has.
  std::optional<std::string> settings = {};
  // "2026-11-26": what ended before is a finding. "": nothing ends, as on a server, where nothing
  // is set aside either.
  std::string today = {};
  std::vector<PictureCode> codes = {};      // of pictures, where somebody looked for them
  std::vector<Skipped> not_looked_at = {};  // pictures; part of the report's coverage
  // Ids of the categories that a filing of this mini-program was completed for (R9).
  std::vector<std::string> completed = {};
  unsigned jobs = 1;  // threads that read files; the report does not depend on it
};

const knowledge::Knowledge& knowledge_of(const Options& options);

}  // namespace baobei::check
