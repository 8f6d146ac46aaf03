// The statements of webhooks and their attempts. A test reads the plan of each read. Constant
// texts; any thread.
#pragma once

namespace baobei::store::sql {

#define BAOBEI_WEBHOOK_                                                                           \
  "SELECT id, org, app_id, url, types, label, made_by, made_at, state, secret_no, secret_print, " \
  "old_secret_until, cursor, told, failures, next_at FROM webhook "
inline constexpr char kFindWebhook[] = BAOBEI_WEBHOOK_ "WHERE id = ?1";
inline constexpr char kWebhooksOf[] = BAOBEI_WEBHOOK_ "WHERE org = ?1 ORDER BY made_at, id";
inline constexpr char kActiveWebhooks[] =
    BAOBEI_WEBHOOK_ "WHERE state = 'active' AND id > '' ORDER BY id";
#undef BAOBEI_WEBHOOK_
inline constexpr char kCountEndedWebhooks[] =
    "SELECT count(*) FROM webhook WHERE state IN ('gave_up', 'gone', 'secret_lost')";
inline constexpr char kCountWebhooksOf[] = "SELECT count(*) FROM webhook WHERE org = ?1";
inline constexpr char kCountWebhooks[] = "SELECT count(*) FROM (SELECT 1 FROM webhook LIMIT ?1)";
inline constexpr char kAddWebhook[] =
    "INSERT INTO webhook (id, org, app_id, url, types, label, made_by, made_at, state, secret_no, "
    "secret_print, old_secret_until, cursor, told, failures, next_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";
inline constexpr char kChangeWebhook[] =
    "UPDATE webhook SET state = ?2, secret_no = ?3, secret_print = ?4, old_secret_until = ?5, "
    "cursor = ?6, told = ?7, failures = ?8, next_at = ?9 WHERE id = ?1";
inline constexpr char kRemoveWebhook[] = "DELETE FROM webhook WHERE id = ?1 AND org = ?2";
inline constexpr char kRemoveAttempts[] = "DELETE FROM webhook_attempt WHERE webhook = ?1";
inline constexpr char kAddAttempt[] =
    "INSERT INTO webhook_attempt (webhook, id, message, log_index, type, kind, no, at, took, "
    "outcome, status, answer) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
// All but the newest ?2.
inline constexpr char kTrimAttempts[] =
    "DELETE FROM webhook_attempt WHERE webhook = ?1 AND id <= (SELECT id FROM webhook_attempt "
    "WHERE webhook = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)";
inline constexpr char kAttemptsOf[] =
    "SELECT webhook, id, message, log_index, type, kind, no, at, took, outcome, status, answer "
    "FROM webhook_attempt WHERE webhook = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3";
// Of every subscription; whoever reads it counts.
inline constexpr char kAttemptOutcomes[] =
    "SELECT at, kind, outcome FROM webhook_attempt WHERE webhook > '' ORDER BY webhook, id "
    "LIMIT ?1";

inline constexpr const char* kWebhookReads[] = {kFindWebhook,       kWebhooksOf, kActiveWebhooks,
                                                kCountWebhooksOf,   kAttemptsOf, kTrimAttempts,
                                                kCountEndedWebhooks, kAttemptOutcomes};

}  // namespace baobei::store::sql
