// Why a command is not carried out: a closed list in order of precedence. Where several apply, the
// first one is named, so that equal situations give equal answers.
//
// A refusal changes no state (R23). Each has a text and advice in Chinese and English.
// Threads: plain values and constant tables.
#pragma once

#include <boost/describe/enum.hpp>
#include <string>
#include <string_view>

namespace baobei::lifecycle {

enum class Refusal {
  // who
  kNotRegistered,
  kAlreadyRegistered,
  kNoRight,
  kNotYourMiniProgram,
  kNotYourRegion,
  // which
  kUnknownSubmission,
  kUnknownEntry,
  kUnknownAnswer,
  kUnknownOrder,
  kUnknownRequest,
  // whether this person
  kOwnCase,
  kSamePerson,
  kNotYourAnswer,
  kNotYourOrder,
  // when
  kNotInState,
  kOrderOfAnswer,
  kStaleDigest,
  kStaleRevision,
  kAppealWindowClosed,
  kAlreadyAppealed,
  kNothingDue,
  // submitting
  kPackageUnknown,
  kVersionBarred,
  kVersionBarredEverywhere,
  kOneInReview,
  kOneBeforeTheOffice,
  kNoCategory,
  kTooManyCategories,
  kCategoryTwice,
  kCategoryUnknown,
  kCategoryNotOpen,
  kCategoryNotAccepted,
  kQualificationLapsed,
  kItemUnknown,
  kItemUnanswered,
  // deciding
  kReasonMissing,
  kCategoryNotDeclared,
  kChannelMissing,
  kEntryNotOpen,
  kDownByBeyondGrace,
  kTooManyRequests,
  kWantedByPassed,
  kNothingToTakeDown,
  kSubjectUnchanged,
  kAlreadyAuthorised,
  kNotAuthorised,
  // releasing
  kShareOutOfRange,
  kServiceOrdered,
  kVersionOrdered,
  kOnlyNarrowing,
  kServiceIsSuspended,
  kFilingMissing,
  kHeldBack,
  kShareCapped,
  kNotReleasedBefore,
  kNothingServed,
};
// In two halves: one list takes 52 names.
BOOST_DESCRIBE_ENUM_BEGIN(Refusal)
BOOST_DESCRIBE_PP_FOR_EACH(BOOST_DESCRIBE_ENUM_ENTRY, Refusal, kNotRegistered, kAlreadyRegistered,
                           kNoRight, kNotYourMiniProgram, kNotYourRegion, kUnknownSubmission,
                           kUnknownEntry, kUnknownAnswer, kUnknownOrder, kUnknownRequest, kOwnCase,
                           kSamePerson, kNotYourAnswer, kNotYourOrder, kNotInState, kOrderOfAnswer,
                           kStaleDigest, kStaleRevision, kAppealWindowClosed, kAlreadyAppealed,
                           kNothingDue, kPackageUnknown, kVersionBarred, kVersionBarredEverywhere,
                           kOneInReview, kOneBeforeTheOffice, kNoCategory)
BOOST_DESCRIBE_PP_FOR_EACH(BOOST_DESCRIBE_ENUM_ENTRY, Refusal, kTooManyCategories, kCategoryTwice,
                           kCategoryUnknown, kCategoryNotOpen, kCategoryNotAccepted,
                           kQualificationLapsed, kItemUnknown, kItemUnanswered, kReasonMissing,
                           kCategoryNotDeclared, kChannelMissing, kEntryNotOpen, kDownByBeyondGrace,
                           kTooManyRequests, kWantedByPassed, kNothingToTakeDown, kSubjectUnchanged,
                           kAlreadyAuthorised, kNotAuthorised, kShareOutOfRange, kServiceOrdered,
                           kVersionOrdered, kOnlyNarrowing, kServiceIsSuspended, kFilingMissing,
                           kHeldBack, kShareCapped, kNotReleasedBefore, kNothingServed)
BOOST_DESCRIBE_ENUM_END(Refusal)

// How an API should class it: 404, 403, 412 or 409.
enum class RefusalClass { kUnknown, kForbidden, kStale, kConflict };

struct RefusalText {
  Refusal refusal;
  RefusalClass status;
  std::string_view rule;  // "R7"
  std::string_view zh;
  std::string_view en;
  std::string_view advice_zh;
  std::string_view advice_en;
};

const RefusalText& text_of(Refusal refusal);

// "version_barred": the name outside C++.
const std::string& refusal_name(Refusal refusal);

}  // namespace baobei::lifecycle
