#include "check/rules/rules.h"
#include "check/sizes.h"

namespace baobei::check::rules {
namespace {

constexpr std::size_t kPagesForLazy = 10;

void match_lazy_code(Context& context, Findings& findings) {
  const auto* app = context.app();
  if (context.kind() != PackageKind::kSource || app == nullptr) return;
  if (context.pages().size() < kPagesForLazy || app->find("lazyCodeLoading") != nullptr) return;
  findings.add(context.app_file()->whole(),
               {"有 " + std::to_string(context.pages().size()) + " 个页面，没有开启按需注入",
                std::to_string(context.pages().size()) + " pages, and code is not loaded lazily"});
}

}  // namespace

Rule lazy_code() {
  std::string list;
  Example large;
  for (int i = 0; i < 10; ++i) {
    const auto page = "pages/p" + std::to_string(i);
    list += (i == 0 ? "\"" : ", \"") + page + "\"";
    large.files[page + ".js"] = "Page({})";
    large.files[page + ".wxml"] = "<view/>";
  }
  Example lazy = large;
  large.files["app.json"] = "{\"pages\": [" + list + "]}";
  lazy.files["app.json"] =
      "{\"pages\": [" + list + "], \"lazyCodeLoading\": \"requiredComponents\"}";
  return {
      .id = "quality/lazy-code",
      .severity = Severity::kNote,
      .title = {"没有开启按需注入", "Code is not loaded lazily"},
      .why = {"按需注入后，启动只运行当前页面的代码，页面多的小程序启动时间和内存可减少近半。",
              "With lazy loading only the code of the page at hand runs; a program with many pages "
              "starts in about half the time and memory."},
      .what_to_do = {"在 app.json 中加上 \"lazyCodeLoading\": \"requiredComponents\"。",
                     "Add \"lazyCodeLoading\": \"requiredComponents\" to app.json."},
      .good = {{}, lazy},
      .bad = {large},
      .match = match_lazy_code,
  };
}

}  // namespace baobei::check::rules
