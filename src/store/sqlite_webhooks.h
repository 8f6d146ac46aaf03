// engine::Webhooks on SQLite. Threads as the port says. Owner: the server; the store and the reader
// outlive it.
#pragma once

#include "engine/webhook_ports.h"
#include "store/sqlite_store.h"

namespace baobei::store {

class SqliteWebhooks final : public engine::Webhooks {
 public:
  SqliteWebhooks(SqliteStore& store, SqliteReader& reader) : store_(store), reader_(reader) {}

  Status add(const engine::WebhookRow& row) override;
  Result<engine::WebhookRow> change(
      const lifecycle::OrgId& org, const std::string& id,
      const std::function<Status(engine::WebhookRow&)>& edit) override;
  Status remove(const lifecycle::OrgId& org, const std::string& id) override;
  Result<std::vector<std::uint64_t>> record(std::span<const engine::WebhookStep> steps) override;
  Result<engine::WebhookRow> find(const lifecycle::OrgId& org, const std::string& id) override;
  Result<std::vector<engine::WebhookRow>> of(const lifecycle::OrgId& org) override;
  Result<std::vector<engine::WebhookRow>> active() override;
  Result<std::size_t> ended() override;
  Result<engine::Listed<engine::WebhookAttempt>> attempts(const std::string& id,
                                                          const engine::Page& page) override;
  Result<engine::DeliveryHours> deliveries(Instant from) override;

 private:
  Result<std::uint64_t> take(const engine::WebhookStep& step);
  Result<std::uint64_t> put_attempt(const engine::WebhookAttempt& attempt);
  Status put_notice(const engine::WebhookRow& row, const engine::WebhookStep& step);

  SqliteStore& store_;
  SqliteReader& reader_;
};

}  // namespace baobei::store
