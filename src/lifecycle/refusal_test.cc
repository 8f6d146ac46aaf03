#include "lifecycle/refusal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <set>

#include "base/text.h"

namespace baobei::lifecycle {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

template <typename F>
void for_each_refusal(F f) {
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Refusal>>(
      [&](auto d) { f(d.value); });
}

bool has_han(std::string_view text) {
  return text.find_first_of("\xE4\xE5\xE6\xE7\xE8\xE9") != std::string_view::npos;
}

TEST(Refusals, SayWhyAndWhatToDoInBothLanguages) {
  for_each_refusal([](Refusal refusal) {
    SCOPED_TRACE(refusal_name(refusal));
    const auto& text = text_of(refusal);
    EXPECT_EQ(text.refusal, refusal);
    for (const auto zh : {text.zh, text.advice_zh}) {
      EXPECT_TRUE(is_utf8(zh));
      EXPECT_TRUE(has_han(zh)) << zh;
      EXPECT_TRUE(zh.ends_with("。")) << zh;
      EXPECT_THAT(std::string(zh), Not(HasSubstr("您")));
    }
    for (const auto en : {text.en, text.advice_en}) {
      EXPECT_FALSE(has_han(en)) << en;
      EXPECT_TRUE(en.ends_with(".")) << en;
    }
    EXPECT_THAT(std::string(text.rule), MatchesRegex("R[0-9]+[a-z]?"));
  });
}

TEST(Refusals, HaveNamesAndTextsOfTheirOwn) {
  std::set<std::string> names;
  std::set<std::string_view> zh;
  std::set<std::string_view> en;
  std::size_t count = 0;
  for_each_refusal([&](Refusal refusal) {
    names.insert(refusal_name(refusal));
    zh.insert(text_of(refusal).zh);
    en.insert(text_of(refusal).en);
    ++count;
  });
  EXPECT_EQ(names.size(), count);
  EXPECT_EQ(zh.size(), count);
  EXPECT_EQ(en.size(), count);
  EXPECT_EQ(refusal_name(Refusal::kNotYourMiniProgram), "not_your_mini_program");
}

}  // namespace
}  // namespace baobei::lifecycle
