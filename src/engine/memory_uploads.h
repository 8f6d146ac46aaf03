// The twin of a stored Uploads, in memory: for tests. Passes the same contract. Threads: any,
// through a mutex. Owner: whoever makes it.
#pragma once

#include <algorithm>
#include <map>
#include <mutex>

#include "engine/upload_ports.h"

namespace baobei::engine {

class MemoryUploads final : public Uploads {
 public:
  Status begin(const UploadRow& row) override {
    const std::lock_guard lock(mutex_);
    const auto open = [&](auto of) {
      return static_cast<std::size_t>(std::ranges::count_if(
          rows_, [&](const auto& each) { return !each.second.taken_as && of(each.second); }));
    };
    if (open([&](const auto& other) { return other.app == row.app; }) >= kUploadsOfAppMax) {
      return fail(ErrorKind::kTooLarge, "too many uploads are open", "app");
    }
    if (open([&](const auto& other) { return other.org == row.org; }) >= kUploadsOfOrgMax) {
      return fail(ErrorKind::kTooLarge, "too many uploads are open", "org");
    }
    rows_.emplace(row.id, row);
    return {};
  }
  Status take(const std::string& id, const Digest& version) override {
    const std::lock_guard lock(mutex_);
    const auto found = rows_.find(id);
    if (found != rows_.end()) found->second.taken_as = version;
    return {};
  }
  Status remove(const std::string& id) override {
    const std::lock_guard lock(mutex_);
    rows_.erase(id);
    return {};
  }
  Result<UploadRow> find(const lifecycle::AppId& app, const std::string& id) override {
    const std::lock_guard lock(mutex_);
    const auto found = rows_.find(id);
    if (found != rows_.end() && found->second.app == app) return found->second;
    return fail(ErrorKind::kNotFound, "no such upload");
  }
  Result<std::vector<UploadRow>> open_of(const lifecycle::AppId& app) override {
    const std::lock_guard lock(mutex_);
    std::vector<UploadRow> rows;
    for (const auto& [id, row] : rows_) {
      if (row.app == app && !row.taken_as) rows.push_back(row);
    }
    std::ranges::stable_sort(rows, {}, &UploadRow::begun_at);
    return rows;
  }
  Result<std::vector<std::string>> expired(Instant now, std::size_t limit) override {
    const std::lock_guard lock(mutex_);
    std::vector<std::pair<Instant, std::string>> due;
    for (const auto& [id, row] : rows_) {
      if (row.expires_at <= now) due.emplace_back(row.expires_at, id);
    }
    std::ranges::sort(due);
    std::vector<std::string> ids;
    for (const auto& [at, id] : due) {
      if (ids.size() < limit) ids.push_back(id);
    }
    return ids;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, UploadRow> rows_;
};

}  // namespace baobei::engine
