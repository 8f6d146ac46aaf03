// Answers that come on paper (R10a, channel transcribed): one operator transcribes from a scan, a
// second one types the answer again or compares it with the scan; then it counts. Beside the
// lifecycle, which holds the two apart and lets the second signature count (R13).
//
// Heavy to compile: include it from .cc files only. Threads: any; each call reads its own snapshot.
#pragma once

#include "http/command_bodies.h"

namespace baobei::http {

// An operator's answer to an entry of a transcribed office names a scan of that entry. kInvalid.
Status check_scan(Services& services, lifecycle::Role role, const lifecycle::AppId& app,
                  lifecycle::EntryNo entry, const std::optional<std::string>& scan);

// The two below find no fault where the viewer does not see the case: a fault would tell that it is
// there, and the engine answers as of any foreign one.
//
// The office's letter, where an answer names one: a kept scan of the entry. kInvalid.
Status check_letter(Services& services, const engine::Viewer& viewer, const lifecycle::AppId& app,
                    lifecycle::EntryNo entry, const std::optional<std::string>& letter);
// What a reply names: scans of the request's entry that this person uploaded. kInvalid.
Status check_documents(Services& services, const engine::Viewer& viewer,
                       const lifecycle::AppId& app, const lifecycle::ReplyToRequest& reply);

struct SecondBody {
  std::optional<AnswerBody> again;
  std::optional<std::string> scan;
};
BOOST_DESCRIBE_STRUCT(SecondBody, (), (again, scan))

// The second operator's part: the same answer typed again, or the scan that it was compared with.
// kInvalid where neither is there, kConflict where what was typed is another answer.
Status check_second(Services& services, lifecycle::Role role, const lifecycle::AppId& app,
                    lifecycle::AnswerNo answer, const SecondBody& body);

}  // namespace baobei::http
