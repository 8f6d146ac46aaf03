#include "check/context.h"

#include <algorithm>

#include "base/text.h"
#include "check/program.h"
#include "check/reading.h"
#include "check/remarks.h"
#include "package/package.h"

namespace baobei::check {
namespace {

constexpr std::string_view kAppJson = "app.json";
constexpr std::string_view kAppConfig = "app-config.json";
constexpr std::string_view kPluginJson = "plugin.json";

std::size_t depth_of(std::string_view path) {
  return static_cast<std::size_t>(std::ranges::count(path, '/'));
}

}  // namespace

std::optional<std::string> joined_path(std::string_view folder, std::string_view value) {
  std::vector<std::string> parts;
  const auto take = [&](std::string_view path) {
    for (auto& part : split(path, '/')) {
      if (part.empty() || part == ".") continue;
      if (part != "..") {
        parts.push_back(std::move(part));
      } else if (parts.empty()) {
        return false;
      } else {
        parts.pop_back();
      }
    }
    return true;
  };
  if (!value.starts_with('/') && !take(folder)) return std::nullopt;
  if (!take(value)) return std::nullopt;
  std::string path;
  for (const auto& part : parts) path += (path.empty() ? "" : "/") + part;
  return path;
}

std::string_view folder_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? "" : path.substr(0, slash);
}

Context::Context(const package::Pack& pack, const Options& options)
    : pack_(pack), options_(options) {
  for (const auto& file : pack_.files()) {
    by_key_.emplace(package::collision_key(file.path), file.path);
  }
  find_root();
  if (kind_ == PackageKind::kUnknown) find_plugin();
  const auto* value = app();
  if (value == nullptr) return;
  take_pages(*value);
  take_subpackages(*value);
  take_plugins(*value);
  if (kind_ != PackageKind::kSource) return;
  take_components();
  for (const char* key : {"sitemapLocation", "themeLocation"}) {
    if (const auto path = joined_path("", value->string(key))) json(*path);
  }
}

bool Context::has(std::string_view path) const {
  return pack_.find(pack_path(path)) != nullptr;
}

bool Context::has_folder(std::string_view folder) const {
  const auto prefix = pack_path(folder) + "/";
  const auto found = std::ranges::lower_bound(files(), prefix, {}, &package::File::path);
  return found != files().end() && found->path.starts_with(prefix);
}

std::optional<std::uint64_t> Context::size(std::string_view path) const {
  const auto* file = pack_.find(pack_path(path));
  return file == nullptr ? std::nullopt : std::optional(file->size);
}

std::string Context::near_miss(std::string_view path) const {
  const auto full = pack_path(path);
  if (full.size() > package::kPathBytesMax || !is_utf8(full)) return "";
  const auto found = by_key_.find(package::collision_key(full));
  return found == by_key_.end() || found->second == full ? "" : found->second;
}

const JsonFile* Context::json(std::string_view path) {
  return read_json(path, json_);
}

const JsonFile* Context::data_json(std::string_view path) {
  const auto known = json_.find(pack_path(path));
  return known != json_.end() ? known->second.get() : read_json(path, data_json_);
}

const JsonFile* Context::read_json(std::string_view path, JsonFiles& files) {
  return read_json_at(pack_path(path), files);
}

const JsonFile* Context::read_json_at(const std::string& full, JsonFiles& files) {
  if (const auto known = files.find(full); known != files.end()) return known->second.get();
  const auto* file = pack_.find(full);
  if (file == nullptr) return nullptr;
  auto read = std::make_unique<JsonFile>();
  read->path = full;
  auto bytes = file->size <= jsonc::kJsonBytesMax
                   ? pack_.read(*file)
                   : Result<std::string>(fail(ErrorKind::kTooLarge, "too large"));
  if (bytes) {
    read->text = std::move(*bytes);
    auto document = jsonc::read(read->text);
    if (document) {
      read->document = std::move(*document);
    } else {
      read->error = std::move(document.error());
    }
  } else {
    const bool large = bytes.error().kind == ErrorKind::kTooLarge;
    skipped_[full] = large ? "too_large" : "unreadable";
    read->error =
        jsonc::SyntaxError{{"文件过大或无法读取", "the file is too large or unreadable"}, {}};
  }
  return files.emplace(full, std::move(read)).first->second.get();
}

Context::~Context() = default;

Status Context::infer_content() {
  TRY_ASSIGN(inference_, infer::infer(reading_of(*this, program()), knowledge()));
  return {};
}

At Context::at(const infer::Evidence& evidence) {
  if (const auto* code = picture_code(evidence)) {
    At at;
    at.file = code->file;
    return at;
  }
  return place_of(evidence, program());
}

const PictureCode* Context::picture_code(const infer::Evidence& evidence) const {
  const auto sources = program_ ? program_->files().size() : 0;
  if (!program_ || evidence.file < sources) return nullptr;
  return &options().codes.at(evidence.file - sources);
}

const Program& Context::program() {
  if (!program_) program_ = std::make_unique<Program>(*this);
  return *program_;
}

