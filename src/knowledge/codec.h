// Described structs as bytes and back: numbers as eight bytes, lengths before what they count, in
// the order of the members. No names and no types: layouts of different programs are told apart by
// a digest of the member names in front (knowledge.cc).
//
// Invariants: reading never goes past the bytes and never takes a length for true that they cannot
// hold; it ends with a flag, not a crash. Pure; any thread.
#pragma once

#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace baobei::knowledge::codec {

namespace bd = boost::describe;

class Writer {
 public:
  template <typename T>
  requires std::integral<T> || std::is_enum_v<T>
  void put(const T& value) {
    auto bits = static_cast<std::uint64_t>(value);
    for (int i = 0; i < 8; ++i, bits >>= 8) bytes_ += static_cast<char>(bits & 0xFF);
  }
  void put(const std::string& text) {
    put(text.size());
    bytes_ += text;
  }
  template <typename T>
  void put(const std::vector<T>& items) {
    put(items.size());
    for (const auto& item : items) put(item);
  }
  template <typename T>
  requires bd::has_describe_members<T>::value void put(const T& value) {
    boost::mp11::mp_for_each<bd::describe_members<T, bd::mod_any_access>>(
        [&](auto member) { put(value.*member.pointer); });
  }

  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  template <typename T>
  requires std::integral<T> || std::is_enum_v<T>
  void get(T& value) {
    if (rest_.size() < 8) {
      good_ = false;
      return;
    }
    std::uint64_t bits = 0;
    for (int i = 7; i >= 0; --i) {
      bits = bits << 8 | static_cast<unsigned char>(rest_[static_cast<std::size_t>(i)]);
    }
    rest_.remove_prefix(8);
    value = static_cast<T>(bits);
  }
  void get(std::string& text) {
    const auto size = length(1);
    text.assign(rest_.substr(0, size));
    rest_.remove_prefix(size);
  }
  template <typename T>
  void get(std::vector<T>& items) {
    // Every item takes eight bytes at least.
    items.resize(length(8));
    for (auto& item : items) get(item);
  }
  template <typename T>
  requires bd::has_describe_members<T>::value void get(T& value) {
    boost::mp11::mp_for_each<bd::describe_members<T, bd::mod_any_access>>(
        [&](auto member) { get(value.*member.pointer); });
  }

  std::string_view rest() const { return rest_; }
  bool good() const { return good_; }

 private:
  std::size_t length(std::size_t item_size) {
    std::uint64_t count = 0;
    get(count);
    if (!good_ || count > rest_.size() / item_size) {
      good_ = false;
      return 0;
    }
    return static_cast<std::size_t>(count);
  }

  std::string_view rest_;
  bool good_ = true;
};

}  // namespace baobei::knowledge::codec
