// What one version of the catalogue says otherwise than another, by meaning: rows that came, went
// and changed, and of a changed one what it gained and lost. Where a row stands in its file, and in
// which order, is no difference.
//
// Threads: pure. Owner: plain values.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <vector>

#include "catalogue/catalogue.h"

namespace baobei::catalogue {

struct NamedValue {
  std::optional<std::string> code;
  std::string zh;
  std::string en;
  bool operator==(const NamedValue&) const = default;
};
BOOST_DESCRIBE_STRUCT(NamedValue, (), (code, zh, en))

enum class ChangeOf {
  kName,
  kScope,
  kStatus,
  kOpenTo,
  kFiling,
  kFilingCategory,
  kCarriesFilingOf,
  kQualifications,
  kRequires,
  kExclusive,
  kRegions,
  kRedirects,
  kTitle,
  kText,
  kUses,
  kOffice,
  kAuthority,
  kOther,  // neither of those: notes, sources, marks
};
BOOST_DESCRIBE_ENUM(ChangeOf, kName, kScope, kStatus, kOpenTo, kFiling, kFilingCategory,
                    kCarriesFilingOf, kQualifications, kRequires, kExclusive, kRegions, kRedirects,
                    kTitle, kText, kUses, kOffice, kAuthority, kOther)

struct Change {
  ChangeOf what = ChangeOf::kOther;
  std::vector<NamedValue> added;
  std::vector<NamedValue> struck;
};
BOOST_DESCRIBE_STRUCT(Change, (), (what, added, struck))

struct ChangedRow {
  NamedValue row;
  std::vector<Change> changes;
};
BOOST_DESCRIBE_STRUCT(ChangedRow, (), (row, changes))

struct RowDiff {
  std::vector<NamedValue> added;
  std::vector<NamedValue> struck;
  std::vector<ChangedRow> changed;

  bool empty() const { return added.empty() && struck.empty() && changed.empty(); }
};
BOOST_DESCRIBE_STRUCT(RowDiff, (), (added, struck, changed))

struct CatalogueDiff {
  RowDiff categories;
  RowDiff filing_kinds;
  RowDiff regions;
  RowDiff reasons;
};
BOOST_DESCRIBE_STRUCT(CatalogueDiff, (), (categories, filing_kinds, regions, reasons))

CatalogueDiff difference(const Catalogue& before, const Catalogue& after);

NamedValue named(const Category& category);
NamedValue named(const FilingKind& kind);
NamedValue named(const Region& region);
NamedValue named(const Reason& reason);
// 企业, "enterprise".
NamedValue named(SubjectKind kind);

}  // namespace baobei::catalogue
