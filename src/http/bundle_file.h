// Everything open that lies before an office, as one signed file (receipts/bundle.h): its manifest
// and a line for each entry with the case as the office sees it.
//
// Invariants: nothing that the viewer may not see; who on the platform decided stays out. Blocks
// for as long as it takes to read the cases: from Background alone. Threads: any. Owner: none.
#pragma once

#include <set>
#include <string>

#include "http/services.h"

namespace baobei::http {

struct BundleFile {
  std::string text;
  std::set<lifecycle::AppId> apps;  // whose dossiers it shows
};

Result<BundleFile> bundle_file(const engine::Viewer& viewer, Services& services,
                               const lifecycle::RegionCode& region);

}  // namespace baobei::http
