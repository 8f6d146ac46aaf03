// Applications, documents and grants as the API shows them. Include it from .cc files only.
// Threads: pure but for the reader.
#pragma once

#include "base/json.h"
#include "http/call.h"

namespace baobei::http {

// One row of a list.
json::object application_item(const lifecycle::Application& application,
                              const catalogue::Catalogue& catalogue);

// The whole, with the words, documents and steps that the viewer may see.
Result<json::object> application_json(const lifecycle::Application& application, const Call& call,
                                      Services& services);

json::object document_json(const engine::DocumentRow& row);

}  // namespace baobei::http
