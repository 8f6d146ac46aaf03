#include "sign_in/delays.h"

#include <algorithm>

#include "base/text.h"

namespace baobei::sign_in {

Duration Delays::wait_after(std::uint32_t count) const {
  if (count <= free_failures_) return Duration(0);
  const auto doublings = std::min<std::uint32_t>(count - free_failures_ - 1, 16);
  const Duration wait = std::chrono::seconds(std::int64_t{1} << doublings);
  return std::min(wait, kDelayMax);
}

Duration Delays::enter(const std::string& key, Instant now) {
  const std::lock_guard lock(mutex_);
  if (failures_.size() >= kDelayKeysMax && !failures_.contains(key)) {
    failures_.erase(
        std::ranges::min_element(failures_, {}, [](const auto& each) { return each.second.last; }));
  }
  auto& failures = failures_[key];
  if (now - failures.last >= kForgottenAfter) failures.count = 0;
  const auto left = failures.last + wait_after(failures.count) - now;
  if (failures.count > 0 && left > Duration(0)) return left;
  ++failures.count;
  failures.last = now;
  return Duration(0);
}

void Delays::forgive(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = failures_.find(key);
  if (found == failures_.end()) return;
  if (--found->second.count == 0) failures_.erase(found);
}

void Delays::passed(const std::string& key) {
  const std::lock_guard lock(mutex_);
  failures_.erase(key);
}

std::size_t Delays::keys() {
  const std::lock_guard lock(mutex_);
  return failures_.size();
}

std::string network_of(const std::string& address) {
  constexpr std::string_view kMapped = "::ffff:";  // an IPv4 address on a socket for both
  const bool mapped = address.starts_with(kMapped) && address.find('.') != std::string::npos;
  if (mapped) return address.substr(kMapped.size());
  if (address.find(':') == std::string::npos) return address;
  const auto groups = split(address, ':');
  std::string network;
  for (std::size_t i = 0; i < groups.size() && i < 4; ++i) {
    if (groups[i].empty()) break;  // "::": the rest is zero
    network += groups[i] + ":";
  }
  return network.empty() ? "::" : network;
}

}  // namespace baobei::sign_in
