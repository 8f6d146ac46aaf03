// Tables of answers as people see them: each form in both languages.

#include "cli/tables.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <sstream>
#include <utility>

#include "base/json.h"
#include "cli/test_machine.h"

namespace baobei::cli {
namespace {

constexpr std::size_t kJsonMax = 10'000;

TerminalStyle style_of_table(Language language, bool colours) {
  TerminalStyle style;
  style.language = language;
  style.colours = colours;
  style.utc_offset = [](Instant) { return std::chrono::hours(8); };
  return style;
}

std::string shown_table(const AnswerTable& table, const std::string& answer, Language language,
                        bool colours = false) {
  const auto json = parse_json(answer, kJsonMax);
  CHECK(json.has_value(), answer);
  std::ostringstream out;
  Terminal terminal(out, style_of_table(language, colours));
  write_table(terminal, table, View(*json), *parse_rfc3339("2026-03-02T09:00:00Z"));
  return out.str();
}

AnswerTable table_with(std::span<const TableColumn> columns) {
  return {"listThings", "items", "/v1/things", "items", {}, columns};
}

struct ShownValue {
  TableValue value;
  const char* row;
  const char* zh;
  const char* en;
};

void check_shown(const ShownValue& shown) {
  const std::array<TableValue, 1> values = {shown.value};
  const std::array<TableColumn, 1> columns = {
      {{"列", "column", "", " ", Tone::kPlain, "", values}}};
  const auto answer = "{\"items\":[" + std::string(shown.row) + "]}";
  const auto table = table_with(columns);
  EXPECT_EQ(shown_table(table, answer, Language::kZh), "列\n" + std::string(shown.zh) + "\n");
  EXPECT_EQ(shown_table(table, answer, Language::kEn), "column\n" + std::string(shown.en) + "\n");
}

TableValue value_of(TableForm form, std::string_view of = {}) {
  return {"a", "", form, of, ""};
}

TEST(Tables, show_each_form_in_both_languages) {
  using Form = TableForm;
  const std::vector<ShownValue> all = {
      {value_of(Form::kText), R"({"a":"wx1"})", "wx1", "wx1"},
      {value_of(Form::kText), R"({"a":true})", "true", "true"},
      {value_of(Form::kText), R"({"a":[1,2]})", "1, 2", "1, 2"},
      {value_of(Form::kText), R"({"a":[]})", "", ""},
      {value_of(Form::kText), "{}", "", ""},
      {{"a.b", "", Form::kText, "", ""}, R"({"a":{"b":7}})", "7", "7"},
      {{"a", "b", Form::kText, "", ""}, R"({"b":"else"})", "else", "else"},
      {{"a", "b", Form::kText, "", ""}, R"({"a":"first","b":"else"})", "first", "first"},
      {{"a", "", Form::kText, "", "same"}, R"({"a":"same"})", "", ""},
      {{"a", "", Form::kText, "", "same"}, R"({"a":"other"})", "other", "other"},
      {value_of(Form::kName, "service"), R"({"a":"down"})", "已下架", "down"},
      {value_of(Form::kName, "service"), R"({"a":"new_word"})", "new_word", "new_word"},
      {value_of(Form::kName, "service"), "{}", "", ""},
      {value_of(Form::kName, "role"), R"({"a":["officer","auditor"]})", "网信部门人员, 审计员",
       "officer, auditor"},
      {value_of(Form::kWords), R"({"a":{"zh":"论坛","en":"forum"}})", "论坛", "forum"},
      {value_of(Form::kWords), R"({"a_zh":"论坛","a_en":"forum"})", "论坛", "forum"},
      {value_of(Form::kWords), R"({"a":"either"})", "either", "either"},
      {value_of(Form::kWhen), R"({"a":"2026-03-02T09:00:00Z"})", "2026-03-02 17:00:00 +08:00",
       "2026-03-02 17:00:00 +08:00"},
      {value_of(Form::kWhen), "{}", "", ""},
      {value_of(Form::kUntil), R"({"a":"2026-03-02T10:30:00Z"})",
       "2026-03-02 18:30:00 +08:00  （还剩 1 小时 30 分）",
       "2026-03-02 18:30:00 +08:00  (1 h 30 min left)"},
      {value_of(Form::kUntil), R"({"a":"2026-03-02T08:00:00Z"})", "2026-03-02 16:00:00 +08:00",
       "2026-03-02 16:00:00 +08:00"},
      {value_of(Form::kValidity), R"({"a":{"valid":true}})", "无期限", "no end"},
      {value_of(Form::kValidity), R"({"a":{"valid":false,"valid_until":"2026-03-01T00:00:00Z"}})",
       "2026-03-01 08:00:00 +08:00（已过期）", "2026-03-01 08:00:00 +08:00 (lapsed)"},
      {value_of(Form::kValidity), R"({"a":null})", "", ""},
      {value_of(Form::kSpan), R"({"a":12345})", "12 ms", "12 ms"},
      {value_of(Form::kSpan), R"({"a":9999999})", "9999 ms", "9999 ms"},
      {value_of(Form::kSpan), R"({"a":90000000})", "1 分 30 秒", "1 min 30 s"},
      {value_of(Form::kSpan), "{}", "", ""},
      {value_of(Form::kDays), R"({"a":30})", "30", "30"},
      {value_of(Form::kDays), R"({"a":0})", "不限", "without end"},
      {value_of(Form::kBytes), R"({"a":0})", "0 B", "0 B"},
      {value_of(Form::kBytes), R"({"a":999})", "999 B", "999 B"},
      {value_of(Form::kBytes), R"({"a":1000})", "1 kB", "1 kB"},
      {value_of(Form::kBytes), R"({"a":34249})", "34.2 kB", "34.2 kB"},
      {value_of(Form::kBytes), R"({"a":999999})", "1 MB", "1 MB"},
      {value_of(Form::kBytes), R"({"a":41943040})", "41.9 MB", "41.9 MB"},
      {value_of(Form::kShare), R"({"a":1250})", "12.5 %", "12.5 %"},
      {value_of(Form::kShare), "{}", "", ""},
      {value_of(Form::kCount), R"({"a":[{},{}]})", "2", "2"},
      {value_of(Form::kCount), "{}", "0", "0"},
      {value_of(Form::kPart, "whole"), R"({"a":2,"whole":3})", "2/3", "2/3"},
      {value_of(Form::kDigest), R"({"a":"0123456789abcdef"})", "0123456789ab", "0123456789ab"},
      {value_of(Form::kYes), R"({"a":true})", "是", "yes"},
      {value_of(Form::kYes), R"({"a":false})", "", ""},
  };
  for (const auto& shown : all) check_shown(shown);
}

// ---- columns -----------------------------------------------------------------------------------

constexpr TableValue kActorValues[] = {{"role", "", TableForm::kName, "role", ""},
                                       {"person", "by", TableForm::kText, "", ""}};
constexpr TableValue kPlaceValues[] = {{"file", "", TableForm::kText, "", ""},
                                       {"line", "", TableForm::kText, "", ""}};
constexpr TableColumn kPartedColumns[] = {
    {"操作者", "by", "actor", " ", Tone::kPlain, "", kActorValues},
    {"位置", "where", "", ":", Tone::kPlain, "", kPlaceValues}};

TEST(Tables, put_the_parts_of_a_column_together) {
  const auto table = table_with(kPartedColumns);
  EXPECT_EQ(shown_table(table,
                        R"({"items":[{"actor":{"role":"clock","by":"node"},"file":"a","line":3},
                            {"actor":[{"role":"officer","person":"zhao"},{"person":"qian"}]}]})",
                        Language::kEn),
            "by                  where\nclock node          a:3\nofficer zhao; qian  \n");
}

