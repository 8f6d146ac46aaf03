#include "server/node.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <filesystem>
#include <future>

#include "engine/application_desk.h"
#include "server/blob_sweep.h"
#include "server/data_room.h"

namespace baobei::server {
namespace {

constexpr std::size_t kBackgroundThreads = 2;
constexpr std::size_t kBackgroundWaitingMax = 64;
// Uploads that a crash left behind are older than any that still arrives.
constexpr auto kDraftAge = std::chrono::hours(24);

std::string uploads_path(const std::string& data) {
  return data + "/uploads";
}

// Of uploads that were on their way when the last server died.
void empty_folder(const std::string& path) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(path, ignored)) {
    std::filesystem::remove(entry.path(), ignored);
  }
}

check::wire::Sandbox sandbox_of(const Config& config) {
  return config.check_sandbox == "required" ? check::wire::Sandbox::kRequired
                                            : check::wire::Sandbox::kBestEffort;
}

}  // namespace

Status make_data_folder(const std::string& data) {
  std::error_code error;
  std::filesystem::create_directories(data, error);
  if (!error) std::filesystem::permissions(data, std::filesystem::perms::owner_all, error);
  if (error) return fail(ErrorKind::kUnavailable, "no such folder: " + error.message(), data);
  return {};
}

Result<Fd> lock_data_folder(const std::string& data) {
  TRY_ASSIGN(Fd lock, open_file(data + "/lock", O_RDWR | O_CREAT));
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) == 0) return lock;
  return fail(ErrorKind::kConflict, "another server uses this data folder", data);
}

std::string database_path(const std::string& data) {
  return data + "/baobei.db";
}
std::string blobs_path(const std::string& data) {
  return data + "/blobs";
}

Result<catalogue::CatalogueSet> load_catalogues(const Config& config) {
  std::vector<catalogue::Catalogue> versions;
  if (config.catalogue.empty()) {
    versions.push_back(catalogue::load_builtin());
  } else {
    TRY_ASSIGN(auto loaded, catalogue::load(config.catalogue));
    versions.push_back(std::move(loaded));
  }
  return catalogue::CatalogueSet::of(std::move(versions));
}

Result<std::unique_ptr<Node>> Node::open(const Config& config, const Log& log,
                                         NodeOptions options) {
  std::unique_ptr<Node> node(new Node(config, log, std::move(options)));
  TRY(node->open_parts());
  node->build_services();
  node->build_server();
  return node;
}

