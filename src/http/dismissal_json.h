// A dismissed finding as JSON. Heavy to compile: .cc files only. Pure; any thread.
#pragma once

#include "base/json.h"
#include "engine/dismissal_ports.h"

namespace baobei::http {

// {"dismissal","rule","fragment","submission","file"?,"line"?,"reason","by","at","taken_back"?}
json::object dismissal_json(const engine::DismissalRow& row);

}  // namespace baobei::http
