#include "store/sqlite_feed.h"

#include <algorithm>
#include <map>
#include <set>

#include "store/audience.h"
#include "store/beside_sql.h"
#include "store/reader_pool.h"
#include "store/sqlite_reads.h"

namespace baobei::store {
namespace {

Result<std::uint64_t> log_head(Connection& db) {
  Query query(db, sql::kLogHead);
  std::uint64_t head = 0;
  if (query.next()) query.columns(head);
  TRY(query.status());
  return head;
}

engine::FeedPage page_of(std::vector<engine::LoggedEvent> events, std::size_t limit,
                         std::uint64_t looked_up_to, std::uint64_t head) {
  engine::FeedPage page;
  page.next = looked_up_to;
  if (events.size() > limit) {
    events.resize(limit);
    page.next = events.back().log_index;
  }
  page.events = std::move(events);
  page.more = page.next < head;
  return page;
}

}  // namespace

Result<std::optional<std::vector<SqliteFeed::AppKey>>> SqliteFeed::active(
    Connection& db, const std::vector<std::string>& audiences, std::uint64_t after) const {
  std::set<AppKey> apps;
  for (const auto& audience : audiences) {
    std::size_t count = 0;
    {
      Query query(db, sql::kCountAudience, audience, limits_.audience + 1);
      if (query.next()) query.columns(count);
      TRY(query.status());
    }
    if (count > limits_.audience) return std::nullopt;
    Query query(db, sql::kFeedApps, audience, after, limits_.apps + 1);
    while (query.next()) {
      AppKey key;
      query.columns(key.bucket, key.app);
      apps.insert(std::move(key));
    }
    TRY(query.status());
    if (apps.size() > limits_.apps) return std::nullopt;
  }
  return std::vector(apps.begin(), apps.end());
}

Result<engine::FeedPage> SqliteFeed::page(const engine::Viewer& viewer, std::uint64_t after,
                                          std::size_t limit) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  Transaction snapshot(*db);
  TRY(snapshot.begin(Transaction::Kind::kRead));
  TRY_ASSIGN(const auto head, log_head(*db));
  std::vector<engine::LoggedEvent> events;
  const auto mine = store::audiences(viewer);
  if (after >= head || mine.empty()) return page_of({}, limit, std::max(after, head), head);
  if (viewer.sees_everything()) {
    Query query(*db, sql::kTail, after, limit + 1);
    TRY(read_events(query, events));
    return page_of(std::move(events), limit, head, head);
  }
  TRY_ASSIGN(const auto apps, active(*db, mine, after));
  if (apps) {
    for (const auto& key : *apps) {
      Query query(*db, sql::kFeedOfApp, key.bucket, key.app, after, limit + 1);
      TRY(read_events(query, events));
    }
    std::ranges::sort(events, {}, &engine::LoggedEvent::log_index);
    return page_of(std::move(events), limit, head, head);
  }
  const auto window = std::min<std::uint64_t>(head, after + limits_.looked_at);
  Query query(*db, sql::kFeed, after, window, mine.front(), mine.back(), limit + 1);
  TRY(read_events(query, events));
  return page_of(std::move(events), limit, window, head);
}

Result<engine::FeedPage> SqliteFeed::back(const engine::Viewer& viewer,
                                          const engine::FeedBack& wanted, std::size_t limit) {
  if (!wanted.app.empty()) TRY(reader_.app(viewer, wanted.app));
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  TRY_ASSIGN(const auto head, log_head(*db));
  const auto before = std::min(wanted.before, head + 1);
  const auto mine = store::audiences(viewer);
  engine::FeedPage page;
  if (before <= 1 || mine.empty()) return page;
  const auto read = [&](Query query) { return read_events(query, page.events); };
  page.next = 1;
  if (!wanted.app.empty()) {
    TRY(read(Query(*db, sql::kFeedBackOfApp, engine::bucket_of(wanted.app), wanted.app, before,
                   wanted.type, limit + 1)));
  } else {
    if (before > limits_.looked_at) page.next = before - limits_.looked_at;
    if (viewer.sees_everything()) {
      TRY(read(Query(*db, sql::kFeedBack, before, page.next, wanted.type, limit + 1)));
    } else {
      TRY(read(Query(*db, sql::kFeedBackSeen, before, page.next, wanted.type, limit + 1,
                     mine.front(), mine.back())));
    }
  }
  if (page.events.size() > limit) {
    page.events.resize(limit);
    page.next = page.events.back().log_index;
  }
  page.more = page.next > 1;
  return page;
}

Result<std::uint64_t> SqliteFeed::head() {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  return log_head(*db);
}

Result<std::vector<engine::TailedEvent>> SqliteFeed::tail(std::uint64_t after, std::size_t limit) {
  TRY_ASSIGN(const auto db, reader_.pool().lend());
  Transaction snapshot(*db);
  TRY(snapshot.begin(Transaction::Kind::kRead));
  std::vector<engine::LoggedEvent> events;
  {
    Query query(*db, sql::kTail, after, limit);
    TRY(read_events(query, events));
  }
  std::map<lifecycle::AppId, std::vector<std::string>> known;
  std::vector<engine::TailedEvent> tailed;
  for (auto& event : events) {
    auto [found, is_new] = known.try_emplace(event.app);
    if (is_new) {
      Query query(*db, sql::kAudiencesOfApp, engine::bucket_of(event.app), event.app);
      while (query.next()) query.columns(found->second.emplace_back());
      TRY(query.status());
    }
    tailed.push_back({std::move(event), found->second});
  }
  return tailed;
}

std::vector<std::string> SqliteFeed::audiences(const engine::Viewer& viewer) const {
  return store::audiences(viewer);
}

}  // namespace baobei::store
