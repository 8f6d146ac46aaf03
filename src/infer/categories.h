// The categories that a program involves: scores of words, structures and facts, and what they mean
// beside one another. Pure; any thread.
#pragma once

#include <array>

#include "infer/matched.h"

namespace baobei::infer {

// What a confidence is made from, of every category that anything speaks for; for fitting the model
// (bench/judge).
struct Scored {
  std::uint32_t category = 0;
  double score = 0;
  double share_of_top = 0;  // of the highest score in the program
  double share_of_all = 0;  // of all scores together
  double best_place = 0;    // what the strongest word or structure weighs
  double served = 0;        // highest score of a category that it serves, over its own; at most 2
};

inline constexpr std::size_t kFeatures = 6;
// In the order of the members of knowledge::Model.
std::array<double, kFeatures> features_of(const Scored& scored);

std::vector<Scored> scored_categories(const Reading& reading,
                                      const knowledge::Knowledge& knowledge);

std::vector<Involved> involved_categories(const Matched& matched, const Reading& reading,
                                          const knowledge::Data& data);

}  // namespace baobei::infer
