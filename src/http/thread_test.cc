#include "http/thread.h"

#include <gtest/gtest.h>

namespace baobei::http {
namespace {

using namespace lifecycle;

Submitted submitted(SubmissionNo no, std::string_view version) {
  Submitted event;
  event.submission = no;
  event.digest = sha256(version);
  return event;
}
EntryOpened opened(EntryNo entry, SubmissionNo no) {
  EntryOpened event;
  event.entry = entry;
  event.submission = no;
  return event;
}
FilingFailed failed(AnswerNo answer, EntryNo entry, std::vector<EntryNo> hits) {
  FilingFailed event;
  event.answer = answer;
  event.entry = entry;
  event.hits = std::move(hits);
  return event;
}
TakeDownOrdered ordered(OrderNo order, AnswerNo answer, std::string_view version) {
  TakeDownOrdered event;
  event.order = order;
  event.answer = answer;
  if (!version.empty()) event.take_down.digests = {sha256(version)};
  return event;
}
Released released(ReleaseNo release, SubmissionNo no) {
  Released event;
  event.release = release;
  event.submission = no;
  return event;
}
AnswerAmended amended(AnswerNo answer) {
  AnswerAmended event;
  event.answer = answer;
  return event;
}

// What two submissions of one mini-program went through, and which of it each thread shows.
struct Step {
  EventData event;
  bool first;
  bool second;
};

TEST(Thread, FollowsEntriesAnswersOrdersAndReleasesOfItsSubmission) {
  const std::vector<Step> story = {
      {AppRegistered{}, false, false},
      {submitted(1, "v1"), true, false},
      {opened(1, 1), true, false},
      {FilingPeriodEnded{1}, true, false},
      {released(1, 1), true, false},
      {submitted(2, "v2"), false, true},
      {opened(2, 2), false, true},
      {failed(1, 2, {2}), false, true},
      {failed(2, 1, {1, 2}), true, true},  // hits both (R16a)
      {amended(1), false, true},
      {amended(2), true, true},
      {ordered(1, 2, "v1"), true, true},
      {TakeDownWarned{1}, true, true},
      {ordered(2, 0, "v2"), false, true},  // an operator's, by its version (R21)
      {TakenDown{2, false, 0}, false, true},
      {ShareChanged{1, kFullShare}, true, false},
      {ordered(3, 0, ""), false, false},
      {ServiceSuspended{}, false, false},
  };
  Thread first(1);
  Thread second(2);
  for (const auto& row : story) {
    SCOPED_TRACE(event_name(row.event));
    EXPECT_EQ(first.takes(row.event), row.first);
    EXPECT_EQ(second.takes(row.event), row.second);
  }
}

}  // namespace
}  // namespace baobei::http
