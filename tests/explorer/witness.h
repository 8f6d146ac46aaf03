// What must be true of a mini-program, kept from the commands that were accepted and the clock.
//
// It is a second, smaller telling of PROCESS.md: who passed what, which entries are open and until
// when, which filings are completed, which versions are barred, what is ordered down by when. It
// reads an event only where the event is the lifecycle's own choice (which entry was opened, which
// release began), and then holds the event to what it knows.
// Threads: one. Owner: a node of the walk.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "explorer.h"

namespace baobei::explorer {

struct WitnessedSubmission {
  Digest digest;
  lifecycle::OrgId org;
  std::set<lifecycle::CategoryId> declared;  // filing categories, as at submission
  std::size_t declared_count = 0;
  lifecycle::ReleaseChoice choice = lifecycle::ReleaseChoice::kByHand;
  bool checked = false;
  lifecycle::CheckOutcome check = lifecycle::CheckOutcome::kCouldNotCheck;
  lifecycle::PersonId first_signature;
  lifecycle::PersonId refused_by;
  bool cleared = false;
  bool passed = false;
  std::set<lifecycle::CategoryId> present;
  lifecycle::EntryNo entry = 0;
  bool files_first = false;        // R9: an overseas subject's first filing
  lifecycle::EntryNo carried = 0;  // R16, policy silence_carries
  std::optional<Instant> answer_by;
  std::optional<Instant> appeal_by;
};

enum class Fate { kOpen, kPassed, kFailed, kWithdrawn, kStopped, kMoved };

struct WitnessedEntry {
  lifecycle::SubmissionNo submission = 0;
  std::set<lifecycle::CategoryId> categories;
  lifecycle::RegionCode region;
  bool laid = false;
  std::optional<Instant> end;
  Fate fate = Fate::kOpen;
  lifecycle::AnswerNo answer = 0;
  bool silent(Instant at) const { return fate == Fate::kOpen && laid && end && *end <= at; }
};

struct WitnessedAnswer {
  lifecycle::AnswerFiling says;
  lifecycle::PersonId first;
  bool proposed = false;
  bool effective = false;
  std::set<lifecycle::EntryNo> hits;
};

struct WitnessedOrder {
  lifecycle::AnswerNo answer = 0;
  lifecycle::OrderTakeDown says;
  lifecycle::PersonId first;
  lifecycle::RegionCode region;
  std::set<Digest> digests;
  Instant down_by;
  bool proposed = false;
  bool ended = false;  // revoked or discharged
  bool revoked = false;
  bool covers(const Digest& digest) const {
    return says.take_down.scope == lifecycle::OrderScope::kService || digests.contains(digest);
  }
  bool stands(Instant at) const { return !proposed && !ended && at < down_by; }
  bool is_due(Instant at) const { return !proposed && !ended && at >= down_by; }
};

// Who is served what, as shares of all users.
using Shares = std::map<Digest, lifecycle::Share>;
Shares shares_of(const lifecycle::App& app, const lifecycle::Serving& serving);

struct Step {
  const lifecycle::App& before;
  const lifecycle::Command& command;
  Instant stamp;
  const std::vector<lifecycle::Event>& events;  // of ends first, then of the command
  const lifecycle::App& after;
};

class Witness {
 public:
  // Learns from an accepted command; names what the lifecycle did that it may not.
  void learn(const Universe& universe, const lifecycle::Facts& facts, const Step& step,
             Faults& faults);
  // What is served at this instant, if no command comes before it.
  void examine_serving(const Universe& universe, const lifecycle::App& app,
                       const lifecycle::Serving& serving, Instant at, Faults& faults) const;
  // What was served at the newest step; a barred version's share only falls.
  void remember_shares(Shares shares) { shares_ = std::move(shares); }
  // The case file's own record against this one.
  void examine_record(const lifecycle::App& app, Faults& faults) const;

  // What of this is not in the case file as well, for the walk's key.
  std::string digest() const;

 private:
  friend class Lesson;
  bool barred(const Digest& digest) const;
  bool completed(const lifecycle::CategoryId& category) const;
  bool ever_completed() const;
  bool holds_ground(const Universe& universe, const lifecycle::App& app, lifecycle::SubmissionNo no,
                    Instant at) const;

  std::vector<WitnessedSubmission> submissions_;
  std::vector<WitnessedEntry> entries_;
  std::vector<WitnessedAnswer> answers_;
  std::vector<WitnessedOrder> orders_;
  std::multimap<lifecycle::CategoryId, lifecycle::AnswerNo> completed_;
  struct Bar {
    Digest digest;
    lifecycle::AnswerNo answer = 0;
    lifecycle::OrderNo order = 0;
    auto operator<=>(const Bar&) const = default;
  };
  std::set<Bar> bars_;
  std::map<lifecycle::OrgId, std::optional<Instant>> agencies_;
  lifecycle::Subject subject_;
  lifecycle::AnswerNo former_answers_ = 0;
  bool suspended_ = false;
  Shares shares_;
};

}  // namespace baobei::explorer
