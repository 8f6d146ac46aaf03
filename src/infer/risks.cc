#include "infer/risks.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "base/text.h"

namespace baobei::infer {
namespace {

using knowledge::Level;
using knowledge::Position;
using knowledge::Scope;

constexpr std::size_t kShownCharactersMax = 80;

// A term of a pack in the program: by a match in a text, or by a fact.
struct Sighting {
  std::uint32_t terms = 0;
  std::uint32_t what = 0;  // pattern, or fact number behind all patterns
  std::uint32_t file = 0;
  std::uint32_t piece = 0;  // numbers behind all pieces: facts
  bool shown = false;
  bool standing = false;  // on a page, and not in what a script says once
  bool weakened = false;  // by counter-evidence
  Evidence evidence;
};

// Read by users as a part of the interface: no prose, no sample data.
bool is_shown(const Piece& piece) {
  if (piece.position == Position::kPicture) return true;
  return piece.setting == Setting::kPlain && piece.position <= Position::kString &&
         utf8_length(piece.text) <= kShownCharactersMax;
}

bool is_standing(const Piece& piece) {
  constexpr std::array kSaidOnce = {Position::kDialog, Position::kShare, Position::kData,
                                    Position::kString};
  return is_shown(piece) && std::ranges::find(kSaidOnce, piece.position) == kSaidOnce.end();
}

// What a demonstration of the platform shows is an example; only what is never allowed is worth a
// look even there.
Level as_shown(Level level, const knowledge::Pack& pack) {
  return pack.error && level == Level::kHigh ? Level::kMedium : Level::kLow;
}

Level lowered(Level level) {
  return level == Level::kHigh ? Level::kMedium : Level::kLow;
}

class PackJudge {
 public:
  PackJudge(const knowledge::Pack& pack, const Matched& matched, const Reading& reading,
            const knowledge::Data& data)
      : pack_(pack), reading_(reading), patterns_(data.patterns.size()) {
    find_counters(matched);
    find_terms(matched);
    find_facts();
  }

  // The worst combination that holds; one that holds only with weakened sightings is lowered.
  std::optional<Risk> run() const {
    std::optional<Risk> worst;
    for (std::uint32_t i = 0; i < pack_.combinations.size(); ++i) {
      for (const bool with_weakened : {false, true}) {
        auto evidence = held(pack_.combinations[i], with_weakened);
        if (evidence.empty()) continue;
        const auto level = pack_.combinations[i].level;
        Risk risk{0, i, with_weakened ? lowered(level) : level, with_weakened, std::move(evidence)};
        if (!worst || risk.level < worst->level) worst = std::move(risk);
        break;
      }
    }
    return worst;
  }

 private:
  struct Span {
    std::uint32_t piece;
    std::uint32_t begin;
    std::uint32_t end;
  };

  void find_counters(const Matched& matched) {
    for (const auto& counter : pack_.counters) {
      for (const auto& found : matched.found) {
        if (std::ranges::find(counter.patterns, found.pattern) == counter.patterns.end()) continue;
        const auto& piece = reading_.pieces[found.piece];
        countered_.push_back({found.piece, found.at, found.at + found.length});
        auto& reach = counter.drops ? dropped_ : weakened_;
        switch (counter.within) {
          case Scope::kProgram:
            reach.everything = true;
            break;
          case Scope::kPage:
            reach.pages.insert(reading_.files[piece.file].page);
            break;
          case Scope::kPiece:
            reach.pieces.insert(found.piece);
            break;
        }
      }
    }
  }

  // A term inside the words of a counter is part of them: "博彩" in "远离博彩".
  bool is_countered(const Found& found) const {
    return std::ranges::any_of(countered_, [&](const Span& span) {
      return span.piece == found.piece && span.begin <= found.at &&
             found.at + found.length <= span.end;
    });
  }

  using TermsOf = std::map<std::uint32_t, std::vector<std::uint32_t>>;  // by pattern

  // What the pack's terms found, without what lies inside something longer: one phrase is one sign.
  std::vector<const Found*> longest(const Matched& matched, const TermsOf& terms_of) const {
    const auto wants_split = [&](std::uint32_t terms) { return pack_.terms[terms].split; };
    std::vector<const Found*> all;
    for (const auto& found : matched.found) {
      const auto owners = terms_of.find(found.pattern);
      if (owners == terms_of.end()) continue;
      if (!found.split || std::ranges::any_of(owners->second, wants_split)) all.push_back(&found);
    }
    std::ranges::stable_sort(all, [](const Found* a, const Found* b) {
      return std::tie(a->piece, a->at, b->length) < std::tie(b->piece, b->at, a->length);
    });
    const Found* longer = nullptr;
    std::erase_if(all, [&](const Found* found) {
      const bool inside = longer != nullptr && longer->piece == found->piece &&
                          found->length < longer->length &&
                          found->at + found->length <= longer->at + longer->length;
      if (!inside) longer = found;
      return inside;
    });
    return all;
  }

