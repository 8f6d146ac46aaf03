// Which parameters the query of an operation may have, and the refusal of any other: a name that is
// misspelt must not be taken for a filter that is absent.
//
// Invariants: one row per operation of api/openapi.yaml, made from it (tools/query_names.cc); each
// name stands in a query once at most. Threads: constants, pure functions.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"

namespace baobei::http {

enum class QueryKind {
  kClosed,
  kOpen,  // others may stand there too and mean nothing: who calls is no client of ours
};

struct QueryNames {
  std::string_view method;   // "GET"
  std::string_view pattern;  // as Route::pattern
  std::span<const std::string_view> names;
  QueryKind kind = QueryKind::kClosed;
};

std::span<const QueryNames> query_names();

// `query` as sent, without the '?'. kInvalid: a parameter that the operation does not have, with
// those it has, or one that stands there twice; the context names it.
Status check_query(std::string_view query, const QueryNames& known);

}  // namespace baobei::http
