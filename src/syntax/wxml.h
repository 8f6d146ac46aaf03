// WXML as a tree: elements, attributes, texts, holes ({{ }}), comments and inline scripts, with
// their places; and what a template says: its texts by role, what it includes, what it uses.
//
// Invariants: nodes stand in the order of the text; `parent` of a node comes before it; depth is
// limited by kElementDepthMax (deeper elements become siblings). Any bytes are taken: what is no
// WXML is told in `faults`. A hole is opaque: a '<' inside it begins no tag. The body of <wxs> is
// raw. Threads: pure functions, plain values. The text must outlive what is made of it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/source.h"

namespace baobei::syntax {

inline constexpr std::size_t kElementDepthMax = 200;
inline constexpr std::size_t kElementsMax = 200'000;
inline constexpr std::size_t kAttributesMax = 400'000;
inline constexpr std::uint32_t kNoElement = 0xFFFFFFFF;

namespace wxml {

// Of Fault::what.
inline constexpr std::string_view kNotClosed = "element-not-closed";
inline constexpr std::string_view kStrayEnd = "stray-end-tag";
inline constexpr std::string_view kTagNotClosed = "tag-not-closed";
inline constexpr std::string_view kHoleNotClosed = "hole-not-closed";
inline constexpr std::string_view kQuoteNotClosed = "quote-not-closed";
inline constexpr std::string_view kCommentNotClosed = "comment-not-closed";
inline constexpr std::string_view kTooManyElements = "too-many-elements";

struct Attribute {
  std::string_view name;
  std::string_view value;
  Span name_span;
  Span value_span;  // inside the quotation marks; empty where there is no value
};

struct Element {
  std::string_view name;
  Span name_span;
  Span span;  // from '<' to behind its end tag
  std::uint32_t parent = kNoElement;
  std::uint32_t first_attribute = 0;
  std::uint32_t attribute_count = 0;
};

struct TextRun {
  Span span;
  std::uint32_t parent = kNoElement;
};

struct Document {
  std::string_view text;
  std::vector<Element> elements;
  std::vector<Attribute> attributes;
  std::vector<TextRun> texts;    // with their holes; blank ones are left out
  std::vector<TextRun> scripts;  // bodies of <wxs>
  std::vector<Span> comments;
  std::vector<Fault> faults;
  std::size_t fault_count = 0;

  std::string_view attribute(const Element& element, std::string_view name) const;
  const Attribute* find(const Element& element, std::string_view name) const;
  std::string_view source(Span span) const {
    return text.substr(span.begin, span.end - span.begin);
  }
};

Document parse(std::string_view text);

// The holes of a text or an attribute's value: spans of what stands between {{ and }}.
std::vector<Span> holes(std::string_view text, Span span);

}  // namespace wxml

enum class LinkKind : std::uint8_t {
  kImport,       // <import src>
  kInclude,      // <include src>
  kScript,       // <wxs src>
  kPage,         // <navigator url>
  kMiniProgram,  // <navigator app-id>
  kWeb,          // <web-view src>
  kMedia,        // image, video, audio: a literal address
};

struct Link {
  LinkKind kind = LinkKind::kImport;
  std::string_view value;  // as written; may hold {{ }}
  Span span;
};

struct OpenType {
  std::string_view value;
  std::string_view element;
  Span span;
};

struct Handler {
  std::string_view event;  // "tap"
  std::string_view name;   // of the function
  Span span;
};

struct Template {
  wxml::Document document;
  std::vector<Piece> pieces;
  std::vector<Link> links;
  std::vector<OpenType> open_types;
  std::vector<Handler> handlers;
  std::unique_ptr<Strings> strings = std::make_unique<Strings>();
};

Template read_template(std::string_view text);

// Takes &amp; &lt; &gt; &quot; &apos; &nbsp; and numbers off.
std::string without_entities(std::string_view text);

}  // namespace baobei::syntax
