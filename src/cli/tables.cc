#include "cli/tables.h"

#include <algorithm>

#include "base/text.h"
#include "cli/case_view.h"

namespace baobei::cli {
namespace {

View member_of(View row, std::string_view field) {
  for (const auto& part : split(std::string(field), '.')) row = row[part];
  return row;
}

Tone tone_of_name(std::string_view vocabulary, const std::string& wire) {
  const bool of_case = vocabulary == "entry" || vocabulary == "submission";
  return of_case ? tone_of(wire) : Tone::kPlain;
}

Cell cell_of(const Terminal& out, const View& row, const TableColumn& column, Instant now) {
  const auto value = member_of(row, column.field);
  switch (column.form) {
    case TableForm::kText:
      break;
    case TableForm::kStrong:
      return {value.text(), Tone::kStrong};
    case TableForm::kName:
      return {out.name(column.of, value.text()), tone_of_name(column.of, value.text())};
    case TableForm::kWhen:
      return {value.is_there() ? out.when(value.text()) : std::string()};
    case TableForm::kUntil:
      return {until(out, value, now)};
  }
  return {value.text()};
}

}  // namespace

const ListTable& list_table(std::string_view operation) {
  const auto all = list_tables();
  const auto found = std::ranges::find(all, operation, &ListTable::operation);
  CHECK(found != all.end(), std::string(operation));
  return *found;
}

int show_list(Session& session, const ListTable& table, const View& list) {
  Instant now;
  const auto counts_down = [](const auto& column) { return column.form == TableForm::kUntil; };
  if (std::ranges::any_of(table.columns, counts_down)) {
    const auto asked = session.server_now();
    if (!asked) return session.failed(asked.error());
    now = *asked;
  }
  auto& out = session.out();
  std::vector<std::string> titles;
  for (const auto& column : table.columns) {
    titles.emplace_back(out.language() == Language::kZh ? column.zh : column.en);
  }
  std::vector<std::vector<Cell>> rows;
  for (const auto& item : list["items"].items()) {
    auto& row = rows.emplace_back();
    for (const auto& column : table.columns) row.push_back(cell_of(out, item, column, now));
  }
  out.table(titles, rows);
  if (list["next"].is_there()) session.err().line(Word::kMoreThere, {}, Tone::kQuiet);
  return kExitOk;
}

}  // namespace baobei::cli
