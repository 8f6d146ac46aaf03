// A stored version as the API shows it. Pure; any thread.
#pragma once

#include <string>

#include "engine/rows.h"

namespace baobei::http {

std::string package_json(const engine::PackageRow& row);

}  // namespace baobei::http
