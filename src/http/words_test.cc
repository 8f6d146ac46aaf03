// What a problem says: the reason, in both languages, with the names and numbers of the case; and
// queries with what an operation does not have.

#include <gmock/gmock.h>

#include "catalogue/error_words.h"
#include "http/query_names.h"
#include "http/test_world.h"
#include "package/fault.h"

namespace baobei::http {
namespace {

using test::Answer;
using test::member;
using test::World;
using ::testing::HasSubstr;

bool speaks_chinese(const std::string& text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0xE3; });
}

// The ideographs of everyday Chinese: U+4000 to U+9FFF.
bool has_han(const std::string& text) {
  return std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0xE4 && byte <= 0xE9;
  });
}

void expect_both(const Text& text, const std::string& what) {
  EXPECT_TRUE(has_han(text.zh)) << what << ": " << text.zh;
  EXPECT_FALSE(trim(text.en).empty()) << what;
  EXPECT_FALSE(has_han(text.en)) << what << ": " << text.en;
}

// In the answer, too: the words of the language asked for, and those of both.
void check_problem(const Problem& problem) {
  SCOPED_TRACE(problem.code);
  expect_both(problem.title, "title");
  expect_both(problem.detail, "detail");
  if (!problem.refusal.empty()) expect_both(problem.advice, "advice");
  for (const auto language : {Language::kZh, Language::kEn}) {
    const bool zh = language == Language::kZh;
    const auto response = problem_response(problem, language);
    EXPECT_EQ(response.status, problem.status);
    EXPECT_EQ(response.content_type, "application/problem+json");
    const auto body = parse_json(response.body, std::size_t{1} << 20).value().as_object();
    const auto told = [&](const char* name) { return std::string(body.at(name).as_string()); };
    EXPECT_EQ(told("type"), "urn:baobei:problem:" + problem.code);
    EXPECT_EQ(told("title"), problem.title.in(language));
    EXPECT_EQ(told("detail"), problem.detail.in(language));
    EXPECT_EQ(told("detail_zh"), problem.detail.zh);
    EXPECT_EQ(told("detail_en"), problem.detail.en);
    const auto spoken = std::ranges::find(response.headers, "Content-Language", &Header::name);
    ASSERT_NE(spoken, response.headers.end());
    EXPECT_EQ(spoken->value, zh ? "zh-CN" : "en");
  }
}

struct Said {
  std::string method;
  std::string target;
  std::string who;
  std::string body;
  int status;
  std::string pointer;
  std::string zh;
  std::string en;
};

void check_said(World& world, const Said& row) {
  SCOPED_TRACE(row.method + " " + row.target + " " + row.body.substr(0, 100));
  const auto answer = world.send(row.method, row.target, row.who, row.body);
  EXPECT_EQ(answer.status, row.status) << answer.body;
  EXPECT_EQ(member(answer, "pointer"), row.pointer);
  EXPECT_THAT(member(answer, "detail_zh"), HasSubstr(row.zh));
  EXPECT_THAT(member(answer, "detail_en"), HasSubstr(row.en));
  if (row.pointer.empty()) return;
  EXPECT_THAT(member(answer, "detail_zh"), HasSubstr(row.pointer));
  EXPECT_THAT(member(answer, "detail_en"), HasSubstr(row.pointer));
}

