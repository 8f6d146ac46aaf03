// Webhooks, their attempts and their messages as JSON. Heavy to compile: .cc files only. Pure.
#pragma once

#include <string>

#include "base/json.h"
#include "engine/webhook_ports.h"

namespace baobei::http {

// Without its secret, which is no member of the row.
json::object webhook_json(const engine::WebhookRow& row);
json::object attempt_json(const engine::WebhookAttempt& attempt);

// What a message tells: the event as the feed shows it to developers, without what is the
// platform's to know. kCorrupt where the stored body cannot be read.
Result<std::string> event_for_webhooks(const engine::LoggedEvent& event, engine::Reader& reader);

}  // namespace baobei::http
