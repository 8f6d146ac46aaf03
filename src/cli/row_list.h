// A list of rows as spreadsheets write it: CSV (RFC 4180) in UTF-8, a line of column names first.
//
// Invariants: what cannot be read whole is not read at all; a fault names the row and the column.
// Threads: any; values. Owner: the caller.
#pragma once

#include <cstddef>
#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "cli/words.h"

namespace baobei::cli {

inline constexpr std::size_t kListBytesMax = std::size_t{8} << 20;
inline constexpr std::size_t kListRowsMax = 5'000;

struct ListRow {
  std::size_t no = 0;  // as a spreadsheet numbers it: the line of names is 1
  std::map<std::string, std::string> fields;

  // Without blanks at its ends; "" where the list has no such column.
  std::string text(const std::string& column) const;
  // The parts between semicolons ("；" too), without empty ones.
  std::vector<std::string> texts(const std::string& column) const;
};

struct RowList {
  std::vector<ListRow> rows;  // those that hold anything
  Digest digest;              // of the file's bytes
};

// What is wrong with a list, and where.
struct ListFault {
  Word what;
  std::vector<std::string> arguments;
};
using ReadList = std::expected<RowList, ListFault>;

// The columns that a kind of list may have, and those without which no row means anything.
struct ListColumns {
  std::vector<std::string> known;
  std::vector<std::string> needed;
  std::map<std::string, std::string> aliases = {};  // other names that mean one of them
};

ReadList read_rows(const std::string& path, const ListColumns& columns);
// Faults: a column that is not known, one that is needed and missing, twice there or empty in a
// row, a row with more fields than names, text that is not UTF-8, a quote that is not closed, no
// row at all, more than the limits.
ReadList rows_of(std::string_view csv, const ListColumns& columns);

// What a spreadsheet wants before UTF-8.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
// One line of a list. A cell that a spreadsheet would take for a formula gets a quote before it,
// which text() takes off again.
std::string list_line(const std::vector<std::string>& cells);

}  // namespace baobei::cli
