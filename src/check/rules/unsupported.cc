#include "check/categories.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

void match_unsupported(Context& context, Findings& findings) {
  const auto& categories = context.knowledge().data.categories;
  for (const auto declared : unsupported_categories(context)) {
    const auto name = full_name(categories[declared]);
    Findings::More more;
    more.category = categories[declared].id;
    findings.add({},
                 {"申报了" + quoted_zh(name.zh) + "，但内容里没有与它相符的功能或文字",
                  quoted_en(name.en) + " is declared, and nothing in the content speaks for it"},
                 std::move(more));
  }
}

}  // namespace

Rule unsupported() {
  const std::map<std::string, std::string> kWeather = {
      {"app.json",
       "{\"pages\": [\"pages/index/index\"], \"window\": "
       "{\"navigationBarTitleText\": \"天气预报\"}}"},
      {"pages/index/index.wxml", "<view>今日天气</view><view>空气质量</view><view>湿度</view>"}};
  return {
      .id = "category/unsupported",
      .severity = Severity::kWarning,
      .title = {"申报的类目没有对应的内容", "A declared category has no content"},
      .why = {"申报了类目而没有对应的功能，会被要求补充说明；报备类目还会因此被划去。"
              "内容来自服务器时，检查看不到它。",
              "A category without its function raises questions, and a filing category is struck. "
              "What a server delivers cannot be seen here."},
      .what_to_do = {"去掉这个类目；内容来自服务器的，在提审备注里说明入口。",
                     "Drop the category; where the content comes from a server, say in the notes "
                     "where it is to be found."},
      .good = {{kWeather, {}, {}, std::vector<std::string>{"tools-weather"}, "enterprise"},
               {kWeather}},
      .bad = {{kWeather, {}, {}, std::vector<std::string>{"finance-bank"}, "enterprise"}},
      .match = match_unsupported,
  };
}

}  // namespace baobei::check::rules