TEST(ProblemWords, say_the_reason_in_both_languages) {
  World world;
  const std::string suspend = "/v1/apps/wx1/suspend";
  const std::string share = "/v1/apps/wx1/share";
  const std::string question = "/v1/apps/wx1/submissions/3/question";
  const std::string deep = R"({"text":)" + std::string(40, '[') + std::string(40, ']') + "}";
  const std::string agency = R"({"agency":"org-a","until":"tomorrow"})";
  const std::vector<Said> rows = {
      {"POST", suspend, "developer", R"({"why":1})", 400, "/why", "没有这个成员", "unknown member"},
      {"POST", share, "developer", "{}", 400, "/share", "缺少必填成员", "required member"},
      {"POST", share, "developer", R"({"share":"x"})", 400, "/share", "应为整数", "whole number"},
      {"POST", share, "developer", R"({"share":-4294967297})", 400, "/share", "数值超出范围",
       "out of range"},
      {"POST", share, "developer", R"({"share":1,"share":2})", 400, "/share", "同一成员出现了两次",
       "the same member stands there twice"},
      {"POST", share, "developer", R"({"share":)", 400, "byte 9", "内容不完整", "incomplete JSON"},
      {"POST", share, "developer", R"({"share":1} x)", 400, "byte 12", "多余的内容", "extra data"},
      {"POST", question, "reviewer", deep, 400, "byte 39", "嵌套层级过深", "too deep"},
      {"POST", question, "reviewer", R"({"text":" "})", 400, "/text", "必须填写文字", "required"},
      {"POST", question, "reviewer", R"({"text":")" + std::string(4'001, 'x') + "\"}", 400, "/text",
       "至多 4000 个字符", "at most 4000 characters"},
      {"POST", "/v1/apps/wx1/agencies", "developer", agency, 400, "/until",
       "“tomorrow”不是 2026-03-02T09:14:07Z 这样的 RFC 3339 时刻", "'tomorrow' is not an RFC 3339"},
      {"GET", "/v1/submissions?limit=201", "reviewer", "", 400, "limit", "每页应为 1 至 200 行",
       "a page has 1 to 200 rows"},
      {"GET", "/v1/feed?after=x", "operator", "", 400, "after", "不是事件流的游标", "cursor"},
      {"GET", "/v1/submissions?detail=perhaps", "reviewer", "", 400, "detail", "应为 true 或 false",
       "true or false"},
  };
  for (const auto& row : rows) check_said(world, row);
}

TEST(ProblemWords, say_which_encoding_is_taken) {
  World world;
  using std::string_view_literals::operator""sv;
  const std::string zh = "JSON 只接受 UTF-8 编码，且开头不带字节顺序标记";
  const std::string en = "JSON is taken in UTF-8 alone, without a byte order mark";
  const std::vector<std::pair<std::string_view, std::string>> bodies = {
      {"\xEF\xBB\xBF{\"text\":\"a\"}"sv, "byte 0"},
      {"\xFF\xFE{\0\"\0t\0\"\0:\0001\0}\0"sv, "byte 0"},
      {"{\0\"\0t\0\"\0:\0001\0}\0"sv, "byte 1"},
      {"{\"text\":\"\xC2\xDB\xCC\xB3\"}"sv, "byte 9"},  // GBK
  };
  const std::string question = "/v1/apps/wx1/submissions/3/question";
  for (const auto& [body, place] : bodies) {
    check_said(world, {"POST", question, "reviewer", std::string(body), 400, place, zh, en});
  }
}

TEST(ProblemWords, of_every_code_are_there_in_both_languages) {
  using boost::describe::describe_enumerators;
  using boost::mp11::mp_for_each;
  mp_for_each<describe_enumerators<ProblemCode>>([](auto d) { check_problem(Problem(d.value)); });
  mp_for_each<describe_enumerators<lifecycle::Refusal>>(
      [](auto d) { check_problem(Problem(d.value)); });
  mp_for_each<describe_enumerators<lifecycle::ApplicationRefusal>>(
      [](auto d) { check_problem(Problem(d.value)); });
}

TEST(ProblemWords, of_a_package_are_those_of_its_fault) {
  for (const auto& fault : package::all_faults()) {
    SCOPED_TRACE(fault.id);
    if (fault.kind == ErrorKind::kCorrupt) continue;
    const Problem problem(package::refuse(fault.code, "pages/a.js").error());
    EXPECT_THAT(problem.detail.zh, HasSubstr(std::string(fault.zh)));
    EXPECT_THAT(problem.detail.en, HasSubstr(std::string(fault.en)));
    EXPECT_THAT(problem.detail.zh, HasSubstr("条目：pages/a.js。"));
    EXPECT_EQ(problem.pointer, "pages/a.js");
  }
}

TEST(ProblemWords, keep_what_is_hostile_printable) {
  const Problem problem(
      Error{ErrorKind::kInvalid, "'\x1B[2J' is not one of the allowed values", ""});
  EXPECT_THAT(problem.detail.zh, HasSubstr("不在允许的取值之中"));
  EXPECT_EQ(problem.detail.zh.find('\x1B'), std::string::npos);
  EXPECT_EQ(problem.detail.en.find('\x1B'), std::string::npos);
}

