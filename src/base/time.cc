#include "base/time.h"

#include <fmt/format.h>

#include <charconv>

namespace baobei {
namespace {

// Reads exactly `digits` decimal digits at the front of `text` and removes them.
bool take_digits(std::string_view& text, std::size_t digits, int& value) {
  if (text.size() < digits) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, value);
  if (error != std::errc() || end != text.data() + digits || text.front() == '-') return false;
  text.remove_prefix(digits);
  return true;
}

bool take_char(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

bool take_fraction(std::string_view& text, int& micros) {
  micros = 0;
  if (!take_char(text, '.')) return true;
  int digits = 0;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; ++digits) {
    if (digits == 6) return false;
    micros = micros * 10 + (text.front() - '0');
    text.remove_prefix(1);
  }
  for (int i = digits; i < 6; ++i) micros *= 10;
  return digits > 0;
}

bool take_offset(std::string_view& text, int& minutes) {
  minutes = 0;
  if (take_char(text, 'Z') || take_char(text, 'z')) return true;
  const int sign = take_char(text, '+') ? 1 : take_char(text, '-') ? -1 : 0;
  int hour = 0;
  int minute = 0;
  if (sign == 0 || !take_digits(text, 2, hour) || !take_char(text, ':') ||
      !take_digits(text, 2, minute) || hour > 23 || minute > 59) {
    return false;
  }
  minutes = sign * (hour * 60 + minute);
  return true;
}

}  // namespace

Instant ceil_to_second(Instant instant) {
  return std::chrono::ceil<std::chrono::seconds>(instant);
}

std::string format_rfc3339(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss<Duration> clock(instant - day);
  const auto fraction = clock.subseconds().count();
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     fraction == 0 ? "" : fmt::format(".{:06}", fraction));
}

Result<Instant> parse_rfc3339(std::string_view text) {
  const auto bad = [&] {
    return fail(ErrorKind::kInvalid, fmt::format("'{}' is not an RFC 3339 instant such as "
                                                 "2026-03-02T09:14:07Z",
                                                 text));
  };
  std::string_view rest = text;
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, micros = 0, offset = 0;
  if (!take_digits(rest, 4, year) || !take_char(rest, '-') || !take_digits(rest, 2, month) ||
      !take_char(rest, '-') || !take_digits(rest, 2, day) ||
      !(take_char(rest, 'T') || take_char(rest, 't') || take_char(rest, ' ')) ||
      !take_digits(rest, 2, hour) || !take_char(rest, ':') || !take_digits(rest, 2, minute) ||
      !take_char(rest, ':') || !take_digits(rest, 2, second) || !take_fraction(rest, micros) ||
      !take_offset(rest, offset) || !rest.empty()) {
    return bad();
  }
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok() || year < 1970 || hour > 23 || minute > 59 || second > 59) return bad();
  return Instant(std::chrono::sys_days(date)) + std::chrono::hours(hour) +
         std::chrono::minutes(minute) + std::chrono::seconds(second) + Duration(micros) -
         std::chrono::minutes(offset);
}

Result<Duration> parse_duration(std::string_view text) {
  constexpr std::pair<char, std::int64_t> kUnits[] = {
      {'d', 86400}, {'h', 3600}, {'m', 60}, {'s', 1}};
  constexpr std::int64_t kMaxCount = 1'000'000'000;  // keeps the sum far from overflow
  std::string_view rest = text;
  std::int64_t seconds = 0;
  std::size_t next_unit = 0;
  while (!rest.empty()) {
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), count);
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    while (next_unit < 4 && (rest.empty() || kUnits[next_unit].first != rest.front())) ++next_unit;
    if (error != std::errc() || count < 0 || count > kMaxCount || next_unit == 4) {
      return fail(ErrorKind::kInvalid,
                  fmt::format("'{}' is not a duration such as 7d, 24h or 1h30m", text));
    }
    seconds += count * kUnits[next_unit++].second;
    rest.remove_prefix(1);
  }
  if (text.empty()) return fail(ErrorKind::kInvalid, "a duration such as 7d or 24h is missing");
  return Duration(std::chrono::seconds(seconds));
}

}  // namespace baobei
