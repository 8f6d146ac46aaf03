// Every sink against the one attack corpus, what each says of a check that could not be made, and
// that secrets stand nowhere.
#include "sinks/sinks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "sinks/attack_corpus.h"
#include "sinks/encode.h"
#include "sinks/test_views.h"

namespace baobei::sinks {
namespace {

using test::attack_corpus;
using test::hostile_report;
using test::view_of;
using testing::HasSubstr;
using testing::Not;

using Sink = std::string (*)(const View&);
const std::map<std::string, Sink> kSinks = {
    {"sarif", sarif}, {"junit", junit}, {"github", github}, {"html", html}};

// Nothing that hides or moves text, and no byte that is no UTF-8; line feeds alone are ours.
bool is_harmless(const std::string& text) {
  for (const auto& line : split(text, '\n')) {
    if (printable(line) != line) return false;
  }
  return true;
}

// What is wrong with the markup, "" for nothing: tags that are not ours, references that are none.
std::string fault_in_markup(std::string text, const std::set<std::string>& tags) {
  text = std::regex_replace(text, std::regex("<style>[^<]*</style>"), "");
  static const std::regex kTag(
      R"(^<(?:!DOCTYPE html|\?xml version="1.0" encoding="UTF-8"\?|/?([a-zA-Z0-9-]+)((?: [a-z-]+(?:="[^"<>]*")?)*)/?)>)");
  static const std::regex kReference("^&(?:amp|lt|gt|quot|#39);");
  for (std::size_t at = 0; at < text.size();) {
    std::smatch match;
    const std::string rest = text.substr(at, 2'000);
    if (text[at] == '<') {
      if (!std::regex_search(rest, match, kTag)) return "no tag: " + rest.substr(0, 80);
      if (match[1].matched && !tags.contains(match[1])) return "a tag of others: " + match.str();
      at += match.str().size();
    } else if (text[at] == '&') {
      if (!std::regex_search(rest, match, kReference)) return "no reference: " + rest.substr(0, 20);
      at += match.str().size();
    } else if (text[at] == '>') {
      return "a bare > before " + rest.substr(0, 40);
    } else {
      ++at;
    }
  }
  return "";
}

template <typename Check>
void each_attack(const Check& check) {
  for (const auto& text : attack_corpus()) {
    for (const auto language : {Language::kZh, Language::kEn}) {
      const auto report = hostile_report(text);
      const auto view = view_of(report, text, language);
      SCOPED_TRACE(printable(text));
      check(view, text);
    }
  }
}

TEST(Sinks, LetNothingThroughThatHidesOrMovesText) {
  each_attack([](const View& view, const std::string&) {
    for (const auto& [name, sink] : kSinks) EXPECT_TRUE(is_harmless(sink(view))) << name;
  });
}

TEST(Sinks, GiveTheSameBytesAgain) {
  each_attack([](const View& view, const std::string&) {
    for (const auto& [name, sink] : kSinks) EXPECT_EQ(sink(view), sink(view)) << name;
  });
}

TEST(Junit, HasItsOwnTagsAlone) {
  each_attack([](const View& view, const std::string&) {
    const auto text = junit(view);
    EXPECT_EQ(fault_in_markup(text, {"testsuites", "testsuite", "testcase", "failure", "error",
                                     "skipped", "system-out"}),
              "");
    EXPECT_THAT(text, Not(HasSubstr("]]>")));
    // One of the check, three findings, one set aside; errors and warnings fail.
    EXPECT_THAT(text, HasSubstr("tests=\"5\" failures=\"2\" errors=\"0\" skipped=\"1\""));
  });
}

TEST(Html, HasItsOwnTagsAloneAndLoadsNothing) {
  each_attack([](const View& view, const std::string&) {
    const auto text = html(view);
    EXPECT_EQ(fault_in_markup(text, {"html", "head", "meta", "title", "body", "h1", "h2", "h3", "p",
                                     "pre", "code", "article", "mark", "table", "tr", "th", "td",
                                     "details", "summary"}),
              "");
    EXPECT_THAT(text, HasSubstr("default-src 'none'"));
    EXPECT_THAT(text, Not(HasSubstr("src=")));
    EXPECT_THAT(text, Not(HasSubstr("href=")));
  });
}

TEST(Github, WritesOneCommandALineAndNoneOfOthers) {
  each_attack([](const View& view, const std::string&) {
    auto text = github(view);
    ASSERT_TRUE(text.ends_with('\n'));
    text.pop_back();
    const auto lines = split(text, '\n');
    ASSERT_EQ(lines.size(), view.report->findings.size());
    static const std::regex kCommand(
        R"(^::(error|warning|notice) file=src/[^:,]*,line=3,endLine=3,col=2,endColumn=4,title=network/domain-used::.*$)");
    for (const auto& line : lines) EXPECT_TRUE(std::regex_match(line, kCommand)) << line;
  });
}

TEST(Sarif, KeepsTextsAsTexts) {
  each_attack([](const View& view, const std::string& text) {
    const auto log = json::parse(sarif(view));
    const auto& result = log.at("runs").at(0).at("results").at(0);
    EXPECT_EQ(result.at("message").at("text").as_string(), printable(text));
    const auto& uri = result.at("locations").at(0).at("physicalLocation").at("artifactLocation");
    for (const char c : std::string(uri.at("uri").as_string())) {
      EXPECT_TRUE(std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                  std::string_view("-._~/%").find(c) != std::string_view::npos);
    }
  });
}

TEST(Sinks, SayThatNothingCouldBeChecked) {
  const auto report = check::could_not_check({}, check::versions(),
                                             {"timed_out", {"检查超时", "it took too long"}});
  auto view = view_of(report, "a.zip", Language::kEn);
  EXPECT_THAT(sarif(view), HasSubstr("\"executionSuccessful\":false"));
  EXPECT_THAT(sarif(view), HasSubstr("it took too long"));
  EXPECT_THAT(junit(view), HasSubstr("errors=\"1\""));
  EXPECT_THAT(junit(view), HasSubstr("<error type=\"timed_out\" message=\"it took too long\"/>"));
  EXPECT_EQ(github(view), "::error title=timed_out::it took too long\n");
  EXPECT_THAT(html(view), HasSubstr("it took too long"));
  view.language = Language::kZh;
  for (const auto& [name, sink] : kSinks) EXPECT_THAT(sink(view), HasSubstr("检查超时")) << name;
}

TEST(Sinks, PutFirstWhatIsToBeDoneFirst) {
  check::Report report;
  const auto add = [&](const char* rule, check::Severity severity) {
    check::Finding finding;
    finding.rule = rule;
    finding.severity = severity;
    report.findings.push_back(finding);
  };
  add("quality/lazy-code", check::Severity::kNote);
  add("structure/pages-empty", check::Severity::kError);
  add("privacy/guide-item", check::Severity::kWarning);
  add("secrets/secret-in-code", check::Severity::kError);
  EXPECT_THAT(by_urgency(report), testing::ElementsAre(3u, 1u, 2u, 0u));
}

TEST(Encode, Rows) {
  EXPECT_EQ(markup("<a b=\"c\">'&"), "&lt;a b=&quot;c&quot;&gt;&#39;&amp;");
  EXPECT_EQ(github_message("a%b\nc"), "a%25b%0Ac");
  EXPECT_EQ(github_property("a:b,c%"), "a%3Ab%2Cc%25");
  EXPECT_EQ(uri_path("a b/\xE6\xB8\xB8.js"), "a%20b/%E6%B8%B8.js");
  EXPECT_EQ(uri_path("\xff"), "%FF");
}

}  // namespace
}  // namespace baobei::sinks
