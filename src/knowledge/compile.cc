#include "knowledge/compile.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "fold/fold.h"

namespace baobei::knowledge {
namespace {

namespace source = baobei::catalogue;

Text text_of(const source::Text& text) {
  return {text.zh, text.en};
}

// "《A》和《B》；或《C》"
std::string alternatives_in(const source::Category& category, source::Language language) {
  const bool zh = language == source::Language::kZh;
  std::string all;
  for (const auto& alternative : category.any_of) {
    std::string one;
    for (const auto& requirement : alternative.all_of) {
      one += (one.empty() ? "" : zh ? "、" : " and ") + source::describe(requirement, language);
    }
    all += (all.empty() ? "" : zh ? "；或" : "; or ") + one;
  }
  return all;
}

Category category_of(const source::Category& row) {
  Category category;
  category.id = row.id;
  category.first = text_of(row.first);
  category.second = text_of(row.second);
  if (row.third) category.third = text_of(*row.third);
  category.parent = row.parent;
  for (const auto kind : row.subjects) {
    if (row.is_open_to(kind)) category.open_to.push_back(wire_name(kind));
  }
  category.filing = row.filing_category;
  category.requires_documents = {alternatives_in(row, source::Language::kZh),
                                 alternatives_in(row, source::Language::kEn)};
  category.requires_category = row.requires_category;
  return category;
}

class Compiler {
 public:
  explicit Compiler(const source::Catalogue& catalogue) : catalogue_(catalogue) {}

  Compiled run() {
    data_.catalogue_version = catalogue_.version();
    for (const auto& row : catalogue_.categories()) {
      category_at_[row.id] = static_cast<std::uint32_t>(data_.categories.size());
      data_.categories.push_back(category_of(row));
    }
    take_signals();
    take_numbers();
    for (const auto& pack : catalogue_.packs()) take_pack(pack);
    if (!faults_.empty()) return {std::nullopt, std::move(faults_)};
    auto knowledge = knowledge_of(std::move(data_));
    if (!knowledge) return {std::nullopt, {std::move(knowledge).error()}};
    return {std::move(*knowledge), {}};
  }

 private:
  void fault(const source::Where& where, std::string message) {
    faults_.push_back(
        {ErrorKind::kInvalid, std::move(message), fmt::format("{}:{}", where.file, where.line)});
  }

  // The pattern of a folded word; nothing where it is a fault.
  std::optional<std::uint32_t> word(const std::string& text, const source::Where& where) {
    auto folded = fold::folded(text);
    if (utf8_length(folded) < 2) {
      fault(where, fmt::format("'{}' is too short to be looked for", text));
      return std::nullopt;
    }
    return pattern({match::Kind::kLiteral, std::move(folded)}, where);
  }

  std::optional<std::uint32_t> pattern(match::Pattern wanted, const source::Where& where) {
    if (const auto good = match::check_pattern(wanted); !good) {
      fault(where, fmt::format("'{}': {}", wanted.text, good.error().message));
      return std::nullopt;
    }
    const auto [at, added] =
        pattern_at_.emplace(wanted, static_cast<std::uint32_t>(data_.patterns.size()));
    if (added) {
      data_.patterns.push_back({wanted.kind == match::Kind::kRegex, false, wanted.text, {}});
    }
    return at->second;
  }

  std::vector<std::uint32_t> words(const std::vector<std::string>& texts,
                                   const source::Where& where) {
    std::vector<std::uint32_t> all;
    for (const auto& text : texts) {
      if (const auto at = word(text, where)) all.push_back(*at);
    }
    return all;
  }

  std::vector<std::uint32_t> patterns(const std::vector<std::string>& regexes,
                                      const source::Where& where) {
    std::vector<std::uint32_t> all;
    for (const auto& text : regexes) {
      if (const auto at = pattern({match::Kind::kRegex, text}, where)) all.push_back(*at);
    }
    return all;
  }

  void take_signals() {
    const auto& signals = catalogue_.signals();
    for (const auto& text : signals.stop) {
      if (const auto at = word(text, signals.weights.where)) data_.patterns[*at].stop = true;
    }
    std::map<std::string, std::uint32_t> set_at;
    for (const auto& set : signals.sets) {
      set_at[set.id] = static_cast<std::uint32_t>(data_.sets.size());
      data_.sets.push_back(words(set.words, set.where));
    }
    for (const auto& row : signals.rows) {
      signal_at_[row.category] = static_cast<std::uint32_t>(data_.signals.size());
      auto& signal = data_.signals.emplace_back();
      signal.category = category_at_.at(row.category);
      signal.apis = row.apis;
      signal.components = row.components;
      for (const auto& id : row.needs) signal.needs.push_back(set_at.at(id));
      link_words(row);
    }
    for (const auto& row : signals.rows) take_others(row);
    for (const auto& structure : signals.structures) take_structure(structure);
    for (const auto& row : signals.likenesses) {
      data_.likenesses.push_back({category_at_.at(row.category), category_at_.at(row.like)});
    }
  }

