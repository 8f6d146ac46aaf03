// The words of one message and of its attempt. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "engine/webhook_ports.h"

namespace baobei::courier {

inline constexpr std::string_view kTestType = "webhook.test";

// Not made yet: everything that is known before the call.
engine::WebhookAttempt new_attempt(const engine::WebhookRow& row, const engine::LoggedEvent* event,
                                   engine::AttemptKind kind, Instant at);

// {"type","timestamp","webhook","sequence","data"}; `sequence` 0: outside the order, left out.
std::string message_body(std::string_view type, Instant at, const std::string& webhook,
                         std::uint64_t sequence, const std::string& data);
std::string test_data(const engine::WebhookRow& row);

// The first bytes of an answer as text: what is no UTF-8 or no character is replaced.
std::string kept_answer(std::string_view bytes);

}  // namespace baobei::courier
