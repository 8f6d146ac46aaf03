#include "syntax/wxss.h"

#include <algorithm>
#include <array>
#include <string>

namespace baobei::syntax {
namespace {

constexpr std::size_t kHiddenClassesMax = 10'000;
constexpr std::size_t kDeclarationBytesMax = 4'096;  // of one rule that are looked at

bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}
bool is_name_part(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Style read() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (starts("/*")) {
        comment();
      } else if (c == '"' || c == '\'') {
        add_string(string());
      } else if (starts("@import")) {
        at_ += 7;
        import_next_ = true;
      } else if (starts("url(")) {
        url();
      } else {
        if (c == '{') block();
        if (c == '}' || c == ';') rule_begin_ = at_ + 1;
        if (c == ';') import_next_ = false;
        ++at_;
      }
    }
    return std::move(out_);
  }

 private:
  bool starts(std::string_view word) const { return text_.substr(at_).starts_with(word); }
  Span span(std::size_t begin, std::size_t end) const {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }
  std::string_view source(Span span) const {
    return text_.substr(span.begin, span.end - span.begin);
  }

  void comment() {
    const auto end = text_.find("*/", at_ + 2);
    const auto behind = end == std::string_view::npos ? text_.size() : end + 2;
    if (out_.pieces.size() < kPiecesMax) {
      out_.pieces.push_back(
          {Role::kComment, span(at_, behind), text_.substr(at_, behind - at_), {}});
    }
    at_ = behind;
  }

  // At a quotation mark; the inside. Ends at the end of its line where it is not closed.
  Span string() {
    const char quote = text_[at_++];
    const auto begin = at_;
    while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n') {
      at_ += text_[at_] == '\\' && at_ + 1 < text_.size() ? 2 : 1;
    }
    const auto end = std::min(at_, text_.size());
    at_ = std::min(end + 1, text_.size());
    return span(begin, end);
  }

  void add_string(Span inside) {
    if (import_next_) {
      out_.links.push_back({true, source(inside), inside});
      import_next_ = false;
    } else if (inside.end > inside.begin + 1 && out_.pieces.size() < kPiecesMax) {
      out_.pieces.push_back({Role::kStyle, inside, source(inside), {}});
    }
  }

  void url() {
    at_ += 4;
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    Span inside;
    if (at_ < text_.size() && (text_[at_] == '"' || text_[at_] == '\'')) {
      inside = string();
    } else {
      const auto begin = at_;
      while (at_ < text_.size() && text_[at_] != ')' && !is_blank(text_[at_])) ++at_;
      inside = span(begin, at_);
    }
    if (inside.end > inside.begin && out_.links.size() < kPiecesMax) {
      out_.links.push_back({import_next_, source(inside), inside});
    }
    import_next_ = false;
  }

  // At '{': the classes of the selector before it, where its declarations hide.
  void block() {
    const auto end = std::min(text_.find_first_of("{}", at_ + 1), at_ + kDeclarationBytesMax);
    const auto declarations = text_.substr(at_ + 1, end - at_ - 1);
    if (hides(declarations)) {
      const auto selector = text_.substr(rule_begin_, at_ - rule_begin_);
      for (auto dot = selector.find('.'); dot != std::string_view::npos;
           dot = selector.find('.', dot + 1)) {
        auto stop = dot + 1;
        while (stop < selector.size() && is_name_part(selector[stop])) ++stop;
        if (stop > dot + 1 && out_.hidden_classes.size() < kHiddenClassesMax) {
          out_.hidden_classes.push_back(selector.substr(dot + 1, stop - dot - 1));
        }
      }
    }
    rule_begin_ = at_ + 1;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t rule_begin_ = 0;
  bool import_next_ = false;
  Style out_;
};

}  // namespace

bool hides(std::string_view declarations) {
  std::string plain;
  for (const char c : declarations.substr(0, kDeclarationBytesMax)) {
    if (!is_blank(c)) plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  static constexpr std::array<std::string_view, 8> kHiding = {
      "display:none",   "visibility:hidden", "font-size:0;",      "font-size:0px",
      "font-size:0rpx", "left:-9999",        "text-indent:-9999", "opacity:0;"};
  plain += ';';
  return std::ranges::any_of(kHiding,
                             [&](auto way) { return plain.find(way) != std::string::npos; });
}

Style read_style(std::string_view text) {
  return Reader(text.substr(0, kSourceBytesMax)).read();
}

}  // namespace baobei::syntax
