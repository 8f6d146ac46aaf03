// Many commands from one list: a row each, sent in the list's order, each with a result of its own.
//
// Invariants
// - Every row is read before the first is sent: a list with a fault changes nothing.
// - Running the same list again within a day repeats nothing that was done: a row's
//   Idempotency-Key is made of the list, the row and what it sends (DESIGN decision 16).
// - A refused row stops no other. Where the server is gone or does not know the token, the rest is
//   left and told.
// Threads: one. Owner: the command that runs.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>

#include "cli/row_list.h"
#include "cli/session.h"

namespace baobei::cli {

struct RowCommand {
  std::string target;
  boost::json::object body;
  std::uint32_t entry = 0;  // of an answer: what the target names besides the mini-program
};

struct BulkKind {
  std::string name;  // part of the key, never changed
  std::string job;   // the kind of job that the rows make
  ListColumns columns;
  // What is wrong with a row, without asking anybody.
  std::function<std::optional<ListFault>(const ListRow&)> fault;
  // Rows that mean nothing yet: left out.
  std::function<bool(const ListRow&)> skips = [](const ListRow&) { return false; };
  // May upload and ask; what it gives is sent as one command.
  std::function<Answer<RowCommand>(Session&, Client&, const ListRow&)> command;
};

// How a list is carried out.
struct BulkOptions {
  std::string path;
  bool job = false;  // by the server, received at once
  bool no_wait = false;
};

// The exit code: kExitOk where every row was done, else that of the first that was not.
int run_bulk(Session& session, const BulkOptions& options, const BulkKind& kind);

// The rows as the items of a job.
Answer<boost::json::array> job_items(Session& session, const RowList& list, const BulkKind& kind);
// What the list says, read and judged; the exit code where it is wrong.
std::expected<RowList, int> checked_rows(Session& session, const std::string& path,
                                         const BulkKind& kind);
// Answers of an office (filing_list.cc); a row of such a list that was judged, as an item of a job,
// without asking anybody.
BulkKind answer_kind();
Result<boost::json::object> answer_item(const ListRow& row);

}  // namespace baobei::cli
