#include "infer/categories.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/text.h"

namespace baobei::infer {
namespace {

using knowledge::Position;
using knowledge::Tier;

constexpr std::size_t kLabelCharactersMax = 40;
constexpr double kScoreMin = 0.05;

double hundredths(std::int64_t value) {
  return static_cast<double>(value) / 100;
}
double thousandths(std::int64_t value) {
  return static_cast<double>(value) / 1000;
}

double confidence(const Scored& scored, const knowledge::Model& model) {
  const std::array factors = {model.intercept,    model.log_score,  model.share_of_top,
                              model.share_of_all, model.best_place, model.served};
  static_assert(factors.size() == kFeatures);
  const auto features = features_of(scored);
  double z = 0;
  for (std::size_t i = 0; i < kFeatures; ++i) z += thousandths(factors[i]) * features[i];
  return 1 / (1 + std::exp(-z));
}

struct Place {
  double weight = 0;
  Found found;
};

// A pattern in the program: its best place, and in how many files it stands.
struct Use {
  double weight = 0;
  Found best;
  std::set<std::uint32_t> files;
};

// What was put together for one signal.
struct Score {
  std::vector<std::pair<double, Evidence>> strong;
  std::vector<std::pair<double, Evidence>> weak;
  std::vector<std::pair<double, Evidence>> against;
  std::vector<Evidence> facts;
  double total = 0;
  bool insisted = false;  // a structure names it by itself
};

class Scorer {
 public:
  Scorer(const Matched& matched, const Reading& reading, const knowledge::Data& data)
      : reading_(reading), data_(data), weights_(data.weights), scores_(data.signals.size()) {
    collect(matched);
  }

  // By signal; a score of nothing where nothing speaks for it.
  std::vector<Scored> score() {
    for (const auto& [pattern, places] : places_) take_word(pattern, places);
    for (const auto& structure : data_.structures) take_structure(structure);
    for (std::size_t i = 0; i < scores_.size(); ++i) {
      take_facts(data_.signals[i], scores_[i]);
      scores_[i].total = total(data_.signals[i], scores_[i]);
    }
    return beside_one_another();
  }

  std::vector<Involved> run() {
    const auto scored = score();
    std::vector<double> confidences(scored.size(), 0);
    for (std::size_t i = 0; i < scored.size(); ++i) {
      if (scored[i].score <= 0) continue;
      confidences[i] = confidence(scored[i], data_.model);
      if (scored[i].score < thousandths(data_.model.named_least)) {
        confidences[i] = std::min(confidences[i], thousandths(data_.model.unnamed_most));
      }
      if (scores_[i].insisted) {
        confidences[i] = std::max(confidences[i], thousandths(data_.model.insisted_least));
      }
    }
    return collected(confidences);
  }

 private:
  double weight_at(const Piece& piece) const {
    double weight = hundredths(data_.positions[static_cast<std::size_t>(piece.position)]);
    if (piece.setting == Setting::kMock) weight = std::min(weight, hundredths(weights_.mock));
    if (piece.setting == Setting::kAgreement) {
      weight = std::min(weight, hundredths(weights_.agreement));
    }
    const bool label = piece.position <= Position::kNavigationTitle ||
                       piece.position == Position::kTabText || piece.position == Position::kPage;
    if (!label && utf8_length(piece.text) > kLabelCharactersMax) {
      weight *= hundredths(weights_.long_text);
    }
    return weight;
  }

  void collect(const Matched& matched) {
    for (const auto& found : matched.found) {
      if (found.split) continue;
      const auto& piece = reading_.pieces[found.piece];
      const double weight = weight_at(piece);
      if (weight <= 0) continue;
      // A structure asks only whether a word is there; for a signal it must stand for itself.
      auto& any = any_[found.pattern];
      any.first = std::max(any.first, weight);
      if (any.first == weight) any.second = found;
      if (found.hidden) continue;
      places_[found.pattern].push_back({weight, found});
      for (const auto& link : data_.patterns[found.pattern].links) {
        if (link.tier == Tier::kAgainst) opposed_.emplace(link.signal, found.piece);
      }
    }
  }

  // Where a word of the signal counts: not in a text that has a word against it, "测算存款收入".
  Use use_of(const std::vector<Place>& places, std::uint32_t signal) const {
    Use use;
    for (const auto& place : places) {
      if (opposed_.contains({signal, place.found.piece})) continue;
      if (place.weight > use.weight) {
        use.weight = place.weight;
        use.best = place.found;
      }
      if (use.files.size() <= static_cast<std::size_t>(weights_.further_files_most)) {
        use.files.insert(reading_.pieces[place.found.piece].file);
      }
    }
    return use;
  }

  // A word against a signal has its best place, whatever else stands there.
  Use use_against(const std::vector<Place>& places) const {
    const auto best = std::ranges::max_element(places, {}, &Place::weight);
    return {best->weight, best->found, {}};
  }

