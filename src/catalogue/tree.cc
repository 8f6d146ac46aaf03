#include "catalogue/tree.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>

namespace baobei::catalogue {
namespace {

// TOML's instants carry nanoseconds and an offset in minutes; ours are microseconds in UTC.
Instant to_instant(const toml::date_time& value) {
  using namespace std::chrono;
  const auto day = sys_days(year(value.date.year) / month(value.date.month) / value.date.day);
  const auto time = hours(value.time.hour) + minutes(value.time.minute) +
                    seconds(value.time.second) + microseconds(value.time.nanosecond / 1000);
  return Instant(day) + time - minutes(value.offset ? value.offset->minutes : 0);
}

Node convert(const toml::node& in);

void convert_members(const toml::table& table, Node& out) {
  out.kind = Node::Kind::kTable;
  out.members.reserve(table.size());
  for (const auto& [key, value] : table) {
    out.members.push_back({std::string(key.str()), convert(value)});
  }
}

// Recursion is as deep as toml++ nests, which it limits itself.
Node convert(const toml::node& in) {
  Node out;
  out.line = static_cast<int>(in.source().begin.line);
  if (const auto* table = in.as_table()) {
    convert_members(*table, out);
  } else if (const auto* array = in.as_array()) {
    out.kind = Node::Kind::kArray;
    out.items.reserve(array->size());
    for (const auto& item : *array) out.items.push_back(convert(item));
  } else if (const auto* string = in.as_string()) {
    out.kind = Node::Kind::kString;
    out.text = string->get();
  } else if (const auto* integer = in.as_integer()) {
    out.kind = Node::Kind::kInteger;
    out.integer = integer->get();
  } else if (const auto* boolean = in.as_boolean()) {
    out.kind = Node::Kind::kBoolean;
    out.boolean = boolean->get();
  } else if (const auto* date = in.as_date()) {
    out.kind = Node::Kind::kDate;
    const auto& day = date->get();
    out.text = fmt::format("{:04}-{:02}-{:02}", day.year, day.month, day.day);
  } else if (const auto* instant = in.as_date_time(); instant && instant->get().offset) {
    out.kind = Node::Kind::kInstant;
    out.instant = to_instant(instant->get());
  }
  return out;
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  const auto at = std::ranges::lower_bound(members, key, {}, &Member::key);
  return at != members.end() && at->key == key ? &at->value : nullptr;
}

Result<Node> parse_toml(std::string_view text, const std::string& name) {
  if (text.size() > kFileSizeMax) {
    return fail(ErrorKind::kTooLarge, fmt::format("more than {} bytes", kFileSizeMax), name);
  }
  try {
    return convert(toml::parse(text, name));
  } catch (const toml::parse_error& error) {
    return fail(ErrorKind::kInvalid, std::string(error.description()),
                fmt::format("{}:{}", name, error.source().begin.line));
  }
}

}  // namespace baobei::catalogue
