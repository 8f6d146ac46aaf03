// What the handlers work with: the engine's commands and the ports for reading.
//
// Threads: everything here is called from several I/O threads at once. Owner: server/main.cc builds
// it; it outlives the ApiApplication.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "catalogue/timeline.h"
#include "engine/applications.h"
#include "engine/calendar_ports.h"
#include "engine/contents.h"
#include "engine/count_ports.h"
#include "engine/directory.h"
#include "engine/engine.h"
#include "engine/feed_ports.h"
#include "engine/host_ports.h"
#include "engine/ports.h"
#include "engine/upload_ports.h"
#include "http/background.h"
#include "http/partial_files.h"
#include "web_files/web_files.h"

namespace baobei::receipts {
class KeyRing;
}
namespace baobei::engine {
class Courier;
class Jobs;
class OfficeKeys;
class Scans;
class SubmissionForms;
class Webhooks;
class AppSearch;
class CaseAccesses;
class Dismissals;
class Holds;
class Identities;
class PersonalData;
class Records;
class SignIns;
class Statistics;
struct StepAnswer;
struct StepRequest;
}  // namespace baobei::engine

namespace baobei::http {

class ContactVault;
class DocumentVault;
class EditionDesk;
class Rehearsals;
class RuleDesk;
class EventHub;
class GrantSettler;
struct Health;
class JobRunner;
class LogProofs;
class Oidc;
class PublishedFigures;
class RetentionSweep;
class ReviewLeases;
class RiskDesk;
class SignInMeans;
class Traces;

// The engine as this module needs it; engine_commands.h is the real one. Every `done` comes once,
// from any thread, and does not block.
class Commands {
 public:
  virtual ~Commands() = default;
  // R13: the instant of receipt. Ends later than it wait until the ticket is submitted or dropped.
  virtual engine::StampTicket stamp() = 0;
  virtual void submit(engine::StampTicket ticket, engine::Request request,
                      std::function<void(engine::Answer)> done) = 0;
  // An instant of receipt that stands on disk; before the engine starts.
  virtual engine::StampTicket reopen(Instant recorded) = 0;
  // Was it stamped by a clock that is believed? On the writer's thread.
  virtual bool believes(const engine::StampTicket& ticket) = 0;
  // kUnavailable where too much waits.
  virtual void put_package(engine::PackageRow row, std::function<void(Status)> done) = 0;
  virtual void put_app_name(engine::AppNameRow row, std::function<void(Status)> done) = 0;
  virtual void mark_read(engine::Viewer viewer, std::uint64_t notice, Instant at,
                         std::function<void(Status)> done) = 0;
  // Everything else beside the lifecycle: `task` runs on the writer's thread, in order with the
  // commands. False where too much waits: then it does not run.
  virtual bool on_writer(std::function<void()> task) = 0;

