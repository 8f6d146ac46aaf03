// A package as rules see it: which program is inside and where, its JSON files read once, its
// pages, sub-packages and components with the places that name them.
//
// Invariants: pack and options outlive it; paths of functions are relative to the program's root
// unless they say otherwise; `pack_path` adds the root. Everything is read at most once and lives
// as long as the context. Threads: one. Owner: check_pack.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "check/jsonc.h"
#include "check/options.h"
#include "check/report.h"
#include "check/rule.h"
#include "infer/infer.h"
#include "package/pack.h"

namespace baobei::check {

inline constexpr std::size_t kPagesMax = 5'000;
inline constexpr std::size_t kComponentUsesMax = 50'000;

struct JsonFile {
  std::string path;  // in the package
  std::string text;
  std::optional<jsonc::Document> document;
  std::optional<jsonc::SyntaxError> error;

  // Null where it could not be read.
  const jsonc::Value* root() const { return document ? &document->root : nullptr; }
  At at(const jsonc::Span& span) const { return {path, this, span}; }
  At whole() const { return {path, nullptr, {}}; }
};

struct Subpackage {
  std::string root;  // ends in '/'
  bool independent = false;
  std::string entry;  // path without ending, from the root; "" for none
  At at;
};

struct Page {
  std::string path;  // without ending
  At at;
  bool in_subpackage = false;
};

// What plugin.json of a plugin names: a page, a public component, or its script.
struct PluginEntry {
  std::string path;  // without ending; "" where it leads outside
  std::string value;
  At at;
  bool page = false;
};

enum class Resolution {
  kFound,
  kMissing,
  kNpmMissing,        // an npm name without its build in miniprogram_npm
  kPluginUndeclared,  // plugin://name of a plugin that app.json does not name
  kLeftAlone,         // plugins, extended libraries, dynamic libraries
};

struct ComponentUse {
  std::string name;
  std::string value;     // as written
  std::string resolved;  // of kFound: path without ending
  Resolution resolution = Resolution::kMissing;
  At at;
};

class Program;
struct Remarks;

class Context {
 public:
  Context(const package::Pack& pack, const Options& options);
  ~Context();

  // ---- files ----
  const std::vector<package::File>& files() const { return pack_.files(); }
  bool has(std::string_view path) const;
  // Any file below the folder; `folder` without a '/' at its end.
  bool has_folder(std::string_view folder) const;
  std::optional<std::uint64_t> size(std::string_view path) const;
  // A path that differs from `path` in letter case alone; "" where there is none.
  std::string near_miss(std::string_view path) const;
  std::string pack_path(std::string_view path) const { return root_ + std::string(path); }
  const std::string& root() const { return root_; }

  // Reads and parses once; null where there is no such file.
  const JsonFile* json(std::string_view path);
  // The same for a file that may be data of the program's own: what is wrong with it is nobody's
  // finding.
  const JsonFile* data_json(std::string_view path);
  // A file's bytes, compared with its digest.
  Result<std::string> read(const package::File& file) const { return pack_.read(file); }
  // Every JSON file of the configuration read so far, by path in the package.
  using JsonFiles = std::map<std::string, std::unique_ptr<JsonFile>>;
  const JsonFiles& json_files() const { return json_; }
  Coverage coverage() const;

  // ---- the program ----
  PackageKind kind() const { return kind_; }
  // app.json, or app-config.json of a compiled package; null where there is none.
  const JsonFile* app_file() const { return app_; }
  const jsonc::Value* app() const { return app_ == nullptr ? nullptr : app_->root(); }
  // project.config.json of the package or of the program's root; null where there is none.
  const JsonFile* project();
  // Found although no project.config.json names its folder.
  bool root_was_guessed() const { return root_was_guessed_; }

  const std::vector<Page>& pages() const { return pages_; }
  const std::vector<Subpackage>& subpackages() const { return subpackages_; }
  const std::vector<ComponentUse>& components() const { return components_; }
  bool declares_plugin(std::string_view name) const;
  // The package is a plugin by itself: a plugin.json and no app.json.
  bool is_plugin() const { return plugin_ != nullptr; }
  const std::vector<PluginEntry>& plugin_entries() const { return plugin_entries_; }
  // The folder that `workers` of app.json names, "" for none.
  std::string workers_folder() const;
  // `value` with resolveAlias of app.json applied.
  std::string with_alias(std::string_view value) const;

  // Of the version that is checked; keys the masks of secrets.
  const Digest& digest() const { return digest_; }
  void set_digest(const Digest& digest) { digest_ = digest; }

  // What the files say; read when first asked for.
  const Program& program();

  // What the developer says of findings; read when first asked for.
  const Remarks& remarks();

  // ---- what it speaks for ----
  const Options& options() const { return options_; }
  const knowledge::Knowledge& knowledge() const { return knowledge_of(options_); }
  // Made by infer_content(), before any rule runs.
  const infer::Inference& inference() const { return inference_; }
  Status infer_content();
  // Of evidence in `inference()`.
  At at(const infer::Evidence& evidence);
  // Of evidence that stands in a picture; null for all other.
  const PictureCode* picture_code(const infer::Evidence& evidence) const;

 private:
  const JsonFile* read_json(std::string_view path, JsonFiles& files);
  const JsonFile* read_json_at(const std::string& full, JsonFiles& files);
  void find_root();
  void take_pages(const jsonc::Value& app);
  void take_subpackages(const jsonc::Value& app);
  void take_page_list(const jsonc::Value& list, const std::string& root, bool in_subpackage);
  void take_plugins(const jsonc::Value& holder);
  void find_plugin();
  void take_plugin_package();
  void take_components();
  void take_uses(const JsonFile& file, std::string_view folder);
  ComponentUse resolve(const JsonFile& file, std::string_view folder, const std::string& name,
                       const jsonc::Value& value) const;
  std::string component_at(std::string_view path) const;

  const package::Pack& pack_;
  const Options& options_;
  std::string root_;
  bool root_was_guessed_ = false;
  PackageKind kind_ = PackageKind::kUnknown;
  const JsonFile* app_ = nullptr;
  const JsonFile* plugin_ = nullptr;
  std::vector<PluginEntry> plugin_entries_;
  JsonFiles json_;
  JsonFiles data_json_;
  std::map<std::string, std::string> skipped_;
  std::map<std::string, std::string> by_key_;  // collision key → path in the package
  std::vector<Page> pages_;
  std::vector<Subpackage> subpackages_;
  std::vector<ComponentUse> components_;
  std::set<std::string, std::less<>> plugins_;
  std::unique_ptr<Program> program_;
  std::unique_ptr<Remarks> remarks_;
  infer::Inference inference_;
  Digest digest_;
};

// `value` from `folder` ("" or "a/b"): "." and ".." resolved, a leading '/' means the root. Nothing
// where it leads outside.
std::optional<std::string> joined_path(std::string_view folder, std::string_view value);
// "a/b" of "a/b/c.json", "" of "c.json".
std::string_view folder_of(std::string_view path);

}  // namespace baobei::check
