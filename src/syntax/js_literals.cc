// String literals, and comparisons of the present with a fixed date.
#include <algorithm>
#include <array>
#include <charconv>

#include "syntax/js_lexer.h"
#include "syntax/js_walker.h"

namespace baobei::syntax::js {
namespace {

constexpr std::size_t kDateDepthMax = 12;

// Keys under which scripts keep what pages show.
constexpr std::array<std::string_view, 22> kShownKeys = {
    "content", "desc", "description", "error",    "info", "intro", "label", "message",
    "msg",     "name", "placeholder", "subtitle", "tabs", "tag",   "tags",  "text",
    "tip",     "tips", "title",       "topic",    "txt",  "value"};
static_assert(std::ranges::is_sorted(kShownKeys));

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// "2024-05-01", "2024/5/1 10:00".
bool is_date_text(std::string_view text) {
  if (text.size() < 8 || text.size() > 30) return false;
  const auto digit = [&](std::size_t i) { return text[i] >= '0' && text[i] <= '9'; };
  const bool year = text.starts_with("20") && digit(2) && digit(3);
  return year && (text[4] == '-' || text[4] == '/' || text[4] == '.') && digit(5);
}

// A time stamp in seconds or milliseconds of this century's first decades.
bool is_time_stamp(std::string_view text) {
  double number = 0;
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc()) return false;
  return (number >= 1.4e9 && number <= 3e9) || (number >= 1.4e12 && number <= 3e12);
}

}  // namespace

// A literal's value; of a template its text up to the first hole.
std::string_view Walker::text_of(NodeIndex node) {
  const auto& here = at(node);
  if (here.kind == NodeKind::kTemplate) {
    return here.first_child == kNoNode ? std::string_view("") : text_of(here.first_child);
  }
  auto inside = tree_.source(here);
  if (here.kind == NodeKind::kString) {
    if (inside.size() < 2) return "";
    const bool closed = inside.back() == inside.front();
    inside = inside.substr(1, inside.size() - (closed ? 2 : 1));
  }
  if ((here.flags & kEscaped) == 0) return inside;
  return out_.strings->keep(unescaped(inside));
}

// The value of an expression made of literals; data() is null where it is none.
std::string_view Walker::static_text(NodeIndex node) {
  const auto& here = at(node);
  if (here.kind == NodeKind::kString) return text_of(node);
  if (here.kind == NodeKind::kTemplate) {
    const bool whole = here.first_child != kNoNode && at(here.first_child).next == kNoNode;
    return whole ? text_of(here.first_child) : std::string_view();
  }
  if (here.kind == NodeKind::kName) {
    const auto known = names_.find(source(node));
    if (known == names_.end()) return {};
    const auto constant = constants_.find(known->second);
    return constant == constants_.end() ? std::string_view() : constant->second;
  }
  if (here.kind != NodeKind::kBinary || here.flags != kAdds) return {};
  std::string whole;
  for (auto child = here.first_child; child != kNoNode; child = at(child).next) {
    if (at(child).kind != NodeKind::kString) return {};
    whole += text_of(child);
  }
  return out_.strings->keep(std::move(whole));
}

std::string_view Walker::key_text(NodeIndex key) {
  switch (at(key).kind) {
    case NodeKind::kName:
    case NodeKind::kNumber:
      return source(key);
    case NodeKind::kString:
      return text_of(key);
    case NodeKind::kIndex: {
      const auto inside = at(key).first_child;
      const auto text = inside == kNoNode ? std::string_view() : static_text(inside);
      return text.data() == nullptr ? std::string_view("") : text;
    }
    default:
      return "";
  }
}

void Walker::add_piece(Span span, std::string_view text, const Around& around) {
  if (text.size() < 2 || out_.pieces.size() >= kPiecesMax) return;
  auto role = around.role;
  if (role == Role::kString) {
    const bool shown = std::ranges::binary_search(kShownKeys, around.key);
    if (is_url_like(text)) {
      role = Role::kUrl;
    } else if (shown && !is_ascii(text)) {
      role = Role::kData;
    }
  }
  out_.pieces.push_back({role, span, text, around.key});
}

