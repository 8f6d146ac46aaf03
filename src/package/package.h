// A package's files as one checked tree: read from a folder, a zip, a tar(.gz) or a wxapkg, sealed
// by a digest, stored as one flat container, the *pack*.
//
// Invariants
// - A FileTree's paths are relative, '/'-separated, valid UTF-8 without control characters, sorted
//   by bytes, and no two are equal when letter case and Unicode form are ignored. No path leads
//   through another file.
// - The digest of a version is SHA-256 over its pack, and a pack is a function of sorted paths and
//   bytes alone (docs/package-format.md): not of the archive, of times, modes or order. The name of
//   the stored blob is therefore the version's digest.
// - Nothing is trusted: sizes in archive headers are compared with what was inflated, every loop
//   over outside data has a limit below, and a pack that is opened may be hostile too.
//
// Threads: functions are pure but for the files they are given. Owner: whoever calls.
// Archives are hostile; on a server they are read in the child process only (check/child.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "package/fault.h"
#include "package/left_out.h"

namespace baobei::package {

// ---- limits; the texts of fault.cc name them -------------------------------------------------
inline constexpr std::uint64_t kPackageBytesMax = 40'000'000;         // of an upload, packed
inline constexpr std::uint64_t kTreeBytesMax = 128ull * 1024 * 1024;  // all files, also inflated
inline constexpr std::uint64_t kFileBytesMax = 32ull * 1024 * 1024;
inline constexpr std::size_t kEntriesMax = 20'000;  // files and folders
inline constexpr std::size_t kPathBytesMax = 512;
inline constexpr std::size_t kComponentBytesMax = 255;
inline constexpr std::size_t kDepthMax = 32;
// An archive that inflates to more than kRatioFree and more than kRatioMax times its own size.
inline constexpr std::uint64_t kRatioFree = 4ull * 1024 * 1024;
inline constexpr std::uint64_t kRatioMax = 100;

struct File {
  std::string path;
  std::uint64_t size = 0;
  Digest content;  // SHA-256 of its bytes

  auto operator<=>(const File&) const = default;
};

struct FileTree {
  std::vector<File> files;  // sorted by path bytes
  Digest digest;            // of the version: SHA-256 of the pack
  std::uint64_t bytes = 0;  // of all files

  auto operator<=>(const FileTree&) const = default;
};

// Each of these reads its source twice (an index comes first in a pack) and writes the pack to
// `out_fd`, an empty file open for reading and writing, in bounded memory. Both drop what is no
// part of a program (is_ignored) and strip the folders that wrap all of it, so that what is packed
// again keeps its digest. Errors: those of fault.h, or of the machine. kChangedWhileRead where the
// two readings differ.
Result<FileTree> pack_folder(const std::string& directory, int out_fd,
                             const LeftOut& left_out = LeftOut());
// `archive_fd`: a regular file, a zip, tar, tar.gz, an unencrypted wxapkg or a gzip of one by its
// content, whatever its name.
Result<FileTree> pack_archive(int archive_fd, int out_fd);

// Loads what reading archives needs from the system; for a process that is about to lose the right
// to open files.
void prepare();

// For clients: the folder as a zip that pack_archive turns into the same tree, byte for byte the
// same zip for the same tree. kPackageTooLarge where the server would refuse it.
Status zip_folder(const std::string& directory, const std::string& out_path,
                  const LeftOut& left_out = LeftOut());

// For clients: the folder to submit of a project: `directory`, or the folder its
// project.config.json names as miniprogramRoot (srcMiniprogramRoot), where that holds an app.json;
// of a plugin's project its pluginRoot, where that holds a plugin.json.
Result<std::string> app_folder(const std::string& directory);

// The miniprogramRoot a project.config.json states: "" or a path that ends in '/'. Tolerates
// comments, a BOM and trailing commas. kBadProjectConfig where it is no JSON or leads outside.
Result<std::string> stated_app_root(std::string_view project_config);
// The pluginRoot of a project of compileType "plugin": a path that ends in '/', "plugin/" where it
// names none; "" of another project. Errors as above.
Result<std::string> stated_plugin_root(std::string_view project_config);
inline constexpr std::size_t kProjectConfigBytesMax = 1024 * 1024;

// A path as above: kTraversal, kAbsolutePath, kBackslash, kBadUtf8, kControlCharacter,
// kOddComponent, kPathTooLong or kTooDeep otherwise.
Status check_path(std::string_view path);

// Version control, node_modules, and what desktop systems leave behind: never part of a program,
// dropped from every kind of source, at any depth (docs/package-format.md lists them).
bool is_ignored(std::string_view path);

// Two paths with the same key are one file on some system: NFC and case-folded.
std::string collision_key(std::string_view path);

}  // namespace baobei::package
