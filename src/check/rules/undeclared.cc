#include "check/categories.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

Text message_of(const Context& context, const Named& named) {
  const auto& category = context.knowledge().data.categories[named.category];
  const auto name = full_name(category);
  const auto evidence = quoted_evidence(named.involved->evidence, context);
  const auto subject = subject_name(context.options().subject);
  Text message{"内容涉及没有申报的类目" + quoted_zh(name.zh) + "：" + evidence.zh + "。",
               "the content involves " + quoted_en(name.en) +
                   ", which is not declared: " + evidence.en + "."};
  if (category.requires_documents.zh.empty()) {
    message.zh += subject.zh + "申请该类目不需要资质";
    message.en += " No document is needed for " + subject.en + " to apply for it";
  } else {
    message.zh += subject.zh + "申请该类目需要：" + category.requires_documents.zh;
    message.en += " To apply for it " + subject.en + " needs: " + category.requires_documents.en;
  }
  return message;
}

void match_undeclared(Context& context, Findings& findings) {
  if (!context.options().declared) return;
  const auto& categories = context.knowledge().data.categories;
  for (const auto& named : named_categories(context)) {
    if (named.declared || !named.open) continue;
    Findings::More more;
    more.category = categories[named.category].id;
    more.severity =
        named.involved->confidence >= kSureConfidence ? Severity::kError : Severity::kWarning;
    findings.add(strongest(context, named.involved->evidence), message_of(context, named),
                 std::move(more));
  }
}

}  // namespace

Rule undeclared() {
  const std::map<std::string, std::string> kForum = {
      {"app.json",
       "{\"pages\": [\"pages/index/index\"], \"window\": {\"navigationBarTitleText\": \"论坛\"},\n"
       " \"tabBar\": {\"list\": [{\"pagePath\": \"pages/index/index\", \"text\": \"帖子\"},\n"
       " {\"pagePath\": \"pages/index/index\", \"text\": \"发帖\"}]}}"},
      {"pages/index/index.wxml",
       "<view>全部评论</view><view>点赞</view><view>回复楼主</view><button>发布帖子</button>"}};
  return {
      .id = "category/undeclared",
      .severity = Severity::kError,
      .title = {"内容涉及没有申报的类目", "The content involves a category that is not declared"},
      .why =
          {"内容须与申报的类目一致；涉及没有申报的类目，审核不会通过。",
           "The content has to match the declared categories; what involves another one does not "
           "pass the review."},
      .what_to_do =
          {"申请并申报该类目，或删除相关的功能与文字。",
           "Apply for the category and declare it, or remove the function and its words."},
      .good = {{kForum, {}, {}, std::vector<std::string>{"social-forum"}, "enterprise"},
               {kForum, {}, {}, std::vector<std::string>{"social-notes"}, "enterprise"},
               {kForum, {}, {}, std::vector<std::string>{}, "personal"},
               {kForum}},
      .bad = {{kForum, {}, {}, std::vector<std::string>{"tools-memo"}, "enterprise"},
              {kForum, {}, {}, std::vector<std::string>{}, ""}},
      .match = match_undeclared,
  };
}

}  // namespace baobei::check::rules
