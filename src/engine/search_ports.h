// The port to mini-programs and filings by what their names and ids hold: two characters or more,
// by the same rights as Reader's lists. Letters of ASCII compare without case.
//
// Invariants: of mini-programs, whoever sees everything walks the index of the pair of characters
// that fewest names hold; everybody else walks the mini-programs that are theirs. Filings are
// looked through in the order that they are listed in, so many at once and no more (DESIGN decision
// 15). Threads: any. Owner: server/main.cc; outlives the server.
#pragma once

#include <boost/describe/enum.hpp>
#include <string>

#include "engine/ports.h"

namespace baobei::engine {

inline constexpr std::size_t kSearchCharactersMin = 2;
inline constexpr std::size_t kSearchCharactersMax = 50;
// A version is found by the first characters of its digest, so many or more.
inline constexpr std::size_t kDigestPrefixMin = 6;
// Filings that are looked at for one page. A page that ends there may be short, even empty, and
// still has a next one.
inline constexpr std::size_t kFilingsLookedAtMax = 4'000;

// As ListOrder; or the newest answer first, of those that were answered.
enum class FilingOrder { kDue, kNewest, kAnswered };
BOOST_DESCRIBE_ENUM(FilingOrder, kDue, kNewest, kAnswered)

// All that are given.
struct FilingFilter {
  std::vector<lifecycle::EntryState> states = {};  // any of them; none: all
  FilingOrder order = FilingOrder::kDue;
  lifecycle::RegionCode region = {};  // as of EntryFilter
  // Of the mini-program's name or id, the subject's name, the version's digest from its beginning,
  // or "ID/NUMBER" of mini-program and filing as a whole.
  std::string words = {};
  // Those of these subjects fit the words as well: whom a telephone number led to.
  std::vector<lifecycle::SubjectId> subjects = {};
  std::vector<lifecycle::Channel> channels = {};  // how the office was reached; none: all
  bool late = false;  // those alone that were answered after their end, or are still owed an answer
  // Answered at or after the one and before the other; with either the order is kAnswered.
  std::optional<Instant> answered_from = {};
  std::optional<Instant> answered_to = {};
};

struct AppWords {
  std::string text;
  std::vector<lifecycle::SubjectId> subjects = {};  // as of FilingFilter
};

class AppSearch {
 public:
  virtual ~AppSearch() = default;

  // kInvalid for words that are too short, too long or no UTF-8.
  virtual Result<Listed<AppListItem>> find(const Viewer& viewer, const AppWords& words,
                                           const Page& page) = 0;
  // The same, and for a cursor of another order.
  virtual Result<Listed<EntryListItem>> filings(const Viewer& viewer, const FilingFilter& filter,
                                                const Page& page) = 0;
};

}  // namespace baobei::engine
