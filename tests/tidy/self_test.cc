// Each check is shown able to fail: a row is a snippet and how many faults it must name.

#include <gtest/gtest.h>

#include "checks.h"

namespace baobei::tidy {
namespace {

struct Row {
  const char* path;
  std::string text;
  std::size_t faults;
};

void check(Faults (*rule)(const SourceFile&), const std::vector<Row>& rows) {
  for (const auto& row : rows) {
    const auto faults = rule(make_source(row.path, row.text));
    EXPECT_EQ(faults.size(), row.faults) << row.path << ":\n" << row.text << to_string(faults);
  }
}

std::string repeated(const std::string& line, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += line;
  return all;
}

TEST(TidyItself, SeesAwaitsInTheWrongPlaceOrShape) {
  const auto in = [](const std::string& body) { return "Task f() {\n  " + body + "\n}\n"; };
  constexpr const char* kHttp = "src/http/a.cc";
  check(check_coroutines,
        {
            {kHttp, in("co_await g(a);"), 0},
            {kHttp, in("auto x = co_await g(a, b.c);"), 0},
            {kHttp, in("std::tuple<E, S> x = co_await p->g(a);"), 0},
            {kHttp, in("co_return co_await g(a);"), 0},
            {kHttp, in("if (a) co_await g(a);"), 0},
            {kHttp, in("auto x = co_await net::run<const T&, void(long)>(a, kToken);"), 0},
            {kHttp, in("spawn(ex, [&]() -> Task { co_await g(a); });"), 0},
            {kHttp, in("// co_await g({1});"), 0},
            {kHttp, in("co_await g(a, [](int b) { return b; });"), 0},
            {"src/engine/a.cc", in("co_await g(a);"), 1},
            {kHttp, in("if (co_await g(a)) h();"), 1},
            {kHttp, in("while (!co_await g(a)) h();"), 1},
            {kHttp, in("auto [x, y] = co_await g(a);"), 1},
            {kHttp, in("auto x = b && co_await g(a);"), 1},
            {kHttp, in("auto x = b ? co_await g(a) : c;"), 1},
            {kHttp, in("auto x = co_await g(a) || b;"), 1},
            {kHttp, in("auto x = co_await g(a) + 1;"), 1},
            {kHttp, in("auto x = T{co_await g(a)};"), 1},
            {kHttp, in("h(co_await g(a));"), 1},
            {kHttp, in("return co_await g(a);"), 1},
            {kHttp, in("co_await g(T{a});"), 1},
            {kHttp, in("co_await g({a, b});"), 1},
            {kHttp, in("co_await g([&] { return a; });"), 1},
            {kHttp, in("co_await g(b, [a](int c) { return a; });"), 1},
            {kHttp, in("for (auto x : co_await g(a)) h(x);"), 1},
        });
}

TEST(TidyItself, SeesLongFilesAndFunctions) {
  const auto function = [](const std::string& head, int lines) {
    return head + " {\n" + repeated("  a();\n", lines - 2) + "}\n";
  };
  check(
      check_lengths,
      {
          {"src/a/a.cc", repeated("int a;\n", 500), 0},
          {"src/a/a.cc", repeated("int a;\n", 501), 1},
          {"src/a/a.cc", function("void f(int a)", 70), 0},
          {"src/a/a.cc", function("void f(int a)", 71), 1},
          {"src/a/a.cc",
           function("template <typename T>\nbool T::operator==(const T& a) const", 70), 1},
          {"src/a/a.cc", function("A::A() : a_{1}, b_(2)", 71), 1},
          {"src/a/a.cc", function("TEST(A, B)", 71), 1},
          {"src/a/a.cc", "namespace a {\nclass B {\n" + function("  void f()", 71) + "};\n}\n", 1},
          {"src/a/a.cc", function("namespace a", 90), 0},
          {"src/a/a.cc", function("struct A : B<decltype(c)>", 90), 0},
          {"src/a/a.cc", "constexpr auto kTable = [] {\n" + repeated("\n", 90) + "}();\n", 0},
          {"src/a/a.cc",
           "DESCRIBE_STRUCT(A, (), (b))\n" + repeated("\n", 70) + function("void f()", 3), 0},
          {"src/a/a.cc",
           function("void f()", 60) + "/* { */ // {\nconst char* a = \"{\";\n" +
               function("void g()", 60),
           0},
          {"docs/a.md", repeated("a\n", 501), 0},
      });
}

TEST(TidyItself, SeesHeadersWithoutTheirComment) {
  check(check_header_comment, {{"src/a/a.h", "// What it is.\n#pragma once\n", 0},
                               {"src/a/a.h", "#pragma once\n// What it is.\n", 1},
                               {"src/a/a.cc", "#include <vector>\n", 0}});
}

TEST(TidyItself, SeesWordsThatMustNotStand) {
  const std::string icp = "\xE5\xA4\x87\xE6\xA1\x88";
  check(check_words,
        {{"docs/a.md", "to do, a hacksaw, XXXL\n", 0},
         {"docs/a.md", std::string("a TO") + "DO b\n", 1},
         {"src/a/a.cc", std::string("// FIX") + "ME\n", 1},
         {"src/a/a.cc", std::string("// XX") + "X\n", 1},
         {"src/a/a.cc", std::string("// HA") + "CK\n", 1},
         {"catalogue/notices.toml", "a = \"" + icp + "\"\n", 1},
         {"catalogue/documents.toml", "a = \"" + icp + "\"\n", 0},
         {"catalogue/a.toml", "a = \"ICP " + icp + "\"\n", 0},
         {"docs/a.md", std::string("cd /wo") + "rk/main\n", 1},
         {"docs/a.md", std::string("cd /ro") + "ot/a\n", 1},
         {"docs/a.md", std::string("pages/wo") + "rk/index\n", 0},
         {"web/package-lock.json", std::string("https://registry.np") + "mjs.org/a\n", 1},
         {"docs/a.md", std::string("https://py") + "pi.org/a\n", 1}});
}

TEST(TidyItself, SeesWhatMustBeAbsent) {
  check(check_absences,
        {
            {"src/engine/a.cc", "void f() { throw 1; }\n", 1},
            {"src/engine/a.cc", "// throw\nconst char* a = \"throw\";\n", 0},
            {"src/engine/a.cc", "int a = sqlite3_open(b);\n", 1},
            {"src/store/a.cc", "int a = sqlite3_open(\"SELECT a FROM b\");\n", 0},
            {"src/engine/a.cc", "auto a = \"SELECT a FROM b\";\n", 1},
            {"src/engine/a.cc", "auto a = R\"(INSERT INTO b\n  VALUES (1))\";\n", 1},
            {"src/engine/a.cc", "// SELECT a FROM b\n", 0},
            {"src/engine/a.cc", "#include <boost/asio.hpp>\n", 1},
            {"src/engine/a.cc", "#include <boost/beast/core.hpp>\n", 1},
            {"src/engine/a.cc", "#include <boost/json.hpp>\n", 0},
            {"src/http/a.cc", "#include <boost/asio/ip/tcp.hpp>\n", 0},
            {"src/lifecycle/a.cc", "#include <thread>\n", 1},
            {"src/lifecycle/a.cc", "auto a = std::chrono::system_clock::now();\n", 1},
            {"src/lifecycle/a.cc", "#include <vector>\nauto a = std::chrono::hours(1'000);\n", 0},
            {"src/engine/a.cc", "#include <thread>\n", 0},
        });
}

TEST(TidyItself, SeesTablesThatTheContractDoesNotHave) {
  check(check_tables, {
                          {"src/cli/a.cc", "out.table({kA}, rows);\n", 1},
                          {"src/cli/a.cc", "session->table({kA}, rows);\n", 1},
                          {"src/cli/a.cc", "// out.table(\nwrite_table(out, a);\n", 0},
                          {"src/cli/tables.cc", "out.table(titles, rows);\n", 0},
                          {"src/cli/a_test.cc", "out.table(titles, rows);\n", 0},
                          {"src/store/a.cc", "out.table(titles, rows);\n", 0},
                      });
}

TEST(TidyItself, HoldsIncludesToTheModuleTable) {
  const auto table = parse_module_table(
      "# baobei_module(ghost)\nbaobei_module(base LIBS x)\nbaobei_module(core\n  DEPS base LIBS "
      "y)\n"
      "baobei_module(shell DEPS core)\n");
  EXPECT_TRUE(table.faults.empty()) << to_string(table.faults);
  EXPECT_FALSE(table.dependencies.contains("ghost"));
  const auto faults = [&](const char* path, const char* text) {
    return check_includes(table, make_source(path, text)).size();
  };
  EXPECT_EQ(faults("src/core/a.cc", "#include \"base/a.h\"\n#include \"core/b.h\"\n"), 0U);
  EXPECT_EQ(faults("src/base/a.cc", "#include \"core/a.h\"\n"), 1U);
  EXPECT_EQ(faults("src/shell/a.cc", "#include \"base/a.h\"\n"), 1U) << "not listed itself";
  EXPECT_EQ(faults("src/ghost/a.cc", "\n"), 1U);
  EXPECT_EQ(faults("tests/a/a.cc", "#include \"core/a.h\"\n"), 0U);
  EXPECT_EQ(parse_module_table("baobei_module(a DEPS b)\nbaobei_module(b)\n").faults.size(), 1U);
  EXPECT_EQ(parse_module_table("baobei_module(a)\nbaobei_module(a)\n").faults.size(), 1U);
}

// A small tree in which every rule and the one refusal are told and tested.
struct Tree {
  std::string rules_page, scenario, catalogue, source = "// R16\n";
  std::string refusals_page = "| `not_in_state` | 409 |\n";
  std::string header = "enum class Refusal {\n  kNotInState,  // when\n};\n";

