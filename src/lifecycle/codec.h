// The stored forms: an event's canonical JSON (what is hashed, never rewritten) and a case file's
// JSON (a cache that can be rebuilt from the events). See docs/event-format.md.
//
// Invariants: decode(encode(x)) == x. Older forms are upcast on read; a stored body is never
// changed.
// Threads: pure.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "lifecycle/app.h"
#include "lifecycle/event.h"
#include "lifecycle/notice.h"

namespace baobei::lifecycle {

struct SealedEvent {
  std::string body;  // canonical JSON of {actor, app, at, data, prev, revision}
  Digest hash;       // SHA-256("baobei.event/1\n" + body)
};
SealedEvent seal(const AppId& app, Revision revision, const Digest& prev, const Event& event);
Digest hash_of_event_body(std::string_view body);

struct OpenedEvent {
  AppId app;
  Revision revision = 0;
  Digest prev;
  Event event;
};
Result<OpenedEvent> open_event(std::string_view body);

// "filing_passed"
std::string wire_event_name(const EventData& data);
bool is_event_type(std::string_view wire_name);

std::string encode_app(const App& app);
Result<App> decode_app(std::string_view text);

// The facts of a notice, stored beside its recipient.
std::string encode_notice(const Notice& notice);
Result<Notice> decode_notice(std::string_view text);

}  // namespace baobei::lifecycle
