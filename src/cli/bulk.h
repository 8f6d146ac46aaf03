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

#include <boost/json/object.hpp>
#include <functional>
#include <optional>
#include <string>

#include "cli/row_list.h"
#include "cli/session.h"

namespace baobei::cli {

struct RowCommand {
  std::string target;
  boost::json::object body;
};

struct BulkKind {
  std::string name;  // part of the key, never changed
  ListColumns columns;
  // What is wrong with a row, without asking anybody.
  std::function<std::optional<ListFault>(const ListRow&)> fault;
  // Rows that mean nothing yet: left out.
  std::function<bool(const ListRow&)> skips = [](const ListRow&) { return false; };
  // May upload and ask; what it gives is sent as one command.
  std::function<Answer<RowCommand>(Session&, Client&, const ListRow&)> command;
};

// The exit code: kExitOk where every row was done, else that of the first that was not.
int run_bulk(Session& session, const std::string& path, const BulkKind& kind);

}  // namespace baobei::cli
