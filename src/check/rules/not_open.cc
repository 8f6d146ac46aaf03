#include "check/categories.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_not_open(Context& context, Findings& findings) {
  const auto& categories = context.knowledge().data.categories;
  const auto subject = subject_name(context.options().subject);
  for (const auto& named : named_categories(context)) {
    if (named.open) continue;
    const auto name = full_name(categories[named.category]);
    const auto evidence = quoted_evidence(named.involved->evidence, context);
    Findings::More more;
    more.category = categories[named.category].id;
    more.severity =
        named.involved->confidence >= kSureConfidence ? Severity::kError : Severity::kWarning;
    findings.add(strongest(context, named.involved->evidence),
                 {"内容涉及" + quoted_zh(name.zh) + "，该类目不对" + subject.zh +
                      "开放，须删除相关内容，补充类目无法解决：" + evidence.zh,
                  "the content involves " + quoted_en(name.en) + ", which is not open to " +
                      subject.en + "; it has to go, no category helps: " + evidence.en},
                 std::move(more));
  }
}

}  // namespace

Rule not_open() {
  const std::map<std::string, std::string> kForum = {
      {"app.json",
       "{\"pages\": [\"pages/index/index\"], \"window\": {\"navigationBarTitleText\": \"论坛\"}}"},
      {"pages/index/index.wxml",
       "<view>全部评论</view><view>点赞</view><view>热门帖子</view><button>发布帖子</button>"}};
  return {
      .id = "category/not-open",
      .severity = Severity::kError,
      .title = {"类目不对这类主体开放", "The category is not open to this kind of subject"},
      .why = {"有的类目只对部分主体开放，例如社交类目不对个人主体开放；补充申报无法通过。",
              "Some categories are open to some subjects alone: social ones are not open to "
              "persons. Declaring more does not help."},
      .what_to_do = {"删除相关的功能与文字，或改由可以申请该类目的主体提交。",
                     "Remove the function and its words, or submit as a subject that may apply."},
      .good = {{kForum, {}, {}, std::vector<std::string>{}, "enterprise"},
               {kForum},
               {{{"pages/index/index.wxml", "<view>备忘录</view><button>添加待办</button>"}},
                {},
                {},
                std::vector<std::string>{},
                "personal"}},
      .bad = {{kForum, {}, {}, std::vector<std::string>{}, "personal"}},
      .match = match_not_open,
  };
}

}  // namespace baobei::check::rules
