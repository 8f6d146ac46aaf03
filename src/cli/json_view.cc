#include "cli/json_view.h"

namespace baobei::cli {

View View::operator[](std::string_view member) const {
  if (value_ == nullptr || !value_->is_object()) return {};
  const auto* found = value_->get_object().if_contains(member);
  return found == nullptr ? View() : View(*found);
}

std::string View::text() const {
  if (value_ == nullptr) return {};
  if (value_->is_string()) return std::string(value_->get_string());
  if (value_->is_int64()) return std::to_string(value_->get_int64());
  if (value_->is_uint64()) return std::to_string(value_->get_uint64());
  if (value_->is_bool()) return value_->get_bool() ? "true" : "false";
  return {};
}

std::int64_t View::number() const {
  if (value_ == nullptr) return 0;
  if (value_->is_int64()) return value_->get_int64();
  return 0;
}

bool View::flag() const {
  return value_ != nullptr && value_->is_bool() && value_->get_bool();
}

std::vector<View> View::items() const {
  std::vector<View> all;
  if (value_ == nullptr || !value_->is_array()) return all;
  for (const auto& item : value_->get_array()) all.emplace_back(item);
  return all;
}

std::vector<std::string> View::texts() const {
  std::vector<std::string> all;
  for (const auto& item : items()) all.push_back(item.text());
  return all;
}

View View::find(std::string_view member, std::int64_t wanted) const {
  for (const auto& item : items()) {
    if (item[member].is_there() && item[member].number() == wanted) return item;
  }
  return {};
}

View View::last() const {
  const auto all = items();
  return all.empty() ? View() : all.back();
}

}  // namespace baobei::cli
