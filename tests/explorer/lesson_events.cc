// What happened, held against the commands and the clock.
#include <algorithm>

#include "lesson.h"

namespace baobei::explorer {

using namespace lifecycle;  // NOLINT: the vocabulary of this file

namespace {

// R10, R11: to the next whole second, then 604,800 of them.
Instant end_of_period(Instant notice) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(notice);
  const Instant start = whole == notice ? Instant(whole) : Instant(whole + std::chrono::seconds(1));
  return start + std::chrono::seconds(604'800);
}

}  // namespace

void Lesson::see(const Event&, const EntryOpened& data) {
  WitnessedEntry next;
  next.submission = data.submission;
  next.region = office_region(w_.subject_, universe_.rules);
  auto& filed = submission(data.submission);
  for (const auto& category : filed.present) {
    if (!w_.completed(category)) next.categories.insert(category);
  }
  const std::set<CategoryId> covered(data.categories.begin(), data.categories.end());
  expect(covered == next.categories && data.region == next.region, Invariant::kFiled,
         "an entry covers other categories, or lies before another office");
  w_.entries_.push_back(std::move(next));
  filed.entry = data.entry;
}

void Lesson::see(const Event&, const EntryMoved& data) {
  const bool moves = entry(data.entry).region != office_region(w_.subject_, universe_.rules) ||
                     std::holds_alternative<ChangeSubject>(step_.command.data);
  expect(moves && entry(data.entry).fate == Fate::kOpen, Invariant::kRecord,
         "an entry moved without a reason");
  entry(data.entry).fate = Fate::kMoved;
}

void Lesson::see(const Event& event, const FilingStarted& data) {
  auto& started = entry(data.entry);
  started.laid = true;
  started.region = office_region(w_.subject_, universe_.rules);
  if (w_.subject_.kind != SubjectKind::kOverseasOther) started.end = end_of_period(event.at);
  const bool passes = std::holds_alternative<PassReview>(step_.command.data);
  expect(!passes || facts_.channel == Channel::kDesk, Invariant::kRecord,
         "a period started before the hand-over");
  expect(data.end == started.end && data.notice_at == event.at, Invariant::kNotEarly,
         "a period is not 604,800 seconds from its notice, or there should be none");
}

void Lesson::see(const Event& event, const FilingEndWarned& data) {
  const auto end = entry(data.entry).end;
  expect(end && event.at == *end - universe_.rules.filing_end_warning, Invariant::kNotEarly,
         "a warning at another instant");
}

void Lesson::see(const Event& event, const FilingPeriodEnded& data) {
  const auto& silent = entry(data.entry);
  expect(silent.fate == Fate::kOpen && silent.end && event.at == *silent.end, Invariant::kNotEarly,
         "a period ended at another instant");
}

void Lesson::see(const Event& event, const SubmissionWithdrawn& data) {
  if (data.cause == WithdrawCause::kDeveloper) return;
  const auto limit = submission(data.submission).answer_by;
  expect(limit && event.at == *limit, Invariant::kNotEarly, "a question lapsed at another instant");
}

void Lesson::see(const Event& event, const AuthorisationEnded& data) {
  if (event.actor.role != Role::kClock) return;
  const auto agency = w_.agencies_.find(data.agency);
  const bool due = agency != w_.agencies_.end() && agency->second == event.at;
  expect(due, Invariant::kNotEarly, "an authorisation ended at another instant");
  w_.agencies_.erase(data.agency);
}

void Lesson::see(const Event& event, const TakenDown& data) {
  auto& order = w_.orders_.at(data.order - 1);
  if (!data.by_developer) {
    expect(event.at == order.down_by, Invariant::kNotEarly, "taken down at another instant");
  }
  const auto* instead = find_release(step_.after, data.served_instead);
  for (auto& other : w_.orders_) {  // whose versions are gone now, it has nothing left to ask for
    const bool asks = instead != nullptr && other.covers(instead->digest);
    if (!asks && other.stands(event.at)) other.down_by = event.at;
  }
  if (instead == nullptr) {
    w_.suspended_ = false;
    return;
  }
  expect(!w_.barred(instead->digest) && !order.covers(instead->digest), Invariant::kBarred,
         "a barred or ordered version is served instead");
}

void Lesson::see(const Event& event, const TakeDownWarned& data) {
  const auto& order = w_.orders_.at(data.order - 1);
  expect(event.at == order.down_by - universe_.rules.take_down_warning, Invariant::kNotEarly,
         "a warning at another instant");
}

// R22: a version order by a release that removes its ground; a service order by the office's pass,
// once what failed is down.
void Lesson::see(const Event& event, const OrderDischarged& data) {
  auto& order = w_.orders_.at(data.order - 1);
  if (data.cause == DischargeCause::kAuthorityPassed) {
    bool passed = false;
    for (std::size_t i = order.answer; order.answer != 0 && i < w_.answers_.size(); ++i) {
      const auto& later = w_.answers_[i];
      passed = passed || (later.effective && later.says.verdict == Verdict::kPass &&
                          entry(later.says.entry).region == order.region);
    }
    expect(passed, Invariant::kRecord, "a service order was discharged without the office's pass");
    expect(order.is_due(event.at), Invariant::kBarred,
           "a service order was discharged before what failed was down");
  } else {
    for (const ReleaseNo no : {step_.after.current, step_.after.base}) {
      const auto* release = find_release(step_.after, no);
      expect(release == nullptr || !order.digests.contains(release->digest), Invariant::kRecord,
             "a version order was discharged while its version is served");
    }
    expect(order.says.take_down.scope == OrderScope::kVersion, Invariant::kRecord,
           "a release discharged a service order");
  }
  order.ended = true;
}

// A version's users grow in number: every guard of a release holds at this instant (R20).
void Lesson::began(const Event& event, SubmissionNo no, bool rolls_back) {
  const auto& served = submission(no);
  expect(served.passed, Invariant::kReviewed, "released without a pass");
  expect(w_.holds_ground(universe_, step_.after, no, event.at), Invariant::kFiled,
         "released on no ground");
  expect(!w_.barred(served.digest), Invariant::kBarred, "a barred version was released");
  expect(!w_.suspended_, Invariant::kDark, "released while suspended");
  for (const auto& order : w_.orders_) {
    const bool named = order.digests.contains(served.digest) && !order.proposed && !order.revoked;
    const bool version = order.says.take_down.scope == OrderScope::kVersion;
    expect(!version || !named, Invariant::kNarrowing, "an ordered version was released");
    expect(!order.is_due(event.at) || version, Invariant::kDark,
           "released into a service taken down");
    expect(!order.stands(event.at) || (rolls_back && !named), Invariant::kNarrowing,
           "released while ordered down");
  }
  const auto& declared = find_submission(step_.after, no)->categories;
  for (const auto& category : declared) {
    const auto known =
        std::ranges::find(facts_.categories, category.category, &CategoryFacts::category);
    expect(known->accepted && (!known->valid_until || event.at < *known->valid_until),
           Invariant::kQualified, "released on a lapsed qualification");
  }
}

void Lesson::see(const Event& event, const Released& data) {
  if (data.share == 0) return;
  began(event, data.submission, data.cause == ReleaseCause::kRollBack);
  const auto choice = submission(data.submission).choice;
  if (data.cause == ReleaseCause::kOnSilence) {
    expect(choice == ReleaseChoice::kAlsoOnSilence, Invariant::kRights,
           "released on silence against the developer's choice");
  }
}

void Lesson::see(const Event& event, const ShareChanged& data) {
  const auto* before = find_release(step_.before, data.release);
  if (data.share > before->share) began(event, before->submission, false);
}

void Lesson::see(const Event& event, const QualificationLapsed& data) {
  const auto known = std::ranges::find(facts_.categories, data.category, &CategoryFacts::category);
  const bool ran_out = known->valid_until && event.at >= *known->valid_until;
  expect(ran_out || !known->accepted, Invariant::kNotEarly, "a qualification lapsed early");
}

// R2a: whoever is served on a category that was taken back has its grace, and no longer one.
void Lesson::looked_again() {
  for (const ReleaseNo no : {step_.after.current, step_.after.base}) {
    const auto* release = find_release(step_.after, no);
    if (release == nullptr) continue;
    for (const auto& declared : find_submission(step_.after, release->submission)->categories) {
      const auto known =
          std::ranges::find(facts_.categories, declared.category, &CategoryFacts::category);
      const auto watch = std::ranges::find(step_.after.qualifications, declared.category,
                                           &QualificationWatch::category);
      const bool told = watch != step_.after.qualifications.end() && watch->grace_until;
      expect(known->accepted || told, Invariant::kQualified,
             "nobody was told of a category that was taken back");
    }
  }
}

}  // namespace baobei::explorer
