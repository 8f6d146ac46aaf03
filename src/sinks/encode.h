// One encoder per sink: how text that came from a package is written where bytes have a meaning.
//
// Invariants: every one of them first takes away what hides or moves text (`printable`,
// base/text.h): control characters, bidirectional and invisible ones, what is no UTF-8. Then it
// writes what is left so that the sink reads it as text and as nothing else. Line feeds of a text
// stay only where the function says so. The attack corpus (attack_corpus.h) holds all of them.
// Threads: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace baobei::sinks {

// Text and attribute values of HTML and XML alike: & < > " ' as references. XML 1.0 has no way to
// write a control character at all, and ]]> may stand nowhere.
std::string markup(std::string_view text);

// The message of a GitHub workflow command: one line; %, line feeds and carriage returns escaped.
std::string github_message(std::string_view text);
// A property of one ("file", "title"): also ':' and ',' escaped.
std::string github_property(std::string_view text);

// A path as the path of a URI reference: what is not unreserved or '/' in percent-encoding. Bytes
// that are no UTF-8 are encoded as they are, so that the file is still found.
std::string uri_path(std::string_view path);

}  // namespace baobei::sinks
