// Lists: what is read, what is sent, what a second run of the same list does.

#include "cli/bulk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "cli/binder.h"
#include "cli/row_list.h"
#include "cli/test_machine.h"

namespace baobei::cli {
namespace {

using test::answer_json;
using test::header_of;
using test::problem;
using test::TestMachine;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string kListDigest(64, 'a');
const ListColumns kColumns{{"app", "share", "text"}, {"app"}, {{"小程序", "app"}}};

// ---- reading -----------------------------------------------------------------------------------

TEST(RowList, reads_what_spreadsheets_write) {
  const auto list =
      rows_of("\xEF\xBB\xBF小程序, text ,share\r\nwx1,\"a \"\"b\"\", c\nd\",'=1\r\n,,\r\nwx2\r\n",
              kColumns);
  ASSERT_TRUE(list);
  ASSERT_EQ(list->rows.size(), 2U);
  EXPECT_EQ(list->rows[0].no, 2U);
  EXPECT_EQ(list->rows[0].text("app"), "wx1");
  EXPECT_EQ(list->rows[0].text("text"), "a \"b\", c\nd");
  EXPECT_EQ(list->rows[0].text("share"), "=1");
  EXPECT_EQ(list->rows[1].no, 4U);
  EXPECT_EQ(list->rows[1].text("text"), "");
}

TEST(RowList, takes_several_in_a_cell) {
  const auto list = rows_of("app,text\nwx1,a; b；;c\n", kColumns);
  ASSERT_TRUE(list);
  EXPECT_THAT(list->rows[0].texts("text"), ElementsAre("a", "b", "c"));
}

TEST(RowList, names_what_is_wrong) {
  struct Row {
    std::string csv;
    Word what;
    std::vector<std::string> arguments;
  };
  std::string long_list = "app\n";
  for (std::size_t i = 0; i <= kListRowsMax; ++i) long_list += "wx\n";
  for (const auto& row : std::vector<Row>{
           {"", Word::kListColumnMissing, {"app"}},
           {"app\n", Word::kListEmpty, {}},
           {"app,color\nwx1,red\n", Word::kListColumn, {"color", "app, share, text"}},
           {"app,小程序\nwx1,wx1\n", Word::kListColumnTwice, {"app"}},
           {"share\n1\n", Word::kListColumnMissing, {"app"}},
           {"app\nwx1,2\n", Word::kListRowLong, {"2"}},
           {"app,share\nwx1,1\n,2\n", Word::kListFieldEmpty, {"3", "app"}},
           {"app\n\xC4\xE3\n", Word::kListNotUtf8, {}},
           {"app,text\nwx1,\"open\n", Word::kListQuote, {"2"}},
           {"app,text\nwx1,a\"b\n", Word::kListQuote, {"2"}},
           {long_list, Word::kListTooLong, {std::to_string(kListRowsMax), "8"}},
       }) {
    const auto list = rows_of(row.csv, kColumns);
    ASSERT_FALSE(list) << row.csv.substr(0, 40);
    EXPECT_EQ(list.error().what, row.what) << row.csv.substr(0, 40);
    EXPECT_EQ(list.error().arguments, row.arguments) << row.csv.substr(0, 40);
  }
}

TEST(RowList, writes_no_formula_and_reads_what_it_wrote) {
  const std::vector<std::string> cells = {"=cmd()", "a,\"b\"", "+1", "x\ny"};
  const auto line = list_line(cells);
  EXPECT_THAT(line, HasSubstr("\"'=cmd()\""));
  const auto list = rows_of("a,b,c,d\n" + line, {{"a", "b", "c", "d"}, {}});
  ASSERT_TRUE(list);
  EXPECT_EQ(list->rows[0].text("a"), cells[0]);
  EXPECT_EQ(list->rows[0].text("b"), cells[1]);
  EXPECT_EQ(list->rows[0].text("c"), cells[2]);
  EXPECT_EQ(list->rows[0].text("d"), cells[3]);
}

// ---- sending -----------------------------------------------------------------------------------

class Bulk : public testing::Test {
 protected:
  std::string list(const std::string& csv) {
    const auto path = machine.folder() + "/list.csv";
    std::ofstream(path) << csv;
    return path;
  }
  std::vector<HttpRequest> posts() const {
    std::vector<HttpRequest> found;
    for (const auto& request : machine.requests) {
      if (request.method == "POST") found.push_back(request);
    }
    return found;
  }
  static HttpResponse accepted(const HttpRequest&) {
    return answer_json(200, {{"app", "wx"}, {"revision", 3}, {"events", json::array{}}});
  }

