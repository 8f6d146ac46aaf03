#include "rights/world.h"

#include <atomic>
#include <future>

#include "blobs/blobs.h"
#include "engine/application_desk.h"
#include "engine/book.h"
#include "http/application.h"
#include "http/contact_vault.h"
#include "http/document_vault.h"
#include "http/engine_commands.h"
#include "http/log_proofs.h"
#include "http/oidc.h"
#include "http/sign_in_means.h"
#include "server/beside.h"
#include "server/editions.h"
#include "server/job_desk.h"
#include "server/review_desk.h"
#include "server/webhooks.h"
#include "store/log_tree.h"
#include "store/sqlite_contacts.h"
#include "store/sqlite_identities.h"
#include "store/sqlite_store.h"
#include "store/sqlite_subject_keys.h"

namespace baobei::test {
namespace {

class CatalogueBook final : public engine::Book {
 public:
  explicit CatalogueBook(const catalogue::Timeline& timeline) : timeline_(timeline) {}
  const lifecycle::Rules& rules(Instant at) const override { return timeline_.rules(at); }
  std::string catalogue_version(Instant at) const override {
    return timeline_.catalogue(at).version();
  }
  std::optional<engine::CategoryEntry> category(const lifecycle::CategoryId& id,
                                                Instant at) const override {
    const auto* found = timeline_.catalogue(at).category(id);
    if (found == nullptr) return std::nullopt;
    engine::CategoryEntry entry{found->filing_category, {}, found->carries_filing_of};
    for (const auto kind : found->subjects) {
      if (catalogue::can_be_declared(found, kind)) entry.open_to.push_back(kind);
    }
    return entry;
  }

 private:
  const catalogue::Timeline& timeline_;
};

catalogue::CatalogueSet builtin() {
  std::vector<catalogue::Catalogue> versions;
  versions.push_back(catalogue::load_builtin());
  return catalogue::CatalogueSet::of(std::move(versions)).value();
}

Result<http::PackageFacts> one_package(const std::string&) {
  return http::PackageFacts{sha256("tree"), 1, 1};
}

}  // namespace

struct RightsWorld::Parts {
  Parts(const std::string& folder, const std::string& database, engine::ManualClock& clock,
        std::vector<std::string> webhook_allow)
      : catalogues(builtin()),
        book(catalogues),
        opened(store::open(database, store::OpenMode::kProduction, clock.now()).value()),
        engine(*opened.store, clock, book, nullptr),
        commands(engine),
        background(2, 16),
        services{commands,
                 *opened.reader,
                 blobs,
                 clock,
                 catalogues,
                 background,
                 one_package,
                 [] { return Status(); },
                 [](const Error&) {},
                 {},
                 {}},
        beside(open_beside(folder, clock)),
        webhooks(open_webhooks(folder, clock, std::move(webhook_allow))),
        editions(server::Editions::open(catalogue::builtin_files(), opened, catalogues, clock.now(),
                                        [](const Error&) {})
                     .value()),
        job_desk(opened),
        review_desk(opened),
        sign_in_means(sign_in::Seal::open(server::seal_path(folder)).value()) {
    beside->plug_into(services);
    webhooks->plug_into(services);
    editions->plug_into(services);
    job_desk.plug_into(services);
    services.check_version = [](auto&&...) -> std::unexpected<Error> {
      return fail(ErrorKind::kUnavailable, "no checks here");
    };
    services.applications = opened.applications.get();
    services.vault = &vault;
    services.contacts = &contacts;
    services.take_step = [this](const engine::StepRequest& request) {
      return engine::take_step(*opened.store, *opened.applications, *opened.reader, request);
    };
    services.directory = opened.directory.get();
    services.sign_in_means = &sign_in_means;
    review_desk.plug_into(services);
    services.identities = &identities;
    services.drop_blob = [this](const Digest& digest) -> Status {
      TRY(blobs.remove(digest));
      return {};
    };
    services.drop_unnamed = [this]() -> Result<std::size_t> {
      ++unnamed_sweeps;
      return std::size_t{0};
    };
  }

