// engine::Jobs and engine::OfficeKeys on SQLite. Threads as the ports say. Owner: the server; the
// store and the reader outlive them.
#pragma once

#include "engine/job_ports.h"
#include "engine/office_key_ports.h"
#include "store/sqlite_store.h"

namespace baobei::store {

class SqliteJobs final : public engine::Jobs {
 public:
  SqliteJobs(SqliteStore& store, SqliteReader& reader) : store_(store), reader_(reader) {}

  Status add(const engine::JobRow& job, std::span<const engine::JobItemRow> items) override;
  Status record(const std::string& job, std::span<const engine::ItemResult> results,
                Instant at) override;
  Result<engine::JobRow> finish(const lifecycle::PersonId& person, const std::string& job,
                                engine::JobState end, Instant at) override;
  Result<bool> drop_one(Instant before) override;
  Result<engine::JobRow> find(const lifecycle::PersonId& person, const std::string& job) override;
  Result<std::optional<engine::JobRow>> by_key(const lifecycle::PersonId& person,
                                               const std::string& key) override;
  Result<engine::Listed<engine::JobRow>> of(const lifecycle::PersonId& person,
                                            const engine::Page& page) override;
  Result<engine::Listed<engine::JobItemRow>> items(const std::string& job,
                                                   std::optional<engine::ItemState> state,
                                                   const engine::Page& page) override;
  Result<std::vector<engine::JobRow>> running() override;
  Result<std::vector<engine::JobItemRow>> waiting(const std::string& job, std::uint32_t after,
                                                  std::size_t limit) override;

 private:
  SqliteStore& store_;
  SqliteReader& reader_;
};

class SqliteOfficeKeys final : public engine::OfficeKeys {
 public:
  SqliteOfficeKeys(SqliteStore& store, SqliteReader& reader) : store_(store), reader_(reader) {}

  Status add(const engine::OfficeKeyRow& row) override;
  Result<engine::OfficeKeyRow> confirm(const std::string& id, const lifecycle::PersonId& by,
                                       Instant at) override;
  Result<engine::OfficeKeyRow> revoke(const std::string& id, const lifecycle::PersonId& by,
                                      Instant at) override;
  Result<std::vector<engine::OfficeKeyRow>> of(const lifecycle::RegionCode& region) override;
  Result<engine::OfficeKeyRow> find(const std::string& id) override;

 private:
  SqliteStore& store_;
  SqliteReader& reader_;
};

}  // namespace baobei::store
