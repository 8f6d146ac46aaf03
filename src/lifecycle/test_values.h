// Values of any described type, made from a seed, and their comparison member by member.
//
// For tests of the stored forms: a member that is added to an event or to the case file is filled
// and compared without a change here. Threads: pure.
#pragma once

#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/json.h"

namespace baobei::lifecycle::test {

class Seed {
 public:
  explicit Seed(std::uint64_t seed) : state_(seed) {}

  // 0 … n-1, by splitmix64: the same on every machine.
  std::uint64_t below(std::uint64_t n) {
    std::uint64_t z = state_ += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return (z ^ (z >> 31U)) % n;
  }

  template <typename T>
  void fill(T& out) {
    using json_detail::kIs;
    if constexpr (std::is_same_v<T, bool>) {
      out = below(2) == 1;
    } else if constexpr (std::is_same_v<T, std::string>) {
      static const char* const kTexts[] = {"",         "a",        "报备",
                                           "\"\\\n\t", "wx-1_2.3", "\xF0\x9F\x98\x80"};
      out = kTexts[below(std::size(kTexts))];
    } else if constexpr (std::is_same_v<T, Instant> || std::is_same_v<T, Duration>) {
      out = T(Duration(static_cast<std::int64_t>(below(std::uint64_t{1} << 52))));
    } else if constexpr (std::is_same_v<T, Digest>) {
      for (auto& byte : out.bytes) byte = static_cast<std::uint8_t>(below(256));
    } else if constexpr (std::is_enum_v<T>) {
      fill_enum(out);
    } else if constexpr (std::is_integral_v<T>) {
      out = static_cast<T>(below(1'000'000));
    } else if constexpr (kIs<T, std::optional>) {
      out.reset();
      if (below(2) == 1) fill(out.emplace());
    } else if constexpr (kIs<T, std::vector>) {
      out.resize(below(3));
      for (auto& item : out) fill(item);
    } else {
      boost::mp11::mp_for_each<
          boost::describe::describe_members<T, boost::describe::mod_any_access>>(
          [&](auto d) { fill(out.*d.pointer); });
    }
  }

 private:
  template <typename E>
  void fill_enum(E& out) {
    using All = boost::describe::describe_enumerators<E>;
    const auto chosen = below(boost::mp11::mp_size<All>::value);
    std::uint64_t place = 0;
    boost::mp11::mp_for_each<All>([&](auto d) {
      if (place++ == chosen) out = d.value;
    });
  }

  std::uint64_t state_;
};

template <typename T>
bool same(const T& a, const T& b) {
  using json_detail::kIs;
  if constexpr (kIs<T, std::optional>) {
    return a.has_value() == b.has_value() && (!a || same(*a, *b));
  } else if constexpr (kIs<T, std::vector>) {
    bool equal = a.size() == b.size();
    for (std::size_t i = 0; equal && i < a.size(); ++i) equal = same(a[i], b[i]);
    return equal;
  } else if constexpr (requires { a == b; }) {
    return a == b;
  } else {
    bool equal = true;
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_any_access>>(
        [&](auto d) { equal = equal && same(a.*d.pointer, b.*d.pointer); });
    return equal;
  }
}

}  // namespace baobei::lifecycle::test
