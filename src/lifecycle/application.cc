#include "lifecycle/application.h"

#include <algorithm>

#include "base/json.h"

namespace baobei::lifecycle {
namespace {

using enum ApplicationRefusal;
using enum RefusalClass;

// In the order of the enum; checked below.
constexpr auto kTexts = std::to_array<ApplicationRefusalText>({
    {kApplicationUnknown, kUnknown, "R2", "没有这个类目申请。", "There is no such application.",
     "核对申请编号。", "Check the number of the application."},
    {kGrantUnknown, kUnknown, "R2", "该主体没有这个类目。",
     "The subject does not hold this category.", "先申请该类目。", "Apply for the category first."},
    {kRightEnded, kForbidden, "R25", "你对该主体的权限已变更或结束。",
     "Your right on this subject has changed or ended.", "请重新登录，服务商请核对授权。",
     "Sign in again; agencies: check the authorisation."},
    {kOwnApplication, kForbidden, "R7", "不能审理自己或所在组织提交的申请。",
     "Nobody decides on what they or their organisation applied for.",
     "请另一组织（同一组织：另一部门）的运营人员处理。",
     "An operator of another organisation, or of another unit, decides."},
    {kApplicationStale, kStale, "R7", "申请已变，操作未执行。",
     "The application has changed; nothing was done.", "查看变化后再决定。",
     "Look at what changed, then decide."},
    {kApplicationClosed, kConflict, "R2", "申请已经结束。", "The application has ended.",
     "被拒绝或撤回后可重新申请。", "After a refusal or a withdrawal, apply again."},
    {kCategoryUnknown, kConflict, "R2", "没有这个类目。", "There is no such category.",
     "在该主体的类目目录中查找。", "Look in the catalogue for this subject."},
    {kCategoryRetired, kConflict, "R2", "该类目已不再开放申请。",
     "The category is no longer open to applications.", "选择现行的类目。",
     "Choose a category in force."},
    {kCategoryNotOpen, kConflict, "R2", "该类目不对这类主体开放。",
     "The category is not open to this kind of subject.",
     "选择对该主体开放的类目，或移除相应内容。",
     "Choose a category that is open to it, or remove the content."},
    {kApplicationWaits, kConflict, "R2", "这个类目已有一个待审核的申请。",
     "An application for this category waits already.", "等待结果，或先撤回再申请。",
     "Wait for its outcome, or withdraw it first."},
    {kTooManyApplications, kConflict, "R2", "该主体待审核的申请已达 50 个。",
     "The subject has 50 applications waiting.", "等待部分申请有结果。",
     "Wait until some are decided."},
    {kCategoryNeedsOther, kConflict, "R2", "须先取得另一个类目。",
     "Another category has to be held before.", "先申请所需的类目，见类目说明。",
     "Apply for the category that it names first."},
    {kCategoryExclusive, kConflict, "R2", "该主体持有的类目或所申请的类目不能与其他类目并存。",
     "A category that the subject holds, or this one, stands beside no other.", "查看类目说明。",
     "See what the category says."},
    {kReasonUnanswered, kConflict, "R22", "上次拒绝的每条理由都要答复。",
     "Every reason of the refusal before has to be answered.", "逐条说明如何处理。",
     "Say for each what was done."},
    {kReasonUnknown, kConflict, "R22", "答复所指的理由不存在或重复。",
     "An answer names a reason that is not there, or one twice.", "核对上次拒绝的理由序号。",
     "Check the numbers of the refusal's reasons."},
    {kDocumentMissing, kConflict, "R2", "该类目需要资质文件。", "The category asks for documents.",
     "上传所需资质后再申请。", "Upload the qualifications, then apply."},
    {kTooManyDocuments, kConflict, "R2", "一个申请最多 20 份文件。",
     "An application has at most 20 documents.", "合并文件或删去无关的。",
     "Merge them, or leave out what does not matter."},
    {kDocumentUnknown, kConflict, "R2", "文件不存在、已被使用或已被清除。",
     "A document is not there, was used before, or was erased.", "重新上传。", "Upload it again."},
    {kDocumentTwice, kConflict, "R2", "同一份文件列了两次。", "A document is named twice.",
     "每份文件只列一次。", "Name each once."},
    {kDocumentExpired, kConflict, "R2", "有资质文件已过有效期。", "A qualification has expired.",
     "换成在有效期内的资质。", "Give one that is still valid."},
    {kReasonMissing, kConflict, "R7", "至少要有一条结构化的理由。",
     "At least one structured reason is needed.", "选择理由代码。", "Choose the code of a reason."},
    {kValidUntilPast, kConflict, "R2a", "有效期已过。", "The validity has ended already.",
     "填写将来的日期。", "Give an instant to come."},
    {kValidUntilBeyondDocuments, kConflict, "R2a", "有效期不能晚于资质文件的有效期。",
     "The grant cannot outlive its documents.", "不填写即以最早到期的文件为准。",
     "Leave it out to take the earliest expiry."},
});

constexpr bool in_order() {
  for (std::size_t i = 0; i < kTexts.size(); ++i) {
    if (kTexts[i].refusal != static_cast<ApplicationRefusal>(i)) return false;
  }
  return kTexts.size() == static_cast<std::size_t>(kValidUntilBeyondDocuments) + 1;
}
static_assert(in_order());

bool moves(ApplicationState from, ApplicationState to) {
  return std::ranges::any_of(kApplicationMoves, [&](const ApplicationMove& move) {
    return move.from == from && move.to == to;
  });
}

const HeldCategory* held(const ApplicationFacts& facts, const CategoryId& category) {
  const auto found = std::ranges::find(facts.held, category, &HeldCategory::category);
  return found == facts.held.end() ? nullptr : &*found;
}

bool holds(const ApplicationFacts& facts, const CategoryId& category, Instant at) {
  const auto* grant = held(facts, category);
  return grant != nullptr && grant->holds(at);
}

// Nothing but one category, where either says so.
bool excluded(const CategoryTerms& terms, const ApplicationFacts& facts, Instant at) {
  return std::ranges::any_of(facts.held, [&](const HeldCategory& grant) {
    if (grant.category == terms.category || !grant.holds(at)) return false;
    return terms.exclusive ||
           std::ranges::find(terms.exclusives, grant.category) != terms.exclusives.end();
  });
}

// As at the application and again as at its acceptance (R25).
std::optional<ApplicationRefusal> refusal_of_category(const CategoryTerms& terms,
                                                      const ApplicationFacts& facts, Instant at) {
  if (!terms.known) return kCategoryUnknown;
  if (terms.retired) return kCategoryRetired;
  if (!terms.open) return kCategoryNotOpen;
  if (!terms.needs.empty() && !holds(facts, terms.needs, at)) return kCategoryNeedsOther;
  if (excluded(terms, facts, at)) return kCategoryExclusive;
  return std::nullopt;
}

std::optional<ApplicationRefusal> refusal_of_answers(const ApplicationFacts& facts,
                                                     const std::vector<ReasonAnswer>& answers) {
  const std::size_t asked = facts.refused_before ? facts.refused_before->reasons.size() : 0;
  std::vector<bool> answered(asked, false);
  bool wrong = false;
  for (const auto& answer : answers) {
    if (answer.reason == 0 || answer.reason > asked || answered[answer.reason - 1]) {
      wrong = true;
    } else {
      answered[answer.reason - 1] = true;
    }
  }
  if (std::ranges::find(answered, false) != answered.end()) return kReasonUnanswered;
  if (wrong) return kReasonUnknown;
  return std::nullopt;
}

bool any_expired(const std::vector<DocumentUse>& documents, Instant at) {
  return std::ranges::any_of(
      documents, [&](const DocumentUse& use) { return use.expires && *use.expires <= at; });
}

std::optional<ApplicationRefusal> refusal_of_documents(const CategoryTerms& terms,
                                                       const ApplicationFacts& facts,
                                                       const std::vector<DocumentUse>& documents,
                                                       Instant at) {
  if (terms.needs_documents && documents.empty()) return kDocumentMissing;
  if (documents.size() > kApplicationDocumentsMax) return kTooManyDocuments;
  std::vector<DocumentId> named;
  for (const auto& use : documents) named.push_back(use.document);
  const bool usable = std::ranges::all_of(named, [&](DocumentId id) {
    return std::ranges::find(facts.usable, id) != facts.usable.end();
  });
  if (!usable) return kDocumentUnknown;
  std::ranges::sort(named);
  if (std::ranges::adjacent_find(named) != named.end()) return kDocumentTwice;
  if (any_expired(documents, at)) return kDocumentExpired;
  return std::nullopt;
}

// R7: nobody decides on their own; within one organisation another unit does.
bool is_own(const Application& application, const Actor& actor) {
  if (application.applied_by == actor.person) return true;
  return application.org == actor.org && application.unit == actor.unit;
}

std::optional<ApplicationRefusal> refusal_of_step(const Application& before,
                                                  const ApplicationFacts& facts,
                                                  std::uint32_t expected, ApplicationState to) {
  if (!facts.may_act) return kRightEnded;
  if (expected != before.revision) return kApplicationStale;
  if (!moves(before.state, to)) return kApplicationClosed;
  return std::nullopt;
}

Application stepped(const Application& before, ApplicationState to, Instant at) {
  Application after = before;
  after.state = to;
  after.changed_at = at;
  ++after.revision;
  return after;
}

std::optional<Instant> earliest_expiry(const std::vector<DocumentUse>& documents) {
  std::optional<Instant> earliest;
  for (const auto& use : documents) {
    if (use.expires && (!earliest || *use.expires < *earliest)) earliest = use.expires;
  }
  return earliest;
}

}  // namespace

const ApplicationRefusalText& text_of(ApplicationRefusal refusal) {
  return kTexts[static_cast<std::size_t>(refusal)];
}

const std::string& refusal_name(ApplicationRefusal refusal) {
  return wire_name(refusal);
}

std::optional<ApplicationRefusal> refusal_of_applying(const CategoryTerms& terms,
                                                      const ApplicationFacts& facts, Instant at) {
  const auto why = refusal_of_category(terms, facts, at);
  if (why && *why <= kCategoryNotOpen) return why;
  if (facts.waits) return kApplicationWaits;
  if (facts.waiting >= kApplicationsWaitingMax) return kTooManyApplications;
  return why;
}

OrApplicationRefusal<Application> apply_for_category(const CategoryTerms& terms,
                                                     const ApplicationFacts& facts,
                                                     const Actor& actor, const Applying& applying,
                                                     Instant at) {
  if (!facts.may_act) return std::unexpected(kRightEnded);
  if (const auto why = refusal_of_applying(terms, facts, at)) return std::unexpected(*why);
  if (const auto why = refusal_of_answers(facts, applying.answers)) return std::unexpected(*why);
  if (const auto why = refusal_of_documents(terms, facts, applying.documents, at)) {
    return std::unexpected(*why);
  }
  Application made;
  made.subject = applying.subject;
  made.category = terms.category;
  made.revision = 1;
  made.applied_by = actor.person;
  made.org = actor.org;
  made.unit = actor.unit;
  made.applied_at = at;
  made.changed_at = at;
  if (facts.refused_before) made.answers_refusal = facts.refused_before->id;
  made.documents = applying.documents;
  made.answers = applying.answers;
  made.words = applying.words;
  made.catalogue_version = terms.catalogue_version;
  return made;
}

OrApplicationRefusal<Application> withdraw_application(const Application& before,
                                                       const ApplicationFacts& facts,
                                                       std::uint32_t expected, Instant at) {
  const auto why = refusal_of_step(before, facts, expected, ApplicationState::kWithdrawn);
  if (why) return std::unexpected(*why);
  return stepped(before, ApplicationState::kWithdrawn, at);
}

OrApplicationRefusal<Application> accept_application(const Application& before,
                                                     const CategoryTerms& terms,
                                                     const ApplicationFacts& facts,
                                                     const Actor& actor, std::uint32_t expected,
                                                     std::optional<Instant> valid_until,
                                                     TextRef remark, Instant at) {
  if (facts.may_act && is_own(before, actor)) return std::unexpected(kOwnApplication);
  const auto step = refusal_of_step(before, facts, expected, ApplicationState::kAccepted);
  if (step) return std::unexpected(*step);
  if (const auto why = refusal_of_category(terms, facts, at)) return std::unexpected(*why);
  if (any_expired(before.documents, at)) return std::unexpected(kDocumentExpired);
  if (valid_until && *valid_until <= at) return std::unexpected(kValidUntilPast);
  const auto earliest = earliest_expiry(before.documents);
  if (valid_until && earliest && *valid_until > *earliest) {
    return std::unexpected(kValidUntilBeyondDocuments);
  }
  Application after = stepped(before, ApplicationState::kAccepted, at);
  after.valid_until = valid_until ? valid_until : earliest;
  after.decided_by = actor.person;
  after.remark = remark;
  return after;
}

OrApplicationRefusal<Application> refuse_application(const Application& before,
                                                     const ApplicationFacts& facts,
                                                     const Actor& actor, std::uint32_t expected,
                                                     std::vector<Reason> reasons, TextRef remark,
                                                     Instant at) {
  if (facts.may_act && is_own(before, actor)) return std::unexpected(kOwnApplication);
  const auto step = refusal_of_step(before, facts, expected, ApplicationState::kRefused);
  if (step) return std::unexpected(*step);
  if (reasons.empty()) return std::unexpected(kReasonMissing);
  Application after = stepped(before, ApplicationState::kRefused, at);
  after.decided_by = actor.person;
  after.reasons = std::move(reasons);
  after.remark = remark;
  return after;
}

std::optional<ApplicationRefusal> refusal_of_revoking(const ApplicationFacts& facts,
                                                      const CategoryId& category,
                                                      const std::vector<Reason>& reasons) {
  if (held(facts, category) == nullptr) return kGrantUnknown;
  if (!facts.may_act) return kRightEnded;
  if (reasons.empty()) return kReasonMissing;
  return std::nullopt;
}

std::optional<ApplicationRefusal> refusal_of_renewing(const ApplicationFacts& facts,
                                                      const CategoryId& category,
                                                      std::optional<Instant> valid_until,
                                                      Instant at) {
  if (held(facts, category) == nullptr) return kGrantUnknown;
  if (!facts.may_act) return kRightEnded;
  if (valid_until && *valid_until <= at) return kValidUntilPast;
  return std::nullopt;
}

}  // namespace baobei::lifecycle
