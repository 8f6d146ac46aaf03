// Tables for spreadsheets: what is in a cell stays in it.
#include "http/csv.h"

#include <gtest/gtest.h>

namespace baobei::http {
namespace {

TEST(Csv, no_cell_is_a_formula) {
  EXPECT_EQ(csv_cell("=1+1"), "\"'=1+1\"");
  EXPECT_EQ(csv_cell("+1"), "\"'+1\"");
  EXPECT_EQ(csv_cell("-1"), "\"'-1\"");
  EXPECT_EQ(csv_cell("@SUM(A1)"), "\"'@SUM(A1)\"");
  EXPECT_EQ(csv_cell("\t=1"), "\"'\t=1\"");
  EXPECT_EQ(csv_cell("a\"b,\nc"), "\"a\"\"b,\nc\"");
  EXPECT_EQ(csv_cell("论坛"), "\"论坛\"");
}

TEST(Csv, rows_stand_under_their_columns) {
  constexpr std::string_view kColumns[] = {"app", "answer.late", "gone"};
  json::array items;
  items.push_back(json::object{{"app", "=wx"}, {"answer", json::object{{"late", true}}}});
  items.push_back(json::object{{"app", "wx2"}});
  const auto response = csv_response(items, kColumns, "cursor");
  EXPECT_EQ(response.body,
            "\xEF\xBB\xBF\"app\",\"answer.late\",\"gone\"\r\n\"'=wx\",\"true\",\"\"\r\n"
            "\"wx2\",\"\",\"\"\r\n");
  EXPECT_EQ(response.headers.back().value, "cursor");
}

}  // namespace
}  // namespace baobei::http
