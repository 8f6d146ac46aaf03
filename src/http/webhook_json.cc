#include "http/webhook_json.h"

#include "http/case_json.h"

namespace baobei::http {

json::object webhook_json(const engine::WebhookRow& row) {
  json::object object{{"webhook", row.id},
                      {"url", row.url},
                      {"label", row.label},
                      {"types", to_json(row.types)},
                      {"state", wire_name(row.state)},
                      {"made_at", format_rfc3339(row.made_at)},
                      {"made_by", row.made_by},
                      {"cursor", std::to_string(row.cursor)},
                      {"told", row.told},
                      {"failures", row.failures}};
  if (!row.app.empty()) object.emplace("app", row.app);
  const bool waits = row.state == engine::WebhookState::kActive && row.failures > 0;
  if (waits) object.emplace("next_at", format_rfc3339(row.next_at));
  if (row.old_secret_until) {
    object.emplace("old_secret_until", format_rfc3339(*row.old_secret_until));
  }
  return object;
}

json::object attempt_json(const engine::WebhookAttempt& attempt) {
  json::object object{{"attempt", attempt.id},
                      {"webhook", attempt.webhook},
                      {"message", attempt.message},
                      {"type", attempt.type},
                      {"kind", wire_name(attempt.kind)},
                      {"no", attempt.no},
                      {"at", format_rfc3339(attempt.at)},
                      {"took_us", attempt.took.count()},
                      {"outcome", wire_name(attempt.outcome)}};
  if (attempt.log_index != 0) object.emplace("log_index", attempt.log_index);
  if (attempt.status != 0) object.emplace("status", attempt.status);
  if (!attempt.answer.empty()) object.emplace("answer", attempt.answer);
  return object;
}

Result<std::string> event_for_webhooks(const engine::LoggedEvent& event, engine::Reader& reader) {
  const auto words = [&reader](const Digest& commitment) -> std::optional<std::string> {
    auto text = reader.text(commitment);
    if (!text) return std::nullopt;
    return std::move(*text);
  };
  TRY_ASSIGN(json::value data, event_json(event, words));
  redact(data);
  return json::serialize(data);
}

}  // namespace baobei::http
