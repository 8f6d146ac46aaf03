// The port to the keys of subjects, under which their documents lie on the disk (DESIGN decisions 7
// and 13).
//
// Invariants: a key is in here sealed alone; a subject has one, made with its first document;
// destroyed, what it sealed is lost for good, and the next document makes another one. Threads:
// what changes on the engine's writer alone; what reads from any. Owner: server/main.cc.
#pragma once

#include "engine/ports.h"

namespace baobei::engine {

class SubjectKeys {
 public:
  virtual ~SubjectKeys() = default;

  // ---- on the writer's thread
  // The subject's key; where there is none, this one from now on.
  virtual Result<std::string> ensure(const lifecycle::SubjectId& subject, const std::string& sealed,
                                     Instant at) = 0;
  virtual Status destroy(const lifecycle::SubjectId& subject) = 0;

  // ---- any thread
  // Empty: none.
  virtual Result<std::string> find(const lifecycle::SubjectId& subject) = 0;
};

}  // namespace baobei::engine
