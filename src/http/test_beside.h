// Hosts, feed, calendars and keys from tables, for the tests of the API. The feed gives what the
// test put there; who sees an event stands beside it. Threads: the tables are behind a mutex.
// Owner: a test's World.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>
#include <vector>

#include "engine/memory_hosts.h"
#include "engine/search_ports.h"
#include "http/event_hub.h"
#include "http/services.h"
#include "receipts/receipts.h"

namespace baobei::http::test {

inline std::vector<std::string> audiences_of(const engine::Viewer& viewer) {
  if (viewer.sees_everything()) return {"*"};
  if (viewer.has(lifecycle::Role::kOfficer)) return {"region:" + viewer.region};
  return {"org:" + viewer.org};
}

class TableFeed final : public engine::Feed {
 public:
  // An event of wx1 that these see, and everybody who sees everything.
  void add(const std::string& type, std::vector<std::string> audiences,
           const std::string& note = "") {
    const std::lock_guard lock(mutex_);
    audiences.push_back("*");
    engine::TailedEvent tailed;
    tailed.audiences = std::move(audiences);
    auto& event = tailed.event;
    event.log_index = log_.size() + 1;
    event.app = "wx1";
    event.row.revision = event.log_index;
    event.row.type = type;
    event.row.actor = "reviewer-7";
    event.row.body = R"({"actor":{"org":")" + note +
                     R"(","person":"reviewer-7","region":"","role":"reviewer","unit":""},)"
                     R"("app":"wx1","at":1000000,"data":{"type":"service_suspended"},"prev":")" +
                     std::string(64, '0') + R"(","revision":)" +
                     std::to_string(event.row.revision) + "}";
    log_.push_back(std::move(tailed));
  }
  void fail_with(std::optional<Error> error) {
    const std::lock_guard lock(mutex_);
    broken_ = std::move(error);
  }
  // How often it was asked in vain.
  std::size_t refusals() {
    const std::lock_guard lock(mutex_);
    return refusals_;
  }

  Result<engine::FeedPage> back(const engine::Viewer& viewer, const engine::FeedBack& wanted,
                                std::size_t limit) override {
    const std::lock_guard lock(mutex_);
    engine::FeedPage page;
    for (auto at = std::min<std::uint64_t>(wanted.before, log_.size() + 1); at-- > 1;) {
      if (page.events.size() == limit) break;
      page.next = at;
      if (sees(viewer, log_[at - 1])) page.events.push_back(log_[at - 1].event);
    }
    page.more = page.next > 1;
    return page;
  }
  Result<engine::FeedPage> page(const engine::Viewer& viewer, std::uint64_t after,
                                std::size_t limit) override {
    const std::lock_guard lock(mutex_);
    if (broken_) return std::unexpected(*broken_);
    engine::FeedPage page;
    page.next = std::max<std::uint64_t>(after, log_.size());
    for (auto i = after; i < log_.size(); ++i) {
      if (!sees(viewer, log_[i])) continue;
      if (page.events.size() == limit) {
        page.next = page.events.back().log_index;
        break;
      }
      page.events.push_back(log_[i].event);
    }
    page.more = page.next < log_.size();
    return page;
  }
  Result<std::uint64_t> head() override {
    const std::lock_guard lock(mutex_);
    return log_.size();
  }
  Result<std::vector<engine::TailedEvent>> tail(std::uint64_t after, std::size_t limit) override {
    const std::lock_guard lock(mutex_);
    if (broken_) {
      ++refusals_;
      return std::unexpected(*broken_);
    }
    std::vector<engine::TailedEvent> tailed;
    for (auto i = after; i < log_.size() && tailed.size() < limit; ++i) tailed.push_back(log_[i]);
    return tailed;
  }
  std::vector<std::string> audiences(const engine::Viewer& viewer) const override {
    return audiences_of(viewer);
  }

 private:
  static bool sees(const engine::Viewer& viewer, const engine::TailedEvent& event) {
    return std::ranges::any_of(audiences_of(viewer), [&](const std::string& mine) {
      return std::ranges::find(event.audiences, mine) != event.audiences.end();
    });
  }
  std::mutex mutex_;
  std::vector<engine::TailedEvent> log_;
  std::optional<Error> broken_;
  std::size_t refusals_ = 0;
};

class TableCalendars final : public engine::Calendars {
 public:
  std::vector<engine::CalendarRow> rows;
  std::map<lifecycle::PersonId, engine::Principal> people;
  std::vector<engine::UpcomingDeadline> deadlines;

