#include "infer/infer.h"

#include "infer/categories.h"
#include "infer/matched.h"
#include "infer/risks.h"

namespace baobei::infer {

Result<Inference> infer(const Reading& reading, const knowledge::Knowledge& knowledge) {
  TRY_ASSIGN(const auto matched, match_texts(reading, knowledge));
  return Inference{involved_categories(matched, reading, knowledge.data),
                   risks_of(matched, reading, knowledge.data), matched.complete};
}

}  // namespace baobei::infer
