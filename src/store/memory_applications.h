// Applications in memory, beside MemoryStore on the same MemoryDatabase: the same answers as
// SqliteApplications, nothing durable.
// Threads: any, through the database's mutex. Owner: whoever holds the MemoryDatabase.
#pragma once

#include "engine/applications.h"
#include "store/memory_store.h"

namespace baobei::store {

class MemoryApplications final : public engine::Applications {
 public:
  explicit MemoryApplications(MemoryDatabase& database) : db_(database) {}

  Result<lifecycle::ApplicationId> next_application() override;
  engine::WriteOutcome commit(const engine::ApplicationWrite& write) override;
  Result<lifecycle::DocumentId> put_document(const engine::DocumentRow& document) override;
  Status record_access(const engine::AccessRow& access) override;
  Result<bool> erase_document(lifecycle::DocumentId document, const engine::StepRow& step) override;

  Result<lifecycle::Application> application(lifecycle::ApplicationId id) override;
  Result<engine::Listed<lifecycle::Application>> applications(
      const engine::Viewer& viewer, const engine::ApplicationFilter& filter,
      const engine::Page& page) override;
  Result<std::optional<lifecycle::Application>> newest(
      const lifecycle::SubjectId& subject, const lifecycle::CategoryId& category) override;
  Result<std::vector<lifecycle::Application>> newest_of(
      const lifecycle::SubjectId& subject) override;
  Result<std::size_t> waiting(const lifecycle::SubjectId& subject) override;
  Result<engine::DocumentRow> document(lifecycle::DocumentId id) override;
  Result<std::vector<engine::DocumentRow>> documents(const lifecycle::SubjectId& subject,
                                                     lifecycle::ApplicationId application) override;
  Result<std::vector<engine::StepRow>> steps(lifecycle::ApplicationId application) override;
  Result<std::vector<engine::AccessRow>> accesses(lifecycle::ApplicationId application) override;
  Result<bool> sees(const engine::Viewer& viewer, const lifecycle::SubjectId& subject) override;
  Result<std::vector<lifecycle::AppId>> apps_of(const engine::Viewer& viewer,
                                                const lifecycle::SubjectId& subject,
                                                std::size_t limit) override;

 private:
  // With the mutex held.
  std::string conflict_of(const engine::ApplicationWrite& write) const;
  void put_grant(const engine::ApplicationWrite& write);
  void put_notices(const engine::ApplicationWrite& write, std::uint64_t step);
  std::uint64_t put_step(engine::StepRow step);
  std::vector<lifecycle::AppId> seen_apps(const engine::Viewer& viewer,
                                          const lifecycle::SubjectId& subject) const;
  bool sees_locked(const engine::Viewer& viewer, const lifecycle::SubjectId& subject) const;

  MemoryDatabase& db_;
  std::map<lifecycle::ApplicationId, lifecycle::Application> applications_;
  std::map<lifecycle::DocumentId, engine::DocumentRow> documents_;
  std::vector<engine::StepRow> steps_;
  std::vector<engine::AccessRow> accesses_;
};

}  // namespace baobei::store
