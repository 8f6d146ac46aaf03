// What requests for a new version have in common: its terms, and files over those of another one.
// Heavy to compile: .cc files only. Pure; any thread.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "http/edition_desk.h"
#include "http/request_json.h"
#include "http/router.h"

namespace baobei::http {

struct FileBody {
  std::string name;
  std::optional<std::string> text;  // none: struck
};
BOOST_DESCRIBE_STRUCT(FileBody, (), (name, text))

inline Result<std::vector<catalogue::FileChange>> changes_of(const std::vector<FileBody>& files) {
  if (files.size() > engine::kEditionFilesMax) {
    return fail(ErrorKind::kInvalid, "at most 200 files are taken", "/files");
  }
  std::vector<catalogue::FileChange> changes;
  for (const auto& file : files) {
    const bool twice = std::ranges::any_of(
        changes, [&](const catalogue::FileChange& each) { return each.name == file.name; });
    if (twice) return fail(ErrorKind::kInvalid, "a file is named twice", "/files");
    changes.push_back({file.name, file.text});
  }
  return changes;
}

inline Result<EditionTerms> edition_terms(const std::string& version,
                                          const std::string& effective_from,
                                          const std::string& reason) {
  EditionTerms terms;
  TRY(check_id(version, "/version"));
  TRY_ASSIGN(terms.effective_from, read_instant(effective_from, "/effective_from"));
  terms.version = version;
  terms.reason = reason;
  return terms;
}

template <typename Body>
Result<Body> read_texts(const std::string& body) {
  Body out{};
  TRY_ASSIGN(const json::value value, parse_json(body, kTextsBodyMax));
  TRY(from_json(value, out));
  return out;
}

}  // namespace baobei::http
