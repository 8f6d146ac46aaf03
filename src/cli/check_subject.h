// What `check` is given, made ready: the pack, what is said about it, and where its files lie.
// Threads: one. Owner: the command; everything here outlives the check.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/file.h"
#include "check/options.h"
#include "check/report.h"
#include "check/settings.h"
#include "cli/check.h"
#include "knowledge/knowledge.h"
#include "package/folder_pack.h"
#include "package/pack.h"

namespace baobei::cli {

struct CheckSubject {
  Fd file;
  std::optional<package::Pack> pack;
  // Where PATH is a folder: what brings its bytes into the pack (bring_findings, bring_all).
  std::unique_ptr<package::FolderPack> folder;
  std::string base;  // what leads to the package's files from here: "src/mini/"; "" of an archive
  check::Options options;
  std::string fail_on;  // of the command line, else of the settings, else "error"
  std::optional<knowledge::Knowledge> knowledge;
  // Of baobei.check.toml's form: then nothing is checked.
  std::vector<check::SettingsFault> faults;
};

// Signals and packs of the operator's own: a whole folder laid out as catalogue/.
Result<knowledge::Knowledge> knowledge_in(const std::string& folder);

// kNotFound for a category that the catalogue does not have; else what packing says. `caches`: the
// folder of what files hashed to before (package/digest_cache.h); "": they are all read.
Result<std::unique_ptr<CheckSubject>> prepare_check(const std::string& path,
                                                    const CheckOptions& options,
                                                    const std::string& today,
                                                    const std::string& caches = {});

// The bytes of every file, before a check. kChangedWhileRead where the folder has changed since.
Status bring_all(CheckSubject& subject);

// The bytes that showing the findings of a kept report needs. Errors as bring_all.
Status bring_findings(CheckSubject& subject, const check::Report& report);

}  // namespace baobei::cli
