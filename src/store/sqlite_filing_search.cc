// Filings by what they hold: each list that the viewer reads is looked through from the page's
// place on, so many rows of it and no more.
#include "store/filing_words.h"
#include "store/merge.h"
#include "store/read_sql.h"
#include "store/reader_pool.h"
#include "store/sqlite_search.h"

namespace baobei::store {
namespace {

using FilingRows = std::vector<Placed<ListKey, engine::EntryListItem>>;

// What is looked through for one page.
struct FilingWalk {
  const engine::FilingFilter& filter;
  std::string words;
  ListKey from;
  std::size_t page = 0;     // rows wanted of each list, and one more
  std::size_t look_at = 0;  // rows of each list

  bool newest() const { return filter.order != engine::FilingOrder::kDue; }
  bool by_answer() const { return filter.order == engine::FilingOrder::kAnswered; }
  std::string_view kind() const {
    if (by_answer()) return kAnsweredEntryList;
    return filter.late ? kLateEntryList : kEntryList;
  }
  bool comes_first(const ListKey& a, const ListKey& b) const { return newest() ? a > b : a < b; }
};

struct FilingsFound {
  FilingRows rows;
  // Rows behind it were not looked at in one of the lists.
  std::optional<ListKey> looked_to;
};

void read_filing(Query& query, ListKey& key, FoundFiling& filing) {
  auto& item = filing.item;
  query.columns(key.due, key.since, key.app, key.no, item.app_name, item.row.no,
                item.row.submission, item.row.state, item.row.region, item.row.start, item.row.end,
                item.row.changed_at, item.row.answered_at, item.row.late, item.row.channel,
                filing.subject, filing.subject_name, filing.digest);
  item.app = key.app;
}

// Reads what fits of one list.
Status look_through(const FilingWalk& walk, Query query, FilingsFound& found) {
  std::size_t looked_at = 0;
  std::size_t fitting = 0;
  while (fitting < walk.page && query.next()) {
    ListKey key;
    FoundFiling filing;
    read_filing(query, key, filing);
    if (walk.newest()) key.due = 0;
    ++looked_at;
    if (fits(filing, walk.filter, walk.words)) {
      ++fitting;
      found.rows.push_back({key, std::move(filing.item)});
    }
    if (looked_at < walk.look_at) continue;
    if (!found.looked_to || walk.comes_first(key, *found.looked_to)) found.looked_to = key;
    break;
  }
  return query.status();
}

Status look_through_lists(Connection& db, const FilingWalk& walk, const std::string& audience,
                          FilingsFound& found) {
  const auto& from = walk.from;
  const auto kind = walk.kind();
  const auto since = to_micros(walk.filter.answered_from.value_or(Instant{}));
  const auto& states = walk.filter.states;
  if (states.empty() && walk.newest()) {
    return look_through(walk,
                        Query(db, sql::kFilingsNewest, audience, from.since, from.app, from.no,
                              walk.look_at, kind, since),
                        found);
  }
  if (states.empty()) {
    return look_through(walk,
                        Query(db, sql::kFilings, audience, from.due, from.since, from.app, from.no,
                              walk.look_at, kind),
                        found);
  }
  for (const auto& state : states) {
    if (walk.newest()) {
      TRY(look_through(walk,
                       Query(db, sql::kFilingsInStateNewest, audience, from.since, from.app,
                             from.no, walk.look_at, kind, since, state),
                       found));
    } else {
      TRY(look_through(walk,
                       Query(db, sql::kFilingsInState, audience, from.due, from.since, from.app,
                             from.no, walk.look_at, kind, state),
                       found));
    }
  }
  return {};
}

// Of what was found, as far as every list was looked through.
engine::Listed<engine::EntryListItem> page_of(const FilingWalk& walk, FilingsFound found) {
  const auto beyond = [&](const auto& row) {
    return found.looked_to && walk.comes_first(*found.looked_to, row.key);
  };
  std::erase_if(found.rows, beyond);
  auto list = walk.newest() ? merged(std::move(found.rows), walk.page - 1, std::ranges::greater())
                            : merged(std::move(found.rows), walk.page - 1);
  if (list.next.empty() && found.looked_to) list.next = write_cursor(*found.looked_to);
  return list;
}

}  // namespace

Result<engine::Listed<engine::EntryListItem>> SqliteSearch::filings(
    const engine::Viewer& viewer, const engine::FilingFilter& filter, const engine::Page& page) {
  TRY_ASSIGN(auto words, words_of(filter));
  TRY_ASSIGN(auto from, start_of(filter, page));
  const auto lists = audiences_within(viewer, filter.region);
  const auto walks =
      std::max<std::size_t>(lists.size() * std::max<std::size_t>(filter.states.size(), 1), 1);
  const FilingWalk walk{filter, std::move(words), std::move(from), rows_of(page) + 1,
                        engine::kFilingsLookedAtMax / walks};
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  FilingsFound found;
  for (const auto& audience : lists) TRY(look_through_lists(*db, walk, audience, found));
  return page_of(walk, std::move(found));
}

}  // namespace baobei::store
