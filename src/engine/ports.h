// The ports of the core: what the engine needs from the world. Each has a real adapter, a twin in
// memory and one contract test that both pass (store/store_contract.h and so on).
//
// Threads: stated per port. Owner: server/main.cc builds them and outlives the engine.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "engine/rows.h"

namespace baobei::engine {

// The instant now, in UTC, and monotonic time besides. Any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() = 0;
  // Time since an arbitrary point that never jumps and counts while the machine sleeps.
  virtual Duration boot_time() = 0;
};

// Every list takes a Viewer and filters by it in the query: foreign rows are not found, not
// refused (DESIGN decision 11).
struct Viewer {
  lifecycle::PersonId person;
  lifecycle::OrgId org;
  std::vector<lifecycle::Role> roles;
  lifecycle::RegionCode region;

  bool has(lifecycle::Role role) const;
  bool sees_everything() const;  // reviewer, senior reviewer, operator, auditor
  bool oversees() const;         // operator, auditor: also who exists, and what subjects hold
};

// Facts for one decision, each with its stamp.
struct FactsQuery {
  lifecycle::PersonId person;     // who acts; empty: nobody, the clock or the checker
  lifecycle::SubjectId subject;   // grants of; empty: none
  lifecycle::RegionCode region;   // office of; empty: none
  std::vector<Digest> digests;    // bars of
  lifecycle::AppId app;           // bars elsewhere are those of other mini-programs
  std::optional<Digest> package;  // is it stored for this app?
};
struct FactsAnswer {
  std::optional<PersonRow> person;  // as they are now; nullopt: nobody of that id
  std::vector<GrantRow> grants;
  lifecycle::Channel channel = lifecycle::Channel::kNone;
  std::vector<Digest> barred_elsewhere;
  std::vector<Digest> barred_everywhere;
  bool package_stored = false;
  std::vector<FactStamp> stamps;
};

// The durable side. One thread at a time calls it (the engine's writer); readers use Reader.
//
// `commit` makes each write atomic by itself (a savepoint) and all accepted ones durable together
// before it returns: what it reports as committed survives kill -9 and loss of power. A write that
// cannot be taken does not disturb the others. Log indexes are dense in the order of the span.
// Where the whole does not become durable, no outcome claims anything that rested on it.
class Store {
 public:
  virtual ~Store() = default;

  virtual std::vector<WriteOutcome> commit(std::span<const Write> writes) = 0;

  // The newest state; kNotFound where the mini-program does not exist.
  virtual Result<StoredApp> load(const lifecycle::AppId& app) = 0;
  virtual Result<FactsAnswer> facts(const FactsQuery& query) = 0;
  // The first answer under this key, if any.
  virtual Result<std::optional<IdempotencyRow>> find_idempotency(const IdempotencyKey& key) = 0;
  // Is this very event in the log? Resolves kUnknown: a chain holds one event of a hash.
  virtual Result<bool> has_event(const lifecycle::AppId& app, lifecycle::Revision revision,
                                 const Digest& hash) = 0;

  // Pending deadlines due at or before `until`, earliest first, at most `limit`.
  virtual Result<std::vector<DeadlineRow>> due(Instant until, std::size_t limit) = 0;
  // The earliest pending due instant; nullopt where none is pending.
  virtual Result<std::optional<Instant>> next_due() = 0;
  // Makes the mini-program's pending deadlines what its case file says: a policy that changed, a
  // fault of ours. kConflict where the case file is not at `revision` any more.
  virtual Status replace_deadlines(const lifecycle::AppId& app, lifecycle::Revision revision,
                                   std::span<const lifecycle::Deadline> deadlines) = 0;

  // Outbox rows of `kind` ready at `now`, leased until `lease_until`; at most `limit`.
  struct Lease {
    std::uint64_t id = 0;
    DeliveryRow row;
    std::uint32_t epoch = 0;  // grows with each lease
  };
  virtual Result<std::vector<Lease>> lease_deliveries(DeliveryKind kind, Instant now,
                                                      Instant lease_until, std::size_t limit) = 0;
  virtual Status finish_delivery(std::uint64_t id) = 0;

