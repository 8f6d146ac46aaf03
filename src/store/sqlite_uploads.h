// engine::Uploads on SQLite, beside the store's own tables. Threads as the port says. Owner:
// Opened; the store and the reader outlive it.
#pragma once

#include "engine/upload_ports.h"
#include "store/sqlite_store.h"

namespace baobei::store {

class SqliteUploads final : public engine::Uploads {
 public:
  SqliteUploads(SqliteStore& store, SqliteReader& reader) : store_(store), reader_(reader) {}

  Status begin(const engine::UploadRow& row) override;
  Status take(const std::string& id, const Digest& version) override;
  Status remove(const std::string& id) override;
  Result<engine::UploadRow> find(const lifecycle::AppId& app, const std::string& id) override;
  Result<std::vector<engine::UploadRow>> open_of(const lifecycle::AppId& app) override;
  Result<std::vector<std::string>> expired(Instant now, std::size_t limit) override;

 private:
  SqliteStore& store_;
  SqliteReader& reader_;
};

}  // namespace baobei::store
