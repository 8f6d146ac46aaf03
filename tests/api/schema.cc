#include "schema.h"

#include <algorithm>
#include <regex>
#include <set>

#include "base/time.h"

namespace baobei::api {
namespace {

struct Checked {
  const json::value& document;
  std::vector<std::string> faults;
  void add(const std::string& pointer, const std::string& what) {
    faults.push_back((pointer.empty() ? "/" : pointer) + ": " + what);
  }
};

void check(const json::value& value, const json::value& schema, const std::string& pointer,
           Checked& out);

std::string type_of(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      return "null";
    case json::kind::bool_:
      return "boolean";
    case json::kind::int64:
    case json::kind::uint64:
      return "integer";
    case json::kind::double_:
      return "number";
    case json::kind::string:
      return "string";
    case json::kind::array:
      return "array";
    case json::kind::object:
      return "object";
  }
  return "";
}

bool has_type(const json::value& value, const json::value& wanted) {
  const auto type = type_of(value);
  const auto fits = [&](const json::value& one) {
    return one.as_string() == type || (one == "number" && type == "integer");
  };
  if (!wanted.is_array()) return fits(wanted);
  return std::ranges::any_of(wanted.get_array(), fits);
}

void check_text(const std::string& text, const json::object& schema, const std::string& pointer,
                Checked& out) {
  if (const auto* pattern = schema.if_contains("pattern")) {
    const std::regex wanted(std::string(pattern->as_string()));
    if (!std::regex_search(text, wanted)) out.add(pointer, "not of the pattern: " + text);
  }
  const auto* format = schema.if_contains("format");
  const bool instant = format != nullptr && *format == "date-time";
  if (instant && !parse_rfc3339(text)) out.add(pointer, "no instant: " + text);
  const auto* most = schema.if_contains("maxLength");
  if (most != nullptr && text.size() > most->to_number<std::size_t>() * 4) {
    out.add(pointer, "too long");
  }
}

void check_number(std::int64_t number, const json::object& schema, const std::string& pointer,
                  Checked& out) {
  const auto* least = schema.if_contains("minimum");
  const auto* most = schema.if_contains("maximum");
  if (least != nullptr && number < least->to_number<std::int64_t>()) out.add(pointer, "too small");
  if (most != nullptr && number > most->to_number<std::int64_t>()) out.add(pointer, "too large");
}

// Names of all members that the schema, or a part of it, knows; nothing where it takes any.
std::optional<std::set<std::string>> known_members(const json::object& schema,
                                                   const json::value& document) {
  std::set<std::string> names;
  const auto* more = schema.if_contains("additionalProperties");
  if (more != nullptr && !(more->is_bool() && !more->get_bool())) return std::nullopt;
  if (const auto* own = schema.if_contains("properties")) {
    for (const auto& member : own->as_object()) names.insert(std::string(member.key()));
  }
  if (const auto* parts = schema.if_contains("allOf")) {
    for (const auto& part : parts->as_array()) {
      const auto of_part = known_members(resolved(part, document), document);
      if (!of_part) return std::nullopt;
      names.insert(of_part->begin(), of_part->end());
    }
  }
  if (names.empty() && !schema.contains("properties")) return std::nullopt;
  return names;
}

// What is required and of which form; not whether members are known.
void check_members(const json::object& object, const json::object& schema,
                   const std::string& pointer, Checked& out) {
  if (const auto* required = schema.if_contains("required")) {
    for (const auto& name : required->as_array()) {
      if (!object.contains(name.as_string())) {
        out.add(pointer, "without " + std::string(name.as_string()));
      }
    }
  }
  const auto* properties = schema.if_contains("properties");
  const auto* more = schema.if_contains("additionalProperties");
  for (const auto& member : object) {
    const auto* known =
        properties == nullptr ? nullptr : properties->as_object().if_contains(member.key());
    const auto below = pointer + "/" + std::string(member.key());
    if (known != nullptr) check(member.value(), *known, below, out);
    if (known == nullptr && more != nullptr && more->is_object()) {
      check(member.value(), *more, below, out);
    }
  }
}

void check_unknown(const json::object& object, const json::object& schema,
                   const std::string& pointer, Checked& out) {
  const auto known = known_members(schema, out.document);
  if (!known) return;
  for (const auto& member : object) {
    if (!known->contains(std::string(member.key()))) {
      out.add(pointer + "/" + std::string(member.key()), "not in the contract");
    }
  }
}

void check_parts(const json::value& value, const json::object& schema, const std::string& pointer,
                 Checked& out) {
  if (const auto* all = schema.if_contains("allOf")) {
    for (const auto& part : all->as_array()) {
      auto bare = resolved(part, out.document);
      bare.erase("additionalProperties");
      if (!value.is_object()) check(value, bare, pointer, out);
      if (value.is_object()) check_members(value.get_object(), bare, pointer, out);
    }
  }
  const auto* any = schema.if_contains("oneOf");
  if (any == nullptr) any = schema.if_contains("anyOf");
  if (any == nullptr) return;
  std::string why;
  for (const auto& part : any->as_array()) {
    const auto faults = faults_of(value, part, out.document);
    if (faults.empty()) return;
    why += " | " + faults.front();
  }
  out.add(pointer, "fits none of the forms" + why);
}

void check(const json::value& value, const json::value& given, const std::string& pointer,
           Checked& out) {
  const auto& schema = resolved(given, out.document);
  const auto* type = schema.if_contains("type");
  if (type != nullptr && !has_type(value, *type)) {
    return out.add(pointer, "is " + type_of(value) + ", not " + json::serialize(*type));
  }
  if (const auto* words = schema.if_contains("enum")) {
    const auto& all = words->as_array();
    if (std::ranges::find(all, value) == all.end()) {
      out.add(pointer, json::serialize(value) + " is not in the list");
    }
  }
  if (value.is_string()) check_text(std::string(value.get_string()), schema, pointer, out);
  if (value.is_int64()) check_number(value.get_int64(), schema, pointer, out);
  if (value.is_array()) {
    const auto* items = schema.if_contains("items");
    std::size_t index = 0;
    for (const auto& item : value.get_array()) {
      if (items != nullptr) check(item, *items, pointer + "/" + std::to_string(index++), out);
    }
  }
  if (value.is_object()) {
    check_members(value.get_object(), schema, pointer, out);
    check_unknown(value.get_object(), schema, pointer, out);
  }
  check_parts(value, schema, pointer, out);
}

}  // namespace

const json::value& referred(const json::value& document, std::string_view reference) {
  const json::value* at = &document;
  for (const auto& name : split(reference, '/')) {
    if (name == "#") continue;
    at = at->is_object() ? at->get_object().if_contains(name) : nullptr;
    CHECK(at != nullptr, std::string(reference));
  }
  return *at;
}

const json::object& resolved(const json::value& value, const json::value& document) {
  const auto* reference = value.as_object().if_contains("$ref");
  return reference == nullptr ? value.get_object()
                              : resolved(referred(document, reference->as_string()), document);
}

std::vector<std::string> faults_of(const json::value& value, const json::value& schema,
                                   const json::value& document) {
  Checked out{document, {}};
  check(value, schema, "", out);
  return std::move(out.faults);
}

}  // namespace baobei::api
