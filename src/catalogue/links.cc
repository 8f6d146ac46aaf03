// What categories say of one another, once all of them are read.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "catalogue/compile.h"

namespace baobei::catalogue {
namespace {

class Linker {
 public:
  Linker(Faults& faults, const Data& data) : faults_(faults), data_(data) {}

  void link(const Category& category) {
    for (const auto& redirect : category.redirects) {
      for (const auto& id : redirect.to) known(category, "redirects", id);
    }
    for (const auto& id : category.carries_filing_of) {
      if (id == category.id) fault(category, "carries_filing_of: it names itself");
      const auto* source = known(category, "carries_filing_of", id);
      if (source != nullptr && !source->filing_category) {
        fault(category, fmt::format("carries_filing_of: '{}' is not a filing category", id));
      }
    }
    if (!category.carries_filing_of.empty() && !category.filing_category) {
      fault(category, "carries_filing_of: this is not a filing category itself");
    }
    if (!category.requires_category.empty())
      known(category, "requires", category.requires_category);
    link_parent(category);
  }

 private:
  void fault(const Category& category, std::string message) {
    faults_.add(category.where.file, category.where.line,
                fmt::format("{}: {}", category.id, std::move(message)));
  }

  const Category* known(const Category& category, const char* key, const CategoryId& id) {
    const auto found = data_.category_by_id.find(id);
    if (found != data_.category_by_id.end()) return &data_.categories[found->second];
    fault(category, fmt::format("{}: there is no category '{}'", key, id));
    return nullptr;
  }

  void link_parent(const Category& category) {
    if (category.parent.empty()) return;
    const auto* parent = known(category, "parent", category.parent);
    if (parent == nullptr) return;
    if (!parent->parent.empty() || parent->group != category.group ||
        parent->second != category.second) {
      fault(category,
            fmt::format("parent: '{}' is not the second level of this leaf", category.parent));
    }
  }

  Faults& faults_;
  const Data& data_;
};

void index_names(const Category& category, std::size_t at, Data& data) {
  for (const auto language : {Language::kZh, Language::kEn}) {
    data.category_by_name.emplace(comparable(category.full_name(language)), at);
    for (const auto& former : category.former_names) {
      // A former name stands for the second level, or with its own first level before it.
      const auto& name = former.in(language);
      data.category_by_name.emplace(comparable(category.first.in(language) + "-" + name), at);
      data.category_by_name.emplace(comparable(name), at);
    }
  }
}

}  // namespace

std::string comparable(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    constexpr std::string_view kWideHyphen = "\xEF\xBC\x8D";  // －
    if (name.substr(i).starts_with(kWideHyphen)) {
      out.push_back('-');
      i += kWideHyphen.size() - 1;
    } else if (name[i] == '>') {
      out.push_back('-');
    } else if (name[i] != ' ') {
      out.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(name[i]))));
    }
  }
  return out;
}

void link_categories(Faults& faults, Data& data) {
  for (std::size_t i = 0; i < data.categories.size(); ++i) {
    const auto& category = data.categories[i];
    if (category.id.empty()) continue;
    const auto [at, added] = data.category_by_id.emplace(category.id, i);
    if (!added) {
      const auto& first = data.categories[at->second].where;
      faults.add(
          category.where.file, category.where.line,
          fmt::format("the id '{}' stands in {}:{} already", category.id, first.file, first.line));
    }
    index_names(category, i, data);
  }
  Linker linker(faults, data);
  for (const auto& category : data.categories) linker.link(category);
}

}  // namespace baobei::catalogue