  Tree() {
    for (int n = 1; n <= 26; ++n) {
      const std::string rule = "R" + std::to_string(n);
      rules_page += "### " + rule + " title (S)\n";
      scenario += "scenario \"A story of R99\" " + rule + "\n  refused not_in_state\n";
      catalogue += "id = \"" + rule + "\"\n";
    }
  }
  std::vector<SourceFile> files() const {
    return {make_source("docs/lifecycle/rules.md", rules_page),
            make_source("docs/refusals.md", refusals_page),
            make_source("tests/scenario/a.scenario", scenario),
            make_source("catalogue/rules.toml", catalogue),
            make_source("src/lifecycle/refusal.h", header),
            make_source("src/lifecycle/a.cc", source)};
  }
};

TEST(TidyItself, SeesRulesThatAreNotToldOrTested) {
  EXPECT_EQ(to_string(check_rules(Tree().files())), "");
  const auto faults = [](const auto& change) {
    Tree tree;
    change(tree);
    return check_rules(tree.files()).size();
  };
  EXPECT_EQ(faults([](Tree& t) { t.rules_page += "### R16a title (O)\n"; }), 2U)
      << "a sub-rule without a row, and without a line in the catalogue";
  EXPECT_EQ(faults([](Tree& t) { t.scenario = t.scenario.substr(t.scenario.find('\n') + 1); }), 1U)
      << "a rule without a row";
  EXPECT_EQ(faults([](Tree& t) { t.rules_page = t.rules_page.substr(t.rules_page.find('\n')); }),
            3U)
      << "R1 is not told, yet cited by a row and a line";
  EXPECT_EQ(faults([](Tree& t) { t.source = "// R16c\n"; }), 1U) << "no such rule";
  EXPECT_EQ(faults([](Tree& t) { t.scenario += "scenario \"b\" R7b\n"; }), 1U);
  EXPECT_EQ(check_rules({}).size(), 1U);
}

TEST(TidyItself, SeesRefusalsThatAreNotToldOrTested) {
  EXPECT_EQ(to_string(check_refusals(Tree().files())), "");
  const auto faults = [](const auto& change) {
    Tree tree;
    change(tree);
    return check_refusals(tree.files()).size();
  };
  EXPECT_EQ(faults([](Tree& t) { t.header = "enum class Refusal { kNotInState, kNoRight };\n"; }),
            2U);
  EXPECT_EQ(faults([](Tree& t) { t.refusals_page += "| `gone` | 409 |\n"; }), 1U);
  EXPECT_EQ(faults([](Tree& t) { t.refusals_page.clear(); }), 1U);
  EXPECT_EQ(faults([](Tree& t) { t.scenario = "scenario \"a\" R1\n  # refused not_in_state\n"; }),
            1U);
  EXPECT_EQ(faults([](Tree& t) { t.header.clear(); }), 2U) << "none found, one told";
  EXPECT_EQ(check_refusals({}).size(), 1U);
}

TEST(TidyItself, SeesMadePagesThatNoTestKeepsFresh) {
  const auto page = [](const char* test) {
    return make_source("docs/a.md", std::string("<!-- Made from b; run ") + test +
                                        " with UPDATE_GOLDEN=1 to write it. -->\n");
  };
  const auto cmake = make_source("tests/CMakeLists.txt", "add_test(NAME docs COMMAND docs_test)\n");
  const auto unit = make_source("src/check/a_test.cc", "getenv(\"UPDATE_GOLDEN\")\n");
  EXPECT_EQ(check_made({page("docs_test"), cmake}).size(), 0U);
  EXPECT_EQ(check_made({page("check_test"), unit}).size(), 0U);
  EXPECT_EQ(check_made({page("docs_test"), unit}).size(), 1U);
}

TEST(TidyItself, SeesWordsThatNobodySays) {
  const auto words =
      make_source("src/cli/a.def", "WORD(kA, \"甲\", \"a\")\nWORD(kB,\n     \"b\")\n");
  const auto all = make_source("src/cli/a.cc", "say(Word::kA);\nsay(Word::kB);\n");
  const auto some = make_source("src/cli/a.cc", "say(Word::kA);  // Word::kB\n");
  EXPECT_EQ(check_said({words, all}).size(), 0U);
  const auto faults = check_said({words, some});
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].line, 2U);
}

