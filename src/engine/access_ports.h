// The port to who read which case as a dossier (DESIGN decision 7). Beside ports.h.
//
// Invariants: a row is on disk before what it names was shown. Threads: record on the engine's
// writer alone; what reads from any. Owner: server/main.cc.
#pragma once

#include "engine/ports.h"

namespace baobei::engine {

struct CaseAccessRow {
  std::uint64_t id = 0;  // the store gives it
  lifecycle::AppId app;
  lifecycle::PersonId person;
  lifecycle::Role role = lifecycle::Role::kAuditor;
  std::string what;  // "/v1/apps/{app}/submissions/{no}"
  Instant at;
};

class CaseAccesses {
 public:
  virtual ~CaseAccesses() = default;

  virtual Status record(const CaseAccessRow& row) = 0;
  // Newest first.
  virtual Result<Listed<CaseAccessRow>> of_app(const lifecycle::AppId& app, const Page& page) = 0;
};

}  // namespace baobei::engine
