#include <algorithm>

#include "check/categories.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_filing_follows(Context& context, Findings& findings) {
  const auto& categories = context.knowledge().data.categories;
  const auto& completed = context.options().completed;
  for (const auto& named : named_categories(context)) {
    const auto& category = categories[named.category];
    if (!category.filing || !named.open) continue;
    // R9: what was completed for this mini-program is not filed again.
    if (std::ranges::find(completed, category.id) != completed.end()) continue;
    const auto name = full_name(category);
    Findings::More more;
    more.category = category.id;
    findings.add(
        strongest(context, named.involved->evidence),
        {quoted_zh(name.zh) +
             "是报备类目：首次涉及时，代码审核通过后还须经属地网信部门报备，周期为 7 × 24 小时",
         quoted_en(name.en) +
             " is a filing category: when it first occurs, the review is followed by a "
             "filing with the regional office, which takes 7 × 24 hours"},
        std::move(more));
  }
}

std::map<std::string, std::string> forum() {
  return {{"app.json",
           "{\"pages\": [\"pages/index/index\"], \"window\": "
           "{\"navigationBarTitleText\": \"论坛\"}}"},
          {"pages/index/index.wxml",
           "<view>全部评论</view><view>热门帖子</view><button>发布帖子</button>"}};
}

}  // namespace

Rule filing_follows() {
  return {
      .id = "category/filing-follows",
      .severity = Severity::kNote,
      .title = {"审核之后还有报备", "A filing follows the review"},
      .why = {"社交、时政与部分文娱类目是报备类目，上线时间要算上报备周期；报备不能加急。",
              "Social, current-affairs and some entertainment categories are filing categories; "
              "plan the period in, it cannot be expedited."},
      .what_to_do =
          {"按 7 × 24 小时安排上线时间；不需要这些内容的，删去可以省去报备。",
           "Plan for 7 × 24 hours; content that is not needed can go, and the filing with "
           "it."},
      .good = {{}, {.files = forum(), .completed = {"social-forum"}}},
      .bad = {{.files = forum()}, {.files = forum(), .completed = {"social-live"}}},
      .match = match_filing_follows,
  };
}

}  // namespace baobei::check::rules