TEST(TidyItself, SeesDocumentsThatNameNothing) {
  const std::vector<SourceFile> there = {
      make_source("docs/adr/0001-a.md", "a\n"),
      make_source("docs/dependencies.md", "| `liba-dev` |\n"),
      make_source("src/a/a.cc", "int a;\n"),
  };
  const auto faults = [&](const char* path, const std::string& text) {
    auto files = there;
    files.push_back(make_source(path, text));
    return check_documents(files).size();
  };
  EXPECT_EQ(faults("docs/b.md", "[a](adr/0001-a.md#x) [b](../src/a/) [c](https://a.example/b)\n"),
            0U);
  EXPECT_EQ(faults("docs/b.md", "[a](rules/a.md)\n"), 1U);
  EXPECT_EQ(faults("b.md", "<img src=\"docs/a.svg\" alt=\"a\">\n"), 1U);
  EXPECT_EQ(faults("b.md", "```\n[a](nothing.md)\n```\n[a](nothing.md)\n"), 1U);
  EXPECT_EQ(faults("b.md", "- a\n\n  ```\n  [a](nothing.md)\n  ```\n"), 0U);
  EXPECT_EQ(faults("src/a/b.cc", "// docs/adr/0001\n"), 0U);
  EXPECT_EQ(faults("src/a/b.cc", "// docs/adr/0002\n"), 1U);
  EXPECT_EQ(faults("docs/b.md", "as ADR 0007 says\n"), 1U);
  EXPECT_EQ(faults("docs/adr/0001-b.md", "b\n"), 1U);
  EXPECT_EQ(faults("tools/packages.txt", "# c\n\nbuild liba-dev\n"), 0U);
  EXPECT_EQ(faults("tools/packages.txt", "build libb-dev\n"), 1U);
}

