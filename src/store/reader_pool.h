// Read-only connections, lent to one call at a time.
//
// Invariants: a lent connection belongs to one thread; it comes back without an open snapshot. At
// most SqliteReader::kReadersKept stay open between calls, so a burst of threads costs a few opens
// and no memory afterwards. Threads: any. Owner: SqliteReader.
#pragma once

#include <mutex>
#include <vector>

#include "store/sqlite.h"
#include "store/sqlite_store.h"

namespace baobei::store {

class SqliteReader::Pool {
 public:
  explicit Pool(std::string path) : path_(std::move(path)) {}

  class Lent {
   public:
    Lent(Pool& pool, std::unique_ptr<Connection> connection)
        : pool_(&pool), connection_(std::move(connection)) {}
    Lent(Lent&&) = default;
    Lent& operator=(Lent&&) = default;
    ~Lent() {
      if (connection_ != nullptr) pool_->give_back(std::move(connection_));
    }
    Connection& operator*() const { return *connection_; }

   private:
    Pool* pool_;
    std::unique_ptr<Connection> connection_;
  };

  Result<Lent> lend();

 private:
  void give_back(std::unique_ptr<Connection> connection);

  const std::string path_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Connection>> free_;
};

}  // namespace baobei::store
