// Bodies of requests: strict JSON into the structs of a route, and the words in it into erasable
// rows that the command names by commitment alone (R24).
//
// Heavy to compile: include it from .cc files only. Threads: plain values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "engine/rows.h"
#include "http/call.h"

namespace baobei::http {

// What one request may hold, besides kCommandBodyMax.
inline constexpr std::size_t kTextCharactersMax = 4'000;
inline constexpr std::size_t kNameCharactersMax = 100;
inline constexpr std::size_t kIdBytesMax = 64;
inline constexpr std::size_t kListRowsMax = 100;

// An absent body counts as {}. kInvalid with a JSON pointer.
template <typename T>
Result<T> read_body(const std::string& body) {
  T out{};
  TRY_ASSIGN(const json::value value,
             parse_json(body.empty() ? std::string_view("{}") : body, kCommandBodyMax));
  TRY(from_json(value, out));
  return out;
}

enum class Need { kOptional, kRequired };

// Collects the words of one request.
class Words {
 public:
  // SHA-256 of 32 random bytes and the text; zero where an optional text is empty. kInvalid for a
  // text that is missing, too long, or holds control characters but line feed and tab.
  Result<lifecycle::TextRef> keep(std::string kind, const std::string& text, std::string pointer,
                                  Need need);
  std::vector<engine::TextRow> take() { return std::move(rows_); }

 private:
  std::vector<engine::TextRow> rows_;
};

// Not empty, at most kIdBytesMax, of [A-Za-z0-9._-]. Else kInvalid.
Status check_id(const std::string& id, const std::string& pointer);
// 1 to kNameCharactersMax characters on one line.
Status check_name(const std::string& name, const std::string& pointer);

template <typename T>
Status check_rows(const std::vector<T>& list, const std::string& pointer) {
  if (list.size() <= kListRowsMax) return {};
  return fail(ErrorKind::kInvalid, "at most 100 rows are taken", pointer);
}

// RFC 3339; kInvalid with the pointer.
Result<Instant> read_instant(const std::string& text, const std::string& pointer);

// The review revision that the decision was made upon (R7), from If-Match: "review-7".
OrProblem<lifecycle::Revision> review_revision_of(const Head& head);
std::string review_etag(lifecycle::Revision revision);

}  // namespace baobei::http