  void link_words(const source::Signal& row) {
    const auto signal = signal_at_.at(row.category);
    std::set<std::uint32_t> seen;
    const auto link = [&](const std::vector<std::string>& texts, Tier tier) {
      for (const auto& text : texts) {
        const auto at = word(text, row.where);
        if (!at) continue;
        if (!seen.insert(*at).second) {
          fault(row.where, fmt::format("'{}' folds into another word of {}", text, row.category));
        }
        data_.patterns[*at].links.push_back({signal, tier});
      }
    };
    link(row.core, Tier::kCore);
    link(row.words, Tier::kWord);
    link(row.weak, Tier::kWeak);
    link(row.against, Tier::kAgainst);
  }

  static bool names(const std::vector<std::string>& names, const std::string& id) {
    return std::ranges::any_of(names, [&](const std::string& name) {
      return name.ends_with('*') ? id.starts_with(name.substr(0, name.size() - 1)) : id == name;
    });
  }

  void take_others(const source::Signal& row) {
    auto& signal = data_.signals[signal_at_.at(row.category)];
    for (const auto& [id, at] : signal_at_) {
      if (id != row.category && names(row.yields_to, id)) signal.yields_to.push_back(at);
    }
    for (const auto& [id, at] : category_at_) {
      if (id != row.category && names(row.covered_by, id)) signal.covered_by.push_back(at);
    }
  }

  void take_structure(const source::Structure& row) {
    Structure structure;
    structure.id = row.id;
    structure.title = text_of(row.title);
    structure.least = static_cast<std::uint32_t>(row.least);
    for (const auto& group : row.groups) structure.groups.push_back(words(group, row.where));
    for (const auto& [id, weight] : row.speaks_for) {
      const auto at = signal_at_.find(id);
      if (at == signal_at_.end() || weight <= 0) {
        fault(row.where, fmt::format("speaks_for: '{}' has no signals, or the weight none", id));
      } else {
        structure.favours.push_back({at->second, static_cast<std::uint32_t>(weight)});
      }
    }
    data_.structures.push_back(std::move(structure));
  }

  template <typename T>
  void take_table(const source::Numbers& numbers, T& out) {
    std::size_t taken = 0;
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_any_access>>(
        [&](auto member) {
          const auto found = numbers.values.find(member.name);
          if (found == numbers.values.end()) {
            fault(numbers.where, fmt::format("'{}' is missing", member.name));
          } else {
            out.*member.pointer = found->second;
            ++taken;
          }
        });
    if (taken < numbers.values.size()) fault(numbers.where, "there is a number nobody asks for");
  }

  void take_numbers() {
    const auto& signals = catalogue_.signals();
    data_.positions.assign(kPositions, 0);
    for (const auto& [name, weight] : signals.positions.values) {
      if (const auto position = enum_from_wire<Position>(name)) {
        data_.positions[static_cast<std::size_t>(*position)] = weight;
      } else {
        fault(signals.positions.where, fmt::format("'{}' is no position", name));
      }
    }
    take_table(signals.weights, data_.weights);
    take_table(signals.model, data_.model);
  }

  void take_pack(const source::Pack& row) {
    Pack pack{row.id,
              row.version,
              row.error,
              row.confidential,
              row.unopened,
              text_of(row.title),
              text_of(row.why),
              text_of(row.what_to_do),
              {},
              {},
              {}};
    std::map<std::string, std::uint32_t> terms_at;
    for (const auto& terms : row.terms) {
      terms_at[terms.id] = static_cast<std::uint32_t>(pack.terms.size());
      auto all = words(terms.words, terms.where);
      for (const auto at : patterns(terms.patterns, terms.where)) all.push_back(at);
      pack.terms.push_back({terms.id, std::move(all), terms.facts, terms.split});
    }
    for (const auto& combination : row.combinations) {
      Combination out;
      out.level = static_cast<Level>(combination.level);
      out.distinct = static_cast<std::uint32_t>(combination.distinct);
      out.within = static_cast<Scope>(combination.within);
      out.texts = static_cast<std::uint32_t>(combination.texts);
      out.shown = combination.shown;
      out.standing = combination.standing;
      out.message = text_of(combination.message);
      for (const auto& need : combination.needs) {
        out.needs.push_back({terms_at.at(need.terms), static_cast<std::uint32_t>(need.least)});
      }
      pack.combinations.push_back(std::move(out));
    }
    for (const auto& counter : row.counters) {
      auto all = words(counter.words, counter.where);
      for (const auto at : patterns(counter.patterns, counter.where)) all.push_back(at);
      pack.counters.push_back({std::move(all), static_cast<Scope>(counter.within), counter.drops});
    }
    data_.packs.push_back(std::move(pack));
  }

  const source::Catalogue& catalogue_;
  Data data_;
  std::vector<Error> faults_;
  std::map<std::string, std::uint32_t, std::less<>> category_at_;
  std::map<std::string, std::uint32_t> signal_at_;
  std::map<match::Pattern, std::uint32_t> pattern_at_;
};

}  // namespace

Compiled compile(const catalogue::Catalogue& catalogue) {
  return Compiler(catalogue).run();
}

}  // namespace baobei::knowledge
