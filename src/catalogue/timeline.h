// Which catalogue and which policy are in force at an instant, on a server that runs: versions are
// added ahead of their time and may be withdrawn before it, and none is ever changed (R25).
//
// Invariants
// - There is always one of each; before the first takes effect, the first one counts: a fresh
//   installation judges by what it has.
// - Two of a kind never share a name or an instant.
// - What was handed out lives as long as the Timeline, withdrawn or not.
// Threads: any; what is added is seen by every look that begins afterwards. Owner: server/node.h.
#pragma once

#include <memory>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/catalogue.h"

namespace baobei::catalogue {

struct PolicyEdition {
  lifecycle::Rules rules;  // `version` is its name
  Instant effective_from;
};

// By a subject that was accepted for it: one on invitation too, none that is retired. Null: no.
bool can_be_declared(const Category* category, SubjectKind kind);

// A version and from when on it counts.
struct Span {
  std::string version;
  Instant from;
};

class Timeline {
 public:
  explicit Timeline(CatalogueSet versions);
  Timeline(const Timeline&) = delete;
  Timeline& operator=(const Timeline&) = delete;

  const Catalogue& catalogue(Instant at) const;
  const Catalogue* version(std::string_view version) const;  // nullptr where there is none
  const lifecycle::Rules& rules(Instant at) const;
  const PolicyEdition* policy(std::string_view version) const;

  // By instant.
  std::vector<Span> catalogues() const;
  std::vector<Span> policies() const;

  // What is on record takes the place of what the program brought. Before anybody looks.
  void replace(std::vector<Catalogue> catalogues);
  void replace(std::vector<PolicyEdition> policies);

  // CHECK that name and instant are free; the caller holds what is to come to its limits.
  void add(std::shared_ptr<const Catalogue> catalogue);
  void add(PolicyEdition policy);
  void withdraw_catalogue(std::string_view version);
  void withdraw_policy(std::string_view version);

 private:
  void put(std::shared_ptr<const Catalogue> catalogue);
  void put(PolicyEdition policy);

  mutable std::shared_mutex mutex_;
  const CatalogueSet brought_;                          // by the program
  std::vector<std::shared_ptr<const Catalogue>> kept_;  // everything that was ever added
  std::vector<std::unique_ptr<const PolicyEdition>> policies_kept_;
  std::vector<const Catalogue*> catalogues_;  // by instant
  std::vector<const PolicyEdition*> policies_;
};

}  // namespace baobei::catalogue
