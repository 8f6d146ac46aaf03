// The lists: one index walk per audience of the viewer and per state, merged.
#include "lifecycle/codec.h"
#include "store/cursor.h"
#include "store/merge.h"
#include "store/read_sql.h"
#include "store/reader_pool.h"
#include "store/sqlite_reads.h"

namespace baobei::store {
namespace {

// Runs the list of one audience from `from` on, of one state or of each, and reads its rows.
template <typename State, typename Read>
Status walk(Connection& db, const char* sql, const std::optional<State>& state,
            const std::string& audience, const ListKey& from, std::size_t rows, Read read) {
  const auto states = state ? std::vector<State>{*state} : all_of<State>();
  for (const State each : states) {
    Query query(db, sql, audience, each, from.due, from.since, from.bucket, from.app, from.no,
                rows);
    while (query.next()) read(query);
    TRY(query.status());
  }
  return {};
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
  TRY_ASSIGN(const auto from, read_list_cursor(page.after));
  TRY_ASSIGN(const auto db, pool_->lend());
  std::vector<Placed<ListKey, engine::SubmissionListItem>> rows;
  const auto read = [&](Query& query) {
    auto& [key, item] = rows.emplace_back();
    query.columns(key.due, key.since, key.bucket, key.app, key.no, item.app_name, item.owner,
                  item.row.no, item.row.state, item.row.digest, item.row.due, item.row.submitted_at,
                  item.row.changed_at);
    item.app = key.app;
  };
  for (const auto& audience : audiences(viewer)) {
    TRY(walk(*db, sql::kSubmissions, filter.state, audience, from, rows_of(page) + 1, read));
  }
  return merged(std::move(rows), rows_of(page));
}

Result<engine::Listed<engine::EntryListItem>> SqliteReader::entries(
    const engine::Viewer& viewer, const engine::EntryFilter& filter, const engine::Page& page) {
  TRY_ASSIGN(const auto from, read_list_cursor(page.after));
  TRY_ASSIGN(const auto db, pool_->lend());
  std::vector<Placed<ListKey, engine::EntryListItem>> rows;
  const auto read = [&](Query& query) {
    auto& [key, item] = rows.emplace_back();
    query.columns(key.due, key.since, key.bucket, key.app, key.no, item.app_name, item.row.no,
                  item.row.submission, item.row.state, item.row.region, item.row.start,
                  item.row.end, item.row.changed_at);
    item.app = key.app;
  };
  for (const auto& audience : audiences(viewer)) {
    TRY(walk(*db, sql::kEntries, filter.state, audience, from, rows_of(page) + 1, read));
  }
  return merged(std::move(rows), rows_of(page));
}

Result<engine::Listed<engine::NoticeListItem>> SqliteReader::inbox(const engine::Viewer& viewer,
                                                                   bool unread_only,
                                                                   const engine::Page& page) {
  TRY_ASSIGN(const auto before, read_number_cursor(page.after, std::uint64_t{INT64_MAX}));
  TRY_ASSIGN(const auto db, pool_->lend());
  std::vector<Placed<std::uint64_t, engine::NoticeListItem>> rows;
  const auto add = [&](const char* sql, const std::string& inbox) -> Status {
    Query query(*db, sql, inbox, before, rows_of(page) + 1);
    while (query.next()) {
      auto& [key, item] = rows.emplace_back();
      auto& row = item.row;
      std::string body;
      query.columns(item.id, item.app, item.app_name, row.recipient, row.address, row.copy,
                    row.revision, row.seq, row.at, body, item.read_at);
      key = item.id;
      TRY_ASSIGN(row.notice, lifecycle::decode_notice(body));
    }
    return query.status();
  };
  for (const auto& inbox : inboxes(viewer)) {
    TRY(add(sql::kUnread, inbox));
    if (!unread_only) TRY(add(sql::kRead, inbox));
  }
  return merged(std::move(rows), rows_of(page), std::ranges::greater());
}

}  // namespace baobei::store
