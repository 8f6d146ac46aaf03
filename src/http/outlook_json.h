// What would follow a submission, as a dry run tells it: by codes and in words (R9–R12, R16).
// Include it from .cc files only. Pure; any thread.
#pragma once

#include "base/json.h"
#include "catalogue/catalogue.h"
#include "lifecycle/lifecycle.h"

namespace baobei::http {

// {"files","ground","to_file","completed",…,"words":{"zh","en"}}
json::object outlook_json(const lifecycle::Outlook& outlook, const catalogue::Catalogue& catalogue);

}  // namespace baobei::http
