#include "courier/message.h"

#include "base/json.h"

namespace baobei::courier {

engine::WebhookAttempt new_attempt(const engine::WebhookRow& row, const engine::LoggedEvent* event,
                                   engine::AttemptKind kind, Instant at) {
  engine::WebhookAttempt attempt;
  attempt.webhook = row.id;
  attempt.kind = kind;
  attempt.at = at;
  if (event == nullptr) {
    attempt.message = random_id(row.id + "_test");
    attempt.type = kTestType;
    return attempt;
  }
  attempt.log_index = event->log_index;
  attempt.type = event->row.type;
  attempt.message = row.id + "_" + std::to_string(event->log_index);
  return attempt;
}

std::string message_body(std::string_view type, Instant at, const std::string& webhook,
                         std::uint64_t sequence, const std::string& data) {
  json::object head{{"type", type}, {"timestamp", format_rfc3339(at)}, {"webhook", webhook}};
  if (sequence != 0) head.emplace("sequence", sequence);
  auto text = json::serialize(head);
  text.pop_back();
  return text + ",\"data\":" + data + "}";
}

std::string test_data(const engine::WebhookRow& row) {
  json::object data{{"webhook", row.id}, {"url", row.url}};
  if (!row.app.empty()) data.emplace("app", row.app);
  return json::serialize(data);
}

std::string kept_answer(std::string_view bytes) {
  // A character may have been cut at the end.
  for (std::size_t cut = 0; cut < 4 && cut < bytes.size(); ++cut) {
    const auto text = bytes.substr(0, bytes.size() - cut);
    if (is_utf8(text)) return printable(text);
  }
  std::string ascii;
  for (const char c : bytes) ascii += c >= 0x20 && c < 0x7F ? std::string(1, c) : "\xEF\xBF\xBD";
  return ascii;
}

}  // namespace baobei::courier
