// Fits the numbers of [model] in catalogue/signals/common.toml: from the features of a category in
// a program (infer::features_of), whether a reviewer would name it. A logistic regression by
// Newton's method.
//
// Invariants: deterministic; folds are whole programs, given by the hash of the program's id, so
// that what is printed for a program was fitted without it. Pure; any thread.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "infer/categories.h"

namespace baobei::judge {

inline constexpr std::size_t kFolds = 5;
// So likely has a category to be for its confidence to be 0.5: a name too many costs a developer
// more than one too few.
inline constexpr double kNamedFrom = 0.62;
using infer::kFeatures;

struct Candidate {
  std::string program;
  std::string name;  // "社交-社区/论坛"
  std::array<double, kFeatures> features{};
  bool right = false;
  bool teaches = true;  // false: neither right nor wrong, as where a label accepts a whole level
};

using Coefficients = std::array<double, kFeatures>;

Coefficients fitted(const std::vector<Candidate>& candidates);
double predicted(const Coefficients& coefficients, const Candidate& candidate);

// For each candidate the prediction of a model that has not seen its program.
std::vector<double> cross_validated(const std::vector<Candidate>& candidates);

}  // namespace baobei::judge