void Walker::literal(NodeIndex node, const Around& around) {
  if (at(node).kind == NodeKind::kString) {
    const auto whole = span(node);
    const auto end = std::max(whole.begin + 1, whole.end - 1);
    add_piece({whole.begin + 1, end}, text_of(node), around);
    return;
  }
  for (auto child = at(node).first_child; child != kNoNode; child = at(child).next) {
    if (at(child).kind == NodeKind::kTemplateText) {
      add_piece(span(child), text_of(child), around);
    } else {
      value(child, {});
    }
  }
}

// "a" + "b" is one text: cutting a word in two hides nothing.
bool Walker::concatenation(NodeIndex node, const Around& around) {
  if (at(node).flags != kAdds) return false;
  const auto text = static_text(node);
  if (text.data() == nullptr) return false;
  add_piece(span(node), text, around);
  return true;
}

// Date.now(), new Date(), +new Date, new Date().getTime(), and names bound to one of them.
bool Walker::is_present(NodeIndex node, std::size_t depth) {
  if (depth > kDateDepthMax) return false;
  const auto& here = at(node);
  switch (here.kind) {
    case NodeKind::kNew: {
      const auto callee = here.first_child;
      return callee != kNoNode && source(callee) == "Date" && at(callee).next == kNoNode;
    }
    case NodeKind::kName: {
      const auto known = names_.find(source(node));
      return known != names_.end() && dates_.contains(known->second);
    }
    case NodeKind::kChain:
      return source(node).starts_with("Date.now()") ||
             (here.first_child != kNoNode && is_present(here.first_child, depth + 1));
    case NodeKind::kUnary:
    case NodeKind::kSequence:
      return here.first_child != kNoNode && is_present(here.first_child, depth + 1);
    case NodeKind::kBinary:
      return (here.flags & kCompares) == 0 && (here.flags & kLogical) == 0 &&
             here.first_child != kNoNode && is_present(here.first_child, depth + 1);
    default:
      return false;
  }
}

bool Walker::is_fixed_date(NodeIndex node, std::size_t depth) {
  if (depth > kDateDepthMax) return false;
  const auto& here = at(node);
  switch (here.kind) {
    case NodeKind::kNumber:
      return is_time_stamp(source(node));
    case NodeKind::kString:
      return is_date_text(text_of(node));
    case NodeKind::kNew: {
      const auto callee = here.first_child;
      const auto argument = callee == kNoNode ? kNoNode : at(callee).next;
      if (argument == kNoNode || source(callee) != "Date") return false;
      return is_fixed_date(argument, depth + 1) ||
             (at(argument).kind == NodeKind::kNumber && at(argument).next != kNoNode);
    }
    case NodeKind::kName: {
      const auto text = static_text(node);
      return text.data() != nullptr && is_date_text(text);
    }
    case NodeKind::kChain: {
      if (source(node).starts_with("Date.parse(") || source(node).starts_with("Date.UTC(")) {
        return true;
      }
      return here.first_child != kNoNode && is_fixed_date(here.first_child, depth + 1);
    }
    case NodeKind::kUnary:
    case NodeKind::kSequence:
      return here.first_child != kNoNode && is_fixed_date(here.first_child, depth + 1);
    default:
      return false;
  }
}

void Walker::look_for_date_gate(NodeIndex node) {
  bool present = false;
  bool fixed = false;
  for (auto child = at(node).first_child; child != kNoNode; child = at(child).next) {
    present = present || is_present(child, 0);
    fixed = fixed || is_fixed_date(child, 0);
  }
  if (present && fixed) note_odd(OddKind::kDateGate, span(node));
}

}  // namespace baobei::syntax::js
