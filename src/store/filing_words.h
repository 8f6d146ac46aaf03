// What a filing is found by, whatever store it lies in. Pure; any thread.
#pragma once

#include <algorithm>
#include <string>

#include "base/bytes.h"
#include "engine/search_ports.h"
#include "store/cursor.h"
#include "store/search_terms.h"

namespace baobei::store {

// A row with what it is looked at for.
struct FoundFiling {
  engine::EntryListItem item;
  lifecycle::SubjectId subject;
  std::string subject_name;
  Digest digest;  // of the submission's version
};

template <typename T>
bool is_one_of(const std::vector<T>& some, const T& one) {
  return std::ranges::find(some, one) != some.end();
}

// `words` as search_words gives them; none fit everything.
inline bool fits_words(const FoundFiling& filing, const engine::FilingFilter& filter,
                       const std::string& words) {
  if (words.empty() || is_one_of(filter.subjects, filing.subject)) return true;
  const auto holds = [&](const std::string& text) {
    return folded(text).find(words) != std::string::npos;
  };
  if (holds(filing.item.app_name) || holds(filing.item.app) || holds(filing.subject_name)) {
    return true;
  }
  if (folded(filing.item.app) + "/" + std::to_string(filing.item.row.no) == words) return true;
  return words.size() >= engine::kDigestPrefixMin && to_hex(filing.digest).starts_with(words);
}

inline bool fits(const FoundFiling& filing, const engine::FilingFilter& filter,
                 const std::string& words) {
  const auto& row = filing.item.row;
  const bool in_state = filter.states.empty() || is_one_of(filter.states, row.state);
  const bool by_channel = filter.channels.empty() || is_one_of(filter.channels, row.channel);
  if (!in_state || !by_channel || (filter.late && !row.late)) return false;
  const bool by_answer = filter.order == engine::FilingOrder::kAnswered;
  if (by_answer && !row.answered_at) return false;
  if (filter.answered_from && row.answered_at < filter.answered_from) return false;
  if (filter.answered_to && row.answered_at >= filter.answered_to) return false;
  return fits_words(filing, filter, words);
}

// The words to look for; kInvalid for such that cannot be, and for an answer's instants beside
// another order than that of answers.
inline Result<std::string> words_of(const engine::FilingFilter& filter) {
  const bool by_answer = filter.order == engine::FilingOrder::kAnswered;
  if ((filter.answered_from || filter.answered_to) && !by_answer) {
    return fail(ErrorKind::kInvalid, "with an answer's instants the order is answered", "sort");
  }
  if (filter.words.empty()) return std::string();
  return search_words(filter.words);
}

// Where a page begins. With the newest first the key has no due instant, and nothing answered at
// `answered_to` or later comes.
inline Result<ListKey> start_of(const engine::FilingFilter& filter, const engine::Page& page) {
  if (filter.order == engine::FilingOrder::kDue) return read_list_cursor(page.after);
  TRY_ASSIGN(auto from, read_newest_cursor(page.after));
  if (filter.answered_to) from = std::min(from, ListKey{0, to_micros(*filter.answered_to), "", 0});
  return from;
}

}  // namespace baobei::store
