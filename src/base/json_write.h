// Described values straight to JSON text: what is stored with every command, without a tree of
// values in between. The texts are those of json.h to the byte: write_json(x) is
// serialize(to_json(x)), write_canonical(x) is canonical_json(to_json(x)); a test holds them to it.
//
// Heavy to compile: include it from .cc files only. Pure; any thread.
#pragma once

#include <algorithm>

#include "base/json.h"

namespace baobei {

// Appends `text` in quotes.
void write_json_string(std::string_view text, std::string& out);
void write_json_number(std::int64_t number, std::string& out);
void write_json_number(std::uint64_t number, std::string& out);

namespace json_detail {

enum class Order { kAsDescribed, kByName };

template <Order order, typename T>
void write(const T& in, std::string& out);

// One member of T: its name, and how its value is written.
template <typename T>
struct MemberWriter {
  std::string_view name;
  bool (*present)(const T&);
  void (*write)(const T&, std::string&);
};

template <Order order, typename T>
const std::vector<MemberWriter<T>>& member_writers() {
  static const auto writers = [] {
    std::vector<MemberWriter<T>> all;
    boost::mp11::mp_for_each<bd::describe_members<T, bd::mod_any_access>>([&]<typename D>(D) {
      using M = std::remove_cvref_t<decltype(std::declval<T>().*D::pointer)>;
      MemberWriter<T> writer{D::name, nullptr, nullptr};
      if constexpr (kIs<M, std::optional>) {
        writer.present = [](const T& in) { return (in.*D::pointer).has_value(); };
        writer.write = [](const T& in, std::string& out) { write<order>(*(in.*D::pointer), out); };
      } else {
        writer.present = [](const T&) { return true; };
        writer.write = [](const T& in, std::string& out) { write<order>(in.*D::pointer, out); };
      }
      all.push_back(writer);
    });
    if (order == Order::kByName) std::ranges::sort(all, {}, &MemberWriter<T>::name);
    return all;
  }();
  return writers;
}

inline void write_name(std::string_view name, bool& first, std::string& out) {
  out.push_back(std::exchange(first, false) ? '{' : ',');
  write_json_string(name, out);
  out.push_back(':');
}

// `type`: a member of that name besides; empty: none.
template <Order order, Described T>
void write_object(const T& in, std::string_view type, std::string& out) {
  bool first = true;
  const auto write_type = [&] {
    if (type.empty()) return;
    write_name("type", first, out);
    write_json_string(std::exchange(type, {}), out);
  };
  for (const auto& member : member_writers<order, T>()) {
    if (order == Order::kByName && member.name > "type") write_type();
    if (!member.present(in)) continue;
    write_name(member.name, first, out);
    member.write(in, out);
  }
  write_type();
  out += first ? "{}" : "}";
}

template <Order order, typename T>
void write(const T& in, std::string& out) {
  if constexpr (std::is_same_v<T, bool>) {
    out += in ? "true" : "false";
  } else if constexpr (std::is_same_v<T, std::string>) {
    write_json_string(in, out);
  } else if constexpr (std::is_same_v<T, Instant>) {
    write_json_number(std::int64_t{to_micros(in)}, out);
  } else if constexpr (std::is_same_v<T, Duration>) {
    write_json_number(static_cast<std::int64_t>(in.count()), out);
  } else if constexpr (std::is_same_v<T, Digest>) {
    write_json_string(to_hex(in), out);
  } else if constexpr (std::is_enum_v<T>) {
    write_json_string(wire_name(in), out);
  } else if constexpr (std::is_integral_v<T>) {
    using Wide = std::conditional_t<std::is_signed_v<T>, std::int64_t, std::uint64_t>;
    write_json_number(static_cast<Wide>(in), out);
  } else if constexpr (kIs<T, std::vector>) {
    out.push_back('[');
    for (std::size_t i = 0; i < in.size(); ++i) {
      if (i > 0) out.push_back(',');
      write<order>(in[i], out);
    }
    out.push_back(']');
  } else if constexpr (kIs<T, std::variant>) {
    std::visit(
        [&](const auto& alternative) {
          using A = std::remove_cvref_t<decltype(alternative)>;
          write_object<order>(alternative, wire_type<A>(), out);
        },
        in);
  } else {
    static_assert(Described<T>, "mark the struct with BOOST_DESCRIBE_STRUCT");
    write_object<order>(in, {}, out);
  }
}

}  // namespace json_detail

// Appends.
template <typename T>
void write_json(const T& in, std::string& out) {
  json_detail::write<json_detail::Order::kAsDescribed>(in, out);
}
template <typename T>
void write_canonical(const T& in, std::string& out) {
  json_detail::write<json_detail::Order::kByName>(in, out);
}

}  // namespace baobei
