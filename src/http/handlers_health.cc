// How the server is: back-ups, what waits, what is late, room on the disk. For those who run it.

#include "http/health.h"

#include "base/json.h"
#include "http/desk_reply.h"
#include "http/handlers.h"
#include "http/visible_version.h"

namespace baobei::http {
namespace {

using lifecycle::Role;

json::object last_json(const LastBackup& last) {
  json::object object{{"name", last.name},
                      {"made_at", format_rfc3339(last.made_at)},
                      {"age_us", last.age.count()},
                      {"took_us", last.took.count()},
                      {"bytes", last.bytes},
                      {"events", last.events},
                      {"blobs", last.blobs}};
  if (last.verified_at) {
    object.emplace("verified_at", format_rfc3339(*last.verified_at));
    object.emplace("whole", last.whole);
  }
  return object;
}

json::object backup_json(const Health::Backups& backup) {
  json::object object{{"readable", backup.readable}};
  if (backup.last) object.emplace("last", last_json(*backup.last));
  if (backup.failed) {
    object.emplace("failed", json::object{{"name", backup.failed->name},
                                          {"at", format_rfc3339(backup.failed->at)},
                                          {"age_us", backup.failed->age.count()}});
  }
  return object;
}

// Nothing is said of lateness where nothing has come to its end since the start.
json::object deadlines_json(const Health::Deadlines& deadlines) {
  json::object object{{"overdue", deadlines.overdue},
                      {"exact", deadlines.exact},
                      {"fired", deadlines.fired}};
  if (deadlines.next) object.emplace("next", format_rfc3339(*deadlines.next));
  if (deadlines.fired == 0) return object;
  object.emplace("last_late_us", deadlines.last_late.count());
  object.emplace("p99_late_us", deadlines.p99_late.count());
  object.emplace("max_late_us", deadlines.max_late.count());
  return object;
}

json::object webhooks_json(const Health::Webhooks& webhooks) {
  return {{"active", webhooks.active},       {"ended", webhooks.ended},
          {"queued", webhooks.queued},       {"oldest_us", webhooks.oldest.count()},
          {"behind", webhooks.behind},       {"delivered", webhooks.delivered},
          {"failed", webhooks.failed}};
}

json::object health_json(const Health& health, Instant now) {
  json::object object;
  object.emplace("at", format_rfc3339(now));
  object.emplace("backup", backup_json(health.backup));
  object.emplace("engine", json::object{{"clock_trusted", health.engine.clock_trusted},
                                        {"queued", health.engine.queued},
                                        {"queue_max", health.engine.queue_max},
                                        {"deferred", health.engine.deferred}});
  object.emplace("checks", json::object{{"waiting", health.checks.waiting},
                                        {"exact", health.checks.exact},
                                        {"running", health.checks.running},
                                        {"at_once", health.checks.at_once}});
  object.emplace("deadlines", deadlines_json(health.deadlines));
  object.emplace("webhooks", webhooks_json(health.webhooks));
  object.emplace("disk", json::object{{"free_bytes", health.disk.free_bytes},
                                      {"total_bytes", health.disk.total_bytes},
                                      {"writable", health.disk.writable},
                                      {"database_bytes", health.disk.database_bytes},
                                      {"log_bytes", health.disk.log_bytes}});
  return object;
}

}  // namespace

Reply get_server_health(Call& call, Services& services) {
  if (const auto lacks = lacks_any_role(call, {Role::kOperator, Role::kAuditor})) {
    return call.problem(*lacks);
  }
  if (!services.health) return call.problem(ProblemCode::kUnavailable);
  return in_background(call, services, [&services, language = call.language] {
    const auto health = services.health();
    if (!health) return problem_response(health.error(), language);
    const auto object = health_json(*health, services.clock.now());
    return json_text(200, json::serialize(object));
  });
}

}  // namespace baobei::http