TEST(ProblemWords, say_what_the_JSON_library_says) {
  int said = 0;
  for (int code = 1; code < 40; ++code) {
    const auto message = make_error_code(static_cast<json::error>(code)).message();
    const bool of_text = code <= static_cast<int>(json::error::input_error);
    if (!of_text) break;
    ++said;
    const auto zh = catalogue::error_in_chinese("not JSON: " + message);
    ASSERT_TRUE(zh);
    EXPECT_TRUE(speaks_chinese(zh->substr(zh->find("：") + 3))) << message;
  }
  EXPECT_GT(said, 10);
}

TEST(ErrorWords, fill_in_the_parts_wherever_they_stand) {
  using catalogue::error_in_chinese;
  EXPECT_EQ(error_in_chinese("a package has at most 41943040 bytes"), "代码包至多 41943040 字节");
  EXPECT_EQ(error_in_chinese("the JSON text has 9 bytes; at most 4 are taken"),
            "JSON 文本有 9 字节，至多接受 4 字节");
  EXPECT_EQ(error_in_chinese("listen: a number from 1 to 9 is expected, not '{0}'"),
            "listen：应为 1 至 9 的数，而不是“{0}”");
  EXPECT_EQ(error_in_chinese("two catalogues have the version a {} b"),
            "有两个类目目录的版本都是 a {} b");
  EXPECT_EQ(error_in_chinese("nobody says: this"), std::nullopt);
  EXPECT_EQ(error_in_chinese(""), std::nullopt);
}

TEST(ProblemWords, of_a_server_that_is_not_ready_say_why) {
  World world;
  world.services.ready = []() -> Status {
    return fail(ErrorKind::kUnavailable,
                "the disk of the data folder is full; make room, and work goes on", "/var/secret");
  };
  const auto answer = world.get("/readyz");
  EXPECT_EQ(answer.status, 503);
  EXPECT_THAT(member(answer, "detail_zh"), HasSubstr("数据文件夹所在的磁盘已满"));
  EXPECT_THAT(member(answer, "detail_en"), HasSubstr("the disk of the data folder is full"));
  EXPECT_EQ(answer.body.find("secret"), std::string::npos);
}

TEST(Queries, with_what_an_operation_does_not_have_are_refused) {
  World world;
  const std::vector<Said> rows = {
      {"GET", "/v1/submissions?sate=released", "reviewer", "", 400, "sate",
       "没有这个参数；可用的参数：after, app, category, detail, limit, owner, q, sort, state, why",
       "there is no such parameter; there are: after, app, category, detail, limit, owner, q, "
       "sort, state, why"},
      {"GET", "/v1/submissions?limit=5&limit=6", "reviewer", "", 400, "limit", "这个参数出现了两次",
       "the parameter stands there twice"},
      {"GET", "/v1/me?fields=id", "reviewer", "", 400, "fields", "这个接口不接受任何参数",
       "this operation takes no parameters"},
      {"POST", "/v1/apps/wx1/suspend?dryrun=true", "developer", "{}", 400, "dryrun",
       "可用的参数：dry_run", "there are: dry_run"},
      {"GET", "/v1/submissions?%73tate=released", "reviewer", "", 400, "%73tate", "没有这个参数",
       "no such parameter"},
      {"GET", "/healthz?x", "", "", 400, "x", "不接受任何参数", "no parameters"},
  };
  for (const auto& row : rows) check_said(world, row);
  EXPECT_THAT(world.commands.sent(), ::testing::IsEmpty());
  EXPECT_EQ(world.get("/v1/submissions?&state=released&", "reviewer").status, 200);
  EXPECT_EQ(world.get("/v1/submissions?", "reviewer").status, 200);
  EXPECT_NE(world.get("/calendar/none?utm_source=app", "").status, 400);
  const auto hostile = world.get("/v1/submissions?%1B%5B=1", "reviewer");
  EXPECT_EQ(hostile.status, 400);
}

TEST(Queries, are_known_of_every_route) {
  EXPECT_EQ(query_names().size(), all_routes().size());
  std::size_t open = 0;
  for (const auto& names : query_names()) open += names.kind == QueryKind::kOpen ? 1 : 0;
  EXPECT_EQ(open, 2U) << "providers of identities and applications for calendars alone";
}

}  // namespace
}  // namespace baobei::http