  // `done` with what `work` said on the writer's thread, or kUnavailable where too much waits.
  void write(std::function<Status()> work, std::function<void(Status)> done) {
    const bool taken = on_writer([work = std::move(work), done] { done(work()); });
    if (!taken) done(fail(ErrorKind::kUnavailable, "too many writes wait"));
  }
};

struct PackageFacts {
  Digest digest;  // of the canonical file tree
  std::uint32_t files = 0;
  std::uint64_t bytes = 0;
};
// Takes an uploaded archive in: unpacked within limits, every file durable in the blob store before
// it returns. kInvalid or kTooLarge for what is no package. Blocks; called from Background.
using PackageIntake = std::function<Result<PackageFacts>(const std::string& archive_path)>;

// The checker's report on a stored version of the mini-program, as JSON; a check that could not be
// made is a report that says so. Blocks; called from Background.
using VersionCheck =
    std::function<Result<std::string>(const lifecycle::AppId& app, const Digest& version)>;

struct Settings {
  std::string version;  // of the program
  std::uint64_t package_bytes_max = std::uint64_t{40} << 20;
  std::uint64_t piece_bytes_max = std::uint64_t{8} << 20;  // of an upload in pieces
  Duration upload_lifetime = std::chrono::hours(24);       // such uploads end after this
  std::size_t report_bytes_max = std::size_t{16} << 20;    // a check report that is shown
  Duration manifest_max_age = std::chrono::seconds(60);    // R20: hosts ask again after this
};

struct Services {
  Commands& commands;
  engine::Reader& reader;
  engine::Blobs& blobs;
  engine::Clock& clock;
  const catalogue::Timeline& catalogues;
  Background& background;
  PackageIntake intake;
  std::function<Status()> ready;
  std::function<void(const Error&)> report;  // faults of ours, for the log
  // Sandbox alone, empty in production: moves the clock and returns when what is due is decided.
  std::function<Status(Instant)> move_clock;
  Settings settings;
  // None of these is null once the ApiApplication is built.
  VersionCheck check_version = {};
  engine::Contents* contents = nullptr;
  engine::Uploads* uploads = nullptr;
  PartialFiles* partials = nullptr;
  engine::Hosts* hosts = nullptr;
  engine::Feed* feed = nullptr;
  EventHub* hub = nullptr;
  engine::Calendars* calendars = nullptr;
  engine::InboxMarks* inbox_marks = nullptr;
  engine::Counts* counts = nullptr;
  engine::AppSearch* search = nullptr;
  receipts::KeyRing* keys = nullptr;
  const web_files::WebFiles* desks = nullptr;    // absent: the API alone
  engine::Applications* applications = nullptr;  // null: this server has no desk for categories
  engine::Webhooks* webhooks = nullptr;          // null, as the courier: this server tells nobody
  engine::Courier* courier = nullptr;
  LogProofs* log_proofs = nullptr;  // null: this server proves nothing
  // A step on an application or a grant, on the writer's thread; there is one where there are
  // applications.
  std::function<engine::StepAnswer(const engine::StepRequest&)> take_step = {};
  engine::Directory* directory = nullptr;         // null: who exists is managed elsewhere
  engine::SignIns* sign_ins = nullptr;            // null: tokens alone
  SignInMeans* sign_in_means = nullptr;           // there where sign_ins is
  engine::PersonalData* personal_data = nullptr;  // there where directory is
  engine::Statistics* statistics = nullptr;
  PublishedFigures* published = nullptr;  // there where statistics are
  ReviewLeases* leases = nullptr;
  RiskDesk* risks = nullptr;                 // null: nothing is weighed
  engine::Dismissals* dismissals = nullptr;  // null: no finding is dismissed
  EditionDesk* editions = nullptr;   // null: catalogue and policy are what the program brings
  RuleDesk* rules_desk = nullptr;    // null: the rules are the program's
  Rehearsals* rehearsals = nullptr;  // there where rules_desk is
  // Makes a case's pending deadlines what policy says now; on the writer's thread.
  std::function<Status(const lifecycle::AppId&)> renew_deadlines = {};
  engine::Jobs* jobs = nullptr;  // null, as the runner: this server takes commands one by one
  JobRunner* job_runner = nullptr;
  GrantSettler* settler = nullptr;            // there where the runner is
  engine::OfficeKeys* office_keys = nullptr;  // there where jobs are
  engine::Scans* scans = nullptr;             // likewise
  engine::SubmissionForms* forms = nullptr;   // null: submissions take no picture
  Oidc* oidc = nullptr;                       // null: no provider of identities
  engine::Identities* identities = nullptr;   // there where oidc is
  engine::CaseAccesses* case_accesses = nullptr;
  engine::Records* records = nullptr;  // there where case_accesses is
  engine::Holds* holds = nullptr;      // null: nothing is held
  DocumentVault* vault = nullptr;      // there where applications are
  ContactVault* contacts = nullptr;    // likewise
  Traces* traces = nullptr;            // there where case_accesses is
  RetentionSweep* sweeper = nullptr;   // null: nothing is swept
  // How the server is, for those who run it; empty: nobody is told. Blocks for a few reads.
  std::function<Result<Health>()> health = {};
  // Takes the bytes of an erased document away.
  std::function<Status(const Digest&)> drop_blob = {};
  // Takes away what nothing names and a crash left; how many. Blocks.
  std::function<Result<std::size_t>()> drop_unnamed = {};

  bool sandbox() const { return static_cast<bool>(move_clock); }
  // In force at `at`; before the first one, the first one.
  const catalogue::Catalogue& catalogue(Instant at) const { return catalogues.catalogue(at); }
  // The policy, likewise.
  const lifecycle::Rules& rules(Instant at) const { return catalogues.rules(at); }
};

}  // namespace baobei::http