  void take_word(std::uint32_t pattern, const std::vector<Place>& places) {
    for (const auto& link : data_.patterns[pattern].links) {
      auto& score = scores_[link.signal];
      if (link.tier == Tier::kAgainst) {
        const auto use = use_against(places);
        score.against.emplace_back(hundredths(weights_.against) * use.weight,
                                   evidence_of(use.best, reading_));
        continue;
      }
      const auto use = use_of(places, link.signal);
      if (use.weight <= 0) continue;
      const auto further = std::min<std::size_t>(
          use.files.size() - 1, static_cast<std::size_t>(weights_.further_files_most));
      const double spread = 1 + hundredths(weights_.further_file) * static_cast<double>(further);
      const auto evidence = evidence_of(use.best, reading_);
      if (link.tier == Tier::kWeak) {
        score.weak.emplace_back(hundredths(weights_.weak) * use.weight * spread, evidence);
        continue;
      }
      const auto strength = link.tier == Tier::kCore ? weights_.core : weights_.word;
      score.strong.emplace_back(hundredths(strength) * use.weight * spread, evidence);
    }
  }

  void take_structure(const knowledge::Structure& structure) {
    double sum = 0;
    std::size_t groups = 0;
    std::pair<double, Found> best{0, {}};
    for (const auto& group : structure.groups) {
      double most = 0;
      for (const auto pattern : group) {
        const auto found = any_.find(pattern);
        if (found == any_.end()) continue;
        most = std::max(most, found->second.first);
        if (found->second.first > best.first) best = found->second;
      }
      sum += most;
      groups += most > 0 ? 1 : 0;
    }
    if (groups < structure.least) return;
    auto evidence = evidence_of(best.second, reading_);
    evidence.kind = "structure";
    evidence.structure = static_cast<std::uint32_t>(&structure - data_.structures.data());
    const double average = sum / static_cast<double>(groups);
    const bool insists = average >= hundredths(data_.model.insist_average);
    for (const auto& favour : structure.favours) {
      auto& score = scores_[favour.signal];
      score.strong.emplace_back(hundredths(favour.weight) * average, evidence);
      if (insists && data_.model.insist_weight > 0 &&
          static_cast<std::int32_t>(favour.weight) >= data_.model.insist_weight) {
        score.insisted = true;
      }
    }
  }

  void take_facts(const knowledge::Signal& signal, Score& score) {
    const auto take = [&](const std::string& name, const char* kind) {
      const auto found = std::ranges::find(reading_.facts, name, &Fact::name);
      if (found == reading_.facts.end()) return;
      score.facts.push_back(
          {found->file, found->begin, found->end, name.substr(name.find(':') + 1), kind, 0, {}});
    };
    for (const auto& api : signal.apis) take("api:" + api, "api");
    for (const auto& component : signal.components) take("component:" + component, "component");
  }

  // The signal's score; the weights in its evidence become what each piece of it contributed.
  double total(const knowledge::Signal& signal, Score& score) {
    const auto stronger = [](const auto& a, const auto& b) {
      return std::tie(b.first, a.second.file, a.second.begin) <
             std::tie(a.first, b.second.file, b.second.begin);
    };
    std::ranges::sort(score.strong, stronger);
    double sum = 0;
    double factor = 1;
    for (auto& [weight, evidence] : score.strong) {
      evidence.weight = weight * factor;
      sum += evidence.weight;
      factor *= hundredths(weights_.next_word);
    }
    sum += take_weak(score);
    if (!score.strong.empty() || !score.weak.empty()) {
      const auto counted =
          std::min(score.facts.size(), static_cast<std::size_t>(weights_.facts_most));
      for (std::size_t i = 0; i < counted; ++i) {
        score.facts[i].weight = hundredths(weights_.fact);
        sum += score.facts[i].weight;
      }
    }
    for (auto& [weight, evidence] : score.against) {
      evidence.weight = -weight;
      evidence.kind = "counter";
      sum -= weight;
    }
    if (lacks_a_set(signal)) sum *= hundredths(weights_.unneeded);
    const bool alone =
        score.strong.size() < 2 &&
        (score.strong.empty() || score.strong.front().first < hundredths(weights_.alone_free));
    return alone ? std::min(sum, hundredths(weights_.alone_most)) : sum;
  }

  double take_weak(Score& score) {
    double sum = 0;
    for (const auto& [weight, evidence] : score.weak) sum += weight;
    if (sum <= 0) return 0;
    double counted = std::min(sum, hundredths(weights_.weak_most));
    if (score.strong.empty() && score.facts.empty()) counted /= 2;
    for (auto& [weight, evidence] : score.weak) evidence.weight = weight * counted / sum;
    return counted;
  }

  bool lacks_a_set(const knowledge::Signal& signal) const {
    return std::ranges::any_of(signal.needs, [&](std::uint32_t set) {
      return std::ranges::none_of(data_.sets[set],
                                  [&](std::uint32_t pattern) { return any_.contains(pattern); });
    });
  }

