// engine::Records on SQLite. Threads as the port says. Owner: the server; the reader outlives it.
#pragma once

#include "engine/access_ports.h"
#include "store/sqlite_store.h"

namespace baobei::store {

class SqliteRecords final : public engine::Records {
 public:
  explicit SqliteRecords(SqliteReader& reader) : reader_(reader) {}

  Result<engine::Listed<engine::AttemptRow>> attempts(const engine::RecordFilter& filter,
                                                      const engine::Page& page) override;
  Result<engine::Listed<engine::ReadingRow>> readings(const engine::RecordFilter& filter,
                                                      const engine::Page& page) override;
  Result<engine::Listed<engine::StepRow>> steps(const engine::StepFilter& filter,
                                                const engine::Page& page) override;
  Result<engine::Listed<engine::DirectoryStep>> directory_steps(
      const engine::DirectoryStepFilter& filter, const engine::Page& page) override;

 private:
  SqliteReader& reader_;
};

}  // namespace baobei::store
