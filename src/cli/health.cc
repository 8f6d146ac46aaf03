// health: how the server is; what is wrong stands first, in words.

#include "base/json.h"
#include "cli/binder.h"
#include "cli/tables.h"

namespace baobei::cli {
namespace {

void show_backup(Terminal& out, const View& backup) {
  const auto last = backup["last"];
  const auto failed = backup["failed"];
  if (!backup["readable"].flag()) {
    out.line(Word::kHealthBackupUnreadable, {}, Tone::kWarn);
  } else if (!last.is_there()) {
    out.line(Word::kHealthNoBackup, {}, Tone::kWarn);
  }
  if (failed.is_there()) {
    out.line(Word::kHealthBackupFailed, {failed["name"].text(), out.when(failed["at"].text())},
             Tone::kBad);
  }
  if (last["verified_at"].is_there() && !last["whole"].flag()) {
    out.line(Word::kHealthBackupDamaged, {}, Tone::kBad);
  }
}

int run(Session& session) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto reply = (*api)->get("/v1/server/health");
  if (!reply) return session.failed(reply.error());
  if (session.options().json) return session.print_json(reply->body);
  auto& out = session.out();
  const auto view = reply->view();
  if (!view["engine"]["clock_trusted"].flag()) {
    out.line(Word::kHealthClockHalted, {}, Tone::kBad);
  }
  show_backup(out, view["backup"]);
  for (const char* table : {"backup", "queue", "checks", "deadlines", "webhooks", "disk"}) {
    const bool empty = table == std::string_view("backup") && !view["backup"]["last"].is_there();
    if (!empty) write_table(out, answer_table("getServerHealth", table), view);
  }
  return kExitOk;
}

}  // namespace

void bind_health(Binder& binder) {
  binder.command("health", Word::kHelpHealth).runs([](Session& session) { return run(session); });
}

}  // namespace baobei::cli
