// engine::Hosts on SQLite, beside the store's own tables. Threads as the port says. Owner: the
// server; the store and the reader outlive it.
#pragma once

#include "engine/host_ports.h"
#include "store/sqlite_store.h"

namespace baobei::store {

class SqliteHosts final : public engine::Hosts {
 public:
  SqliteHosts(SqliteStore& store, SqliteReader& reader) : store_(store), reader_(reader) {}

  Status add(const engine::HostRow& host, const lifecycle::PersonId& by) override;
  Status revoke(const std::string& id, const engine::Act& act) override;
  Status acknowledge(const engine::HostAck& ack,
                     const std::vector<lifecycle::OrderNo>& dark) override;
  Result<engine::HostRow> authenticate(const Digest& token_hash) override;
  Result<std::vector<engine::HostRow>> all() override;
  Result<std::vector<engine::HostAck>> acknowledged(const lifecycle::AppId& app) override;
  Result<std::vector<engine::DarkAck>> dark(const lifecycle::AppId& app) override;

 private:
  SqliteStore& store_;
  SqliteReader& reader_;
};

}  // namespace baobei::store
