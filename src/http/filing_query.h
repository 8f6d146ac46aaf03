// The filings that a request asks for: by state, office and order from the list itself, by words,
// lateness and an answer's instants as they are looked through. Any thread.
#pragma once

#include "engine/ports.h"
#include "http/call.h"
#include "http/services.h"

namespace baobei::http {

// kInvalid names the parameter that is wrong.
Result<engine::Listed<engine::EntryListItem>> filings_asked_for(const Call& call,
                                                                Services& services,
                                                                const engine::Page& page);

}  // namespace baobei::http
