#include "engine/application_desk.h"

#include <algorithm>

#include "base/json.h"
#include "lifecycle/codec.h"

namespace baobei::engine {
namespace {

using lifecycle::Application;
using lifecycle::ApplicationFacts;
using lifecycle::ApplicationRefusal;
using lifecycle::NoticeKind;

// A developer acts for a subject of the own organisation, or by an authorisation for a mini-program
// of it (R10b). Mini-programs that are looked at for one: an agency with more has it on the first.
constexpr std::size_t kAuthorisationsMax = 200;

bool is_operator(const lifecycle::Actor& actor) {
  return actor.role == lifecycle::Role::kOperator;
}

Result<bool> is_authorised(Store& store, Applications& applications, const StepRequest& request) {
  const auto& actor = request.actor;
  const Viewer viewer{actor.person, actor.org, {actor.role}, {}};
  TRY_ASSIGN(const auto apps, applications.apps_of(viewer, request.subject, kAuthorisationsMax));
  for (const auto& id : apps) {
    TRY_ASSIGN(const auto stored, store.load(id));
    TRY_ASSIGN(const auto app, lifecycle::decode_app(stored.state));
    const bool authorised = std::ranges::any_of(app.agencies, [&](const lifecycle::Agency& agency) {
      return agency.org == actor.org && (!agency.until || request.at < *agency.until);
    });
    if (authorised) return true;
  }
  return false;
}

Result<bool> may_act(Store& store, Applications& applications, Reader& reader,
                     const StepRequest& request, const std::optional<PersonRow>& person) {
  const auto& actor = request.actor;
  const bool still = person && person->active && person->org == actor.org &&
                     person->unit == actor.unit &&
                     std::ranges::find(person->roles, actor.role) != person->roles.end();
  if (!still) return false;
  if (is_operator(actor)) return true;
  TRY_ASSIGN(const auto subject, reader.subject(request.subject));
  if (subject.org == actor.org) return true;
  return is_authorised(store, applications, request);
}

struct Gathered {
  ApplicationFacts facts;
  std::vector<FactStamp> stamps;
  std::string subject_org;
};

Result<Gathered> gather(Store& store, Applications& applications, Reader& reader,
                        const StepRequest& request) {
  Gathered gathered;
  auto& facts = gathered.facts;
  FactsQuery query;
  query.person = request.actor.person;
  query.subject = request.subject;
  TRY_ASSIGN(auto answer, store.facts(query));
  for (const auto& grant : answer.grants) facts.held.push_back({grant.category, grant.valid_until});
  gathered.stamps = std::move(answer.stamps);
  TRY_ASSIGN(facts.may_act, may_act(store, applications, reader, request, answer.person));
  TRY_ASSIGN(const auto subject, reader.subject(request.subject));
  gathered.subject_org = subject.org;
  TRY_ASSIGN(const auto newest, applications.newest(request.subject, request.terms.category));
  facts.waits = newest && newest->state == lifecycle::ApplicationState::kApplied;
  if (newest && newest->state == lifecycle::ApplicationState::kRefused) {
    facts.refused_before = newest;
  }
  TRY_ASSIGN(facts.waiting, applications.waiting(request.subject));
  TRY_ASSIGN(const auto loose, applications.documents(request.subject, 0));
  for (const auto& document : loose) {
    if (!document.erased_at) facts.usable.push_back(document.id);
  }
  return gathered;
}

// What a step means besides the application itself.
struct Meaning {
  StepKind kind = StepKind::kApplied;
  std::optional<NoticeKind> notice;
  GrantChange change = GrantChange::kNone;
};

struct MeaningOf {
  Meaning operator()(const ApplyStep&) const {
    return {StepKind::kApplied, NoticeKind::kCategoryApplied, GrantChange::kNone};
  }
  Meaning operator()(const WithdrawStep&) const { return {StepKind::kWithdrawn, {}, {}}; }
  Meaning operator()(const AcceptStep&) const {
    return {StepKind::kAccepted, NoticeKind::kCategoryAccepted, GrantChange::kGranted};
  }
  Meaning operator()(const RefuseStep&) const {
    return {StepKind::kRefused, NoticeKind::kCategoryRefused, GrantChange::kNone};
  }
  Meaning operator()(const RenewStep&) const {
    return {StepKind::kRenewed, NoticeKind::kGrantRenewed, GrantChange::kGranted};
  }
  Meaning operator()(const RevokeStep&) const {
    return {StepKind::kRevoked, NoticeKind::kGrantRevoked, GrantChange::kRevoked};
  }
};

using Outcome = lifecycle::OrApplicationRefusal<std::optional<Application>>;

template <typename T>
Outcome outcome(lifecycle::OrApplicationRefusal<T> step) {
  if (!step) return std::unexpected(step.error());
  return std::optional<Application>(std::move(*step));
}

struct Decide {
  const StepRequest& request;
  const ApplicationFacts& facts;
  const std::optional<Application>& before;