  TestMachine machine;
};

TEST_F(Bulk, submits_each_row_as_a_command_of_its_own) {
  machine.server = accepted;
  const auto path = list("app,digest,categories,release_choice\nwx1," + kListDigest +
                         ",a;b,on_answer\n" + "wx 2," + kListDigest + ",c,\n");
  EXPECT_EQ(machine.run({"bulk", "submit", path, "--yes"}), kExitOk) << machine.err.str();
  const auto sent = posts();
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[0].target, "/v1/apps/wx1/submissions");
  EXPECT_EQ(sent[0].body, "{\"digest\":\"" + kListDigest +
                              R"(","categories":["a","b"],"release_choice":"on_answer"})");
  EXPECT_EQ(sent[1].target, "/v1/apps/wx%202/submissions");
  EXPECT_THAT(machine.out.str(), HasSubstr("row 2  wx1  done"));
  EXPECT_THAT(machine.err.str(), HasSubstr("2 rows done, 0 not."));
}

TEST_F(Bulk, repeats_nothing_of_a_list_that_is_run_again) {
  machine.server = accepted;
  const auto path = list("app,submission,share\nwx1,3,25%\nwx1,3,50%\n");
  EXPECT_EQ(machine.run({"bulk", "release", path, "--yes"}), kExitOk);
  EXPECT_EQ(machine.run({"bulk", "release", path, "--yes"}), kExitOk);
  const auto sent = posts();
  ASSERT_EQ(sent.size(), 4U);
  const auto key = [&](std::size_t i) { return header_of(sent[i], "Idempotency-Key"); };
  EXPECT_EQ(sent[0].body, R"({"submission":3,"share":2500})");
  EXPECT_EQ(key(0), key(2));
  EXPECT_EQ(key(1), key(3));
  EXPECT_NE(key(0), key(1));
  list("app,submission,share\nwx1,3,25%\nwx1,3,75%\n");
  EXPECT_EQ(machine.run({"bulk", "release", path, "--yes"}), kExitOk);
  EXPECT_NE(header_of(posts()[4], "Idempotency-Key"), key(0)) << "another list";
}

TEST_F(Bulk, goes_on_after_a_refused_row_and_says_so_at_its_end) {
  machine.server = [](const HttpRequest& request) {
    return request.target.find("wx1") == std::string::npos ? accepted(request)
                                                           : problem(409, "not_releasable");
  };
  const auto path = list("app,submission\nwx1,1\nwx2,1\n");
  EXPECT_EQ(machine.run({"bulk", "release", path, "--yes", "--json"}), kExitRefused);
  EXPECT_EQ(posts().size(), 2U);
  std::istringstream lines(machine.out.str());
  std::string line;
  std::getline(lines, line);
  EXPECT_THAT(line, HasSubstr(R"("row":2,"app":"wx1","done":false,"problem":{)"));
  std::getline(lines, line);
  EXPECT_THAT(line, HasSubstr(R"("row":3,"app":"wx2","done":true,"result":{)"));
}

