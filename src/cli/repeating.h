// What may be sent again when a connection was lost and nobody knows whether the request arrived:
// whatever reads, whatever is tried only (dry_run), and of the rest what the contract says is safe,
// because it takes an Idempotency-Key or because a second time changes nothing more
// (api/openapi.yaml: x-repeatable, through tools/cli_tables.cc).
//
// Invariant: what the contract does not say is not sent again. Constant; any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace baobei::cli {

// An operation that is no GET.
struct WriteOperation {
  std::string_view method;
  std::string_view path;  // "/v1/hosts/{host}"
  bool repeatable;
};

// All of them, as the contract has them.
std::span<const WriteOperation> write_operations();

// Whether it could take effect at all: it does not only read, and is no dry run.
bool changes_something(std::string_view method, std::string_view target);

// `target` with or without a query.
bool may_be_repeated(std::string_view method, std::string_view target);

// The command that shows whether such a request took effect: "baobei host list".
std::string how_to_look(std::string_view target);

}  // namespace baobei::cli
