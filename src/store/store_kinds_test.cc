// The kinds of Store that the contract runs for.
#include <cstdlib>
#include <filesystem>

#include "engine/memory_dismissals.h"
#include "engine/memory_hosts.h"
#include "engine/memory_scans.h"
#include "engine/memory_uploads.h"
#include "store/log_tree.h"
#include "store/memory_applications.h"
#include "store/memory_calendars.h"
#include "store/memory_contacts.h"
#include "store/memory_directory.h"
#include "store/memory_editions.h"
#include "store/memory_feed.h"
#include "store/memory_jobs.h"
#include "store/memory_log_tree.h"
#include "store/memory_sign_ins.h"
#include "store/memory_statistics.h"
#include "store/memory_store.h"
#include "store/memory_webhooks.h"
#include "store/read_counts.h"
#include "store/read_personal_data.h"
#include "store/read_search.h"
#include "store/sqlite_calendars.h"
#include "store/sqlite_contacts.h"
#include "store/sqlite_counts.h"
#include "store/sqlite_dismissals.h"
#include "store/sqlite_editions.h"
#include "store/sqlite_feed.h"
#include "store/sqlite_hosts.h"
#include "store/sqlite_jobs.h"
#include "store/sqlite_personal_data.h"
#include "store/sqlite_scans.h"
#include "store/sqlite_search.h"
#include "store/sqlite_sign_ins.h"
#include "store/sqlite_statistics.h"
#include "store/sqlite_store.h"
#include "store/sqlite_uploads.h"
#include "store/sqlite_webhooks.h"
#include "store/store_contract.h"

namespace baobei::store {
namespace {

class MemoryWorld final : public StoreWorld {
 public:
  engine::Store& store() override { return store_; }
  engine::Reader& reader() override { return reader_; }
  engine::Applications& applications() override { return applications_; }
  engine::Directory& directory() override { return directory_; }
  engine::SignIns& sign_ins() override { return sign_ins_; }
  engine::Statistics& statistics() override { return statistics_; }
  std::vector<engine::AttemptRow> attempts(const lifecycle::AppId& app) override {
    return reader_.attempts(app, 100).value();
  }
  engine::Uploads& uploads() override { return uploads_; }
  engine::Hosts& hosts() override { return hosts_; }
  engine::Feed& feed() override { return feed_; }
  engine::Calendars& calendars() override { return calendars_; }
  engine::InboxMarks& inbox_marks() override { return marks_; }
  engine::Counts& counts() override { return counts_; }
  engine::Webhooks& webhooks() override { return webhooks_; }
  engine::Editions& editions() override { return editions_; }
  engine::Jobs& jobs() override { return jobs_; }
  engine::OfficeKeys& office_keys() override { return office_keys_; }
  engine::Scans& scans() override { return scans_; }
  engine::Dismissals& dismissals() override { return dismissals_; }
  merkle::Log& log_tree() override { return log_tree_; }
  engine::AppSearch& search() override { return search_; }
  engine::PersonalData& personal_data() override { return personal_data_; }
  engine::Contacts& contacts() override { return contacts_; }

