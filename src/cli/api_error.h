// What came back instead of an answer: an RFC 9457 problem of the server, or why there was no
// answer at all. Plain values; any thread.
#pragma once

#include <expected>
#include <string>

#include "base/result.h"
#include "cli/words.h"

namespace baobei::cli {

struct BothTexts {
  std::string zh;
  std::string en;

  const std::string& in(Language language) const { return language == Language::kZh ? zh : en; }
};

struct ApiError {
  int status = 0;  // of HTTP; 0: there was no answer
  ErrorKind kind = ErrorKind::kInternal;
  std::string code;  // last part of the problem's type, "version_barred"; "" without a problem
  BothTexts title;
  BothTexts detail;
  BothTexts advice;
  std::string refusal;    // the refusing guard, where the lifecycle refused
  std::string rule;       // "R3"
  std::string pointer;    // the fault's place in what was sent
  std::string body;       // as it came, for --json
  bool in_doubt = false;  // the answer was lost: the command may have taken effect
};

template <typename T>
using Answer = std::expected<T, ApiError>;

// "place: what is wrong", for a terminal: in Chinese where the sentence has Chinese words.
std::string spoken(const Error& error, Language language);

// A failure on this side, or of the way to the server.
ApiError api_error(const Error& error);

}  // namespace baobei::cli
