#include "syntax/wxml.h"

#include <algorithm>
#include <unordered_map>

namespace baobei::syntax::wxml {
namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

class Reader {
 public:
  explicit Reader(std::string_view text) { out_.text = text; }

  Document read() {
    const auto& text = out_.text;
    if (text.starts_with("\xEF\xBB\xBF")) at_ = 3;
    while (at_ < text.size()) {
      if (starts("<!--")) {
        comment();
      } else if (starts("<!")) {
        go_behind('>');
      } else if (starts("</")) {
        end_tag();
      } else if (text[at_] == '<' && at_ + 1 < text.size() && is_letter(text[at_ + 1])) {
        start_tag();
      } else {
        run_of_text();
      }
    }
    while (!open_.empty()) {
      fault(out_.elements[open_.back()].name_span, kNotClosed);
      close_top(text.size());
    }
    return std::move(out_);
  }

 private:
  bool starts(std::string_view word) const { return out_.text.substr(at_).starts_with(word); }
  char peek() const { return at_ < out_.text.size() ? out_.text[at_] : '\0'; }
  std::uint32_t here() const { return static_cast<std::uint32_t>(at_); }
  std::uint32_t parent() const { return open_.empty() ? kNoElement : open_.back(); }

  void fault(Span span, std::string_view what) {
    ++out_.fault_count;
    if (out_.faults.size() < kFaultsMax) out_.faults.push_back({span, what});
  }

  void go_behind(char c) {
    const auto end = out_.text.find(c, at_);
    at_ = end == std::string_view::npos ? out_.text.size() : end + 1;
  }
  void skip_blanks() {
    while (at_ < out_.text.size() && is_blank(out_.text[at_])) ++at_;
  }

  // At "{{"; goes behind "}}", or, where there is none, behind the braces.
  void hole() {
    if (at_ >= unclosed_holes_from_) {
      at_ += 2;
      return;
    }
    auto end = out_.text.find("}}", at_ + 2);
    if (end == std::string_view::npos) {
      fault({here(), here() + 2}, kHoleNotClosed);
      unclosed_holes_from_ = at_;
      at_ += 2;
      return;
    }
    end += 2;
    while (end < out_.text.size() && out_.text[end] == '}') ++end;
    at_ = end;
  }

  void comment() {
    const auto end = out_.text.find("-->", at_ + 4);
    const auto behind = end == std::string_view::npos ? out_.text.size() : end + 3;
    if (end == std::string_view::npos) fault({here(), here() + 4}, kCommentNotClosed);
    out_.comments.push_back({here(), static_cast<std::uint32_t>(behind)});
    at_ = behind;
  }

  void run_of_text() {
    const auto begin = at_;
    const auto& text = out_.text;
    bool blank = true;
    if (!starts("{{")) {
      blank = is_blank(text[at_]);
      ++at_;
    }
    while (at_ < text.size()) {
      if (starts("{{")) {
        hole();
        blank = false;
      } else if (text[at_] == '<' && at_ + 1 < text.size() &&
                 (is_letter(text[at_ + 1]) || text[at_ + 1] == '/' || text[at_ + 1] == '!')) {
        break;
      } else {
        blank = blank && is_blank(text[at_]);
        ++at_;
      }
    }
    if (!blank) out_.texts.push_back({{static_cast<std::uint32_t>(begin), here()}, parent()});
  }

  void close_top(std::size_t end) {
    out_.elements[open_.back()].span.end = static_cast<std::uint32_t>(end);
    --open_names_[out_.elements[open_.back()].name];
    open_.pop_back();
  }

  void end_tag() {
    const auto begin = here();
    at_ += 2;
    const auto name_begin = at_;
    while (at_ < out_.text.size() && out_.text[at_] != '>' && !is_blank(out_.text[at_]) &&
           out_.text[at_] != '<') {
      ++at_;
    }
    const auto name = out_.text.substr(name_begin, at_ - name_begin);
    const auto name_end = here();
    skip_blanks();
    if (peek() == '>') ++at_;
    const auto known = open_names_.find(name);
    if (known == open_names_.end() || known->second == 0) {
      return fault({begin, name_end}, kStrayEnd);
    }
    while (out_.elements[open_.back()].name != name) {
      fault(out_.elements[open_.back()].name_span, kNotClosed);
      close_top(begin);
    }
    close_top(at_);
  }

