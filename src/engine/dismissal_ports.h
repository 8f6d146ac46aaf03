// The port to findings that a reviewer has dismissed: remembered by rule and fragment, within one
// mini-program, so that they do not return while the fragment is unchanged (R8).
//
// Invariants: a dismissal changes no report; it is laid beside (R4). It counts for the mini-program
// that it was made for and for no other. A row stays when it is taken back, and says who did, when
// and why; then the same fragment can be dismissed anew, as another row. At most one row of a rule
// and fragment stands. Threads: what changes on the engine's writer alone; what reads from any.
// Owner: server/main.cc.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "lifecycle/terms.h"

namespace baobei::engine {

inline constexpr std::size_t kDismissalsOfAppMax = 2'000;  // all that ever were
inline constexpr std::size_t kDismissalReasonCharactersMax = 500;

struct DismissalRow {
  lifecycle::AppId app;
  std::uint32_t no = 0;  // counts from 1 within the mini-program; given by the store
  std::string rule;
  Digest fragment;  // fragments_of (http/fragments.h)
  // Where the reviewer saw it.
  lifecycle::SubmissionNo submission = 0;
  std::string file;
  std::uint32_t line = 0;
  std::string reason;
  lifecycle::PersonId by;
  Instant at;
  std::optional<Instant> taken_back_at = {};
  lifecycle::PersonId taken_back_by = {};
  std::string taken_back_reason = {};

  bool stands() const { return !taken_back_at; }
};

struct TakenBack {
  lifecycle::AppId app;
  std::uint32_t no = 0;
  std::string reason;
  lifecycle::PersonId by;
  Instant at;
};

class Dismissals {
 public:
  virtual ~Dismissals() = default;

  // ---- on the writer's thread ----
  // The number that it got. kConflict where one of this rule and fragment stands, kTooLarge where
  // the mini-program has too many.
  virtual Result<std::uint32_t> add(const DismissalRow& row) = 0;
  // kNotFound where there is none; kConflict where it was taken back before.
  virtual Status take_back(const TakenBack& step) = 0;

  // ---- any thread ----
  // By number, those behind `after`, at most `limit`.
  virtual Result<std::vector<DismissalRow>> of(const lifecycle::AppId& app, std::uint32_t after,
                                               std::size_t limit) = 0;
  // Of what stands alone, by number.
  virtual Result<std::vector<DismissalRow>> standing(const lifecycle::AppId& app) = 0;
};

}  // namespace baobei::engine
