// Writes the table of src/fold: what every code point becomes when text is made comparable.
//
//   fold_table OUT.cc
//
// Compatibility and case from ICU, traditional to simplified from OpenCC, look-alikes of Latin
// letters from ICU's table of confusables. The product needs neither OpenCC nor ICU's data for it
// when it runs. One process, ends at the first fault.
#include <fmt/format.h>
#include <opencc/opencc.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uspoof.h>

#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace baobei {
namespace {

constexpr UChar32 kCodePoints = 0x110000;
constexpr UChar32 kPageSize = 256;
constexpr int kRoundsMax = 8;

// Must agree with src/fold/table.h.
constexpr std::uint32_t kOne = 1u << 24;
constexpr std::uint32_t kDropped = 2u << 24;
constexpr std::uint32_t kSeveral = 3u << 24;

class Sources {
 public:
  Sources() {
    UErrorCode error = U_ZERO_ERROR;
    compatibility_ = icu::Normalizer2::getNFKCCasefoldInstance(error);
    decomposition_ = icu::Normalizer2::getNFDInstance(error);
    spoof_ = uspoof_open(&error);
    CHECK(U_SUCCESS(error), u_errorName(error));
    simplified_ = opencc_open("t2s.json");
    CHECK(simplified_ != reinterpret_cast<opencc_t>(-1), opencc_error());
  }
  ~Sources() {
    opencc_close(simplified_);
    uspoof_close(spoof_);
  }
  Sources(const Sources&) = delete;
  Sources& operator=(const Sources&) = delete;

  // What `point` becomes; the point itself where nothing changes. Folded as often as it takes: one
  // table may lead to a character that another one changes.
  icu::UnicodeString folded(UChar32 point) const {
    if (is_control(point)) return {};
    if (const auto latin = latin_look(point); latin != 0) return icu::UnicodeString(latin);
    icu::UnicodeString text(point);
    auto next = folded_once(text);
    for (int round = 0; next != text; ++round) {
      CHECK(round < kRoundsMax, "folding does not settle");
      text = next;
      next = folded_once(text);
    }
    return text;
  }

 private:
  // Controls but for tab and line feed have no place in a text that somebody reads.
  static bool is_control(UChar32 point) {
    return u_charType(point) == U_CONTROL_CHAR && point != '\t' && point != '\n';
  }

  icu::UnicodeString folded_once(const icu::UnicodeString& text) const {
    UErrorCode error = U_ZERO_ERROR;
    const auto plain = compatibility_->normalize(text, error);
    CHECK(U_SUCCESS(error), u_errorName(error));
    icu::UnicodeString out;
    for (int32_t i = 0; i < plain.length(); i = plain.moveIndex32(i, 1)) {
      append(out, plain.char32At(i));
    }
    return out;
  }

  void append(icu::UnicodeString& out, UChar32 point) const {
    if (is_mark(point)) return;
    if (u_hasBinaryProperty(point, UCHAR_IDEOGRAPHIC)) {
      out.append(simplified(point));
      return;
    }
    const auto latin = latin_look(point);
    out.append(latin != 0 ? latin : without_marks(point));
  }

  static bool is_mark(UChar32 point) {
    const auto type = u_charType(point);
    return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK;
  }

  icu::UnicodeString simplified(UChar32 point) const {
    std::string in;
    icu::UnicodeString(point).toUTF8String(in);
    char* converted = opencc_convert_utf8(simplified_, in.data(), in.size());
    CHECK(converted != nullptr, opencc_error());
    auto out = icu::UnicodeString::fromUTF8(converted);
    opencc_convert_utf8_free(converted);
    return out;
  }

  // The ASCII letter that a letter of another script looks like, as it stands or as a capital; 0
  // for none. Han and kana keep their own look.
  UChar32 latin_look(UChar32 point) const {
    if (point < 0x80 || !u_isalpha(point) || point >= 0x2E80) return 0;
    const auto look = ascii_look(point);
    return look != 0 ? look : ascii_look(u_toupper(point));
  }

  UChar32 ascii_look(UChar32 point) const {
    UErrorCode error = U_ZERO_ERROR;
    icu::UnicodeString skeleton;
    uspoof_getSkeletonUnicodeString(spoof_, 0, icu::UnicodeString(point), skeleton, &error);
    CHECK(U_SUCCESS(error), u_errorName(error));
    const auto look = without_marks_of(skeleton);
    if (look.length() != 1 || look[0] >= 0x80) return 0;
    const auto letter = u_tolower(look[0]);
    return letter >= 'a' && letter <= 'z' ? letter : 0;
  }