  void find_terms(const Matched& matched) {
    TermsOf terms_of;
    for (std::uint32_t i = 0; i < pack_.terms.size(); ++i) {
      for (const auto pattern : pack_.terms[i].patterns) terms_of[pattern].push_back(i);
    }
    for (const auto* one : longest(matched, terms_of)) {
      const auto& found = *one;
      if (is_countered(found)) continue;
      const auto owners = terms_of.find(found.pattern);
      const auto& piece = reading_.pieces[found.piece];
      // Agreements name everything that is not allowed.
      if (piece.position == Position::kComment || piece.setting == Setting::kAgreement) continue;
      for (const auto terms : owners->second) {
        if (found.split && !pack_.terms[terms].split) continue;
        add({terms, found.pattern, piece.file, found.piece, is_shown(piece), is_standing(piece),
             false, evidence_of(found, reading_)});
      }
    }
  }

  void find_facts() {
    for (std::uint32_t i = 0; i < pack_.terms.size(); ++i) {
      for (std::uint32_t fact = 0; fact < reading_.facts.size(); ++fact) {
        const auto& row = reading_.facts[fact];
        const auto& wanted = pack_.terms[i].facts;
        if (std::ranges::find(wanted, row.name) == wanted.end()) continue;
        const auto number =
            static_cast<std::uint32_t>(std::ranges::find(wanted, row.name) - wanted.begin());
        const auto kind = row.name.substr(0, row.name.find(':'));
        add({i,
             static_cast<std::uint32_t>(patterns_) + number,
             row.file,
             static_cast<std::uint32_t>(reading_.pieces.size()) + fact,
             true,
             true,
             false,
             {row.file, row.begin, row.end, row.name.substr(kind.size() + 1), kind, 0, {}}});
      }
    }
  }

  void add(Sighting sighting) {
    if (dropped_.covers(sighting, reading_)) return;
    sighting.weakened = weakened_.covers(sighting, reading_);
    sightings_.push_back(std::move(sighting));
  }

  // The evidence of a combination in the first place where it holds; empty where it does not.
  std::vector<Evidence> held(const knowledge::Combination& combination, bool with_weakened) const {
    std::map<std::string, std::vector<const Sighting*>> places;
    for (const auto& sighting : sightings_) {
      const bool counts =
          (with_weakened || !sighting.weakened) && (sighting.shown || !combination.shown) &&
          (sighting.standing || !combination.standing) &&
          std::ranges::find(combination.needs, sighting.terms, &knowledge::Need::terms) !=
              combination.needs.end();
      if (counts) places[place_of(sighting, combination.within)].push_back(&sighting);
    }
    for (const auto& [place, all] : places) {
      if (holds(combination, all)) return evidence_in(all);
    }
    return {};
  }

  std::string place_of(const Sighting& sighting, Scope within) const {
    if (within == Scope::kProgram) return {};
    if (within == Scope::kPage) return reading_.files[sighting.file].page;
    return std::to_string(sighting.piece);
  }

  static bool holds(const knowledge::Combination& combination,
                    const std::vector<const Sighting*>& all) {
    std::map<std::uint32_t, std::set<std::uint32_t>> of_terms;
    std::set<std::uint32_t> different;
    std::set<std::uint32_t> pieces;
    for (const auto* sighting : all) {
      pieces.insert(sighting->piece);
      of_terms[sighting->terms].insert(sighting->what);
      different.insert(sighting->what);
    }
    return different.size() >= combination.distinct && pieces.size() >= combination.texts &&
           std::ranges::all_of(combination.needs, [&](const knowledge::Need& need) {
             return of_terms[need.terms].size() >= need.least;
           });
  }

  // Different words first, shown ones first.
  static std::vector<Evidence> evidence_in(const std::vector<const Sighting*>& all) {
    std::map<std::uint32_t, const Sighting*> best;
    for (const auto* sighting : all) {
      auto& kept = best[sighting->what];
      if (kept == nullptr || (sighting->shown && !kept->shown)) kept = sighting;
    }
    std::vector<const Sighting*> sorted;
    for (const auto& [what, sighting] : best) sorted.push_back(sighting);
    std::ranges::stable_sort(sorted, [](const Sighting* a, const Sighting* b) {
      return std::tuple(!a->shown, a->file, a->evidence.begin) <
             std::tuple(!b->shown, b->file, b->evidence.begin);
    });
    std::vector<Evidence> evidence;
    for (const auto* sighting : sorted) {
      if (evidence.size() < kEvidenceMax) evidence.push_back(sighting->evidence);
    }
    return evidence;
  }

  struct Reach {
    bool everything = false;
    std::set<std::string> pages;
    std::set<std::uint32_t> pieces;

    bool covers(const Sighting& sighting, const Reading& reading) const {
      return everything || pages.contains(reading.files[sighting.file].page) ||
             pieces.contains(sighting.piece);
    }
  };

  const knowledge::Pack& pack_;
  const Reading& reading_;
  std::size_t patterns_;
  std::vector<Span> countered_;
  Reach dropped_;
  Reach weakened_;
  std::vector<Sighting> sightings_;
};

}  // namespace

std::vector<Risk> risks_of(const Matched& matched, const Reading& reading,
                           const knowledge::Data& data) {
  const bool demonstration =
      std::ranges::find(reading.facts, "state:showcase", &Fact::name) != reading.facts.end();
  std::vector<Risk> risks;
  for (std::uint32_t i = 0; i < data.packs.size(); ++i) {
    auto risk = PackJudge(data.packs[i], matched, reading, data).run();
    if (!risk) continue;
    risk->pack = i;
    if (demonstration) risk->level = as_shown(risk->level, data.packs[i]);
    risks.push_back(std::move(*risk));
  }
  return risks;
}

}  // namespace baobei::infer
