// A server on loopback with everything behind it made of tables, for the tests of the API.
//
// Invariants: what the handlers asked for is kept in order (`journal`, `sent`). Threads: the tables
// are filled before requests are sent; what requests change is behind a mutex. Owner: a test.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/json.h"
#include "engine/manual_clock.h"
#include "engine/memory_uploads.h"
#include "engine/stamp_gate.h"
#include "http/application.h"
#include "http/test_beside.h"
#include "http/test_client.h"
#include "http/test_contents.h"
#include "lifecycle/codec.h"

namespace baobei::http::test {

using lifecycle::Role;

inline constexpr const char* kRefusedText = "no such row";

class Journal {
 public:
  void add(std::string what) {
    const std::lock_guard lock(mutex_);
    lines_.push_back(std::move(what));
  }
  std::vector<std::string> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(lines_, {});
  }

 private:
  std::mutex mutex_;
  std::vector<std::string> lines_;
};

class TableReader final : public engine::Reader {
 public:
  explicit TableReader(Journal& journal) : journal_(journal) {}

  std::map<Digest, engine::Principal> tokens;
  std::map<std::string, lifecycle::App> cases;
  std::map<std::string, engine::SubjectRow> subjects;
  std::map<Digest, std::string> texts;
  std::vector<engine::NoticeListItem> notices;
  std::vector<engine::LoggedEvent> logged;
  std::vector<engine::SubmissionListItem> submission_rows;
  std::vector<engine::EntryListItem> entry_rows;
  std::vector<engine::PackageRow> package_rows;
  std::optional<Error> broken;  // what every read answers, where set

  Result<engine::Principal> authenticate(const Digest& token_hash, Instant) override;
  Result<engine::StoredApp> app(const engine::Viewer& viewer, const std::string& app) override;
  Result<std::string> app_name(const std::string& app) override { return "名称 " + app; }
  Result<engine::SubjectRow> subject(const std::string& id) override;
  Result<engine::Listed<engine::AppListItem>> apps(const engine::Viewer& viewer,
                                                   const engine::Page& page) override;
  Result<engine::Listed<engine::AppListItem>> apps_where(const engine::Viewer& viewer,
                                                         const engine::AppFilter&,
                                                         const engine::Page& page) override {
    return apps(viewer, page);
  }
  Result<engine::Listed<engine::RulingListItem>> rulings(const engine::Viewer&,
                                                         const engine::RulingFilter&,
                                                         const engine::Page&) override {
    return engine::Listed<engine::RulingListItem>{};
  }
  Result<engine::Listed<engine::SubmissionListItem>> submissions(
      const engine::Viewer&, const engine::SubmissionFilter& filter,
      const engine::Page& page) override;
  Result<engine::Listed<engine::EntryListItem>> entries(const engine::Viewer&,
                                                        const engine::EntryFilter& filter,
                                                        const engine::Page& page) override;
  Result<engine::Listed<engine::NoticeListItem>> inbox(const engine::Viewer&, bool unread_only,
                                                       const engine::Page& page) override;
  Result<engine::Listed<engine::LoggedEvent>> events(const engine::Viewer&, const std::string&,
                                                     const engine::Page& page) override;
  Result<engine::Listed<engine::PackageRow>> packages(const engine::Viewer&, const std::string&,
                                                      const engine::Page& page) override;
  Result<engine::PackageRow> package(const engine::Viewer&, const std::string&,
                                     const Digest& digest) override;
  Result<std::vector<engine::GrantRow>> grants(const std::string&) override;
  Result<std::string> text(const Digest& commitment) override;
  Result<engine::StoredApp> app_for_delivery(const std::string& app) override;
  Result<std::vector<engine::LoggedEvent>> log(std::uint64_t, std::size_t) override;

 private:
  static engine::StoredApp stored(const lifecycle::App& app);
  void note_page(const std::string& what, const engine::Page& page);
  Journal& journal_;
};

// Takes every command as `next` says and keeps it.
class TableCommands final : public Commands {
 public:
  TableCommands(engine::Clock& clock, Journal& journal);

  engine::Answer next;
  Status write_result;
  bool forgets = false;  // to answer

  engine::StampTicket stamp() override;
  void submit(engine::StampTicket ticket, engine::Request request,
              std::function<void(engine::Answer)> done) override;
  engine::StampTicket reopen(Instant recorded) override { return gate_.reopen(recorded); }
  bool believes(const engine::StampTicket&) override { return true; }
  void put_package(engine::PackageRow row, std::function<void(Status)> done) override;
  void put_app_name(engine::AppNameRow row, std::function<void(Status)> done) override;
  void mark_read(engine::Viewer viewer, std::uint64_t notice, Instant,
                 std::function<void(Status)> done) override;

  bool on_writer(std::function<void()> task) override;

  std::vector<engine::Request> sent();
  bool has_open_tickets() const { return gate_.earliest_open().has_value(); }

 private:
  engine::StampGate gate_;
  Journal& journal_;
  std::mutex mutex_;
  std::vector<engine::Request> sent_;
};

class TableBlobs final : public engine::Blobs {
 public:
  std::map<Digest, std::string> blobs;
  Result<Digest> put_file(const std::string&) override { return Digest{}; }
  Result<Digest> put(std::string_view) override { return Digest{}; }
  Result<std::string> get(const Digest& digest, std::size_t) override;
  std::map<Digest, std::string> paths;
  Result<std::string> path_of(const Digest& digest) override;
  bool exists(const Digest& digest) override { return blobs.contains(digest); }
};

enum class Mode { kProduction, kSandbox };

class World {
 public:
  explicit World(Mode mode = Mode::kProduction);
  ~World();

  void plug_into(Services& into);

  // Starts on the first use, when the tables are filled.
  std::uint16_t port();

  // The token of a person is "token-" and their id.
  void person(const std::string& id, const std::string& org, std::vector<Role> roles,
              const std::string& region = "");

  Answer send(std::string_view method, const std::string& target, const std::string& person_id,
              const std::string& body = "", const std::string& header_lines = "");
  Answer get(const std::string& target, const std::string& person_id = "",
             const std::string& header_lines = "");
  Answer post(const std::string& target, const std::string& person_id, const std::string& body = "",
              const std::string& header_lines = "");

  static catalogue::CatalogueSet set_of_builtin();

  Journal journal;
  engine::ManualClock clock;
  TableReader reader;
  TableCommands commands;
  TableBlobs blobs;
  TableContents contents;
  std::string check_report =
      R"({"outcome":"findings","findings":[{"rule":"structure/a"},{"rule":"hidden/rule"}]})";
  engine::MemoryUploads uploads;
  PartialFiles partials{testing::TempDir()};
  BesideTables beside{reader, clock,
                      [this](const Error& error) { journal.add("report " + error.message); }};
  catalogue::Timeline catalogues;
  Background background;
  Services services;
  std::unique_ptr<ApiApplication> application;
  std::unique_ptr<Server> server;
};

json::object object_of(const Answer& answer);

// A member of an answer as text; empty where it is absent.
std::string member(const Answer& answer, std::string_view name);

}  // namespace baobei::http::test
