// Applications for categories (R2): what a subject may ask for, what becomes of it, and why not.
//
// An application is an aggregate of its own, beside the mini-programs: its revision counts its
// steps, its state moves through kApplicationMoves alone. What a subject holds is a grant; a grant
// is a fact of the decisions on its mini-programs (R25).
//
// Invariants: no clock, no store. Whoever decides did not apply (R7). A grant never outlives the
// documents that it rests on. Threads: pure values and constant tables.
#pragma once

#include <array>
#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lifecycle/event.h"
#include "lifecycle/refusal.h"
#include "lifecycle/terms.h"

namespace baobei::lifecycle {

using ApplicationId = std::uint64_t;
using DocumentId = std::uint64_t;

// What one application and one subject may hold.
inline constexpr std::size_t kApplicationDocumentsMax = 20;
inline constexpr std::size_t kApplicationsWaitingMax = 50;

enum class ApplicationState {
  kApplied,    // 待审核
  kAccepted,   // 已通过
  kRefused,    // 未通过
  kWithdrawn,  // 已撤回
};
BOOST_DESCRIBE_ENUM(ApplicationState, kApplied, kAccepted, kRefused, kWithdrawn)

struct ApplicationMove {
  ApplicationState from;
  ApplicationState to;
};
// An end is an end: who was refused applies again.
inline constexpr std::array<ApplicationMove, 3> kApplicationMoves = {{
    {ApplicationState::kApplied, ApplicationState::kAccepted},
    {ApplicationState::kApplied, ApplicationState::kRefused},
    {ApplicationState::kApplied, ApplicationState::kWithdrawn},
}};

// In order of precedence, as Refusal.
enum class ApplicationRefusal {
  kApplicationUnknown,
  kGrantUnknown,
  kRightEnded,
  kOwnApplication,
  kApplicationStale,
  kApplicationClosed,
  kCategoryUnknown,
  kCategoryRetired,
  kCategoryNotOpen,
  kApplicationWaits,
  kTooManyApplications,
  kCategoryNeedsOther,
  kCategoryExclusive,
  kReasonUnanswered,
  kReasonUnknown,
  kDocumentMissing,
  kTooManyDocuments,
  kDocumentUnknown,
  kDocumentTwice,
  kDocumentExpired,
  kReasonMissing,
  kValidUntilPast,
  kValidUntilBeyondDocuments,
};
BOOST_DESCRIBE_ENUM(ApplicationRefusal, kApplicationUnknown, kGrantUnknown, kRightEnded,
                    kOwnApplication, kApplicationStale, kApplicationClosed, kCategoryUnknown,
                    kCategoryRetired, kCategoryNotOpen, kApplicationWaits, kTooManyApplications,
                    kCategoryNeedsOther, kCategoryExclusive, kReasonUnanswered, kReasonUnknown,
                    kDocumentMissing, kTooManyDocuments, kDocumentUnknown, kDocumentTwice,
                    kDocumentExpired, kReasonMissing, kValidUntilPast, kValidUntilBeyondDocuments)

struct ApplicationRefusalText {
  ApplicationRefusal refusal;
  RefusalClass status;
  std::string_view rule;
  std::string_view zh;
  std::string_view en;
  std::string_view advice_zh;
  std::string_view advice_en;
};
const ApplicationRefusalText& text_of(ApplicationRefusal refusal);
const std::string& refusal_name(ApplicationRefusal refusal);

// A document as an application rests on it; its words lie beside it, erasable.
struct DocumentUse {
  DocumentId document = 0;
  std::optional<Instant> expires;
  bool operator==(const DocumentUse&) const = default;
};
BOOST_DESCRIBE_STRUCT(DocumentUse, (), (document, expires))

// The answer to one reason of the refusal before.
struct ReasonAnswer {
  std::uint32_t reason = 0;  // its place in the refusal, from 1
  TextRef text;
  bool operator==(const ReasonAnswer&) const = default;
};
BOOST_DESCRIBE_STRUCT(ReasonAnswer, (), (reason, text))

struct Application {
  ApplicationId id = 0;
  SubjectId subject;
  CategoryId category;
  ApplicationState state = ApplicationState::kApplied;
  std::uint32_t revision = 0;  // steps so far
  PersonId applied_by;
  OrgId org;  // of who applied: the subject's own or an agency's
  std::string unit;
  Instant applied_at;
  Instant changed_at;
  ApplicationId answers_refusal = 0;  // the refused application that it answers; 0: none
  std::vector<DocumentUse> documents;
  std::vector<ReasonAnswer> answers;
  TextRef words;
  std::string catalogue_version;
  // Of the decision.
  PersonId decided_by;
  std::vector<Reason> reasons;
  TextRef remark;
  std::optional<Instant> valid_until;  // of the grant; absent: without end
};
BOOST_DESCRIBE_STRUCT(Application, (),
                      (id, subject, category, state, revision, applied_by, org, unit, applied_at,
                       changed_at, answers_refusal, documents, answers, words, catalogue_version,
                       decided_by, reasons, remark, valid_until))

// What the catalogue says of the category, for this kind of subject.
struct CategoryTerms {
  CategoryId category;
  bool known = false;
  bool retired = false;
  bool open = false;
  bool needs_documents = false;
  CategoryId needs;  // has to be held before; empty: none
  bool exclusive = false;
  std::vector<CategoryId> exclusives;  // every category beside which no other is granted
  std::string catalogue_version;
};

struct HeldCategory {
  CategoryId category;
  std::optional<Instant> valid_until;
  bool holds(Instant at) const { return !valid_until || at < *valid_until; }
};

// From outside the application, read before the decision and held to in its transaction.
struct ApplicationFacts {
  bool may_act = false;  // still who the command says, with the right on this subject (R25)
  std::vector<HeldCategory> held;
  bool waits = false;  // another application of this subject for this category
  std::size_t waiting = 0;
  std::optional<Application> refused_before;  // the newest for this category, where it was refused
  std::vector<DocumentId> usable;             // the subject's own, not used before, not erased
};

struct Applying {
  SubjectId subject;
  std::vector<DocumentUse> documents;
  std::vector<ReasonAnswer> answers;
  TextRef words;
};

// What stands against applying at all, whatever would be handed in; nullopt: nothing does.
std::optional<ApplicationRefusal> refusal_of_applying(const CategoryTerms& terms,
                                                      const ApplicationFacts& facts, Instant at);

template <typename T>
using OrApplicationRefusal = std::expected<T, ApplicationRefusal>;

// Each gives the application after the step; `at` is the instant of the decision.
OrApplicationRefusal<Application> apply_for_category(const CategoryTerms& terms,
                                                     const ApplicationFacts& facts,
                                                     const Actor& actor, const Applying& applying,
                                                     Instant at);
OrApplicationRefusal<Application> withdraw_application(const Application& before,
                                                       const ApplicationFacts& facts,
                                                       std::uint32_t expected, Instant at);
// Without `valid_until`: as long as the documents.
OrApplicationRefusal<Application> accept_application(const Application& before,
                                                     const CategoryTerms& terms,
                                                     const ApplicationFacts& facts,
                                                     const Actor& actor, std::uint32_t expected,
                                                     std::optional<Instant> valid_until,
                                                     TextRef remark, Instant at);
OrApplicationRefusal<Application> refuse_application(const Application& before,
                                                     const ApplicationFacts& facts,
                                                     const Actor& actor, std::uint32_t expected,
                                                     std::vector<Reason> reasons, TextRef remark,
                                                     Instant at);

// A grant that an operator takes back, or whose validity moves; nullopt: nothing stands against it.
std::optional<ApplicationRefusal> refusal_of_revoking(const ApplicationFacts& facts,
                                                      const CategoryId& category,
                                                      const std::vector<Reason>& reasons);
std::optional<ApplicationRefusal> refusal_of_renewing(const ApplicationFacts& facts,
                                                      const CategoryId& category,
                                                      std::optional<Instant> valid_until,
                                                      Instant at);

}  // namespace baobei::lifecycle
