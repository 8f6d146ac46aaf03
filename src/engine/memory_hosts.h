// The twin of stored Hosts, in memory: for tests. Passes the same contract. Threads: any, through a
// mutex. Owner: whoever makes it.
#pragma once

#include <algorithm>
#include <map>
#include <mutex>

#include "engine/host_ports.h"

namespace baobei::engine {

class MemoryHosts final : public Hosts {
 public:
  Status add(const HostRow& host, const lifecycle::PersonId&) override {
    const std::lock_guard lock(mutex_);
    const auto active = std::ranges::count_if(
        hosts_, [](const auto& row) { return !row.second.revoked_at.has_value(); });
    if (static_cast<std::size_t>(active) >= kHostsMax)
      return fail(ErrorKind::kTooLarge, "too many hosts");
    hosts_.emplace(host.id, host);
    return {};
  }
  Status revoke(const std::string& id, const Act& act) override {
    const std::lock_guard lock(mutex_);
    const auto found = hosts_.find(id);
    if (found == hosts_.end()) return fail(ErrorKind::kNotFound, "no such host");
    found->second.revoked_at = found->second.revoked_at.value_or(act.at);
    return {};
  }
  Status acknowledge(const HostAck& ack, const std::vector<lifecycle::OrderNo>& dark) override {
    const std::lock_guard lock(mutex_);
    acks_[{ack.app, ack.host}] = ack;
    for (const auto order : dark) {
      dark_.emplace(std::tuple(ack.app, order, ack.host), DarkAck{order, ack.host, ack.at});
    }
    return {};
  }
  Result<HostRow> authenticate(const Digest& token_hash) override {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, host] : hosts_) {
      if (host.token_hash == token_hash && !host.revoked_at) return host;
    }
    return fail(ErrorKind::kUnauthorized, "no host we know");
  }
  Result<std::vector<HostRow>> all() override {
    const std::lock_guard lock(mutex_);
    std::vector<HostRow> rows;
    for (const auto& [id, host] : hosts_) rows.push_back(host);
    return rows;
  }
  Result<std::vector<HostAck>> acknowledged(const lifecycle::AppId& app) override {
    const std::lock_guard lock(mutex_);
    std::vector<HostAck> rows;
    for (const auto& [key, ack] : acks_) {
      if (key.first == app) rows.push_back(ack);
    }
    return rows;
  }
  Result<std::vector<DarkAck>> dark(const lifecycle::AppId& app) override {
    const std::lock_guard lock(mutex_);
    std::vector<DarkAck> rows;
    for (const auto& [key, ack] : dark_) {
      if (std::get<0>(key) == app) rows.push_back(ack);
    }
    return rows;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, HostRow> hosts_;
  std::map<std::pair<lifecycle::AppId, std::string>, HostAck> acks_;
  std::map<std::tuple<lifecycle::AppId, lifecycle::OrderNo, std::string>, DarkAck> dark_;
};

}  // namespace baobei::engine
