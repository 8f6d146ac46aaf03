// Lists as a table for spreadsheets: RFC 4180 in UTF-8 with a byte order mark, one row per item of
// the JSON answer, in the columns that the contract lists.
//
// Invariants: no cell begins with what a spreadsheet takes for a formula; every cell is quoted.
// Heavy to compile: include it from .cc files only. Threads: pure.
#pragma once

#include <span>
#include <string_view>

#include "base/json.h"
#include "http/call.h"

namespace baobei::http {

bool wants_csv(const Head& head);
std::string csv_cell(std::string_view text);

// `next`: cursor of the page behind this one, in Next-Cursor; empty: there is none.
Response csv_response(const json::array& items, std::span<const std::string_view> columns,
                      const std::string& next);

}  // namespace baobei::http
