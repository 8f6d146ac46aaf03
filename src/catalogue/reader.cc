#include "catalogue/reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace baobei::catalogue {
namespace {

constexpr std::int64_t kIntegerMax = 1'000'000;

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_slug(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

}  // namespace

void Faults::add(const std::string& file, int line, std::string message) {
  faults_.push_back({file, line, std::move(message)});
}

std::vector<Error> Faults::take(const std::string& prefix) {
  std::ranges::sort(faults_);
  std::vector<Error> errors;
  for (auto& fault : faults_) {
    if (errors.size() == kFaultsMax) break;
    const std::string place = fault.line > 0 ? fmt::format(":{}", fault.line) : "";
    errors.push_back({ErrorKind::kInvalid, std::move(fault.message), prefix + fault.file + place});
  }
  faults_.clear();
  return errors;
}

void check_text(const Text& text, std::string_view what, const std::string& file, int line,
                Faults& faults) {
  const auto one = [&](const std::string& words, const char* language) {
    if (trim(words).empty()) {
      faults.add(file, line, fmt::format("{}: the {} text is missing", what, language));
    } else if (trim(words).size() != words.size() || printable(words) != words) {
      faults.add(file, line,
                 fmt::format("{}: the {} text has spaces at its ends or control characters", what,
                             language));
    }
  };
  one(text.zh, "Chinese");
  one(text.en, "English");
  if (!text.zh.empty() && text.zh == text.en && !is_ascii(text.zh)) {
    faults.add(file, line, fmt::format("{}: the English text is not translated", what));
  }
}

Reader::Reader(const Node& table, const std::string& file, Faults& faults)
    : table_(table), file_(file), faults_(faults) {}

int Reader::line_of(std::string_view key) const {
  const auto* node = table_.find(key);
  return node == nullptr ? table_.line : node->line;
}

const Node* Reader::any(std::string_view key) {
  known_.emplace(key);
  return table_.find(key);
}

const Node* Reader::take(std::string_view key, Node::Kind kind, const char* what, bool required) {
  const auto* node = any(key);
  if (node == nullptr) {
    if (required) fault(table_.line, fmt::format("'{}' is missing", key));
    return nullptr;
  }
  if (node->kind == kind) return node;
  fault(node->line, fmt::format("{}: {} is expected", key, what));
  return nullptr;
}

std::string Reader::string(std::string_view key) {
  const auto* node = take(key, Node::Kind::kString, "a string", true);
  if (node == nullptr) return {};
  if (trim(node->text).empty()) fault(node->line, fmt::format("{}: it is empty", key));
  return node->text;
}

std::string Reader::optional_string(std::string_view key) {
  return table_.find(key) == nullptr ? (any(key), std::string()) : string(key);
}

std::string Reader::slug(std::string_view key) {
  const auto* node = take(key, Node::Kind::kString, "a string", true);
  if (node == nullptr) return {};
  if (!is_slug(node->text)) {
    fault(node->line, fmt::format("{}: '{}' is not a slug (a-z, 0-9, '-', '_')", key, node->text));
  }
  return node->text;
}

std::string Reader::date(std::string_view key) {
  const auto* node = take(key, Node::Kind::kDate, "a date", true);
  return node == nullptr ? std::string() : node->text;
}

Instant Reader::instant(std::string_view key) {
  const auto* node = take(key, Node::Kind::kInstant, "a date and time with an offset", true);
  return node == nullptr ? Instant() : node->instant;
}

bool Reader::boolean(std::string_view key) {
  const auto* node = take(key, Node::Kind::kBoolean, "true or false", false);
  return node != nullptr && node->boolean;
}

std::optional<int> Reader::optional_integer(std::string_view key) {
  const auto* node = take(key, Node::Kind::kInteger, "a whole number", false);
  if (node == nullptr) return std::nullopt;
  if (node->integer < 0 || node->integer > kIntegerMax) {
    fault(node->line, fmt::format("{}: it is out of range", key));
    return std::nullopt;
  }
  return static_cast<int>(node->integer);
}

int Reader::integer(std::string_view key) {
  if (!has(key)) fault(table_.line, fmt::format("'{}' is missing", key));
  return optional_integer(key).value_or(0);
}

std::map<std::string, int> Reader::integers(std::string_view key) {
  std::map<std::string, int> values;
  const auto* node = table(key);
  if (node == nullptr) return values;
  for (const auto& [name, value] : node->members) {
    if (value.kind != Node::Kind::kInteger || value.integer < -kIntegerMax ||
        value.integer > kIntegerMax) {
      fault(value.line, fmt::format("{}: {} is no whole number in range", key, name));
    } else {
      values[name] = static_cast<int>(value.integer);
    }
  }
  return values;
}

Text Reader::text_of(const Node& node, std::string_view key) {
  if (node.kind != Node::Kind::kTable) {
    fault(node.line, fmt::format("{}: {{ zh = …, en = … }} is expected", key));
    return {};
  }
  Text text;
  for (const auto& [name, value] : node.members) {
    if (name != "zh" && name != "en") {
      fault(value.line, fmt::format("{}: '{}' is not a language known here", key, name));
    } else if (value.kind != Node::Kind::kString) {
      fault(value.line, fmt::format("{}: a string is expected", key));
    } else {
      (name == "zh" ? text.zh : text.en) = value.text;
    }
  }
  check_text(text, key, file_, node.line, faults_);
  return text;
}

Text Reader::text(std::string_view key) {
  const auto* node = any(key);
  if (node != nullptr) return text_of(*node, key);
  fault(table_.line, fmt::format("'{}' is missing", key));
  return {};
}

std::optional<Text> Reader::optional_text(std::string_view key) {
  const auto* node = any(key);
  return node == nullptr ? std::nullopt : std::optional(text_of(*node, key));
}

std::vector<Text> Reader::texts(std::string_view key) {
  std::vector<Text> texts;
  const auto* node = take(key, Node::Kind::kArray, "a list", false);
  if (node == nullptr) return texts;
  for (const auto& item : node->items) texts.push_back(text_of(item, key));
  return texts;
}

std::vector<std::string> Reader::strings(std::string_view key, bool required) {
  std::vector<std::string> strings;
  const auto* node = take(key, Node::Kind::kArray, "a list", required);
  if (node == nullptr) return strings;
  for (const auto& item : node->items) {
    if (item.kind != Node::Kind::kString || item.text.empty()) {
      fault(item.line, fmt::format("{}: a string is expected", key));
    } else if (std::ranges::find(strings, item.text) != strings.end()) {
      fault(item.line, fmt::format("{}: '{}' stands there twice", key, item.text));
    } else {
      strings.push_back(item.text);
    }
  }
  return strings;
}

std::vector<const Node*> Reader::tables(std::string_view key, bool required) {
  std::vector<const Node*> tables;
  const auto* node = take(key, Node::Kind::kArray, "a list of tables", required);
  if (node == nullptr) return tables;
  for (const auto& item : node->items) {
    if (item.kind == Node::Kind::kTable) {
      tables.push_back(&item);
    } else {
      fault(item.line, fmt::format("{}: a table is expected", key));
    }
  }
  return tables;
}

const Node* Reader::table(std::string_view key) {
  return take(key, Node::Kind::kTable, "a table", false);
}

Mark Reader::mark(std::string_view key) {
  const auto text = string(key);
  if (text == "S") return Mark::kProcess;
  if (text == "N") return Mark::kPractice;
  if (text != "O" && !text.empty()) {
    fault(line_of(key), fmt::format("{}: \"S\", \"N\" or \"O\" is expected", key));
  }
  return Mark::kOperator;
}

void Reader::finish() {
  for (const auto& [key, value] : table_.members) {
    if (!known_.contains(key)) fault(value.line, fmt::format("'{}' is not a key known here", key));
  }
}

}  // namespace baobei::catalogue
