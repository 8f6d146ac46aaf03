#include "phrase.h"

#include <cctype>
#include <charconv>
#include <utility>

namespace baobei::scenario {

Digest digest_of(std::string_view version) {
  return sha256(version);
}

std::optional<Duration> duration_of(std::string_view text) {
  constexpr std::pair<std::string_view, std::int64_t> kUnits[] = {
      {"us", 1},         {"ms", 1'000},        {"s", 1'000'000},
      {"m", 60'000'000}, {"h", 3'600'000'000}, {"d", 86'400'000'000},
  };
  if (text.empty()) return std::nullopt;
  Duration sum{};
  while (!text.empty()) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || value < 0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    std::size_t letters = 0;
    while (letters < text.size() && std::isalpha(static_cast<unsigned char>(text[letters])) != 0) {
      ++letters;
    }
    bool known = false;
    for (const auto& [unit, micros] : kUnits) {
      if (text.substr(0, letters) != unit) continue;
      sum += Duration(value * micros);
      known = true;
    }
    if (!known) return std::nullopt;
    text.remove_prefix(letters);
  }
  return sum;
}

Phrase::Phrase(std::string_view text) {
  std::string current;
  bool quoted = false;
  const auto flush = [&] {
    if (!current.empty()) words_.push_back(std::exchange(current, {}));
  };
  for (const char c : text) {
    if (c == '"') {
      if (quoted)
        words_.push_back(std::exchange(current, {}));
      else
        flush();
      quoted = !quoted;
    } else if (quoted) {
      current += c;
    } else if (c == '#') {
      break;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      flush();
    } else if (c == ',') {
      flush();
      words_.emplace_back(",");
    } else {
      current += c;
    }
  }
  if (quoted) fail("the closing quote");
  flush();
}

bool Phrase::take(std::string_view words) {
  const Phrase wanted(words);
  if (at_ + wanted.words_.size() > words_.size()) return false;
  for (std::size_t i = 0; i < wanted.words_.size(); ++i) {
    if (words_[at_ + i] != wanted.words_[i]) return false;
  }
  at_ += wanted.words_.size();
  return true;
}

void Phrase::need(std::string_view words) {
  if (!take(words)) fail("'" + std::string(words) + "'");
}

std::string Phrase::word() {
  if (done()) {
    fail("one more word");
    return "";
  }
  return words_[at_++];
}

std::uint32_t Phrase::number() {
  const std::string text = peek();
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    fail("a number");
    return 0;
  }
  ++at_;
  return value;
}

std::vector<std::string> Phrase::list() {
  std::vector<std::string> all = {word()};
  while (take(",")) all.push_back(word());
  return all;
}

std::vector<std::uint32_t> Phrase::numbers() {
  std::vector<std::uint32_t> all = {number()};
  while (take(",")) all.push_back(number());
  return all;
}

Duration Phrase::duration() {
  const auto value = duration_of(peek());
  if (!value) {
    fail("a duration such as 7d or 1us");
    return {};
  }
  ++at_;
  return *value;
}

Digest Phrase::version() {
  if (!peek().starts_with("v")) fail("a version such as v1");
  return digest_of(word());
}

std::vector<Digest> Phrase::versions() {
  std::vector<Digest> all = {version()};
  while (take(",")) all.push_back(version());
  return all;
}

void Phrase::fail(std::string what) {
  if (fault_.empty()) {
    fault_ = what + " was expected" + (done() ? " at the end" : " at '" + peek() + "'");
  }
  at_ = words_.size();
}

}  // namespace baobei::scenario