TEST_F(Bulk, stops_where_no_row_can_fare_better) {
  machine.server = [](const HttpRequest&) { return problem(401, "unauthorized"); };
  const auto path = list("app,submission\nwx1,1\nwx2,1\nwx3,1\n");
  EXPECT_EQ(machine.run({"bulk", "release", path, "--yes"}), kExitNoRights);
  EXPECT_EQ(posts().size(), 1U);
  EXPECT_THAT(machine.err.str(), HasSubstr("2 rows were not tried"));
}

TEST_F(Bulk, sends_nothing_of_a_list_with_a_fault) {
  machine.server = accepted;
  for (const auto& csv :
       {"app,submission,share\nwx1,1,10%\nwx2,1,200%\n", "app,submission\nwx1,1\nwx2,zero\n"}) {
    EXPECT_EQ(machine.run({"bulk", "release", list(csv), "--yes"}), kExitCouldNot);
  }
  EXPECT_EQ(machine.run({"bulk", "submit", list("app,categories\nwx1,a\n"), "--yes"}),
            kExitCouldNot);
  EXPECT_EQ(machine.run({"bulk", "release", machine.folder() + "/no such list"}), kExitCouldNot);
  EXPECT_TRUE(machine.requests.empty());
  EXPECT_THAT(machine.err.str(), HasSubstr("Row 3: share is wrong: 200%"));
}

TEST_F(Bulk, asks_before_it_begins) {
  machine.server = accepted;
  EXPECT_EQ(machine.run({"bulk", "release", list("app,submission\nwx1,1\n")}), kExitUsage);
  EXPECT_TRUE(machine.requests.empty());
}

// ---- an office's lists -------------------------------------------------------------------------

TEST_F(Bulk, answers_filings_of_a_list_and_leaves_rows_without_a_verdict) {
  machine.server = accepted;
  const auto path =
      list("报备号,app,代码包摘要,答复,整改项,name\n2,wx1," + kListDigest + ",pass,,甲\n3,wx2," +
           kListDigest + ",fail,content | social-forum | a | b;other,乙\n4,wx3," + kListDigest +
           ",,,丙\n");
  EXPECT_EQ(machine.run({"filing", "import", path, "--yes"}), kExitOk) << machine.err.str();
  const auto sent = posts();
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[0].target, "/v1/apps/wx1/filings/2/answer");
  EXPECT_EQ(sent[0].body, R"({"verdict":"pass","digest":")" + kListDigest + "\"}");
  EXPECT_EQ(sent[1].body,
            R"({"verdict":"fail","digest":")" + kListDigest +
                R"(","points":[{"code":"content","category":"social-forum","text":"a | b"},)"
                R"({"code":"other"}]})");
}

TEST_F(Bulk, refuses_answers_that_cannot_be_meant) {
  for (const auto& rest :
       {"maybe,,,", "pass,point,,", "fail,|x,,", "fail,,everything,", "fail,,,+2h"}) {
    const auto path = list("app,filing,digest,verdict,points,scope,down_by\nwx1,2," + kListDigest +
                           "," + rest + "\n");
    EXPECT_EQ(machine.run({"filing", "import", path, "--yes"}), kExitCouldNot) << rest;
  }
  EXPECT_TRUE(machine.requests.empty());
}

TEST_F(Bulk, exports_what_is_to_be_answered) {
  machine.server = [](const HttpRequest&) {
    return answer_json(200, {{"items", json::array{json::object{{"app", "wx1"},
                                                                {"entry", 2},
                                                                {"app_name", "=甲"},
                                                                {"digest", kListDigest},
                                                                {"region", "zj"}}}}});
  };
  const auto path = machine.folder() + "/out.csv";
  EXPECT_EQ(machine.run({"filing", "export", "--out", path}), kExitOk) << machine.err.str();
  EXPECT_EQ(machine.requests.front().target, "/v1/filings?state=running&detail=true&limit=50");
  std::ifstream file(path);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  EXPECT_THAT(text, HasSubstr("\"wx1\",\"2\",\"" + kListDigest + "\",\"\",\"\",\"'=甲\",\"zj\""));
  EXPECT_EQ(machine.run({"filing", "export", "--out", path}), kExitCouldNot) << "never overwrites";
}

