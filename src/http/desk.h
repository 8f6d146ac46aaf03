// The desks over HTTP: a file of web_files as an answer, with what keeps it safe and cheap.
//
// Invariants: the page runs no script and no style but the desks' own, is in nobody's frame and
// sends nothing elsewhere; the one frame that it may open is sandboxed, has no origin and no network
// (DESIGN decision 10). Hashed names are kept for ever; the rest is asked
// for again and answered 304 while it is the same. Threads: pure functions.
#pragma once

#include "http/message.h"
#include "web_files/web_files.h"

namespace baobei::http {

Response desk_response(const web_files::WebFile& file, const Head& head);

}  // namespace baobei::http
