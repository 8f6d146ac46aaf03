// Which events of a mini-program belong to one submission: its own, those of the entries that laid
// it before an office, of the answers to these, of the orders against its version, of its releases.
//
// Invariant: events are shown in log order, all of them; what an answer or order refers to is known
// from the event that made it.
// Threads: one. Owner: the reader of one thread.
#pragma once

#include <set>

#include "lifecycle/event.h"

namespace baobei::http {

class Thread {
 public:
  explicit Thread(lifecycle::SubmissionNo submission) : submission_(submission) {}

  bool takes(const lifecycle::EventData& event);

 private:
  template <typename Data>
  bool takes_data(const Data& data);
  bool hits(const std::vector<lifecycle::EntryNo>& entries) const;

  lifecycle::SubmissionNo submission_;
  Digest digest_;
  std::set<lifecycle::EntryNo> entries_;
  std::set<lifecycle::AnswerNo> answers_;
  std::set<lifecycle::OrderNo> orders_;
  std::set<lifecycle::ReleaseNo> releases_;
};

}  // namespace baobei::http
