#include <set>

#include "check/context.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_page_duplicate(Context& context, Findings& findings) {
  std::set<std::string> seen;
  for (const auto& page : context.pages()) {
    if (seen.insert(page.path).second) continue;
    findings.add(page.at, about("页面", "the page ", page.path, "已声明过", " is already listed"));
  }
}

}  // namespace

Rule page_duplicate() {
  return {
      .id = "structure/page-duplicate",
      .severity = Severity::kWarning,
      .title = {"页面重复声明", "A page is listed twice"},
      .why = {"同一页面声明两次时，平台会拒绝编译或只取其一。",
              "The platform refuses to compile a page that is listed twice, or takes one of the "
              "two."},
      .what_to_do = {"删除重复的一行。", "Remove one of the two lines."},
      .good = {{}},
      .bad = {{{{"app.json", "{\"pages\": [\"pages/index/index\", \"/pages/index/index\"]}"}}, {}},
              {{{"app.json",
                 "{\"pages\": [\"pages/index/index\"], \"subPackages\": [{\"root\": \"pages\", "
                 "\"pages\": [\"index/index\"]}]}"}},
               {}}},
      .match = match_page_duplicate,
  };
}

}  // namespace baobei::check::rules
