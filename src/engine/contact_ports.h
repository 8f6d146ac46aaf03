// The port to the person whom a subject names as responsible, and their telephone (责任人), as a
// store keeps them: sealed, and findable by the number alone (DESIGN decision 7, ADR 0023).
//
// Invariants: a store is given no name and no number, only what the subject's key sealed and a hash
// that nobody makes without the machine's key. A subject has one contact or none. Threads: what
// changes on the engine's writer alone; what reads from any. Owner: server/main.cc.
#pragma once

#include "engine/ports.h"

namespace baobei::engine {

// Subjects with one number that are looked at: an agent may stand for many.
inline constexpr std::size_t kSubjectsOfPhoneMax = 100;

struct ContactRow {
  lifecycle::SubjectId subject;
  std::string sealed;  // hexadecimal digits
  Digest phone;        // the number's keyed hash
  lifecycle::PersonId changed_by;
  Instant changed_at;
};

class Contacts {
 public:
  virtual ~Contacts() = default;

  // ---- on the writer's thread
  virtual Status put(const ContactRow& row) = 0;
  // Nothing where there is none.
  virtual Status remove(const lifecycle::SubjectId& subject) = 0;

  // ---- any thread
  virtual Result<std::optional<ContactRow>> find(const lifecycle::SubjectId& subject) = 0;
  // By id, at most kSubjectsOfPhoneMax.
  virtual Result<std::vector<lifecycle::SubjectId>> subjects_by_phone(const Digest& phone) = 0;
};

}  // namespace baobei::engine
