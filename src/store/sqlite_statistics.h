// engine::Statistics on SQLite, in tables of its own beside the store's. Threads as the port says.
// Owner: the server; the store and the reader outlive it.
#pragma once

#include "engine/statistics_ports.h"
#include "store/sqlite_store.h"

namespace baobei::store {

class SqliteStatistics final : public engine::Statistics {
 public:
  SqliteStatistics(SqliteStore& store, SqliteReader& reader) : store_(store), reader_(reader) {}

  Result<engine::NextMeasures> next() override;
  Result<std::size_t> catch_up(std::uint64_t until, const engine::FoundRules& found) override;
  Result<engine::MeasuredUpTo> up_to() override;
  Result<std::vector<engine::MeasuredSubmission>> reviewed(Instant from) override;
  Result<std::vector<engine::MeasuredSubmission>> finished(Instant from) override;
  Result<std::vector<engine::MeasuredEntry>> ended(Instant from) override;
  Result<std::vector<engine::RuleDay>> rules(Instant from) override;
  Result<std::vector<Duration>> lateness() override;

 private:
  Result<std::vector<engine::MeasuredSubmission>> submissions(const char* sql, Instant from);

  SqliteStore& store_;
  SqliteReader& reader_;
};

}  // namespace baobei::store
