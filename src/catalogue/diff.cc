#include "catalogue/diff.h"

#include <algorithm>
#include <set>

#include "base/json.h"

namespace baobei::catalogue {
namespace {

using Values = std::vector<NamedValue>;

NamedValue plain(const Text& text) {
  return {std::nullopt, text.zh, text.en};
}
NamedValue coded(std::string code) {
  return {code, code, code};
}
NamedValue flag(bool set) {
  return set ? NamedValue{std::nullopt, "是", "yes"} : NamedValue{std::nullopt, "否", "no"};
}

// Collects what two rows differ in.
class Changes {
 public:
  void sets(ChangeOf what, const Values& before, const Values& after) {
    Change change{what, without(after, before), without(before, after)};
    if (!change.added.empty() || !change.struck.empty()) list_.push_back(std::move(change));
  }
  void one(ChangeOf what, NamedValue before, NamedValue after) {
    if (before != after) list_.push_back({what, {std::move(after)}, {std::move(before)}});
  }
  // Something else in them differs.
  void rest(bool differs) {
    if (differs && list_.empty()) list_.push_back({ChangeOf::kOther, {}, {}});
  }
  std::vector<Change> take() { return std::move(list_); }

 private:
  static Values without(const Values& some, const Values& others) {
    Values left;
    for (const auto& each : some) {
      if (std::ranges::find(others, each) == others.end()) left.push_back(each);
    }
    return left;
  }
  std::vector<Change> list_;
};

NamedValue word_of(CategoryStatus status) {
  switch (status) {
    case CategoryStatus::kOpen:
      return {"open", "开放", "open"};
    case CategoryStatus::kAdded:
      return {"added", "新增", "added"};
    case CategoryStatus::kRetired:
      return {"retired", "已停用", "retired"};
    case CategoryStatus::kInvitation:
      return {"invitation", "仅限邀请", "on invitation"};
  }
  return coded("open");
}

Values open_to(const Category& category) {
  Values all;
  for (const auto kind : category.subjects) all.push_back(named(kind));
  return all;
}

Values ids(const std::vector<CategoryId>& list) {
  Values all;
  for (const auto& id : list) all.push_back(coded(id));
  return all;
}

Values texts(const std::vector<Text>& list) {
  Values all;
  for (const auto& text : list) all.push_back(plain(text));
  return all;
}

Values filing_of(const Category& category, const Catalogue& catalogue) {
  Values all;
  for (const auto& need : category.filing) {
    auto value = coded(need.kind);
    if (const auto* kind = catalogue.filing_kind(need.kind)) {
      value.zh = kind->title.zh;
      value.en = kind->title.en;
    }
    all.push_back(std::move(value));
  }
  return all;
}

// Each set of documents that is enough, as one line.
Values qualifications(const Category& category) {
  Values all;
  for (const auto& alternative : category.any_of) {
    NamedValue line;
    for (const auto& requirement : alternative.all_of) {
      line.zh += (line.zh.empty() ? "" : " + ") + describe(requirement, Language::kZh);
      line.en += (line.en.empty() ? "" : " + ") + describe(requirement, Language::kEn);
    }
    all.push_back(std::move(line));
  }
  return all;
}

Values redirects(const Category& category) {
  Values all;
  for (const auto& redirect : category.redirects) {
    auto value = plain(redirect.when);
    std::string to;
    for (const auto& id : redirect.to) to += (to.empty() ? "" : ", ") + id;
    value.code = to;
    all.push_back(std::move(value));
  }
  return all;
}

template <typename Row>
std::string whole(const Row& row) {
  auto object = to_json(row).as_object();
  object.erase("where");
  return json::serialize(object);
}

std::vector<Change> changes_of(const Category& before, const Category& after,
                               const Catalogue& old_one, const Catalogue& new_one) {
  Changes changes;
  changes.one(ChangeOf::kName, named(before), named(after));
  changes.one(ChangeOf::kScope, plain(before.scope), plain(after.scope));
  changes.one(ChangeOf::kStatus, word_of(before.status), word_of(after.status));
  changes.sets(ChangeOf::kOpenTo, open_to(before), open_to(after));
  changes.sets(ChangeOf::kFiling, filing_of(before, old_one), filing_of(after, new_one));
  changes.one(ChangeOf::kFilingCategory, flag(before.filing_category), flag(after.filing_category));
  changes.sets(ChangeOf::kCarriesFilingOf, ids(before.carries_filing_of),
               ids(after.carries_filing_of));
  changes.sets(ChangeOf::kQualifications, qualifications(before), qualifications(after));
  changes.sets(ChangeOf::kRequires, ids({before.requires_category}),
               ids({after.requires_category}));
  changes.one(ChangeOf::kExclusive, flag(before.exclusive), flag(after.exclusive));
  changes.sets(ChangeOf::kRegions, texts(before.regions), texts(after.regions));
  changes.sets(ChangeOf::kRedirects, redirects(before), redirects(after));
  changes.rest(whole(before) != whole(after));
  return changes.take();
}

std::vector<Change> changes_of(const FilingKind& before, const FilingKind& after, const Catalogue&,
                               const Catalogue&) {
  Changes changes;
  changes.one(ChangeOf::kTitle, plain(before.title), plain(after.title));
  changes.one(ChangeOf::kAuthority, coded(before.authority), coded(after.authority));
  changes.one(ChangeOf::kFilingCategory, flag(before.laid_before_office),
              flag(after.laid_before_office));
  changes.rest(whole(before) != whole(after));
  return changes.take();
}

std::vector<Change> changes_of(const Region& before, const Region& after, const Catalogue&,
                               const Catalogue&) {
  Changes changes;
  changes.one(ChangeOf::kName, plain(before.name), plain(after.name));
  changes.one(ChangeOf::kOffice, plain(before.office), plain(after.office));
  changes.rest(whole(before) != whole(after));
  return changes.take();
}

Values uses_of(const Reason& reason) {
  Values all;
  for (const auto use : reason.uses) all.push_back(coded(wire_name(use)));
  return all;
}

std::vector<Change> changes_of(const Reason& before, const Reason& after, const Catalogue&,
                               const Catalogue&) {
  Changes changes;
  changes.one(ChangeOf::kTitle, plain(before.title), plain(after.title));
  changes.one(ChangeOf::kText, plain(before.text), plain(after.text));
  changes.sets(ChangeOf::kUses, uses_of(before), uses_of(after));
  changes.rest(whole(before) != whole(after));
  return changes.take();
}

template <typename Row, typename Key>
const Row* find(const std::vector<Row>& rows, const Row& like, Key key) {
  const auto found =
      std::ranges::find_if(rows, [&](const Row& row) { return row.*key == like.*key; });
  return found == rows.end() ? nullptr : &*found;
}

struct Both {
  const Catalogue& before;
  const Catalogue& after;
};

template <typename Row, typename Key>
RowDiff rows_of(const std::vector<Row>& before, const std::vector<Row>& after, Key key,
                const Both& both) {
  RowDiff diff;
  for (const auto& row : after) {
    const auto* old_row = find(before, row, key);
    if (old_row == nullptr) {
      diff.added.push_back(named(row));
      continue;
    }
    auto changes = changes_of(*old_row, row, both.before, both.after);
    if (!changes.empty()) diff.changed.push_back({named(row), std::move(changes)});
  }
  for (const auto& row : before) {
    if (find(after, row, key) == nullptr) diff.struck.push_back(named(row));
  }
  return diff;
}

}  // namespace

NamedValue named(const Category& category) {
  return {category.id, category.full_name(Language::kZh), category.full_name(Language::kEn)};
}

NamedValue named(const FilingKind& kind) {
  return {kind.code, kind.title.zh, kind.title.en};
}
NamedValue named(const Region& region) {
  return {region.code, region.name.zh, region.name.en};
}
NamedValue named(const Reason& reason) {
  return {reason.id, reason.title.zh, reason.title.en};
}

NamedValue named(SubjectKind kind) {
  const auto& code = wire_name(kind);
  switch (kind) {
    case SubjectKind::kPersonal:
      return {code, "个人", "personal"};
    case SubjectKind::kIndividualBusiness:
      return {code, "个体工商户", "individual business"};
    case SubjectKind::kEnterprise:
      return {code, "企业", "enterprise"};
    case SubjectKind::kGovernment:
      return {code, "政府", "government"};
    case SubjectKind::kMedia:
      return {code, "媒体", "media"};
    case SubjectKind::kOtherOrganisation:
      return {code, "其他组织", "other organisation"};
    case SubjectKind::kOverseasEnterprise:
      return {code, "境外企业", "overseas enterprise"};
    case SubjectKind::kOverseasOther:
      return {code, "境外其他主体", "overseas, other"};
  }
  return coded(code);
}

namespace {

// Those that a category of either names.
std::vector<FilingKind> filing_kinds(const Catalogue& catalogue, const Both& both) {
  std::set<std::string> codes;
  for (const auto* each : {&both.before, &both.after}) {
    for (const auto& category : each->categories()) {
      for (const auto& need : category.filing) codes.insert(need.kind);
    }
  }
  std::vector<FilingKind> kinds;
  for (const auto& code : codes) {
    if (const auto* kind = catalogue.filing_kind(code)) kinds.push_back(*kind);
  }
  return kinds;
}

}  // namespace

CatalogueDiff difference(const Catalogue& before, const Catalogue& after) {
  const Both both{before, after};
  return {rows_of(before.categories(), after.categories(), &Category::id, both),
          rows_of(filing_kinds(before, both), filing_kinds(after, both), &FilingKind::code, both),
          rows_of(before.regions(), after.regions(), &Region::code, both),
          rows_of(before.reasons(), after.reasons(), &Reason::id, both)};
}

}  // namespace baobei::catalogue
