// Counts of right and wrong answers, and what they say: precision and recall with Wilson's 95 %
// intervals. Pure; any thread.
#pragma once

#include <cstddef>
#include <set>
#include <string>

namespace baobei::judge {

struct Interval {
  double low = 0;
  double high = 1;
};

// Of `hits` among `all`; {0, 1} where there is nothing to go by.
Interval wilson(std::size_t hits, std::size_t all);

struct Score {
  std::size_t found = 0;     // expected and answered
  std::size_t missed = 0;    // expected and not answered
  std::size_t accepted = 0;  // answered, not expected, and no error
  std::size_t invented = 0;  // answered, neither expected nor acceptable

  // Answers in `acceptable` are right ones that nobody asked for. There, "商家自营-*" stands for
  // all that begin so.
  void add(const std::set<std::string>& expected, const std::set<std::string>& acceptable,
           const std::set<std::string>& answered);
};

bool is_accepted(const std::set<std::string>& acceptable, const std::string& answer);

// "called 0.167 [0.03, 0.56] (1 of 6)".
std::string ratio(const char* name, std::size_t hits, std::size_t all);

// "recall 0.981 [0.90, 1.00] (53 of 54)  precision …".
std::string shown(const Score& score);

}  // namespace baobei::judge
