// The log's Merkle tree over the store in memory: the twin of SqliteLogTree, which keeps no nodes.
// Threads: any, through the database's mutex. Owner: whoever makes it; the database outlives it.
#pragma once

#include "merkle/tree.h"
#include "store/memory_store.h"

namespace baobei::store {

class MemoryLogTree final : public merkle::Log {
 public:
  explicit MemoryLogTree(MemoryDatabase& database) : db_(database) {}

  Result<std::uint64_t> size() override {
    const std::lock_guard lock(db_.mutex);
    return db_.log.size();
  }
  Result<std::vector<Digest>> row(unsigned level, std::uint64_t first, std::size_t count) override {
    const std::lock_guard lock(db_.mutex);
    const auto width = std::uint64_t{1} << (level * merkle::kStoredBits);
    if ((first + count) * width > db_.log.size()) {
      return fail(ErrorKind::kNotFound, "the log's tree has no such nodes");
    }
    std::vector<Digest> row;
    for (auto no = first; no < first + count; ++no) {
      merkle::Range range;
      for (auto at = no * width; at < (no + 1) * width; ++at) {
        range.add(merkle::leaf_hash(db_.log[at].row.hash));
      }
      row.push_back(range.root());
    }
    return row;
  }

 private:
  MemoryDatabase& db_;
};

}  // namespace baobei::store
