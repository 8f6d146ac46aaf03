// The lines beside findings: where the mark stands, what is cut, what is never shown.
#include "sinks/source_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "check/test_packs.h"
#include "sinks/attack_corpus.h"

namespace baobei::sinks {
namespace {

using testing::HasSubstr;
using testing::Not;

check::Finding finding_at(std::uint32_t line, std::uint32_t column, std::uint32_t end_column) {
  check::Finding finding;
  finding.rule = "network/domain-used";
  finding.file = "a.js";
  finding.line = finding.end_line = line;
  finding.column = column;
  finding.end_column = end_column;
  return finding;
}

SourceLine line_of(const std::string& text, const check::Finding& finding,
                   std::vector<check::Finding> others = {}) {
  const Fd file = check::pack_file({{"a.js", text}});
  const auto pack = package::Pack::open(file.get());
  check::Report report;
  report.package.digest = sha256("key");
  report.findings = std::move(others);
  return source_lines(*pack, report, {finding}).front();
}

std::string marked(const SourceLine& line) {
  const auto before = utf8_prefix(line.text, line.begin);
  return std::string(utf8_prefix(std::string_view(line.text).substr(before.size()), line.length));
}

TEST(SourceLines, MarkThePlace) {
  const auto line = line_of("one\r\n甲乙\twx.a()\r\n", finding_at(2, 4, 8));
  EXPECT_EQ(line.number, 2u);
  EXPECT_EQ(line.text, "甲乙 wx.a()");
  EXPECT_EQ(marked(line), "wx.a");
  EXPECT_EQ(marked(line_of("\xEF\xBB\xBFwx.a()", finding_at(1, 1, 5))), "wx.a");
}

TEST(SourceLines, AreCutAroundTheMark) {
  const auto line =
      line_of(std::string(500, 'a') + "MARK" + std::string(500, 'b'), finding_at(1, 501, 505));
  EXPECT_LE(utf8_length(line.text), kLineCharactersMax);
  EXPECT_EQ(marked(line), "MARK");
  const auto wide = line_of(std::string(500, 'a'), finding_at(1, 1, 501));
  EXPECT_LE(utf8_length(wide.text), kLineCharactersMax);
}

TEST(SourceLines, HaveNoneWherePlacesAreNotThere) {
  EXPECT_EQ(line_of("a\n", finding_at(9, 1, 2)).number, 0u);
  EXPECT_EQ(line_of("a\n", finding_at(0, 0, 0)).number, 0u);
  auto elsewhere = finding_at(1, 1, 2);
  elsewhere.file = "b.js";
  EXPECT_EQ(line_of("a\n", elsewhere).number, 0u);
  EXPECT_EQ(marked(line_of("ab\n", finding_at(1, 9, 12))), "");
}

TEST(SourceLines, ShowNothingThatHidesOrMovesText) {
  for (const auto& attack : test::attack_corpus()) {
    const auto line = line_of(attack, finding_at(1, 2, 4));
    EXPECT_EQ(printable(line.text), line.text);
  }
}

TEST(SourceLines, MaskSecretsInWhateverPartTheyStand) {
  const auto secret = test::a_secret();
  const auto text = "const k = '" + secret + "', f = wx.a()";
  for (std::uint32_t column = 1; column < 60; ++column) {
    for (const std::uint32_t length : {1u, 5u, 40u}) {
      const auto line = line_of(text, finding_at(1, column, column + length));
      EXPECT_THAT(line.text, Not(HasSubstr(secret.substr(4, 8)))) << column << " " << length;
      EXPECT_THAT(line.text, Not(HasSubstr(secret.substr(20, 8)))) << column << " " << length;
    }
  }
}

TEST(SourceLines, MaskWhatAnotherFindingSaysIsASecret) {
  const std::string secret = "correct-horse-battery";
  auto found = finding_at(1, 12, 12 + 21);
  found.rule = "secrets/secret-in-code";
  const auto line =
      line_of("const k = '" + secret + "', f = wx.a()", finding_at(1, 40, 44), {found});
  EXPECT_THAT(line.text, Not(HasSubstr("horse")));
  EXPECT_THAT(line.text, HasSubstr("corr…#"));
}

TEST(SourceLines, MaskLiteralsBehindNamesOfSecrets) {
  const std::string hex = std::string("0f1e2d3c4b5a6978") + "8796a5b4c3d2e1f0";
  for (const std::string& code : {"App({secret:'" + hex + "'})", "{\"appSecret\": \"" + hex + "\"}",
                                  "const wx_secret = `" + hex + "`"}) {
    const auto line = line_of(code, finding_at(1, 1, 3));
    EXPECT_THAT(line.text, Not(HasSubstr(hex.substr(4, 8)))) << line.text;
  }
}

TEST(StableLines, AreTheSameInAnotherVersion) {
  const auto stable = [](const std::string& text, std::uint32_t at) {
    const Fd file = check::pack_file({{"a.js", text}});
    const auto pack = package::Pack::open(file.get());
    check::Report report;
    report.package.digest = sha256(text);
    return stable_lines(*pack, report, {finding_at(at, 1, 2)}).front();
  };
  const auto line = "const k = '" + test::a_secret() + "'";
  EXPECT_EQ(stable(line + "\n", 1), stable("//\n\n   " + line + "  \n", 3));
  EXPECT_THAT(stable(line, 1), Not(HasSubstr(test::a_secret().substr(6))));
}

}  // namespace
}  // namespace baobei::sinks
