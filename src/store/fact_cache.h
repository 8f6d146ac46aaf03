// The facts outside the case files as they were last read, each with its version: a decision rests
// on half a dozen of them, and they seldom change.
//
// Invariants
// - What is kept is what the file holds. All of it goes when another connection has committed
//   (PRAGMA data_version) and when a fact is moved here.
// - facts() is called outside transactions: nothing is kept that could be rolled back.
// - At most kFactsKept of each kind.
// Threads: the store's. Owner: SqliteStore; the connection outlives it.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/ports.h"
#include "store/sqlite.h"

namespace baobei::store {

inline constexpr std::size_t kFactsKept = 4096;

class FactCache {
 public:
  explicit FactCache(Connection& connection) : db_(connection) {}

  Result<engine::FactsAnswer> facts(const engine::FactsQuery& wanted);

  // Do these versions still hold? Empty, or the one that does not. In the transaction whose write
  // rests on them, after refresh() in that transaction.
  Result<std::string> moved(const std::vector<engine::FactStamp>& stamps);
  // Drops what another connection may have changed.
  Status refresh();

  // Moves the version of a fact that others may have stamped; part of the caller's transaction.
  Status move(engine::FactKind kind, std::string_view key);

 private:
  template <typename T>
  struct Kept {
    std::int64_t version = 0;  // read before the value
    T value;
  };
  template <typename T>
  using Table = std::unordered_map<std::string, Kept<T>>;

  struct Bars {
    bool everywhere = false;
    std::vector<lifecycle::AppId> apps;  // two are as good as all: one of them is another's
  };

  // The kept fact, read now where it is not.
  template <typename T, typename Read>
  Result<const Kept<T>*> find(Table<T>& table, engine::FactKind kind, const std::string& key,
                              Read read);
  Result<std::int64_t> version(engine::FactKind kind, std::string_view key);
  std::optional<std::int64_t> kept_version(engine::FactKind kind, const std::string& key) const;
  Status read(const std::string& id, std::optional<engine::PersonRow>& person);
  Status read(const std::string& subject, std::vector<engine::GrantRow>& grants);
  Status read(const std::string& region, lifecycle::Channel& channel);
  Status read(const Digest& digest, Bars& bars);
  void forget();

  Connection& db_;
  std::int64_t data_version_ = 0;
  Table<std::optional<engine::PersonRow>> people_;
  Table<std::vector<engine::GrantRow>> grants_;
  Table<lifecycle::Channel> offices_;
  Table<Bars> bars_;
};

}  // namespace baobei::store