  Status add(const engine::CalendarRow& calendar) override {
    if (rows.size() >= engine::kCalendarsOfPersonMax) return fail(ErrorKind::kTooLarge, "many");
    rows.push_back(calendar);
    return {};
  }
  Status remove(const lifecycle::PersonId& person, const std::string& id) override {
    const auto gone =
        std::erase_if(rows, [&](const auto& row) { return row.id == id && row.person == person; });
    if (gone > 0) return {};
    return fail(ErrorKind::kNotFound, "no such calendar");
  }
  Result<std::vector<engine::CalendarRow>> of(const lifecycle::PersonId& person) override {
    auto mine = rows;
    std::erase_if(mine, [&](const auto& row) { return row.person != person; });
    return mine;
  }
  Result<engine::Principal> owner(const Digest& token_hash) override {
    for (const auto& row : rows) {
      if (row.token_hash == token_hash && people.contains(row.person)) return people[row.person];
    }
    return fail(ErrorKind::kNotFound, "no such calendar");
  }
  Result<std::vector<engine::UpcomingDeadline>> upcoming(const engine::Viewer&,
                                                         std::size_t limit) override {
    auto some = deadlines;
    if (some.size() > limit) some.resize(limit);
    return some;
  }
};

class TableMarks final : public engine::InboxMarks {
 public:
  std::uint64_t unread_left = 0;
  std::vector<std::string> asked;

  Result<std::size_t> read_some(const engine::Viewer& viewer, std::uint64_t up_to,
                                Instant) override {
    asked.push_back(viewer.person + " up to " + std::to_string(up_to));
    const auto some = std::min<std::uint64_t>(unread_left, engine::kReadAtOnceMax);
    unread_left -= some;
    return some;
  }
  Result<engine::UnreadCount> unread(const engine::Viewer&) override {
    const bool exact = unread_left <= engine::kCountedExactlyMax;
    return engine::UnreadCount{std::min(unread_left, engine::kCountedExactlyMax), exact};
  }
};

class TableCounts final : public engine::Counts {
 public:
  Result<std::vector<engine::StateCount>> by_state(const engine::Viewer&,
                                                   engine::CountedList list) override {
    if (list == engine::CountedList::kEntries) return std::vector<engine::StateCount>{};
    return std::vector<engine::StateCount>{{"reviewing", 2, true}, {"filing", 10'000, false}};
  }
};

class TableSearch final : public engine::AppSearch {
 public:
  explicit TableSearch(engine::Reader& reader) : reader_(reader) {}
  // Whatever is asked for is found in names that hold it; one page.
  Result<engine::Listed<engine::AppListItem>> find(const engine::Viewer& viewer,
                                                   const engine::AppWords& words,
                                                   const engine::Page& page) override {
    if (words.text.size() < engine::kSearchCharactersMin) {
      return fail(ErrorKind::kInvalid, "too short", "q");
    }
    TRY_ASSIGN(auto rows, reader_.apps(viewer, page));
    std::erase_if(rows.rows, [&](const engine::AppListItem& row) {
      return row.name.find(words.text) == std::string::npos;
    });
    return rows;
  }
  // As the reader lists them; what is asked for besides is the store's own test.
  Result<engine::Listed<engine::EntryListItem>> filings(const engine::Viewer& viewer,
                                                        const engine::FilingFilter& filter,
                                                        const engine::Page& page) override {
    asked = filter;
    const auto order = filter.order == engine::FilingOrder::kDue ? engine::ListOrder::kDue
                                                                 : engine::ListOrder::kNewest;
    return reader_.entries(viewer, {filter.states, order, filter.region}, page);
  }

  engine::FilingFilter asked;

 private:
  engine::Reader& reader_;
};

class BesideTables {
 public:
  BesideTables(engine::Reader& reader, engine::Clock& clock,
               std::function<void(const Error&)> report)
      : hub(feed, reader, clock, std::move(report), quick()),
        search(reader),
        keys(receipts::KeyRing::open(testing::TempDir() + "/" + random_id("keys"), clock.now())
                 .value()) {}

  static HubLimits quick() {
    HubLimits limits;
    limits.look_every = std::chrono::milliseconds(5);
    limits.heartbeat = std::chrono::milliseconds(200);
    limits.recheck = std::chrono::milliseconds(100);
    return limits;
  }

  void plug_into(Services& services) {
    services.hosts = &hosts;
    services.feed = &feed;
    services.hub = &hub;
    services.calendars = &calendars;
    services.inbox_marks = &marks;
    services.counts = &counts;
    services.search = &search;
    services.keys = &keys;
  }

  engine::MemoryHosts hosts;
  TableFeed feed;
  EventHub hub;
  TableCalendars calendars;
  TableMarks marks;
  TableCounts counts;
  TableSearch search;
  receipts::KeyRing keys;
};

}  // namespace baobei::http::test
