// The part of YAML that api/openapi.yaml is written in, as a JSON value: block and flow maps and
// lists, plain, quoted and literal scalars over one or more lines. No anchors, tags or documents.
// Pure; any thread.
#pragma once

#include <string_view>

#include "base/json.h"

namespace baobei::api {

// kInvalid with the number of the line that cannot be read.
Result<json::value> read_yaml(std::string_view text);

}  // namespace baobei::api