constexpr TableValue kStateValue[] = {{"state", "", TableForm::kName, "service", ""}};
constexpr TableValue kHeldValue[] = {{"held", "", TableForm::kPart, "all", ""}};
constexpr TableValue kNoteValue[] = {{"note", "", TableForm::kText, "", ""}};
constexpr TableColumn kTonedColumns[] = {
    {"状态", "state", "", " ", Tone::kPlain, "", kStateValue},
    {"例", "held", "", " ", Tone::kPlain, "", kHeldValue},
    {"注", "note", "", " ", Tone::kWarn, "active", kNoteValue}};

TEST(Tables, colour_states_parts_and_what_does_not_count) {
  const auto shown = shown_table(table_with(kTonedColumns),
                                 R"({"items":[
      {"state":"served","held":2,"all":2,"note":"n1","active":true},
      {"state":"down","held":1,"all":2,"note":"n2"}]})",
                                 Language::kEn, true);
  for (const auto* part : {"\x1B[32mserved", "\x1B[31mdown", "\x1B[32m2/2", "\x1B[31m1/2",
                           "\x1B[33mn1", "\x1B[2mn2"}) {
    EXPECT_NE(shown.find(part), std::string::npos) << part << "\n" << shown;
  }
}

constexpr NamedRow kNamedRows[] = {{"wait", "等待", "waiting"}, {"held.office", "部门", "office"}};
constexpr TableValue kCountValue[] = {{"count", "", TableForm::kText, "", ""}};
constexpr TableColumn kNamedColumns[] = {{"项目", "what", "", " ", Tone::kPlain, "", {}},
                                         {"次数", "count", "", " ", Tone::kPlain, "", kCountValue}};