Status Node::open_parts() {
  TRY(make_data_folder(config_.data));
  TRY(make_data_folder(uploads_path(config_.data)));
  TRY_ASSIGN(lock_, lock_data_folder(config_.data));
  empty_folder(uploads_path(config_.data));
  TRY_ASSIGN(auto catalogues, load_catalogues(config_));
  catalogues_ = std::make_unique<catalogue::Timeline>(std::move(catalogues));
  book_ = std::make_unique<CatalogueBook>(*catalogues_);

  system_clock_ = std::make_unique<SystemClock>();
  const bool sandbox = options_.mode == store::OpenMode::kSandbox;
  TRY_ASSIGN(database_,
             store::open(database_path(config_.data), options_.mode, system_clock_->now()));
  clock_ = system_clock_.get();
  if (sandbox) {
    TRY_ASSIGN(const auto seen, database_.store->high_water());
    sandbox_clock_ = std::make_unique<SandboxClock>(std::max(options_.sandbox_start, seen));
    clock_ = sandbox_clock_.get();
  }
  const auto report = [this](const Error& error) { log_.error(error); };
  TRY_ASSIGN(auto shipped, shipped_files(config_));
  TRY_ASSIGN(editions_,
             Editions::open(std::move(shipped), database_, *catalogues_, clock_->now(), report));
  TRY_ASSIGN(blobs_, blobs::FolderBlobs::open_folder(blobs_path(config_.data)));
  TRY(blobs_->sweep(system_clock_->now() - kDraftAge));
  TRY_ASSIGN(beside_, Beside::open(config_, database_, *blobs_, *clock_,
                                   child_outlines(options_.worker, sandbox_of(config_)),
                                   [this](const Error& error) { log_.error(error); }));
  TRY_ASSIGN(auto seal, sign_in::Seal::open(seal_path(config_.data)));
  sign_in_means_ = std::make_unique<http::SignInMeans>(std::move(seal));
  subject_keys_ = std::make_unique<store::SqliteSubjectKeys>(*database_.store, *database_.reader);
  vault_ = std::make_unique<http::DocumentVault>(sign_in_means_->seal, *subject_keys_, *blobs_);
  contact_rows_ = std::make_unique<store::SqliteContacts>(*database_.store, *database_.reader);
  contacts_ = std::make_unique<http::ContactVault>(*vault_, *contact_rows_);
  TRY_ASSIGN(identities_, IdentityProviders::open(config_, database_));
  TRY_ASSIGN(rules_, Rules::open(database_, {*clock_, *blobs_, options_.worker, sandbox_of(config_),
                                             rehearsals_path(config_.data), report}));
  checker_ = std::make_unique<ChildChecker>(
      *blobs_, *database_.reader, *book_, *clock_, [this] { return rules_->in_force(); },
      options_.worker, sandbox_of(config_), report);
  engine::EngineLimits limits;
  limits.queue_max = config_.queue_max;
  limits.checks_at_once = config_.checks_at_once;
  review_desk_ = std::make_unique<ReviewDesk>(database_);
  undismissed_ = std::make_unique<UndismissedChecker>(*checker_, review_desk_->dismissals(),
                                                      beside_->contents(), report);
  engine_ = std::make_unique<engine::Engine>(*database_.store, *clock_, *book_, undismissed_.get(),
                                             limits);
  TRY_ASSIGN(webhooks_, Webhooks::open(config_, database_, *clock_, *engine_,
                                       [this](const Error& error) { log_.error(error); }));
  return {};
}

void Node::build_services() {
  commands_ = std::make_unique<http::EngineCommands>(*engine_);
  background_ = std::make_unique<http::Background>(kBackgroundThreads, kBackgroundWaitingMax);
  const auto ready = [this]() -> Status {
    if (engine_->figures().halted) {
      return fail(ErrorKind::kUnavailable, "the clock is not to be trusted; nothing is decided");
    }
    return check_room(config_.data);
  };
  services_ = std::make_unique<http::Services>(
      http::Services{*commands_,
                     *database_.reader,
                     *blobs_,
                     *clock_,
                     *catalogues_,
                     *background_,
                     child_intake(*blobs_, options_.worker, sandbox_of(config_)),
                     ready,
                     [this](const Error& error) { log_.error(error); },
                     {},
                     {}});
  services_->settings.version = kVersion;
  services_->desks = &desks_;
  services_->settings.upload_lifetime = std::chrono::hours(config_.upload_hours);
  services_->check_version = child_check(
      *blobs_, *database_.reader, *book_, *clock_, [this] { return rules_->in_force(); },
      options_.worker, sandbox_of(config_));
  beside_->plug_into(*services_);
  editions_->plug_into(*services_);
  rules_->plug_into(*services_);
  webhooks_->plug_into(*services_);
  job_desk_ = std::make_unique<JobDesk>(database_);
  job_desk_->plug_into(*services_);
  identities_->plug_into(*services_);
  log_tree_ = std::make_unique<store::SqliteLogTree>(*database_.reader);
  log_proofs_ =
      std::make_unique<http::LogProofs>(*log_tree_, *services_->keys, config_.proofs_origin);
  services_->log_proofs = log_proofs_.get();
  services_->applications = database_.applications.get();
  services_->vault = vault_.get();
  services_->contacts = contacts_.get();
  services_->take_step = [this](const engine::StepRequest& request) {
    return engine::take_step(*database_.store, *database_.applications, *database_.reader, request);
  };
  services_->directory = database_.directory.get();
  services_->sign_in_means = sign_in_means_.get();
  review_desk_->plug_into(*services_);
  services_->drop_blob = [this](const Digest& digest) -> Status {
    TRY(blobs_->remove(digest));
    return {};
  };
  services_->drop_unnamed = [this] {
    return sweep_unnamed(*blobs_, database_path(config_.data), system_clock_->now());
  };
  if (sandbox_clock_) {
    services_->move_clock = [this](Instant to) { return move_clock(to); };
  }
  health_ = std::make_unique<HealthDesk>(config_, database_, *clock_, [this] { return figures(); });
  services_->health = [this] { return health_->read(); };
  application_ = std::make_unique<http::ApiApplication>(*services_);
}

