// Who is responsible at a subject and how they are reached, sealed under the subject's key; found
// by the telephone number through a keyed hash (DESIGN decision 7, ADR 0023).
//
// Invariants: the database holds neither name nor number in clear; once the subject's key is
// destroyed nobody reads what it sealed, and the hash goes with the row. Threads: what changes on
// the engine's writer; what reads from any. Owner: server; the vault and the port outlive it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/contact_ports.h"
#include "http/document_vault.h"

namespace baobei::http {

struct Services;

struct Contact {
  std::string name;
  std::string phone;  // E.164 (phone.h)
};
struct KeptContact {
  Contact contact;
  lifecycle::PersonId changed_by;
  Instant changed_at;
};

class ContactVault {
 public:
  ContactVault(const DocumentVault& vault, engine::Contacts& contacts)
      : vault_(vault), contacts_(contacts) {}

  Status put(const lifecycle::SubjectId& subject, const Contact& contact,
             const lifecycle::PersonId& by, Instant at) const;
  Status remove(const lifecycle::SubjectId& subject) const { return contacts_.remove(subject); }

  Result<bool> has(const lifecycle::SubjectId& subject) const;
  // kCorrupt where it does not open.
  Result<std::optional<KeptContact>> find(const lifecycle::SubjectId& subject) const;
  // Whose contact has this number; `phone` as read_phone gives it.
  Result<std::vector<lifecycle::SubjectId>> subjects_of(const std::string& phone) const;

 private:
  const DocumentVault& vault_;
  engine::Contacts& contacts_;
};

// Of words that somebody looks for: none where they are no telephone number.
Result<std::vector<lifecycle::SubjectId>> subjects_of_phone(std::string_view words,
                                                            const Services& services);

}  // namespace baobei::http
