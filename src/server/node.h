// One running server: every part, built in the order in which they need each other.
//
// Invariants
// - A data folder has one Node at a time (a lock file), so the engine's writer is the only one.
// - Stopping goes from the outside in: no new requests, what runs ends, the engine decides what it
//   took, then the store closes. Whatever was acknowledged is on disk before that.
// - A sandbox and production never open each other's database (store/open_mode.h).
//
// Layout of the data folder: baobei.db, blobs/, uploads/ (emptied at start), partial/ (uploads in
// pieces), keys/ (0600), lock.
// Threads: open, start, stop from one owner. Owner: serve or demo.
#pragma once

#include <memory>
#include <optional>

#include "base/file.h"
#include "blobs/blobs.h"
#include "catalogue/timeline.h"
#include "engine/engine.h"
#include "http/application.h"
#include "http/background.h"
#include "http/contact_vault.h"
#include "http/document_vault.h"
#include "http/engine_commands.h"
#include "http/log_proofs.h"
#include "http/server.h"
#include "http/sign_in_means.h"
#include "server/adapters.h"
#include "server/beside.h"
#include "server/clocks.h"
#include "server/config.h"
#include "server/editions.h"
#include "server/health.h"
#include "server/identities.h"
#include "server/job_desk.h"
#include "server/log.h"
#include "server/metrics.h"
#include "server/review_desk.h"
#include "server/rules.h"
#include "server/webhooks.h"
#include "store/log_tree.h"
#include "store/sqlite_contacts.h"
#include "store/sqlite_store.h"
#include "store/sqlite_subject_keys.h"
#include "web_files/web_files.h"

namespace baobei::server {

// Of one move of a sandbox's clock; the rest of the way it is moved at once.
inline constexpr std::size_t kClockStopsMax = 2'000;
inline constexpr std::string_view kVersion = "0.1.0";

std::string database_path(const std::string& data);
std::string blobs_path(const std::string& data);
// Makes it, readable by its owner alone.
Status make_data_folder(const std::string& data);
// Held by whoever works in it alone; kConflict where somebody else does.
Result<Fd> lock_data_folder(const std::string& data);

// The configured catalogue as a set of versions; the built-in one where none is configured.
Result<catalogue::CatalogueSet> load_catalogues(const Config& config);

struct NodeOptions {
  store::OpenMode mode = store::OpenMode::kProduction;
  Instant sandbox_start;  // a sandbox's clock stands here, or where its database has got to
  check::Worker worker = check::own_worker();
};

class Node {
 public:
  // Opens everything and migrates the database; nothing runs yet.
  static Result<std::unique_ptr<Node>> open(const Config& config, const Log& log,
                                            NodeOptions options = {});
  ~Node();
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  Status start_engine();
  Status start_http();
  void stop();

  std::uint16_t port() const { return server_->port(); }
  std::uint16_t metrics_port() const { return metrics_server_ ? metrics_server_->port() : 0; }
  engine::Engine& engine() { return *engine_; }
  engine::Reader& reader() { return *database_.reader; }
  engine::Applications& applications() { return *database_.applications; }
  engine::SignIns& sign_ins() { return beside_->sign_ins(); }
  http::ContactVault& contacts() { return *contacts_; }
  blobs::Store& blobs() { return *blobs_; }
  const engine::Book& book() const { return *book_; }
  const catalogue::Timeline& catalogues() const { return *catalogues_; }
  // Of a sandbox. Stops on the way at every instant at which something falls due, so that it is
  // decided when it is due and not however much later the clock was moved to; at most
  // kClockStopsMax times. Returns when what is due is decided.
  Status move_clock(Instant to);
  // A sandbox's; nullptr in production.
  SandboxClock* sandbox_clock() { return sandbox_clock_.get(); }

 private:
  Node(const Config& config, const Log& log, NodeOptions options)
      : config_(config), log_(log), options_(std::move(options)) {}
  Status open_parts();
  void build_services();
  void build_server();
  void build_metrics();
  // Of what runs; after build_services.
  Figures figures();
  // When the next deadline falls due; nullopt: none is pending, or the engine is too busy to say.
  std::optional<Instant> next_due();
  void move_to(Instant to);

  const Config config_;
  const Log& log_;
  const NodeOptions options_;
  Fd lock_;
  std::unique_ptr<catalogue::Timeline> catalogues_;
  std::unique_ptr<CatalogueBook> book_;
  std::unique_ptr<SandboxClock> sandbox_clock_;
  std::unique_ptr<SystemClock> system_clock_;
  engine::Clock* clock_ = nullptr;
  store::Opened database_;
  std::unique_ptr<blobs::FolderBlobs> blobs_;
  std::unique_ptr<Editions> editions_;
  std::unique_ptr<Rules> rules_;
  std::unique_ptr<Beside> beside_;
  std::unique_ptr<ChildChecker> checker_;
  std::unique_ptr<ReviewDesk> review_desk_;
  std::unique_ptr<UndismissedChecker> undismissed_;
  std::unique_ptr<engine::Engine> engine_;
  const web_files::WebFiles desks_{web_files::embedded_files()};
  std::unique_ptr<http::EngineCommands> commands_;
  std::unique_ptr<http::Background> background_;
  std::unique_ptr<http::SignInMeans> sign_in_means_;
  std::unique_ptr<IdentityProviders> identities_;
  std::unique_ptr<store::SqliteSubjectKeys> subject_keys_;
  std::unique_ptr<http::DocumentVault> vault_;
  std::unique_ptr<store::SqliteContacts> contact_rows_;
  std::unique_ptr<http::ContactVault> contacts_;
  std::unique_ptr<http::Services> services_;
  std::unique_ptr<Webhooks> webhooks_;
  std::unique_ptr<JobDesk> job_desk_;
  std::unique_ptr<store::SqliteLogTree> log_tree_;
  std::unique_ptr<http::LogProofs> log_proofs_;
  std::unique_ptr<HealthDesk> health_;
  std::unique_ptr<http::ApiApplication> application_;
  std::unique_ptr<http::Server> server_;
  std::unique_ptr<MetricsApplication> metrics_;
  std::unique_ptr<http::Server> metrics_server_;
};

}  // namespace baobei::server
