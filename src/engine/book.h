// The port to catalogue and policy: which rules and categories are in force at an instant (R25).
// Implementations are immutable while the engine runs; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lifecycle/rules.h"
#include "lifecycle/terms.h"

namespace baobei::engine {

struct CategoryEntry {
  bool filing = false;
  std::vector<lifecycle::SubjectKind> open_to;
  std::vector<lifecycle::CategoryId> carries_filing_of;  // R25
};

class Book {
 public:
  virtual ~Book() = default;
  virtual const lifecycle::Rules& rules(Instant at) const = 0;
  virtual std::string catalogue_version(Instant at) const = 0;
  virtual std::optional<CategoryEntry> category(const lifecycle::CategoryId& id,
                                                Instant at) const = 0;
};

}  // namespace baobei::engine
