// Whoever took the first of two steps may not take the second: outside cases, where it is the
// house's own order (DESIGN decision 11) and no rule of the process speaks of it. Pure; any thread.
#pragma once

#include "http/problem.h"

namespace baobei::http {

inline Problem another_person_needed() {
  Problem problem(lifecycle::Refusal::kSamePerson);
  problem.rule.clear();
  return problem;
}

}  // namespace baobei::http
