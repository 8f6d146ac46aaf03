#include "package/left_out.h"

#include <fcntl.h>

#include <algorithm>
#include <array>

#include "base/file.h"
#include "package/package.h"
#include "package/project_config.h"

namespace baobei::package {
namespace {

constexpr std::array<const char*, 5> kOwnUploads = {"cloudfunctionRoot",
                                                    "cloudfunctionTemplateRoot", "cloudbaseRoot",
                                                    "cloudcontainerRoot", "pluginRoot"};

// "./docs/" → "docs".
std::string plain_path(std::string_view value) {
  while (value.starts_with("./")) value.remove_prefix(2);
  while (value.starts_with('/')) value.remove_prefix(1);
  while (value.ends_with('/')) value.remove_suffix(1);
  return std::string(value);
}

}  // namespace

LeftOut::LeftOut(std::string_view project_config)
    : ignored_(entries(project_config, "ignore")), included_(entries(project_config, "include")) {
  const auto config = read_project_config(project_config);
  const auto named = [&](const char* key) {
    const auto* value = config ? config->if_contains(key) : nullptr;
    return value != nullptr && value->is_string()
               ? plain_path(std::string_view(value->get_string()))
               : std::string();
  };
  auto root = named("miniprogramRoot");
  if (root == ".") root.clear();
  if (!root.empty()) root += '/';
  for (const char* key : kOwnUploads) {
    const auto folder = named(key);
    const bool inside = folder.size() > root.size() && folder.starts_with(root) && folder != ".";
    if (inside) ignored_.push_back({Entry::Type::kFolder, folder.substr(root.size())});
  }
}

std::vector<LeftOut::Entry> LeftOut::entries(std::string_view project_config, const char* key) {
  constexpr std::array<std::string_view, 5> kTypes = {"file", "folder", "suffix", "prefix", "glob"};
  std::vector<Entry> out;
  const auto config = read_project_config(project_config);
  const auto* options = config ? config->if_contains("packOptions") : nullptr;
  const auto* list =
      options != nullptr && options->is_object() ? options->get_object().if_contains(key) : nullptr;
  if (list == nullptr || !list->is_array()) return out;
  for (const auto& item : list->get_array()) {
    if (!item.is_object() || out.size() == kLeftOutMax) continue;
    const auto* type = item.get_object().if_contains("type");
    const auto* value = item.get_object().if_contains("value");
    if (type == nullptr || value == nullptr || !type->is_string() || !value->is_string()) continue;
    const auto found = std::ranges::find(kTypes, std::string_view(type->get_string()));
    const std::string text(value->get_string());
    if (found == kTypes.end() || text.empty()) continue;
    const auto which = static_cast<Entry::Type>(found - kTypes.begin());
    const bool path = which != Entry::Type::kSuffix && which != Entry::Type::kPrefix;
    out.push_back({which, path ? plain_path(text) : text});
  }
  return out;
}

bool LeftOut::matches(const Entry& entry, std::string_view path) {
  const auto name = path.substr(path.rfind('/') + 1);
  switch (entry.type) {
    case Entry::Type::kFile:
      return path == entry.value;
    case Entry::Type::kFolder:
      return path.size() > entry.value.size() && path.starts_with(entry.value) &&
             path[entry.value.size()] == '/';
    case Entry::Type::kSuffix:
      return name.ends_with(entry.value);
    case Entry::Type::kPrefix:
      return name.starts_with(entry.value);
    case Entry::Type::kGlob:
      return matches_glob(entry.value, path);
  }
  return false;
}

bool LeftOut::has(std::string_view path) const {
  const auto in = [&](const std::vector<Entry>& entries) {
    return std::ranges::any_of(entries, [&](const Entry& entry) { return matches(entry, path); });
  };
  return in(ignored_) && !in(included_);
}

// One row of a table: which beginnings of the path the glob's beginning fits.
bool matches_glob(std::string_view glob, std::string_view path) {
  std::vector<bool> fits(path.size() + 1, false);
  fits[0] = true;
  for (std::size_t g = 0; g < glob.size(); ++g) {
    const bool across = glob.substr(g).starts_with("**");
    std::vector<bool> next(path.size() + 1, false);
    if (across || glob[g] == '*') {
      bool any = false;
      for (std::size_t p = 0; p <= path.size(); ++p) {
        any = any || fits[p];
        next[p] = any;
        if (!across && p < path.size() && path[p] == '/') any = false;
      }
      if (across) ++g;
      // "**/" stands for no folder as well.
      if (across && glob.substr(g + 1).starts_with('/')) {
        for (std::size_t p = 0; p <= path.size(); ++p) {
          const bool at_name = p == 0 || path[p - 1] == '/';
          next[p] = at_name && next[p];
        }
        ++g;
      }
    } else {
      for (std::size_t p = 0; p < path.size(); ++p) {
        next[p + 1] = fits[p] && (glob[g] == path[p] || (glob[g] == '?' && path[p] != '/'));
      }
    }
    fits = std::move(next);
  }
  return fits[path.size()];
}

LeftOut left_out_of(const std::string& directory) {
  const auto file = open_file(directory + "/" + std::string(kProjectConfig), O_RDONLY);
  if (!file) return {};
  const auto text = read_file(file->get(), kProjectConfigBytesMax);
  return text ? LeftOut(*text) : LeftOut();
}

}  // namespace baobei::package
