// A catalogue and a policy made of tables, for tests of what stands on the engine.
// Threads: as every Book: filled before the engine starts. Owner: a test.
#pragma once

#include <map>

#include "engine/book.h"

namespace baobei::test {

inline constexpr char kPlain[] = "tools";      // nothing to file
inline constexpr char kForum[] = "forum";      // a filing category
inline constexpr char kLive[] = "live";        // another one
inline constexpr char kClinic[] = "clinic";    // needs a qualification
inline constexpr char kUnknown[] = "unheard";  // not in the catalogue

class TableBook final : public engine::Book {
 public:
  TableBook() {
    using lifecycle::SubjectKind;
    const std::vector<SubjectKind> all = {
        SubjectKind::kEnterprise, SubjectKind::kOverseasEnterprise, SubjectKind::kOverseasOther};
    categories[kPlain] = {false, all, {}};
    categories[kForum] = {true, all, {}};
    categories[kLive] = {true, all, {}};
    categories[kClinic] = {false, all, {}};
    rules_.overseas_authority = "11";
  }

  const lifecycle::Rules& rules(Instant at) const override {
    return changes_at && at >= *changes_at ? later : rules_;
  }
  std::string catalogue_version(Instant) const override { return "table"; }
  std::optional<engine::CategoryEntry> category(const lifecycle::CategoryId& id,
                                                Instant) const override {
    const auto found = categories.find(id);
    if (found == categories.end()) return std::nullopt;
    return found->second;
  }

  std::map<lifecycle::CategoryId, engine::CategoryEntry> categories;
  lifecycle::Rules rules_;
  // Another policy from an instant on (R25).
  std::optional<Instant> changes_at;
  lifecycle::Rules later;
};

}  // namespace baobei::test
