#include "cli/tables.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "cli/case_view.h"
#include "cli/tones.h"

namespace baobei::cli {
namespace {

View member_of(View row, std::string_view field) {
  if (field.empty()) return row;
  for (const auto& part : split(std::string(field), '.')) row = row[part];
  return row;
}

void append(std::string& all, std::string_view between, const std::string& more) {
  if (!all.empty() && !more.empty()) all += between;
  all += more;
}

// Text of the member, or of each where it is a list.
template <typename ToText>
std::string joined(const View& value, const ToText& to_text) {
  const auto list = value.texts();
  if (list.empty()) return to_text(value.text());
  std::string all;
  for (const auto& text : list) append(all, ", ", to_text(text));
  return all;
}

Cell name_cell(const Terminal& out, const View& value, const TableValue& column) {
  const auto named = [&](const std::string& wire) {
    return wire.empty() ? std::string() : out.name(column.of, wire);
  };
  return {joined(value, named), tone_of(column.of, value.text())};
}

std::string words_of(const Terminal& out, const View& row, const TableValue& column) {
  const std::string language = out.language() == Language::kZh ? "zh" : "en";
  const auto inside = member_of(row, std::string(column.field) + "." + language);
  if (inside.is_there()) return inside.text();
  const auto beside = member_of(row, std::string(column.field) + "_" + language);
  return (beside.is_there() ? beside : member_of(row, column.field)).text();
}

Cell validity_cell(const Terminal& out, const View& value) {
  if (!value.is_there()) return {};
  const auto end = value["valid_until"];
  const auto until = end.is_there() ? out.when(end.text()) : out.say(Word::kNoEnd);
  if (value["valid"].flag()) return {until, Tone::kGood};
  return {out.say(Word::kLapsedMark, {until}), Tone::kBad};
}

// What is short is told in milliseconds.
std::string told_span(const Terminal& out, const View& micros) {
  constexpr std::int64_t kToldInMillisMax = 10'000'000;
  if (!micros.is_there()) return {};
  const auto count = micros.number();
  if (count < kToldInMillisMax) return std::to_string(count / 1'000) + " ms";
  return out.span(Duration(count));
}

// "812 B", "34.2 kB", "10 MB".
std::string bytes_of(const View& value) {
  if (!value.is_there()) return {};
  constexpr std::array<std::string_view, 4> kUnits = {"kB", "MB", "GB", "TB"};
  auto tenths = value.number() * 10;
  if (tenths < 10'000) return std::to_string(tenths / 10) + " B";
  std::size_t unit = 0;
  for (tenths = (tenths + 500) / 1'000; tenths >= 10'000 && unit + 1 < kUnits.size(); ++unit) {
    tenths = (tenths + 500) / 1'000;
  }
  auto text = std::to_string(tenths / 10);
  if (tenths % 10 != 0) text += "." + std::to_string(tenths % 10);
  return text + " " + std::string(kUnits[unit]);
}

Cell part_cell(const View& value, const View& whole) {
  const bool is_whole = value.number() == whole.number();
  return {value.text() + "/" + whole.text(), is_whole ? Tone::kGood : Tone::kBad};
}

Cell value_cell(const Terminal& out, const View& row, const TableValue& column, Instant now) {
  auto value = member_of(row, column.field);
  if (!value.is_there() && !column.otherwise.empty()) value = member_of(row, column.otherwise);
  if (!column.unsaid.empty() && value.text() == column.unsaid) return {};
  switch (column.form) {
    case TableForm::kText:
      return {joined(value, [](const std::string& text) { return text; })};
    case TableForm::kName:
      return name_cell(out, value, column);
    case TableForm::kWords:
      return {words_of(out, row, column)};
    case TableForm::kWhen:
      return {value.is_there() ? out.when(value.text()) : std::string()};
    case TableForm::kUntil:
      return {until(out, value, now)};
    case TableForm::kValidity:
      return validity_cell(out, value);
    case TableForm::kSpan:
      return {told_span(out, value)};
    case TableForm::kDays:
      return {value.text() == "0" ? out.say(Word::kForever) : value.text()};
    case TableForm::kBytes:
      return {bytes_of(value)};
    case TableForm::kShare:
      return {value.is_there() ? Terminal::percent(value.number()) : std::string()};
    case TableForm::kCount:
      return {std::to_string(value.items().size())};
    case TableForm::kPart:
      return part_cell(value, member_of(row, column.of));
    case TableForm::kDigest:
      return {short_digest(value.text())};
    case TableForm::kYes:
      return {value.flag() ? out.say(Word::kYes) : std::string()};
  }
  return {};
}

Cell cell_of(const Terminal& out, const View& row, const TableColumn& column, Instant now) {
  const auto place = member_of(row, column.each);
  auto objects = place.items();
  if (objects.empty()) objects.push_back(place);
  Cell cell;
  for (const auto& object : objects) {
    std::string text;
    for (const auto& value : column.values) {
      const auto one = value_cell(out, object, value, now);
      append(text, column.between, one.text);
      if (cell.tone == Tone::kPlain) cell.tone = one.tone;
    }
    append(cell.text, "; ", text);
  }
  if (column.tone != Tone::kPlain) cell.tone = column.tone;
  const auto& counts = column.quiet_unless;
  if (!counts.empty() && !member_of(row, counts).flag()) cell.tone = Tone::kQuiet;
  return cell;
}

std::vector<Cell> row_of(const Terminal& out, const AnswerTable& table, const View& row,
                         Instant now) {
  std::vector<Cell> cells;
  for (const auto& column : table.columns) cells.push_back(cell_of(out, row, column, now));
  return cells;
}

std::string title_of(const Terminal& out, std::string_view zh, std::string_view en) {
  return std::string(out.language() == Language::kZh ? zh : en);
}

bool counts_down(const AnswerTable& table) {
  return std::ranges::any_of(table.columns, [](const TableColumn& column) {
    return std::ranges::count(column.values, TableForm::kUntil, &TableValue::form) > 0;
  });
}

}  // namespace

const AnswerTable& answer_table(std::string_view operation, std::string_view name) {
  const auto all = answer_tables();
  const auto found = std::ranges::find_if(all, [&](const AnswerTable& table) {
    return table.operation == operation && table.name == name;
  });
  CHECK(found != all.end(), std::string(operation) + " " + std::string(name));
  return *found;
}

void write_table(Terminal& out, const AnswerTable& table, const View& answer, Instant now) {
  std::vector<std::string> titles;
  for (const auto& column : table.columns) titles.push_back(title_of(out, column.zh, column.en));
  std::vector<std::vector<Cell>> rows;
  for (const auto& named : table.named) {
    auto& cells = rows.emplace_back(row_of(out, table, member_of(answer, named.member), now));
    cells.front().text = title_of(out, named.zh, named.en);
  }
  if (table.named.empty()) {
    for (const auto& row : member_of(answer, table.rows).items()) {
      rows.push_back(row_of(out, table, row, now));
    }
  }
  out.table(titles, rows);
}

int show_table(Session& session, const AnswerTable& table, const View& answer) {
  Instant now;
  const bool has_rows = !table.named.empty() || !member_of(answer, table.rows).items().empty();
  if (counts_down(table) && has_rows) {
    const auto asked = session.server_now();
    if (!asked) return session.failed(asked.error());
    now = *asked;
  }
  write_table(session.out(), table, answer, now);
  if (answer["next"].is_there()) session.err().line(Word::kMoreThere, {}, Tone::kQuiet);
  return kExitOk;
}

int run_table(Session& session, const AnswerTable& table, const std::string& target,
              std::optional<std::size_t> items_max) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto list = items_max ? (*api)->list(target, *items_max) : (*api)->get(target);
  if (!list) return session.failed(list.error());
  if (session.options().json) return session.print_json(list->body);
  return show_table(session, table, list->view());
}

}  // namespace baobei::cli
