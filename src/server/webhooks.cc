#include "server/webhooks.h"

#include "courier/courier.h"
#include "engine/engine.h"
#include "http/webhook_json.h"
#include "server/beside.h"
#include "server/clocks.h"
#include "server/metrics.h"

namespace baobei::server {

std::string webhook_key_path(const std::string& data) {
  return keys_path(data) + "/webhooks";
}

Webhooks::Webhooks(store::Opened& database)
    : store_(*database.store, *database.reader), feed_(*database.reader) {}

Webhooks::~Webhooks() = default;

Result<std::unique_ptr<Webhooks>> Webhooks::open(const Config& config, store::Opened& database,
                                                 engine::Clock& clock, engine::Engine& engine,
                                                 std::function<void(const Error&)> report) {
  TRY_ASSIGN(auto secrets, courier::Secrets::open(webhook_key_path(config.data)));
  TRY_ASSIGN(auto allowed, courier::AllowList::of(config.webhook_allow));
  std::unique_ptr<Webhooks> webhooks(new Webhooks(database));
  courier::Parts parts{
      webhooks->store_,
      webhooks->feed_,
      clock,
      [] { return SystemClock().now(); },
      [&reader = *database.reader](const engine::LoggedEvent& event) {
        return http::event_for_webhooks(event, reader);
      },
      [&engine](std::function<void()> task) {
        return engine.run_on_writer([task = std::move(task)](engine::Store&) { task(); });
      },
      std::move(report),
      std::move(allowed),
      secrets};
  webhooks->courier_ = std::make_unique<courier::Courier>(std::move(parts), courier::curl_dialer());
  return webhooks;
}

void Webhooks::plug_into(http::Services& services) {
  services.webhooks = &store_;
  services.courier = courier_.get();
}

void Webhooks::start() {
  courier_->start();
}

WebhookFigures Webhooks::figures() {
  return {courier_->figures(), store_.ended().value_or(0)};
}

void Webhooks::stop() {
  courier_->stop();
}

}  // namespace baobei::server
