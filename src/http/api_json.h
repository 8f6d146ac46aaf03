// The lifecycle's values as the API shows them: described structs with instants in RFC 3339,
// durations in microseconds under a name ending in "_us", words in place of their commitments, and
// nothing where there is nothing.
//
// Heavy to compile: include it from .cc files only. Threads: pure but for the TextOf it is given.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"

namespace baobei::http {

// The words behind a commitment; nullopt where they were erased.
using TextOf = std::function<std::optional<std::string>(const Digest&)>;

template <typename T>
json::value api_json(const T& in, const TextOf& text_of);

namespace api_detail {

inline bool holds_words(std::string_view member) {
  return member == "text" || member == "notes" || member == "reason";
}

template <typename T>
void add_member(json::object& object, std::string_view name, const T& value,
                const TextOf& text_of) {
  using json_detail::kIs;
  if constexpr (kIs<T, std::optional>) {
    if (value) add_member(object, name, *value, text_of);
  } else if constexpr (std::is_same_v<T, Digest>) {
    if (value.is_zero()) return;
    if (!holds_words(name)) {
      object.emplace(name, to_hex(value));
    } else if (auto text = text_of(value)) {
      object.emplace(name, std::move(*text));
    } else {
      object.emplace(name, nullptr);
    }
  } else if constexpr (std::is_same_v<T, Duration>) {
    object.emplace(std::string(name) + "_us", value.count());
  } else {
    object.emplace(name, api_json(value, text_of));
  }
}

}  // namespace api_detail

template <typename T>
json::value api_json(const T& in, const TextOf& text_of) {
  using json_detail::kIs;
  if constexpr (std::is_same_v<T, Instant>) {
    return json::value(format_rfc3339(in));
  } else if constexpr (kIs<T, std::vector>) {
    json::array array;
    array.reserve(in.size());
    for (const auto& item : in) array.push_back(api_json(item, text_of));
    return array;
  } else if constexpr (json_detail::Described<T>) {
    json::object object;
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_any_access>>(
        [&](auto d) { api_detail::add_member(object, d.name, in.*d.pointer, text_of); });
    return object;
  } else {
    return to_json(in);
  }
}

}  // namespace baobei::http
