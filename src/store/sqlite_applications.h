// Applications on SQLite, in the file of SqliteStore: the same writing connection, the same pool of
// readers. Threads: as engine/applications.h. Owner: Opened; the store and the reader outlive it.
#pragma once

#include "engine/applications.h"
#include "store/sqlite_store.h"

namespace baobei::store {

class SqliteApplications final : public engine::Applications {
 public:
  SqliteApplications(SqliteStore& store, SqliteReader& reader)
      : db_(store.connection()), pool_(reader.pool()) {}

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
  Result<engine::WriteOutcome> apply(const engine::ApplicationWrite& write);
  Result<bool> answered_before(const engine::ApplicationWrite& write,
                               engine::WriteOutcome& outcome);
  Result<std::string> conflict_of(const engine::ApplicationWrite& write);
  Status put_application(const engine::ApplicationWrite& write);
  Status attach(const engine::ApplicationWrite& write);
  Status put_grant(const engine::ApplicationWrite& write);
  Status put_notices(const engine::ApplicationWrite& write, std::uint64_t step);
  Status put_beside(const engine::ApplicationWrite& write);
  Result<std::uint64_t> put_step(const engine::StepRow& step);
  // The next number of a counter, given out in the transaction that runs.
  Result<std::uint64_t> take_number(const char* counter);

  Connection& db_;
  SqliteReader::Pool& pool_;
};

}  // namespace baobei::store
