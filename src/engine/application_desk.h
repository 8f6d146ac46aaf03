// One step of an application or a grant, from the command to what is durable: facts are read, the
// core decides (lifecycle/application.h), one write commits. The counterpart of the loop for what
// lies beside the mini-programs.
//
// Invariants: an accepted answer is on disk; a refused one changed nothing. Who acts is still who
// the command says, with the right on this subject, as stored at this moment (R25).
// Threads: the engine's writer (Engine::run_on_writer). Owner: none; plain functions.
#pragma once

#include <variant>

#include "engine/applications.h"
#include "engine/engine.h"

namespace baobei::engine {

// How often a step is decided again after a conflict.
inline constexpr int kStepTriesMax = 3;

struct ApplyStep {
  lifecycle::Applying applying;
  std::vector<DocumentRow> documents;  // their ids and words
};
struct WithdrawStep {
  std::uint32_t expected = 0;
};
struct AcceptStep {
  std::uint32_t expected = 0;
  std::optional<Instant> valid_until;
  lifecycle::TextRef remark;
};
struct RefuseStep {
  std::uint32_t expected = 0;
  std::vector<lifecycle::Reason> reasons;
  lifecycle::TextRef remark;
};
struct RenewStep {
  std::optional<Instant> valid_until;
  lifecycle::TextRef remark;
};
struct RevokeStep {
  std::vector<lifecycle::Reason> reasons;
  lifecycle::TextRef remark;
};

struct StepRequest {
  std::variant<ApplyStep, WithdrawStep, AcceptStep, RefuseStep, RenewStep, RevokeStep> step;
  lifecycle::Actor actor;
  lifecycle::SubjectId subject;
  lifecycle::ApplicationId application = 0;  // 0: a new one, or a step on a grant
  lifecycle::CategoryTerms terms;
  std::vector<TextRow> texts;
  std::optional<IdempotencyKey> idempotency;
  Digest request_hash;
  bool dry_run = false;
  Instant at;
};

struct StepAnswer {
  AnswerKind kind = AnswerKind::kUnavailable;
  std::optional<lifecycle::ApplicationRefusal> refusal;
  // JSON: {"subject","category","application"?,"revision"?,"state"?,"granted"?,"valid_until"?}
  std::string response;
  std::string detail;  // for the log
};

StepAnswer take_step(Store& store, Applications& applications, Reader& reader,
                     const StepRequest& request);

}  // namespace baobei::engine
