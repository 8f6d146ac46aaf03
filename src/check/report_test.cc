// The report: its contract, its schema, that it repeats to the byte, and its reader against others'
// bytes.
#include "check/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/json.h"
#include "check/test_packs.h"

namespace baobei::check {
namespace {

using testing::ElementsAre;

// An app with something to say about, under Chinese names.
std::map<std::string, std::string> faulty_app() {
  auto files = example_app();
  files["app.json"] =
      "{\n  \"pages\": [\"pages/index/index\", \"pages/我的/我的\"],\n  \"workers\": \"w\",\n}\n";
  return files;
}

Report without_time(Report report) {
  report.elapsed_ms = 0;
  return report;
}

// The part of JSON Schema that our schema uses; says what is wrong, "" if nothing.
std::string mismatch(const json::value& value, const json::object& schema,
                     const std::string& where = "") {
  if (const auto* constant = schema.if_contains("const"); constant && *constant != value) {
    return where + ": not the constant";
  }
  if (const auto* names = schema.if_contains("enum")) {
    const auto& all = names->get_array();
    if (std::ranges::find(all, value) == all.end()) return where + ": not one of the names";
  }
  const auto type = std::string_view(schema.at("type").get_string());
  const bool fits =
      (type == "object" && value.is_object()) || (type == "array" && value.is_array()) ||
      (type == "string" && value.is_string()) || (type == "boolean" && value.is_bool()) ||
      (type == "number" && value.is_number()) ||
      (type == "integer" && (value.is_int64() || value.is_uint64()));
  if (!fits) return where + ": not of type " + std::string(type);
  if (value.is_array()) {
    for (const auto& item : value.get_array()) {
      const auto wrong = mismatch(item, schema.at("items").get_object(), where + "/*");
      if (!wrong.empty()) return wrong;
    }
  }
  if (!value.is_object()) return "";
  const auto& properties = schema.at("properties").get_object();
  for (const auto& name : schema.at("required").get_array()) {
    if (!value.get_object().contains(name.get_string())) {
      return where + ": lacks " + std::string(name.get_string());
    }
  }
  for (const auto& [key, member] : value.get_object()) {
    if (!properties.contains(key)) return where + ": has " + std::string(key);
    const auto wrong =
        mismatch(member, properties.at(key).get_object(), where + "/" + std::string(key));
    if (!wrong.empty()) return wrong;
  }
  return "";
}

std::string against_schema(const Report& report) {
  std::ifstream in(BAOBEI_SOURCE_DIR "/api/check-report.schema.json");
  const std::string text(std::istreambuf_iterator<char>(in), {});
  const auto schema = json::parse(text);
  return mismatch(json::parse(serialise(report)), schema.get_object());
}

Report full_report() {
  auto report = report_on(faulty_app());
  report.findings[0].api = "wx.getLocation";
  report.findings[0].category = "social.forum";
  report.categories.push_back(
      {"social.forum",
       "社交",
       "社区/论坛",
       "",
       0.875,
       true,
       {{"a.js", 1, 2, "发帖", "text", 0.5, {}},
        {"a.js", 1, 2, "发帖", "structure", 0.4, {"发帖与评论", "posts"}}}});
  report.covering = {"social.forum"};
  report.coverage.files_skipped.push_back({"a.json", "too_large"});
  report.remarks.push_back(
      {"comment", "quality/lazy-code", "一页", "2099-01-01", "a.js", 7, 1, "a.js", 7, 8});
  report.set_aside.push_back({report.findings[0], "baseline", "", ""});
  return report;
}

TEST(Report, SaysWhereAndWhat) {
  const auto report = report_on(faulty_app());
  EXPECT_EQ(report.outcome, Outcome::kFindings);
  EXPECT_THAT(error_rules(report),
              ElementsAre("structure/page-files-missing", "structure/workers-missing"));
  const auto found =
      std::ranges::find(report.findings, "structure/page-files-missing", &Finding::rule);
  ASSERT_NE(found, report.findings.end());
  EXPECT_EQ(found->file, "app.json");
  EXPECT_EQ(found->line, 2u);
  EXPECT_EQ(found->column, 34u);
  EXPECT_EQ(found->end_column, 47u);
  EXPECT_EQ(found->message.zh, "页面“pages/我的/我的”缺少文件 .js / .wxml");
  EXPECT_EQ(found->message.en, "the page 'pages/我的/我的' has no file .js / .wxml");
}

// R5: what to declare depends on who declares.
TEST(Report, NamesTheFewestCategories) {
  const std::map<std::string, std::string> forum = {
      {"app.json",
       "{\"pages\": [\"pages/index/index\"], \"window\": {\"navigationBarTitleText\": \"论坛\"}}"},
      {"pages/index/index.wxml",
       "<view>全部评论</view><view>热门帖子</view><button>发布帖子</button>"}};
  Options options;
  options.subject = "enterprise";
  EXPECT_EQ(report_on(forum, options).covering, std::vector<std::string>{"social-forum"});
  options.subject = "personal";
  const auto personal = report_on(forum, options);
  EXPECT_FALSE(personal.categories.empty());
  EXPECT_EQ(personal.covering, std::vector<std::string>());
}

TEST(Report, RepeatsToTheByte) {
  EXPECT_EQ(serialise(without_time(report_on(faulty_app()))),
            serialise(without_time(report_on(faulty_app()))));
}

TEST(Report, FollowsTheSchema) {
  EXPECT_EQ(against_schema(full_report()), "");
  EXPECT_EQ(against_schema(report_on(example_app())), "");
  EXPECT_EQ(against_schema(could_not_check({}, versions(), {"timed_out", {"超时", "too late"}})),
            "");
}

TEST(Report, ReadsWhatItWrote) {
  const auto report = full_report();
  const auto again = parse_report(serialise(report));
  ASSERT_TRUE(again) << to_string(again.error());
  EXPECT_EQ(*again, report);
}

// Takes a good report, changes one text in it, and expects the reader to refuse.
void check_refused(const std::string& from, const std::string& to) {
  auto text = serialise(full_report());
  const auto at = text.find(from);
  ASSERT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  EXPECT_FALSE(parse_report(text)) << from << " → " << to;
}

TEST(Report, ReaderTrustsNobody) {
  check_refused("baobei.check/1", "baobei.check/2");
  check_refused("\"outcome\":\"findings\"", "\"outcome\":\"passed\"");
  check_refused("\"outcome\":\"findings\"", "\"outcome\":\"could_not_check\"");
  check_refused("\"outcome\":\"findings\"", "\"outcome\":\"fine\"");
  check_refused("\"severity\":\"error\"", "\"severity\":\"fatal\"");
  check_refused("\"line\":2", "\"line\":-2");
  check_refused("\"line\":2", "\"line\":2.5");
  check_refused("\"line\":2", "\"line\":99999999999");
  check_refused("\"line\":2", "\"line\":\"2\"");
  check_refused("\"declared\":true", "\"declared\":1");
  check_refused("\"elapsed_ms\"", "\"elapsed\"");
  check_refused("\"schema\"", "\"more\":1,\"schema\"");
  check_refused("\"digest\":\"", "\"digest\":\"x");
  check_refused("8.75E-1", "8.75E1");
  check_refused("[\"social.forum\"]", "[1]");
  check_refused("[\"social.forum\"]", "{}");
  check_refused("\"file\":\"app.json\"", "\"file\":\"zzz\"");  // no longer sorted
  check_refused("\"by\":\"comment\"", "\"by\":\"nobody\"");
  check_refused("\"by\":\"baseline\"", "\"by\":\"\"");
  check_refused("}\n", "");
  EXPECT_FALSE(parse_report(""));
  EXPECT_FALSE(parse_report(std::string(kReportBytesMax + 1, ' ')));
}

// As reports were before there were these members.
TEST(Report, ReadsReportsOfEarlierBuilds) {
  auto text = serialise(report_on(example_app()));
  for (const std::string member : {",\"covering\":[]", ",\"remarks\":[]", ",\"set_aside\":[]"}) {
    const auto at = text.find(member);
    ASSERT_NE(at, std::string::npos);
    text.erase(at, member.size());
  }
  const auto read = parse_report(text);
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_FALSE(read->covering);
}

TEST(Report, PassedOnlyWithoutErrorsAndWarnings) {
  const auto with = [](Severity severity) {
    Finding finding;
    finding.severity = severity;
    return outcome_of({finding});
  };
  EXPECT_EQ(outcome_of({}), Outcome::kPassed);
  EXPECT_EQ(with(Severity::kNote), Outcome::kPassed);
  EXPECT_EQ(with(Severity::kWarning), Outcome::kFindings);
  EXPECT_EQ(with(Severity::kError), Outcome::kFindings);
}

TEST(Check, DamagedPackIsNotChecked) {
  const Fd file = pack_file(example_app());
  const auto pack = package::Pack::open(file.get());
  ASSERT_TRUE(pack);
  const auto size = size_of(file.get());
  ASSERT_TRUE(pwrite_all(file.get(), "!", *size - 1));
  const auto report = check_pack(*pack);
  EXPECT_EQ(report.outcome, Outcome::kCouldNotCheck);
  ASSERT_TRUE(report.failure);
  EXPECT_EQ(report.failure->reason, "damaged_package");
}

TEST(Check, FindingsAreLimitedAndCounted) {
  auto files = example_app();
  std::string pages = "{\"pages\": [\"pages/index/index\"";
  for (std::size_t i = 0; i < kFindingsPerRuleMax + 50; ++i)
    pages += ",\"p" + std::to_string(i) + "\"";
  files["app.json"] = pages + "], \"lazyCodeLoading\": \"requiredComponents\"}";
  const auto report = report_on(files);
  EXPECT_EQ(report.findings.size(), kFindingsPerRuleMax);
  EXPECT_EQ(report.coverage.findings_left_out, 50u);
}

TEST(Check, HostileNamesAreShownHarmlessly) {
  auto files = example_app();
  files["app.json"] =
      "{\"pages\": [\"pages/index/index\", \"\\u001b[31m\\u202e" + std::string(500, 'x') + "\"]}";
  const auto report = report_on(files);
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].message.en.find('\x1b'), std::string::npos);
  EXPECT_LT(report.findings[0].message.en.size(), 250u);
}

TEST(Check, FollowsTheProjectConfigAndTells) {
  std::map<std::string, std::string> files;
  for (const auto& [path, bytes] : example_app()) files["mini/" + path] = bytes;
  files["project.config.json"] = "{\"miniprogramRoot\": \"mini/\"}";
  files["cloud/index.js"] = "";
  EXPECT_EQ(report_on(files).outcome, Outcome::kPassed);
  files.erase("mini/pages/index/index.wxml");
  const auto report = report_on(files);
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(report.findings[0].file, "mini/app.json");
}

TEST(Check, CompiledPackageIsRecognised) {
  const auto report = report_on({{"app-config.json", "{\"pages\": [\"pages/index/index\"]}"},
                                 {"app-service.js", "define()"}});
  EXPECT_EQ(report.package.kind, PackageKind::kCompiled);
  EXPECT_EQ(report.outcome, Outcome::kPassed);
}

}  // namespace
}  // namespace baobei::check