void Node::build_server() {
  http::ServerOptions options;
  options.address = config_.address;
  options.port = config_.port;
  options.trusted_proxies = config_.trusted_proxies;
  options.upload_directory = uploads_path(config_.data);
  options.threads = config_.http_threads;
  options.limits.connections_max = config_.connections_max;
  server_ = std::make_unique<http::Server>(options, *application_);
  if (config_.metrics_port != 0) build_metrics();
}

Figures Node::figures() {
  return {engine_->figures(), server_->figures(), database_.store->wal_bytes(),
          webhooks_->figures()};
}

void Node::build_metrics() {
  metrics_ = std::make_unique<MetricsApplication>([this] { return figures(); });
  http::ServerOptions inside;
  inside.port = config_.metrics_port;
  inside.upload_directory = uploads_path(config_.data);
  inside.threads = 1;
  metrics_server_ = std::make_unique<http::Server>(inside, *metrics_);
}

Node::~Node() {
  stop();
}

Status Node::start_engine() {
  TRY(job_desk_->resume(*services_));
  engine_->start();
  return {};
}

Status Node::start_http() {
  beside_->start(*services_);
  webhooks_->start();
  editions_->start(*services_);
  job_desk_->start(*services_);
  TRY(server_->start());
  if (metrics_server_) TRY(metrics_server_->start());
  return {};
}

void Node::stop() {
  if (metrics_server_) metrics_server_->stop();
  if (beside_) beside_->stop();
  if (webhooks_) webhooks_->stop();
  if (editions_) editions_->stop();
  if (server_) server_->stop();
  if (job_desk_) job_desk_->stop();
  background_.reset();
  identities_.reset();
  sign_in_means_.reset();
  if (rules_) rules_->stop();
  if (engine_) engine_->stop();
}

std::optional<Instant> Node::next_due() {
  auto asked = std::make_shared<std::promise<std::optional<Instant>>>();
  auto answer = asked->get_future();
  const bool taken = engine_->run_on_writer([asked](engine::Store& store) {
    const auto due = store.next_due();
    asked->set_value(due ? *due : std::nullopt);
  });
  asked.reset();  // whoever drops the task unrun ends the wait
  if (!taken) return std::nullopt;
  answer.wait();
  try {
    return answer.get();
  } catch (const std::future_error&) {
    return std::nullopt;
  }
}

void Node::move_to(Instant to) {
  // A running clock may have gone by it meanwhile: it is decided as well.
  const auto moved = sandbox_clock_->move(to);
  if (moved) engine_->clock_moved();
  engine_->drain();
}

Status Node::move_clock(Instant to) {
  if (to < sandbox_clock_->now()) return fail(ErrorKind::kInvalid, "a clock goes forward", "/to");
  std::optional<Instant> last;
  for (std::size_t i = 0; i < kClockStopsMax; ++i) {
    const auto due = next_due();
    // What was due at the last stop and still is waits for something else than the clock.
    if (!due || *due >= to || due == last) break;
    move_to(*due);
    last = due;
  }
  move_to(to);
  return {};
}

}  // namespace baobei::server
