// A TOML document as plain nodes that know their line. The one place that sees toml++ is tree.cc.
//
// Invariants: a node's `line` is where its value begins; a table's members are sorted by key.
// Threads: plain values. Owner: the loader, until the catalogue is built.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace baobei::catalogue {

struct Member;

struct Node {
  enum class Kind { kTable, kArray, kString, kInteger, kBoolean, kDate, kInstant, kOther };

  Kind kind = Kind::kOther;
  int line = 0;
  std::string text;             // kString; kDate as "2026-02-21"
  std::int64_t integer = 0;     // kInteger
  bool boolean = false;         // kBoolean
  Instant instant;              // kInstant
  std::vector<Node> items;      // kArray
  std::vector<Member> members;  // kTable

  const Node* find(std::string_view key) const;
};

struct Member {
  std::string key;
  Node value;
};

inline constexpr std::size_t kFileSizeMax = 4'000'000;

// Parses one document. kInvalid with "name:line" as context; kTooLarge above kFileSizeMax.
Result<Node> parse_toml(std::string_view text, const std::string& name);

}  // namespace baobei::catalogue
