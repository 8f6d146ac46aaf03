// engine::SubmissionForms on SQLite. Threads as the port says. Owner: the server; the store and the
// reader outlive it.
#pragma once

#include "engine/form_ports.h"
#include "store/sqlite_store.h"

namespace baobei::store {

class SqliteForms final : public engine::SubmissionForms {
 public:
  SqliteForms(SqliteStore& store, SqliteReader& reader) : store_(store), reader_(reader) {}

  Status add_picture(const engine::PictureRow& row) override;
  Status erase_picture(const lifecycle::AppId& app, const std::string& id, Instant at) override;
  Status erase_test_account(const lifecycle::AppId& app, const Digest& commitment) override;
  Status erase_under_key(const lifecycle::SubjectId& subject, Instant at) override;

  Result<engine::PictureRow> picture(const lifecycle::AppId& app, const std::string& id) override;
  Result<std::vector<engine::PictureRow>> pictures(const lifecycle::AppId& app) override;
  Result<engine::UnderKey> under_key(const lifecycle::SubjectId& subject) override;
  Result<std::vector<engine::PictureRow>> pictures_due(Instant before, std::size_t limit) override;

 private:
  SqliteStore& store_;
  SqliteReader& reader_;
};

}  // namespace baobei::store
