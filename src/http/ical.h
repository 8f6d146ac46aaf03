// Deadlines as an iCalendar (RFC 5545) that calendar programs subscribe to.
//
// Invariants: every text that came from outside is escaped here, lines are folded at 75 bytes
// between characters, instants are UTC. Nothing in a text can begin a line of its own.
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace baobei::http {

struct CalendarEvent {
  std::string uid;  // of our own making: letters, digits, '.', '-', '@'
  Instant at;
  Instant changed_at;
  std::string summary;
  std::string description;
};

// `now`: when it was put together.
std::string calendar_text(std::string_view name, const std::vector<CalendarEvent>& events,
                          Instant now);

// A text as the value of a property: escaped, without control characters.
std::string ical_text(std::string_view text);
// One content line, folded, with its end.
std::string ical_line(std::string_view line);

}  // namespace baobei::http
