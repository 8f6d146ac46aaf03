// What a WXML template says.
#include <algorithm>
#include <array>
#include <charconv>

#include "syntax/js_lexer.h"
#include "syntax/wxml.h"

namespace baobei::syntax {
namespace {

using wxml::Attribute;
using wxml::Element;

constexpr std::array<std::string_view, 9> kBindings = {
    "bind:", "catch:", "capture-bind:", "capture-catch:", "mut-bind:",
    "bind",  "catch",  "on:",           "mut-bind"};
constexpr std::array<std::string_view, 6> kForms = {"input",    "textarea", "picker",
                                                    "checkbox", "radio",    "switch"};
// Attributes whose literal a component shows.
constexpr std::array<std::string_view, 24> kShown = {
    "alt",     "btn-text",    "button-text", "cancel-text", "confirm-text", "content",
    "desc",    "description", "empty-text",  "header",      "header-text",  "left-text",
    "message", "note",        "price",       "right-text",  "subtitle",     "tag",
    "text",    "tip",         "tips",        "title",       "value",        "value-text"};
static_assert(std::ranges::is_sorted(kShown));

bool contains_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::any_of(words,
                             [&](auto word) { return text.find(word) != std::string_view::npos; });
}

bool has_hole(std::string_view text) {
  return text.find("{{") != std::string_view::npos;
}

class TemplateReader {
 public:
  explicit TemplateReader(std::string_view text) {
    out_.document = wxml::parse(text);
    text_ = out_.document.text;
  }

  Template read() {
    roles_.reserve(out_.document.elements.size());
    for (std::uint32_t i = 0; i < out_.document.elements.size(); ++i) element(i);
    for (const auto& run : out_.document.texts) {
      texts(run.span, run.parent == kNoElement ? Role::kText : roles_[run.parent], {}, run.parent);
    }
    for (const auto& span : out_.document.comments) {
      add(Role::kComment, span, text_.substr(span.begin, span.end - span.begin), {}, kNoElement);
    }
    std::ranges::stable_sort(out_.pieces, {}, [](const Piece& piece) { return piece.span.begin; });
    return std::move(out_);
  }

 private:
  // What the texts inside an element are: its own role, or else its parent's.
  Role role_of(const Element& element) const {
    const auto style = out_.document.attribute(element, "class");
    if (element.name == "button" || element.name.ends_with("-button")) return Role::kButton;
    if (contains_any(style, {"btn", "button"})) return Role::kButton;
    if (element.name == "label") return Role::kLabel;
    if (contains_any(style, {"label"})) return Role::kLabel;
    if (contains_any(style, {"title", "header", "heading", "headline"})) return Role::kHeading;
    if (element.parent == kNoElement) return Role::kText;
    const auto inherited = roles_[element.parent];
    return element.name == "text" || element.name == "view" ? inherited : Role::kText;
  }

  void element(std::uint32_t index) {
    const auto& element = out_.document.elements[index];
    roles_.push_back(role_of(element));
    for (std::uint32_t i = 0; i < element.attribute_count; ++i) {
      attribute(element, index, out_.document.attributes[element.first_attribute + i]);
    }
  }

  void link(LinkKind kind, const Attribute& attribute) {
    if (!attribute.value.empty()) {
      out_.links.push_back({kind, attribute.value, attribute.value_span});
    }
  }

  void links(const Element& element, const Attribute& attribute) {
    const auto name = element.name;
    if (attribute.name == "src") {
      if (name == "import") link(LinkKind::kImport, attribute);
      if (name == "include") link(LinkKind::kInclude, attribute);
      if (name == "wxs") link(LinkKind::kScript, attribute);
      if (name == "web-view") link(LinkKind::kWeb, attribute);
      if (name == "image" || name == "video" || name == "audio" || name == "cover-image") {
        link(LinkKind::kMedia, attribute);
      }
    } else if (name == "navigator" && attribute.name == "url") {
      link(LinkKind::kPage, attribute);
    } else if (name == "navigator" && attribute.name == "app-id") {
      link(LinkKind::kMiniProgram, attribute);
    }
  }

  bool handler(const Attribute& attribute) {
    for (const auto binding : kBindings) {
      if (!attribute.name.starts_with(binding) || attribute.name.size() == binding.size()) continue;
      out_.handlers.push_back(
          {attribute.name.substr(binding.size()), attribute.value, attribute.value_span});
      return true;
    }
    return false;
  }

