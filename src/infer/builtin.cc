#include "infer/builtin.h"

namespace baobei::infer {

const knowledge::Knowledge& builtin() {
  static const knowledge::Knowledge kBuiltin = [] {
    auto knowledge = knowledge::from_blob(builtin_blob());
    CHECK(knowledge.has_value(), knowledge ? "" : to_string(knowledge.error()));
    return std::move(*knowledge);
  }();
  return kBuiltin;
}

}  // namespace baobei::infer
