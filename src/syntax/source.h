// A source text, places in it, and the pieces of text found there.
//
// Invariants: a Span is bytes into the text it came from, begin ≤ end ≤ its size. A Piece's `text`
// and `key` point into that text, or into the Strings of the facts that own the piece; both must
// outlive it. Nothing here throws, recurses without a limit, or takes more than linear time.
// Threads: plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace baobei::syntax {

inline constexpr std::size_t kSourceBytesMax = 32ull * 1024 * 1024;
inline constexpr std::size_t kPiecesMax = 400'000;  // of one file
inline constexpr std::size_t kFaultsMax = 100;      // of one file

struct Span {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  auto operator<=>(const Span&) const = default;
};

// Line and column, both from 1; a column counts characters, not bytes; a BOM counts for nothing.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;

  auto operator<=>(const Position&) const = default;
};

// Finds positions in logarithmic time after one pass over the text, which must outlive it.
class Lines {
 public:
  explicit Lines(std::string_view text);
  Position at(std::size_t offset) const;

 private:
  std::string_view text_;
  std::vector<std::uint32_t> starts_;
};

// Where a piece of text stands, and so who reads it. The order is that of weight: what a user reads
// first comes first.
enum class Role : std::uint8_t {
  kNavigationTitle,  // navigationBarTitleText, wx.setNavigationBarTitle
  kTabText,
  kHeading,
  kButton,
  kLabel,        // of a form's field
  kPlaceholder,  // of a form's field
  kText,         // other text of a page
  kAttribute,    // an attribute that a component shows: title, desc, content
  kDialog,       // toast, modal, action sheet, loading
  kShare,        // what a shared card says
  kDescription,  // reasons given for permissions; names in app.json and project.config.json
  kData,         // a literal of a script under a key that pages show: title, name, text
  kString,       // another literal of a script
  kUrl,          // a literal that is an address or a path of a page
  kJson,         // another value of a JSON file
  kStyle,        // a string of a style sheet
  kComment,      // read by nobody but its writers
  kLog,          // written to the console: the same
};
std::string_view name(Role role);  // "navigation_title"

// Of a file, in the order of the text.
struct Piece {
  Role role = Role::kText;
  Span span;                           // of the literal's inside, of the text, of the comment
  std::string_view text;               // unescaped
  std::string_view key;                // the attribute or key it is the value of; "" for none
  std::uint32_t element = 0xFFFFFFFF;  // of a WXML text: index of its element
};

// What a front-end could not make sense of, and went on.
struct Fault {
  Span span;
  std::string_view what;  // "element-not-closed": one of the constants of the front-end's header
};

// Owns unescaped strings; its views stay valid until it is gone.
class Strings {
 public:
  std::string_view keep(std::string text) {
    kept_.push_back(std::move(text));
    return kept_.back();
  }

 private:
  std::deque<std::string> kept_;
};

// http://, wss://, //host, pages/a/b, /pages/a.
bool is_url_like(std::string_view text);

}  // namespace baobei::syntax
