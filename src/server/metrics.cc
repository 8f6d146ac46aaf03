#include "server/metrics.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include "base/json.h"

namespace baobei::server {
namespace {

using prometheus::MetricFamily;
using prometheus::MetricType;

MetricFamily family(MetricType type, const char* name, const char* help) {
  MetricFamily out;
  out.name = std::string("baobei_") + name;
  out.help = help;
  out.type = type;
  return out;
}

MetricFamily counter(const char* name, const char* help, std::uint64_t value) {
  auto out = family(MetricType::Counter, name, help);
  out.metric.emplace_back().counter.value = static_cast<double>(value);
  return out;
}

MetricFamily gauge(const char* name, const char* help, double value) {
  auto out = family(MetricType::Gauge, name, help);
  out.metric.emplace_back().gauge.value = value;
  return out;
}

MetricFamily lateness(const engine::EngineFigures& figures) {
  auto out = family(MetricType::Gauge, "deadline_lateness_seconds",
                    "Fired less due, of the newest 4,096 deadlines");
  const std::pair<const char*, std::int64_t> rows[] = {
      {"0.5", figures.lateness_p50}, {"0.99", figures.lateness_p99}, {"1", figures.lateness_max}};
  for (const auto& [quantile, micros] : rows) {
    auto& metric = out.metric.emplace_back();
    metric.label.push_back({"quantile", quantile});
    metric.gauge.value = static_cast<double>(micros) / 1e6;
  }
  return out;
}

MetricFamily attempts(const courier::CourierFigures& figures) {
  auto out = family(MetricType::Counter, "webhook_attempts_total",
                    "Attempts to send a message, by what became of them");
  for (std::size_t i = 0; i < figures.attempts.size(); ++i) {
    auto& metric = out.metric.emplace_back();
    const auto outcome = static_cast<engine::AttemptOutcome>(i);
    metric.label.push_back({"outcome", std::string(wire_name(outcome))});
    metric.counter.value = static_cast<double>(figures.attempts.at(i));
  }
  return out;
}

// Messages are owed to subscriptions one after the other: what is behind the next one waits in the
// log.
void add_webhooks(std::vector<MetricFamily>& all, const WebhookFigures& figures) {
  const auto& courier = figures.courier;
  const auto at = static_cast<std::size_t>(engine::AttemptOutcome::kDelivered);
  const auto delivered = courier.attempts.at(at);
  std::uint64_t tried = 0;
  for (const auto count : courier.attempts) tried += count;
  all.push_back(attempts(courier));
  all.push_back(counter("webhook_delivered_total", "Messages taken with 2xx", delivered));
  all.push_back(counter("webhook_failed_total", "Attempts that were not", tried - delivered));
  all.push_back(
      counter("webhook_ended_total", "Subscriptions that went no further", courier.ended));
  all.push_back(gauge("webhook_dead", "Subscriptions that go no further until their owner says so",
                      static_cast<double>(figures.dead)));
  all.push_back(gauge("webhook_active", "Subscriptions that are served",
                      static_cast<double>(courier.active)));
  all.push_back(gauge("webhook_queued", "Messages on their way or before their next attempt",
                      static_cast<double>(courier.queued)));
  all.push_back(gauge("webhook_oldest_seconds", "Since the oldest of them was recorded",
                      static_cast<double>(courier.oldest.count()) / 1e6));
  all.push_back(gauge("webhook_log_behind",
                      "Events of the log behind the subscription that is furthest behind",
                      static_cast<double>(courier.behind)));
}

http::Response plain(int status, std::string body) {
  http::Response response;
  response.status = status;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = std::move(body);
  return response;
}

}  // namespace

MetricsApplication::MetricsApplication(std::function<Figures()> figures)
    : figures_(std::move(figures)) {}
MetricsApplication::~MetricsApplication() = default;

http::Admission MetricsApplication::admit(const http::Head& head) {
  http::Admission admission;
  const bool known = head.method == http::Method::kGet && head.path == "/metrics";
  if (!known) admission.refused = plain(404, "GET /metrics\n");
  return admission;
}

http::Reply MetricsApplication::receive(http::Request) {
  const auto now = figures_();
  std::vector<MetricFamily> all = {
      counter("commands_total", "Commands decided", now.engine.commands),
      counter("commits_total", "Transactions committed", now.engine.commits),
      counter("deadlines_fired_total", "Deadlines carried out", now.engine.fired),
      counter("conflicts_total", "Commands decided again after a conflict", now.engine.conflicts),
      gauge("commands_queued", "Commands waiting", static_cast<double>(now.engine.queued)),
      gauge("clock_halted", "1 while the clock is not trusted and nothing is decided",
            now.engine.halted ? 1 : 0),
      lateness(now.engine),
      gauge("wal_bytes", "Size of the write-ahead log", static_cast<double>(now.wal_bytes)),
      counter("http_requests_total", "Requests read whole", now.http.requests),
      counter("http_connections_total", "Connections accepted", now.http.connections),
      counter("http_connections_refused_total", "Connections refused at the limit",
              now.http.refused_connections),
      gauge("http_connections_open", "Connections open", static_cast<double>(now.http.open)),
  };
  add_webhooks(all, now.webhooks);
  return plain(200, prometheus::TextSerializer().Serialize(all));
}

http::Response MetricsApplication::refuse(http::Fault, const http::Head&) {
  return plain(400, "bad request\n");
}

}  // namespace baobei::server
