// The nodes of the log's Merkle tree (merkle/tree.h) on SQLite: one row for every 256 events, one
// more for every 256 of those, written in the transaction that completes them.
//
// Invariants: a node is never changed; what is stored is all that is complete, after open() has
// filled in what an older program left. Threads: a connection's. Owner: the caller's.
#pragma once

#include "merkle/tree.h"
#include "store/sqlite.h"
#include "store/sqlite_store.h"

namespace baobei::store {

// The event with this index was written: writes the nodes that it completes. Part of the caller's
// transaction.
Status add_log_nodes(Connection& db, std::uint64_t log_index);
// Writes what is missing, in transactions of its own: once, for a log of an older program.
Status complete_log_nodes(Connection& db);
// kCorrupt where a node is not what the events say, is missing, or is one too many. Of a database
// without such a table nothing is said.
Status check_log_nodes(Connection& db, std::uint64_t events);

Result<std::uint64_t> log_size(Connection& db);

// Within the caller's snapshot.
class ConnectionNodes final : public merkle::Nodes {
 public:
  explicit ConnectionNodes(Connection& db) : db_(db) {}
  Result<std::vector<Digest>> row(unsigned level, std::uint64_t first, std::size_t count) override;

 private:
  Connection& db_;
};

// For whoever reads beside the writer; any thread.
class SqliteLogTree final : public merkle::Log {
 public:
  explicit SqliteLogTree(SqliteReader& reader) : reader_(reader) {}
  Result<std::uint64_t> size() override;
  Result<std::vector<Digest>> row(unsigned level, std::uint64_t first, std::size_t count) override;

 private:
  SqliteReader& reader_;
};

}  // namespace baobei::store
