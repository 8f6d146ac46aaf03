#include "check/program.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <thread>

#include "check/platform_links.h"

namespace baobei::check {
namespace {

using syntax::Role;

constexpr std::size_t kJsonPiecesMax = 100'000;  // of one file

// Folders of libraries that others wrote, and names their files bear.
constexpr std::array<std::string_view, 4> kVendorFolders = {"miniprogram_npm/", "node_modules/",
                                                            "vendor/", "uni_modules/"};
constexpr std::array<std::string_view, 4> kVendorNames = {".min.", "-sdk.", "_sdk.", ".umd."};

bool is_vendored(std::string_view path) {
  const auto folder = [&](std::string_view name) {
    return path.starts_with(name) || path.find("/" + std::string(name)) != std::string_view::npos;
  };
  return std::ranges::any_of(kVendorFolders, folder) ||
         std::ranges::any_of(kVendorNames,
                             [&](auto part) { return path.find(part) != std::string_view::npos; });
}

std::optional<FileKind> kind_of(std::string_view path) {
  if (path.ends_with(".d.ts")) return std::nullopt;
  if (path.ends_with(".js") || path.ends_with(".ts") || path.ends_with(".wxs")) {
    return FileKind::kScript;
  }
  if (path.ends_with(".wxml")) return FileKind::kTemplate;
  if (path.ends_with(".wxss")) return FileKind::kStyle;
  if (path.ends_with(".json")) return FileKind::kJson;
  return std::nullopt;
}

Role role_of_json(std::string_view path, std::string_view key, bool in_tab_bar) {
  if (key == "navigationBarTitleText") return Role::kNavigationTitle;
  if (key == "text" && in_tab_bar) return Role::kTabText;
  if (key == "desc" || (path == "project.config.json" && key == "projectname") ||
      (path == "project.config.json" && key == "description")) {
    return Role::kDescription;
  }
  return Role::kJson;
}

// The strings of a JSON value, in the order of the text. Depth is limited by jsonc.
void take_strings(const jsonc::Value& value, std::string_view key, std::string_view path,
                  bool in_tab_bar, std::vector<syntax::Piece>& out) {
  if (out.size() >= kJsonPiecesMax) return;
  if (value.is(jsonc::Kind::kString)) {
    const syntax::Span span{static_cast<std::uint32_t>(value.span.begin + 1),
                            static_cast<std::uint32_t>(value.span.end - 1)};
    auto role = role_of_json(path, key, in_tab_bar);
    if (role == Role::kJson && syntax::is_url_like(value.text)) role = Role::kUrl;
    if (value.text.size() > 1) out.push_back({role, span, value.text, key});
    return;
  }
  for (const auto& item : value.items) take_strings(item, key, path, in_tab_bar, out);
  for (const auto& member : value.members) {
    take_strings(member.value, member.key, path, in_tab_bar || member.key == "tabBar", out);
  }
}

}  // namespace

// ---- what rules ask ----------------------------------------------------------------------------

syntax::Position SourceFile::position(std::size_t offset) const {
  if (!lines_) {
    lines_ = std::make_unique<syntax::Lines>(json == nullptr ? std::string_view(text)
                                                             : std::string_view(json->text));
  }
  return lines_->at(offset);
}

At SourceFile::at(syntax::Span span) const {
  At at;
  at.file = pack_path;
  at.begin = position(span.begin);
  at.end = position(span.end);
  return at;
}

std::string_view PlatformUse::argument(std::string_view key) const {
  if (arguments == nullptr) return "";
  const auto found = std::ranges::find(*arguments, key, &syntax::Argument::key);
  return found == arguments->end() ? "" : found->text;
}

std::string_view ElementUse::attribute(std::string_view key) const {
  return file->markup->document.attribute(*element, key);
}

const SourceFile* Program::find(std::string_view path) const {
  const auto found = by_path_.find(path);
  return found == by_path_.end() ? nullptr : found->second;
}

std::vector<const PlatformUse*> Program::uses_of(std::string_view name) const {
  std::vector<const PlatformUse*> out;
  for (const auto& use : uses_) {
    if (use.name == name && use.usage != syntax::Usage::kTested) out.push_back(&use);
  }
  return out;
}

// ---- reading ---------------------------------------------------------------------------------

Program::Program(Context& context) {
  read_files(context);
  resolve_modules(context);
  resolve_templates(context);
  resolve_styles(context);
  reach_from_pages(context);
  collect_uses(context);
}

namespace {

// A script, template or style sheet, read; without a text where the pack could not give it.
std::unique_ptr<SourceFile> source_of(const Context& context, const package::File& file,
                                      FileKind kind) {
  auto bytes = context.read(file);
  if (!bytes) return nullptr;
  auto read = std::make_unique<SourceFile>();
  read->path = file.path.substr(context.root().size());
  read->pack_path = file.path;
  read->kind = kind;
  read->vendored = is_vendored(read->path);
  read->text = std::move(*bytes);
  if (kind == FileKind::kScript) {
    read->script = std::make_unique<syntax::Script>(syntax::read_script(read->text, read->path));
    read->pieces = std::move(read->script->pieces);
  } else if (kind == FileKind::kTemplate) {
    read->markup = std::make_unique<syntax::Template>(syntax::read_template(read->text));
    read->pieces = std::move(read->markup->pieces);
  } else {
    read->style = std::make_unique<syntax::Style>(syntax::read_style(read->text));
    read->pieces = std::move(read->style->pieces);
  }
  return read;
}

// Calls `work(index)` for each index below `count`, on so many threads at most. A child process has
// one and may start none.
template <typename Work>
void each_of(std::size_t count, unsigned jobs, const Work& work) {
  std::atomic<std::size_t> next = 0;
  const auto run = [&] {
    for (auto i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::jthread> threads;
  for (unsigned i = 1; i < std::min<std::size_t>(jobs, count); ++i) threads.emplace_back(run);
  run();
}

}  // namespace

void Program::read_files(Context& context) {
  struct Waiting {
    const package::File* file;
    FileKind kind;
  };
  std::vector<Waiting> waiting;
  for (const auto& file : context.files()) {
    if (!file.path.starts_with(context.root())) continue;
    const auto kind = kind_of(std::string_view(file.path).substr(context.root().size()));
    if (kind) waiting.push_back({&file, *kind});
  }
  std::vector<std::unique_ptr<SourceFile>> sources(waiting.size());
  each_of(waiting.size(), context.options().jobs, [&](std::size_t i) {
    const auto& [file, kind] = waiting[i];
    if (kind != FileKind::kJson) sources[i] = source_of(context, *file, kind);
  });
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    const auto& [file, kind] = waiting[i];
    if (kind == FileKind::kJson) {
      read_json(context, file->path.substr(context.root().size()));
    } else {
      take_source(*file, std::move(sources[i]));
    }
  }
}

void Program::take_source(const package::File& file, std::unique_ptr<SourceFile> read) {
  if (!read) {
    skipped_[file.path] = "unreadable";
    return;
  }
  ++files_read_;
  if (read->script && read->script->words_alone) skipped_[file.path] = "words_alone";
  by_path_[read->path] = read.get();
  files_.push_back(std::move(read));
}

void Program::read_json(Context& context, std::string path) {
  const auto* json = context.data_json(path);
  if (json == nullptr || json->root() == nullptr) return;
  auto read = std::make_unique<SourceFile>();
  read->path = std::move(path);
  read->pack_path = json->path;
  read->kind = FileKind::kJson;
  read->json = json;
  take_strings(*json->root(), {}, read->path, false, read->pieces);
  by_path_[read->path] = read.get();
  files_.push_back(std::move(read));
}

// ---- who leads to whom -----------------------------------------------------------------------

const SourceFile* Program::script_at(std::string_view path) const {
  static constexpr std::array<std::string_view, 7> kEndings = {
      "", ".js", ".ts", ".json", "/index.js", "/index.ts", ".wxs"};
  for (const auto ending : kEndings) {
    const auto* file = find(std::string(path) + std::string(ending));
    if (file != nullptr && (file->kind == FileKind::kScript || file->kind == FileKind::kJson)) {
      return file;
    }
  }
  return nullptr;
}

ModuleUse Program::module_of(const Context& context, const SourceFile& from,
                             std::string_view specifier, syntax::Span span) const {
  ModuleUse use{&from, specifier, span, ModuleEnd::kMissing, nullptr, false};
  if (specifier.empty() || specifier.find("://") != std::string_view::npos) {
    use.end = ModuleEnd::kLeftAlone;
    return use;
  }
  const auto written = context.with_alias(specifier);
  const auto found = [&](std::string_view folder, const std::string& path) {
    const auto joined = joined_path(folder, path);
    if (joined) use.to = script_at(*joined);
    if (use.to != nullptr) use.end = ModuleEnd::kFound;
    return use.to != nullptr;
  };
  const auto folder = folder_of(from.path);
  const bool local = written.starts_with('.') || written.starts_with('/');
  if (local) {
    if (found(folder, written)) return use;
    // Types alone: the compiler takes the import away.
    const auto joined = joined_path(folder, written);
    const bool types = joined && from.path.ends_with(".ts") &&
                       (context.has(*joined + ".d.ts") || context.has(*joined + "/index.d.ts") ||
                        joined->starts_with("typings/"));
    if (types) use.end = ModuleEnd::kLeftAlone;
    return use;
  }
  for (std::string_view above = folder;; above = folder_of(above)) {
    if (found(above, "miniprogram_npm/" + written)) return use;
    if (above.empty()) break;
  }
  if (found(folder, written) || found("", written)) return use;
  const bool path = written.ends_with(".js") || written.ends_with(".wxs");
  use.end = path && written.find("miniprogram_npm") == std::string::npos ? ModuleEnd::kMissing
                                                                         : ModuleEnd::kNpmMissing;
  return use;
}

void Program::resolve_modules(const Context& context) {
  for (const auto& file : files_) {
    if (!file->script) continue;
    for (const auto& import : file->script->imports) {
      auto use = module_of(context, *file, import.specifier, import.span);
      if (import.kind == syntax::ImportKind::kPlugin ||
          import.kind == syntax::ImportKind::kMiniProgram) {
        use.end = ModuleEnd::kLeftAlone;
      }
      use.guarded = import.guarded || import.kind == syntax::ImportKind::kLater;
      modules_.push_back(use);
    }
  }
}

void Program::resolve_templates(const Context& context) {
  for (const auto& file : files_) {
    if (!file->markup) continue;
    const auto& document = file->markup->document;
    for (const auto& element : document.elements) {
      elements_.push_back({element.name, file.get(), &element});
    }
    for (const auto& open_type : file->markup->open_types) {
      open_types_.push_back({&open_type, file.get()});
    }
    for (const auto& link : file->markup->links) {
      const bool template_link = link.kind == syntax::LinkKind::kImport ||
                                 link.kind == syntax::LinkKind::kInclude ||
                                 link.kind == syntax::LinkKind::kScript;
      if (!template_link || link.value.find("{{") != std::string_view::npos) continue;
      const std::string_view ending = link.kind == syntax::LinkKind::kScript ? ".wxs" : ".wxml";
      const auto path = joined_path(folder_of(file->path), context.with_alias(link.value));
      const auto full = !path ? "" : path->ends_with(ending) ? *path : *path + std::string(ending);
      template_links_.push_back({file.get(), &link, link.value, link.span, find(full) != nullptr});
    }
  }
}

void Program::resolve_styles(const Context& context) {
  for (const auto& file : files_) {
    if (!file->style) continue;
    for (const auto& link : file->style->links) {
      if (!link.is_import || link.value.find("://") != std::string_view::npos) continue;
      const auto path = joined_path(folder_of(file->path), context.with_alias(link.value));
      const bool there = path && (find(*path) != nullptr || find(*path + ".wxss") != nullptr);
      style_links_.push_back({file.get(), nullptr, link.value, link.span, there});
    }
  }
}

void Program::reach_from_pages(const Context& context) {
  std::vector<SourceFile*> queue;
  const auto reach = [&](const SourceFile* file) {
    if (file == nullptr || file->is_reached()) return;
    auto* known = by_path_.find(file->path)->second;
    known->reach = known->vendored ? Reach::kVendored : Reach::kReached;
    queue.push_back(known);
  };
  // A script and what it was compiled from stand side by side.
  const auto reach_twin = [&](const SourceFile& file) {
    const auto stem = std::string_view(file.path).substr(0, file.path.size() - 3);
    if (file.path.ends_with(".js")) reach(find(std::string(stem) + ".ts"));
    if (file.path.ends_with(".ts")) reach(find(std::string(stem) + ".js"));
  };
  const auto reach_unit = [&](const std::string& path) {
    for (const char* ending : {".js", ".ts", ".wxml", ".wxss", ".json"}) reach(find(path + ending));
  };
  reach_unit("app");
  for (const char* name : {"project.config.json", "sitemap.json", "theme.json"}) reach(find(name));
  for (const auto& page : context.pages()) reach_unit(page.path);
  for (const auto& entry : context.plugin_entries()) reach_unit(entry.path);
  for (const auto& use : context.components()) reach_unit(use.resolved);
  reach_unit("custom-tab-bar/index");
  const bool compiled = context.kind() == PackageKind::kCompiled;
  const auto workers = context.workers_folder();
  for (const auto& file : files_) {
    const bool worker = !workers.empty() && file->path.starts_with(workers + "/");
    if (compiled || worker) reach(file.get());
  }
  for (const auto& sub : context.subpackages()) {
    if (!sub.entry.empty()) reach_unit(sub.root + sub.entry);
  }
  std::multimap<const SourceFile*, const SourceFile*> edges;
  for (const auto& use : modules_) {
    if (use.to != nullptr) edges.emplace(use.from, use.to);
  }
  for (const auto* links : {&template_links_, &style_links_}) {
    for (const auto& use : *links) {
      const auto path = joined_path(folder_of(use.from->path), context.with_alias(use.value));
      if (!path) continue;
      for (const char* ending : {"", ".wxml", ".wxs", ".wxss"}) {
        const auto* file = find(*path + ending);
        if (file != nullptr) edges.emplace(use.from, file);
      }
    }
  }
  while (!queue.empty()) {
    const auto* file = queue.back();
    queue.pop_back();
    const auto [begin, end] = edges.equal_range(file);
    for (auto edge = begin; edge != end; ++edge) reach(edge->second);
    reach_twin(*file);
  }
}

void Program::collect_uses(const Context& context) {
  PlatformLinks links(context.kind() == PackageKind::kCompiled ? "" : "app");
  for (const auto& file : files_) {
    if (file->script) links.add(*file);
  }
  for (const auto& use : modules_) {
    if (use.to != nullptr) links.connect(*use.from, use.specifier, *use.to);
  }
  uses_ = links.solve();
}

}  // namespace baobei::check
