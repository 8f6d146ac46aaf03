#include "cli/api_error.h"

#include "package/fault.h"

namespace baobei::cli {
namespace {

Word sentence_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kInvalid:
      return Word::kKindInvalid;
    case ErrorKind::kNotFound:
      return Word::kKindNotFound;
    case ErrorKind::kUnauthorized:
      return Word::kKindUnauthorized;
    case ErrorKind::kForbidden:
      return Word::kKindForbidden;
    case ErrorKind::kConflict:
      return Word::kKindConflict;
    case ErrorKind::kTooLarge:
      return Word::kKindTooLarge;
    case ErrorKind::kUnavailable:
      return Word::kKindUnavailable;
    case ErrorKind::kCorrupt:
      return Word::kKindCorrupt;
    case ErrorKind::kInternal:
      return Word::kKindInternal;
  }
  return Word::kKindInternal;
}

}  // namespace

ApiError api_error(const Error& error) {
  ApiError out;
  out.kind = error.kind;
  if (const auto fault = package::fault_of(error)) {
    const auto place = error.context.empty() ? "" : error.context + ": ";
    out.title = {place + std::string(fault->zh), place + std::string(fault->en)};
    return out;
  }
  const bool no_place = error.context.empty() || error.context == "connect";
  const auto detail = no_place ? error.message : to_string(error);
  const auto sentence = sentence_of(error.kind);
  out.title = {filled(word(sentence, Language::kZh), {detail}),
               filled(word(sentence, Language::kEn), {detail})};
  return out;
}

}  // namespace baobei::cli
