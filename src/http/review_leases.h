// Who looks at which case just now, so that two reviewers do not read the same one: a word to
// colleagues, nothing more.
//
// Invariants: advisory. A lease stops nobody's decision, no clock and no end (R7 guards decisions
// by what they were made upon); it ends by itself after kLeaseTime, and all end with the server. At
// most kLeasesMax are kept, the one that ends first goes. Threads: any. Owner: server/node.h.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "base/time.h"
#include "lifecycle/terms.h"

namespace baobei::http {

inline constexpr Duration kLeaseTime = std::chrono::minutes(15);
inline constexpr std::size_t kLeasesMax = 10'000;

struct ReviewLease {
  lifecycle::PersonId person;
  Instant until;
  bool operator==(const ReviewLease&) const = default;
};

class ReviewLeases {
 public:
  enum class Take { kIfFree, kOver };
  // The person's own, new or longer; or that of whoever has it, where it is not taken over.
  ReviewLease take(const lifecycle::AppId& app, lifecycle::SubmissionNo no,
                   const lifecycle::PersonId& person, Take how, Instant now);
  void give_up(const lifecycle::AppId& app, lifecycle::SubmissionNo no,
               const lifecycle::PersonId& person);
  std::optional<ReviewLease> find(const lifecycle::AppId& app, lifecycle::SubmissionNo no,
                                  Instant now);

 private:
  using Key = std::pair<lifecycle::AppId, lifecycle::SubmissionNo>;
  void make_room(Instant now);

  std::mutex mutex_;
  std::map<Key, ReviewLease> leases_;
};

}  // namespace baobei::http
