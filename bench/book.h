// The built-in catalogue as the engine's Book. Threads: immutable.
#pragma once

#include "catalogue/catalogue.h"
#include "engine/book.h"

namespace baobei::bench {

class CatalogueBook final : public engine::Book {
 public:
  explicit CatalogueBook(const catalogue::CatalogueSet& set) : set_(set) {}

  const lifecycle::Rules& rules(Instant at) const override { return as_of(at).policy().rules; }
  std::string catalogue_version(Instant at) const override {
    return std::string(as_of(at).version());
  }
  std::optional<engine::CategoryEntry> category(const lifecycle::CategoryId& id,
                                                Instant at) const override {
    const auto* found = as_of(at).category(id);
    if (found == nullptr) return std::nullopt;
    engine::CategoryEntry entry{found->filing_category, {}, found->carries_filing_of};
    for (const auto kind : found->subjects) {
      if (found->is_open_to(kind)) entry.open_to.push_back(kind);
    }
    return entry;
  }

 private:
  const catalogue::Catalogue& as_of(Instant at) const {
    const auto* found = set_.as_of(at);
    return found != nullptr ? *found : set_.all().front();
  }

  const catalogue::CatalogueSet& set_;
};

}  // namespace baobei::bench
