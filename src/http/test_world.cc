#include "http/test_world.h"

namespace baobei::http::test {

namespace {

template <typename Filter>
std::string named(const Filter& filter) {
  std::string state;
  for (const auto each : filter.states) state += (state.empty() ? "" : ",") + wire_name(each);
  if (state.empty()) state = "any";
  return filter.order == engine::ListOrder::kDue ? state : state + ", newest";
}

}  // namespace

Result<engine::Principal> TableReader::authenticate(const Digest& token_hash, Instant) {
  journal_.add("authenticate");
  const auto found = tokens.find(token_hash);
  if (found == tokens.end()) return fail(ErrorKind::kUnauthorized, "unknown");
  return found->second;
}

Result<engine::StoredApp> TableReader::app(const engine::Viewer& viewer, const std::string& app) {
  if (broken) return std::unexpected(*broken);
  const auto found = cases.find(app);
  const bool seen = found != cases.end() &&
                    (viewer.sees_everything() || found->second.owner == viewer.org ||
                     (viewer.has(Role::kOfficer) && found->second.subject.region == viewer.region));
  if (!seen) return fail(ErrorKind::kNotFound, kRefusedText);
  return stored(found->second);
}

Result<engine::SubjectRow> TableReader::subject(const std::string& id) {
  const auto found = subjects.find(id);
  if (found == subjects.end()) return fail(ErrorKind::kNotFound, kRefusedText);
  return found->second;
}

Result<engine::Listed<engine::AppListItem>> TableReader::apps(const engine::Viewer& viewer,
                                                              const engine::Page& page) {
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

Result<engine::Listed<engine::SubmissionListItem>> TableReader::submissions(
    const engine::Viewer&, const engine::SubmissionFilter& filter, const engine::Page& page) {
  note_page(named(filter), page);
  return engine::Listed<engine::SubmissionListItem>{submission_rows, ""};
}

Result<engine::Listed<engine::EntryListItem>> TableReader::entries(
    const engine::Viewer&, const engine::EntryFilter& filter, const engine::Page& page) {
  note_page(named(filter), page);
  return engine::Listed<engine::EntryListItem>{entry_rows, ""};
}

Result<engine::Listed<engine::NoticeListItem>> TableReader::inbox(const engine::Viewer&,
                                                                  bool unread_only,
                                                                  const engine::Page& page) {
  note_page(unread_only ? "unread" : "all", page);
  return engine::Listed<engine::NoticeListItem>{notices, ""};
}

Result<engine::Listed<engine::LoggedEvent>> TableReader::events(const engine::Viewer&,
                                                                const std::string&,
                                                                const engine::Page& page) {
  note_page("events", page);
  return engine::Listed<engine::LoggedEvent>{logged, ""};
}

Result<engine::Listed<engine::PackageRow>> TableReader::packages(const engine::Viewer&,
                                                                 const std::string&,
                                                                 const engine::Page& page) {
  note_page("packages", page);
  return engine::Listed<engine::PackageRow>{package_rows, ""};
}

Result<engine::PackageRow> TableReader::package(const engine::Viewer&, const std::string&,
                                                const Digest& digest) {
  const auto found = std::ranges::find(package_rows, digest, &engine::PackageRow::digest);
  if (found == package_rows.end()) return fail(ErrorKind::kNotFound, "no such version");
  return *found;
}

Result<std::vector<engine::GrantRow>> TableReader::grants(const std::string&) {
  return std::vector<engine::GrantRow>{};
}

Result<std::string> TableReader::text(const Digest& commitment) {
  const auto found = texts.find(commitment);
  if (found == texts.end()) return fail(ErrorKind::kNotFound, "erased");
  return found->second;
}

Result<engine::StoredApp> TableReader::app_for_delivery(const std::string& app) {
  const auto found = cases.find(app);
  if (found == cases.end()) return fail(ErrorKind::kNotFound, kRefusedText);
  return stored(found->second);
}

Result<std::vector<engine::LoggedEvent>> TableReader::log(std::uint64_t, std::size_t) {
  return logged;
}

engine::StoredApp TableReader::stored(const lifecycle::App& app) {
  return {lifecycle::encode_app(app), app.revision, {}};
}

void TableReader::note_page(const std::string& what, const engine::Page& page) {
  journal_.add(what + " after=" + page.after + " limit=" + std::to_string(page.limit));
}

TableCommands::TableCommands(engine::Clock& clock, Journal& journal)
    : gate_(clock), journal_(journal) {
  next.kind = engine::AnswerKind::kAccepted;
  next.response = R"({"app":"wx1","revision":7,"events":[{"type":"submitted",)"
                  R"("at":"2026-03-02T09:00:00Z","submission":3}]})";
}

engine::StampTicket TableCommands::stamp() {
  journal_.add("stamp");
  return gate_.open();
}

void TableCommands::submit(engine::StampTicket ticket, engine::Request request,
                           std::function<void(engine::Answer)> done) {
  journal_.add("submit");
  EXPECT_TRUE(ticket.is_open());
  {
    const std::lock_guard lock(mutex_);
    sent_.push_back(std::move(request));
  }
  if (!forgets) done(next);
}

void TableCommands::put_package(engine::PackageRow row, std::function<void(Status)> done) {
  journal_.add("put_package " + row.app + " " + row.label);
  done(write_result);
}

void TableCommands::put_app_name(engine::AppNameRow row, std::function<void(Status)> done) {
  journal_.add("put_app_name " + row.app + " " + row.name);
  done(write_result);
}

void TableCommands::mark_read(engine::Viewer viewer, std::uint64_t notice, Instant,
                              std::function<void(Status)> done) {
  journal_.add("mark_read " + viewer.person + " " + std::to_string(notice));
  done(write_result);
}

bool TableCommands::on_writer(std::function<void()> task) {
  journal_.add("write");
  if (write_result) task();
  return write_result.has_value();
}

std::vector<engine::Request> TableCommands::sent() {
  const std::lock_guard lock(mutex_);
  return std::exchange(sent_, {});
}

Result<std::string> TableBlobs::get(const Digest& digest, std::size_t) {
  const auto found = blobs.find(digest);
  if (found == blobs.end()) return fail(ErrorKind::kCorrupt, "a named blob is missing");
  return found->second;
}

Result<std::string> TableBlobs::path_of(const Digest& digest) {
  const auto found = paths.find(digest);
  if (found == paths.end()) return fail(ErrorKind::kNotFound, "no such blob");
  return found->second;
}

World::World(Mode mode)
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

World::~World() = default;

void World::plug_into(Services& into) {
  into.check_version = [this](const lifecycle::AppId&, const Digest& version) {
    journal.add("check " + to_hex(version).substr(0, 6));
    return Result<std::string>(check_report);
  };
  into.contents = &contents;
  into.uploads = &uploads;
  into.partials = &partials;
  beside.plug_into(into);
}

std::uint16_t World::port() {
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

void World::person(const std::string& id, const std::string& org, std::vector<Role> roles,
                   const std::string& region) {
  engine::Principal principal;
  principal.person = {id, org, "unit-a", "reviewer A", std::move(roles), region, true};
  principal.org = {org, "developer", "一个组织", region};
  reader.tokens[sha256("token-" + id)] = principal;
}

Answer World::send(std::string_view method, const std::string& target, const std::string& person_id,
                   const std::string& body, const std::string& header_lines) {
  std::string lines = header_lines;
  if (!person_id.empty()) lines += "Authorization: Bearer token-" + person_id + "\r\n";
  auto answer = ask(port(), request_text(method, target, lines, body));
  EXPECT_TRUE(answer) << method << " " << target;
  return answer.value_or(Answer{});
}

Answer World::get(const std::string& target, const std::string& person_id,
                  const std::string& header_lines) {
  return send("GET", target, person_id, "", header_lines);
}

Answer World::post(const std::string& target, const std::string& person_id, const std::string& body,
                   const std::string& header_lines) {
  return send("POST", target, person_id, body, header_lines);
}

catalogue::CatalogueSet World::set_of_builtin() {
  std::vector<catalogue::Catalogue> versions;
  versions.push_back(catalogue::load_builtin());
  return catalogue::CatalogueSet::of(std::move(versions)).value();
}

json::object object_of(const Answer& answer) {
  auto value = parse_json(answer.body, std::size_t{4} << 20);
  EXPECT_TRUE(value) << answer.body;
  if (!value || !value->is_object()) return {};
  return value->as_object();
}

std::string member(const Answer& answer, std::string_view name) {
  const auto object = object_of(answer);
  const auto* found = object.if_contains(name);
  if (found == nullptr) return {};
  return found->is_string() ? std::string(found->get_string()) : json::serialize(*found);
}

}  // namespace baobei::http::test
