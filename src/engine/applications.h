// The port to applications for categories (R2): rows, and what a store of them must do. Beside
// ports.h, with the same two adapters and one contract (store/contract_applications_test.cc).
//
// Invariants
// - A step is one transaction: the application, the grant with its facts' version, its documents,
//   texts, notices, the step's record and the idempotency key go together or not at all.
// - Steps are added, never changed. Ids are dense, given in the transaction that uses them.
// - What a document is called and says can be erased; its step then says that it was.
// Threads: what changes on the engine's writer alone; what reads from any. Owner: server/main.cc.
#pragma once

#include "engine/ports.h"
#include "lifecycle/application.h"

namespace baobei::engine {

inline constexpr std::uint64_t kDocumentBytesMax = std::uint64_t{10} << 20;
// Of one subject, uploaded and not used in an application yet.
inline constexpr std::size_t kLooseDocumentsMax = 40;

struct DocumentRow {
  lifecycle::DocumentId id = 0;
  lifecycle::SubjectId subject;
  lifecycle::ApplicationId application = 0;  // 0: not used yet
  Digest digest;                             // of its own bytes
  std::optional<Digest> stored;              // of those on the disk, where they are sealed
  std::string media_type;
  std::uint64_t bytes = 0;
  lifecycle::PersonId uploaded_by;
  Instant uploaded_at;
  std::optional<Instant> erased_at;
  // Words; empty once erased.
  std::string name;    // of the file
  std::string title;   // what it is
  std::string number;  // of the licence
  std::string issuer;
  std::optional<Instant> expires;
};

enum class StepKind {
  kApplied,
  kWithdrawn,
  kAccepted,
  kRefused,
  kRenewed,
  kRevoked,
  kDocumentErased,
};
BOOST_DESCRIBE_ENUM(StepKind, kApplied, kWithdrawn, kAccepted, kRefused, kRenewed, kRevoked,
                    kDocumentErased)

struct StepDetail {
  std::vector<lifecycle::Reason> reasons;
  lifecycle::TextRef text;
  std::optional<Instant> valid_until;
  lifecycle::DocumentId document = 0;
};
BOOST_DESCRIBE_STRUCT(StepDetail, (), (reasons, text, valid_until, document))

struct StepRow {
  std::uint64_t id = 0;  // the store gives it
  StepKind kind = StepKind::kApplied;
  lifecycle::SubjectId subject;
  lifecycle::CategoryId category;
  lifecycle::ApplicationId application = 0;
  std::uint32_t revision = 0;  // of the application after the step
  lifecycle::PersonId actor;
  Instant at;
  StepDetail detail;
};

struct AccessRow {
  lifecycle::DocumentId document = 0;
  lifecycle::ApplicationId application = 0;
  lifecycle::PersonId person;
  Instant at;
};

enum class GrantChange { kNone, kGranted, kRevoked };

// What one step writes.
struct ApplicationWrite {
  std::optional<lifecycle::Application> application;  // after the step
  std::uint32_t expected = 0;                         // its revision before; 0: a new one
  StepRow step;
  std::vector<TextRow> texts;
  std::vector<DocumentRow> attached;  // with their words, to be used by this application
  GrantChange change = GrantChange::kNone;
  GrantRow grant;
  std::vector<FactStamp> facts;  // must still hold
  // The store gives them their revision (the step) and their places.
  std::vector<NoticeRow> notices;
  std::optional<IdempotencyRow> idempotency;
};

struct ApplicationFilter {
  std::optional<lifecycle::ApplicationState> state;
  lifecycle::SubjectId subject;  // empty: of all that the viewer sees
};

class Applications {
 public:
  virtual ~Applications() = default;

  // ---- on the writer's thread
  // The id that the next application takes; a write with another one is a conflict.
  virtual Result<lifecycle::ApplicationId> next_application() = 0;
  virtual WriteOutcome commit(const ApplicationWrite& write) = 0;
  // The same bytes that wait already are the same document. kConflict beyond kLooseDocumentsMax.
  virtual Result<lifecycle::DocumentId> put_document(const DocumentRow& document) = 0;
  virtual Status record_access(const AccessRow& access) = 0;
  // Words and place of the bytes are gone afterwards; true where no other document and no scan has
  // these bytes on the disk.
  // kNotFound where it is not there or was erased before.
  virtual Result<bool> erase_document(lifecycle::DocumentId document, const StepRow& step) = 0;

  // ---- any thread
  virtual Result<lifecycle::Application> application(lifecycle::ApplicationId id) = 0;
  // Oldest first. Operators and auditors see all, developers those of their subjects; kNotFound for
  // a subject that the viewer does not see.
  virtual Result<Listed<lifecycle::Application>> applications(const Viewer& viewer,
                                                              const ApplicationFilter& filter,
                                                              const Page& page) = 0;
  // The newest of this subject for this category.
  virtual Result<std::optional<lifecycle::Application>> newest(
      const lifecycle::SubjectId& subject, const lifecycle::CategoryId& category) = 0;
  // The newest for each category.
  virtual Result<std::vector<lifecycle::Application>> newest_of(
      const lifecycle::SubjectId& subject) = 0;
  virtual Result<std::size_t> waiting(const lifecycle::SubjectId& subject) = 0;
  virtual Result<DocumentRow> document(lifecycle::DocumentId id) = 0;
  // Application 0: those that are not used yet.
  virtual Result<std::vector<DocumentRow>> documents(const lifecycle::SubjectId& subject,
                                                     lifecycle::ApplicationId application) = 0;
  virtual Result<std::vector<StepRow>> steps(lifecycle::ApplicationId application) = 0;
  // Oldest first.
  virtual Result<std::vector<AccessRow>> accesses(lifecycle::ApplicationId application) = 0;
  // Operators and auditors every subject; developers those of their organisation and those of the
  // mini-programs that their organisation is authorised for (R10b).
  virtual Result<bool> sees(const Viewer& viewer, const lifecycle::SubjectId& subject) = 0;
  // Mini-programs of the subject that the viewer sees, at most `limit`.
  virtual Result<std::vector<lifecycle::AppId>> apps_of(const Viewer& viewer,
                                                        const lifecycle::SubjectId& subject,
                                                        std::size_t limit) = 0;
};

}  // namespace baobei::engine
