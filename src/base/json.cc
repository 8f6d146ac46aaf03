#include "base/json.h"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <span>

#include "base/json_write.h"
#include "base/text.h"

namespace baobei {
namespace {

void write_canonical(const json::value& value, std::string& out) {
  if (value.is_array()) {
    out.push_back('[');
    bool first = true;
    for (const auto& item : value.get_array()) {
      if (!std::exchange(first, false)) out.push_back(',');
      write_canonical(item, out);
    }
    out.push_back(']');
  } else if (value.is_object()) {
    std::vector<const json::key_value_pair*> members;
    for (const auto& member : value.get_object()) members.push_back(&member);
    std::ranges::sort(members, {}, [](const auto* member) { return member->key(); });
    out.push_back('{');
    bool first = true;
    for (const auto* member : members) {
      if (!std::exchange(first, false)) out.push_back(',');
      out += json::serialize(json::string_view(member->key()));
      out.push_back(':');
      write_canonical(member->value(), out);
    }
    out.push_back('}');
  } else {
    CHECK(!value.is_double(), "canonical JSON holds integers only");
    out += json::serialize(value);
  }
}

template <typename Number>
void append_number(Number number, std::string& out) {
  char digits[20];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
  out.append(std::begin(digits), end);
}

// What JSON does not take as it is; 0: it does.
char escape_of(char c) {
  switch (c) {
    case '"':
    case '\\':
      return c;
    case '\b':
      return 'b';
    case '\f':
      return 'f';
    case '\n':
      return 'n';
    case '\r':
      return 'r';
    case '\t':
      return 't';
    default:
      return static_cast<unsigned char>(c) < 0x20 ? 'u' : '\0';
  }
}

// Builds the value, and keeps the names of the objects that are open, so that one that stands there
// twice is seen: the library takes the last one silently.
class StrictHandler {
 public:
  static constexpr std::size_t max_object_size = json::object::max_size();
  static constexpr std::size_t max_array_size = json::array::max_size();
  static constexpr std::size_t max_key_size = json::string::max_size();
  static constexpr std::size_t max_string_size = json::string::max_size();

  json::value release() { return stack_.release(); }
  // The pointer of a member that stands there twice; empty: there is none.
  const std::string& twice() const { return twice_; }

  bool on_document_begin(json::error_code&) {
    stack_.reset();
    return true;
  }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) { return open(Level::Of::kObject); }
  bool on_object_end(std::size_t count, json::error_code& error) {
    if (!check_names(count)) {
      error = json::error::syntax;
      return false;
    }
    stack_.push_object(count);
    return close();
  }
  bool on_array_begin(json::error_code&) { return open(Level::Of::kArray); }
  bool on_array_end(std::size_t count, json::error_code&) {
    stack_.push_array(count);
    return close();
  }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    letters_.append(part.data(), part.size());
    stack_.push_chars(part);
    return true;
  }
  bool on_key(json::string_view rest, std::size_t size, json::error_code&) {
    letters_.append(rest.data(), rest.size());
    names_.push_back({letters_.size() - size, size});
    stack_.push_key(rest);
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    stack_.push_chars(part);
    return true;
  }
  bool on_string(json::string_view rest, std::size_t, json::error_code&) {
    stack_.push_string(rest);
    return counted();
  }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, json::error_code&) {
    stack_.push_int64(number);
    return counted();
  }
  bool on_uint64(std::uint64_t number, json::string_view, json::error_code&) {
    stack_.push_uint64(number);
    return counted();
  }
  bool on_double(double number, json::string_view, json::error_code&) {
    stack_.push_double(number);
    return counted();
  }
  bool on_bool(bool flag, json::error_code&) {
    stack_.push_bool(flag);
    return counted();
  }
  bool on_null(json::error_code&) {
    stack_.push_null();
    return counted();
  }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  struct Level {
    enum class Of { kObject, kArray };
    Of of = Of::kObject;
    std::size_t names = 0;    // of the levels above
    std::size_t letters = 0;  // likewise
    std::size_t values = 0;   // that ended in it
  };
  struct Name {
    std::size_t at = 0;
    std::size_t size = 0;
  };
  static constexpr std::size_t kFewNames = 12;

  std::string_view text_of(const Name& name) const {
    return std::string_view(letters_).substr(name.at, name.size);
  }
  bool open(Level::Of of) {
    levels_.push_back({of, names_.size(), letters_.size(), 0});
    return true;
  }
  bool close() {
    names_.resize(levels_.back().names);
    letters_.resize(levels_.back().letters);
    levels_.pop_back();
    return counted();
  }
  bool counted() {
    if (!levels_.empty()) ++levels_.back().values;
    return true;
  }
  // False, and `twice_` filled, where two of the last names are the same.
  bool check_names(std::size_t count);
  std::string pointer_of(std::string_view last) const;

  json::value_stack stack_;
  std::vector<Level> levels_;
  std::vector<Name> names_;
  std::string letters_;  // of all names that are kept
  std::string twice_;
};