  // All of them in one transaction.
  virtual Status record_attempts(std::span<const AttemptRow> attempts) = 0;

  // Directory writes; each moves the version of the facts it touches, in one transaction.
  virtual Status put_org(const OrgRow& org) = 0;
  virtual Status put_person(const PersonRow& person) = 0;
  virtual Status put_token(const TokenRow& token) = 0;
  virtual Status put_subject(const SubjectRow& subject) = 0;
  virtual Status put_grant(const GrantRow& grant) = 0;
  virtual Status remove_grant(const lifecycle::SubjectId& subject,
                              const lifecycle::CategoryId& category) = 0;
  virtual Status put_office(const OfficeRow& office) = 0;
  virtual Status put_package(const PackageRow& package) = 0;
  virtual Status put_app_name(const AppNameRow& name) = 0;
  virtual Status bar_everywhere(const Digest& digest, bool barred) = 0;
  // kNotFound where the notice is not the viewer's.
  virtual Status mark_read(const Viewer& viewer, std::uint64_t notice, Instant at) = 0;

  // Highest instant that a writer ever believed; timers halt when the clock is behind it.
  virtual Result<Instant> high_water() = 0;
  virtual Status raise_high_water(Instant instant) = 0;

  // Drops idempotency keys older than `before`, at most `limit`; returns how many. Called until it
  // drops fewer, with people's commands in between.
  virtual Result<std::size_t> drop_idempotency(Instant before, std::size_t limit) = 0;

  // Bytes of the write-ahead log where there is one; 0 otherwise.
  virtual std::uint64_t wal_bytes() = 0;
};

// ---- reads -----------------------------------------------------------------------------------
struct Page {
  std::string after;       // opaque cursor of the previous page; empty: from the start
  std::size_t limit = 50;  // at most kPageMax
};
inline constexpr std::size_t kPageMax = 200;

template <typename T>
struct Listed {
  std::vector<T> rows;
  std::string next;  // cursor; empty: no more
};

struct AppListItem {
  lifecycle::AppId app;
  std::string name;
  AppRow row;
};
struct SubmissionListItem {
  lifecycle::AppId app;
  std::string app_name;
  lifecycle::OrgId owner;
  SubmissionRow row;
};
struct EntryListItem {
  lifecycle::AppId app;
  std::string app_name;
  EntrySummaryRow row;
};
struct NoticeListItem {
  std::uint64_t id = 0;
  lifecycle::AppId app;
  std::string app_name;
  NoticeRow row;
  std::optional<Instant> read_at;
};

// By due instant, those without one last, then by age; or the newest submission or entry first.
enum class ListOrder { kDue, kNewest };
BOOST_DESCRIBE_ENUM(ListOrder, kDue, kNewest)

struct SubmissionFilter {
  std::vector<lifecycle::SubmissionState> states = {};  // any of them; none: all
  ListOrder order = ListOrder::kDue;
};
struct EntryFilter {
  std::vector<lifecycle::EntryState> states = {};
  ListOrder order = ListOrder::kDue;
  // Of those laid before this office; of others' offices only for whoever sees everything.
  lifecycle::RegionCode region = {};
};
// All that are given.
struct AppFilter {
  std::optional<lifecycle::ServiceState> service = {};
  lifecycle::OrgId owner = {};
  lifecycle::SubjectId subject = {};
};
// An answer or an order, by its number in the case file, newest first.
struct RulingListItem {
  lifecycle::AppId app;
  std::string app_name;
  std::uint32_t no = 0;
};
struct RulingFilter {
  RulingKind kind = RulingKind::kAnswer;
  std::vector<std::string> states = {};  // of RulingRow::state; none: all
  lifecycle::RegionCode region = {};     // as of EntryFilter
  Instant from;                          // none before it
};

struct Principal {
  PersonRow person;  // with the roles that the token may act in
  OrgRow org;
  bool read_only = false;  // the token is
  bool session = false;    // signed in with a password, not with a token that somebody issued
};

