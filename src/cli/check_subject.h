// What `check` is given, made ready: the pack, what is said about it, and where its files lie.
// Threads: one. Owner: the command; everything here outlives the check.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/file.h"
#include "check/options.h"
#include "check/settings.h"
#include "cli/check.h"
#include "knowledge/knowledge.h"
#include "package/pack.h"

namespace baobei::cli {

struct CheckSubject {
  Fd file;
  std::optional<package::Pack> pack;
  std::string base;  // what leads to the package's files from here: "src/mini/"; "" of an archive
  check::Options options;
  std::string fail_on;  // of the command line, else of the settings, else "error"
  std::optional<knowledge::Knowledge> knowledge;
  // Of baobei.check.toml's form: then nothing is checked.
  std::vector<check::SettingsFault> faults;
};

// Signals and packs of the operator's own: a whole folder laid out as catalogue/.
Result<knowledge::Knowledge> knowledge_in(const std::string& folder);

// kNotFound for a category that the catalogue does not have; else what packing says.
Result<std::unique_ptr<CheckSubject>> prepare_check(const std::string& path,
                                                    const CheckOptions& options,
                                                    const std::string& today);

}  // namespace baobei::cli
