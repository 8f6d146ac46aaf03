// The port to calendars (secret addresses that give somebody's deadlines to a calendar program) and
// to the marks of the inbox as a whole.
//
// Invariants: an address is known by the SHA-256 of its secret; it gives what its owner may see at
// that moment, and nothing once it is revoked or its owner inactive.
// Owner: server/main.cc; outlives the server.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/ports.h"

namespace baobei::engine {

inline constexpr std::size_t kCalendarsOfPersonMax = 8;  // not revoked
inline constexpr std::uint64_t kCountedExactlyMax = 10'000;
inline constexpr std::size_t kUpcomingLookedAtMax = 20'000;
inline constexpr std::size_t kReadAtOnceMax = 1'000;  // notices marked in one transaction

struct CalendarRow {
  std::string id;
  lifecycle::PersonId person;
  std::string label;
  Digest token_hash;
  Instant made_at;
};

// What comes to an end by itself, but for warnings and filing periods: those are Reader::entries'.
struct UpcomingDeadline {
  lifecycle::AppId app;
  std::string app_name;
  lifecycle::Deadline deadline;
};

class Calendars {
 public:
  virtual ~Calendars() = default;

  // ---- on the writer's thread ----
  // kTooLarge where the person has too many.
  virtual Status add(const CalendarRow& calendar) = 0;
  // kNotFound for what there is not, or is another person's.
  virtual Status remove(const lifecycle::PersonId& person, const std::string& id) = 0;

  // ---- any thread ----
  // By age.
  virtual Result<std::vector<CalendarRow>> of(const lifecycle::PersonId& person) = 0;
  // Its owner; kNotFound for unknown ones and inactive people.
  virtual Result<Principal> owner(const Digest& token_hash) = 0;
  // Of the mini-programs that the viewer sees, earliest first, at most `limit`; of an audience with
  // more than kUpcomingLookedAtMax deadlines, of those that were looked at.
  virtual Result<std::vector<UpcomingDeadline>> upcoming(const Viewer& viewer,
                                                         std::size_t limit) = 0;
};

inline bool is_upcoming_kind(lifecycle::DeadlineKind kind) {
  using enum lifecycle::DeadlineKind;
  return kind != kFilingEnd && kind != kFilingEndWarning && kind != kDownByWarning &&
         kind != kQualificationWarning;
}

struct UnreadCount {
  std::uint64_t count = 0;
  bool exact = true;  // false: more than kCountedExactlyMax
};

class InboxMarks {
 public:
  virtual ~InboxMarks() = default;

  // On the writer's thread: at most kReadAtOnceMax unread notices up to `up_to`; how many. Asked
  // until there are fewer than that.
  virtual Result<std::size_t> read_some(const Viewer& viewer, std::uint64_t up_to, Instant at) = 0;
  // Any thread.
  virtual Result<UnreadCount> unread(const Viewer& viewer) = 0;
};

}  // namespace baobei::engine
