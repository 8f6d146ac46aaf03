// Described structs to JSON and back, and the canonical form that is hashed.
//
// A struct marked BOOST_DESCRIBE_STRUCT maps to an object with the members' names (a trailing
// underscore is dropped); an enum marked BOOST_DESCRIBE_ENUM to its name in wire case
// ("kToBeHandedOver" ↔ "to_be_handed_over"); a std::variant of described structs to its object
// with a member "type" (the struct's wire-case name) besides; an Instant to its microseconds; a
// Digest to hex; an empty optional to absence. Reading is strict: an unknown member, a missing one
// that is not optional, a number out of range is kInvalid with a JSON pointer as context.
//
// Heavy to compile: include it from .cc files only. Pure; any thread.
#pragma once

#include <boost/describe.hpp>
#include <boost/json.hpp>
#include <boost/mp11.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/text.h"
#include "base/time.h"

namespace baobei {

namespace json = boost::json;

// RFC 8785 for the values we store: members sorted by name, no white space, integers only.
// CHECKs that there is no floating-point number.
std::string canonical_json(const json::value& value);

inline constexpr std::size_t kJsonDepthMax = 32;

// Parses at most `size_max` bytes with at most kJsonDepthMax levels, no duplicate members, valid
// UTF-8. kInvalid with the offset, or kTooLarge.
Result<json::value> parse_json(std::string_view text, std::size_t size_max);

namespace json_detail {

namespace bd = boost::describe;

template <typename T>
concept Described = bd::has_describe_members<T>::value && !std::is_union_v<T>;
template <typename T>
concept DescribedEnum = std::is_enum_v<T> && bd::has_describe_enumerators<T>::value;

template <typename T, template <typename...> class Template>
inline constexpr bool kIs = false;
template <template <typename...> class Template, typename... Args>
inline constexpr bool kIs<Template<Args...>, Template> = true;

// Where a value stands, as a chain of the calls that read it: the JSON pointer is put together only
// where something is wrong.
struct Path {
  const Path* parent = nullptr;
  std::string_view name;  // of the outermost: a pointer of its own
  std::size_t index = SIZE_MAX;

  std::string pointer() const;
};

Status bad(const Path& path, std::string what);

}  // namespace json_detail

// The name of an enumerator outside C++.
template <json_detail::DescribedEnum E>
const std::string& wire_name(E value) {
  static const auto names = [] {
    std::map<E, std::string> all;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
        [&](auto d) { all.emplace(d.value, wire_case(d.name)); });
    return all;
  }();
  const auto found = names.find(value);
  CHECK(found != names.end());
  return found->second;
}

template <json_detail::DescribedEnum E>
std::optional<E> enum_from_wire(std::string_view text) {
  static const auto values = [] {
    std::map<std::string, E, std::less<>> all;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<E>>(
        [&](auto d) { all.emplace(wire_case(d.name), d.value); });
    return all;
  }();
  const auto found = values.find(text);
  return found == values.end() ? std::nullopt : std::optional(found->second);
}

// The wire-case name of a described struct, for the "type" member of a variant. Found through the
// overload `type_name(const T*)` that BAOBEI_TYPE_NAME declares.
#define BAOBEI_TYPE_NAME(T)                                    \
  [[maybe_unused]] constexpr const char* type_name(const T*) { \
    return #T;                                                 \
  }

template <typename T>
const std::string& wire_type() {
  static const std::string name = wire_case(type_name(static_cast<const T*>(nullptr)));
  return name;
}

template <typename T>
json::value to_json(const T& in);

namespace json_detail {

template <Described T>
json::object object_of(const T& in) {
  json::object object;
  boost::mp11::mp_for_each<bd::describe_members<T, bd::mod_any_access>>([&](auto d) {
    const auto& member = in.*d.pointer;
    using M = std::remove_cvref_t<decltype(member)>;
    if constexpr (kIs<M, std::optional>) {
      if (member) object.emplace(d.name, to_json(*member));
    } else {
      object.emplace(d.name, to_json(member));
    }
  });
  return object;
}

}  // namespace json_detail

template <typename T>
json::value to_json(const T& in) {
  using namespace json_detail;
  if constexpr (std::is_same_v<T, bool> || std::is_same_v<T, std::string>) {
    return json::value(in);
  } else if constexpr (std::is_same_v<T, Instant>) {
    return json::value(to_micros(in));
  } else if constexpr (std::is_same_v<T, Duration>) {
    return json::value(static_cast<std::int64_t>(in.count()));
  } else if constexpr (std::is_same_v<T, Digest>) {
    return json::value(to_hex(in));
  } else if constexpr (std::is_enum_v<T>) {
    return json::value(wire_name(in));
  } else if constexpr (std::is_integral_v<T>) {
    if constexpr (std::is_signed_v<T>)
      return json::value(static_cast<std::int64_t>(in));
    else
      return json::value(static_cast<std::uint64_t>(in));
  } else if constexpr (kIs<T, std::vector>) {
    json::array array;
    array.reserve(in.size());
    for (const auto& item : in) array.push_back(to_json(item));
    return array;
  } else if constexpr (kIs<T, std::variant>) {
    return std::visit(
        [](const auto& alternative) -> json::value {
          using A = std::remove_cvref_t<decltype(alternative)>;
          json::object object = object_of(alternative);
          object.emplace("type", wire_type<A>());
          return object;
        },
        in);
  } else {
    static_assert(Described<T>, "mark the struct with BOOST_DESCRIBE_STRUCT");
    return object_of(in);
  }
}

