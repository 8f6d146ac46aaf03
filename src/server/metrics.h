// What an operator's monitoring reads: figures of the running node in Prometheus' text format, on a
// listener of its own that is bound to loopback (DESIGN decision 12).
// Threads: any. Owner: the Node.
#pragma once

#include <functional>
#include <memory>

#include "courier/courier.h"
#include "engine/engine.h"
#include "http/server.h"

namespace baobei::server {

struct WebhookFigures {
  courier::CourierFigures courier;
  std::size_t dead = 0;  // subscriptions that go no further until their owner says so
};

struct Figures {
  engine::EngineFigures engine;
  http::ServerFigures http;
  std::uint64_t wal_bytes = 0;
  WebhookFigures webhooks;
};

class MetricsApplication final : public http::Application {
 public:
  explicit MetricsApplication(std::function<Figures()> figures);
  ~MetricsApplication() override;

  http::Admission admit(const http::Head& head) override;
  http::Reply receive(http::Request request) override;
  http::Response refuse(http::Fault fault, const http::Head& head) override;

 private:
  std::function<Figures()> figures_;
};

}  // namespace baobei::server
