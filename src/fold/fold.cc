#include "fold/fold.h"

#include <algorithm>
#include <cstring>

#include "fold/table.h"

namespace baobei::fold {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::uint64_t kEach = 0x0101010101010101;
constexpr std::uint64_t kHigh = 0x80 * kEach;

// Eight bytes that are all printable ASCII, in lower case; nothing else may be asked for.
std::uint64_t lower_case(std::uint64_t bytes) {
  const auto from_a = bytes + (0x80 - 'A') * kEach;
  const auto above_z = bytes + (0x80 - 'Z' - 1) * kEach;
  return bytes | ((from_a & ~above_z & kHigh) >> 2);
}

bool printable_ascii(std::uint64_t bytes) {
  const auto below_space = (bytes - 0x20 * kEach) & ~bytes;
  const auto deletes = bytes + kEach;
  return ((bytes | below_space | deletes) & kHigh) == 0;
}

// One code point; length 0 where the bytes are no UTF-8.
Character decode(const unsigned char* at, std::size_t left) {
  const unsigned char lead = at[0];
  const auto follows = [&](std::size_t i) { return i < left && (at[i] & 0xC0) == 0x80; };
  if (lead < 0x80) return {lead, 1};
  if (lead < 0xC2) return {};
  if (lead < 0xE0) {
    if (!follows(1)) return {};
    return {static_cast<char32_t>((lead & 0x1F) << 6 | (at[1] & 0x3F)), 2};
  }
  if (lead < 0xF0) {
    if (!follows(1) || !follows(2)) return {};
    const auto point =
        static_cast<char32_t>((lead & 0x0F) << 12 | (at[1] & 0x3F) << 6 | (at[2] & 0x3F));
    const bool good = point >= 0x800 && (point < 0xD800 || point > 0xDFFF);
    return good ? Character{point, 3} : Character{};
  }
  if (lead >= 0xF5 || !follows(1) || !follows(2) || !follows(3)) return {};
  const auto point = static_cast<char32_t>((lead & 0x07) << 18 | (at[1] & 0x3F) << 12 |
                                           (at[2] & 0x3F) << 6 | (at[3] & 0x3F));
  return point >= 0x10000 && point <= 0x10FFFF ? Character{point, 4} : Character{};
}

std::size_t encode(char32_t point, char* out) {
  const auto tail = [point](int shift) {
    return static_cast<char>(0x80 | ((point >> shift) & 0x3F));
  };
  if (point < 0x80) {
    out[0] = static_cast<char>(point);
    return 1;
  }
  if (point < 0x800) {
    out[0] = static_cast<char>(0xC0 | point >> 6);
    out[1] = tail(0);
    return 2;
  }
  if (point < 0x10000) {
    out[0] = static_cast<char>(0xE0 | point >> 12);
    out[1] = tail(6);
    out[2] = tail(0);
    return 3;
  }
  out[0] = static_cast<char>(0xF0 | point >> 18);
  out[1] = tail(12);
  out[2] = tail(6);
  out[3] = tail(0);
  return 4;
}

class Folder {
 public:
  explicit Folder(std::string_view original) : in_(original) {
    CHECK(original.size() <= kTextBytesMax);
    out_.text.resize(original.size() + kSlack);
    if (!original.empty()) out_.map.straight(0, 0);
  }

  Folded take() {
    while (at_ < in_.size()) {
      copy_plain();
      if (at_ < in_.size()) fold_one();
    }
    out_.text.resize(written_);
    out_.text.shrink_to_fit();
    return std::move(out_);
  }

 private:
  static constexpr std::size_t kSlack = 264;  // the longest replacement, and eight bytes

  // Printable ASCII and Han characters that stay, which is nearly everything.
  void copy_plain() {
    const char* in = in_.data();
    char* out = out_.text.data() + written_;
    std::size_t at = at_;
    // The output is as long as the rest of the input and the slack together at least.
    for (;;) {
      std::uint64_t bytes = 0;
      while (at + 8 <= in_.size() && (std::memcpy(&bytes, in + at, 8), printable_ascii(bytes))) {
        bytes = lower_case(bytes);
        std::memcpy(out, &bytes, 8);
        at += 8;
        out += 8;
      }
      const auto before = at;
      while (at + 3 <= in_.size() && stays_in_three(in + at)) {
        std::memcpy(out, in + at, 3);
        at += 3;
        out += 3;
      }
      if (at == before) break;
    }
    written_ = static_cast<std::size_t>(out - out_.text.data());
    at_ = at;
  }

