#include "base/json.h"

#include <algorithm>
#include <set>

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

}  // namespace

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
