#include "cli/row_list.h"

#include <csv.h>
#include <fcntl.h>

#include <algorithm>

#include "base/file.h"
#include "base/text.h"

namespace baobei::cli {
namespace {

constexpr std::string_view kWideSemicolon = "；";
constexpr std::string_view kFormulaBegins = "=+-@%|\t\r";

// What libcsv calls back with, put together.
struct Table {
  std::vector<std::vector<std::string>> rows{{}};

  static void field(void* bytes, std::size_t size, void* table) {
    auto& row = static_cast<Table*>(table)->rows.back();
    row.emplace_back(static_cast<const char*>(bytes), size);
  }
  static void row(int, void* table) { static_cast<Table*>(table)->rows.emplace_back(); }
};

// libcsv keeps memory of its own.
class Parser {
 public:
  // Strict to the end: a quote inside a field that has none, or one that is never closed, would
  // move the columns of what follows.
  Parser() { ok_ = csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) == 0; }
  ~Parser() { csv_free(&parser_); }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;

  bool read(std::string_view text, Table& table) {
    return ok_ &&
           csv_parse(&parser_, text.data(), text.size(), Table::field, Table::row, &table) ==
               text.size() &&
           csv_fini(&parser_, Table::field, Table::row, &table) == 0;
  }

 private:
  csv_parser parser_{};
  bool ok_ = false;
};

std::unexpected<ListFault> fault(Word what, std::vector<std::string> arguments = {}) {
  return std::unexpected(ListFault{what, std::move(arguments)});
}

bool has(const std::vector<std::string>& words, const std::string& word) {
  return std::ranges::find(words, word) != words.end();
}

bool begins_formula(std::string_view cell) {
  return !cell.empty() && kFormulaBegins.find(cell.front()) != std::string_view::npos;
}

bool is_blank(const std::vector<std::string>& fields) {
  return std::ranges::all_of(fields, [](const auto& field) { return trim(field).empty(); });
}

std::string in_a_row(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

std::expected<std::vector<std::string>, ListFault> names_of(const std::vector<std::string>& fields,
                                                            const ListColumns& columns) {
  std::vector<std::string> names;
  for (const auto& field : fields) {
    std::string name(trim(field));
    if (const auto other = columns.aliases.find(name); other != columns.aliases.end()) {
      name = other->second;
    }
    if (!has(columns.known, name)) {
      return fault(Word::kListColumn, {name, in_a_row(columns.known)});
    }
    if (has(names, name)) return fault(Word::kListColumnTwice, {name});
    names.push_back(std::move(name));
  }
  for (const auto& needed : columns.needed) {
    if (!has(names, needed)) return fault(Word::kListColumnMissing, {needed});
  }
  return names;
}

}  // namespace

std::string ListRow::text(const std::string& column) const {
  const auto found = fields.find(column);
  if (found == fields.end()) return {};
  const auto cell = trim(found->second);
  const bool guarded = cell.starts_with('\'') && begins_formula(cell.substr(1));
  return std::string(guarded ? cell.substr(1) : cell);
}

std::vector<std::string> ListRow::texts(const std::string& column) const {
  auto all = text(column);
  for (auto at = all.find(kWideSemicolon); at != std::string::npos; at = all.find(kWideSemicolon)) {
    all.replace(at, kWideSemicolon.size(), ";");
  }
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin <= all.size();) {
    const auto end = std::min(all.find(';', begin), all.size());
    const auto part = trim(std::string_view(all).substr(begin, end - begin));
    if (!part.empty()) parts.emplace_back(part);
    begin = end + 1;
  }
  return parts;
}

ReadList read_rows(const std::string& path, const ListColumns& columns) {
  const auto file = open_file(path, O_RDONLY);
  if (!file) return fault(Word::kListUnreadable, {path, file.error().message});
  const auto text = read_file(file->get(), kListBytesMax);
  if (text) return rows_of(*text, columns);
  if (text.error().kind == ErrorKind::kTooLarge) {
    return fault(Word::kListTooLong, {std::to_string(kListRowsMax), "8"});
  }
  return fault(Word::kListUnreadable, {path, text.error().message});
}

ReadList rows_of(std::string_view csv, const ListColumns& columns) {
  RowList list{{}, sha256(csv)};
  if (!is_utf8(csv)) return fault(Word::kListNotUtf8);
  if (csv.starts_with(kByteOrderMark)) csv.remove_prefix(kByteOrderMark.size());
  Table table;
  if (!Parser().read(csv, table)) {
    return fault(Word::kListQuote, {std::to_string(table.rows.size())});
  }
  const auto names = names_of(table.rows.front(), columns);
  if (!names) return std::unexpected(names.error());
  for (std::size_t i = 1; i < table.rows.size(); ++i) {
    const auto& fields = table.rows[i];
    if (is_blank(fields)) continue;
    if (fields.size() > names->size()) return fault(Word::kListRowLong, {std::to_string(i + 1)});
    ListRow row{i + 1, {}};
    for (std::size_t k = 0; k < fields.size(); ++k) row.fields[(*names)[k]] = fields[k];
    for (const auto& needed : columns.needed) {
      if (row.text(needed).empty()) {
        return fault(Word::kListFieldEmpty, {std::to_string(row.no), needed});
      }
    }
    list.rows.push_back(std::move(row));
    if (list.rows.size() > kListRowsMax) {
      return fault(Word::kListTooLong, {std::to_string(kListRowsMax), "8"});
    }
  }
  if (list.rows.empty()) return fault(Word::kListEmpty);
  return list;
}

std::string list_line(const std::vector<std::string>& cells) {
  std::string line;
  for (const auto& cell : cells) {
    if (!line.empty()) line += ',';
    const auto harmless = begins_formula(cell) ? "'" + cell : cell;
    std::string quoted(2 * harmless.size() + 2, '\0');
    quoted.resize(csv_write(quoted.data(), quoted.size(), harmless.data(), harmless.size()));
    line += quoted;
  }
  return line + "\r\n";
}

}  // namespace baobei::cli
