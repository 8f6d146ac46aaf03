// The twin of stored Contacts, in memory. For tests. Threads: any. Owner: whoever makes it.
#pragma once

#include <map>
#include <mutex>

#include "engine/contact_ports.h"

namespace baobei::store {

class MemoryContacts final : public engine::Contacts {
 public:
  Status put(const engine::ContactRow& row) override {
    const std::lock_guard lock(mutex_);
    rows_[row.subject] = row;
    return {};
  }
  Status remove(const lifecycle::SubjectId& subject) override {
    const std::lock_guard lock(mutex_);
    rows_.erase(subject);
    return {};
  }
  Result<std::optional<engine::ContactRow>> find(const lifecycle::SubjectId& subject) override {
    const std::lock_guard lock(mutex_);
    const auto found = rows_.find(subject);
    if (found == rows_.end()) return std::nullopt;
    return found->second;
  }
  Result<std::vector<lifecycle::SubjectId>> subjects_by_phone(const Digest& phone) override {
    const std::lock_guard lock(mutex_);
    std::vector<lifecycle::SubjectId> subjects;
    for (const auto& [subject, row] : rows_) {
      if (row.phone != phone || subjects.size() == engine::kSubjectsOfPhoneMax) continue;
      subjects.push_back(subject);
    }
    return subjects;
  }

 private:
  std::mutex mutex_;
  std::map<lifecycle::SubjectId, engine::ContactRow> rows_;
};

}  // namespace baobei::store
