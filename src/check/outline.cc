#include "check/outline.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "base/json.h"
#include "check/context.h"
#include "check/scan.h"

namespace baobei::check {
namespace {

// Elements that open something: another page of the web, a camera, a live stream, another's data.
constexpr std::array<std::string_view, 16> kTellingElements = {"ad",
                                                               "ad-custom",
                                                               "camera",
                                                               "channel-live",
                                                               "channel-video",
                                                               "editor",
                                                               "functional-page-navigator",
                                                               "live-player",
                                                               "live-pusher",
                                                               "map",
                                                               "official-account",
                                                               "open-container",
                                                               "open-data",
                                                               "video",
                                                               "voip-room",
                                                               "web-view"};

// What JSON adds (escapes, names) fits between this and kOutlineBytesMax.
constexpr std::size_t kCollectedBytesMax = kOutlineBytesMax / 2;

std::string shortened(std::string_view text) {
  return std::string(utf8_prefix(printable(text), kOutlineTextMax));
}

// Collects items: the first place of a key counts.
class Collector {
 public:
  void add(Aspect aspect, std::string_view key, std::string_view value, std::string_view file,
           std::uint32_t line) {
    auto& of_aspect = items_[aspect];
    auto short_key = shortened(key);
    if (short_key.empty() || of_aspect.contains(short_key)) return;
    const auto bytes = short_key.size() + kOutlineTextMax + file.size();
    if (of_aspect.size() >= kAspectItemsMax || count_ >= kOutlineItemsMax ||
        bytes_ + bytes > kCollectedBytesMax) {
      ++left_out_;
      return;
    }
    ++count_;
    bytes_ += bytes;
    of_aspect.emplace(std::move(short_key), Rest{shortened(value), std::string(file), line});
  }
  void leave_out() { ++left_out_; }

  void move_into(Outline& outline) {
    for (auto& [aspect, of_aspect] : items_) {
      for (auto& [key, rest] : of_aspect) {
        outline.items.push_back(
            {aspect, key, std::move(rest.value), std::move(rest.file), rest.line});
      }
    }
    outline.left_out = left_out_;
  }

 private:
  struct Rest {
    std::string value;
    std::string file;
    std::uint32_t line = 0;
  };
  std::map<Aspect, std::map<std::string, Rest>> items_;
  std::size_t count_ = 0;
  std::size_t bytes_ = 0;
  std::uint64_t left_out_ = 0;
};

// What app.json says.
class AppReader {
 public:
  AppReader(const Context& context, Collector& out)
      : context_(context), file_(*context.app_file()), lines_(file_.text), out_(out) {}

  void read() {
    take_pages();
    const auto& app = *context_.app();
    for (const auto& member : app.members) take_member(member);
  }

 private:
  void add(Aspect aspect, std::string_view key, std::string_view value, const jsonc::Span& span) {
    out_.add(aspect, key, value, file_.path, lines_.line_of(span.begin));
  }

  std::string root_of(const std::string& page) const {
    for (const auto& part : context_.subpackages()) {
      if (page.starts_with(part.root)) return part.root;
    }
    return "main";
  }

  void take_pages() {
    for (const auto& page : context_.pages()) {
      add(Aspect::kPages, page.path, page.in_subpackage ? root_of(page.path) : "main",
          page.at.span);
    }
    for (const auto& part : context_.subpackages()) {
      add(Aspect::kSubpackages, part.root, part.independent ? "independent" : "", part.at.span);
    }
  }

  void take_texts(Aspect aspect, const jsonc::Value& list) {
    for (const auto& item : list.items) {
      if (item.is(jsonc::Kind::kString)) add(aspect, item.text, "", item.span);
    }
  }

  void take_plugins(const jsonc::Value& plugins) {
    for (const auto& plugin : plugins.members) {
      std::string value(plugin.value.string("provider"));
      const auto version = plugin.value.string("version");
      if (!version.empty()) value += " " + std::string(version);
      add(Aspect::kPlugins, plugin.key, value, plugin.span);
    }
  }

  void take_tab_bar(const jsonc::Value& tab_bar) {
    const auto* list = tab_bar.find("list");
    if (list == nullptr) return;
    for (const auto& tab : list->items) {
      add(Aspect::kTabBar, tab.string("pagePath"), tab.string("text"), tab.span);
    }
  }

  void take_subpackages(const jsonc::Value& list) {
    for (const auto& part : list.items) {
      if (const auto* plugins = part.find("plugins")) take_plugins(*plugins);
    }
  }

  void take_scalars(const std::string& prefix, const jsonc::Value& value, const jsonc::Span& span) {
    switch (value.kind) {
      case jsonc::Kind::kBool:
        return add(Aspect::kSettings, prefix, value.boolean ? "true" : "false", span);
      case jsonc::Kind::kNumber:
      case jsonc::Kind::kString:
        return add(Aspect::kSettings, prefix, value.text, span);
      case jsonc::Kind::kNull:
      case jsonc::Kind::kArray:
      case jsonc::Kind::kObject:
        return;
    }
  }

  void take_member(const jsonc::Member& member) {
    const auto& [key, span, value] = member;
    if (key == "permission") {
      for (const auto& scope : value.members) {
        add(Aspect::kPermissions, scope.key, scope.value.string("desc"), scope.span);
      }
    } else if (key == "requiredPrivateInfos") {
      take_texts(Aspect::kPrivateInfos, value);
    } else if (key == "requiredBackgroundModes") {
      take_texts(Aspect::kBackgroundModes, value);
    } else if (key == "navigateToMiniProgramAppIdList") {
      take_texts(Aspect::kNavigatesTo, value);
    } else if (key == "plugins") {
      take_plugins(value);
    } else if (key == "tabBar") {
      take_tab_bar(value);
    } else if (key == "subPackages" || key == "subpackages") {
      take_subpackages(value);
    } else if (key == "window" || key == "networkTimeout" || key == "workers") {
      for (const auto& part : value.members) {
        take_scalars(key + "." + part.key, part.value, part.span);
      }
      take_scalars(key, value, span);
    } else {
      take_scalars(key, value, span);
    }
  }

