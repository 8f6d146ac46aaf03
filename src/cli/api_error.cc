#include "cli/api_error.h"

#include "catalogue/error_words.h"
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

std::string spoken(const Error& error, Language language) {
  if (language == Language::kEn) return to_string(error);
  const auto zh = catalogue::error_in_chinese(error.message);
  return to_string(Error{error.kind, zh.value_or(error.message), error.context});
}

ApiError api_error(const Error& error) {
  ApiError out;
  out.kind = error.kind;
  if (const auto fault = package::fault_of(error)) {
    const auto place = error.context.empty() ? "" : error.context + ": ";
    out.title = {place + std::string(fault->zh), place + std::string(fault->en)};
    return out;
  }
  const bool no_place = error.context.empty() || error.context == "connect";
  const Error told{error.kind, error.message, no_place ? "" : error.context};
  const auto sentence = sentence_of(error.kind);
  out.title = {filled(word(sentence, Language::kZh), {spoken(told, Language::kZh)}),
               filled(word(sentence, Language::kEn), {spoken(told, Language::kEn)})};
  return out;
}

}  // namespace baobei::cli
