// Where the catalogue's files come from: a folder, or the program itself.
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "catalogue/compile.h"
#include "catalogue/embedded.h"

namespace baobei::catalogue {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kFilesMax = 500;

Result<std::string> read_file(const fs::path& path) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error) return fail(ErrorKind::kUnavailable, error.message(), path.string());
  if (size > kFileSizeMax) {
    return fail(ErrorKind::kTooLarge, fmt::format("more than {} bytes", kFileSizeMax),
                path.string());
  }
  std::ifstream in(path, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(in), {});
  if (!in) return fail(ErrorKind::kUnavailable, "it cannot be read", path.string());
  return text;
}

}  // namespace

Result<std::vector<SourceFile>> folder_files(const fs::path& directory) {
  std::error_code error;
  fs::recursive_directory_iterator it(directory, error);
  if (error) return fail(ErrorKind::kNotFound, error.message(), directory.string());
  std::vector<SourceFile> files;
  for (const auto end = fs::end(it); it != end; it.increment(error)) {
    if (error) return fail(ErrorKind::kUnavailable, error.message(), directory.string());
    if (!it->is_regular_file(error) || it->path().extension() != ".toml") continue;
    if (files.size() == kFilesMax) {
      return fail(ErrorKind::kTooLarge, fmt::format("more than {} files", kFilesMax),
                  directory.string());
    }
    TRY_ASSIGN(auto text, read_file(it->path()));
    files.push_back({it->path().lexically_relative(directory).generic_string(), std::move(text)});
  }
  std::ranges::sort(files, {}, &SourceFile::name);
  return files;
}

std::vector<SourceFile> builtin_files() {
  std::vector<SourceFile> files;
  for (const auto& [name, text] : embedded_files()) {
    files.push_back({std::string(name), std::string(text)});
  }
  return files;
}

namespace {

Compiled compile_folder(const fs::path& directory) {
  auto files = folder_files(directory);
  if (!files) return {nullptr, {std::move(files).error()}};
  return compile(*files, directory.generic_string() + "/");
}

}  // namespace

Catalogue load_builtin() {
  auto compiled = compile(builtin_files(), "builtin:");
  CHECK(compiled.data != nullptr, to_string(compiled.faults.front()));
  return Catalogue(std::move(compiled.data));
}

Result<Catalogue> load(const fs::path& directory) {
  auto compiled = compile_folder(directory);
  if (compiled.data == nullptr) return std::unexpected(std::move(compiled.faults.front()));
  return Catalogue(std::move(compiled.data));
}

std::vector<Error> validate(const fs::path& directory) {
  return compile_folder(directory).faults;
}

}  // namespace baobei::catalogue
