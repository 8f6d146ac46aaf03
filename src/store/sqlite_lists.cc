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

// The ways through a list, each along an index of its own.
struct Ways {
  const char* all;
  const char* in_state;
  const char* newest;
  const char* in_state_newest;
};

constexpr Ways kSubmissionWays{sql::kSubmissions, sql::kSubmissionsInState, sql::kSubmissionsNewest,
                               sql::kSubmissionsInStateNewest};
constexpr Ways kEntryWays{sql::kEntries, sql::kEntriesInState, sql::kEntriesNewest,
                          sql::kEntriesInStateNewest};

// Runs the list of one audience from `from` on, and reads its rows: of each state at least as many
// as the page holds.
template <typename Filter, typename Read>
Status walk(Connection& db, const Ways& ways, const Filter& filter, const std::string& audience,
            const ListKey& from, std::size_t rows, Read read) {
  const auto read_all = [&](Query query) {
    while (query.next()) read(query);
    return query.status();
  };
  const bool newest = filter.order == kNewest;
  if (filter.states.empty() && newest) {
    return read_all(Query(db, ways.newest, audience, from.since, from.app, from.no, rows));
  }
  if (filter.states.empty()) {
    return read_all(Query(db, ways.all, audience, from.due, from.since, from.app, from.no, rows));
  }
  for (const auto& state : filter.states) {
    if (newest) {
      TRY(read_all(
          Query(db, ways.in_state_newest, audience, from.since, from.app, from.no, rows, state)));
    } else {
      TRY(read_all(Query(db, ways.in_state, audience, from.due, from.since, from.app, from.no, rows,
                         state)));
    }
  }
  return {};
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

Result<engine::Listed<engine::AppListItem>> SqliteReader::apps_where(
    const engine::Viewer& viewer, const engine::AppFilter& filter, const engine::Page& page) {
  TRY_ASSIGN(const auto from, read_app_cursor(page.after));
  const std::string service = filter.service ? std::string(word(*filter.service)) : std::string();
  TRY_ASSIGN(const auto db, pool_->lend());
  std::vector<Placed<std::string, engine::AppListItem>> rows;
  const auto read_all = [&](Query query) {
    while (query.next()) {
      auto& [key, item] = rows.emplace_back();
      query.columns(item.app, item.name, item.row.owner, item.row.subject, item.row.region,
                    item.row.service, item.row.changed_at);
      key = item.app;
    }
    return query.status();
  };
  const auto count = rows_of(page) + 1;
  const bool all = viewer.sees_everything();
  const bool by_owner = filter.subject.empty() && !filter.owner.empty();
  const char* within = filter.service ? sql::kAppsFilteredOfService : sql::kAppsFiltered;
  if (all && by_owner) {
    const auto audience = audience_of_org(filter.owner);
    TRY(read_all(Query(*db, within, from, service, filter.owner, filter.subject, count, audience)));
    return merged(std::move(rows), rows_of(page));
  }
  if (all && (filter.service || !filter.subject.empty())) {
    const char* way = !filter.subject.empty() ? sql::kListedOfSubject : sql::kListedOfService;
    TRY(read_all(Query(*db, way, from, service, filter.owner, filter.subject, count)));
    return merged(std::move(rows), rows_of(page));
  }
  for (const auto& audience : audiences(viewer)) {
    TRY(read_all(Query(*db, within, from, service, filter.owner, filter.subject, count, audience)));
  }
  return merged(std::move(rows), rows_of(page));
}

Result<engine::Listed<engine::RulingListItem>> SqliteReader::rulings(
    const engine::Viewer& viewer, const engine::RulingFilter& filter, const engine::Page& page) {
  TRY_ASSIGN(const auto from, read_newest_cursor(page.after));
  const std::string kind = filter.kind == engine::RulingKind::kOrder ? kOrderList : kAnswerList;
  TRY_ASSIGN(const auto db, pool_->lend());
  std::vector<Placed<ListKey, engine::RulingListItem>> rows;
  const auto read_all = [&](Query query) {
    while (query.next()) {
      auto& [key, item] = rows.emplace_back();
      query.columns(key.since, key.app, key.no, item.app_name);
      key.due = 0;
      item.app = key.app;
      item.no = key.no;
    }
    return query.status();
  };
  const auto count = rows_of(page) + 1;
  for (const auto& audience : audiences_within(viewer, filter.region)) {
    if (filter.states.empty()) {
      TRY(read_all(Query(*db, sql::kRulings, audience, from.since, from.app, from.no, count, kind,
                         filter.from)));
    }
    for (const auto& state : filter.states) {
      TRY(read_all(Query(*db, sql::kRulingsInState, audience, from.since, from.app, from.no, count,
                         kind, filter.from, state)));
    }
  }
  return merged(std::move(rows), rows_of(page), std::ranges::greater());
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
    TRY(walk(*db, kSubmissionWays, filter, audience, from, rows_of(page) + 1, read));
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
                  item.row.end, item.row.changed_at, item.row.answered_at, item.row.late,
                  item.row.channel);
    item.app = key.app;
  };
  for (const auto& audience : audiences_within(viewer, filter.region)) {
    TRY(walk(*db, kEntryWays, filter, audience, from, rows_of(page) + 1, read));
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
