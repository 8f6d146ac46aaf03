// What is stored, as plain rows: the language between the engine and every Store.
//
// Invariants: rows of one mini-program share its bucket, the first column of every key and the
// distribution key of engines that shard (DESIGN decision 2). Events and the columns beside them
// hold ids, codes, digests and commitments only; what a person wrote or is called lies in TextRow
// and the directory, erasable (R24). Instants are microseconds UTC.
// Threads: plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "lifecycle/lifecycle.h"
#include "lifecycle/notice.h"

namespace baobei::engine {

inline constexpr std::uint32_t kBuckets = 256;
inline std::uint32_t bucket_of(std::string_view app) {
  return static_cast<std::uint32_t>(stable_hash(app) % kBuckets);
}

// ---- the log -------------------------------------------------------------------------------
// hash = SHA-256("baobei.event/1\n" + canonical JSON of {app, revision, prev, at, actor, data});
// prev of the first event is all zero. See docs/event-format.md.
struct EventRow {
  lifecycle::Revision revision = 0;
  std::string type;     // wire case, "filing_passed"
  Instant at;           // when it took effect
  Instant recorded_at;  // when the writer took it up; later than `at` for an end decided late
  std::string actor;    // person id; empty for the clock
  std::string body;     // canonical JSON that was hashed
  Digest prev;
  Digest hash;
};

struct LoggedEvent {
  std::uint64_t log_index = 0;  // dense from 1, in commit order
  lifecycle::AppId app;
  EventRow row;
};

// ---- beside the log ------------------------------------------------------------------------
struct NoticeRow {
  lifecycle::Recipient recipient = lifecycle::Recipient::kSubject;
  std::string address;  // subject id, region code, or "operator"; for a copy the agency's org id
  bool copy = false;    // an agency's copy (R10b)
  lifecycle::Revision revision = 0;  // of the event that owes it
  std::uint32_t seq = 0;             // among that event's notices
  Instant at;
  lifecycle::Notice notice;
};

struct DeadlineRow {
  lifecycle::AppId app;
  lifecycle::Deadline deadline;
};

// Free text or a document's words; erasable. commitment = SHA-256(salt + text).
struct TextRow {
  Digest commitment;
  std::string salt;  // 32 bytes
  std::string kind;  // "notes", "question", "reason", "point", "appeal", "material"
  std::string text;
};

enum class DeliveryKind { kCheck, kPush };
// An outbox row: drained at least once, by lease (DESIGN decision 9).
struct DeliveryRow {
  DeliveryKind kind = DeliveryKind::kCheck;
  lifecycle::AppId app;
  std::uint32_t ordinal = 0;  // kCheck: submission; kPush: release epoch
  std::uint32_t attempt = 0;
  Digest digest;
  Instant not_before;
};

// ---- read models, written in the same transaction -------------------------------------------
struct SubmissionRow {
  lifecycle::SubmissionNo no = 0;
  lifecycle::SubmissionState state = lifecycle::SubmissionState::kChecking;
  Digest digest;
  std::optional<Instant> due;  // of whoever holds it: review due, answer limit, filing end, lapse
  Instant submitted_at;
  Instant changed_at;
};

struct EntrySummaryRow {
  lifecycle::EntryNo no = 0;
  lifecycle::SubmissionNo submission = 0;
  lifecycle::EntryState state = lifecycle::EntryState::kToBeHandedOver;
  lifecycle::RegionCode region;
  std::optional<Instant> start;
  std::optional<Instant> end;
  Instant changed_at;
  std::optional<Instant> answered_at = {};  // by the answer that ended it
  // Answered after its period's end, or still owed an answer after it.
  bool late = false;
  lifecycle::Channel channel = lifecycle::Channel::kNone;  // how the office is reached (R10a)
};

// An answer of an office or an order, as a list finds it; the case file says the rest.
enum class RulingKind { kAnswer, kOrder };
inline constexpr std::string_view kLateAnswer = "effective_late";
struct RulingRow {
  RulingKind kind = RulingKind::kAnswer;
  std::uint32_t no = 0;
  // Wire name of AnswerState or OrderState; "proposed" of an order that waits for its second
  // signature, kLateAnswer of an effective answer that came after the end.
  std::string state;
  lifecycle::RegionCode region;  // whose office; empty: the operator's
  std::optional<Instant> due;    // of an order that stands: down_by
  Instant at;
};

// One mini-program as a list shows it.
struct AppRow {
  lifecycle::OrgId owner;
  lifecycle::SubjectId subject;
  lifecycle::RegionCode region;
  lifecycle::ServiceState service = lifecycle::ServiceState::kNeverServed;
  Instant changed_at;
};

// ---- idempotency (DESIGN decision 16) --------------------------------------------------------
struct IdempotencyKey {
  std::string principal;
  std::string operation;
  std::string key;
};
struct IdempotencyRow {
  IdempotencyKey key;
  Digest request;        // of the request; another body under the same key is an error
  std::string response;  // JSON that the first answer carried
  Instant at;
};

// ---- facts -----------------------------------------------------------------------------------
// A fact read from outside the case file and the version it had then; the committing transaction
// refuses the write when the version moved.
enum class FactKind { kGrants, kOffice, kDigest, kPerson };
struct FactStamp {
  FactKind kind = FactKind::kGrants;
  std::string key;           // subject id, region, digest hex, person id
  std::int64_t version = 0;  // 0: never written
  bool operator==(const FactStamp&) const = default;
};

// ---- jobs (job_ports.h) ----------------------------------------------------------------------
// One row of a job, and what its command answers.
struct JobPlace {
  std::string job;
  std::uint32_t no = 0;
};
struct FinishedItem {
  JobPlace place;
  std::string response;  // JSON, as of a single command
};

// ---- one command's writes --------------------------------------------------------------------
struct Write {
  lifecycle::AppId app;
  lifecycle::Revision expected = 0;  // of the case file before; 0: it must not exist
  std::vector<EventRow> events;
  std::string state;  // JSON of the case file after; a cache of the events
  AppRow row;
  std::vector<lifecycle::OrgId> agencies;  // all that are authorised after this write (R10b)
  std::vector<SubmissionRow> submissions;  // changed ones
  std::vector<EntrySummaryRow> entries;    // changed ones
  std::vector<RulingRow> rulings;          // changed ones
  std::vector<NoticeRow> notices;
  std::vector<lifecycle::Deadline> deadlines_set;  // by kind and ordinal: insert or replace
  std::vector<lifecycle::Deadline> deadlines_cleared;
  std::vector<DeliveryRow> deliveries;
  std::vector<TextRow> texts;
  std::vector<Digest> bars_raised;  // kDigest facts of these move (R3)
  std::vector<Digest> bars_lifted;  // before the raised ones
  std::vector<FactStamp> facts;     // must still hold
  std::optional<IdempotencyRow> idempotency;
  std::optional<std::uint64_t> finished_delivery;  // outbox row that this command completes
  // The job's row that this command carries out; where it waits no more, the write is a duplicate.
  std::optional<FinishedItem> finished_item;
};

enum class WriteResult {
  kCommitted,
  kConflict,     // revision or a fact moved: load and decide again
  kDuplicate,    // the idempotency key is there already; `response` is the first answer
  kKeyReused,    // the idempotency key is there with another request
  kUnavailable,  // nothing was written; try later
  kUnknown,      // the connection broke at commit: ask again by the idempotency key
};
struct WriteOutcome {
  WriteResult result = WriteResult::kUnavailable;
  std::uint64_t first_log_index = 0;  // kCommitted
  std::string response;               // kDuplicate
  std::string detail;                 // for the operator's log
};

struct StoredApp {
  std::string state;
  lifecycle::Revision revision = 0;
  Digest last_hash;
};

// ---- attempts (R23) --------------------------------------------------------------------------
struct AttemptRow {
  lifecycle::AppId app;
  std::string actor;
  std::string command;
  std::string refusal;
  Instant at;
};

// ---- directory: who exists -------------------------------------------------------------------
struct OrgRow {
  lifecycle::OrgId id;
  std::string kind;  // "developer", "agency", "operator", "office"
  std::string name;
  lifecycle::RegionCode region;  // office
};
struct PersonRow {
  lifecycle::PersonId id;
  lifecycle::OrgId org;
  std::string unit;
  std::string name;
  std::vector<lifecycle::Role> roles;
  lifecycle::RegionCode region;  // officers
  bool active = true;
};
struct TokenRow {
  Digest token_hash;  // SHA-256 of the secret
  lifecycle::PersonId person;
  std::string label;
  std::optional<Instant> expires;
  bool revoked = false;
};
struct SubjectRow {
  lifecycle::Subject subject;
  lifecycle::OrgId org;  // the tenant that administers it
  std::string name;
  std::string credit_code;
};
// R2: a category that an operator accepted for a subject.
struct GrantRow {
  lifecycle::SubjectId subject;
  lifecycle::CategoryId category;
  std::optional<Instant> valid_until;
};
struct OfficeRow {
  lifecycle::RegionCode region;
  lifecycle::Channel channel =
      lifecycle::Channel::kDesk;  // kDesk counts only with an active officer
};
struct PackageRow {
  lifecycle::AppId app;
  Digest digest;      // of the file tree
  std::string label;  // the developer's version string
  std::uint64_t bytes = 0;
  std::uint32_t files = 0;
  lifecycle::PersonId uploaded_by;
  Instant uploaded_at;
};
struct AppNameRow {
  lifecycle::AppId app;
  std::string name;
};

}  // namespace baobei::engine
