// The port to how long what is kept (DESIGN decision 7, R24), and to the legal holds that stop
// erasing. Beside ports.h; one contract (store/contract_retention_test.cc).
//
// Invariants
// - What stands under a hold is neither swept nor counted as due: a hold on a mini-program holds
//   its subject's documents too, a hold on a subject all of its mini-programs. A proposed hold
//   holds already; one whose lifting is proposed holds still.
// - Sweeping touches what lies beside the log alone: the log verifies before and after.
// - A sweep takes at most so many rows in one transaction and can stop and begin anew anywhere.
// Threads: what changes on the engine's writer alone; what reads from any. Owner: server/main.cc.
#pragma once

#include <array>
#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include "engine/ports.h"
#include "lifecycle/application.h"

namespace baobei::engine {

enum class RetentionKind {
  kDocuments,       // of applications, from their last step and the end of the grant on
  kLooseDocuments,  // uploaded and never used in an application
  kAccesses,        // who read which document or case
  kSignInTokens,    // tokens and sessions, from their end on
  kInvitations,     // from their end on
  kReadNotices,     // from when they were read on
  kScans,           // of paper answers, from the end of their entry on
  kPictures,        // of submissions' forms, from when they were uploaded on
  kTestAccounts,    // likewise, from their submission on
};
BOOST_DESCRIBE_ENUM(RetentionKind, kDocuments, kLooseDocuments, kAccesses, kSignInTokens,
                    kInvitations, kReadNotices, kScans, kPictures, kTestAccounts)

// 0 days: without end.
struct RetentionRule {
  RetentionKind kind;
  std::uint32_t days;
};
inline constexpr std::array<RetentionRule, 9> kRetentionDefaults = {{
    {RetentionKind::kDocuments, 1'095},
    {RetentionKind::kLooseDocuments, 30},
    {RetentionKind::kAccesses, 1'095},
    {RetentionKind::kSignInTokens, 90},
    {RetentionKind::kInvitations, 30},
    {RetentionKind::kReadNotices, 0},
    {RetentionKind::kScans, 1'095},
    {RetentionKind::kPictures, 1'095},
    {RetentionKind::kTestAccounts, 180},
}};
inline constexpr std::size_t kSweptAtOnce = 200;
inline constexpr std::size_t kDueCountedMax = 10'000;
inline constexpr std::size_t kHoldsToldMax = 10;

// A document past its time, as its last step will name it.
struct DocumentDue {
  lifecycle::DocumentId document = 0;
  Digest digest;
  std::optional<Digest> stored;
  lifecycle::SubjectId subject;
  lifecycle::CategoryId category;            // empty where it was never used
  lifecycle::ApplicationId application = 0;  // likewise 0
  std::uint32_t revision = 0;
};

// A scan past its time.
struct ScanDue {
  lifecycle::AppId app;
  lifecycle::EntryNo entry = 0;
  std::string scan;
};

struct SweepCount {
  RetentionKind kind = RetentionKind::kDocuments;
  std::uint64_t swept = 0;
  std::uint64_t held = 0;
};
struct SweepRow {
  Instant at;
  std::vector<SweepCount> counts;
};

class Retention {
 public:
  virtual ~Retention() = default;

  // ---- on the writer's thread
  // Takes away at most `limit` rows that ended before `before`; returns how many. Of kinds whose
  // rows have no bytes outside the database: not documents, scans or pictures.
  virtual Result<std::size_t> sweep(RetentionKind kind, Instant before, std::size_t limit) = 0;
  virtual Status drop_loose(lifecycle::DocumentId document) = 0;
  virtual Status record(const SweepRow& sweep) = 0;

  // ---- any thread
  // Past their time and not held; loose ones have no application. Oldest first.
  virtual Result<std::vector<DocumentDue>> documents_due(RetentionKind kind, Instant before,
                                                         std::size_t limit) = 0;
  virtual Result<std::vector<ScanDue>> scans_due(Instant before, std::size_t limit) = 0;
  // Past their time: those that a sweep would take, and those that are held; each to 10,000.
  virtual Result<SweepCount> due(RetentionKind kind, Instant before) = 0;
  virtual Result<std::optional<SweepRow>> last() = 0;
};

// ---- holds -----------------------------------------------------------------------------------

enum class HoldState { kProposed, kStanding, kLiftProposed, kLifted, kRejected };
BOOST_DESCRIBE_ENUM(HoldState, kProposed, kStanding, kLiftProposed, kLifted, kRejected)

inline bool holds(HoldState state) {
  return state == HoldState::kProposed || state == HoldState::kStanding ||
         state == HoldState::kLiftProposed;
}

struct HoldWords {
  std::string ground;
  lifecycle::PersonId proposed_by;
  Instant proposed_at;
  lifecycle::PersonId confirmed_by;
  std::optional<Instant> confirmed_at;
  std::string lift_ground;
  lifecycle::PersonId lift_proposed_by;
  std::optional<Instant> lift_proposed_at;
  lifecycle::PersonId lifted_by;
  std::optional<Instant> lifted_at;
};
BOOST_DESCRIBE_STRUCT(HoldWords, (),
                      (ground, proposed_by, proposed_at, confirmed_by, confirmed_at, lift_ground,
                       lift_proposed_by, lift_proposed_at, lifted_by, lifted_at))

struct HoldRow {
  std::uint64_t id = 0;  // the store gives it
  HoldState state = HoldState::kProposed;
  lifecycle::AppId app;  // or
  lifecycle::SubjectId subject;
  HoldWords words;
};

class Holds {
 public:
  virtual ~Holds() = default;

  // ---- on the writer's thread
  // kConflict where one on the same holds already.
  virtual Result<std::uint64_t> propose(const HoldRow& row) = 0;
  // kConflict where its state is not `before` any more.
  virtual Status move(const HoldRow& row, HoldState before) = 0;

  // ---- any thread
  virtual Result<HoldRow> hold(std::uint64_t id) = 0;
  // Oldest first; nullopt: in every state.
  virtual Result<Listed<HoldRow>> list(std::optional<HoldState> state, const Page& page) = 0;
  // What holds this mini-program, by itself or by its subject.
  virtual Result<std::vector<HoldRow>> on(const lifecycle::AppId& app,
                                          const lifecycle::SubjectId& subject) = 0;
  // By itself, or by one of its mini-programs.
  virtual Result<bool> holds_subject(const lifecycle::SubjectId& subject) = 0;
  // What holds a mini-program in which this person did something (by its log, or by a version, a
  // picture or a scan that they uploaded, or a dismissal that they wrote or took back), or a
  // subject for which they uploaded a document; at most kHoldsToldMax.
  virtual Result<std::vector<HoldRow>> on_person(const lifecycle::PersonId& person) = 0;
};

}  // namespace baobei::engine
