#include "check/context.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

constexpr std::uint64_t kIconBytesMax = 40 * 1024;

void check_icon(const Context& context, const At& at, const std::string& icon, Findings& findings) {
  const auto path = joined_path("", icon);
  const auto size = path ? context.size(*path) : std::nullopt;
  if (!size) {
    findings.add(at, about("图标", "the icon ", icon, "不存在", " does not exist"));
  } else if (*size > kIconBytesMax) {
    findings.add(at, about("图标", "the icon ", icon,
                           "有 " + std::to_string(*size / 1024) + " KB，超过 40 KB",
                           " has " + std::to_string(*size / 1024) + " KB; at most 40 KB"));
  }
}

// "@name": a path that the theme file gives for light and dark.
void check_themed(Context& context, const jsonc::Value& icon, Findings& findings) {
  const auto at = context.app_file()->at(icon.span);
  const auto stated = context.app()->string("themeLocation");
  const auto theme = joined_path("", stated.empty() ? "theme.json" : stated);
  const auto* file = theme ? context.json(*theme) : nullptr;
  const auto* root = file == nullptr ? nullptr : file->root();
  bool found = false;
  for (const char* mode : {"light", "dark"}) {
    const auto* colours = root == nullptr ? nullptr : root->find(mode);
    const auto* path = colours == nullptr ? nullptr : colours->find(icon.text.substr(1));
    if (path == nullptr) continue;
    found = true;
    check_icon(context, file->at(path->span), path->text, findings);
  }
  if (found) return;
  findings.add(
      at, about("主题文件中没有图标变量", "the theme file has no variable ", icon.text, "", ""));
}

void match_tab_bar_icon(Context& context, Findings& findings) {
  const auto* app = context.app();
  const auto* bar = app == nullptr ? nullptr : app->find("tabBar");
  const auto* list = bar == nullptr ? nullptr : bar->find("list");
  if (context.kind() != PackageKind::kSource || list == nullptr) return;
  for (const auto& item : list->items) {
    for (const char* key : {"iconPath", "selectedIconPath"}) {
      const auto* icon = item.find(key);
      if (icon == nullptr || !icon->is(jsonc::Kind::kString) || icon->text.empty()) continue;
      if (icon->text.starts_with('@')) {
        check_themed(context, *icon, findings);
      } else {
        check_icon(context, context.app_file()->at(icon->span), icon->text, findings);
      }
    }
  }
}

std::string app_with_icon(const std::string& icon) {
  return "{\"pages\": [\"pages/index/index\", \"b\"], \"tabBar\": {\"list\": [{\"pagePath\": "
         "\"pages/index/index\", \"iconPath\": \"" +
         icon + "\"}, {\"pagePath\": \"b\"}]}}";
}

}  // namespace

Rule tab_bar_icon() {
  return {
      .id = "structure/tab-bar-icon",
      .severity = Severity::kError,
      .title = {"tabBar 图标缺失或过大", "A tab bar icon is missing or too large"},
      .why = {"平台要求图标在包内且不超过 40 KB，否则无法编译。",
              "The platform wants icons inside the package and no larger than 40 KB, and does not "
              "compile others."},
      .what_to_do = {"补上图标文件，或压缩到 40 KB 以内（建议 81×81 像素）。",
                     "Add the file, or bring it below 40 KB (81×81 pixels are advised)."},
      .good = {{{{"app.json", app_with_icon("/icons/a.png")}, {"icons/a.png", "png"}}},
               {{{"app.json", app_with_icon("@home")},
                 {"theme.json", "{\"light\": {\"home\": \"a.png\"}}"},
                 {"a.png", "png"}}}},
      .bad = {{{{"app.json", app_with_icon("/icons/a.png")}}},
              {{{"app.json", app_with_icon("/icons/a.png")}}, {}, {{"icons/a.png", 41'000}}},
              {{{"app.json", app_with_icon("@home")},
                {"theme.json", "{\"light\": {\"home\": \"none.png\"}}"}}},
              {{{"app.json", app_with_icon("@home")}}}},
      .match = match_tab_bar_icon,
  };
}

}  // namespace baobei::check::rules
