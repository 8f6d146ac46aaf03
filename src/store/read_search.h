// The twin of stored AppSearch: it reads the list of mini-programs and keeps what fits. For tests.
// Threads: any. Owner: whoever makes it; the reader outlives it.
#pragma once

#include <map>

#include "store/audience.h"
#include "store/filing_words.h"
#include "store/merge.h"
#include "store/search_terms.h"

namespace baobei::store {

class ReadSearch final : public engine::AppSearch {
 public:
  explicit ReadSearch(engine::Reader& reader) : reader_(reader) {}

  Result<engine::Listed<engine::AppListItem>> find(const engine::Viewer& viewer,
                                                   const engine::AppWords& words,
                                                   const engine::Page& page) override {
    TRY_ASSIGN(const auto wanted, search_words(words.text));
    engine::Page one{page.after, 1};
    engine::Listed<engine::AppListItem> list;
    std::string last = page.after;
    for (;;) {
      TRY_ASSIGN(const auto next, reader_.apps(viewer, one));
      for (const auto& row : next.rows) {
        const bool fits = folded(row.name).find(wanted) != std::string::npos ||
                          folded(row.app).find(wanted) != std::string::npos ||
                          is_one_of(words.subjects, row.row.subject);
        if (!fits) continue;
        if (list.rows.size() == page.limit) {
          list.next = last;
          return list;
        }
        list.rows.push_back(row);
        last = next.next;
      }
      if (next.next.empty()) return list;
      one.after = next.next;
    }
  }

  Result<engine::Listed<engine::EntryListItem>> filings(const engine::Viewer& viewer,
                                                        const engine::FilingFilter& filter,
                                                        const engine::Page& page) override {
    TRY_ASSIGN(const auto words, words_of(filter));
    TRY_ASSIGN(const auto from, start_of(filter, page));
    TRY_ASSIGN(auto all, everything_of(viewer, filter.region));
    const bool newest = filter.order != engine::FilingOrder::kDue;
    std::vector<Placed<ListKey, engine::EntryListItem>> rows;
    for (auto& filing : all) {
      if (!fits(filing, filter, words)) continue;
      const auto& row = filing.item.row;
      const auto place = place_of(row);
      ListKey key{newest ? 0 : place.due, place.since, filing.item.app, row.no};
      if (filter.order == engine::FilingOrder::kAnswered) key.since = to_micros(*row.answered_at);
      if (newest ? key >= from : key <= from) continue;
      rows.push_back({key, std::move(filing.item)});
    }
    if (newest) return merged(std::move(rows), rows_of(page), std::ranges::greater());
    return merged(std::move(rows), rows_of(page));
  }

 private:
  template <typename List, typename Row>
  Status read_whole(List list, std::vector<Row>& rows) {
    engine::Page page{"", engine::kPageMax};
    for (;;) {
      TRY_ASSIGN(auto next, list(page));
      for (auto& row : next.rows) rows.push_back(std::move(row));
      if (next.next.empty()) return {};
      page.after = next.next;
    }
  }

  Result<std::vector<FoundFiling>> everything_of(const engine::Viewer& viewer,
                                                 const lifecycle::RegionCode& region) {
    std::vector<engine::AppListItem> apps;
    TRY(read_whole([&](const auto& page) { return reader_.apps(viewer, page); }, apps));
    std::map<lifecycle::AppId, engine::SubjectRow> subjects;
    for (const auto& app : apps) {
      const auto subject = reader_.subject(app.row.subject);
      auto& row = subjects[app.app];
      if (subject) row = *subject;
      row.subject.id = app.row.subject;
    }
    std::vector<engine::SubmissionListItem> submissions;
    TRY(read_whole([&](const auto& page) { return reader_.submissions(viewer, {}, page); },
                   submissions));
    std::map<std::pair<lifecycle::AppId, lifecycle::SubmissionNo>, Digest> digests;
    for (const auto& each : submissions) digests[{each.app, each.row.no}] = each.row.digest;
    std::vector<engine::EntryListItem> entries;
    const engine::EntryFilter of_region{{}, engine::ListOrder::kDue, region};
    TRY(read_whole([&](const auto& page) { return reader_.entries(viewer, of_region, page); },
                   entries));
    std::vector<FoundFiling> filings;
    for (auto& item : entries) {
      const auto digest = digests[{item.app, item.row.submission}];
      const auto& subject = subjects[item.app];
      filings.push_back({std::move(item), subject.subject.id, subject.name, digest});
    }
    return filings;
  }

  engine::Reader& reader_;
};

}  // namespace baobei::store