  static bool stays_in_three(const char* at) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(at);
    if (bytes[0] < 0xE3 || bytes[0] > 0xE9) return false;
    if ((bytes[1] & 0xC0) != 0x80 || (bytes[2] & 0xC0) != 0x80) return false;
    return table::entry(static_cast<char32_t>((bytes[0] & 0x0F) << 12 | (bytes[1] & 0x3F) << 6 |
                                              (bytes[2] & 0x3F))) == 0;
  }

  void fold_one() {
    const auto left = in_.size() - at_;
    const auto character = decode(reinterpret_cast<const unsigned char*>(in_.data()) + at_, left);
    if (character.length == 0) return replace(kReplacement, 1);
    const auto entry = table::entry(character.point);
    if (entry == 0) {
      std::memcpy(out_.text.data() + written_, in_.data() + at_, character.length);
      written_ += character.length;
      at_ += character.length;
      return;
    }
    char buffer[4];
    switch (table::kind(entry)) {
      case table::kDropped:
        return replace({}, character.length);
      case table::kOne:
        return replace({buffer, encode(table::value(entry), buffer)}, character.length);
      default: {
        const auto* text = table::kStrings + table::value(entry);
        return replace({reinterpret_cast<const char*>(text + 1), text[0]}, character.length);
      }
    }
  }

  void replace(std::string_view by, std::size_t length) {
    const bool same_length = by.size() == length;
    if (!same_length && !by.empty()) out_.map.replaced(written_, at_, length);
    std::memcpy(out_.text.data() + written_, by.data(), by.size());
    written_ += by.size();
    at_ += length;
    if (!same_length) out_.map.straight(written_, at_);
    const auto needed = written_ + (in_.size() - at_) + kSlack;
    if (needed > out_.text.size()) out_.text.resize(needed + needed / 8);
  }

  std::string_view in_;
  std::size_t at_ = 0;
  std::size_t written_ = 0;
  Folded out_;
};

}  // namespace

std::string_view version() {
  return table::kVersion;
}

Span OffsetMap::source(Span derived) const {
  CHECK(derived.begin < derived.end);
  const auto& first = entry_at(derived.begin);
  const auto& last = entry_at(derived.end - 1);
  const auto begin = first.length > 0 ? first.source : first.source + derived.begin - first.derived;
  const auto end =
      last.length > 0 ? last.source + last.length : last.source + (derived.end - last.derived);
  return {begin, end};
}

void OffsetMap::add(std::size_t derived, std::size_t source, std::size_t length) {
  const Entry entry{static_cast<std::uint32_t>(derived), static_cast<std::uint32_t>(source),
                    static_cast<std::uint32_t>(length)};
  // Nothing is derived from an entry that another one follows at once.
  if (!entries_.empty() && entries_.back().derived == derived) {
    entries_.back() = entry;
  } else {
    entries_.push_back(entry);
  }
}

const OffsetMap::Entry& OffsetMap::entry_at(std::size_t derived) const {
  const auto after = std::ranges::upper_bound(entries_, derived, {}, &Entry::derived);
  CHECK(after != entries_.begin());
  return *std::prev(after);
}

Folded fold(std::string_view original) {
  return Folder(original).take();
}

std::string folded(std::string_view original) {
  return fold(original).text;
}

bool is_han(char32_t point) {
  return (point >= 0x4E00 && point <= 0x9FFF) || (point >= 0x3400 && point <= 0x4DBF) ||
         point == 0x3007 || (point >= 0x20000 && point <= 0x323AF);
}

Character character_at(std::string_view text, std::size_t at) {
  const auto found =
      decode(reinterpret_cast<const unsigned char*>(text.data()) + at, text.size() - at);
  CHECK(found.length > 0);
  return found;
}

}  // namespace baobei::fold