  std::unique_ptr<server::Beside> open_beside(const std::string& folder,
                                              engine::ManualClock& manual) {
    server::Config config;
    config.data = folder;
    return server::Beside::open(
               config, opened, blobs, manual,
               [](auto&&...) -> std::unexpected<Error> {
                 return fail(ErrorKind::kUnavailable, "no outlines here");
               },
               [](const Error&) {})
        .value();
  }

  std::unique_ptr<server::Webhooks> open_webhooks(const std::string& folder,
                                                  engine::ManualClock& manual,
                                                  std::vector<std::string> allow) {
    server::Config config;
    config.data = folder;
    config.webhook_allow = std::move(allow);
    return server::Webhooks::open(config, opened, manual, engine, [](const Error&) {}).value();
  }

  catalogue::Timeline catalogues;
  CatalogueBook book;
  blobs::MemoryBlobs blobs;
  std::atomic<std::size_t> unnamed_sweeps{0};
  store::Opened opened;
  engine::Engine engine;
  http::EngineCommands commands;
  http::Background background;
  http::Services services;
  std::unique_ptr<server::Beside> beside;
  std::unique_ptr<server::Webhooks> webhooks;
  std::unique_ptr<server::Editions> editions;
  server::JobDesk job_desk;
  server::ReviewDesk review_desk;
  std::unique_ptr<store::SqliteLogTree> log_tree;
  std::unique_ptr<http::LogProofs> log_proofs;
  http::SignInMeans sign_in_means;
  store::SqliteIdentities identities{*opened.store, *opened.reader};
  store::SqliteSubjectKeys subject_keys{*opened.store, *opened.reader};
  http::DocumentVault vault{sign_in_means.seal, subject_keys, blobs};
  store::SqliteContacts contact_rows{*opened.store, *opened.reader};
  http::ContactVault contacts{vault, contact_rows};
  std::unique_ptr<http::Oidc> oidc;
  std::unique_ptr<http::ApiApplication> application;
  std::unique_ptr<http::Server> server;
};

RightsWorld::RightsWorld(std::vector<std::string> webhook_allow)
    : clock(parse_rfc3339("2026-03-02T09:00:00Z").value()),
      parts_(std::make_unique<Parts>(scratch.path().string(), scratch.file("baobei.db"), clock,
                                     std::move(webhook_allow))) {
  auto& parts = *parts_;
  parts.application = std::make_unique<http::ApiApplication>(parts.services);
  EXPECT_TRUE(parts.job_desk.resume(parts.services));
  parts.engine.start();
  parts.beside->start(parts.services);
  parts.webhooks->start();
  parts.editions->start(parts.services);
  parts.job_desk.start(parts.services);
  populate();
  http::ServerOptions options;
  options.upload_directory = scratch.path().string();
  parts.server = std::make_unique<http::Server>(options, *parts.application);
  EXPECT_TRUE(parts.server->start());
}

RightsWorld::~RightsWorld() {
  parts_->beside->stop();
  parts_->webhooks->stop();
  parts_->editions->stop();
  parts_->server->stop();
  parts_->job_desk.stop();
  parts_->oidc.reset();
  parts_->engine.stop();
}

void RightsWorld::person(const std::string& id, const std::string& org, std::vector<Role> roles,
                         const std::string& unit, const std::string& region) {
  on_writer([&](engine::Store& store) {
    EXPECT_TRUE(store.put_person({id, org, unit, id, std::move(roles), region, true}));
    EXPECT_TRUE(store.put_token({sha256("token-" + id), id, "test", {}, false}));
  });
}

void RightsWorld::on_writer(const std::function<void(engine::Store&)>& task) {
  std::promise<void> done;
  EXPECT_TRUE(parts_->engine.run_on_writer([&](engine::Store& store) {
    task(store);
    done.set_value();
  }));
  done.get_future().wait();
}

engine::Answer RightsWorld::send(const std::string& app, lifecycle::Actor actor,
                                 lifecycle::CommandData data) {
  engine::Request request;
  request.command = {app, std::move(actor), std::move(data)};
  std::promise<engine::Answer> answer;
  parts_->engine.submit(parts_->engine.stamp(), std::move(request),
                        [&](engine::Answer got) { answer.set_value(std::move(got)); });
  return answer.get_future().get();
}

Answer RightsWorld::ask(std::string_view method, const std::string& target, const std::string& who,
                        const std::string& body, const std::string& lines) {
  std::string all = lines;
  if (!who.empty()) all += "Authorization: Bearer token-" + who + "\r\n";
  auto answer = http::test::ask(port(), http::test::request_text(method, target, all, body));
  EXPECT_TRUE(answer) << method << " " << target;
  return answer.value_or(Answer{});
}

std::uint16_t RightsWorld::port() const {
  return parts_->server->port();
}
std::string RightsWorld::stored_bytes(const std::string& document) {
  const auto row = parts_->opened.applications->document(std::stoull(document));
  if (!row) return {};
  const auto bytes = parts_->blobs.get(row->stored.value_or(row->digest), std::size_t{16} << 20);
  return bytes ? *bytes : std::string();
}
std::string RightsWorld::stored_picture(const std::string& picture) {
  const auto row = parts_->services.forms->picture("wx1", picture);
  if (!row) return {};
  const auto bytes = parts_->blobs.get(row->stored, std::size_t{16} << 20);
  return bytes ? *bytes : std::string();
}
std::size_t RightsWorld::unnamed_sweeps() const {
  return parts_->unnamed_sweeps;
}
engine::Blobs& RightsWorld::blobs() {
  return parts_->blobs;
}
engine::Scans& RightsWorld::scans() {
  return *parts_->services.scans;
}
engine::Directory& RightsWorld::directory() {
  return *parts_->opened.directory;
}
engine::SignIns& RightsWorld::sign_ins() {
  return *parts_->services.sign_ins;
}
engine::Statistics& RightsWorld::statistics() {
  return *parts_->services.statistics;
}
const sign_in::Seal& RightsWorld::seal() {
  return parts_->sign_in_means.seal;
}
http::Background& RightsWorld::hashing() {
  return parts_->sign_in_means.hashing;
}

void RightsWorld::stop_settling() {
  parts_->services.settler->stop();
}
void RightsWorld::start_settling() {
  parts_->services.settler->start(parts_->services);
}
engine::Courier& RightsWorld::courier() {
  return *parts_->services.courier;
}
http::LogProofs& RightsWorld::prove_the_log() {
  auto& parts = *parts_;
  parts.log_tree = std::make_unique<store::SqliteLogTree>(*parts.opened.reader);
  parts.log_proofs = std::make_unique<http::LogProofs>(*parts.log_tree, *parts.services.keys);
  parts.services.log_proofs = parts.log_proofs.get();
  return *parts.log_proofs;
}
void RightsWorld::provide_identities(std::unique_ptr<http::Oidc> oidc) {
  parts_->oidc = std::move(oidc);
  parts_->services.oidc = parts_->oidc.get();
}
std::string RightsWorld::signing_key() {
  return parts_->services.keys->published().front().public_key;
}

void RightsWorld::populate() {
  on_writer([&](engine::Store& store) {
    for (const char* org : {"org-dev", "org-other", "org-agency", "org-op", "org-office"}) {
      EXPECT_TRUE(store.put_org({org, "developer", org, ""}));
    }
    using lifecycle::SubjectKind;
    EXPECT_TRUE(store.put_subject(
        {{"sub-1", SubjectKind::kEnterprise, "33"}, "org-dev", "一家公司", "code-1"}));
    EXPECT_TRUE(
        store.put_subject({{"sub-2", SubjectKind::kPersonal, "44"}, "org-other", "个人", ""}));
  });
  person("developer", "org-dev", {Role::kDeveloper});
  person("stranger", "org-other", {Role::kDeveloper});
  person("agency", "org-agency", {Role::kDeveloper});
  person("operator", "org-op", {Role::kOperator}, "ops");
  person("second", "org-op", {Role::kOperator}, "ops");
  person("reviewer", "org-op", {Role::kReviewer}, "review");
  person("officer", "org-office", {Role::kOfficer}, "", "33");
  const auto registered =
      send("wx1", {"operator", Role::kOperator, "org-op", "ops", ""},
           lifecycle::RegisterApp{
               {"sub-1", lifecycle::SubjectKind::kEnterprise, "33"}, "org-dev", false});
  EXPECT_EQ(registered.kind, engine::AnswerKind::kAccepted) << registered.detail;
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

}  // namespace baobei::test