const Remarks& Context::remarks() {
  if (!remarks_) remarks_ = std::make_unique<Remarks>(read_remarks(*this));
  return *remarks_;
}

const JsonFile* Context::project() {
  if (const auto* own = data_json("project.config.json")) return own;
  const auto path = std::string("project.config.json");
  return root_.empty() || pack_.find(path) == nullptr ? nullptr : read_json_at(path, data_json_);
}

std::string Context::workers_folder() const {
  const auto* workers = app() == nullptr ? nullptr : app()->find("workers");
  if (workers == nullptr) return "";
  const auto named =
      workers->is(jsonc::Kind::kObject) ? workers->string("path") : std::string_view(workers->text);
  return joined_path("", named).value_or("");
}

Coverage Context::coverage() const {
  Coverage coverage;
  auto skipped = skipped_;
  coverage.files_read = json_.size() + data_json_.size() - skipped_.size();
  if (program_) {
    coverage.files_read += program_->files_read();
    skipped.insert(program_->skipped().begin(), program_->skipped().end());
  }
  for (const auto& [file, why] : options_.not_looked_at) skipped.emplace(file, why);
  for (const auto& [file, why] : skipped) coverage.files_skipped.push_back({file, why});
  return coverage;
}

// The folder that project.config.json names, else the package's own, else the only or the
// uppermost folder with an app.json.
void Context::find_root() {
  if (const auto* project = pack_.find("project.config.json");
      project != nullptr && project->size <= package::kProjectConfigBytesMax) {
    const auto text = pack_.read(*project);
    const auto stated = text ? package::stated_app_root(*text) : Result<std::string>("");
    if (stated && pack_.find(*stated + std::string(kAppJson)) != nullptr) root_ = *stated;
  }
  if (root_.empty() && !has(kAppJson) && !(has(kAppConfig) && has("app-service.js"))) {
    const package::File* best = nullptr;
    for (const auto& file : files()) {
      if (!file.path.ends_with("/app.json")) continue;
      if (best == nullptr || depth_of(file.path) < depth_of(best->path)) best = &file;
    }
    if (best != nullptr) {
      root_ = best->path.substr(0, best->path.size() - kAppJson.size());
      root_was_guessed_ = true;
    }
  }
  if (has(kAppJson)) {
    kind_ = PackageKind::kSource;
    app_ = json(kAppJson);
  } else if (has(kAppConfig) && has("app-service.js")) {
    kind_ = PackageKind::kCompiled;
    app_ = json(kAppConfig);
  }
}

void Context::take_pages(const jsonc::Value& app) {
  const auto* list = app.find("pages");
  if (list != nullptr) take_page_list(*list, "", false);
}

void Context::take_page_list(const jsonc::Value& list, const std::string& root,
                             bool in_subpackage) {
  for (const auto& item : list.items) {
    if (!item.is(jsonc::Kind::kString) || pages_.size() >= kPagesMax) continue;
    auto path = joined_path(
        root, in_subpackage ? std::string_view(item.text).substr(item.text.starts_with('/') ? 1 : 0)
                            : std::string_view(item.text));
    pages_.push_back({path.value_or(item.text), app_->at(item.span), in_subpackage});
  }
}

void Context::take_subpackages(const jsonc::Value& app) {
  for (const char* key : {"subPackages", "subpackages"}) {
    const auto* list = app.find(key);
    if (list == nullptr) continue;
    for (const auto& item : list->items) {
      const auto* root = item.find("root");
      const auto path = joined_path("", item.string("root"));
      if (root == nullptr || !path || path->empty()) continue;
      const auto* independent = item.find("independent");
      subpackages_.push_back({*path + "/", independent != nullptr && independent->boolean,
                              joined_path("", item.string("entry")).value_or(""),
                              app_->at(root->span)});
      const auto* pages = item.find("pages");
      if (pages != nullptr) take_page_list(*pages, *path, true);
      take_plugins(item);
    }
  }
}

void Context::take_plugins(const jsonc::Value& holder) {
  const auto* plugins = holder.find("plugins");
  if (plugins == nullptr) return;
  for (const auto& member : plugins->members) plugins_.insert(member.key);
}

// Of a package without a program: a plugin.json at its root, or where project.config.json says.
void Context::find_plugin() {
  const auto* config = pack_.find("project.config.json");
  if (!has(kPluginJson) && config != nullptr && config->size <= package::kProjectConfigBytesMax) {
    const auto text = pack_.read(*config);
    const auto stated = text ? package::stated_plugin_root(*text) : Result<std::string>("");
    if (stated && pack_.find(*stated + std::string(kPluginJson)) != nullptr) root_ = *stated;
  }
  if (has(kPluginJson)) take_plugin_package();
}

