#include "package/source.h"

#include <algorithm>
#include <set>

#include "package/nfc.h"
#include "package/pack.h"

namespace baobei::package {
namespace {

Result<std::vector<File>> index_of(Source& source) {
  std::vector<File> files;
  std::uint64_t total = 0;
  TRY(source.each([&](const std::string& path, const Pull& pull) -> Status {
    File file{path, 0, {}};
    Sha256 hash;
    while (true) {
      TRY_ASSIGN(const auto piece, pull());
      if (piece.empty()) break;
      file.size += piece.size();
      total += piece.size();
      if (file.size > kFileBytesMax) return refuse(FaultCode::kFileTooLarge, path);
      if (total > kTreeBytesMax) return refuse(FaultCode::kTreeTooLarge, path);
      hash.update(piece);
    }
    file.content = hash.finish();
    files.push_back(std::move(file));
    return {};
  }));
  return files;
}

Status check_folders(const std::vector<std::string>& folders, const std::vector<File>& files) {
  std::set<std::string> keys;
  for (const auto& file : files) keys.insert(collision_key(file.path));
  for (const auto& folder : folders) {
    if (keys.contains(collision_key(folder))) return refuse(FaultCode::kFileAndFolder, folder);
  }
  return {};
}

}  // namespace

// Stripping one folder only would give a tree another digest when it is packed again. What the
// folder holds decides, not its name.
std::string wrapping_folders(const std::vector<File>& files) {
  std::string top = files.front().path;
  for (const auto& file : files) {
    const auto differ = std::ranges::mismatch(top, file.path).in1;
    const auto shared = std::string_view(top.begin(), differ);
    top.resize(shared.rfind('/') + 1);  // npos + 1 is 0: nothing is shared
  }
  return top;
}

Result<FileTree> pack_source(Source& source, int out_fd) {
  TRY_ASSIGN(auto files, index_of(source));
  if (files.empty()) return refuse(FaultCode::kNothingInside);
  TRY(check_folders(source.folders(), files));
  const auto top = wrapping_folders(files);
  for (auto& file : files) file.path.erase(0, top.size());
  TRY_ASSIGN(auto writer, PackWriter::begin(out_fd, std::move(files)));
  const auto place = [&](const std::string& path, const Pull& pull) -> Status {
    if (!path.starts_with(top)) return refuse(FaultCode::kChangedWhileRead, path);
    TRY_ASSIGN(auto slot, writer.slot(std::string_view(path).substr(top.size())));
    while (true) {
      TRY_ASSIGN(const auto piece, pull());
      if (piece.empty()) break;
      TRY(slot.write(piece));
    }
    return slot.finish();
  };
  TRY(source.each(place));
  return writer.finish();
}

Result<std::string> entry_path(std::string_view name) {
  while (name.starts_with("./")) name.remove_prefix(2);
  if (name.ends_with('/') && name.size() > 1) name.remove_suffix(1);
  if (name.empty() || name == ".") return std::string();
  TRY(check_path(name));
  auto path = nfc(name);
  if (path != name) TRY(check_path(path));  // composing may lengthen a name
  return path;
}

}  // namespace baobei::package
