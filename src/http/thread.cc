#include "http/thread.h"

#include <algorithm>
#include <type_traits>

namespace baobei::http {

bool Thread::hits(const std::vector<lifecycle::EntryNo>& entries) const {
  return std::ranges::any_of(entries, [&](auto entry) { return entries_.contains(entry); });
}

// An event names what it is about by number; 0 is nobody's.
template <typename Data>
bool Thread::takes_data(const Data& data) {
  bool mine = false;
  if constexpr (std::is_same_v<Data, lifecycle::Submitted>) {
    if (data.submission == submission_) digest_ = data.digest;
  }
  if constexpr (requires { data.submission; }) mine = data.submission == submission_;
  if constexpr (requires { data.entry; }) mine = mine || entries_.contains(data.entry);
  if constexpr (requires { data.hits; }) mine = mine || hits(data.hits);
  if constexpr (requires { data.answer; }) mine = mine || answers_.contains(data.answer);
  if constexpr (requires { data.order; }) mine = mine || orders_.contains(data.order);
  if constexpr (requires { data.release; }) mine = mine || releases_.contains(data.release);
  if constexpr (requires { data.take_down; }) {
    const auto& digests = data.take_down.digests;
    mine = mine || std::ranges::find(digests, digest_) != digests.end();
  }
  if (!mine) return false;
  if constexpr (requires {
                  data.entry;
                  data.submission;
                })
    entries_.insert(data.entry);
  if constexpr (requires {
                  data.entry;
                  data.answer;
                })
    answers_.insert(data.answer);
  if constexpr (requires {
                  data.order;
                  data.take_down;
                })
    orders_.insert(data.order);
  if constexpr (requires {
                  data.release;
                  data.submission;
                })
    releases_.insert(data.release);
  return true;
}

bool Thread::takes(const lifecycle::EventData& event) {
  return std::visit([&](const auto& data) { return takes_data(data); }, event);
}

}  // namespace baobei::http