// What is missing in a table that knows "a known one" and "at most {} bytes".
std::size_t unsaid(const std::string& code, const std::string& more = {}) {
  const std::string rows =
      "SAID(\"a known one\", \"已知\")\nSAID(\"at most {} bytes\", \"至多 {0} 字节\")\n" + more;
  const auto faults = check_sentences(
      {make_source("src/catalogue/error_words.def", rows), make_source("src/a/a.cc", code)});
  return faults.size();
}

TEST(TidyItself, SeesSentencesWithoutChineseWords) {
  EXPECT_EQ(unsaid("return fail(ErrorKind::kInvalid, \"a known one\", where);"), 0U);
  EXPECT_EQ(unsaid("return fail(ErrorKind::kInvalid, \"a known \" \"one\");"), 0U);
  EXPECT_EQ(
      unsaid("fail(ErrorKind::kTooLarge, \"at most \" + std::to_string(f(n, 1)) + \" bytes\");"),
      0U);
  EXPECT_EQ(unsaid("fail(ErrorKind::kTooLarge, fmt::format(\"at most {:x} bytes\", n));"), 0U);
  EXPECT_EQ(unsaid("fail(ErrorKind::kUnavailable, \"the operator reads this\");"), 0U);
  EXPECT_EQ(unsaid("fail(ErrorKind::kInvalid, other.error().message);"), 0U);
  EXPECT_EQ(unsaid("// fail(ErrorKind::kInvalid, \"x is odd\")\n"), 0U);
  EXPECT_EQ(unsaid("fail(ErrorKind::kInvalid, \"another one\");"), 1U);
  EXPECT_EQ(unsaid("return Problem(Error{ErrorKind::kConflict, \"another one\", {}});"), 1U);
  EXPECT_EQ(unsaid("Error e = {ErrorKind::kConflict, a + \" another\", b};"), 1U);
  EXPECT_EQ(unsaid("fail(ErrorKind::kInvalid, b ? \"a known one\" : \"another one\");"), 1U);
  EXPECT_EQ(unsaid("fail(ErrorKind::kInvalid, words[2]);"), 1U) << "who knows";
  const std::string wrapper =
      "Status bad(int a, std::string what) {\n  return fail(ErrorKind::kInvalid, "
      "std::move(what));\n}\n";
  EXPECT_EQ(unsaid(wrapper + "void f() { bad(1, \"a known one\"); }"), 0U);
  EXPECT_EQ(unsaid(wrapper + "Status f() { return bad(1, \"another one\"); }"), 1U);
  EXPECT_EQ(unsaid("std::string g() { return \"another one\"; }\nStatus f() {\n  auto text = g();\n"
                   "  return fail(ErrorKind::kInvalid, text);\n}\n"),
            1U);
}