 private:
  MemoryContacts contacts_;
  MemoryDatabase database_;
  MemoryStore store_{database_};
  MemoryReader reader_{database_};
  engine::MemoryUploads uploads_;
  engine::MemoryHosts hosts_;
  MemoryFeed feed_{database_};
  MemoryCalendars calendars_{database_};
  MemoryInboxMarks marks_{database_};
  MemoryApplications applications_{database_};
  ReadCounts counts_{reader_};
  MemoryWebhooks webhooks_{database_};
  MemoryEditions editions_{database_};
  MemoryJobs jobs_{database_};
  MemoryOfficeKeys office_keys_;
  engine::MemoryScans scans_;
  engine::MemoryDismissals dismissals_;
  MemoryLogTree log_tree_{database_};
  ReadSearch search_{reader_};
  MemoryDirectory directory_{database_, store_};
  MemorySignIns sign_ins_{database_};
  MemoryStatistics statistics_{database_};
  ReadPersonalData personal_data_{reader_, directory_, sign_ins_, calendars_};
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
    beside_ = std::make_unique<Beside>(*opened_.store, *opened_.reader, *opened_.directory);
    webhooks_.emplace(*opened_.store, *opened_.reader);
    editions_.emplace(*opened_.store, *opened_.reader);
    jobs_.emplace(*opened_.store, *opened_.reader);
    office_keys_.emplace(*opened_.store, *opened_.reader);
    scans_.emplace(*opened_.store, *opened_.reader);
    dismissals_.emplace(*opened_.store, *opened_.reader);
    log_tree_.emplace(*opened_.reader);
  }
  ~SqliteWorld() override {
    beside_.reset();
    webhooks_.reset();
    editions_.reset();
    jobs_.reset();
    office_keys_.reset();
    scans_.reset();
    dismissals_.reset();
    log_tree_.reset();
    opened_ = {};
    std::filesystem::remove_all(folder_);
  }
  engine::Store& store() override { return *opened_.store; }
  engine::Reader& reader() override { return *opened_.reader; }
  engine::Applications& applications() override { return *opened_.applications; }
  engine::Directory& directory() override { return *opened_.directory; }
  engine::SignIns& sign_ins() override { return beside_->sign_ins; }
  engine::Statistics& statistics() override { return beside_->statistics; }
  std::vector<engine::AttemptRow> attempts(const lifecycle::AppId& app) override {
    return opened_.reader->attempts(app, 100).value();
  }
  engine::Uploads& uploads() override { return beside_->uploads; }
  engine::Hosts& hosts() override { return beside_->hosts; }
  engine::Feed& feed() override { return beside_->feed; }
  engine::Calendars& calendars() override { return beside_->calendars; }
  engine::InboxMarks& inbox_marks() override { return beside_->marks; }
  engine::Counts& counts() override { return beside_->counts; }
  engine::Webhooks& webhooks() override { return *webhooks_; }
  engine::Editions& editions() override { return *editions_; }
  engine::Jobs& jobs() override { return *jobs_; }
  engine::OfficeKeys& office_keys() override { return *office_keys_; }
  engine::Scans& scans() override { return *scans_; }
  engine::Dismissals& dismissals() override { return *dismissals_; }
  merkle::Log& log_tree() override { return *log_tree_; }
  engine::AppSearch& search() override { return beside_->search; }
  engine::PersonalData& personal_data() override { return beside_->personal_data; }
  engine::Contacts& contacts() override { return beside_->contacts; }
  std::vector<std::unique_ptr<engine::Feed>> feeds_by_other_ways() override {
    std::vector<std::unique_ptr<engine::Feed>> feeds;
    // By the log, because the mini-programs are too many: to ask, or even to look through.
    feeds.push_back(std::make_unique<SqliteFeed>(*opened_.reader, FeedLimits{7, 1, 20'000}));
    feeds.push_back(std::make_unique<SqliteFeed>(*opened_.reader, FeedLimits{1'000, 500, 2}));
    return feeds;
  }

 private:
  struct Beside {
    Beside(SqliteStore& store, SqliteReader& reader, engine::Directory& directory)
        : uploads(store, reader),
          hosts(store, reader),
          feed(reader),
          calendars(store, reader),
          marks(store, reader),
          counts(reader),
          search(reader),
          sign_ins(store, reader),
          statistics(store, reader),
          personal_data(store, reader, {directory, sign_ins, calendars}),
          contacts(store, reader) {}
    SqliteUploads uploads;
    SqliteHosts hosts;
    SqliteFeed feed;
    SqliteCalendars calendars;
    SqliteInboxMarks marks;
    SqliteCounts counts;
    SqliteSearch search;
    SqliteSignIns sign_ins;
    SqliteStatistics statistics;
    SqlitePersonalData personal_data;
    SqliteContacts contacts;
  };
  std::filesystem::path folder_;
  Opened opened_;
  std::unique_ptr<Beside> beside_;
  std::optional<SqliteWebhooks> webhooks_;
  std::optional<SqliteEditions> editions_;
  std::optional<SqliteJobs> jobs_;
  std::optional<SqliteOfficeKeys> office_keys_;
  std::optional<SqliteScans> scans_;
  std::optional<SqliteDismissals> dismissals_;
  std::optional<SqliteLogTree> log_tree_;
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
