// engine::Counts on SQLite: each state of each audience is one run over an index, ended at the
// limit. Threads: any. Owner: the server; the reader outlives it.
#pragma once

#include "engine/count_ports.h"
#include "store/sqlite_store.h"

namespace baobei::store {

class SqliteCounts final : public engine::Counts {
 public:
  explicit SqliteCounts(SqliteReader& reader) : reader_(reader) {}

  Result<std::vector<engine::StateCount>> by_state(const engine::Viewer& viewer,
                                                   engine::CountedList list) override;

 private:
  SqliteReader& reader_;
};

}  // namespace baobei::store
