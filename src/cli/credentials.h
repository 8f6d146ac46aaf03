// Who one is to which server: profiles of address and token in one file that only its owner reads.
//
// Invariants: the file is created 0600 in a folder 0700 and replaced as a whole; a file that others
// may read is refused, not repaired. Tokens are shown nowhere.
// Format (docs/cli.md): {"profiles":{"<name>":{"url":…,"token":…}}}.
// Threads: one process at a time; the last writer wins. Owner: the file system.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "base/result.h"

namespace baobei::cli {

inline constexpr std::string_view kDefaultProfile = "default";
inline constexpr std::size_t kCredentialsBytesMax = 256 * 1024;
inline constexpr std::size_t kProfileNameMax = 64;

struct Profile {
  std::string url;
  std::string token;
};
using Profiles = std::map<std::string, Profile, std::less<>>;

// $XDG_CONFIG_HOME/baobei/credentials.json, or under ~/.config; kInvalid where neither is known.
Result<std::string> credentials_path(
    const std::function<std::optional<std::string>(const char*)>& variable);

// No file: no profiles. kForbidden where others may read it; kCorrupt where it is not ours.
Result<Profiles> load_profiles(const std::string& path);
Status save_profiles(const std::string& path, const Profiles& profiles);

// Letters, digits, '.', '_', '-', at most kProfileNameMax.
bool is_profile_name(std::string_view name);

}  // namespace baobei::cli
