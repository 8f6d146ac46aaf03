// The record of catalogue, policy and rules: every version that was ever in force, is to come, or
// was proposed, with who proposed it and who confirmed it (DESIGN decision 11, R25).
//
// Invariants
// - A version's name, date, files and values never change; only its state does, and how far what
//   follows from it has got. A confirmed version may be rejected before its instant alone; the
//   caller holds that (http/edition_desk.h).
// - Texts of files are stored once each, by digest.
// - A step of what follows an activation is one transaction: its notices and how far it is.
// Threads: what changes on the engine's writer alone; what reads from any. Owner: server/node.h.
#pragma once

#include <boost/describe/enum.hpp>
#include <span>
#include <string>
#include <vector>

#include "engine/ports.h"

namespace baobei::engine {

inline constexpr std::size_t kEditionsMax = 1'000;      // of one kind, all states
inline constexpr std::size_t kEditionsOpenMax = 10;     // of one kind that wait for the second
inline constexpr std::size_t kEditionFilesMax = 200;    // of one version
inline constexpr std::size_t kActivationStepMax = 200;  // rows that one step looks at

enum class EditionKind { kCatalogue, kPolicy, kRules };
BOOST_DESCRIBE_ENUM(EditionKind, kCatalogue, kPolicy, kRules)

enum class EditionState {
  kShipped,  // came with a newer program; counts for nothing
  kProposed,
  kConfirmed,  // in force from its instant on
  kRejected,   // or withdrawn before its instant
};
BOOST_DESCRIBE_ENUM(EditionState, kShipped, kProposed, kConfirmed, kRejected)

struct EditionRow {
  std::uint64_t no = 0;  // the store gives it
  EditionKind kind = EditionKind::kCatalogue;
  std::string version;
  EditionState state = EditionState::kProposed;
  std::string base;  // that it follows; empty: the first of the record
  Instant effective_from;
  std::string reason;
  std::string values;               // kPolicy: JSON of every parameter
  lifecycle::PersonId proposed_by;  // empty: the program
  Instant proposed_at;
  lifecycle::PersonId decided_by;
  std::optional<Instant> decided_at;
  // What follows its instant, and how far that is.
  std::string activation_after;  // cursor
  std::uint64_t looked_at = 0;
  std::uint64_t told = 0;
  bool finished = false;
};

struct EditionText {
  std::string name;
  std::string text;
};

struct ActivationStep {
  EditionKind kind = EditionKind::kCatalogue;
  std::string version;
  std::string after;  // the cursor behind it
  std::size_t looked_at = 0;
  bool finished = false;
  std::vector<NoticeRow> notices;  // to subjects
};

class Editions {
 public:
  virtual ~Editions() = default;

  // ---- on the writer's thread
  // kConflict where the version is on record; kTooLarge beyond the limits above.
  virtual Status add(const EditionRow& row, std::span<const EditionText> files) = 0;
  // kConflict where it is not in `from`; kNotFound where it is not there.
  virtual Status decide(EditionKind kind, const std::string& version, EditionState from,
                        EditionState to, const lifecycle::PersonId& by, Instant at) = 0;
  virtual Status follow(const ActivationStep& step) = 0;

  // ---- any thread
  // Newest first.
  virtual Result<Listed<EditionRow>> list(EditionKind kind, const Page& page) = 0;
  // By instant.
  virtual Result<std::vector<EditionRow>> confirmed(EditionKind kind) = 0;
  virtual Result<EditionRow> find(EditionKind kind, const std::string& version) = 0;
  // Of a catalogue or of rules, by name; kNotFound where the version is not there.
  virtual Result<std::vector<EditionText>> files(EditionKind kind, const std::string& version) = 0;
};

}  // namespace baobei::engine
