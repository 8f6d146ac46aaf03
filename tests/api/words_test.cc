// Bad input sent to the program as it is shipped: every refusal says its reason in both languages.

#include <gmock/gmock.h>

#include "package/test_archives.h"
#include "program.h"

namespace baobei::api {
namespace {

using package::tar_of;
using package::zip_of;
using ::testing::HasSubstr;

struct Bad {
  const char* what;
  Ask ask;
  int status;
  std::string pointer;
  std::string zh;
  std::string en;
};

Ask upload_of(const Program& program, const std::string& archive) {
  Ask ask;
  ask.method = "POST";
  ask.target = "/v1/apps/" + program.app() + "/packages";
  ask.who = "developer";
  ask.body = archive;
  return ask;
}

Ask post_of(const std::string& target, const std::string& who, const std::string& body) {
  Ask ask;
  ask.method = "POST";
  ask.target = target;
  ask.who = who;
  ask.body = body;
  return ask;
}

Ask get_of(const std::string& target, const std::string& who) {
  Ask ask;
  ask.target = target;
  ask.who = who;
  return ask;
}

std::string text_of(const json::value& body, const char* name) {
  const auto* member = body.is_object() ? body.get_object().if_contains(name) : nullptr;
  return member != nullptr && member->is_string() ? std::string(member->get_string()) : "";
}

void check_refused(const Program& program, const std::vector<Bad>& rows) {
  for (const auto& row : rows) {
    SCOPED_TRACE(row.what);
    const auto reply = program.ask(row.ask);
    EXPECT_EQ(reply.status, row.status) << reply.body;
    const auto body = reply.json();
    EXPECT_EQ(text_of(body, "pointer"), row.pointer) << reply.body;
    EXPECT_THAT(text_of(body, "detail_zh"), HasSubstr(row.zh));
    EXPECT_THAT(text_of(body, "detail_en"), HasSubstr(row.en));
    EXPECT_EQ(text_of(body, "detail"), text_of(body, "detail_zh")) << "nobody asked for English";
  }
}

TEST(Words, of_archives_that_are_refused_say_why) {
  const Program program;
  const auto zip = [&](const char* name) {
    return upload_of(program, zip_of({{"app.json", "{}"}, {name, "x"}}));
  };
  const std::string deep = [] {
    std::string path;
    for (int i = 0; i < 40; ++i) path += "a/";
    return path + "b.js";
  }();
  check_refused(
      program,
      {
          {"traversal", zip("../x.js"), 400, "../x.js", "条目名含有“..”，会指到包外",
           "points outside the package"},
          {"absolute", zip("/etc/x"), 400, "/etc/x", "条目名是绝对路径", "absolute path"},
          {"bad UTF-8", zip("a\xff.js"), 400, "", "条目名不是 UTF-8", "not UTF-8"},
          {"too deep", zip(deep.c_str()), 413, deep, "文件夹嵌套过深，至多 32 层", "32 levels"},
          {"the same name", zip("app.json"), 400, "app.json", "同一名称出现两次", "twice"},
          {"another case", zip("APP.json"), 400, "APP.json", "仅大小写", "letter case"},
          {"link", upload_of(program, tar_of({{"app.json", "{}"}, {"l", "", '2', "/etc/passwd"}})),
           400, "l", "条目是链接", "is a link"},
          {"device", upload_of(program, tar_of({{"app.json", "{}"}, {"d", "", '3'}})), 400, "d",
           "条目是设备、管道或套接字", "device"},
          {"no archive", upload_of(program, "hello"), 400, "", "这不是 zip、tar", "not a zip, tar"},
      });
}

TEST(Words, of_bodies_and_queries_that_are_refused_say_why) {
  const Program program;
  const auto app = "/v1/apps/" + program.app();
  const std::string deep = R"({"text":)" + std::string(64, '[') + std::string(64, ']') + "}";
  check_refused(
      program,
      {
          {"unknown member", post_of(app + "/suspend", "developer", R"({"why":1})"), 400, "/why",
           "没有这个成员", "an unknown member"},
          {"missing member", post_of(app + "/share", "developer", "{}"), 400, "/share",
           "缺少必填成员", "a required member is missing"},
          {"wrong type", post_of(app + "/share", "developer", R"({"share":"half"})"), 400, "/share",
           "应为整数", "a whole number is expected"},
          {"twice", post_of(app + "/share", "developer", R"({"share":1,"share":2})"), 400, "/share",
           "同一成员出现了两次", "the same member stands there twice"},
          {"bad instant",
           post_of(app + "/agencies", "developer", R"({"agency":"org-agency","until":"soon"})"),
           400, "/until", "“soon”不是", "'soon' is not an RFC 3339 instant"},
          {"bad cursor", get_of("/v1/submissions?after=x", "reviewer"), 400, "after",
           "不是这个列表的游标", "not a cursor of this list"},
          {"bad cursor of the feed", get_of("/v1/feed?after=x", "operator"), 400, "after",
           "不是事件流的游标", "not a cursor of the feed"},
          {"misspelt filter", get_of("/v1/submissions?sate=released", "reviewer"), 400, "sate",
           "没有这个参数；可用的参数：after, app, category, detail, limit, owner, q, sort, state, why",
           "there are: after, app, category, detail, limit, owner, q, sort, state, why"},
          {"twice in the query", get_of("/v1/submissions?limit=1&limit=2", "reviewer"), 400,
           "limit", "这个参数出现了两次", "the parameter stands there twice"},
      });
  const auto reply = program.ask(post_of(app + "/share", "developer", deep));
  EXPECT_EQ(reply.status, 400);
  EXPECT_THAT(text_of(reply.json(), "detail_zh"), HasSubstr("不是合法的 JSON：嵌套层级过深"));
  EXPECT_THAT(text_of(reply.json(), "pointer"), ::testing::StartsWith("byte "));
}

// A person's conflicts: 409 with what is in the way.
TEST(Words, of_conflicts_say_what_is_in_the_way) {
  const Program program;
  const Ask out = post_of("/v1/sign-out", "developer", "");
  check_refused(program,
                {{"a token signs out", out, 409, "", "这是令牌而不是会话", "a token, not a"}});
}

}  // namespace
}  // namespace baobei::api
