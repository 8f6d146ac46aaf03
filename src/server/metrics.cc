#include "server/metrics.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

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
  const std::vector<MetricFamily> all = {
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
  return plain(200, prometheus::TextSerializer().Serialize(all));
}

http::Response MetricsApplication::refuse(http::Fault, const http::Head&) {
  return plain(400, "bad request\n");
}

}  // namespace baobei::server