bool StrictHandler::check_names(std::size_t count) {
  const auto names = std::span(names_).last(count);
  if (count <= kFewNames) {
    for (std::size_t i = 1; i < count; ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        if (text_of(names[i]) != text_of(names[j])) continue;
        twice_ = pointer_of(text_of(names[i]));
        return false;
      }
    }
    return true;
  }
  std::vector<std::string_view> sorted;
  sorted.reserve(count);
  for (const auto& name : names) sorted.push_back(text_of(name));
  std::ranges::sort(sorted);
  const auto same = std::ranges::adjacent_find(sorted);
  if (same == sorted.end()) return true;
  twice_ = pointer_of(*same);
  return false;
}

std::string StrictHandler::pointer_of(std::string_view last) const {
  std::string pointer;
  for (std::size_t i = 0; i + 1 < levels_.size(); ++i) {
    const bool object = levels_[i].of == Level::Of::kObject;
    const auto& name = object ? names_[levels_[i + 1].names - 1] : Name{};
    pointer += "/" + (object ? std::string(text_of(name)) : std::to_string(levels_[i].values));
  }
  return pointer + "/" + std::string(last);
}

// Where text that could not be read shows another encoding: a byte order mark, the zero bytes of
// UTF-16, bytes of GBK. To its author that is no fault of syntax.
std::optional<std::size_t> foreign_encoding(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) return 0;
  const auto zero = text.substr(0, 2).find('\0');
  if (zero != std::string_view::npos) return zero;
  const auto valid = utf8_bytes(text);
  return valid == text.size() ? std::nullopt : std::optional(valid);
}

}  // namespace

void write_json_string(std::string_view text, std::string& out) {
  out.push_back('"');
  std::size_t plain = 0;  // begin of what is taken as it is
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char escape = escape_of(text[i]);
    if (escape == '\0') continue;
    out.append(text, plain, i - plain);
    plain = i + 1;
    out.push_back('\\');
    out.push_back(escape);
    if (escape != 'u') continue;
    const auto code = static_cast<unsigned char>(text[i]);
    out += "00";
    out.push_back("0123456789abcdef"[code / 16]);
    out.push_back("0123456789abcdef"[code % 16]);
  }
  out.append(text, plain);
  out.push_back('"');
}

void write_json_number(std::int64_t number, std::string& out) {
  append_number(number, out);
}
void write_json_number(std::uint64_t number, std::string& out) {
  append_number(number, out);
}

namespace json_detail {

std::string Path::pointer() const {
  if (parent == nullptr) return std::string(name);
  return parent->pointer() + "/" + (index == SIZE_MAX ? std::string(name) : std::to_string(index));
}

Status bad(const Path& path, std::string what) {
  auto pointer = path.pointer();
  return fail(ErrorKind::kInvalid, std::move(what), pointer.empty() ? "/" : std::move(pointer));
}

}  // namespace json_detail

std::string canonical_json(const json::value& value) {
  std::string out;
  write_canonical(value, out);
  return out;
}

Result<json::value> parse_json(std::string_view text, std::size_t size_max) {
  if (text.size() > size_max) {
    return fail(ErrorKind::kTooLarge, "the JSON text has " + std::to_string(text.size()) +
                                          " bytes; at most " + std::to_string(size_max) +
                                          " are taken");
  }
  json::parse_options options;
  options.max_depth = kJsonDepthMax;
  json::error_code error;
  json::basic_parser<StrictHandler> parser(options);
  const auto used = parser.write_some(false, text.data(), text.size(), error);
  if (!error && used != text.size()) error = json::error::extra_data;
  if (!parser.handler().twice().empty()) {
    return fail(ErrorKind::kInvalid, "the same member stands there twice",
                parser.handler().twice());
  }
  const auto foreign = error ? foreign_encoding(text) : std::nullopt;
  if (foreign) {
    return fail(ErrorKind::kInvalid, "JSON is taken in UTF-8 alone, without a byte order mark",
                "byte " + std::to_string(*foreign));
  }
  if (error) {
    return fail(ErrorKind::kInvalid, "not JSON: " + error.message(),
                "byte " + std::to_string(used));
  }
  return parser.handler().release();
}

}  // namespace baobei