TEST(TidyItself, SeesRowsOfTheTableThatAreWrong) {
  EXPECT_EQ(unsaid("", "SAID(\"{} of {}\", \"{1} 中的 {0}\")\n"), 0U);
  EXPECT_EQ(unsaid("", "SAID(\"{} of {}\", \"{1} 之中\")\n"), 1U);
  EXPECT_EQ(unsaid("", "SAID(\"one\", \"{0} 之中\")\n"), 1U);
  EXPECT_EQ(unsaid("", "SAID(\"one\", \"one\")\n"), 1U);
  EXPECT_EQ(unsaid("", "SAID(\"a known one\", \"已知\")\n"), 1U);
  EXPECT_EQ(unsaid("", "SAID(\"one\")\n"), 1U);
  EXPECT_EQ(check_sentences({}).size(), 1U);
}

TEST(TidyItself, SeesProblemsWithoutAReason) {
  check(check_bare_conflicts,
        {
            {"src/http/a.cc", "return call.problem(ProblemCode::kNotFound);", 0},
            {"src/http/a.cc", "Problem p(ProblemCode::kConflict);\np.detail = words;", 0},
            {"src/http/problem.cc", "ProblemCode::kConflict", 0},
            {"src/http/a_test.cc", "ProblemCode::kConflict", 0},
            {"src/http/a.cc", "return call.problem(ProblemCode::kConflict);", 1},
            {"src/http/a.cc", "Problem p(ProblemCode::kInvalidRequest);", 1},
        });
}

}  // namespace
}  // namespace baobei::tidy
