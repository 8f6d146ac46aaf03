// A version of the catalogue as an operator changes it on a running server: the files that are
// data (categories, documents, filing kinds, offices, reasons), over the ones that come with the
// program (rules, policy, the words of notices).
//
// Invariants: what compile_edition lets pass is a Catalogue as any other, but without signals and
// packs: those are the checker's, which knows its own. The head counts, whatever catalogue.toml
// says of version and date.
// Threads: pure, but for the folder that is read. Owner: plain values.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "catalogue/catalogue.h"

namespace baobei::catalogue {

struct SourceFile {
  std::string name;  // relative to catalogue/
  std::string text;
  bool operator==(const SourceFile&) const = default;
};

// As they were when the program was built.
std::vector<SourceFile> builtin_files();

// Every .toml file below the folder, sorted by name; other files are not the catalogue's.
Result<std::vector<SourceFile>> folder_files(const std::filesystem::path& directory);

// Whether an operator may change it: "categories/social.toml", "reasons.toml".
bool is_data_file(std::string_view name);
// Those of them, sorted by name.
std::vector<SourceFile> data_files(const std::vector<SourceFile>& files);
std::vector<SourceFile> program_files(const std::vector<SourceFile>& files);

// `changes` laid over `base`, sorted by name; a file without a text is struck.
struct FileChange {
  std::string name;
  std::optional<std::string> text;
};
std::vector<SourceFile> laid_over(std::vector<SourceFile> base,
                                  const std::vector<FileChange>& changes);

struct FileFault {
  std::string file;
  int line = 0;  // 0: of the file as a whole
  Text fault;
};

struct EditionHead {
  std::string version;
  Instant effective_from;
};

struct CompiledEdition {
  std::optional<Catalogue> catalogue;  // where there is no fault
  std::vector<FileFault> faults;       // by file and line, at most kFaultsMax
};

CompiledEdition compile_edition(const std::vector<SourceFile>& data,
                                const std::vector<SourceFile>& program, const EditionHead& head);

// The loader's words in Chinese; as they are where nobody translated them.
std::string fault_in_chinese(std::string_view english);

}  // namespace baobei::catalogue