TEST(Tables, show_rows_that_lie_at_members_of_their_own) {
  const AnswerTable table{"getThings", "spans", "/v1/things", "", kNamedRows, kNamedColumns};
  const auto* answer = R"({"wait":{"count":3},"held":{"office":{"count":10}}})";
  EXPECT_EQ(shown_table(table, answer, Language::kZh), "项目  次数\n等待  3\n部门  10\n");
  EXPECT_EQ(shown_table(table, answer, Language::kEn), "what     count\nwaiting  3\noffice   10\n");
}

TEST(Tables, say_that_there_is_nothing) {
  const auto table = table_with(kPartedColumns);
  EXPECT_EQ(shown_table(table, R"({"items":[]})", Language::kZh),
            std::string(word(Word::kNothing, Language::kZh)) + "\n");
  EXPECT_EQ(shown_table(table, "{}", Language::kEn),
            std::string(word(Word::kNothing, Language::kEn)) + "\n");
}

// ---- those of the contract ----------------------------------------------------------------------

TEST(Tables, of_the_contract_have_both_languages_and_are_there_once) {
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (const auto& table : answer_tables()) {
    EXPECT_TRUE(seen.insert({table.operation, table.name}).second) << table.operation;
    EXPECT_FALSE(table.columns.empty()) << table.operation;
    EXPECT_NE(table.rows.empty(), table.named.empty()) << table.operation << " " << table.name;
    for (const auto& column : table.columns) {
      EXPECT_FALSE(column.zh.empty() || column.en.empty()) << table.operation;
    }
  }
  EXPECT_GT(seen.size(), 40U);
}

TEST(Tables, are_found_by_operation_and_name) {
  EXPECT_EQ(answer_table("listFilings").path, "/v1/filings");
  EXPECT_EQ(answer_table("getStatistics", "silence").rows, "silence");
  EXPECT_EQ(answer_table("listApps", "clients").rows, "items");
  EXPECT_EQ(answer_table("tryPolicy").columns.data(),
            answer_table("getPolicyWhatIf").columns.data());
}

// ---- at work -----------------------------------------------------------------------------------

struct CommandTable {
  std::vector<std::string> line;
  const char* answer;
  std::vector<std::string> zh;
  std::vector<std::string> en;
  const char* empty;  // the answer without a row
};

std::string said_by(const std::vector<std::string>& line, const char* answer,
                    const std::string& language) {
  test::TestMachine machine;
  machine.server = [&](const HttpRequest& request) {
    if (request.target == "/v1/server") {
      return test::answer_json(200, json::object{{"time", "2026-03-02T09:00:00Z"}});
    }
    return test::answer_json(200, *parse_json(answer, kJsonMax));
  };
  auto arguments = line;
  arguments.insert(arguments.end(), {"--lang", language});
  EXPECT_EQ(machine.run(arguments), kExitOk) << line.front() << machine.err.str();
  return machine.out.str();
}

void check_command(const CommandTable& command) {
  for (const auto& [language, wanted] :
       {std::pair("zh", &command.zh), std::pair("en", &command.en)}) {
    const auto shown = said_by(command.line, command.answer, language);
    for (const auto& part : *wanted) {
      EXPECT_NE(shown.find(part), std::string::npos) << part << " is not in\n" << shown;
    }
    const auto nothing =
        word(Word::kNothing, language == std::string("zh") ? Language::kZh : Language::kEn);
    EXPECT_NE(said_by(command.line, command.empty, language).find(nothing), std::string::npos)
        << command.line.front();
  }
}

constexpr const char* kNoItems = R"({"items":[]})";

