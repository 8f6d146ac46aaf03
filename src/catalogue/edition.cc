#include "catalogue/edition.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "catalogue/compile.h"

namespace baobei::catalogue {
namespace {

constexpr std::array<std::string_view, 5> kDataFiles = {
    "catalogue.toml", "documents.toml", "filing_kinds.toml", "regions.toml", "reasons.toml"};
constexpr std::array<std::string_view, 3> kProgramFiles = {"rules.toml", "policy.toml",
                                                           "notices.toml"};
constexpr std::string_view kCategories = "categories/";

// "categories/social.toml:41" as the loader puts it into an error's context.
FileFault fault_of(const Error& error) {
  FileFault fault{error.context, 0, {fault_in_chinese(error.message), error.message}};
  const auto colon = error.context.rfind(':');
  if (colon == std::string::npos) return fault;
  const auto* begin = error.context.data() + colon + 1;
  const auto* end = error.context.data() + error.context.size();
  const auto [stopped, wrong] = std::from_chars(begin, end, fault.line);
  if (wrong == std::errc() && stopped == end) fault.file.resize(colon);
  return fault;
}

}  // namespace

bool is_data_file(std::string_view name) {
  if (std::ranges::find(kDataFiles, name) != kDataFiles.end()) return true;
  if (!name.starts_with(kCategories) || !name.ends_with(".toml")) return false;
  const auto middle = name.substr(kCategories.size(), name.size() - kCategories.size() - 5);
  return !middle.empty() && std::ranges::all_of(middle, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

std::vector<SourceFile> data_files(const std::vector<SourceFile>& files) {
  std::vector<SourceFile> data;
  for (const auto& file : files) {
    if (is_data_file(file.name)) data.push_back(file);
  }
  std::ranges::sort(data, {}, &SourceFile::name);
  return data;
}

std::vector<SourceFile> program_files(const std::vector<SourceFile>& files) {
  std::vector<SourceFile> program;
  for (const auto& file : files) {
    const bool of_it = std::ranges::find(kProgramFiles, file.name) != kProgramFiles.end();
    if (of_it) program.push_back(file);
  }
  return program;
}

std::vector<SourceFile> laid_over(std::vector<SourceFile> base,
                                  const std::vector<FileChange>& changes) {
  for (const auto& change : changes) {
    const auto found = std::ranges::find(base, change.name, &SourceFile::name);
    const bool there = found != base.end();
    if (there && change.text) found->text = *change.text;
    if (there && !change.text) base.erase(found);
    if (!there && change.text) base.push_back({change.name, *change.text});
  }
  std::ranges::sort(base, {}, &SourceFile::name);
  return base;
}

CompiledEdition compile_edition(const std::vector<SourceFile>& data,
                                const std::vector<SourceFile>& program, const EditionHead& head) {
  auto files = program;
  files.insert(files.end(), data.begin(), data.end());
  std::ranges::sort(files, {}, &SourceFile::name);
  auto compiled = compile(files, "");
  CompiledEdition edition;
  for (const auto& error : compiled.faults) edition.faults.push_back(fault_of(error));
  if (compiled.data == nullptr) return edition;
  compiled.data->version = head.version;
  compiled.data->effective_from = head.effective_from;
  edition.catalogue.emplace(std::move(compiled.data));
  return edition;
}

}  // namespace baobei::catalogue