  Outcome operator()(const ApplyStep& step) const {
    return outcome(lifecycle::apply_for_category(request.terms, facts, request.actor, step.applying,
                                                 request.at));
  }
  Outcome operator()(const WithdrawStep& step) const {
    return outcome(lifecycle::withdraw_application(*before, facts, step.expected, request.at));
  }
  Outcome operator()(const AcceptStep& step) const {
    return outcome(lifecycle::accept_application(*before, request.terms, facts, request.actor,
                                                 step.expected, step.valid_until, step.remark,
                                                 request.at));
  }
  Outcome operator()(const RefuseStep& step) const {
    return outcome(lifecycle::refuse_application(*before, facts, request.actor, step.expected,
                                                 step.reasons, step.remark, request.at));
  }
  Outcome operator()(const RenewStep& step) const {
    return of_grant(lifecycle::refusal_of_renewing(facts, request.terms.category, step.valid_until,
                                                   request.at));
  }
  Outcome operator()(const RevokeStep& step) const {
    return of_grant(lifecycle::refusal_of_revoking(facts, request.terms.category, step.reasons));
  }
  static Outcome of_grant(std::optional<ApplicationRefusal> refusal) {
    if (refusal) return std::unexpected(*refusal);
    return std::optional<Application>();
  }
};

StepDetail detail_of(const StepRequest& request, const std::optional<Application>& after) {
  StepDetail detail;
  if (after) {
    detail.reasons = after->reasons;
    detail.text =
        after->state == lifecycle::ApplicationState::kApplied ? after->words : after->remark;
    detail.valid_until = after->valid_until;
  } else if (const auto* renew = std::get_if<RenewStep>(&request.step)) {
    detail.text = renew->remark;
    detail.valid_until = renew->valid_until;
  } else if (const auto* revoke = std::get_if<RevokeStep>(&request.step)) {
    detail.reasons = revoke->reasons;
    detail.text = revoke->remark;
  }
  return detail;
}

// The operator's task for an application; everything else is the subject's, with a copy for the
// agency that applied (R10b).
std::vector<NoticeRow> notices_of(const ApplicationWrite& write, NoticeKind kind,
                                  const std::string& subject_org) {
  NoticeRow row;
  row.recipient = lifecycle::recipient_of(kind);
  row.address = row.recipient == lifecycle::Recipient::kOperator ? "operator" : write.step.subject;
  row.at = write.step.at;
  row.notice.kind = kind;
  row.notice.categories = {write.step.category};
  row.notice.count = static_cast<std::uint32_t>(write.step.detail.reasons.size());
  row.notice.end = write.step.detail.valid_until;
  if (write.application) row.notice.application = write.application->id;
  std::vector<NoticeRow> rows = {row};
  const bool agency = write.application && write.application->org != subject_org;
  if (agency && row.recipient == lifecycle::Recipient::kSubject) {
    row.copy = true;
    row.address = write.application->org;
    rows.push_back(row);
  }
  return rows;
}

std::string response_of(const ApplicationWrite& write) {
  json::object object;
  object.emplace("subject", write.step.subject);
  object.emplace("category", write.step.category);
  if (write.application) {
    object.emplace("application", write.application->id);
    object.emplace("revision", write.application->revision);
    object.emplace("state", wire_name(write.application->state));
  }
  if (write.change != GrantChange::kNone) {
    object.emplace("granted", write.change == GrantChange::kGranted);
    if (write.grant.valid_until) {
      object.emplace("valid_until", format_rfc3339(*write.grant.valid_until));
    }
  }
  return json::serialize(object);
}

Result<ApplicationWrite> build(Applications& applications, const StepRequest& request,
                               std::optional<Application> after, const Gathered& gathered) {
  const auto meaning = std::visit(MeaningOf{}, request.step);
  ApplicationWrite write;
  if (after && after->id == 0) {
    TRY_ASSIGN(after->id, applications.next_application());
  }
  write.expected = after ? after->revision - 1 : 0;
  write.change = meaning.change;
  write.step.kind = meaning.kind;
  write.step.subject = request.subject;
  write.step.category = request.terms.category;
  write.step.actor = request.actor.person;
  write.step.at = request.at;
  write.step.detail = detail_of(request, after);
  if (after) {
    write.step.application = after->id;
    write.step.revision = after->revision;
  }
  write.grant = {request.subject, request.terms.category, write.step.detail.valid_until};
  if (const auto* apply = std::get_if<ApplyStep>(&request.step)) write.attached = apply->documents;
  write.application = std::move(after);
  if (meaning.notice) {
    write.notices = notices_of(write, *meaning.notice, gathered.subject_org);
  }
  write.texts = request.texts;
  write.facts = gathered.stamps;
  if (request.idempotency) {
    write.idempotency =
        IdempotencyRow{*request.idempotency, request.request_hash, response_of(write), request.at};
  }
  return write;
}

Result<StepAnswer> refused(ApplicationRefusal refusal) {
  StepAnswer answer;
  answer.kind = AnswerKind::kRefused;
  answer.refusal = refusal;
  return answer;
}

// The first answer under this key; nullopt: there is none.
Result<std::optional<StepAnswer>> first_answer(Store& store, const StepRequest& request) {
  if (!request.idempotency) return std::nullopt;
  TRY_ASSIGN(const auto row, store.find_idempotency(*request.idempotency));
  if (!row) return std::nullopt;
  StepAnswer answer;
  const bool same = row->request == request.request_hash;
  answer.kind = same ? AnswerKind::kDuplicate : AnswerKind::kKeyReused;
  if (same) answer.response = row->response;
  return std::optional(std::move(answer));
}

StepAnswer answer_of(const WriteOutcome& outcome, const ApplicationWrite& write) {
  StepAnswer answer;
  answer.detail = outcome.detail;
  switch (outcome.result) {
    case WriteResult::kCommitted:
      answer.kind = AnswerKind::kAccepted;
      answer.response = response_of(write);
      break;
    case WriteResult::kDuplicate:
      answer.kind = AnswerKind::kDuplicate;
      answer.response = outcome.response;
      break;
    case WriteResult::kKeyReused:
      answer.kind = AnswerKind::kKeyReused;
      break;
    case WriteResult::kConflict:
    case WriteResult::kUnavailable:
    case WriteResult::kUnknown:
      answer.kind = AnswerKind::kUnavailable;
      break;
  }
  return answer;
}

Result<StepAnswer> try_step(Store& store, Applications& applications, Reader& reader,
                            const StepRequest& request, bool& conflict) {
  conflict = false;
  TRY_ASSIGN(auto first, first_answer(store, request));
  if (first) return std::move(*first);
  std::optional<Application> before;
  if (request.application != 0) {
    auto found = applications.application(request.application);
    if (!found && found.error().kind == ErrorKind::kNotFound) {
      return refused(ApplicationRefusal::kApplicationUnknown);
    }
    if (!found) return std::unexpected(found.error());
    before = std::move(*found);
  }
  TRY_ASSIGN(const auto gathered, gather(store, applications, reader, request));
  auto after = std::visit(Decide{request, gathered.facts, before}, request.step);
  if (!after) return refused(after.error());
  TRY_ASSIGN(const auto write, build(applications, request, std::move(*after), gathered));
  if (request.dry_run) {
    StepAnswer answer;
    answer.kind = AnswerKind::kAccepted;
    answer.response = response_of(write);
    return answer;
  }
  const auto outcome = applications.commit(write);
  conflict = outcome.result == WriteResult::kConflict;
  return answer_of(outcome, write);
}

}  // namespace

StepAnswer take_step(Store& store, Applications& applications, Reader& reader,
                     const StepRequest& request) {
  StepAnswer last;
  for (int tries = 0; tries < kStepTriesMax; ++tries) {
    bool conflict = false;
    auto answer = try_step(store, applications, reader, request, conflict);
    if (!answer) {
      last.detail = to_string(answer.error());
      return last;
    }
    if (!conflict) return std::move(*answer);
    last = std::move(*answer);
  }
  return last;
}

}  // namespace baobei::engine
