// engine::AppSearch on SQLite, over the terms that put_app_name keeps. Threads: any. Owner: the
// server; the reader outlives it.
#pragma once

#include "engine/search_ports.h"
#include "store/sqlite_store.h"

namespace baobei::store {

class SqliteSearch final : public engine::AppSearch {
 public:
  explicit SqliteSearch(SqliteReader& reader) : reader_(reader) {}

  Result<engine::Listed<engine::AppListItem>> find(const engine::Viewer& viewer,
                                                   const engine::AppWords& words,
                                                   const engine::Page& page) override;
  Result<engine::Listed<engine::EntryListItem>> filings(const engine::Viewer& viewer,
                                                        const engine::FilingFilter& filter,
                                                        const engine::Page& page) override;

 private:
  SqliteReader& reader_;
};

}  // namespace baobei::store