  const Context& context_;
  const JsonFile& file_;
  LineCounter lines_;
  Collector& out_;
};

// "@scope/name" or "name" of a path below miniprogram_npm; empty for other paths.
std::string npm_package_of(std::string_view path) {
  constexpr std::string_view kFolder = "miniprogram_npm/";
  const auto at = path.find(kFolder);
  if (at == std::string_view::npos || (at > 0 && path[at - 1] != '/')) return "";
  const auto rest = path.substr(at + kFolder.size());
  auto end = rest.find('/');
  if (rest.starts_with('@') && end != std::string_view::npos) end = rest.find('/', end + 1);
  return end == std::string_view::npos ? "" : std::string(rest.substr(0, end));
}

std::string npm_version(Context& context, const package::File& file, const std::string& name) {
  const auto at = file.path.find("miniprogram_npm/");
  const auto folder = file.path.substr(0, at) + "miniprogram_npm/" + name;
  const auto& root = context.root();
  if (folder.starts_with(root)) {
    const auto* own = context.json(folder.substr(root.size()) + "/package.json");
    if (own != nullptr && own->root() != nullptr)
      return std::string(own->root()->string("version"));
  }
  const auto* project = context.json("package.json");
  const auto* value = project == nullptr ? nullptr : project->root();
  const auto* dependencies = value == nullptr ? nullptr : value->find("dependencies");
  return dependencies == nullptr ? "" : std::string(dependencies->string(name));
}

void scan_file(const package::File& file, std::string_view text, Collector& out) {
  LineCounter lines(text);
  const auto note = [&](Aspect aspect) {
    return [&out, &lines, &file, aspect](std::string_view name, std::size_t offset) {
      out.add(aspect, name, "", file.path, lines.line_of(offset));
    };
  };
  const auto script =
      file.path.ends_with(".js") || file.path.ends_with(".ts") || file.path.ends_with(".wxs");
  if (script) {
    const auto interfaces = note(Aspect::kInterfaces);
    scan_interfaces(text, [&](std::string_view name, std::size_t offset) {
      interfaces("wx." + std::string(name), offset);
    });
  }
  if (file.path.ends_with(".wxml")) {
    const auto elements = note(Aspect::kElements);
    const auto telling = [&](std::string_view name, std::size_t offset) {
      if (std::ranges::find(kTellingElements, name) != kTellingElements.end())
        elements(name, offset);
    };
    scan_elements(text, telling, note(Aspect::kOpenTypes));
  }
  scan_hosts(text, note(Aspect::kDomains));
}

bool is_scanned(std::string_view path) {
  constexpr std::array<std::string_view, 7> kEndings = {".js",   ".ts",   ".wxs", ".wxml",
                                                        ".wxss", ".json", ".html"};
  return std::ranges::any_of(kEndings,
                             [&](std::string_view ending) { return path.ends_with(ending); });
}

void take_files(Context& context, const package::Pack& pack, Collector& out) {
  for (const auto& file : pack.files()) {
    const auto npm = npm_package_of(file.path);
    if (!npm.empty()) out.add(Aspect::kNpm, npm, npm_version(context, file, npm), file.path, 0);
    if (!is_scanned(file.path)) continue;
    const auto text = file.size <= kScannedFileBytesMax
                          ? pack.read(file)
                          : Result<std::string>(fail(ErrorKind::kTooLarge, "too large"));
    if (text && is_utf8(*text)) scan_file(file, *text, out);
    if (!text || !is_utf8(*text)) out.leave_out();
  }
}

bool in_order(const std::vector<OutlineItem>& items) {
  const auto key = [](const OutlineItem& item) { return std::tie(item.aspect, item.key); };
  return std::ranges::is_sorted(items, {}, key) &&
         std::ranges::adjacent_find(items, {}, key) == items.end();
}

bool is_short(std::string_view text) {
  return utf8_length(text) <= kOutlineTextMax;
}

}  // namespace

Outline outline_of(const package::Pack& pack) {
  Outline outline;
  const Options options;
  Context context(pack, options);
  outline.kind = name(context.kind());
  Collector collector;
  if (context.app() != nullptr) AppReader(context, collector).read();
  take_files(context, pack, collector);
  collector.move_into(outline);
  return outline;
}

std::string serialise(const Outline& outline) {
  return json::serialize(to_json(outline));
}

Result<Outline> parse_outline(std::string_view text) {
  TRY_ASSIGN(const auto value, parse_json(text, kOutlineBytesMax));
  Outline outline;
  TRY(from_json(value, outline));
  const bool bounded = outline.items.size() <= kOutlineItemsMax &&
                       std::ranges::all_of(outline.items, [](const OutlineItem& item) {
                         return !item.key.empty() && is_short(item.key) && is_short(item.value) &&
                                item.file.size() <= package::kPathBytesMax;
                       });
  if (outline.schema != kOutlineSchema || !bounded || !in_order(outline.items)) {
    return fail(ErrorKind::kInvalid, "this is no outline of the form baobei.outline/1");
  }
  return outline;
}

}  // namespace baobei::check
