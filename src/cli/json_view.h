// Reading answers without fear: a View is a place in a JSON value, or nowhere. Asking a View for
// what is not there gives an empty one, so a path needs no checks on its way and an answer that has
// more or fewer members than this program knows is no fault (the API changes by addition).
//
// Invariants: never outlives the value. Threads: reads only. Owner: the caller keeps the value.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace baobei::cli {

class View {
 public:
  View() = default;
  explicit View(const boost::json::value& value) : value_(&value) {}

  bool is_there() const { return value_ != nullptr && !value_->is_null(); }
  View operator[](std::string_view member) const;

  std::string text() const;                // of strings, numbers, booleans; else ""
  std::int64_t number() const;             // 0 where there is no whole number
  bool flag() const;                       // false where there is no `true`
  std::vector<View> items() const;         // of a list; else none
  std::vector<std::string> texts() const;  // text() of each item
  View find(std::string_view member, std::int64_t wanted) const;  // the item whose member is that
  View last() const;

 private:
  const boost::json::value* value_ = nullptr;
};

}  // namespace baobei::cli
