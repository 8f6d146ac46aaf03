// The twin of stored AppSearch: it reads the list of mini-programs and keeps what fits. For tests.
// Threads: any. Owner: whoever makes it; the reader outlives it.
#pragma once

#include "store/search_terms.h"

namespace baobei::store {

class ReadSearch final : public engine::AppSearch {
 public:
  explicit ReadSearch(engine::Reader& reader) : reader_(reader) {}

  Result<engine::Listed<engine::AppListItem>> find(const engine::Viewer& viewer,
                                                   const std::string& words,
                                                   const engine::Page& page) override {
    TRY_ASSIGN(const auto wanted, search_words(words));
    engine::Page one{page.after, 1};
    engine::Listed<engine::AppListItem> list;
    std::string last = page.after;
    for (;;) {
      TRY_ASSIGN(const auto next, reader_.apps(viewer, one));
      for (const auto& row : next.rows) {
        const bool fits = folded(row.name).find(wanted) != std::string::npos ||
                          folded(row.app).find(wanted) != std::string::npos;
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

 private:
  engine::Reader& reader_;
};

}  // namespace baobei::store
