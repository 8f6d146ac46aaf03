// Texts of notices and parameters of policy.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "catalogue/test_files.h"

namespace baobei::catalogue {
namespace {

using testing::HasSubstr;
using testing::Not;

const Catalogue& shipped() {
  static const Catalogue kCatalogue = load_builtin();
  return kCatalogue;
}

std::vector<NoticeKind> all_kinds() {
  std::vector<NoticeKind> kinds;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<NoticeKind>>(
      [&](auto kind) { kinds.push_back(kind.value); });
  return kinds;
}

Params given(const NoticeText& text) {
  Params params;
  for (const auto& name : text.params) params[name] = "<" + name + ">";
  return params;
}

class Notices : public testing::TestWithParam<NoticeKind> {};

TEST_P(Notices, RenderWithExactlyTheirParameters) {
  const auto& text = shipped().notice(GetParam());
  for (const auto language : {Language::kZh, Language::kEn}) {
    const auto full = shipped().render(GetParam(), language, given(text));
    ASSERT_TRUE(full) << to_string(full.error());
    const auto all = full->title + "\n" + full->body;
    EXPECT_THAT(all, Not(HasSubstr("{")));
    EXPECT_EQ(std::ranges::count(full->body, '\n'), 3);
    for (const auto& name : text.params) {
      EXPECT_THAT(all, HasSubstr("<" + name + ">"));
      auto params = given(text);
      params[name].clear();
      const auto without = shipped().render(GetParam(), language, params);
      EXPECT_EQ(without.has_value(), text.absent.contains(name)) << name;
      if (!without) {
        EXPECT_THAT(without.error().message, HasSubstr("'" + name + "'"));
      }
    }
  }
}

// An operator's rule is never cited as if it were law.
TEST_P(Notices, CiteTheirRule) {
  const auto& text = shipped().notice(GetParam());
  const bool own = text.mark == Mark::kOperator;
  const auto zh = shipped().render(GetParam(), Language::kZh, given(text));
  const auto en = shipped().render(GetParam(), Language::kEn, given(text));
  EXPECT_TRUE(zh->body.ends_with((own ? "\n平台规则 " : "\n依据 ") + text.rule)) << zh->body;
  EXPECT_TRUE(en->body.ends_with((own ? "\nPlatform rule " : "\nRule ") + text.rule)) << en->body;
  EXPECT_NE(shipped().rule(text.rule), nullptr);
}

// Every placeholder is one that a notice of the lifecycle can fill.
TEST_P(Notices, TakeTheirParametersFromTheLifecycle) {
  lifecycle::Notice notice;
  notice.kind = GetParam();
  notice.region = "33";
  notice.submission = 1;
  notice.entry = 2;
  notice.order = 3;
  notice.application = 5;
  notice.webhook = "whk_1";
  notice.request = 6;
  notice.categories = {"social-forum"};
  notice.start = from_micros(1'000'000);
  notice.end = from_micros(2'000'000);
  notice.count = 4;
  const auto params = shipped().params_of(notice, "云上菜单", Language::kEn);
  ASSERT_TRUE(params);
  EXPECT_TRUE(shipped().render(GetParam(), Language::kEn, *params));
}

INSTANTIATE_TEST_SUITE_P(EveryKind, Notices, testing::ValuesIn(all_kinds()),
                         [](const auto& row) { return wire_name(row.param); });

lifecycle::Notice filing_notice() {
  lifecycle::Notice notice;
  notice.kind = NoticeKind::kFilingStarted;
  notice.region = "33";
  notice.submission = 7;
  notice.categories = {"social-forum", "entertainment-radio"};
  notice.start = *parse_rfc3339("2026-03-02T01:14:07Z");
  notice.end = *notice.start + std::chrono::seconds(604'800);
  return notice;
}

TEST(NoticeTexts, FilingStartedInWords) {
  const auto words = [](Language language) {
    const auto params = shipped().params_of(filing_notice(), "云上菜单", language);
    return shipped().render(NoticeKind::kFilingStarted, language, *params)->body;
  };
  EXPECT_EQ(words(Language::kZh),
            "“云上菜单”第 7 次提审已送浙江省网信办报备，范围：社交-社区/论坛、文娱-电台。\n"
            "报备周期自 2026-03-02 09:14:07（UTC+8） 起，至 2026-03-09 09:14:07（UTC+8） 期满，"
            "共 7 × 24 小时。其间可能通过或不通过；期满未答复即进入预上线，可以发布。\n"
            "现在无需操作。撤回会结束这次报备，再次提审时从头计算。\n"
            "依据 R10");
  EXPECT_THAT(words(Language::kEn),
              HasSubstr("laid before the Zhejiang cyberspace office. Filed: Social - Community and "
                        "forum, Culture and entertainment - Radio."));
}

TEST(NoticeTexts, WordsForWhatIsAbsent) {
  auto notice = filing_notice();
  notice.categories.clear();
  const auto params = shipped().params_of(notice, "云上菜单", Language::kZh);
  EXPECT_THAT(shipped().render(notice.kind, Language::kZh, *params)->body,
              HasSubstr("范围：境外主体首次提审。"));
}

TEST(NoticeTexts, UnknownRowsAreErrors) {
  auto notice = filing_notice();
  notice.categories = {"no-such"};
  EXPECT_EQ(shipped().params_of(notice, "a", Language::kZh).error().context, "no-such");
  notice = filing_notice();
  notice.region = "99";
  EXPECT_EQ(shipped().params_of(notice, "a", Language::kZh).error().kind, ErrorKind::kNotFound);
}

// A name cannot break out of its line or hide what follows.
TEST(NoticeTexts, HostileNamesAreMadeVisible) {
  const auto params = shipped().params_of(filing_notice(), "a\n\xE2\x80\xAE{end}", Language::kEn);
  const auto body = shipped().render(NoticeKind::kFilingStarted, Language::kEn, *params)->body;
  EXPECT_THAT(body, HasSubstr("“a\xEF\xBF\xBD\xEF\xBF\xBD{end}”"));
  EXPECT_EQ(std::ranges::count(body, '\n'), 3);
}

// ---- policy ----------------------------------------------------------------------------------

TEST(Policy, ShippedValuesAreTheDefaults) {
  lifecycle::Rules expected;
  expected.version = "2026-11-23.2";
  EXPECT_EQ(shipped().rules(), expected);
  EXPECT_EQ(shipped().rules().filing_period, std::chrono::seconds(604'800));
  EXPECT_EQ(format_rfc3339(shipped().policy().effective_from), "2026-11-22T16:00:00Z");
}

std::string another(const Duration& value) {
  const auto longer = std::chrono::duration_cast<std::chrono::seconds>(value).count() + 3600;
  return "\"" + std::to_string(longer) + "s\"";
}
std::string another(const std::uint32_t& value) {
  return std::to_string(value > 1 ? value - 1 : value + 1);
}
std::string another(const bool& value) {
  return value ? "false" : "true";
}
std::string another(const std::string&) {
  return "\"33\"";
}
std::string another(const std::vector<std::string>&) {
  return "[\"archive-bomb\"]";
}

// Each section moves its own member of Rules and no other.
TEST(Policy, EveryParameterMaps) {
  namespace bd = boost::describe;
  std::size_t members = 0;
  boost::mp11::mp_for_each<bd::describe_members<lifecycle::Rules, bd::mod_public>>([&](auto d) {
    if (std::string_view(d.name) == "version") return;
    const std::string section = "[" + std::string(d.name) + "]\nvalue = ";
    auto files = small_catalogue();
    auto& text = file_of(files, "policy.toml").text;
    const auto at = text.find(section);
    ASSERT_NE(at, std::string::npos) << d.name;
    const auto end = text.find('\n', at + section.size());
    auto expected = shipped().rules();
    text.replace(at, end - at, section + another(expected.*d.pointer));
    const auto compiled = compile(files, "");
    ASSERT_NE(compiled.data, nullptr) << to_string(compiled.faults.front());
    const auto& rules = compiled.data->policy.rules;
    EXPECT_FALSE(rules.*d.pointer == expected.*d.pointer) << d.name;
    expected.*d.pointer = rules.*d.pointer;
    EXPECT_EQ(rules, expected) << d.name;
    ++members;
  });
  EXPECT_EQ(shipped().policy().parameters.size(), members);
}

}  // namespace
}  // namespace baobei::catalogue
