// decide(): hand-over and the office's answers (R10–R18, R21b).
#include "lifecycle/draft.h"
#include "lifecycle/reasons.h"

namespace baobei::lifecycle {
namespace {

// What an answer says, whether it comes with one signature or with two.
struct AnswerTerms {
  AnswerNo no = 0;
  EntryNo entry = 0;
  Verdict verdict = Verdict::kFail;
  std::vector<Point> points;
  std::vector<EntryNo> hits;
  std::vector<CategoryId> voids;
  OrderScope scope = OrderScope::kService;
  std::optional<Instant> down_by;
  AnswerNo replaces = 0;
  std::optional<std::string> reply_number;
  std::optional<std::string> letter;
};

// R13: by the instants, also where a revoked answer has just opened the entry again.
bool is_late(const Entry& entry, Instant at) {
  return entry.end && *entry.end <= at;
}

bool is_laid_before_the_office(const Entry& entry) {
  return is_open(entry.state) && entry.state != EntryState::kToBeHandedOver;
}

// R14: whoever waited and now lacks nothing; a live version on silence loses its cap.
std::vector<SubmissionNo> raise_grounds(Draft& draft) {
  std::vector<SubmissionNo> raised;
  for (const auto& each : draft.app.submissions) {
    const bool waits =
        is_before_the_office(each.state) ||
        (each.state == SubmissionState::kReleased && each.ground == Ground::kSilence);
    if (waits && !lacks_a_filing(draft.app, each)) raised.push_back(each.no);
  }
  for (const SubmissionNo no : raised) {
    draft.add(
        ReleaseGroundRaised{no, Ground::kFilingPassed, draft.at + draft.rules.releasable_lapse});
  }
  return raised;
}

void take_pass(Draft& draft, const AnswerTerms& terms) {
  const Entry entry = *find_entry(draft.app, terms.entry);
  draft.add(FilingPassed{terms.no, terms.entry, is_late(entry, draft.at), entry.categories,
                         terms.replaces, draft.at + draft.rules.releasable_lapse,
                         terms.reply_number, terms.letter});
  discharge_by_pass(draft);
  const auto raised = raise_grounds(draft);
  for (const SubmissionNo no : raised) release_by_choice(draft, no, ReleaseCause::kOnAnswer);
  release_by_choice(draft, entry.submission, ReleaseCause::kOnAnswer);
}

// R16a: all open entries unless the answer names some; its own always; closed ones have ended.
std::vector<EntryNo> entries_hit(const App& app, const AnswerTerms& terms) {
  std::vector<EntryNo> hits;
  for (const auto& entry : app.entries) {
    const bool named =
        terms.hits.empty() || entry.no == terms.entry || contains(terms.hits, entry.no);
    if (named && is_open(entry.state)) hits.push_back(entry.no);
  }
  return hits;
}

bool is_barred_by(const App& app, const Digest& digest, AnswerNo no) {
  return contains(app.bars, Bar{digest, no, 0});
}

// By an entry of its own, or by the silence of another one (policy silence_carries).
bool relies_on(const App& app, const Submission& submission, const std::vector<EntryNo>& hits) {
  const bool own = std::ranges::any_of(
      hits, [&](EntryNo hit) { return find_entry(app, hit)->submission == submission.no; });
  const bool stands = is_before_the_office(submission.state) ||
                      submission.state == SubmissionState::kFilingFailed ||
                      submission.state == SubmissionState::kReleased;
  const bool on_silence = stands && submission.ground == Ground::kSilence;
  return own || (on_silence && contains(hits, submission.silence_entry));
}

// R17: what is served by the entries hit, or is one of their versions under another submission, is
// ordered down in time.
void order_down(Draft& draft, const AnswerTerms& terms, const std::vector<EntryNo>& hits,
                const RegionCode& region) {
  TakeDown take_down{terms.scope, std::max(terms.down_by.value_or(draft.at), draft.at), {}};
  for (const ReleaseNo no : {draft.app.current, draft.app.base}) {
    const auto* release = find_release(draft.app, no);
    if (release == nullptr || !release->served) continue;
    const auto& submission = *find_submission(draft.app, release->submission);
    const bool by_entry = relies_on(draft.app, submission, hits);
    if (by_entry || is_barred_by(draft.app, release->digest, terms.no)) {
      take_down.digests.push_back(release->digest);
    }
  }
  if (take_down.digests.empty()) return;
  TakeDownOrdered ordered;
  ordered.order = static_cast<OrderNo>(draft.app.orders.size() + 1);
  ordered.answer = terms.no;
  ordered.reason = kReasonFilingFailed;
  ordered.content_ground = true;
  ordered.region = region;
  const Instant warn_at = take_down.down_by - draft.rules.take_down_warning;
  if (warn_at > draft.at) ordered.warn_at = warn_at;
  ordered.take_down = std::move(take_down);
  draft.add(std::move(ordered));
}

void take_fail(Draft& draft, const AnswerTerms& terms) {
  const Entry entry = *find_entry(draft.app, terms.entry);
  const auto hits = entries_hit(draft.app, terms);
  draft.add(FilingFailed{terms.no, terms.entry, is_late(entry, draft.at), hits, terms.points,
                         terms.voids, terms.replaces, terms.reply_number, terms.letter});
  std::vector<Digest> barred;
  for (const auto& submission : draft.app.submissions) {
    const bool known = contains(barred, submission.digest);
    if (relies_on(draft.app, submission, hits) && !known) barred.push_back(submission.digest);
  }
  for (const auto& digest : barred) draft.add(VersionBarred{digest, terms.no, 0});
  for (const auto& category : terms.voids) {
    if (is_completed(draft.app, category)) draft.add(FilingVoided{category});
  }
  order_down(draft, terms, hits, entry.region);
}

// R13, R13a: bound to the entry alone; an ended one is only noted.
void take_answer(Draft& draft, const AnswerTerms& terms) {
  if (!is_laid_before_the_office(*find_entry(draft.app, terms.entry))) {
    draft.add(AnswerNoted{terms.no, terms.entry, terms.verdict, terms.points, terms.reply_number,
                          terms.letter});
  } else if (terms.verdict == Verdict::kPass) {
    take_pass(draft, terms);
  } else {
    take_fail(draft, terms);
  }
}

// What a revoked answer opens again. Its submission may be over by now, or stand on a newer entry;
// its subject may have moved (R19).
void settle_reopened(Draft& draft, EntryNo no) {
  const auto& entry = *find_entry(draft.app, no);
  if (!is_open(entry.state)) return;
  const auto& submission = *find_submission(draft.app, entry.submission);
  const bool passed = !is_in_review(submission.state) &&
                      submission.state != SubmissionState::kRefused &&
                      submission.state != SubmissionState::kStopped;
  if (submission.state == SubmissionState::kWithdrawn) {
    draft.add(EntryWithdrawn{no});
  } else if (!passed || submission.entry != no) {
    draft.add(EntryStopped{no});
  } else if (is_laid_before_the_office(entry) &&
             entry.region != office_region(draft.app.subject, draft.rules)) {
    move_entry(draft, no);
  }
}

// R21b: the answer that another one replaces, or that is taken back. Nothing is released by itself.
void revoke(Draft& draft, AnswerNo no, TextRef text) {
  const Answer revoked = *find_answer(draft.app, no);
  draft.add(AnswerRevoked{no, text});
  lapse_consequences_of_answer(draft, no);
  auto reopened = revoked.hits;
  if (revoked.verdict == Verdict::kPass) reopened = {revoked.entry};
  if (revoked.state != AnswerState::kEffective) reopened.clear();
  for (const EntryNo each : reopened) settle_reopened(draft, each);
  raise_grounds(draft);
}

// R10a: paper is transcribed by two operators. R17: a late fail, where policy says so. One that is
// only noted needs none.
bool needs_second_signature(const Draft& draft, const Entry& entry, const AnswerFiling& command) {
  if (!is_laid_before_the_office(entry) && command.replaces == 0) return false;
  if (draft.actor.role == Role::kOperator && entry.channel == Channel::kTranscribed) return true;
  return draft.rules.second_signature_late_fail && command.verdict == Verdict::kFail &&
         is_late(entry, draft.at);
}

// An officer answers for their own region; an operator brings in what has no desk (R10a).
bool answers_for(const Actor& actor, const RegionCode& region, Channel channel) {
  if (actor.role == Role::kOfficer) return actor.region == region;
  return channel == Channel::kHandOver || channel == Channel::kTranscribed;
}

}  // namespace

void lapse_consequences_of_answer(Draft& draft, AnswerNo no) {
  const auto orders = draft.app.orders;
  for (const auto& order : orders) {
    if (order.answer == no && order.state != OrderState::kRevoked) {
      draft.add(OrderRevoked{order.no, {}});
    }
  }
  const auto bars = draft.app.bars;
  for (const auto& bar : bars) {
    if (bar.answer == no) draft.add(BarLifted{bar.digest, bar.answer, 0});
  }
}

void start_filing(Draft& draft, EntryNo entry, Channel channel) {
  FilingStarted started;
  started.entry = entry;
  started.channel = channel;
  started.notice_at = draft.at;
  started.start = ceil_to_second(draft.at);
  const RegionCode office = office_region(draft.app.subject, draft.rules);
  if (find_entry(draft.app, entry)->region != office) started.region = office;
  if (draft.app.subject.kind != SubjectKind::kOverseasOther) {  // R12
    started.end = started.start + draft.rules.filing_period;
    const Instant warn_at = *started.end - draft.rules.filing_end_warning;
    if (warn_at > draft.at) started.warn_at = warn_at;
  }
  draft.add(std::move(started));
}

Guarded decide_on(Draft& draft, const RecordHandOver& command) {
  const auto* entry = find_entry(draft.app, command.entry);
  REFUSE_IF(entry == nullptr, kUnknownEntry);
  REFUSE_IF(entry->state != EntryState::kToBeHandedOver, kNotInState);
  REFUSE_IF(draft.facts.channel == Channel::kNone, kChannelMissing);
  start_filing(draft, command.entry, draft.facts.channel);
  return std::nullopt;
}

namespace {

Guarded guard_replaced(const Draft& draft, const AnswerFiling& command) {
  if (command.replaces == 0) return std::nullopt;
  const auto* replaced = find_answer(draft.app, command.replaces);
  REFUSE_IF(replaced == nullptr, kUnknownAnswer);
  const auto& entry = *find_entry(draft.app, replaced->entry);
  REFUSE_IF(!answers_for(draft.actor, replaced->region, entry.channel), kNotYourAnswer);
  REFUSE_IF(replaced->state != AnswerState::kEffective || replaced->entry != command.entry,
            kNotInState);
  return std::nullopt;
}

}  // namespace

Guarded decide_on(Draft& draft, const AnswerFiling& command) {
  const auto* entry = find_entry(draft.app, command.entry);
  REFUSE_IF(entry != nullptr && !answers_for(draft.actor, entry->region, entry->channel),
            kNotYourRegion);
  REFUSE_IF(entry == nullptr, kUnknownEntry);
  for (const EntryNo hit : command.hits) {
    REFUSE_IF(find_entry(draft.app, hit) == nullptr, kUnknownEntry);
  }
  if (const auto refusal = guard_replaced(draft, command)) return refusal;
  REFUSE_IF(find_submission(draft.app, entry->submission)->digest != command.digest, kStaleDigest);
  REFUSE_IF(entry->state == EntryState::kToBeHandedOver, kEntryNotOpen);
  REFUSE_IF(command.down_by && *command.down_by > draft.at + draft.rules.take_down_grace_max,
            kDownByBeyondGrace);

  AnswerTerms terms{static_cast<AnswerNo>(draft.app.answers.size() + 1),
                    command.entry,
                    command.verdict,
                    command.points,
                    command.hits,
                    command.voids,
                    command.scope,
                    command.down_by,
                    command.replaces,
                    command.reply_number,
                    command.letter};
  if (terms.verdict == Verdict::kFail && terms.points.empty()) {
    terms.points.push_back({"unspecified", std::nullopt, {}});  // R13a
  }
  if (needs_second_signature(draft, *entry, command)) {
    draft.add(AnswerProposed{terms.no, terms.entry, terms.verdict, terms.points, terms.hits,
                             terms.voids, terms.scope, terms.down_by, terms.replaces,
                             terms.reply_number, terms.letter});
    return std::nullopt;
  }
  if (command.replaces != 0) revoke(draft, command.replaces, {});
  take_answer(draft, terms);
  return std::nullopt;
}

Guarded decide_on(Draft& draft, const SignAnswer& command) {
  const auto* proposed = find_answer(draft.app, command.answer);
  const auto* entry = proposed ? find_entry(draft.app, proposed->entry) : nullptr;
  REFUSE_IF(entry != nullptr && !answers_for(draft.actor, entry->region, entry->channel),
            kNotYourRegion);
  REFUSE_IF(proposed == nullptr, kUnknownAnswer);
  REFUSE_IF(proposed->by == draft.actor.person, kSamePerson);
  REFUSE_IF(proposed->state != AnswerState::kProposed, kNotInState);
  const AnswerTerms terms{proposed->no,           proposed->entry,   proposed->verdict,
                          proposed->points,       proposed->hits,    proposed->voids,
                          proposed->scope,        proposed->down_by, proposed->replaces,
                          proposed->reply_number, proposed->letter};
  const auto* replaced = find_answer(draft.app, terms.replaces);
  if (replaced != nullptr && replaced->state == AnswerState::kEffective) {
    revoke(draft, terms.replaces, {});
  }
  take_answer(draft, terms);
  return std::nullopt;
}

Guarded decide_on(Draft& draft, const AmendAnswer& command) {
  const auto* answer = find_answer(draft.app, command.answer);
  REFUSE_IF(answer == nullptr, kUnknownAnswer);
  const auto& entry = *find_entry(draft.app, answer->entry);
  REFUSE_IF(!answers_for(draft.actor, answer->region, entry.channel), kNotYourAnswer);
  const bool amendable =
      answer->verdict == Verdict::kFail && answer->state == AnswerState::kEffective;
  REFUSE_IF(!amendable, kNotInState);
  REFUSE_IF(command.points.empty(), kReasonMissing);
  draft.add(AnswerAmended{command.answer, command.points});
  return std::nullopt;
}

Guarded decide_on(Draft& draft, const RevokeAnswer& command) {
  const auto* answer = find_answer(draft.app, command.answer);
  REFUSE_IF(answer == nullptr, kUnknownAnswer);
  const auto& entry = *find_entry(draft.app, answer->entry);
  REFUSE_IF(!answers_for(draft.actor, answer->region, entry.channel), kNotYourAnswer);
  REFUSE_IF(answer->state == AnswerState::kRevoked, kNotInState);
  revoke(draft, command.answer, command.text);
  return std::nullopt;
}

}  // namespace baobei::lifecycle
