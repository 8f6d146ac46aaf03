// Everything open that lies before an office, as one signed file (receipts/bundle.h): its manifest
// and a line for each entry with the case as the office sees it.
//
// Invariants: nothing that the viewer may not see; who on the platform decided stays out. Blocks
// for as long as it takes to read the cases: from Background alone. Threads: any. Owner: none.
#pragma once

#include <string>

#include "http/services.h"

namespace baobei::http {

Result<std::string> bundle_file(const engine::Viewer& viewer, Services& services,
                                const lifecycle::RegionCode& region);

}  // namespace baobei::http
