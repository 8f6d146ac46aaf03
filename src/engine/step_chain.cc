#include "engine/step_chain.h"

#include "base/json.h"

namespace baobei::engine {

Digest hash_of_step(const StepRow& step, const Digest& before) {
  const json::object said{{"id", step.id},
                          {"kind", wire_name(step.kind)},
                          {"subject", step.subject},
                          {"category", step.category},
                          {"application", step.application},
                          {"revision", step.revision},
                          {"actor", step.actor},
                          {"at", to_micros(step.at)},
                          {"detail", to_json(step.detail)},
                          {"prev", to_hex(before)}};
  return sha256("baobei.step/1\n" + canonical_json(said));
}

Digest hash_of_step(const DirectoryStep& step, const Digest& before) {
  const json::object said{
      {"id", step.id},         {"what", wire_name(step.what)}, {"about", step.about},
      {"actor", step.act.by},  {"at", to_micros(step.act.at)}, {"changes", to_json(step.changes)},
      {"prev", to_hex(before)}};
  return sha256("baobei.directory_step/1\n" + canonical_json(said));
}

}  // namespace baobei::engine
