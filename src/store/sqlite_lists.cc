// The lists: one index walk per audience of the viewer, merged.
#include "lifecycle/codec.h"
#include "store/cursor.h"
#include "store/merge.h"
#include "store/read_sql.h"
#include "store/reader_pool.h"
#include "store/sqlite_reads.h"

namespace baobei::store {
namespace {

constexpr auto kNewest = engine::ListOrder::kNewest;

// The three ways through a list, each along an index of its own.
struct Ways {
  const char* all;
  const char* in_state;
  const char* newest;
};

// Runs the list of one audience from `from` on, and reads its rows.
template <typename Filter, typename Read>
Status walk(Connection& db, const Ways& ways, const Filter& filter, const std::string& audience,
            const ListKey& from, std::size_t rows, Read read) {
  const auto read_all = [&](Query query) {
    while (query.next()) read(query);
    return query.status();
  };
  if (filter.order == kNewest) {
    return read_all(Query(db, ways.newest, audience, from.since, from.app, from.no, rows));
  }
  if (filter.state) {
    return read_all(Query(db, ways.in_state, audience, from.due, from.since, from.app, from.no,
                          rows, *filter.state));
  }
  return read_all(Query(db, ways.all, audience, from.due, from.since, from.app, from.no, rows));
}

template <typename Item, typename Filter>
engine::Listed<Item> page_in_order(std::vector<Placed<ListKey, Item>> rows, const Filter& filter,
                                   const engine::Page& page) {
  if (filter.order != kNewest) return merged(std::move(rows), rows_of(page));
  for (auto& row : rows) row.key.due = 0;
  return merged(std::move(rows), rows_of(page), std::ranges::greater());
}

}  // namespace

Result<engine::Listed<engine::AppListItem>> SqliteReader::apps(const engine::Viewer& viewer,
                                                               const engine::Page& page) {
  TRY_ASSIGN(const auto from, read_app_cursor(page.after));
  TRY_ASSIGN(const auto db, pool_->lend());
  std::vector<Placed<std::string, engine::AppListItem>> rows;
  for (const auto& audience : audiences(viewer)) {
    Query query(*db, sql::kApps, audience, from, rows_of(page) + 1);
    while (query.next()) {
      auto& [key, item] = rows.emplace_back();
      query.columns(item.app, item.name, item.row.owner, item.row.subject, item.row.region,
                    item.row.service, item.row.changed_at);
      key = item.app;
    }
    TRY(query.status());
  }
  return merged(std::move(rows), rows_of(page));
}

Result<engine::Listed<engine::SubmissionListItem>> SqliteReader::submissions(
    const engine::Viewer& viewer, const engine::SubmissionFilter& filter,
    const engine::Page& page) {
  TRY_ASSIGN(const auto from, list_start(filter, page));
  TRY_ASSIGN(const auto db, pool_->lend());
  std::vector<Placed<ListKey, engine::SubmissionListItem>> rows;
  const auto read = [&](Query& query) {
    auto& [key, item] = rows.emplace_back();
    query.columns(key.due, key.since, key.app, key.no, item.app_name, item.owner, item.row.no,
                  item.row.state, item.row.digest, item.row.due, item.row.submitted_at,
                  item.row.changed_at);
    item.app = key.app;
  };
  for (const auto& audience : audiences(viewer)) {
    TRY(walk(*db, {sql::kSubmissions, sql::kSubmissionsInState, sql::kSubmissionsNewest}, filter,
             audience, from, rows_of(page) + 1, read));
  }
  return page_in_order(std::move(rows), filter, page);
}

Result<engine::Listed<engine::EntryListItem>> SqliteReader::entries(
    const engine::Viewer& viewer, const engine::EntryFilter& filter, const engine::Page& page) {
  TRY_ASSIGN(const auto from, list_start(filter, page));
  TRY_ASSIGN(const auto db, pool_->lend());
  std::vector<Placed<ListKey, engine::EntryListItem>> rows;
  const auto read = [&](Query& query) {
    auto& [key, item] = rows.emplace_back();
    query.columns(key.due, key.since, key.app, key.no, item.app_name, item.row.no,
                  item.row.submission, item.row.state, item.row.region, item.row.start,
                  item.row.end, item.row.changed_at);
    item.app = key.app;
  };
  for (const auto& audience : audiences(viewer)) {
    TRY(walk(*db, {sql::kEntries, sql::kEntriesInState, sql::kEntriesNewest}, filter, audience,
             from, rows_of(page) + 1, read));
  }
  return page_in_order(std::move(rows), filter, page);
}

Result<engine::Listed<engine::NoticeListItem>> SqliteReader::inbox(const engine::Viewer& viewer,
                                                                   bool unread_only,
                                                                   const engine::Page& page) {
  TRY_ASSIGN(const auto before, read_number_cursor(page.after, std::uint64_t{INT64_MAX}));
  TRY_ASSIGN(const auto db, pool_->lend());
  std::vector<Placed<std::uint64_t, engine::NoticeListItem>> rows;
  for (const auto& inbox : inboxes(viewer)) {
    Query query(*db, unread_only ? sql::kUnread : sql::kInbox, inbox, before, rows_of(page) + 1);
    while (query.next()) {
      auto& [key, item] = rows.emplace_back();
      auto& row = item.row;
      std::string body;
      query.columns(item.id, item.app, item.app_name, row.recipient, row.address, row.copy,
                    row.revision, row.seq, row.at, body, item.read_at);
      key = item.id;
      TRY_ASSIGN(row.notice, lifecycle::decode_notice(body));
    }
    TRY(query.status());
  }
  return merged(std::move(rows), rows_of(page), std::ranges::greater());
}

}  // namespace baobei::store