namespace json_detail {

template <typename T>
Status read(const json::value& in, T& out, const Path& path);

template <Described T>
Status read_object(const json::object& object, T& out, const Path& path,
                   std::size_t members_besides) {
  Status status;
  std::size_t seen = members_besides;
  boost::mp11::mp_for_each<bd::describe_members<T, bd::mod_any_access>>([&](auto d) {
    if (!status) return;
    using M = std::remove_cvref_t<decltype(out.*d.pointer)>;
    const auto* found = object.if_contains(d.name);
    if (found == nullptr) {
      if constexpr (!kIs<M, std::optional>) {
        status = bad({&path, d.name}, "a required member is missing");
      }
      return;
    }
    ++seen;
    status = read(*found, out.*d.pointer, {&path, d.name});
  });
  if (!status || seen == object.size()) return status;
  for (const auto& [key, value] : object) {
    bool expected = members_besides > 0 && key == "type";
    boost::mp11::mp_for_each<bd::describe_members<T, bd::mod_any_access>>(
        [&](auto d) { expected = expected || key == d.name; });
    if (!expected) return bad({&path, {key.data(), key.size()}}, "an unknown member");
  }
  return status;
}

template <typename Variant, std::size_t I = 0>
Status read_variant(const json::object& object, std::string_view type, Variant& out,
                    const Path& path) {
  if constexpr (I == std::variant_size_v<Variant>) {
    return bad({&path, "type"}, "'" + printable(type) + "' is not a type known here");
  } else {
    using A = std::variant_alternative_t<I, Variant>;
    if (type == wire_type<A>()) return read_object(object, out.template emplace<I>(), path, 1);
    return read_variant<Variant, I + 1>(object, type, out, path);
  }
}

template <typename T>
Status read(const json::value& in, T& out, const Path& path) {
  if constexpr (kIs<T, std::optional>) {
    if (in.is_null()) {
      out.reset();
      return {};
    }
    return read(in, out.emplace(), path);
  } else if constexpr (std::is_same_v<T, bool>) {
    if (!in.is_bool()) return bad(path, "true or false is expected");
    out = in.get_bool();
    return {};
  } else if constexpr (std::is_same_v<T, std::string>) {
    if (!in.is_string()) return bad(path, "a string is expected");
    out.assign(in.get_string().data(), in.get_string().size());
    return {};
  } else if constexpr (std::is_same_v<T, Instant> || std::is_same_v<T, Duration>) {
    std::int64_t micros = 0;
    TRY(read(in, micros, path));
    out = T(Duration(micros));
    return {};
  } else if constexpr (std::is_same_v<T, Digest>) {
    std::string hex;
    TRY(read(in, hex, path));
    auto digest = digest_from_hex(hex);
    if (!digest) return bad(path, digest.error().message);
    out = *digest;
    return {};
  } else if constexpr (std::is_enum_v<T>) {
    std::string text;
    TRY(read(in, text, path));
    const auto value = enum_from_wire<T>(text);
    if (!value) return bad(path, "'" + printable(text) + "' is not one of the allowed values");
    out = *value;
    return {};
  } else if constexpr (std::is_integral_v<T>) {
    boost::system::error_code error;
    if (!in.is_int64() && !in.is_uint64()) return bad(path, "a whole number is expected");
    out = in.to_number<T>(error);
    if (error) return bad(path, "the number is out of range");
    return {};
  } else if constexpr (kIs<T, std::vector>) {
    if (!in.is_array()) return bad(path, "a list is expected");
    out.clear();
    out.resize(in.get_array().size());
    for (std::size_t i = 0; i < out.size(); ++i) {
      TRY(read(in.get_array()[i], out[i], {&path, {}, i}));
    }
    return {};
  } else if constexpr (kIs<T, std::variant>) {
    if (!in.is_object()) return bad(path, "an object is expected");
    const auto* type = in.get_object().if_contains("type");
    if (type == nullptr || !type->is_string()) return bad({&path, "type"}, "a type is expected");
    return read_variant(in.get_object(), type->get_string(), out, path);
  } else {
    static_assert(Described<T>, "mark the struct with BOOST_DESCRIBE_STRUCT");
    if (!in.is_object()) return bad(path, "an object is expected");
    return read_object(in.get_object(), out, path, 0);
  }
}

}  // namespace json_detail

// `pointer` stands before those of what is wrong inside.
template <typename T>
Status from_json(const json::value& in, T& out, const std::string& pointer = {}) {
  return json_detail::read(in, out, {nullptr, pointer});
}

}  // namespace baobei
