// The tables that lists are shown as, out of the contract (api/openapi.yaml: x-cli-table, through
// tools/cli_tables.cc): which members, under which titles, in which form.
//
// Constant; any thread.
#pragma once

#include <span>
#include <string_view>

#include "cli/session.h"

namespace baobei::cli {

enum class TableForm {
  kText,
  kStrong,
  kName,   // of a vocabulary of terms.def, with the tone of such a state
  kWhen,   // an instant as people read it
  kUntil,  // and how long that is from the server's now
};

struct TableColumn {
  std::string_view field;  // "answer.verdict"
  std::string_view zh;
  std::string_view en;
  TableForm form;
  std::string_view of;  // kName: the vocabulary
};

struct ListTable {
  std::string_view operation;
  std::string_view path;  // "/v1/filings"
  std::span<const TableColumn> columns;
};

// All of them, as the contract has them.
std::span<const ListTable> list_tables();
// CHECKs that there is one.
const ListTable& list_table(std::string_view operation);

// The list's `items`, and whether there are more.
int show_list(Session& session, const ListTable& table, const View& list);

}  // namespace baobei::cli
