#include "http/ical.h"

#include <algorithm>

namespace baobei::http {
namespace {

constexpr std::size_t kLineBytesMax = 75;

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// "20260309T090000Z": the second in which it lies.
std::string ical_instant(Instant instant) {
  std::string text;
  for (const char c : format_rfc3339(std::chrono::floor<std::chrono::seconds>(instant))) {
    if (c != '-' && c != ':') text.push_back(c);
  }
  return text;
}

void add_alarm(std::string& out, std::string_view before, std::string_view summary) {
  out += "BEGIN:VALARM\r\nACTION:DISPLAY\r\n";
  out += ical_line("TRIGGER:-" + std::string(before));
  out += ical_line("DESCRIPTION:" + ical_text(summary));
  out += "END:VALARM\r\n";
}

}  // namespace

std::string ical_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
    } else if (c == '\\' || c == ';' || c == ',') {
      out.push_back('\\');
      out.push_back(c);
    } else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) {
      out.push_back(c);
    }
  }
  return out;
}

std::string ical_line(std::string_view line) {
  std::string out;
  std::size_t room = kLineBytesMax;
  while (line.size() > room) {
    auto cut = room;
    while (cut > 1 && continues(line[cut])) --cut;
    out += line.substr(0, cut);
    out += "\r\n ";
    line.remove_prefix(cut);
    room = kLineBytesMax - 1;  // the blank that marks a continued line counts
  }
  out += line;
  return out + "\r\n";
}

std::string calendar_text(std::string_view name, const std::vector<CalendarEvent>& events,
                          Instant now) {
  std::string out =
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Baobei//Deadlines//EN\r\n"
      "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n";
  out += ical_line("X-WR-CALNAME:" + ical_text(name));
  out += "REFRESH-INTERVAL;VALUE=DURATION:PT15M\r\nX-PUBLISHED-TTL:PT15M\r\n";
  for (const auto& event : events) {
    out += "BEGIN:VEVENT\r\n";
    out += ical_line("UID:" + event.uid);
    out += ical_line("DTSTAMP:" + ical_instant(now));
    out += ical_line("LAST-MODIFIED:" + ical_instant(event.changed_at));
    out += ical_line("DTSTART:" + ical_instant(event.at));
    out += ical_line("SUMMARY:" + ical_text(event.summary));
    out += ical_line("DESCRIPTION:" + ical_text(event.description));
    out += "TRANSP:TRANSPARENT\r\n";
    add_alarm(out, "P1D", event.summary);
    add_alarm(out, "PT1H", event.summary);
    out += "END:VEVENT\r\n";
  }
  return out + "END:VCALENDAR\r\n";
}

}  // namespace baobei::http