// Reads. Any thread; each call takes its own snapshot and holds no transaction afterwards.
class Reader {
 public:
  virtual ~Reader() = default;

  // kUnauthorized for unknown, expired or revoked tokens and inactive people.
  virtual Result<Principal> authenticate(const Digest& token_hash, Instant now) = 0;

  // kNotFound for foreign ones.
  virtual Result<StoredApp> app(const Viewer& viewer, const lifecycle::AppId& app) = 0;
  virtual Result<std::string> app_name(const lifecycle::AppId& app) = 0;
  virtual Result<SubjectRow> subject(const lifecycle::SubjectId& subject) = 0;
  virtual Result<Listed<AppListItem>> apps(const Viewer& viewer, const Page& page) = 0;
  virtual Result<Listed<AppListItem>> apps_where(const Viewer& viewer, const AppFilter& filter,
                                                 const Page& page) = 0;
  virtual Result<Listed<RulingListItem>> rulings(const Viewer& viewer, const RulingFilter& filter,
                                                 const Page& page) = 0;
  virtual Result<Listed<SubmissionListItem>> submissions(const Viewer& viewer,
                                                         const SubmissionFilter& filter,
                                                         const Page& page) = 0;
  virtual Result<Listed<EntryListItem>> entries(const Viewer& viewer, const EntryFilter& filter,
                                                const Page& page) = 0;
  // Newest first. Of the viewer's subjects (developers), region (officers) or the operator.
  virtual Result<Listed<NoticeListItem>> inbox(const Viewer& viewer, bool unread_only,
                                               const Page& page) = 0;
  virtual Result<Listed<LoggedEvent>> events(const Viewer& viewer, const lifecycle::AppId& app,
                                             const Page& page) = 0;
  // Newest first.
  virtual Result<Listed<PackageRow>> packages(const Viewer& viewer, const lifecycle::AppId& app,
                                              const Page& page) = 0;
  // kNotFound where the mini-program has no such version, or is not there for the viewer.
  virtual Result<PackageRow> package(const Viewer& viewer, const lifecycle::AppId& app,
                                     const Digest& digest) = 0;
  virtual Result<std::vector<GrantRow>> grants(const lifecycle::SubjectId& subject) = 0;
  // kNotFound where it was erased or never was.
  virtual Result<std::string> text(const Digest& commitment) = 0;

  // For the delivery endpoint: no viewer, the state alone.
  virtual Result<StoredApp> app_for_delivery(const lifecycle::AppId& app) = 0;
  // Everything, in log order, for verification and replay; at most `limit` after `log_index`.
  virtual Result<std::vector<LoggedEvent>> log(std::uint64_t after, std::size_t limit) = 0;
};

// ---- blobs -----------------------------------------------------------------------------------
// Content-addressed files, durable before the commit that names them (DESIGN decision 8).
class Blobs {
 public:
  virtual ~Blobs() = default;
  // Any thread. Bytes become visible under their digest only when complete and synced.
  virtual Result<Digest> put_file(const std::string& path) = 0;
  virtual Result<Digest> put(std::string_view bytes) = 0;
  virtual Result<std::string> get(const Digest& digest, std::size_t size_max) = 0;
  // A path for reading; the caller must not write to it.
  virtual Result<std::string> path_of(const Digest& digest) = 0;
  virtual bool exists(const Digest& digest) = 0;
};

// ---- the checker -----------------------------------------------------------------------------
struct CheckJob {
  lifecycle::AppId app;
  lifecycle::SubmissionNo submission = 0;
  std::uint32_t attempt = 0;
  Digest digest;
};
struct CheckResult {
  lifecycle::CheckOutcome outcome = lifecycle::CheckOutcome::kCouldNotCheck;
  Digest report;                         // stored as a blob
  std::vector<std::string> error_rules;  // ids of rules with error findings
};
// Runs one check to its end; never reports kPassed for anything but a completed check (R4).
// Called from worker threads of the engine, several at a time.
class Checker {
 public:
  virtual ~Checker() = default;
  virtual CheckResult check(const CheckJob& job) = 0;
};

}  // namespace baobei::engine