TEST_F(Bulk, lists_filings_by_what_is_asked_for) {
  machine.server = [](const HttpRequest& request) {
    if (request.target == "/v1/server") {
      return answer_json(200, {{"time", "2026-12-01T12:00:00Z"}});
    }
    return answer_json(200, {{"items", json::array{json::object{{"app", "wx1"},
                                                                {"entry", 2},
                                                                {"app_name", "邻里论坛"},
                                                                {"state", "silent"},
                                                                {"region", "33"}}}}});
  };
  const auto asked = [&] {
    for (const auto& request : machine.requests) {
      if (request.target.starts_with("/v1/filings")) return request.target;
    }
    return std::string();
  };
  EXPECT_EQ(machine.run({"filing", "list", "--find", "邻里", "--late", "--region", "33"}), kExitOk)
      << machine.err.str();
  EXPECT_EQ(asked(), "/v1/filings?region=33&q=%E9%82%BB%E9%87%8C&late=true&limit=50");
  EXPECT_THAT(machine.out.str(), HasSubstr("邻里论坛"));
  EXPECT_THAT(machine.out.str(), HasSubstr("period ends")) << "titles out of the contract";
  machine.requests.clear();
  EXPECT_EQ(machine.run({"filing", "list", "--answered-from", "2026-03-01T00:00:00Z",
                         "--answered-to", "2026-04-01T00:00:00Z", "--state", "failed"}),
            kExitOk)
      << machine.err.str();
  EXPECT_EQ(asked(),
            "/v1/filings?state=failed&answered_from=2026-03-01T00%3A00%3A00Z&answered_to="
            "2026-04-01T00%3A00%3A00Z&limit=50");
}

// ---- the manual --------------------------------------------------------------------------------

// The heading of a command, as roff has it.
std::string heading(const std::string& command) {
  std::string text = ".SS \"\\fB";
  for (const char c : command) text += c == '-' ? std::string("\\-") : std::string(1, c);
  return text + "\\fR";
}

TEST(Manual, has_every_command_of_the_parser) {
  for (const auto* language : {"en", "zh"}) {
    TestMachine machine;
    Invocation invocation(machine.environment(), Language::kEn);
    CLI::App app("", "baobei");
    add_client_commands(app, invocation);
    const auto commands = test::collect(app);
    ASSERT_GT(commands.size(), 100U);
    ASSERT_EQ(machine.run({"manual", "--lang", language}), kExitOk);
    const auto page = machine.out.str();
    for (const auto& command : commands) {
      EXPECT_NE(page.find(heading(command)), std::string::npos) << command;
    }
  }
}

TEST(Manual, tells_arguments_options_and_exit_codes_in_both_languages) {
  TestMachine machine;
  EXPECT_EQ(machine.run({"manual"}), kExitOk);
  const auto english = machine.out.str();
  for (const auto* part :
       {".TH baobei 1", "\\fBbulk submit\\fR \\fILIST\\fR",
        "\\fBsubmit\\fR \\fIAPP\\fR [\\fIPATH\\fR]", "\\fB\\-\\-category\\fR",
        "\\fB\\-\\-share\\fR \\fIVALUE\\fR", "\\fB\\-\\-wait\\fR\n",
        "\\fBcompletion\\fR [\\fISHELL\\fR]", "\\fB69\\fR", "\\fBBAOBEI_URL\\fR"}) {
    EXPECT_THAT(english, HasSubstr(part));
  }
  machine.out.str("");
  EXPECT_EQ(machine.run({"manual", "--lang", "zh"}), kExitOk);
  EXPECT_THAT(machine.out.str(), HasSubstr(".SH \"退出码\""));
}

}  // namespace
}  // namespace baobei::cli
