#include <algorithm>

#include "check/categories.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_covering_set(Context& context, Findings& findings) {
  const auto& declared = context.options().declared;
  if (!declared) return;
  const auto named = named_categories(context);
  const bool all_declared =
      std::ranges::all_of(named, [](const Named& one) { return one.declared || !one.open; });
  const auto set = fewest_categories(context);
  if (all_declared || set.empty()) return;
  Text names;
  for (std::size_t i = 0; i < std::min(set.size(), kDeclarableMax); ++i) {
    const auto name = full_name(context.knowledge().data.categories[set[i]]);
    names.zh += (i == 0 ? "" : "、") + quoted_zh(name.zh);
    names.en += (i == 0 ? "" : ", ") + quoted_en(name.en);
  }
  Text message{"覆盖全部内容的最少类目：" + names.zh,
               "the fewest categories that cover the content: " + names.en};
  if (set.size() > kDeclarableMax) {
    message.zh += "；内容涉及的类目多于 5 个，一个小程序无法全部申报";
    message.en += "; the content involves more than the five that a program may declare";
  }
  findings.add({}, message);
}

}  // namespace

Rule covering_set() {
  const std::map<std::string, std::string> kForum = {
      {"app.json",
       "{\"pages\": [\"pages/index/index\"], \"window\": {\"navigationBarTitleText\": \"论坛\"}}"},
      {"pages/index/index.wxml",
       "<view>全部评论</view><view>热门帖子</view><button>发布帖子</button>"}};
  return {
      .id = "category/covering-set",
      .severity = Severity::kNote,
      .title = {"覆盖内容的最少类目", "The fewest categories that cover the content"},
      .why = {"类目越少，资质和报备越少；一个小程序最多申报 5 个类目。",
              "Fewer categories need fewer documents and filings; a program may declare five."},
      .what_to_do = {"按此调整申报的类目。", "Adjust the declared categories to this."},
      .good = {{kForum, {}, {}, std::vector<std::string>{"social-forum"}, "enterprise"}, {kForum}},
      .bad = {{kForum, {}, {}, std::vector<std::string>{"tools-memo"}, "enterprise"}},
      .match = match_covering_set,
  };
}

}  // namespace baobei::check::rules
