#include "witness.h"

#include <algorithm>

#include "base/json.h"

namespace baobei::explorer {

using namespace lifecycle;  // NOLINT: the vocabulary of this file

namespace {

Fate fate_of(EntryState state) {
  switch (state) {
    case EntryState::kToBeHandedOver:
    case EntryState::kRunning:
    case EntryState::kWithoutPeriod:
    case EntryState::kSilent:
      return Fate::kOpen;
    case EntryState::kPassed:
      return Fate::kPassed;
    case EntryState::kFailed:
      return Fate::kFailed;
    case EntryState::kWithdrawn:
      return Fate::kWithdrawn;
    case EntryState::kMoved:
      return Fate::kMoved;
    case EntryState::kStopped:
      return Fate::kStopped;
  }
  return Fate::kOpen;
}

std::string at_text(Instant at) {
  return " at " + format_rfc3339(at);
}

}  // namespace

Shares shares_of(const App& app, const Serving& serving) {
  Shares shares;
  if (serving.dark) return shares;
  if (const auto* current = find_release(app, serving.current); current && serving.share > 0) {
    shares[current->digest] += serving.share;
  }
  const auto* base = find_release(app, serving.base);
  if (base != nullptr && serving.share < kFullShare) {
    shares[base->digest] += kFullShare - serving.share;
  }
  return shares;
}

bool Witness::barred(const Digest& digest) const {
  return std::ranges::any_of(bars_, [&](const Bar& bar) { return bar.digest == digest; });
}

bool Witness::completed(const CategoryId& category) const {
  return completed_.contains(category);
}

bool Witness::ever_completed() const {
  for (std::size_t i = former_answers_; i < answers_.size(); ++i) {
    if (answers_[i].effective && answers_[i].says.verdict == Verdict::kPass) return true;
  }
  return false;
}

// R9, R14, R16: whether the submission may be released on what the office did or did not say.
bool Witness::holds_ground(const Universe& universe, const App&, SubmissionNo no,
                           Instant at) const {
  const auto& submission = submissions_.at(no - 1);
  // An entry of an earlier pass of the same submission may have opened again (R21b).
  const auto silent = [&](const CategoryId* category) {
    return std::ranges::any_of(entries_, [&](const WitnessedEntry& entry) {
      return entry.submission == no && entry.silent(at) &&
             (category == nullptr || entry.categories.contains(*category));
    });
  };
  if (submission.files_first && !ever_completed() && !silent(nullptr)) return false;
  return std::ranges::all_of(submission.present, [&](const CategoryId& category) {
    if (completed(category) || silent(&category)) return true;
    if (!universe.rules.silence_carries || submission.carried == 0) return false;
    const auto& entry = entries_.at(submission.carried - 1);
    return entry.silent(at) && entry.categories.contains(category);
  });
}

void Witness::examine_serving(const Universe& universe, const App& app, const Serving& serving,
                              Instant at, Faults& faults) const {
  const auto shares = shares_of(app, serving);
  if (suspended_ && !shares.empty()) {
    faults.push_back({Invariant::kDark, "a suspended service is served" + at_text(at)});
  }
  for (const auto& [digest, share] : shares) {
    bool ordered = false;
    for (const auto& order : orders_) {
      if (order.covers(digest) && order.is_due(at)) {
        faults.push_back({Invariant::kDark, "what was ordered down is served" + at_text(at)});
      }
      ordered = ordered || (order.covers(digest) && order.stands(at));
    }
    if (!barred(digest)) continue;
    const auto before = shares_.find(digest);
    const bool grew = before == shares_.end() || share > before->second;
    if (!ordered || grew) {
      faults.push_back({Invariant::kBarred,
                        "a barred version is served to " + std::to_string(share) + at_text(at)});
    }
  }
  for (const ReleaseNo no : {serving.current, serving.base}) {
    const auto* release = find_release(app, no);
    if (release == nullptr || !shares.contains(release->digest)) continue;
    const auto& submission = submissions_.at(release->submission - 1);
    if (!submission.passed || submission.digest != release->digest) {
      faults.push_back({Invariant::kReviewed, "submission " + std::to_string(release->submission) +
                                                  " is served without a pass" + at_text(at)});
    }
    const bool ordered = std::ranges::any_of(orders_, [&](const WitnessedOrder& order) {
      return order.covers(release->digest) && order.stands(at);
    });
    const bool grounded = holds_ground(universe, app, release->submission, at);
    if (!grounded && !app.filing_void && !ordered) {
      faults.push_back({Invariant::kFiled, "submission " + std::to_string(release->submission) +
                                               " is served on no ground" + at_text(at)});
    }
    const bool on_silence =
        grounded &&
        !std::ranges::all_of(submission.present, [&](const auto& each) { return completed(each); });
    if (on_silence && shares.at(release->digest) > universe.rules.silence_share_max) {
      faults.push_back({Invariant::kCap, "a share above the cap of silence" + at_text(at)});
    }
  }
}

void Witness::examine_record(const App& app, Faults& faults) const {
  const auto differ = [&](const std::string& what) {
    faults.push_back({Invariant::kRecord, what + " is not as the commands made it"});
  };
  std::set<Bar> bars;
  for (const auto& bar : app.bars) bars.insert({bar.digest, bar.answer, bar.order});
  if (bars != bars_) differ("what is barred");
  std::multimap<CategoryId, AnswerNo> completed;
  for (const auto& filing : app.completed) completed.emplace(filing.category, filing.answer);
  if (completed != completed_) differ("what is completed");
  if (app.entries.size() != entries_.size()) return differ("the number of entries");
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (fate_of(app.entries[i].state) != entries_[i].fate) {
      differ("entry " + std::to_string(i + 1));
    }
  }
  if (app.answers.size() != answers_.size()) return differ("the number of answers");
  for (std::size_t i = 0; i < answers_.size(); ++i) {
    const bool effective = app.answers[i].state == AnswerState::kEffective;
    if (effective != answers_[i].effective) differ("answer " + std::to_string(i + 1));
  }
  if (app.orders.size() != orders_.size()) return differ("the number of orders");
  for (std::size_t i = 0; i < orders_.size(); ++i) {
    const bool ended = app.orders[i].state != OrderState::kStanding;
    if (ended != orders_[i].ended) differ("order " + std::to_string(i + 1));
  }
  std::map<OrgId, std::optional<Instant>> agencies;
  for (const auto& agency : app.agencies) agencies[agency.org] = agency.until;
  if (agencies != agencies_) differ("who is authorised");
  if (suspended_ != app.suspended) differ("the suspension");
}

std::string Witness::digest() const {
  std::string bytes;
  for (const auto& submission : submissions_) {
    bytes.push_back(submission.passed ? '1' : '0');
    bytes.push_back(submission.cleared ? '1' : '0');
    bytes.push_back(static_cast<char>(submission.entry));
    bytes += submission.first_signature + ";";
  }
  for (const auto& entry : entries_) bytes.push_back(static_cast<char>(entry.fate));
  for (const auto& order : orders_) {
    bytes.push_back(static_cast<char>((order.ended ? 1 : 0) + (order.revoked ? 2 : 0)));
  }
  for (const auto& [digest, share] : shares_) {
    bytes += to_hex(digest).substr(0, 4) + std::to_string(share) + ";";
  }
  return bytes;
}

}  // namespace baobei::explorer
