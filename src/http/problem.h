// What went wrong, for people and programs: RFC 9457 problem details in Chinese and English.
//
// Invariants: every problem has a stable code (the last part of `type`), a status, and title and
// detail in both languages; a refusal of the lifecycle carries its name, rule and advice besides.
// Faults of ours say nothing of their cause to the client.
// Threads: pure values.
#pragma once

#include <boost/describe/enum.hpp>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "catalogue/catalogue.h"
#include "http/message.h"
#include "http/request_parser.h"
#include "lifecycle/application.h"
#include "lifecycle/refusal.h"

namespace baobei::http {

using catalogue::Language;
using catalogue::Text;

// Closed; each has a row in problem.cc. Refusals of the lifecycle use their own names.
enum class ProblemCode {
  kMalformedRequest,
  kInvalidRequest,
  kInvalidCatalogue,
  kNotSignedIn,
  kWrongSignIn,
  kSecondFactorNeeded,
  kForbidden,
  kForeignOrigin,
  kNotFound,
  kNoSuchRoute,
  kNotYetForYou,
  kServiceSuspended,
  kMethodNotAllowed,
  kTooSlow,
  kConflict,
  kLeaseHeld,
  kStillActive,
  kWrongOffset,
  kTooManyUploads,
  kTooMany,
  kNotSilent,
  kGone,
  kTooLarge,
  kUnsupportedType,
  kNotAPicture,
  kRangeNotThere,
  kUnknownExpectation,
  kKeyReused,
  kIfMatchRequired,
  kIdentityUnknown,
  kProviderFailed,
  kLegalHold,
  kTooManyTries,
  kHeaderTooLarge,
  kTakenDown,
  kInternal,
  kBusy,
  kUnavailable,
  kStopping,
};
BOOST_DESCRIBE_ENUM(ProblemCode, kMalformedRequest, kInvalidRequest, kInvalidCatalogue,
                    kNotSignedIn, kWrongSignIn, kSecondFactorNeeded, kForbidden, kForeignOrigin,
                    kNotFound, kNoSuchRoute, kNotYetForYou, kServiceSuspended, kMethodNotAllowed,
                    kTooSlow, kConflict, kLeaseHeld, kStillActive, kWrongOffset, kTooManyUploads,
                    kTooMany, kNotSilent, kGone, kTooLarge, kUnsupportedType, kNotAPicture,
                    kRangeNotThere, kUnknownExpectation, kKeyReused, kIfMatchRequired,
                    kIdentityUnknown, kProviderFailed, kLegalHold, kTooManyTries, kHeaderTooLarge,
                    kTakenDown, kInternal, kBusy, kUnavailable, kStopping)

struct ProblemRow {
  ProblemCode code;
  int status;
  std::string_view title_zh;
  std::string_view title_en;
  std::string_view detail_zh;
  std::string_view detail_en;
};
const ProblemRow& row_of(ProblemCode code);

// A fault of an uploaded catalogue.
struct NamedFault {
  std::string file;
  int line = 0;  // 0: of the file as a whole
  Text fault;
};

struct Problem {
  int status = 500;
  std::string code;
  Text title;
  Text detail;
  std::string refusal;  // wire name, where the lifecycle refused
  std::string rule;
  Text advice;
  std::string pointer;                                       // JSON pointer or parameter at fault
  std::vector<std::pair<std::string, std::string>> members;  // what else the code's document names
  std::vector<NamedFault> faults;
  std::vector<Header> headers;

  // Implicit, so that TRY hands any fault on to the answer.
  Problem(ProblemCode code);                           // NOLINT
  Problem(const Error& error);                         // NOLINT
  Problem(lifecycle::Refusal refusal_why);             // NOLINT
  Problem(lifecycle::ApplicationRefusal refusal_why);  // NOLINT
};

template <typename T>
using OrProblem = std::expected<T, Problem>;

ProblemCode code_of(ErrorKind kind);
ProblemCode code_of(Fault fault);
int status_of(lifecycle::RefusalClass refusal_class);

// A refusal that would tell a stranger that something exists is worded as if it did not (DESIGN
// decision 11).
lifecycle::Refusal outward(lifecycle::Refusal refusal);

// The first of zh and en that the client prefers; Chinese where it does not say.
Language preferred_language(std::string_view accept_language);

Response problem_response(const Problem& problem, Language language);

// With Retry-After in whole seconds, at least one.
Problem retry_later(ProblemCode code, Duration after);

}  // namespace baobei::http
