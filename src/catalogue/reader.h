// Reads one table of a document, key by key, and notices what is missing, wrong or unknown.
//
// Invariants: every key that no call asked for is a fault when finish() runs; a missing or wrong
// value is one fault and yields an empty value, so that reading goes on. A fault of a missing key
// stands at its table, one of a wrong value at the value.
// Threads: one loader. Owner: the stage that reads the table.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "catalogue/catalogue.h"
#include "catalogue/tree.h"

namespace baobei::catalogue {

struct Document {
  std::string name;
  Node root;
};

class Faults {
 public:
  void add(const std::string& file, int line, std::string message);
  bool empty() const { return faults_.empty(); }
  // Sorted by file and line, `prefix` put before each name, at most kFaultsMax.
  std::vector<Error> take(const std::string& prefix);

 private:
  struct Fault {
    std::string file;
    int line = 0;
    std::string message;
    auto operator<=>(const Fault&) const = default;
  };
  std::vector<Fault> faults_;
};

class Reader {
 public:
  Reader(const Node& table, const std::string& file, Faults& faults);

  int line() const { return table_.line; }
  int line_of(std::string_view key) const;  // of its value; the table's where it is missing
  bool has(std::string_view key) const { return table_.find(key) != nullptr; }

  std::string string(std::string_view key);
  std::string optional_string(std::string_view key);
  std::string slug(std::string_view key);  // lower case letters, digits, '-', '_'
  std::string date(std::string_view key);
  Instant instant(std::string_view key);
  bool boolean(std::string_view key);  // absent: false
  std::optional<int> optional_integer(std::string_view key);
  int integer(std::string_view key);
  // A table of whole numbers, negative ones too; empty where it is absent.
  std::map<std::string, int> integers(std::string_view key);
  Text text(std::string_view key);
  std::optional<Text> optional_text(std::string_view key);
  std::vector<Text> texts(std::string_view key);  // absent: none
  std::vector<std::string> strings(std::string_view key, bool required);
  // The tables of an array; nullptr-free. A fault where it is required and missing.
  std::vector<const Node*> tables(std::string_view key, bool required);
  const Node* table(std::string_view key);  // nullptr where absent
  const Node* any(std::string_view key);    // marks the key as known

  Mark mark(std::string_view key);  // "S", "N" or "O"

  template <typename Enum>
  Enum enumerator(std::string_view key);

  void fault(int at_line, std::string message) { faults_.add(file_, at_line, std::move(message)); }
  void finish();

 private:
  const Node* take(std::string_view key, Node::Kind kind, const char* what, bool required);
  Text text_of(const Node& node, std::string_view key);

  const Node& table_;
  const std::string& file_;
  Faults& faults_;
  std::set<std::string, std::less<>> known_;
};

// Both languages there, not blank, one line, and not the same words twice unless in ASCII.
void check_text(const Text& text, std::string_view what, const std::string& file, int line,
                Faults& faults);

// "a, b or c" of an enum's wire names, for faults.
template <typename Enum>
std::string choices() {
  std::string all;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>(
      [&](auto d) { all += (all.empty() ? "" : ", ") + wire_case(d.name); });
  return all;
}

template <typename Enum>
Enum Reader::enumerator(std::string_view key) {
  const auto* node = take(key, Node::Kind::kString, "a string", true);
  if (node == nullptr) return Enum{};
  const auto value = enum_from_wire<Enum>(node->text);
  if (!value) {
    fault(node->line, std::string(key) + ": '" + node->text + "' is none of: " + choices<Enum>());
    return Enum{};
  }
  return *value;
}

}  // namespace baobei::catalogue
