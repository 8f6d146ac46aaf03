// What the office's answers and the orders teach (R10a, R13–R17, R21, R21b).
#include <algorithm>

#include "lesson.h"

namespace baobei::explorer {

using namespace lifecycle;  // NOLINT: the vocabulary of this file

void Lesson::answers_for(EntryNo no, const RegionCode& region) {
  const Actor& actor = step_.command.actor;
  const auto channel = find_entry(step_.before, no)->channel;
  const bool brings_in = actor.role == Role::kOperator &&
                         (channel == Channel::kHandOver || channel == Channel::kTranscribed);
  expect(brings_in || (actor.role == Role::kOfficer && actor.region == region), Invariant::kRights,
         "an office of another region, or nobody's, answered");
}

void Lesson::on(const RecordHandOver& command) {
  expect(entry(command.entry).fate == Fate::kOpen && !entry(command.entry).laid, Invariant::kRecord,
         "an entry was handed over twice");
}

// R10a: paper takes two operators. R17: a late fail takes two, where policy says so.
bool Lesson::needs_second(const AnswerFiling& command) const {
  const auto& answered = w_.entries_.at(command.entry - 1);
  const bool has_effect = command.replaces != 0 || (answered.fate == Fate::kOpen && answered.laid);
  const bool paper = step_.command.actor.role == Role::kOperator &&
                     find_entry(step_.before, command.entry)->channel == Channel::kTranscribed;
  const bool late = answered.end && *answered.end <= step_.stamp;
  const bool late_fail =
      universe_.rules.second_signature_late_fail && late && command.verdict == Verdict::kFail;
  return has_effect && (paper || late_fail);
}

void Lesson::on(const AnswerFiling& command) {
  answers_for(command.entry, entry(command.entry).region);
  const auto limit = step_.stamp + universe_.rules.take_down_grace_max;
  expect(!command.down_by || *command.down_by <= limit, Invariant::kDark,
         "a take-down later than the grace");
  WitnessedAnswer answer;
  answer.says = command;
  answer.first = step_.command.actor.person;
  answer.proposed = needs_second(command);
  const bool proposed = answer.proposed;
  w_.answers_.push_back(std::move(answer));
  const auto* event = event_of<AnswerProposed>([](const auto&) { return true; });
  expect(proposed == (event != nullptr), Invariant::kSignatures,
         "an answer that needs two signatures took effect with one, or the reverse");
  if (!proposed) effect(static_cast<AnswerNo>(w_.answers_.size()));
}

void Lesson::on(const SignAnswer& command) {
  auto& answer = w_.answers_.at(command.answer - 1);
  answers_for(answer.says.entry, entry(answer.says.entry).region);
  expect(answer.proposed && answer.first != step_.command.actor.person, Invariant::kSignatures,
         "an answer was signed twice by one person");
  answer.proposed = false;
  effect(command.answer);
}

void Lesson::on(const AmendAnswer& command) {
  const auto& amended = w_.answers_.at(command.answer - 1);
  expect(amended.effective && amended.says.verdict == Verdict::kFail, Invariant::kRecord,
         "an answer without effect was amended");
}

// R13a: an answer to an ended entry is recorded without effect.
void Lesson::effect(AnswerNo no) {
  const auto says = w_.answers_.at(no - 1).says;
  if (says.replaces != 0 && w_.answers_.at(says.replaces - 1).effective) undo(says.replaces);
  const auto& answered = entry(says.entry);
  const bool stayed = answered.region == office_region(w_.subject_, universe_.rules);
  if (answered.fate != Fate::kOpen || !answered.laid || !stayed) return;
  w_.answers_.at(no - 1).effective = true;
  if (says.verdict == Verdict::kPass) {
    effect_of_pass(no);
  } else {
    effect_of_fail(no);
  }
}

// R14
void Lesson::effect_of_pass(AnswerNo no) {
  auto& passed = entry(w_.answers_.at(no - 1).says.entry);
  passed.fate = Fate::kPassed;
  passed.answer = no;
  for (const auto& category : passed.categories) w_.completed_.emplace(category, no);
}

std::set<Digest> Lesson::served() const {
  std::set<Digest> digests;
  for (const ReleaseNo no : {step_.before.current, step_.before.base}) {
    if (const auto* release = find_release(step_.before, no)) digests.insert(release->digest);
  }
  return digests;
}

// R3, R15, R16a, R17
void Lesson::effect_of_fail(AnswerNo no) {
  auto& answer = w_.answers_.at(no - 1);
  const auto& says = answer.says;
  for (EntryNo each = 1; each <= w_.entries_.size(); ++each) {
    const bool named = says.hits.empty() || each == says.entry ||
                       std::ranges::find(says.hits, each) != says.hits.end();
    if (!named || entry(each).fate != Fate::kOpen) continue;
    entry(each).fate = Fate::kFailed;
    entry(each).answer = no;
    answer.hits.insert(each);
  }
  std::set<Digest> hit;
  for (SubmissionNo each = 1; each <= w_.submissions_.size(); ++each) {
    const auto state = find_submission(step_.before, each)->state;
    const bool stands = is_before_the_office(state) || state == SubmissionState::kReleasable ||
                        state == SubmissionState::kReleased ||
                        state == SubmissionState::kFilingFailed;
    const bool carried = stands && answer.hits.contains(submission(each).carried);
    const bool own =
        std::ranges::any_of(answer.hits, [&](EntryNo of) { return entry(of).submission == each; });
    if (carried || own) hit.insert(submission(each).digest);
  }
  for (const auto& digest : hit) w_.bars_.insert({digest, no, 0});
  for (const auto& category : says.voids) w_.completed_.erase(category);
  std::erase_if(hit, [down = served()](const Digest& digest) { return !down.contains(digest); });
  if (hit.empty()) return;
  WitnessedOrder order;
  order.answer = no;
  order.says.take_down.scope = says.scope;
  order.digests = hit;
  order.down_by = std::max(says.down_by.value_or(step_.stamp), step_.stamp);
  order.region = entry(says.entry).region;
  w_.orders_.push_back(std::move(order));
}

// R21b
void Lesson::undo(AnswerNo no) {
  auto& answer = w_.answers_.at(no - 1);
  answer.effective = answer.proposed = false;
  for (EntryNo each = 1; each <= w_.entries_.size(); ++each) {
    auto& opened = entry(each);
    const bool ended = opened.fate == Fate::kPassed || opened.fate == Fate::kFailed;
    if (opened.answer != no || !ended) continue;
    opened.answer = 0;
    opened.fate = fate_of_reopened(each);
  }
  std::erase_if(w_.completed_, [&](const auto& filing) { return filing.second == no; });
  std::erase_if(w_.bars_, [&](const auto& bar) { return bar.answer == no; });
  for (auto& order : w_.orders_) {
    if (order.answer == no) order.ended = order.revoked = true;
  }
}

// Behind a submission that is over, or that another entry has taken on, it does not open again.
Fate Lesson::fate_of_reopened(EntryNo no) {
  const auto& filed = *find_submission(step_.before, entry(no).submission);
  if (filed.state == SubmissionState::kWithdrawn) return Fate::kWithdrawn;
  const bool unpassed = is_in_review(filed.state) || filed.state == SubmissionState::kRefused ||
                        filed.state == SubmissionState::kStopped;
  return unpassed || submission(filed.no).entry != no ? Fate::kStopped : Fate::kOpen;
}

void Lesson::on(const RevokeAnswer& command) {
  const auto& answer = w_.answers_.at(command.answer - 1);
  answers_for(answer.says.entry, find_answer(step_.before, command.answer)->region);
  undo(command.answer);
}

// R11: no clock, holder, state or thing that is served is another for it.
void Lesson::nothing_moved() {
  App still = step_.after;
  still.requests = step_.before.requests;
  still.revision = step_.before.revision;
  const auto alone = std::ranges::count_if(
      step_.events, [](const Event& event) { return event.actor.role != Role::kClock; });
  const bool ends_came = static_cast<std::size_t>(alone) != step_.events.size();
  expect(alone == 1, Invariant::kRecord, "a request for material led to something else");
  if (ends_came) return;  // what was due at this instant moved it
  expect(still == step_.before, Invariant::kRecord, "a request for material moved the case");
  expect(deadlines(step_.after, universe_.rules) == deadlines(step_.before, universe_.rules),
         Invariant::kRecord, "a request for material moved a deadline");
}

void Lesson::on(const RequestMaterial& command) {
  const Actor& actor = step_.command.actor;
  const auto& asked = entry(command.entry);
  expect(actor.role == Role::kOfficer && actor.region == asked.region, Invariant::kRights,
         "somebody else than the region's office asked for material");
  expect(asked.fate == Fate::kOpen && asked.laid, Invariant::kRecord,
         "material was asked for on a filing that is not before the office");
  nothing_moved();
}

void Lesson::on(const ReplyToRequest& command) {
  const auto* request = find_request(step_.before, command.request);
  expect(request != nullptr && !request->reply && entry(request->entry).fate == Fate::kOpen,
         Invariant::kRecord, "a request that is not open was replied to");
  nothing_moved();
}

void Lesson::on(const OrderTakeDown& command) {
  const Actor& actor = step_.command.actor;
  const bool officer = actor.role == Role::kOfficer;
  const auto office = office_region(w_.subject_, universe_.rules);
  expect(actor.role == Role::kOperator || (officer && actor.region == office), Invariant::kRights,
         "somebody else than an operator or the region's office ordered");
  const auto limit = step_.stamp + universe_.rules.take_down_grace_max;
  expect(command.take_down.down_by <= limit, Invariant::kDark, "a take-down later than the grace");
  WitnessedOrder order;
  order.says = command;
  order.first = actor.person;
  order.region = officer ? actor.region : "";
  const auto& named = command.take_down.digests;
  order.digests = {named.begin(), named.end()};
  if (command.take_down.scope == OrderScope::kVersion && named.empty()) order.digests = served();
  order.proposed = universe_.rules.second_signature_take_down;
  const bool proposed = order.proposed;
  if (!proposed) effect(order, static_cast<OrderNo>(w_.orders_.size() + 1));
  w_.orders_.push_back(std::move(order));
  const auto* event = event_of<OrderProposed>([](const auto&) { return true; });
  expect(proposed == (event != nullptr), Invariant::kSignatures,
         "an order that needs two signatures took effect with one, or the reverse");
}

void Lesson::effect(WitnessedOrder& order, OrderNo no) {
  order.proposed = false;
  order.down_by = std::max(order.says.take_down.down_by, step_.stamp);
  const auto down = served();
  const bool hits =
      std::ranges::any_of(down, [&](const Digest& each) { return order.covers(each); });
  if (!hits) order.down_by = step_.stamp;  // nothing has to go: its release is forbidden at once
  if (order.says.content_ground) {
    const bool service = order.says.take_down.scope == OrderScope::kService;
    for (const auto& digest : service ? served() : order.digests) w_.bars_.insert({digest, 0, no});
  }
  for (const auto& category : order.says.voids) w_.completed_.erase(category);
}

void Lesson::gave(const WitnessedOrder& order) {
  const Actor& actor = step_.command.actor;
  const bool by_office = actor.role == Role::kOfficer && actor.region == order.region;
  const bool by_operator = actor.role == Role::kOperator && order.region.empty();
  expect(by_office || by_operator, Invariant::kRights, "somebody else's order was touched");
}

void Lesson::on(const SignOrder& command) {
  auto& order = w_.orders_.at(command.order - 1);
  gave(order);
  expect(order.proposed && order.first != step_.command.actor.person, Invariant::kSignatures,
         "an order was signed twice by one person");
  effect(order, command.order);
}

void Lesson::on(const RevokeOrder& command) {
  auto& order = w_.orders_.at(command.order - 1);
  gave(order);
  order.ended = order.revoked = true;
  order.proposed = false;
  std::erase_if(w_.bars_, [&](const auto& bar) { return bar.order == command.order; });
}

void Lesson::on(const TakeDownNow& command) {
  auto& order = w_.orders_.at(command.order - 1);
  expect(order.stands(step_.stamp), Invariant::kRecord, "an order that does not stand was obeyed");
  order.down_by = step_.stamp;
}

}  // namespace baobei::explorer
