// Fits the numbers of [model] in catalogue/signals/common.toml: from a category's score in a
// program and its shares, whether a reviewer would name it. A logistic regression by Newton's
// method.
//
// Invariants: deterministic; folds are whole programs, given by the hash of the program's id, so
// that what is printed for a program was fitted without it. Pure; any thread.
#pragma once

#include <array>
#include <string>
#include <vector>

namespace baobei::judge {

inline constexpr std::size_t kFolds = 5;
inline constexpr std::size_t kFeatures = 4;  // one, log of the score, share of top, share of all

struct Candidate {
  std::string program;
  std::string name;  // "社交-社区/论坛"
  std::array<double, kFeatures> features{};
  bool right = false;
};

using Coefficients = std::array<double, kFeatures>;

Coefficients fitted(const std::vector<Candidate>& candidates);
double predicted(const Coefficients& coefficients, const Candidate& candidate);

// For each candidate the prediction of a model that has not seen its program.
std::vector<double> cross_validated(const std::vector<Candidate>& candidates);

}  // namespace baobei::judge
