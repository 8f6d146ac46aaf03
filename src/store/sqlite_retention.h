// engine::Retention and engine::Holds on SQLite. Threads as the ports say. Owner: the server; the
// store and the reader outlive them.
#pragma once

#include "engine/retention_ports.h"
#include "store/sqlite_store.h"

namespace baobei::store {

class SqliteRetention final : public engine::Retention {
 public:
  SqliteRetention(SqliteStore& store, SqliteReader& reader) : store_(store), reader_(reader) {}

  Result<std::size_t> sweep(engine::RetentionKind kind, Instant before, std::size_t limit) override;
  Status drop_loose(lifecycle::DocumentId document) override;
  Status record(const engine::SweepRow& sweep) override;

  Result<std::vector<engine::DocumentDue>> documents_due(engine::RetentionKind kind, Instant before,
                                                         std::size_t limit) override;
  Result<std::vector<engine::ScanDue>> scans_due(Instant before, std::size_t limit) override;
  Result<engine::SweepCount> due(engine::RetentionKind kind, Instant before) override;
  Result<std::optional<engine::SweepRow>> last() override;

 private:
  SqliteStore& store_;
  SqliteReader& reader_;
};

class SqliteHolds final : public engine::Holds {
 public:
  SqliteHolds(SqliteStore& store, SqliteReader& reader) : store_(store), reader_(reader) {}

  Result<std::uint64_t> propose(const engine::HoldRow& row) override;
  Status move(const engine::HoldRow& row, engine::HoldState before) override;

  Result<engine::HoldRow> hold(std::uint64_t id) override;
  Result<engine::Listed<engine::HoldRow>> list(std::optional<engine::HoldState> state,
                                               const engine::Page& page) override;
  Result<std::vector<engine::HoldRow>> on(const lifecycle::AppId& app,
                                          const lifecycle::SubjectId& subject) override;
  Result<bool> holds_subject(const lifecycle::SubjectId& subject) override;
  Result<std::vector<engine::HoldRow>> on_person(const lifecycle::PersonId& person) override;

 private:
  SqliteStore& store_;
  SqliteReader& reader_;
};

}  // namespace baobei::store
