#include "cli/credentials.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "base/file.h"
#include "base/json.h"
#include "cli/json_view.h"

namespace baobei::cli {

Result<std::string> credentials_path(
    const std::function<std::optional<std::string>(const char*)>& variable) {
  constexpr std::string_view kFile = "/baobei/credentials.json";
  const auto config = variable("XDG_CONFIG_HOME");
  // The XDG rule: a relative path is to be ignored.
  if (config && config->starts_with('/')) return *config + std::string(kFile);
  const auto home = variable("HOME");
  if (home && home->starts_with('/')) return *home + "/.config" + std::string(kFile);
  return fail(ErrorKind::kInvalid, "neither XDG_CONFIG_HOME nor HOME is set");
}

Result<Profiles> load_profiles(const std::string& path) {
  auto file = open_file(path, O_RDONLY | O_NOFOLLOW);
  if (!file) {
    if (file.error().kind == ErrorKind::kNotFound) return Profiles{};
    return std::unexpected(std::move(file).error());
  }
  struct stat info = {};
  if (::fstat(file->get(), &info) != 0) {
    return std::unexpected(system_error("the credentials cannot be read", errno, path));
  }
  if ((info.st_mode & 077) != 0 || info.st_uid != ::geteuid()) {
    return fail(ErrorKind::kForbidden, "the file holds tokens and must be yours alone (chmod 600)",
                path);
  }
  TRY_ASSIGN(const auto text, read_file(file->get(), kCredentialsBytesMax));
  const auto parsed = parse_json(text, kCredentialsBytesMax);
  if (!parsed) return fail(ErrorKind::kCorrupt, parsed.error().message, path);
  const auto* rows = parsed->is_object() ? parsed->get_object().if_contains("profiles") : nullptr;
  if (rows == nullptr || !rows->is_object()) {
    return fail(ErrorKind::kCorrupt, "no \"profiles\" in it", path);
  }
  Profiles profiles;
  for (const auto& row : rows->get_object()) {
    const View profile(row.value());
    profiles[std::string(row.key())] = {profile["url"].text(), profile["token"].text()};
  }
  return profiles;
}

Status save_profiles(const std::string& path, const Profiles& profiles) {
  json::object rows;
  for (const auto& [name, profile] : profiles) {
    rows[name] = json::object{{"url", profile.url}, {"token", profile.token}};
  }
  const auto text = json::serialize(json::object{{"profiles", std::move(rows)}}) + "\n";

  const auto folder = std::filesystem::path(path).parent_path();
  std::error_code error;
  std::filesystem::create_directories(folder.parent_path(), error);
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    return std::unexpected(system_error("the folder cannot be made", errno, folder.string()));
  }
  const auto fresh = path + ".new";
  ::unlink(fresh.c_str());
  {
    TRY_ASSIGN(const Fd file, open_file(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600));
    TRY(write_all(file.get(), text));
    if (::fsync(file.get()) != 0) {
      return std::unexpected(system_error("the credentials cannot be written", errno, fresh));
    }
  }
  if (::rename(fresh.c_str(), path.c_str()) != 0) {
    return std::unexpected(system_error("the credentials cannot be written", errno, path));
  }
  return {};
}

bool is_profile_name(std::string_view name) {
  constexpr std::string_view kMarks = "._-";
  return !name.empty() && name.size() <= kProfileNameMax && std::ranges::all_of(name, [&](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           kMarks.find(c) != std::string_view::npos;
  });
}

}  // namespace baobei::cli
