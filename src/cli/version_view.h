// Versions as people name them, and findings as they read them. Threads: one. Owner: the command.
#pragma once

#include <string>

#include "cli/session.h"

namespace baobei::cli {

// The whole digest of "3" (the version of submission 3), or of the first digits of one that is
// uploaded.
Answer<std::string> digest_of(Client& api, const std::string& app, const std::string& version);

// "/v1/apps/<app>/packages/<digest>/<tail>".
std::string version_path(const std::string& app, const std::string& digest,
                         const std::string& tail);

// A line of source as a terminal shows it, which prints no tab.
std::string without_tabs(const std::string& line);

// What is new, aspect by aspect, then the files.
void show_comparison(Terminal& out, const View& comparison);
// One file's hunks, as diff -u writes them.
void show_differences(Terminal& out, const View& differences);

// Each finding with its place, what to do and the lines around it.
void show_findings(Terminal& out, const View& page);

}  // namespace baobei::cli
