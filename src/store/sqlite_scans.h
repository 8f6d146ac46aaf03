// engine::Scans on SQLite. Threads as the port says. Owner: the server; the store and the reader
// outlive it.
#pragma once

#include "engine/scan_ports.h"
#include "store/sqlite_store.h"

namespace baobei::store {

class SqliteScans final : public engine::Scans {
 public:
  SqliteScans(SqliteStore& store, SqliteReader& reader) : store_(store), reader_(reader) {}

  Status add(const engine::ScanRow& row) override;
  Status record_access(const engine::ScanAccess& access) override;
  Result<bool> erase(const lifecycle::AppId& app, lifecycle::EntryNo entry, const std::string& id,
                     Instant at) override;
  Result<engine::ScanRow> find(const lifecycle::AppId& app, lifecycle::EntryNo entry,
                               const std::string& id) override;
  Result<std::vector<engine::ScanRow>> of(const lifecycle::AppId& app,
                                          lifecycle::EntryNo entry) override;
  Result<engine::ScansOfSubject> of_subject(const lifecycle::SubjectId& subject) override;
  Result<std::vector<engine::ScanAccess>> accesses(const std::string& scan) override;

 private:
  SqliteStore& store_;
  SqliteReader& reader_;
};

}  // namespace baobei::store
