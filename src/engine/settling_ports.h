// The port to what a change of a subject's grants still has to reach: every mini-program of the
// subject, however many, is settled by it (R2a).
//
// Invariants: a row begins in the transaction that changes the grant (Applications::commit) and
// goes when the last mini-program was settled; so neither a crash nor a change in between leaves
// one out. Threads: what changes on the engine's writer alone; what reads from any. Owner:
// server/main.cc.
#pragma once

#include "engine/ports.h"

namespace baobei::engine {

struct Settling {
  lifecycle::SubjectId subject;
  lifecycle::AppId after;   // those up to here were settled
  std::uint64_t round = 0;  // which change it follows
};

class Settlings {
 public:
  virtual ~Settlings() = default;

  // ---- on the writer's thread; nothing where the grants changed again meanwhile
  virtual Status advance(const Settling& row, const lifecycle::AppId& after) = 0;
  virtual Status finish(const Settling& row) = 0;

  // ---- any thread
  // The first by subject, where there is any.
  virtual Result<std::optional<Settling>> next() = 0;
  // Of the subject, behind `after`, by id.
  virtual Result<std::vector<lifecycle::AppId>> apps(const Settling& row, std::size_t limit) = 0;
};

}  // namespace baobei::engine
