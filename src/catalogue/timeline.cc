#include "catalogue/timeline.h"

#include <algorithm>
#include <mutex>

namespace baobei::catalogue {
namespace {

Instant from_of(const Catalogue* catalogue) {
  return catalogue->effective_from();
}
Instant from_of(const PolicyEdition* policy) {
  return policy->effective_from;
}
const std::string& name_of(const Catalogue* catalogue) {
  return catalogue->version();
}
const std::string& name_of(const PolicyEdition* policy) {
  return policy->rules.version;
}

template <typename T>
const T* in_force(const std::vector<const T*>& all, Instant at) {
  const T* newest = all.front();
  for (const auto* each : all) {
    if (from_of(each) <= at) newest = each;
  }
  return newest;
}

template <typename T>
const T* named(const std::vector<const T*>& all, std::string_view name) {
  const auto found =
      std::ranges::find_if(all, [&](const T* each) { return name_of(each) == name; });
  return found == all.end() ? nullptr : *found;
}

template <typename T>
std::vector<Span> spans_of(const std::vector<const T*>& all) {
  std::vector<Span> spans;
  for (const auto* each : all) spans.push_back({name_of(each), from_of(each)});
  return spans;
}

template <typename T>
void insert(std::vector<const T*>& all, const T* added) {
  for (const auto* each : all) {
    CHECK(name_of(each) != name_of(added), name_of(added));
    CHECK(from_of(each) != from_of(added), name_of(added));
  }
  all.push_back(added);
  std::ranges::sort(all, {}, [](const T* each) { return from_of(each); });
}

template <typename T>
void drop(std::vector<const T*>& all, std::string_view name) {
  CHECK(all.size() > 1, "nothing would be in force");
  std::erase_if(all, [&](const T* each) { return name_of(each) == name; });
}

}  // namespace

bool can_be_declared(const Category* category, SubjectKind kind) {
  if (category == nullptr || category->status == CategoryStatus::kRetired) return false;
  return std::ranges::find(category->subjects, kind) != category->subjects.end();
}

Timeline::Timeline(CatalogueSet versions) : brought_(std::move(versions)) {
  for (const auto& catalogue : brought_.all()) {
    const auto& policy = catalogue.policy();
    if (named(policies_, policy.rules.version) == nullptr) {
      put(PolicyEdition{policy.rules, policy.effective_from});
    }
    put(std::shared_ptr<const Catalogue>(std::shared_ptr<const Catalogue>(), &catalogue));
  }
}

const Catalogue& Timeline::catalogue(Instant at) const {
  const std::shared_lock lock(mutex_);
  return *in_force(catalogues_, at);
}

const Catalogue* Timeline::version(std::string_view version) const {
  const std::shared_lock lock(mutex_);
  return named(catalogues_, version);
}

const lifecycle::Rules& Timeline::rules(Instant at) const {
  const std::shared_lock lock(mutex_);
  return in_force(policies_, at)->rules;
}

const PolicyEdition* Timeline::policy(std::string_view version) const {
  const std::shared_lock lock(mutex_);
  return named(policies_, version);
}

std::vector<Span> Timeline::catalogues() const {
  const std::shared_lock lock(mutex_);
  return spans_of(catalogues_);
}

std::vector<Span> Timeline::policies() const {
  const std::shared_lock lock(mutex_);
  return spans_of(policies_);
}

void Timeline::replace(std::vector<Catalogue> catalogues) {
  CHECK(!catalogues.empty(), "nothing would be in force");
  const std::unique_lock lock(mutex_);
  catalogues_.clear();
  for (auto& catalogue : catalogues) {
    put(std::make_shared<const Catalogue>(std::move(catalogue)));
  }
}

void Timeline::replace(std::vector<PolicyEdition> policies) {
  CHECK(!policies.empty(), "nothing would be in force");
  const std::unique_lock lock(mutex_);
  policies_.clear();
  for (auto& policy : policies) put(std::move(policy));
}

void Timeline::add(std::shared_ptr<const Catalogue> catalogue) {
  const std::unique_lock lock(mutex_);
  put(std::move(catalogue));
}

void Timeline::add(PolicyEdition policy) {
  const std::unique_lock lock(mutex_);
  put(std::move(policy));
}

void Timeline::withdraw_catalogue(std::string_view version) {
  const std::unique_lock lock(mutex_);
  drop(catalogues_, version);
}

void Timeline::withdraw_policy(std::string_view version) {
  const std::unique_lock lock(mutex_);
  drop(policies_, version);
}

void Timeline::put(std::shared_ptr<const Catalogue> catalogue) {
  kept_.push_back(std::move(catalogue));
  insert(catalogues_, kept_.back().get());
}

void Timeline::put(PolicyEdition policy) {
  policies_kept_.push_back(std::make_unique<const PolicyEdition>(std::move(policy)));
  insert(policies_, policies_kept_.back().get());
}

}  // namespace baobei::catalogue