void Context::take_plugin_package() {
  plugin_ = json(kPluginJson);
  const auto* value = plugin_ == nullptr ? nullptr : plugin_->root();
  if (value == nullptr) return;
  const auto take = [&](const jsonc::Value& entry, bool page) {
    if (!entry.is(jsonc::Kind::kString) || plugin_entries_.size() >= kPagesMax) return;
    auto path = joined_path("", entry.text).value_or("");
    for (const std::string_view ending : {".js", ".ts"}) {
      if (path.ends_with(ending)) path.resize(path.size() - ending.size());
    }
    plugin_entries_.push_back({std::move(path), entry.text, plugin_->at(entry.span), page});
  };
  for (const std::string_view key : {"pages", "publicComponents"}) {
    const auto* named = value->find(key);
    if (named == nullptr) continue;
    for (const auto& member : named->members) take(member.value, key == "pages");
  }
  if (const auto* script = value->find("main")) take(*script, false);
  take_components();
}

bool Context::declares_plugin(std::string_view name) const {
  return plugins_.contains(name);
}

// Follows usingComponents from app.json and every page through all components reached.
void Context::take_components() {
  if (app_ != nullptr) take_uses(*app_, "");
  std::set<std::string> seen;
  std::vector<std::string> queue;
  for (const auto& page : pages_) queue.push_back(page.path);
  for (const auto& entry : plugin_entries_) queue.push_back(entry.path);
  for (const auto& use : components_) queue.push_back(use.resolved);
  while (!queue.empty()) {
    const auto path = std::move(queue.back());
    queue.pop_back();
    if (path.empty() || !seen.insert(path).second) continue;
    const auto* file = json(path + ".json");
    if (file == nullptr || file->root() == nullptr) continue;
    const auto before = components_.size();
    take_uses(*file, folder_of(path));
    for (auto i = before; i < components_.size(); ++i) queue.push_back(components_[i].resolved);
  }
}

void Context::take_uses(const JsonFile& file, std::string_view folder) {
  const auto* root = file.root();
  const auto* uses = root == nullptr ? nullptr : root->find("usingComponents");
  if (uses == nullptr) return;
  for (const auto& member : uses->members) {
    if (components_.size() >= kComponentUsesMax) return;
    components_.push_back(resolve(file, folder, member.key, member.value));
  }
}

ComponentUse Context::resolve(const JsonFile& file, std::string_view folder,
                              const std::string& name, const jsonc::Value& value) const {
  static constexpr std::string_view kPlugin = "plugin://";
  ComponentUse use{name, value.text, "", Resolution::kMissing, file.at(value.span)};
  if (!value.is(jsonc::Kind::kString) || value.text.empty()) return use;
  if (value.text.starts_with(kPlugin)) {
    const auto plugin = value.text.substr(kPlugin.size());
    use.resolution = declares_plugin(plugin.substr(0, plugin.find('/')))
                         ? Resolution::kLeftAlone
                         : Resolution::kPluginUndeclared;
    return use;
  }
  const auto* extended = app() == nullptr ? nullptr : app()->find("useExtendedLib");
  if (value.text.find("://") != std::string::npos ||
      (extended != nullptr && value.text.starts_with("weui-miniprogram/"))) {
    use.resolution = Resolution::kLeftAlone;
    return use;
  }
  const auto written = with_alias(value.text);
  const auto found = [&](std::string_view from, const std::string& path) {
    const auto joined = joined_path(from, path);
    if (joined) use.resolved = component_at(*joined);
    if (!use.resolved.empty()) use.resolution = Resolution::kFound;
    return use.resolution == Resolution::kFound;
  };
  if (found(folder, written)) return use;
  if (written.find("miniprogram_npm/") != std::string::npos) {
    use.resolution = Resolution::kNpmMissing;
    return use;
  }
  if (written.starts_with('/') || written.starts_with('.')) return use;
  for (std::string_view from = folder;; from = folder_of(from)) {
    if (found(from, "miniprogram_npm/" + written)) return use;
    if (from.empty()) break;
  }
  const auto first = written.substr(0, written.find('/'));
  const auto local = joined_path(folder, first);
  use.resolution = local && has_folder(*local) ? Resolution::kMissing : Resolution::kNpmMissing;
  return use;
}

// A component is its files of one name, or the index of a folder.
std::string Context::component_at(std::string_view path) const {
  for (const auto& name : {std::string(path), std::string(path) + "/index"}) {
    for (const char* ending : {".json", ".js", ".ts", ".wxml"}) {
      if (!path.empty() && has(name + ending)) return name;
    }
  }
  return "";
}

// resolveAlias of app.json: {"~/*": "/*"}.
std::string Context::with_alias(std::string_view value) const {
  const auto* aliases = app() == nullptr ? nullptr : app()->find("resolveAlias");
  if (aliases == nullptr) return std::string(value);
  for (const auto& alias : aliases->members) {
    std::string_view from = alias.key;
    std::string_view to = alias.value.text;
    if (!from.ends_with('*') || !to.ends_with('*')) continue;
    from.remove_suffix(1);
    to.remove_suffix(1);
    if (!value.starts_with(from)) continue;
    return (to.starts_with('/') ? "" : "/") + std::string(to) +
           std::string(value.substr(from.size()));
  }
  return std::string(value);
}

}  // namespace baobei::check