  icu::UnicodeString without_marks_of(const icu::UnicodeString& text) const {
    icu::UnicodeString out;
    for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
      if (!is_mark(text.char32At(i))) out.append(text.char32At(i));
    }
    return out;
  }

  // é → e. Kana and Hangul, whose marks make other letters, stay composed.
  icu::UnicodeString without_marks(UChar32 point) const {
    if (point < 0xC0 || (point >= 0x2E80 && point < 0x1D000)) return icu::UnicodeString(point);
    UErrorCode error = U_ZERO_ERROR;
    const auto parts = decomposition_->normalize(icu::UnicodeString(point), error);
    CHECK(U_SUCCESS(error), u_errorName(error));
    return without_marks_of(parts);
  }

  const icu::Normalizer2* compatibility_ = nullptr;
  const icu::Normalizer2* decomposition_ = nullptr;
  USpoofChecker* spoof_ = nullptr;
  opencc_t simplified_ = nullptr;
};

class Table {
 public:
  explicit Table(const Sources& sources) {
    for (UChar32 begin = 0; begin < kCodePoints; begin += kPageSize) {
      std::vector<std::uint32_t> page;
      for (UChar32 point = begin; point < begin + kPageSize; ++point) {
        page.push_back(entry(point, sources));
      }
      const auto [row, added] = numbers_.emplace(page, pages_.size());
      if (added) pages_.push_back(page);
      index_.push_back(row->second);
    }
  }

  std::string source() const {
    std::string out =
        "// Generated by tools/fold_table.cc.\n#include \"fold/table.h\"\n\n"
        "namespace baobei::fold::table {\n\n";
    out += fmt::format("const char kVersion[] = \"{}\";\n", version());
    out += fmt::format("const std::uint16_t kIndex[] = {{{}}};\n", fmt::join(index_, ","));
    out += "const std::uint32_t kPages[][256] = {\n";
    for (const auto& page : pages_) out += fmt::format("{{{}}},\n", fmt::join(page, ","));
    std::vector<int> bytes;
    for (const char byte : strings_) bytes.push_back(static_cast<unsigned char>(byte));
    out += fmt::format("}};\nconst unsigned char kStrings[] = {{{}}};\n\n", fmt::join(bytes, ","));
    return out + "}  // namespace baobei::fold::table\n";
  }

 private:
  std::uint32_t entry(UChar32 point, const Sources& sources) {
    if (U_IS_SURROGATE(point)) return 0;
    const auto text = sources.folded(point);
    if (text.isEmpty()) return kDropped;
    if (text.countChar32() == 1) {
      const auto to = text.char32At(0);
      return to == point ? 0 : kOne | static_cast<std::uint32_t>(to);
    }
    std::string bytes;
    text.toUTF8String(bytes);
    CHECK(bytes.size() < 256);
    const auto at = strings_.size();
    strings_ += static_cast<char>(bytes.size());
    strings_ += bytes;
    return kSeveral | static_cast<std::uint32_t>(at);
  }

  std::string version() const {
    Sha256 hash;
    for (const auto& page : pages_) hash.update(fmt::format("{};", fmt::join(page, ",")));
    hash.update(fmt::format("{};", fmt::join(index_, ",")) + strings_);
    return to_hex(hash.finish()).substr(0, 12);
  }

  std::map<std::vector<std::uint32_t>, std::size_t> numbers_;
  std::vector<std::vector<std::uint32_t>> pages_;
  std::vector<std::size_t> index_;
  std::string strings_;
};

int run(const char* path) {
  const Table table{Sources{}};
  const auto text = table.source();
  std::FILE* out = std::fopen(path, "wb");
  CHECK(out != nullptr, path);
  const bool written = std::fwrite(text.data(), 1, text.size(), out) == text.size();
  CHECK(std::fclose(out) == 0 && written, path);
  return 0;
}

}  // namespace
}  // namespace baobei

int main(int argc, char** argv) {
  CHECK(argc == 2, "usage: fold_table OUT.cc");
  return baobei::run(argv[1]);
}
