#include "server/health.h"

#include <algorithm>
#include <filesystem>

#include "backup/record.h"
#include "server/clocks.h"
#include "server/data_room.h"
#include "server/node.h"

namespace baobei::server {
namespace {

Duration since(Instant at, Instant now) {
  return std::max(now - at, Duration{});
}

Result<http::LastBackup> last_of(const backup::Made& made, Instant now) {
  http::LastBackup last;
  last.name = made.name;
  TRY_ASSIGN(last.made_at, parse_rfc3339(made.made_at));
  TRY_ASSIGN(const auto ended, parse_rfc3339(made.ended_at));
  last.age = since(last.made_at, now);
  last.took = since(last.made_at, ended);
  last.bytes = made.bytes;
  last.events = made.events;
  last.blobs = made.blobs;
  last.whole = made.whole;
  if (made.verified_at) {
    TRY_ASSIGN(const auto at, parse_rfc3339(*made.verified_at));
    last.verified_at = at;
  }
  return last;
}

Result<http::Health::Backups> read_backups(const std::string& data, Instant now) {
  TRY_ASSIGN(const auto record, backup::read_record(data));
  http::Health::Backups backups;
  if (record.last) {
    TRY_ASSIGN(const auto last, last_of(*record.last, now));
    backups.last = last;
  }
  if (record.failed) {
    TRY_ASSIGN(const auto at, parse_rfc3339(record.failed->at));
    backups.failed = http::FailedBackup{record.failed->name, at, since(at, now)};
  }
  return backups;
}

http::Health::Webhooks webhooks_of(const WebhookFigures& figures) {
  const auto& courier = figures.courier;
  http::Health::Webhooks webhooks;
  webhooks.active = courier.active;
  webhooks.ended = figures.dead;
  webhooks.queued = courier.queued;
  webhooks.oldest = courier.oldest;
  webhooks.behind = courier.behind;
  for (const auto count : courier.attempts) webhooks.failed += count;
  const auto delivered = static_cast<std::size_t>(engine::AttemptOutcome::kDelivered);
  webhooks.delivered = courier.attempts.at(delivered);
  webhooks.failed -= webhooks.delivered;
  return webhooks;
}

std::uint64_t counted(std::uint64_t count, bool& exact) {
  exact = count <= engine::kCountedExactlyMax;
  return std::min(count, engine::kCountedExactlyMax);
}

}  // namespace

http::Health::Backups backups_of(const std::string& data, Instant now) {
  const auto backups = read_backups(data, now);
  if (backups) return *backups;
  http::Health::Backups unknown;
  unknown.readable = false;
  return unknown;
}

HealthDesk::HealthDesk(const Config& config, store::Opened& database, engine::Clock& clock,
                       std::function<Figures()> figures)
    : config_(config), store_(*database.reader), clock_(clock), figures_(std::move(figures)) {}

Result<http::Health> HealthDesk::read() {
  const auto figures = figures_();
  TRY_ASSIGN(const auto owed, store_.owed(clock_.now()));
  TRY_ASSIGN(const auto room, room_of(config_.data));
  http::Health health;
  health.backup = backups_of(config_.data, SystemClock().now());
  health.engine = {!figures.engine.halted, figures.engine.queued, config_.queue_max,
                   figures.engine.deferred};
  health.checks.waiting = counted(owed.checks, health.checks.exact);
  health.checks.running = figures.engine.checks_running;
  health.checks.waiting -= std::min(health.checks.running, health.checks.waiting);
  health.checks.at_once = config_.checks_at_once;
  health.deadlines.next = owed.next_due;
  health.deadlines.overdue = counted(owed.overdue, health.deadlines.exact);
  health.deadlines.fired = figures.engine.fired;
  health.deadlines.last_late = Duration(figures.engine.lateness_last);
  health.deadlines.p99_late = Duration(figures.engine.lateness_p99);
  health.deadlines.max_late = Duration(figures.engine.lateness_max);
  health.webhooks = webhooks_of(figures.webhooks);
  std::error_code error;
  const auto bytes = std::filesystem::file_size(database_path(config_.data), error);
  health.disk = {room.free, room.total, !room.read_only, error ? 0 : bytes, figures.wal_bytes};
  return health;
}

}  // namespace baobei::server
