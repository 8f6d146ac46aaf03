// Shared by the apply_*.cc files: finding rows by ordinal and moving states through the tables.
// Threads: pure functions on the value they are given.
#pragma once

#include "base/result.h"
#include "lifecycle/app.h"
#include "lifecycle/tables.h"

namespace baobei::lifecycle::apply_detail {

template <typename Row>
Row& row(std::vector<Row>& rows, std::uint32_t no) {
  CHECK(no >= 1 && no <= rows.size(), "an event names ordinal " + std::to_string(no));
  return rows[no - 1];
}

inline Submission& submission(App& app, SubmissionNo no) {
  return row(app.submissions, no);
}
inline Entry& entry(App& app, EntryNo no) {
  return row(app.entries, no);
}
inline Answer& answer(App& app, AnswerNo no) {
  return row(app.answers, no);
}
inline Order& order(App& app, OrderNo no) {
  return row(app.orders, no);
}

// Moves through the table, keeps R26's account, stamps the end. CHECKs that the row exists.
void move(Submission& submission, SubmissionTrigger on, Instant at);
void move(Entry& entry, EntryTrigger on, Instant at);

// As move(), where the table has such a row; otherwise nothing (a released submission stays so).
bool move_if_possible(Submission& submission, SubmissionTrigger on, Instant at);

// One overload per event; the dispatch is in apply.cc.
#define BAOBEI_ON(Type) void on(App& app, const Event& event, const Type& data)
BAOBEI_ON(AppRegistered);
BAOBEI_ON(AgencyAuthorised);
BAOBEI_ON(AuthorisationEnded);
BAOBEI_ON(SubjectChanged);
BAOBEI_ON(FilingVoided);
BAOBEI_ON(Submitted);
BAOBEI_ON(CheckFinished);
BAOBEI_ON(QuestionAsked);
BAOBEI_ON(QuestionAnswered);
BAOBEI_ON(PassProposed);
BAOBEI_ON(ReviewPassed);
BAOBEI_ON(ReviewRefused);
BAOBEI_ON(Appealed);
BAOBEI_ON(AppealDecided);
BAOBEI_ON(SubmissionWithdrawn);
BAOBEI_ON(PassRevoked);
BAOBEI_ON(CaseStopped);
BAOBEI_ON(SubmissionLapsed);
BAOBEI_ON(ReleaseChosen);
BAOBEI_ON(EntryOpened);
BAOBEI_ON(FilingStarted);
BAOBEI_ON(FilingEndWarned);
BAOBEI_ON(FilingPeriodEnded);
BAOBEI_ON(AnswerProposed);
BAOBEI_ON(FilingPassed);
BAOBEI_ON(FilingFailed);
BAOBEI_ON(AnswerNoted);
BAOBEI_ON(AnswerAmended);
BAOBEI_ON(AnswerRevoked);
BAOBEI_ON(EntryWithdrawn);
BAOBEI_ON(EntryStopped);
BAOBEI_ON(EntryMoved);
BAOBEI_ON(ReleaseGroundRaised);
BAOBEI_ON(VersionBarred);
BAOBEI_ON(BarLifted);
BAOBEI_ON(OrderProposed);
BAOBEI_ON(TakeDownOrdered);
BAOBEI_ON(TakeDownWarned);
BAOBEI_ON(TakenDown);
BAOBEI_ON(OrderDischarged);
BAOBEI_ON(OrderRevoked);
BAOBEI_ON(Released);
BAOBEI_ON(ShareChanged);
BAOBEI_ON(ServiceSuspended);
BAOBEI_ON(ServiceResumed);
BAOBEI_ON(QualificationWarned);
BAOBEI_ON(QualificationLapsed);
BAOBEI_ON(QualificationGraceEnded);
BAOBEI_ON(QualificationRenewed);
BAOBEI_ON(ReviewOverdue);
BAOBEI_ON(MaterialRequested);
BAOBEI_ON(MaterialReplied);
#undef BAOBEI_ON

}  // namespace baobei::lifecycle::apply_detail
