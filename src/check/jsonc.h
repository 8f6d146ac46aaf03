// JSON as mini-programs really have it: a reader that tolerates a BOM, comments and trailing
// commas, remarks on each, and keeps where every key and value stands.
//
// Invariants: offsets are bytes into the text that was read, begin ≤ end ≤ its size; they outlive
// the text but mean nothing without it. Bounded: kJsonBytesMax, kJsonDepthMax, kJsonValuesMax.
// Threads: pure functions, plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "check/report.h"

namespace baobei::check::jsonc {

inline constexpr std::size_t kJsonBytesMax = 4 * 1024 * 1024;
inline constexpr std::size_t kJsonDepthMax = 64;
inline constexpr std::size_t kJsonValuesMax = 200'000;

struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;

  auto operator<=>(const Span&) const = default;
};

enum class Kind { kNull, kBool, kNumber, kString, kArray, kObject };

struct Member;

struct Value {
  Kind kind = Kind::kNull;
  Span span;
  bool boolean = false;
  std::string text;  // of a string, unescaped; of a number, as written
  std::vector<Value> items;
  std::vector<Member> members;  // as written; of duplicate keys the last counts

  bool is(Kind other) const { return kind == other; }
  // The value of a key of an object; null for other kinds and where there is none.
  const Value* find(std::string_view key) const;
  // The text of a string member, "" where there is none.
  std::string_view string(std::string_view key) const;
};

struct Member {
  std::string key;
  Span span;  // of the key
  Value value;
};

enum class RemarkKind { kBom, kComment, kTrailingComma, kDuplicateKey };

struct Remark {
  RemarkKind kind;
  Span span;
};

struct Document {
  Value root;
  std::vector<Remark> remarks;  // in the order of the text
};

struct SyntaxError {
  Text message;
  Span span;
};

std::expected<Document, SyntaxError> read(std::string_view text);

// Line and column of an offset, both from 1; a column counts characters, not bytes. A BOM counts
// for nothing.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;

  auto operator<=>(const Position&) const = default;
};
Position position_of(std::string_view text, std::size_t offset);

}  // namespace baobei::check::jsonc