TEST(Tables, of_commands_about_cases_show_what_the_server_says) {
  for (const auto& command : std::vector<CommandTable>{
           {{"apps"},
            R"({"items":[{"app":"wx1","name":"邻里","service":"served","region":"33",
                          "changed_at":"2026-03-02T09:00:00Z"}]})",
            {"小程序", "服务状态", "服务中", "2026-03-02 17:00:00 +08:00"},
            {"app ", "service", "served", "2026-03-02 17:00:00 +08:00"},
            kNoItems},
           {{"events", "wx1"},
            R"({"items":[{"revision":4,"at":"2026-03-02T09:00:00Z","type":"submitted",
                          "actor":{"role":"clock","by":"node-1"},"hash":"0123456789abcdef"}]})",
            {"操作者", "时钟 node-1", "0123456789ab\n"},
            {"by ", "clock node-1", "0123456789ab\n"},
            kNoItems},
           {{"packages", "wx1"},
            R"({"items":[{"digest":"0123456789abcdef","label":"1.2","files":7,"bytes":41943040}]})",
            {"大小", "41.9 MB"},
            {"size", "41.9 MB"},
            kNoItems},
           {{"submissions"},
            R"({"items":[{"owner":"o","app":"wx1","submission":2,"state":"reviewing",
                          "due":"2026-03-02T10:00:00Z"}]})",
            {"所属组织", "审核中", "（还剩 1 小时）"},
            {"owner", "in review", "(1 h left)"},
            kNoItems},
           {{"statistics", "--all"},
            R"({"queue":{"count":1,"exact":true},"wait":{"count":3,"p50_us":90000000},
                "held":{"authority":{"count":2,"max_us":12000}},
                "silence":[{"region":"33","ended":4,"silent":1,"share":2500}],
                "reviewers":[{"person":"r-1","decided":3,"refused":1,"wait":{"p50_us":60000000}}]})",
            {"从提审到审核决定", "1 分 30 秒", "在网信部门", "12 ms", "25 %", "人员", "r-1"},
            {"from submission to decision", "1 min 30 s", "with the office", "12 ms", "25 %",
             "r-1"},
            R"({"silence":[]})"},
       }) {
    check_command(command);
  }
}

// Both were sent with a limit, which the server does not take there: 400.
TEST(Tables, of_one_persons_tokens_and_bindings_ask_without_a_limit) {
  for (const auto& [line, target] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"directory", "tokens", "zhao"}, "/v1/people/zhao/tokens"},
           {{"identity", "of", "zhao"}, "/v1/people/zhao/identities"}}) {
    test::TestMachine machine;
    machine.server = [](const HttpRequest&) {
      return test::answer_json(200, json::object{{"items", json::array{}}});
    };
    ASSERT_EQ(machine.run(line), kExitOk) << machine.err.str();
    EXPECT_EQ(machine.requests.back().target, target);
  }
}

TEST(Tables, of_commands_about_people_and_rules_show_what_the_server_says) {
  for (
      const auto& command : std::vector<CommandTable>{
          {{"directory", "orgs"},
           R"({"items":[{"org":"agency-1","kind":"agency","name":"A"}]})",
           {"类型", "服务商"},
           {"kind", "agency"},
           kNoItems},
          {{"directory", "tokens", "zhao"},
           R"({"items":[{"token_id":"t1","roles":["reviewer","auditor"],"read_only":true,
                          "valid":true}]})",
           {"审核员, 审计员", "只读", "是"},
           {"reviewer, auditor", "read only", "yes"},
           kNoItems},
          {{"hold", "list"},
           R"({"items":[{"hold":1,"state":"standing","subject":"s-1","ground":"g"}]})",
           {"对象", "s-1", "保全中"},
           {"on ", "s-1", "standing"},
           kNoItems},
          {{"retention", "show"},
           R"({"kinds":[{"kind":"scans","days":0},{"kind":"documents","days":30}]})",
           {"保存天数", "纸质答复的扫描件", "不限", "30"},
           {"days kept", "scans of paper answers", "without end", "30"},
           R"({"kinds":[]})"},
          {{"categories", "show", "s-1"},
           R"({"items":[{"id":"social-forum","name_zh":"社区","name_en":"Community",
                          "grant":{"valid":false,"valid_until":"2026-03-01T00:00:00Z"},
                          "application":{"application":3,"state":"applied"},"may_apply":false,
                          "why":{"zh":"已有申请","en":"one waits"}}]})",
           {"社区", "（已过期）", "已有申请"},
           {"Community", "(lapsed)", "one waits"},
           kNoItems},
          {{"rules", "show"},
           R"({"version":"builtin","state":"in_force","packs":[{"rule":"content/a","title_zh":"甲",
                "title_en":"A","held":2,"examples":3,"change":"same"},
                {"rule":"content/b","held":1,"examples":1,"change":"changed"}]})",
           {"例子", "甲", "2/3", "有改动"},
           {"examples", "A ", "2/3", "changed"},
           R"({"packs":[]})"},
          {{"policy", "show"},
           R"({"version":"1","parameters":[{"name":"lapse","title":{"zh":"失效","en":"lapse after"},
                "value":["a","b"],"since":"2026-03-02T09:00:00Z",
                "to_come":[{"value":7,"effective_from":"2026-03-03T09:00:00Z"}]}]})",
           {"现行值", "失效", "a, b", "7 2026-03-03 17:00:00 +08:00"},
           {"value", "lapse after", "a, b", "7 2026-03-03 17:00:00 +08:00"},
           R"({"parameters":[]})"},
      }) {
    check_command(command);
  }
}

}  // namespace
}  // namespace baobei::cli
