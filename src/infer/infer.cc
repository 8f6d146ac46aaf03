#include "infer/infer.h"

#include <algorithm>

#include "infer/categories.h"
#include "infer/matched.h"
#include "infer/risks.h"

namespace baobei::infer {

Result<Inference> infer(const Reading& reading, const knowledge::Knowledge& knowledge) {
  TRY_ASSIGN(const auto matched, match_texts(reading, knowledge));
  auto involved = involved_categories(matched, reading, knowledge.data);
  const bool shows_the_platform =
      std::ranges::find(reading.facts, "state:showcase", &Fact::name) != reading.facts.end();
  if (shows_the_platform) involved.clear();
  return Inference{std::move(involved), risks_of(matched, reading, knowledge.data),
                   matched.complete};
}

}  // namespace baobei::infer
