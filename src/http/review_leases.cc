#include "http/review_leases.h"

#include <algorithm>

namespace baobei::http {

void ReviewLeases::make_room(Instant now) {
  if (leases_.size() < kLeasesMax) return;
  std::erase_if(leases_, [&](const auto& each) { return each.second.until <= now; });
  if (leases_.size() < kLeasesMax) return;
  leases_.erase(
      std::ranges::min_element(leases_, {}, [](const auto& each) { return each.second.until; }));
}

ReviewLease ReviewLeases::take(const lifecycle::AppId& app, lifecycle::SubmissionNo no,
                               const lifecycle::PersonId& person, Take how, Instant now) {
  const std::lock_guard lock(mutex_);
  const auto found = leases_.find({app, no});
  const bool others = found != leases_.end() && found->second.person != person &&
                      found->second.until > now && how == Take::kIfFree;
  if (others) return found->second;
  if (found == leases_.end()) make_room(now);
  return leases_[{app, no}] = {person, now + kLeaseTime};
}

void ReviewLeases::give_up(const lifecycle::AppId& app, lifecycle::SubmissionNo no,
                           const lifecycle::PersonId& person) {
  const std::lock_guard lock(mutex_);
  const auto found = leases_.find({app, no});
  if (found != leases_.end() && found->second.person == person) leases_.erase(found);
}

std::optional<ReviewLease> ReviewLeases::find(const lifecycle::AppId& app,
                                              lifecycle::SubmissionNo no, Instant now) {
  const std::lock_guard lock(mutex_);
  const auto found = leases_.find({app, no});
  if (found == leases_.end() || found->second.until <= now) return std::nullopt;
  return found->second;
}

}  // namespace baobei::http
