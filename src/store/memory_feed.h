// engine::Feed over the store in memory: the twin of SqliteFeed. Threads: any, through the
// database's mutex. Owner: whoever makes it; the database outlives it.
#pragma once

#include <algorithm>

#include "engine/feed_ports.h"
#include "store/audience.h"
#include "store/memory_store.h"

namespace baobei::store {

class MemoryFeed final : public engine::Feed {
 public:
  explicit MemoryFeed(MemoryDatabase& database) : db_(database) {}

  Result<engine::FeedPage> page(const engine::Viewer& viewer, std::uint64_t after,
                                std::size_t limit) override {
    const std::lock_guard lock(db_.mutex);
    engine::FeedPage page;
    page.next = std::max<std::uint64_t>(after, db_.log.size());
    for (auto at = after; at < db_.log.size(); ++at) {
      const auto& event = db_.log[at];
      if (!sees(viewer, event.app)) continue;
      if (page.events.size() == limit) {
        page.next = page.events.back().log_index;
        break;
      }
      page.events.push_back(event);
    }
    page.more = page.next < db_.log.size();
    return page;
  }
  Result<engine::FeedPage> back(const engine::Viewer& viewer, const engine::FeedBack& wanted,
                                std::size_t limit) override {
    const std::lock_guard lock(db_.mutex);
    const auto found = db_.apps.find(wanted.app);
    const bool hidden =
        !wanted.app.empty() && (found == db_.apps.end() || !sees(viewer, wanted.app));
    if (hidden) return fail(ErrorKind::kNotFound, "no such mini-program");
    engine::FeedPage page;
    auto at = std::min<std::uint64_t>(wanted.before, db_.log.size() + 1);
    if (at <= 1 || store::audiences(viewer).empty()) return page;
    page.next = 1;
    while (--at > 0) {
      const auto& event = db_.log[at - 1];
      const bool fits = (wanted.app.empty() || event.app == wanted.app) &&
                        (wanted.type.empty() || event.row.type == wanted.type);
      if (!fits || !sees(viewer, event.app)) continue;
      if (page.events.size() == limit) {
        page.next = page.events.back().log_index;
        break;
      }
      page.events.push_back(event);
    }
    page.more = page.next > 1;
    return page;
  }
  Result<std::uint64_t> head() override {
    const std::lock_guard lock(db_.mutex);
    return db_.log.size();
  }
  Result<std::vector<engine::TailedEvent>> tail(std::uint64_t after, std::size_t limit) override {
    const std::lock_guard lock(db_.mutex);
    std::vector<engine::TailedEvent> tailed;
    for (auto at = after; at < db_.log.size() && tailed.size() < limit; ++at) {
      const auto& seen_by = db_.apps.at(db_.log[at].app).audiences;
      tailed.push_back({db_.log[at], {seen_by.begin(), seen_by.end()}});
    }
    return tailed;
  }
  std::vector<std::string> audiences(const engine::Viewer& viewer) const override {
    return store::audiences(viewer);
  }

 private:
  bool sees(const engine::Viewer& viewer, const lifecycle::AppId& app) const {
    const auto& seen_by = db_.apps.at(app).audiences;
    return std::ranges::any_of(store::audiences(viewer), [&](const std::string& audience) {
      return seen_by.contains(audience);
    });
  }

  MemoryDatabase& db_;
};

}  // namespace baobei::store
