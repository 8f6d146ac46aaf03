// Which version a device gets (R20). Pure; any thread.
#pragma once

#include <string_view>

#include "lifecycle/lifecycle.h"

namespace baobei::http {

// 0 to 9,999: where the device stands among the users of this mini-program. Stable across releases
// and servers, different for another mini-program, so that early shares fall on different devices.
lifecycle::Share device_bucket(std::string_view app, std::string_view device);

// The release that this device is served; 0: not yet for it.
lifecycle::ReleaseNo release_for(const lifecycle::Serving& serving, lifecycle::Share bucket);

}  // namespace baobei::http
