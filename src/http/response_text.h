// An answer as the bytes that leave. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace baobei::http {

inline constexpr std::string_view kContinueLine = "HTTP/1.1 100 Continue\r\n\r\n";

// "Not Found"; "Unknown" for a status that nothing here sends.
std::string_view reason_phrase(int status);

// To a HEAD request, and where the body is a source, the header alone, with the length that the
// body has where it is known. `keep`: the connection stays open, unless its end is the body's.
// CHECKs that no header of ours could break out of its line.
std::string response_text(Method asked_by, const Response& response, bool keep);

}  // namespace baobei::http
