// A YAML document as a JSON value: plain scalars are what they look like, quoted ones texts.
// Pure; any thread.
#pragma once

#include <string_view>

#include "base/json.h"

namespace baobei::api {

// kInvalid with the line and column that cannot be read.
Result<json::value> read_yaml(std::string_view text);

}  // namespace baobei::api
