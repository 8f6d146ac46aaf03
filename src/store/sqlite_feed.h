// engine::Feed on SQLite. How a page is found depends on how many mini-programs the viewer sees:
// few are asked for their newer events one by one, of many the log is walked, at most
// kFeedLookedAtMax rows a page. Both ways give the same events.
// Threads: any. Owner: the server; the reader outlives it.
#pragma once

#include "engine/feed_ports.h"
#include "store/sqlite_store.h"

namespace baobei::store {

class Connection;

struct FeedLimits {
  std::size_t looked_at = engine::kFeedLookedAtMax;
  std::size_t apps = 500;         // with newer events; more: the log is walked
  std::size_t audience = 20'000;  // mini-programs of an audience that are looked through
};

class SqliteFeed final : public engine::Feed {
 public:
  explicit SqliteFeed(SqliteReader& reader, FeedLimits limits = {})
      : reader_(reader), limits_(limits) {}

  Result<engine::FeedPage> page(const engine::Viewer& viewer, std::uint64_t after,
                                std::size_t limit) override;
  Result<engine::FeedPage> back(const engine::Viewer& viewer, const engine::FeedBack& wanted,
                                std::size_t limit) override;
  Result<std::uint64_t> head() override;
  Result<std::vector<engine::TailedEvent>> tail(std::uint64_t after, std::size_t limit) override;
  std::vector<std::string> audiences(const engine::Viewer& viewer) const override;

 private:
  struct AppKey {
    std::uint32_t bucket = 0;
    std::string app;
    auto operator<=>(const AppKey&) const = default;
  };
  // Those with newer events; nothing where they are too many.
  Result<std::optional<std::vector<AppKey>>> active(Connection& db,
                                                    const std::vector<std::string>& audiences,
                                                    std::uint64_t after) const;

  SqliteReader& reader_;
  const FeedLimits limits_;
};

}  // namespace baobei::store
