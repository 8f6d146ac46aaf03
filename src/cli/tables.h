// The tables that lists are shown as, out of the contract (api/openapi.yaml: x-cli-table, through
// tools/cli_tables.cc): which members, under which titles, in which form.
//
// Invariants: a column has a member in every answer that the contract describes; the titles stand
// in both languages. A table shows what an answer says and nothing that a command has worked out.
// Constant; any thread.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "cli/session.h"

namespace baobei::cli {

enum class TableForm {
  kText,      // text, figures, yes and no as they came; of a list each, with commas
  kName,      // of a vocabulary of terms.def, with the tone of such a state; of a list each
  kWords,     // in the reader's language: {zh, en}, or beside it with _zh and _en
  kWhen,      // an instant as people read it
  kUntil,     // and how long that is from the server's now
  kValidity,  // {valid, valid_until}: until when, and that it is over
  kSpan,      // of microseconds
  kDays,      // 0: without end
  kBytes,
  kShare,   // in percent, of hundredths of one
  kCount,   // how many a list has
  kPart,    // "2/3" of the figure beside it: green when whole, else red
  kDigest,  // its first digits
  kYes,     // "yes" or nothing
};

// One figure or word.
struct TableValue {
  std::string_view field;      // "answer.verdict"
  std::string_view otherwise;  // what is shown where that is missing
  TableForm form;
  std::string_view of;      // kName: the vocabulary; kPart: the member that has the whole
  std::string_view unsaid;  // what goes without saying
};

struct TableColumn {
  std::string_view zh;
  std::string_view en;
  std::string_view each;     // the object, or list of them, whose values these are; "": the row
  std::string_view between;  // its values
  Tone tone;                 // kPlain: that of the first value that has one
  std::string_view quiet_unless;  // the member that is true of rows that count
  std::span<const TableValue> values;
};

// A row that lies at a member of its own, and what it is called.
struct NamedRow {
  std::string_view member;
  std::string_view zh;
  std::string_view en;
};

struct AnswerTable {
  std::string_view operation;
  std::string_view name;  // of the operation's tables; "items" for most
  std::string_view path;  // "/v1/filings"
  std::string_view rows;  // the member that is the list
  // In place of `rows`: one each, named in the first column, which has no values.
  std::span<const NamedRow> named;
  std::span<const TableColumn> columns;
};

// All of them, as the contract has them.
std::span<const AnswerTable> answer_tables();
// CHECKs that there is one.
const AnswerTable& answer_table(std::string_view operation, std::string_view name = "items");

// The rows of the answer; `now` is for what counts down to an instant.
void write_table(Terminal& out, const AnswerTable& table, const View& answer, Instant now = {});
// The same, asking the server what time it is where the table needs it; then whether there is
// more. The exit code.
int show_table(Session& session, const AnswerTable& table, const View& answer);

// A command that shows one list: GET, then the answer as JSON or as a table. Without items_max it
// is a list of one page.
int run_table(Session& session, const AnswerTable& table, const std::string& target,
              std::optional<std::size_t> items_max = {});

}  // namespace baobei::cli
