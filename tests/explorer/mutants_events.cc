// Events left out, or saying something else.
#include <algorithm>

#include "mutants.h"

namespace baobei::explorer {

using namespace lifecycle;  // NOLINT: the vocabulary of this file

namespace {

template <typename T>
bool is(const Event& event) {
  return std::holds_alternative<T>(event.data);
}

// A pass without the filing that it needs.
void skip_the_filing(std::vector<Event>& events) {
  for (auto& event : events) {
    auto* passed = std::get_if<ReviewPassed>(&event.data);
    if (passed == nullptr) continue;
    passed->files = false;
    passed->present.clear();
  }
  std::erase_if(events, [](const Event& event) {
    return is<EntryOpened>(event) || is<FilingStarted>(event);
  });
}

void keep_nothing_down(std::vector<Event>& events) {
  std::erase_if(events, [](const Event& event) {
    return is<TakeDownOrdered>(event) || is<TakenDown>(event) || is<TakeDownWarned>(event);
  });
}

template <NoticeKind kKind>
void drop_notice(std::vector<Notice>& notices) {
  std::erase_if(notices, [](const Notice& notice) { return notice.kind == kKind; });
}

void of_filings(MutantRows& rows) {
  using enum Invariant;
  rows.row("a pass without its filing", "filing", kFiled, with_events(skip_the_filing));
  rows.row("a filing that does not start with its pass", "filing", kFiled,
           without_event<FilingStarted>());
  rows.row("a period from the notice's own fraction of a second", "filing", kNotEarly,
           with_event<FilingStarted>([](FilingStarted& data, Event&) {
             data.start = data.notice_at;
             if (data.end) *data.end = data.notice_at + std::chrono::seconds(604'800);
           }));
  rows.row("a period for an overseas subject that has none", "overseas-other", kNotEarly,
           with_event<FilingStarted>([](FilingStarted& data, Event&) {
             data.end = data.start + std::chrono::seconds(604'800);
           }),
           {kNotices});
  rows.row("a pass completes a category that was not filed", "two-entries", kFiled,
           with_event<FilingPassed>(
               [](FilingPassed& data, Event&) { data.completed.emplace_back("social-chat"); }),
           {kRecord});
  rows.row("an end that does not come", "filing", kLateTimers, without_event<FilingPeriodEnded>());
  rows.row("an end that tells another instant", "filing", kNotEarly,
           with_event<FilingPeriodEnded>(
               [](FilingPeriodEnded&, Event& event) { event.at += std::chrono::seconds(1); }));
  rows.row("a revoked pass that leaves the entry open", "filing", kRecord,
           without_event<EntryStopped>());
  rows.row("a move that voids nothing", "moving", kRecord, without_event<FilingVoided>());
}

void of_consequences(MutantRows& rows) {
  using enum Invariant;
  rows.row("no bar by a fail", "late-fail", kBarred, without_event<VersionBarred>(), {kRecord});
  rows.row("no order by a late fail", "late-fail", kDark, with_events(keep_nothing_down),
           {kRecord});
  rows.row("the ordered version is served instead", "late-fail", kBarred,
           with_event<TakenDown>([](TakenDown& data, Event&) { data.served_instead = 2; }),
           {kTables});
  rows.row("a withdrawal that leaves the entry open", "filing", kRecord,
           without_event<EntryWithdrawn>());
  rows.row("a bar that does not fall", "filing", kRecord, without_event<BarLifted>());
  rows.row("an order that outlives its answer", "late-fail", kRecord,
           without_event<OrderRevoked>());
  rows.row("a category taken back behind what is served, and nobody told", "taken-back", kQualified,
           without_event<QualificationLapsed>());
  rows.row("a fail that hits its own entry alone", "two-entries", kRecord,
           with_event<FilingFailed>([](FilingFailed& data, Event&) { data.hits = {data.entry}; }));
}

void of_notices(MutantRows& rows) {
  using enum Invariant;
  rows.row("no notice of the filing's start", "filing", kNotices,
           with_notices(drop_notice<NoticeKind::kFilingStarted>));
  rows.row("no dossier for the office", "filing", kNotices,
           with_notices(drop_notice<NoticeKind::kDossierLaid>));
  rows.row("no pre-launch notice", "filing", kNotices,
           with_notices(drop_notice<NoticeKind::kPreLaunch>));
  rows.row("no notice of the take-down", "late-fail", kNotices,
           with_notices(drop_notice<NoticeKind::kTakenDown>));
  rows.row("a notice twice", "filing", kNotices, with_notices([](std::vector<Notice>& notices) {
             if (!notices.empty()) notices.push_back(notices.back());
           }));
  rows.row("another notice", "filing", kNotices, with_notices([](std::vector<Notice>& notices) {
             for (auto& notice : notices) notice.kind = NoticeKind::kReleasable;
           }));
}

}  // namespace

std::vector<Mutant> mutants_of_events() {
  MutantRows rows;
  of_filings(rows);
  of_consequences(rows);
  of_notices(rows);
  return rows.take();
}

}  // namespace baobei::explorer
