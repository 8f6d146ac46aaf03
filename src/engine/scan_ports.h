// The port to scans of a filing: paper answers (R10a, channel transcribed), the letters of offices,
// the documents that developers add to a reply (R11). Which entry each is of, when the paper came,
// who has looked at it.
//
// Invariants: the bytes are a blob, durable before the row that names them; a scan is kept with its
// entry until it is erased: then its bytes are gone, and that it was there stays. What developers
// add is their subject's and lies sealed under its key; what was added before that was so lies in
// clear, as everything of offices and operators does. When the paper came is on record and decides
// nothing: an answer is received when the second operator has signed its transcription (R13).
// Threads: what changes on the engine's writer alone; what reads from any. Owner: server/main.cc.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "lifecycle/terms.h"

namespace baobei::engine {

// Of those that are not erased: operators and the office add none where so many are there, whoever
// added them.
inline constexpr std::size_t kScansOfEntryMax = 40;
// Developers add none where so many of their own are there: the rest is the others'.
inline constexpr std::size_t kScansBeforeDevelopersStop = 20;
// Of all, erased ones too, half of them for each side: an entry's list has an end.
inline constexpr std::size_t kScanRowsOfEntryMax = 200;

struct ScanRow {
  std::string id;
  lifecycle::AppId app;
  lifecycle::EntryNo entry = 0;
  lifecycle::SubjectId subject;  // whose it is; empty: an office's or operator's, or not known
  Digest digest;                 // of its own bytes
  std::optional<Digest> stored;  // of those on the disk, where they are sealed
  std::string media_type;
  std::uint64_t bytes = 0;
  Instant paper_received;
  lifecycle::PersonId uploaded_by;
  Instant uploaded_at;
  std::optional<Instant> erased_at = {};
  bool by_developers = false;  // whose side added it

  const Digest& blob() const { return stored ? *stored : digest; }
};

// What there is of one subject in all mini-programs; one may have gone to another subject since.
struct ScansOfSubject {
  std::vector<ScanRow> kept;  // not erased; sealed or in clear
  bool held = false;          // at least one of those mini-programs
};

// What there is of one entry.
struct ScanPlaces {
  std::size_t rows = 0;  // erased ones too
  std::size_t kept = 0;
  std::size_t rows_of_developers = 0;
  std::size_t kept_of_developers = 0;
};

// Neither side can take the other's last place.
constexpr bool has_place(const ScanPlaces& there, bool by_developers) {
  if (by_developers) {
    return there.kept_of_developers < kScansBeforeDevelopersStop &&
           there.rows_of_developers < kScanRowsOfEntryMax / 2;
  }
  return there.kept < kScansOfEntryMax &&
         there.rows - there.rows_of_developers < kScanRowsOfEntryMax / 2;
}

struct ScanAccess {
  std::string scan;
  lifecycle::PersonId person;
  Instant at;
};

class Scans {
 public:
  virtual ~Scans() = default;

  // ---- on the writer's thread ----
  // kTooLarge where the entry has no place for it (has_place). It is decided here, where no other
  // upload comes in between.
  virtual Status add(const ScanRow& row) = 0;
  virtual Status record_access(const ScanAccess& access) = 0;
  // kNotFound where it is not there, or erased. True where no scan or document names its blob any
  // more: it may go.
  virtual Result<bool> erase(const lifecycle::AppId& app, lifecycle::EntryNo entry,
                             const std::string& id, Instant at) = 0;

  // ---- any thread ----
  // kNotFound for what there is not, or not of this entry.
  virtual Result<ScanRow> find(const lifecycle::AppId& app, lifecycle::EntryNo entry,
                               const std::string& id) = 0;
  // By age.
  virtual Result<std::vector<ScanRow>> of(const lifecycle::AppId& app,
                                          lifecycle::EntryNo entry) = 0;
  virtual Result<ScansOfSubject> of_subject(const lifecycle::SubjectId& subject) = 0;
  // Of one scan, oldest first.
  virtual Result<std::vector<ScanAccess>> accesses(const std::string& scan) = 0;
};

}  // namespace baobei::engine