  void attribute(const Element& element, std::uint32_t index, const Attribute& attribute) {
    links(element, attribute);
    if (attribute.name == "open-type") {
      out_.open_types.push_back({attribute.value, element.name, attribute.value_span});
      return;
    }
    if (attribute.value.empty() || handler(attribute) || attribute.name.starts_with("wx:key")) {
      return;
    }
    const auto name = attribute.name;
    const bool form = std::ranges::find(kForms, element.name) != kForms.end();
    if (name == "class" || name == "style" || name == "id" || name == "type" || name == "mode") {
      if (has_hole(attribute.value)) texts(attribute.value_span, Role::kString, name, index);
    } else if (name == "placeholder") {
      texts(attribute.value_span, Role::kPlaceholder, name, index);
    } else if (name == "label" || (form && name == "name")) {
      texts(attribute.value_span, Role::kLabel, name, index);
    } else if (std::ranges::binary_search(kShown, name)) {
      const bool title = name == "title" || name == "header";
      texts(attribute.value_span, title ? Role::kHeading : Role::kAttribute, name, index);
    } else if (!has_hole(attribute.value)) {
      const auto role = is_url_like(attribute.value) ? Role::kUrl : Role::kString;
      add(role, attribute.value_span, attribute.value, name, index);
    } else {
      texts(attribute.value_span, Role::kString, name, index);
    }
  }

  // The literal parts of a text and the string literals inside its holes.
  void texts(Span span, Role role, std::string_view key, std::uint32_t parent) {
    auto from = span.begin;
    for (const auto& hole : wxml::holes(text_, span)) {
      plain(role, {from, hole.begin - 2}, key, parent);
      hole_literals(role, hole, key, parent);
      from = hole.end + 2;
    }
    if (from < span.end) plain(role, {from, span.end}, key, parent);
  }

  void hole_literals(Role role, Span hole, std::string_view key, std::uint32_t parent) {
    js::Lexer lexer(text_.substr(0, hole.end), hole.begin);
    for (auto token = lexer.next(nullptr); token.kind != js::TokenKind::kEnd;
         token = lexer.next(nullptr)) {
      if (token.kind != js::TokenKind::kString || token.end - token.begin < 3) continue;
      auto inside = text_.substr(token.begin + 1, token.end - token.begin - 2);
      if (token.escaped) inside = out_.strings->keep(js::unescaped(inside));
      add(role, {token.begin + 1, token.end - 1}, inside, key, parent);
    }
  }

  void plain(Role role, Span span, std::string_view key, std::uint32_t parent) {
    const auto blank = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; };
    while (span.begin < span.end && blank(text_[span.begin])) ++span.begin;
    while (span.begin < span.end && blank(text_[span.end - 1])) --span.end;
    if (span.begin >= span.end) return;
    auto text = text_.substr(span.begin, span.end - span.begin);
    if (text.find('&') != std::string_view::npos) {
      text = out_.strings->keep(without_entities(text));
    }
    if (role == Role::kString && is_url_like(text)) role = Role::kUrl;
    add(role, span, text, key, parent);
  }

  void add(Role role, Span span, std::string_view text, std::string_view key,
           std::uint32_t parent) {
    if (out_.pieces.size() < kPiecesMax) out_.pieces.push_back({role, span, text, key, parent});
  }

  Template out_;
  std::string_view text_;
  std::vector<Role> roles_;  // by element
};

struct Entity {
  std::string_view name;
  std::string_view text;
};
constexpr std::array kEntities = {Entity{"amp", "&"},  Entity{"apos", "'"}, Entity{"emsp", " "},
                                  Entity{"ensp", " "}, Entity{"gt", ">"},   Entity{"lt", "<"},
                                  Entity{"nbsp", " "}, Entity{"quot", "\""}};

}  // namespace

std::string without_entities(std::string_view text) {
  static constexpr std::size_t kEntityBytesMax = 10;
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end =
        text[at] == '&' ? text.substr(at, kEntityBytesMax).find(';') : std::string_view::npos;
    if (end == std::string_view::npos) {
      out += text[at++];
      continue;
    }
    const auto name = text.substr(at + 1, end - 1);
    const auto known = std::ranges::find(kEntities, name, &Entity::name);
    unsigned code = 0;
    const bool hex = name.starts_with("#x") || name.starts_with("#X");
    const auto digits = name.substr(std::min<std::size_t>(name.size(), hex ? 2 : 1));
    const auto read =
        std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
    if (known != kEntities.end()) {
      out += known->text;
    } else if (name.starts_with('#') && read.ec == std::errc() && code < 0x10000) {
      std::array<char, 8> escape = {'\\', 'u'};
      for (std::size_t i = 0; i < 4; ++i) {
        escape[2 + i] = "0123456789abcdef"[code >> (12 - 4 * i) & 0xF];
      }
      out += js::unescaped({escape.data(), 6});
    } else {
      out += text.substr(at, end + 1);
    }
    at += end + 1;
  }
  return out;
}

Template read_template(std::string_view text) {
  return TemplateReader(text).read();
}

}  // namespace baobei::syntax
