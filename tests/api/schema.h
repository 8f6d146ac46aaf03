// Does a JSON value hold to a schema of api/openapi.yaml? The part of JSON Schema that is used
// there; besides, members that the schema does not name are faults, so that no answer goes beyond
// its document. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "base/json.h"

namespace baobei::api {

// What is wrong, each with its JSON pointer. `document`: where a $ref points into.
std::vector<std::string> faults_of(const json::value& value, const json::value& schema,
                                   const json::value& document);

// The value that "#/components/…" names; CHECKs that it is there.
const json::value& referred(const json::value& document, std::string_view reference);
// The object itself, or what its $ref names.
const json::object& resolved(const json::value& value, const json::value& document);

}  // namespace baobei::api