  std::vector<Scored> beside_one_another() const {
    double top = 0;
    double all = 0;
    for (std::size_t i = 0; i < scores_.size(); ++i) {
      const double score = scores_[i].total;
      top = std::max(top, score);
      all += std::max(0.0, score);
    }
    std::vector<Scored> scored(scores_.size());
    for (std::size_t i = 0; i < scores_.size(); ++i) {
      const auto& score = scores_[i];
      auto& one = scored[i];
      one.category = data_.signals[i].category;
      if (score.total < kScoreMin) continue;
      one.score = score.total;
      one.share_of_top = score.total / top;
      one.share_of_all = score.total / all;
      one.best_place = score.strong.empty() ? 0 : score.strong.front().first;
      for (const auto other : data_.signals[i].yields_to) {
        one.served = std::max(one.served, std::min(2.0, scores_[other].total / score.total));
      }
    }
    return scored;
  }

  std::vector<Involved> collected(const std::vector<double>& confidences) {
    std::vector<Involved> involved;
    for (std::size_t i = 0; i < scores_.size(); ++i) {
      if (confidences[i] < kShownConfidence) continue;
      involved.push_back(
          {data_.signals[i].category, confidences[i], scores_[i].total, evidence(scores_[i])});
    }
    std::ranges::sort(involved, [&](const Involved& a, const Involved& b) {
      return std::tie(b.confidence, data_.categories[a.category].id) <
             std::tie(a.confidence, data_.categories[b.category].id);
    });
    if (involved.size() > kInvolvedMax) involved.resize(kInvolvedMax);
    return involved;
  }

  static std::vector<Evidence> evidence(const Score& score) {
    std::vector<Evidence> all;
    for (const auto* rows : {&score.strong, &score.weak}) {
      for (const auto& [weight, evidence] : *rows) all.push_back(evidence);
    }
    for (const auto& fact : score.facts) {
      if (fact.weight > 0) all.push_back(fact);
    }
    std::ranges::stable_sort(all, std::ranges::greater(), &Evidence::weight);
    if (all.size() > kEvidenceMax) all.resize(kEvidenceMax);
    for (const auto& [weight, evidence] : score.against) {
      if (all.size() < kEvidenceMax * 3 / 2) all.push_back(evidence);
    }
    return all;
  }

  const Reading& reading_;
  const knowledge::Data& data_;
  const knowledge::Weights& weights_;
  std::map<std::uint32_t, std::vector<Place>> places_;         // by pattern
  std::set<std::pair<std::uint32_t, std::uint32_t>> opposed_;  // signals with pieces
  std::map<std::uint32_t, std::pair<double, Found>> any_;
  std::vector<Score> scores_;
};

}  // namespace

std::array<double, kFeatures> features_of(const Scored& scored) {
  return {1,
          std::log(scored.score),
          scored.share_of_top,
          scored.share_of_all,
          scored.best_place,
          scored.served};
}

std::vector<Scored> scored_categories(const Reading& reading,
                                      const knowledge::Knowledge& knowledge) {
  const auto matched = match_texts(reading, knowledge);
  if (!matched) return {};
  auto scored = Scorer(*matched, reading, knowledge.data).score();
  std::erase_if(scored, [](const Scored& one) { return one.score <= 0; });
  return scored;
}

std::vector<Involved> involved_categories(const Matched& matched, const Reading& reading,
                                          const knowledge::Data& data) {
  return Scorer(matched, reading, data).run();
}

bool covers(const knowledge::Data& data, std::uint32_t declared, std::uint32_t involved) {
  if (declared == involved) return true;
  const auto& one = data.categories[declared];
  const auto& other = data.categories[involved];
  const bool one_tree = one.parent == other.id || other.parent == one.id;
  const bool same_name = one.first.zh == other.first.zh && one.second.zh == other.second.zh;
  if (one_tree || same_name) return true;
  const bool alike = std::ranges::any_of(data.likenesses, [&](const knowledge::Likeness& row) {
    return row.category == declared && row.like == involved;
  });
  if (alike) return true;
  const auto signal = std::ranges::find(data.signals, involved, &knowledge::Signal::category);
  return signal != data.signals.end() &&
         std::ranges::find(signal->covered_by, declared) != signal->covered_by.end();
}

std::vector<std::uint32_t> covering(const std::vector<Involved>& involved,
                                    const knowledge::Data& data) {
  std::vector<std::uint32_t> set;
  for (const auto& row : involved) {
    if (row.confidence >= kNamedConfidence) set.push_back(row.category);
  }
  // The least confident go first, where one that stays covers them.
  for (auto at = set.size(); at-- > 0;) {
    const bool spare = std::ranges::any_of(
        set, [&](std::uint32_t other) { return other != set[at] && covers(data, other, set[at]); });
    if (spare) set.erase(set.begin() + static_cast<std::ptrdiff_t>(at));
  }
  return set;
}

}  // namespace baobei::infer
