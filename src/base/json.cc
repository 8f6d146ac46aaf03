#include "base/json.h"

#include <algorithm>
#include <charconv>

#include "base/json_write.h"

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
  boost::system::error_code error;
  json::stream_parser parser({}, options);
  const auto used = parser.write_some(text.data(), text.size(), error);
  if (!error) parser.finish(error);
  if (!error && used != text.size()) error = json::error::extra_data;
  if (error) {
    return fail(ErrorKind::kInvalid, "not JSON: " + error.message(),
                "byte " + std::to_string(used));
  }
  return parser.release();
}

}  // namespace baobei
