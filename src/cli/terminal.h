// Where a command's words for people go: the only writer to a terminal.
//
// Invariants: whatever came from outside passes `printable` (base/text.h) here, so no name, notice
// or path can move the cursor or set a title; colour is put around such text, never into it, and
// only on a terminal. Columns are as wide as they look: East Asian wide characters count two.
// Threads: one at a time. Owner: the session.
#pragma once

#include <chrono>
#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "cli/words.h"

namespace baobei::cli {

enum class Tone { kPlain, kGood, kBad, kWarn, kQuiet, kStrong };

struct Cell {
  std::string text;
  Tone tone = Tone::kPlain;
};

// Columns that a terminal gives to `text` (UAX 11; combining marks take none).
std::size_t display_width(std::string_view text);
// Filled with blanks on the right up to `width` columns.
std::string padded(std::string_view text, std::size_t width);
// At most `width` columns, with an ellipsis where something was cut.
std::string shortened(std::string_view text, std::size_t width);

struct TerminalStyle {
  Language language = Language::kEn;
  bool colours = false;
  std::size_t columns = 100;
  // Seconds east of UTC at an instant, in the reader's zone.
  std::function<std::chrono::seconds(Instant)> utc_offset;
};

class Terminal {
 public:
  Terminal(std::ostream& out, TerminalStyle style) : out_(&out), style_(std::move(style)) {}

  Language language() const { return style_.language; }

  std::string say(Word which, const std::vector<std::string>& arguments = {}) const;
  std::string name(std::string_view vocabulary, std::string_view wire) const;
  // "2026-03-09 17:00:00 +08:00" of the API's UTC; as it came where it is no instant.
  std::string when(std::string_view rfc3339) const;
  std::string when(Instant instant) const;
  // "6 d 23 h", "45 min", "30 s": the two largest units.
  std::string span(Duration duration) const;
  // "25 %", "12.5 %" of hundredths of a percent.
  static std::string percent(std::int64_t share);

  // One line; line feeds in it start new ones, which are indented alike.
  void line(std::string_view text = {}, Tone tone = Tone::kPlain);
  void line(Word which, const std::vector<std::string>& arguments = {}, Tone tone = Tone::kPlain);
  // Indented "label  value" rows, aligned.
  void facts(const std::vector<std::pair<std::string, Cell>>& rows);
  // No row: says that there is nothing.
  void table(const std::vector<Word>& headers, const std::vector<std::vector<Cell>>& rows);
  void table(const std::vector<std::string>& headers, const std::vector<std::vector<Cell>>& rows);
  // Overwrites itself: for progress on a terminal. An empty one clears it.
  void transient(std::string_view text);
  // For programs: one line of JSON in which nothing can reach the terminal's controls.
  void json(std::string_view serialised);
  void raw_ascii(std::string_view text);  // of our own making: completion scripts
  void encoded(std::string_view text);    // what an encoder of sinks/ has made

 private:
  std::string painted(std::string_view text, Tone tone) const;

  std::ostream* out_;
  TerminalStyle style_;
};

// JSON with every character that `printable` replaces written as \uXXXX.
std::string safe_json(std::string_view serialised);

}  // namespace baobei::cli
