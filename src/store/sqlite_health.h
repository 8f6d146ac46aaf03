// What the store still owes: ends that are due, checks that wait. For the operators' page of the
// server's health.
//
// Invariants: each read is one run over an index, ended at kCountedExactlyMax.
// Threads: any. Owner: the server; the reader outlives it.
#pragma once

#include <optional>

#include "engine/calendar_ports.h"
#include "store/sqlite_store.h"

namespace baobei::store {

struct Owed {
  std::optional<Instant> next_due;  // the earliest end that is still to come
  std::uint64_t overdue = 0;        // ends that have come and are not carried out
  std::uint64_t checks = 0;         // not filed yet, those that run included
};

class SqliteHealth {
 public:
  explicit SqliteHealth(SqliteReader& reader) : reader_(reader) {}

  // Counts above kCountedExactlyMax are told as that and one.
  Result<Owed> owed(Instant now);

 private:
  SqliteReader& reader_;
};

}  // namespace baobei::store
