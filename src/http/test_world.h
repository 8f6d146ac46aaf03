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

  Result<engine::Principal> authenticate(const Digest& token_hash, Instant) override {
    journal_.add("authenticate");
    const auto found = tokens.find(token_hash);
    if (found == tokens.end()) return fail(ErrorKind::kUnauthorized, "unknown");
    return found->second;
  }
  Result<engine::StoredApp> app(const engine::Viewer& viewer, const std::string& app) override {
    if (broken) return std::unexpected(*broken);
    const auto found = cases.find(app);
    const bool seen =
        found != cases.end() &&
        (viewer.sees_everything() || found->second.owner == viewer.org ||
         (viewer.has(Role::kOfficer) && found->second.subject.region == viewer.region));
    if (!seen) return fail(ErrorKind::kNotFound, kRefusedText);
    return stored(found->second);
  }
  Result<std::string> app_name(const std::string& app) override { return "名称 " + app; }
  Result<engine::SubjectRow> subject(const std::string& id) override {
    const auto found = subjects.find(id);
    if (found == subjects.end()) return fail(ErrorKind::kNotFound, kRefusedText);
    return found->second;
  }
  Result<engine::Listed<engine::AppListItem>> apps(const engine::Viewer& viewer,
                                                   const engine::Page& page) override {
    note_page("apps", page);
    engine::Listed<engine::AppListItem> list;
    for (const auto& [id, app] : cases) {
      if (!viewer.sees_everything() && app.owner != viewer.org) continue;
      list.rows.push_back(
          {id, "名称 " + id, {app.owner, app.subject.id, app.subject.region, {}, {}}});
    }
    list.next = "cursor-2";
    return list;
  }
  Result<engine::Listed<engine::SubmissionListItem>> submissions(
      const engine::Viewer&, const engine::SubmissionFilter& filter,
      const engine::Page& page) override {
    note_page(filter.state ? wire_name(*filter.state) : "any", page);
    return engine::Listed<engine::SubmissionListItem>{submission_rows, ""};
  }
  Result<engine::Listed<engine::EntryListItem>> entries(const engine::Viewer&,
                                                        const engine::EntryFilter& filter,
                                                        const engine::Page& page) override {
    note_page(filter.state ? wire_name(*filter.state) : "any", page);
    return engine::Listed<engine::EntryListItem>{entry_rows, ""};
  }
  Result<engine::Listed<engine::NoticeListItem>> inbox(const engine::Viewer&, bool unread_only,
                                                       const engine::Page& page) override {
    note_page(unread_only ? "unread" : "all", page);
    return engine::Listed<engine::NoticeListItem>{notices, ""};
  }
  Result<engine::Listed<engine::LoggedEvent>> events(const engine::Viewer&, const std::string&,
                                                     const engine::Page& page) override {
    note_page("events", page);
    return engine::Listed<engine::LoggedEvent>{logged, ""};
  }
  Result<std::vector<engine::PackageRow>> packages(const engine::Viewer&,
                                                   const std::string&) override {
    return package_rows;
  }
  Result<std::vector<engine::GrantRow>> grants(const std::string&) override {
    return std::vector<engine::GrantRow>{};
  }
  Result<std::string> text(const Digest& commitment) override {
    const auto found = texts.find(commitment);
    if (found == texts.end()) return fail(ErrorKind::kNotFound, "erased");
    return found->second;
  }
  Result<engine::StoredApp> app_for_delivery(const std::string& app) override {
    const auto found = cases.find(app);
    if (found == cases.end()) return fail(ErrorKind::kNotFound, kRefusedText);
    return stored(found->second);
  }
  Result<std::vector<engine::LoggedEvent>> log(std::uint64_t, std::size_t) override {
    return logged;
  }

 private:
  static engine::StoredApp stored(const lifecycle::App& app) {
    return {lifecycle::encode_app(app), app.revision, {}};
  }
  void note_page(const std::string& what, const engine::Page& page) {
    journal_.add(what + " after=" + page.after + " limit=" + std::to_string(page.limit));
  }
  Journal& journal_;
};

// Takes every command as `next` says and keeps it.
class TableCommands final : public Commands {
 public:
  TableCommands(engine::Clock& clock, Journal& journal) : gate_(clock), journal_(journal) {
    next.kind = engine::AnswerKind::kAccepted;
    next.response = R"({"app":"wx1","revision":7,"events":[{"type":"submitted",)"
                    R"("at":"2026-03-02T09:00:00Z","submission":3}]})";
  }

  engine::Answer next;
  Status write_result;

  engine::StampTicket stamp() override {
    journal_.add("stamp");
    return gate_.open();
  }
  void submit(engine::StampTicket ticket, engine::Request request,
              std::function<void(engine::Answer)> done) override {
    journal_.add("submit");
    EXPECT_TRUE(ticket.is_open());
    {
      const std::lock_guard lock(mutex_);
      sent_.push_back(std::move(request));
    }
    done(next);
  }
  void put_package(engine::PackageRow row, std::function<void(Status)> done) override {
    journal_.add("put_package " + row.app + " " + row.label);
    done(write_result);
  }
  void put_app_name(engine::AppNameRow row, std::function<void(Status)> done) override {
    journal_.add("put_app_name " + row.app + " " + row.name);
    done(write_result);
  }
  void mark_read(engine::Viewer viewer, std::uint64_t notice, Instant,
                 std::function<void(Status)> done) override {
    journal_.add("mark_read " + viewer.person + " " + std::to_string(notice));
    done(write_result);
  }

