// The kinds of Store that the contract runs for.
#include <cstdlib>
#include <filesystem>

#include "store/memory_applications.h"
#include "store/memory_directory.h"
#include "store/memory_store.h"
#include "store/sqlite_store.h"
#include "store/store_contract.h"

namespace baobei::store {
namespace {

class MemoryWorld final : public StoreWorld {
 public:
  engine::Store& store() override { return store_; }
  engine::Reader& reader() override { return reader_; }
  engine::Applications& applications() override { return applications_; }
  engine::Directory& directory() override { return directory_; }
  std::vector<engine::AttemptRow> attempts(const lifecycle::AppId& app) override {
    return reader_.attempts(app, 100).value();
  }

 private:
  MemoryDatabase database_;
  MemoryStore store_{database_};
  MemoryReader reader_{database_};
  MemoryApplications applications_{database_};
  MemoryDirectory directory_{database_, store_};
};

class SqliteWorld final : public StoreWorld {
 public:
  SqliteWorld() {
    std::string folder = testing::TempDir() + "baobei-store-XXXXXX";
    CHECK(::mkdtemp(folder.data()) != nullptr);
    folder_ = folder;
    auto opened = open(folder + "/store.db", OpenMode::kProduction, kStart);
    CHECK(opened.has_value(), to_string(opened.error()));
    opened_ = std::move(*opened);
  }
  ~SqliteWorld() override {
    opened_ = {};
    std::filesystem::remove_all(folder_);
  }
  engine::Store& store() override { return *opened_.store; }
  engine::Reader& reader() override { return *opened_.reader; }
  engine::Applications& applications() override { return *opened_.applications; }
  engine::Directory& directory() override { return *opened_.directory; }
  std::vector<engine::AttemptRow> attempts(const lifecycle::AppId& app) override {
    return opened_.reader->attempts(app, 100).value();
  }

 private:
  std::filesystem::path folder_;
  Opened opened_;
};

template <typename World>
StoreKind kind(const char* name) {
  return {name, [] { return std::make_unique<World>(); }};
}

}  // namespace

std::vector<StoreKind> store_kinds() {
  return {kind<MemoryWorld>("Memory"), kind<SqliteWorld>("Sqlite")};
}

INSTANTIATE_TEST_SUITE_P(Stores, StoreContract, testing::ValuesIn(store_kinds()),
                         [](const auto& row) { return row.param.name; });

}  // namespace baobei::store
