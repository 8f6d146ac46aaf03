// The rules of the house that a program can hold: each check looks at one file, or at the
// tree, and names the faults.
//
// A style rule counts only if a check here, or the compiler, holds it. Every check has rows in
// self_test.cc: snippets that it must refuse, and snippets that it must let pass.
// Threads: pure functions.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "source.h"

namespace baobei::tidy {

inline constexpr std::size_t kFileLinesMax = 500;
inline constexpr std::size_t kFunctionLinesMax = 70;

// ---- modules ----------------------------------------------------------------------------------
// Who may include whom, as src/CMakeLists.txt states it.
struct ModuleTable {
  std::map<std::string, std::vector<std::string>> dependencies;
  Faults faults;  // a module twice, or one that depends on a later one (no cycles)
};
ModuleTable parse_module_table(std::string_view cmake);

// Every folder of src/ stands in the table; each #include "…" of src/ names a module that the
// file's own module lists, or its own.
Faults check_includes(const ModuleTable& table, const SourceFile& file);

// ---- coroutines -------------------------------------------------------------------------------
// co_await stands only where coroutines are allowed, only as a whole statement, a plain initialiser
// or `co_return co_await`, and its arguments are named values: no braced aggregates, no capturing
// lambdas. g++ 12.2 miscompiles the other shapes without a warning.
Faults check_coroutines(const SourceFile& file);

// ---- form -------------------------------------------------------------------------------------
// Files and functions not longer than the limits. Functions are found by counting braces.
Faults check_lengths(const SourceFile& file);
// A header begins with the comment that says what it is.
Faults check_header_comment(const SourceFile& file);
// Words of unfinished work, the ICP registration's name for a filing, paths of somebody's machine,
// hosts of package registries.
Faults check_words(const SourceFile& file);

// ---- absences ---------------------------------------------------------------------------------
// No throw in src/; SQL in src/store alone; Asio and Beast in src/http and the courier alone; no
// clock, thread, file, random source or log in src/lifecycle.
Faults check_absences(const SourceFile& file);
// The command line prints tables out of the contract, and by hand that of the rules it checks by.
Faults check_tables(const SourceFile& file);

// ---- the process --------------------------------------------------------------------------------
// Every rule R1–R26 and every sub-rule is told in docs/lifecycle/rules.md, stands in the catalogue
// and is named by a scenario; a rule that is cited exists.
Faults check_rules(const std::vector<SourceFile>& files);
// Every refusal stands in docs/refusals.md and is given by a scenario.
Faults check_refusals(const std::vector<SourceFile>& files);
// A page that was made names a test that keeps it fresh, and that test exists.
Faults check_made(const std::vector<SourceFile>& files);
// Every WORD of the command line is said by something.
Faults check_said(const std::vector<SourceFile>& files);

// ---- words ------------------------------------------------------------------------------------
// Every sentence of an Error that a user can be told (kInvalid, kConflict, kTooLarge) is collected
// from src/ and has its Chinese one in src/catalogue/error_words.def, with the same variable parts.
Faults check_sentences(const std::vector<SourceFile>& files);
// No problem of the API says only that something is invalid or in conflict.
Faults check_bare_conflicts(const SourceFile& file);

// ---- documents --------------------------------------------------------------------------------
// Over the whole tree: links of pages lead to something, decisions that are cited stand in docs/adr
// under one number each, every package of tools/packages.txt has a row in docs/dependencies.md.
Faults check_documents(const std::vector<SourceFile>& files);

// All that looks at one file, for that file.
Faults check_file(const ModuleTable& table, const SourceFile& file);

}  // namespace baobei::tidy
