// decide(): the frame, the mini-program itself, and submitting.
#include "lifecycle/draft.h"
#include "lifecycle/rights.h"

namespace baobei::lifecycle {
namespace {

bool acts_for(const App& app, const OrgId& org) {
  return org == app.owner ||
         std::ranges::any_of(app.agencies, [&](const Agency& agency) { return agency.org == org; });
}

Guarded guard_sender(const Draft& draft, const CommandData& command) {
  const bool registers = std::holds_alternative<RegisterApp>(command);
  REFUSE_IF(!registers && !draft.app.registered(), kNotRegistered);
  REFUSE_IF(registers && draft.app.registered(), kAlreadyRegistered);
  REFUSE_IF(!may_send(draft.actor.role, command), kNoRight);
  REFUSE_IF(draft.actor.role == Role::kDeveloper && !acts_for(draft.app, draft.actor.org),
            kNotYourMiniProgram);
  return std::nullopt;
}

const CategoryFacts* find_category(const Facts& facts, const CategoryId& category) {
  const auto found = std::ranges::find(facts.categories, category, &CategoryFacts::category);
  return found == facts.categories.end() ? nullptr : &*found;
}

// R2, R2a: declared once each, known, open to this kind of subject, accepted, unexpired. One loop
// per guard, so that the first in precedence is named whatever the order of the categories.
Guarded guard_categories(const Draft& draft, const std::vector<CategoryId>& declared) {
  REFUSE_IF(declared.empty(), kNoCategory);
  REFUSE_IF(declared.size() > draft.rules.categories_max, kTooManyCategories);
  for (const auto& category : declared) {
    REFUSE_IF(std::ranges::count(declared, category) > 1, kCategoryTwice);
  }
  std::vector<const CategoryFacts*> known;
  for (const auto& category : declared) {
    known.push_back(find_category(draft.facts, category));
    REFUSE_IF(known.back() == nullptr || !known.back()->known, kCategoryUnknown);
  }
  for (const auto* category : known) REFUSE_IF(!category->open_to_subject, kCategoryNotOpen);
  for (const auto* category : known) REFUSE_IF(!category->accepted, kCategoryNotAccepted);
  for (const auto* category : known) {
    REFUSE_IF(category->valid_until && *category->valid_until <= draft.at, kQualificationLapsed);
  }
  return std::nullopt;
}

// R22: every open point is answered, and nothing else.
Guarded guard_items(const App& app, const std::vector<ItemAnswer>& answers) {
  for (const auto& answer : answers) {
    const bool open =
        answer.item >= 1 && answer.item <= app.items.size() && !app.items[answer.item - 1].closed;
    REFUSE_IF(!open, kItemUnknown);
  }
  for (const auto& item : app.items) {
    const bool answered = std::ranges::any_of(
        answers, [&](const ItemAnswer& answer) { return answer.item == item.no; });
    REFUSE_IF(!item.closed && !answered, kItemUnanswered);
  }
  return std::nullopt;
}

// R1: would it need a filing, as far as can be told before the review?
bool needs_filing(const Draft& draft, const std::vector<CategoryId>& declared) {
  if (is_overseas(draft.app.subject.kind) && !draft.app.ever_completed &&
      draft.rules.overseas_first_submission_files) {
    return true;
  }
  return std::ranges::any_of(declared, [&](const CategoryId& category) {
    const auto* known = find_category(draft.facts, category);
    if (known == nullptr || !known->filing || is_completed(draft.app, category)) return false;
    if (carrying_entry(draft, category) != 0) return false;
    return std::ranges::none_of(known->carries_filing_of, [&](const CategoryId& former) {
      return is_completed(draft.app, former);
    });
  });
}

}  // namespace

Decision decide(const App& app, const Facts& facts, const Command& command, Instant stamp,
                const Rules& rules) {
  Draft draft{app, facts, rules, command.actor, stamp, {}};
  if (draft.app.registered()) settle_into(draft);
  if (const auto refusal = guard_sender(draft, command.data)) return std::unexpected(*refusal);
  if (const auto* registers = std::get_if<RegisterApp>(&command.data)) {
    draft.add(AppRegistered{command.app, registers->subject, registers->owner, registers->own});
    return std::move(draft.events);
  }
  const auto refusal =
      std::visit([&](const auto& data) -> Guarded { return decide_on(draft, data); }, command.data);
  if (refusal) return std::unexpected(*refusal);
  settle_into(draft);  // a take-down at once, a reopened entry whose period is over
  return std::move(draft.events);
}

Guarded decide_on(Draft&, const RegisterApp&) {
  return std::nullopt;
}  // taken in decide()

Guarded decide_on(Draft& draft, const AuthoriseAgency& command) {
  REFUSE_IF(draft.actor.org != draft.app.owner, kNotYourMiniProgram);
  REFUSE_IF(acts_for(draft.app, command.agency), kAlreadyAuthorised);
  draft.add(AgencyAuthorised{command.agency, command.until});
  return std::nullopt;
}

Guarded decide_on(Draft& draft, const EndAuthorisation& command) {
  const bool own_end = draft.actor.org == draft.app.owner || draft.actor.org == command.agency;
  REFUSE_IF(!own_end, kNotYourMiniProgram);
  REFUSE_IF(command.agency == draft.app.owner || !acts_for(draft.app, command.agency),
            kNotAuthorised);
  draft.add(AuthorisationEnded{command.agency});
  return std::nullopt;
}

void move_entry(Draft& draft, EntryNo no) {
  const Entry old = *find_entry(draft.app, no);
  const Submission& submission = *find_submission(draft.app, old.submission);
  std::vector<CategoryId> categories;
  for (const auto& category : submission.present) {
    if (!is_covered(draft.app, submission, category)) categories.push_back(category);
  }
  const bool lacks = lacks_a_filing(draft.app, submission);
  draft.add(EntryMoved{no});
  if (!lacks) return;  // another filing has completed all of it
  const auto next = static_cast<EntryNo>(draft.app.entries.size() + 1);
  draft.add(EntryOpened{next, old.submission, categories,
                        office_region(draft.app.subject, draft.rules), draft.facts.channel, no});
  if (draft.facts.channel == Channel::kDesk) start_filing(draft, next, Channel::kDesk);
}

Guarded decide_on(Draft& draft, const ChangeSubject& command) {
  const Subject before = draft.app.subject;
  REFUSE_IF(command.subject == before, kSubjectUnchanged);
  draft.add(SubjectChanged{command.subject});
  if (command.subject.id == before.id && command.subject.region == before.region) {
    return std::nullopt;
  }
  const auto completed = draft.app.completed;
  for (const auto& filing : completed) draft.add(FilingVoided{filing.category});
  const auto count = static_cast<EntryNo>(draft.app.entries.size());
  for (EntryNo no = 1; no <= count; ++no) {
    if (is_open(find_entry(draft.app, no)->state)) move_entry(draft, no);
  }
  return std::nullopt;
}

Guarded decide_on(Draft& draft, const Submit& command) {
  const App& app = draft.app;
  REFUSE_IF(!draft.facts.package_stored, kPackageUnknown);
  REFUSE_IF(is_barred(app, command.digest), kVersionBarred);
  REFUSE_IF(draft.facts.barred_everywhere, kVersionBarredEverywhere);
  bool one_before_the_office = false;
  for (const auto& other : app.submissions) {
    REFUSE_IF(is_in_review(other.state), kOneInReview);
    one_before_the_office = one_before_the_office || is_before_the_office(other.state);
  }
  REFUSE_IF(one_before_the_office && needs_filing(draft, command.categories), kOneBeforeTheOffice);
  if (const auto refusal = guard_categories(draft, command.categories)) return refusal;
  if (const auto refusal = guard_items(app, command.item_answers)) return refusal;

  Submitted submitted;
  submitted.submission = static_cast<SubmissionNo>(app.submissions.size() + 1);
  submitted.digest = command.digest;
  for (const auto& category : command.categories) {
    const auto* known = find_category(draft.facts, category);
    DeclaredCategory declared{category, known->filing, known->valid_until, std::nullopt};
    if (!known->carries_filing_of.empty()) declared.carries_filing_of = known->carries_filing_of;
    submitted.categories.push_back(std::move(declared));
  }
  submitted.release_choice = command.release_choice;
  submitted.item_answers = command.item_answers;
  submitted.org = draft.actor.org;
  submitted.unit = draft.actor.unit;
  submitted.notes = command.notes;
  submitted.ugc = command.ugc;
  submitted.pictures = command.pictures;
  submitted.test_account = command.test_account;
  submitted.barred_elsewhere = draft.facts.barred_elsewhere;
  submitted.catalogue_version = draft.facts.catalogue_version;
  submitted.policy_version = draft.rules.version;
  submitted.review_due = draft.at + draft.rules.review_due;
  draft.add(std::move(submitted));
  return std::nullopt;
}

namespace {

// A renewed qualification takes effect at once, not only when the old one would have run out.
void renew_qualifications(Draft& draft) {
  const auto watches = draft.app.qualifications;
  for (const auto& watch : watches) {
    const auto* known = find_category(draft.facts, watch.category);
    if (known == nullptr || !known->accepted) continue;
    if (known->valid_until == watch.valid_until && !watch.grace_until) continue;
    if (known->valid_until && *known->valid_until <= draft.at) continue;
    draft.add(QualificationRenewed{watch.category, known->valid_until});
  }
}

// What the qualifications behind what is or was served are: those that are watched, and those of
// the served versions that have no end and so are not.
std::vector<CategoryId> categories_behind_releases(const App& app) {
  std::vector<CategoryId> categories;
  const auto add = [&](const CategoryId& category) {
    if (std::ranges::find(categories, category) == categories.end()) categories.push_back(category);
  };
  for (const auto& watch : app.qualifications) add(watch.category);
  for (const ReleaseNo no : {app.current, app.base}) {
    const auto* release = find_release(app, no);
    if (release == nullptr || !release->served) continue;
    for (const auto& declared : find_submission(app, release->submission)->categories) {
      add(declared.category);
    }
  }
  return categories;
}

// R2a: a category that is taken back is a qualification that lapses now: notice, grace, a task.
void lapse_what_was_taken_back(Draft& draft) {
  for (const auto& category : categories_behind_releases(draft.app)) {
    const auto* known = find_category(draft.facts, category);
    if (known == nullptr || known->accepted) continue;
    const bool lapsed =
        std::ranges::any_of(draft.app.qualifications, [&](const QualificationWatch& watch) {
          return watch.category == category && watch.grace_until.has_value();
        });
    if (lapsed) continue;
    draft.add(QualificationLapsed{category, draft.at + draft.rules.qualification_grace});
  }
}

}  // namespace

Guarded decide_on(Draft& draft, const Settle&) {
  renew_qualifications(draft);
  lapse_what_was_taken_back(draft);
  REFUSE_IF(draft.events.empty(), kNothingDue);
  return std::nullopt;
}

RegionCode office_region(const Subject& subject, const Rules& rules) {
  return is_overseas(subject.kind) ? rules.overseas_authority : subject.region;
}

}  // namespace baobei::lifecycle