  void write(std::function<Status()> work, std::function<void(Status)> done) override {
    journal_.add("write");
    done(write_result ? work() : write_result);
  }
  bool on_writer(std::function<void(engine::Store&)>) override { return false; }

  std::vector<engine::Request> sent() {
    const std::lock_guard lock(mutex_);
    return std::exchange(sent_, {});
  }
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
  Result<std::string> get(const Digest& digest, std::size_t) override {
    const auto found = blobs.find(digest);
    if (found == blobs.end()) return fail(ErrorKind::kCorrupt, "a named blob is missing");
    return found->second;
  }
  std::map<Digest, std::string> paths;
  Result<std::string> path_of(const Digest& digest) override {
    const auto found = paths.find(digest);
    if (found == paths.end()) return fail(ErrorKind::kNotFound, "no such blob");
    return found->second;
  }
  bool exists(const Digest& digest) override { return blobs.contains(digest); }
};

enum class Mode { kProduction, kSandbox };

class World {
 public:
  explicit World(Mode mode = Mode::kProduction)
      : clock(parse_rfc3339("2026-03-02T09:00:00Z").value()),
        reader(journal),
        commands(clock, journal),
        catalogues(set_of_builtin()),
        background(1, 8),
        services{commands,
                 reader,
                 blobs,
                 clock,
                 catalogues,
                 background,
                 [](const std::string&) {
                   return PackageFacts{sha256("tree"), 12, 3456};
                 },
                 [] { return Status(); },
                 [this](const Error& error) { journal.add("report " + error.message); },
                 {},
                 {}} {
    plug_into(services);
    if (mode == Mode::kSandbox) {
      services.move_clock = [this](Instant to) {
        clock.set(to);
        return Status();
      };
    }
    person("developer", "org-dev", {Role::kDeveloper});
    person("stranger", "org-other", {Role::kDeveloper});
    person("reviewer", "org-op", {Role::kReviewer});
    person("senior", "org-op", {Role::kReviewer, Role::kSeniorReviewer});
    person("officer", "org-office", {Role::kOfficer}, "33");
    person("operator", "org-op", {Role::kOperator});
    reader.subjects["sub-1"] = {{"sub-1", lifecycle::SubjectKind::kEnterprise, "33"},
                                "org-dev",
                                "一家公司",
                                "91330000000000000X"};
    lifecycle::App app;
    app.id = "wx1";
    app.revision = 4;
    app.subject = reader.subjects["sub-1"].subject;
    app.owner = "org-dev";
    reader.cases["wx1"] = app;
  }

  void plug_into(Services& into) {
    into.check_version = [this](const Digest& version) {
      journal.add("check " + to_hex(version).substr(0, 6));
      return Result<std::string>(check_report);
    };
    into.contents = &contents;
    into.uploads = &uploads;
    into.partials = &partials;
    beside.plug_into(into);
  }

  // Starts on the first use, when the tables are filled.
  std::uint16_t port() {
    if (server == nullptr) {
      application = std::make_unique<ApiApplication>(services);
      ServerOptions options;
      options.upload_directory = testing::TempDir();
      server = std::make_unique<Server>(options, *application);
      const auto started = server->start();
      EXPECT_TRUE(started) << to_string(started.error());
    }
    return server->port();
  }

  // The token of a person is "token-" and their id.
  void person(const std::string& id, const std::string& org, std::vector<Role> roles,
              const std::string& region = "") {
    engine::Principal principal;
    principal.person = {id, org, "unit-a", "reviewer A", std::move(roles), region, true};
    principal.org = {org, "developer", "一个组织", region};
    reader.tokens[sha256("token-" + id)] = principal;
  }

  Answer send(std::string_view method, const std::string& target, const std::string& person_id,
              const std::string& body = "", const std::string& header_lines = "") {
    std::string lines = header_lines;
    if (!person_id.empty()) lines += "Authorization: Bearer token-" + person_id + "\r\n";
    auto answer = ask(port(), request_text(method, target, lines, body));
    EXPECT_TRUE(answer) << method << " " << target;
    return answer.value_or(Answer{});
  }
  Answer get(const std::string& target, const std::string& person_id = "",
             const std::string& header_lines = "") {
    return send("GET", target, person_id, "", header_lines);
  }
  Answer post(const std::string& target, const std::string& person_id, const std::string& body = "",
              const std::string& header_lines = "") {
    return send("POST", target, person_id, body, header_lines);
  }

  static catalogue::CatalogueSet set_of_builtin() {
    std::vector<catalogue::Catalogue> versions;
    versions.push_back(catalogue::load_builtin());
    return catalogue::CatalogueSet::of(std::move(versions)).value();
  }

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
  catalogue::CatalogueSet catalogues;
  Background background;
  Services services;
  std::unique_ptr<ApiApplication> application;
  std::unique_ptr<Server> server;
};

inline json::object object_of(const Answer& answer) {
  auto value = parse_json(answer.body, std::size_t{4} << 20);
  EXPECT_TRUE(value) << answer.body;
  if (!value || !value->is_object()) return {};
  return value->as_object();
}

// A member of an answer as text; empty where it is absent.
inline std::string member(const Answer& answer, std::string_view name) {
  const auto object = object_of(answer);
  const auto* found = object.if_contains(name);
  if (found == nullptr) return {};
  return found->is_string() ? std::string(found->get_string()) : json::serialize(*found);
}

}  // namespace baobei::http::test