  void start_tag() {
    const auto begin = here();
    ++at_;
    while (at_ < out_.text.size() && !is_blank(peek()) && peek() != '>' && peek() != '/' &&
           peek() != '<') {
      ++at_;
    }
    Element element;
    element.name_span = {begin + 1, here()};
    element.name = out_.source(element.name_span);
    element.span = {begin, here()};
    element.parent = parent();
    element.first_attribute = static_cast<std::uint32_t>(out_.attributes.size());
    bool closed = false;
    const bool whole = attributes(closed);
    if (!whole) fault(element.name_span, kTagNotClosed);
    element.attribute_count =
        static_cast<std::uint32_t>(out_.attributes.size()) - element.first_attribute;
    element.span.end = here();
    if (out_.elements.size() >= kElementsMax) {
      if (!told_many_) fault(element.name_span, kTooManyElements);
      told_many_ = true;
      return;
    }
    const auto index = static_cast<std::uint32_t>(out_.elements.size());
    out_.elements.push_back(element);
    if (closed || !whole) return;
    if (element.name == "wxs") return raw(index);
    if (open_.size() >= kElementDepthMax) return;
    open_.push_back(index);
    ++open_names_[element.name];
  }

  // The body of <wxs>, up to its end tag.
  void raw(std::uint32_t index) {
    const auto end = out_.text.find("</wxs", at_);
    const auto stop = end == std::string_view::npos ? out_.text.size() : end;
    if (end == std::string_view::npos) fault(out_.elements[index].name_span, kNotClosed);
    out_.scripts.push_back({{here(), static_cast<std::uint32_t>(stop)}, index});
    at_ = stop;
    if (end != std::string_view::npos) go_behind('>');
    out_.elements[index].span.end = here();
  }

  // Up to behind '>'; false where the tag does not end before the next begins.
  bool attributes(bool& closed) {
    while (at_ < out_.text.size()) {
      skip_blanks();
      const char c = peek();
      if (c == '>') {
        ++at_;
        return true;
      }
      if (c == '<') return false;
      if (c == '/') {
        ++at_;
        if (peek() != '>') continue;
        ++at_;
        closed = true;
        return true;
      }
      if (at_ < out_.text.size()) attribute();
    }
    return false;
  }

  void attribute() {
    const auto begin = here();
    while (at_ < out_.text.size() && !is_blank(peek()) && peek() != '=' && peek() != '>' &&
           peek() != '/' && peek() != '<') {
      const bool quote = peek() == '"' || peek() == '\'';
      if (quote && here() > begin) break;
      if (starts("{{")) {
        hole();
      } else {
        ++at_;
      }
    }
    Attribute out;
    out.name_span = {begin, here()};
    out.name = out_.source(out.name_span);
    out.value_span = {here(), here()};
    const auto behind_name = at_;
    skip_blanks();
    if (peek() != '=') {
      at_ = std::max<std::size_t>(behind_name, begin + 1);
    } else {
      ++at_;
      skip_blanks();
      out.value_span = value();
      out.value = out_.source(out.value_span);
    }
    if (out_.attributes.size() < kAttributesMax) out_.attributes.push_back(out);
  }

  Span value() {
    const char quote = peek();
    const auto begin = here();
    if (quote == '"' || quote == '\'') {
      ++at_;
      const auto end = out_.text.find(quote, at_);
      if (end == std::string_view::npos) {
        fault({begin, begin + 1}, kQuoteNotClosed);
        const Span span{here(), static_cast<std::uint32_t>(out_.text.size())};
        at_ = out_.text.size();
        return span;
      }
      const Span span{here(), static_cast<std::uint32_t>(end)};
      at_ = end + 1;
      return span;
    }
    while (at_ < out_.text.size() && !is_blank(peek()) && peek() != '>') {
      if (starts("{{")) {
        hole();
      } else {
        ++at_;
      }
    }
    return {begin, here()};
  }

  Document out_;
  std::size_t at_ = 0;
  std::size_t unclosed_holes_from_ = std::string_view::npos;
  std::vector<std::uint32_t> open_;
  std::unordered_map<std::string_view, std::size_t> open_names_;
  bool told_many_ = false;
};

}  // namespace

Document parse(std::string_view text) {
  return Reader(text.substr(0, kSourceBytesMax)).read();
}

const Attribute* Document::find(const Element& element, std::string_view name) const {
  for (std::uint32_t i = 0; i < element.attribute_count; ++i) {
    const auto& attribute = attributes[element.first_attribute + i];
    if (attribute.name == name) return &attribute;
  }
  return nullptr;
}

std::string_view Document::attribute(const Element& element, std::string_view name) const {
  const auto* found = find(element, name);
  return found == nullptr ? "" : found->value;
}

std::vector<Span> holes(std::string_view text, Span span) {
  std::vector<Span> out;
  const auto inside = text.substr(0, span.end);
  for (auto at = inside.find("{{", span.begin); at != std::string_view::npos;) {
    auto end = inside.find("}}", at + 2);
    if (end == std::string_view::npos) break;
    while (end + 2 < inside.size() && inside[end + 2] == '}') ++end;
    out.push_back({static_cast<std::uint32_t>(at + 2), static_cast<std::uint32_t>(end)});
    at = inside.find("{{", end + 2);
  }
  return out;
}

}  // namespace baobei::syntax::wxml
