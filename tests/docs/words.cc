#include "words.h"

#include "base/result.h"

namespace baobei::docs {
namespace {

using namespace lifecycle;  // NOLINT: the vocabulary of this file

Tone tone_of(Holder holder) {
  switch (holder) {
    case Holder::kDeveloper:
      return Tone::kDeveloper;
    case Holder::kPlatform:
      return Tone::kPlatform;
    case Holder::kAuthority:
      return Tone::kAuthority;
    case Holder::kNobody:
      return Tone::kNobody;
  }
  return Tone::kNobody;
}

Words state(SubmissionState state) {
  switch (state) {
    case SubmissionState::kChecking:
      return {"自动检查中", "Checking"};
    case SubmissionState::kReviewing:
      return {"审核中", "In review"};
    case SubmissionState::kWaitingForDeveloper:
      return {"待补充", "Waiting for you"};
    case SubmissionState::kRefused:
      return {"审核不通过", "Review failed"};
    case SubmissionState::kToBeHandedOver:
      return {"待移交报备", "To hand over"};
    case SubmissionState::kFiling:
      return {"报备中", "In filing"};
    case SubmissionState::kPreLaunch:
      return {"预上线", "Pre-launch"};
    case SubmissionState::kReleasable:
      return {"可发布", "Ready to release"};
    case SubmissionState::kReleased:
      return {"已发布", "Released"};
    case SubmissionState::kFilingFailed:
      return {"报备未通过", "Filing failed"};
    case SubmissionState::kWithdrawn:
      return {"已撤回", "Withdrawn"};
    case SubmissionState::kStopped:
      return {"已中止", "Stopped"};
    case SubmissionState::kLapsed:
      return {"已失效", "Lapsed"};
  }
  return {};
}

std::string_view sign(SubmissionState state) {
  switch (state) {
    case SubmissionState::kReleased:
      return "✓";
    case SubmissionState::kRefused:
    case SubmissionState::kFilingFailed:
      return "✕";
    case SubmissionState::kWithdrawn:
    case SubmissionState::kStopped:
    case SubmissionState::kLapsed:
      return "—";
    default:
      return "●";
  }
}

}  // namespace

Words words_of(Tone tone) {
  switch (tone) {
    case Tone::kDeveloper:
      return {"开发者处理", "held by the developer"};
    case Tone::kPlatform:
      return {"平台处理", "held by the platform"};
    case Tone::kAuthority:
      return {"网信部门处理", "held by the office"};
    case Tone::kNobody:
      return {"无人待办", "held by nobody"};
    case Tone::kDanger:
      return {"到时由平台下架", "down by its time"};
  }
  return {};
}

StateWords words_of(SubmissionState value) {
  return {state(value), sign(value), tone_of(holder_of(value))};
}

StateWords words_of(EntryState state) {
  switch (state) {
    case EntryState::kToBeHandedOver:
      return {{"待移交", "To hand over"}, "●", Tone::kPlatform};
    case EntryState::kRunning:
      return {{"周期进行中", "Period running"}, "●", Tone::kAuthority};
    case EntryState::kWithoutPeriod:
      return {{"等待答复", "Awaiting answer"}, "●", Tone::kAuthority};
    case EntryState::kSilent:
      return {{"期满未答复", "Silent"}, "●", Tone::kAuthority};
    case EntryState::kPassed:
      return {{"报备通过", "Passed"}, "✓", Tone::kNobody};
    case EntryState::kFailed:
      return {{"报备未通过", "Failed"}, "✕", Tone::kNobody};
    case EntryState::kWithdrawn:
      return {{"已撤回", "Withdrawn"}, "—", Tone::kNobody};
    case EntryState::kMoved:
      return {{"已迁移", "Moved"}, "—", Tone::kNobody};
    case EntryState::kStopped:
      return {{"已中止", "Stopped"}, "—", Tone::kNobody};
  }
  return {};
}

StateWords words_of(ServiceState state) {
  switch (state) {
    case ServiceState::kNeverServed:
      return {{"从未提供", "Never served"}, "○", Tone::kNobody};
    case ServiceState::kServed:
      return {{"提供服务", "Live"}, "✓", Tone::kNobody};
    case ServiceState::kSuspended:
      return {{"已暂停", "Paused"}, "●", Tone::kDeveloper};
    case ServiceState::kTakeDownOrdered:
      return {{"待下架", "Take-down due"}, "●", Tone::kDanger};
    case ServiceState::kDown:
      return {{"已下架", "Taken down"}, "✕", Tone::kNobody};
  }
  return {};
}

TriggerWords words_of(SubmissionTrigger trigger) {
  switch (trigger) {
    case SubmissionTrigger::kCheckRetried:
      return {{"无法检查，重试", "tried again"}, "R4"};
    case SubmissionTrigger::kCheckDone:
      return {{"检查结束", "check done"}, "R4"};
    case SubmissionTrigger::kQuestionAsked:
      return {{"提问", "question"}, "R7"};
    case SubmissionTrigger::kQuestionAnswered:
      return {{"补充", "answer"}, "R7"};
    case SubmissionTrigger::kRefused:
      return {{"不通过", "refused"}, "R5"};
    case SubmissionTrigger::kPassed:
      return {{"通过，无须报备", "passed, nothing to file"}, "R9"};
    case SubmissionTrigger::kPassedOnSilence:
      return {{"凭已有的期满", "on silence"}, "R16"};
    case SubmissionTrigger::kPassedToFile:
      return {{"通过", "passed"}, "R9"};
    case SubmissionTrigger::kFilingStarted:
      return {{"发出通知", "notice sent"}, "R10"};
    case SubmissionTrigger::kPeriodEnded:
      return {{"期满", "period over"}, "R16"};
    case SubmissionTrigger::kGroundRaised:
      return {{"报备通过", "filing passed"}, "R14"};
    case SubmissionTrigger::kFilingFailed:
      return {{"报备未通过", "filing failed"}, "R15"};
    case SubmissionTrigger::kReopened:
      return {{"答复撤销", "revoked"}, "R21b"};
    case SubmissionTrigger::kReopenedToHandOver:
      return {{"答复撤销", "revoked"}, "R21b"};
    case SubmissionTrigger::kReopenedOnSilence:
      return {{"答复撤销", "revoked"}, "R21b"};
    case SubmissionTrigger::kMoved:
      return {{"主体迁移", "moved"}, "R19"};
    case SubmissionTrigger::kReleased:
      return {{"发布", "release"}, "R20"};
    case SubmissionTrigger::kLapsed:
      return {{"逾期未用", "not used"}, "R25"};
    case SubmissionTrigger::kAppealUpheld:
      return {{"申诉成立", "appeal upheld"}, "R8"};
    case SubmissionTrigger::kPassRevoked:
      return {{"通过撤销", "pass revoked"}, "R7a"};
    case SubmissionTrigger::kStopped:
      return {{"中止", "stopped"}, "R7a"};
    case SubmissionTrigger::kWithdrawn:
      return {{"撤回", "withdrawn"}, "R18"};
  }
  return {};
}

TriggerWords words_of(EntryTrigger trigger) {
  switch (trigger) {
    case EntryTrigger::kStarted:
      return {{"发出通知", "notice sent"}, "R10"};
    case EntryTrigger::kStartedWithoutPeriod:
      return {{"通知，无周期", "notice, no period"}, "R12"};
    case EntryTrigger::kPeriodEnded:
      return {{"期满", "period over"}, "R16"};
    case EntryTrigger::kPassed:
      return {{"通过", "pass"}, "R14"};
    case EntryTrigger::kFailed:
      return {{"不通过", "fail"}, "R15"};
    case EntryTrigger::kReopened:
      return {{"答复撤销", "revoked"}, "R21b"};
    case EntryTrigger::kReopenedWithoutPeriod:
      return {{"答复撤销", "revoked"}, "R21b"};
    case EntryTrigger::kReopenedToHandOver:
      return {{"答复撤销", "revoked"}, "R21b"};
    case EntryTrigger::kWithdrawn:
      return {{"撤回", "withdrawn"}, "R18"};
    case EntryTrigger::kMoved:
      return {{"主体迁移", "moved"}, "R19"};
    case EntryTrigger::kStopped:
      return {{"中止", "stopped"}, "R7a"};
  }
  return {};
}

TriggerWords words_of(ServiceTrigger trigger) {
  switch (trigger) {
    case ServiceTrigger::kReleased:
      return {{"发布", "release"}, "R20"};
    case ServiceTrigger::kSuspended:
      return {{"暂停", "pause"}, "R20"};
    case ServiceTrigger::kResumed:
      return {{"恢复", "resume"}, "R20"};
    case ServiceTrigger::kOrdered:
      return {{"下架命令", "order"}, "R17"};
    case ServiceTrigger::kTakenDown:
      return {{"下架", "taken down"}, "R17"};
    case ServiceTrigger::kTakenDownToOlder:
      return {{"改为较早版本", "older version"}, "R17"};
    case ServiceTrigger::kTakenDownToOlderSuspended:
      return {{"较早版本，仍暂停", "older version"}, "R17"};
    case ServiceTrigger::kOrderEnded:
      return {{"命令解除或撤销", "order ended"}, "R22"};
    case ServiceTrigger::kOrderEndedSuspended:
      return {{"命令撤销", "order revoked"}, "R21b"};
  }
  return {};
}

}  // namespace baobei::docs
