#include "catalogue/catalogue.h"

#include <fmt/format.h>

#include <algorithm>

#include "catalogue/compile.h"

namespace baobei::catalogue {
namespace {

template <typename Row, typename Key>
const Row* find_row(const std::vector<Row>& rows, std::string_view key, Key member) {
  const auto found = std::ranges::find(rows, key, member);
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace

std::string Category::full_name(Language language) const {
  const char* between = language == Language::kZh ? "-" : " - ";
  auto name = first.in(language) + between + second.in(language);
  if (third) name += between + third->in(language);
  return name;
}

bool Category::is_open_to(SubjectKind kind) const {
  const bool open = status == CategoryStatus::kOpen || status == CategoryStatus::kAdded;
  return open && std::ranges::find(subjects, kind) != subjects.end();
}

Catalogue::Catalogue(std::unique_ptr<const Data> data) : data_(std::move(data)) {
  CHECK(data_ != nullptr);
}
Catalogue::Catalogue(Catalogue&&) noexcept = default;
Catalogue& Catalogue::operator=(Catalogue&&) noexcept = default;
Catalogue::~Catalogue() = default;

const std::string& Catalogue::version() const {
  return data_->version;
}
Instant Catalogue::effective_from() const {
  return data_->effective_from;
}
const std::vector<Source>& Catalogue::sources() const {
  return data_->sources;
}
const std::vector<Category>& Catalogue::categories() const {
  return data_->categories;
}
const std::vector<Region>& Catalogue::regions() const {
  return data_->regions;
}
const std::vector<RuleRow>& Catalogue::rules_cited() const {
  return data_->rules;
}
const std::vector<Reason>& Catalogue::reasons() const {
  return data_->reasons;
}
const Signals& Catalogue::signals() const {
  return data_->signals;
}

const std::vector<Pack>& Catalogue::packs() const {
  return data_->packs;
}

const Policy& Catalogue::policy() const {
  return data_->policy;
}

const Category* Catalogue::category(std::string_view id) const {
  const auto found = data_->category_by_id.find(id);
  return found == data_->category_by_id.end() ? nullptr : &data_->categories[found->second];
}

std::vector<const Category*> Catalogue::open_to(SubjectKind kind) const {
  std::vector<const Category*> open;
  for (const auto& category : data_->categories) {
    if (category.is_open_to(kind)) open.push_back(&category);
  }
  return open;
}

bool Catalogue::is_filing_category(std::string_view id) const {
  const auto* found = category(id);
  return found != nullptr && found->filing_category;
}

bool Catalogue::filing_covers(std::string_view completed, std::string_view needed) const {
  const auto* category = this->category(needed);
  if (category == nullptr) return false;
  return completed == needed || std::ranges::find(category->carries_filing_of, completed) !=
                                    category->carries_filing_of.end();
}

std::vector<const Category*> Catalogue::find(std::string_view full_name) const {
  std::vector<const Category*> matches;
  const auto [begin, end] = data_->category_by_name.equal_range(comparable(full_name));
  for (auto it = begin; it != end; ++it) {
    const auto* match = &data_->categories[it->second];
    if (std::ranges::find(matches, match) == matches.end()) matches.push_back(match);
  }
  return matches;
}

std::vector<const Category*> Catalogue::search(std::string_view part,
                                               std::size_t results_max) const {
  std::vector<const Category*> matches;
  const auto wanted = comparable(part);
  if (wanted.empty()) return matches;
  for (const auto& category : data_->categories) {
    if (matches.size() == results_max) break;
    const auto contains = [&](const std::string& text) {
      return comparable(text).find(wanted) != std::string::npos;
    };
    const auto in_both = [&](const Text& text) { return contains(text.zh) || contains(text.en); };
    if (contains(category.id) || contains(category.full_name(Language::kZh)) ||
        contains(category.full_name(Language::kEn)) || in_both(category.scope) ||
        std::ranges::any_of(category.former_names, in_both)) {
      matches.push_back(&category);
    }
  }
  return matches;
}

const FilingKind* Catalogue::filing_kind(std::string_view code) const {
  return find_row(data_->filing_kinds, code, &FilingKind::code);
}

const Region* Catalogue::region(std::string_view code) const {
  return find_row(data_->regions, code, &Region::code);
}

const RuleRow* Catalogue::rule(std::string_view id) const {
  return find_rule(*data_, id);
}

const Reason* Catalogue::reason(std::string_view id) const {
  return find_row(data_->reasons, id, &Reason::id);
}

Result<CatalogueSet> CatalogueSet::of(std::vector<Catalogue> versions) {
  if (versions.empty()) return fail(ErrorKind::kInvalid, "a set needs at least one catalogue");
  std::ranges::sort(versions, {}, &Catalogue::effective_from);
  for (std::size_t i = 0; i < versions.size(); ++i) {
    for (std::size_t j = i + 1; j < versions.size(); ++j) {
      if (versions[i].version() == versions[j].version()) {
        return fail(ErrorKind::kConflict,
                    fmt::format("two catalogues have the version {}", versions[i].version()));
      }
      if (versions[i].effective_from() == versions[j].effective_from()) {
        return fail(ErrorKind::kConflict,
                    fmt::format("the catalogues {} and {} take effect at the same instant",
                                versions[i].version(), versions[j].version()));
      }
    }
  }
  CatalogueSet set;
  set.versions_ = std::move(versions);
  return set;
}

const Catalogue* CatalogueSet::as_of(Instant instant) const {
  const Catalogue* newest = nullptr;
  for (const auto& catalogue : versions_) {
    if (catalogue.effective_from() <= instant) newest = &catalogue;
  }
  return newest;
}

const Catalogue* CatalogueSet::version(std::string_view version) const {
  return find_row(versions_, version, &Catalogue::version);
}

}  // namespace baobei::catalogue
