#include "check/context.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_sitemap_missing(Context& context, Findings& findings) {
  const auto* app = context.app();
  if (context.kind() != PackageKind::kSource || app == nullptr) return;
  const auto* location = app->find("sitemapLocation");
  if (location == nullptr) return;
  const auto path = joined_path("", location->text);
  if (path && !location->text.empty() && context.json(*path) != nullptr) return;
  findings.add(context.app_file()->at(location->span),
               about("sitemapLocation 指向的文件", "sitemapLocation names the file ",
                     location->text, "不存在", ", which does not exist"));
}

}  // namespace

Rule sitemap_missing() {
  return {
      .id = "structure/sitemap-missing",
      .severity = Severity::kWarning,
      .title = {"sitemap 文件不存在", "The sitemap file does not exist"},
      .why = {"sitemap 决定哪些页面可被搜索收录；文件缺失时编译会告警，收录不受控制。",
              "The sitemap says which pages may be indexed; without the file nothing says so and "
              "the compiler complains."},
      .what_to_do = {"补上该文件，或删除 sitemapLocation。",
                     "Add the file, or remove sitemapLocation."},
      .good = {{{{"app.json",
                  "{\"pages\": [\"pages/index/index\"], \"sitemapLocation\": \"sitemap.json\"}"},
                 {"sitemap.json", "{\"rules\": []}"}},
                {}}},
      .bad = {{{{"app.json",
                 "{\"pages\": [\"pages/index/index\"], \"sitemapLocation\": \"sitemap.json\"}"}},
               {}}},
      .match = match_sitemap_missing,
  };
}

}  // namespace baobei::check::rules
