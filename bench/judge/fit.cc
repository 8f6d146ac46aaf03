#include "bench/judge/fit.h"

#include <cmath>

#include "base/bytes.h"

namespace baobei::judge {
namespace {

constexpr int kRounds = 50;
constexpr double kRidge = 1.0;  // keeps a rare feature from running away

using Matrix = std::array<std::array<double, kFeatures>, kFeatures>;

double dot(const Coefficients& a, const std::array<double, kFeatures>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < kFeatures; ++i) sum += a[i] * b[i];
  return sum;
}

// Gauss with pivots; the ridge keeps the matrix regular.
Coefficients solved(Matrix matrix, Coefficients right) {
  for (std::size_t column = 0; column < kFeatures; ++column) {
    std::size_t pivot = column;
    for (std::size_t row = column; row < kFeatures; ++row) {
      if (std::abs(matrix[row][column]) > std::abs(matrix[pivot][column])) pivot = row;
    }
    std::swap(matrix[column], matrix[pivot]);
    std::swap(right[column], right[pivot]);
    for (std::size_t row = column + 1; row < kFeatures; ++row) {
      const double factor = matrix[row][column] / matrix[column][column];
      for (std::size_t i = column; i < kFeatures; ++i) matrix[row][i] -= factor * matrix[column][i];
      right[row] -= factor * right[column];
    }
  }
  for (std::size_t column = kFeatures; column-- > 0;) {
    for (std::size_t i = column + 1; i < kFeatures; ++i)
      right[column] -= matrix[column][i] * right[i];
    right[column] /= matrix[column][column];
  }
  return right;
}

std::size_t fold_of(const Candidate& candidate) {
  return stable_hash(candidate.program) % kFolds;
}

}  // namespace

double predicted(const Coefficients& coefficients, const Candidate& candidate) {
  return 1 / (1 + std::exp(-dot(coefficients, candidate.features)));
}

Coefficients fitted(const std::vector<Candidate>& candidates) {
  Coefficients coefficients{};
  for (int round = 0; round < kRounds; ++round) {
    Matrix curvature{};
    Coefficients slope{};
    for (std::size_t i = 1; i < kFeatures; ++i) {
      curvature[i][i] = kRidge;
      slope[i] = kRidge * coefficients[i];
    }
    curvature[0][0] = 1e-9;
    for (const auto& candidate : candidates) {
      if (!candidate.teaches) continue;
      const double p = predicted(coefficients, candidate);
      const double weight = p * (1 - p);
      for (std::size_t i = 0; i < kFeatures; ++i) {
        slope[i] += (p - (candidate.right ? 1 : 0)) * candidate.features[i];
        for (std::size_t j = 0; j < kFeatures; ++j) {
          curvature[i][j] += weight * candidate.features[i] * candidate.features[j];
        }
      }
    }
    const auto step = solved(curvature, slope);
    for (std::size_t i = 0; i < kFeatures; ++i) coefficients[i] -= step[i];
  }
  coefficients[0] -= std::log(kNamedFrom / (1 - kNamedFrom));
  return coefficients;
}

std::vector<double> cross_validated(const std::vector<Candidate>& candidates) {
  std::vector<double> predictions(candidates.size(), 0);
  for (std::size_t fold = 0; fold < kFolds; ++fold) {
    std::vector<Candidate> others;
    for (const auto& candidate : candidates) {
      if (fold_of(candidate) != fold) others.push_back(candidate);
    }
    const auto coefficients = fitted(others);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (fold_of(candidates[i]) == fold) predictions[i] = predicted(coefficients, candidates[i]);
    }
  }
  return predictions;
}

}  // namespace baobei::judge
