// Versions of catalogue and policy, asked of the running program in every documented status.
// Threads: one. Owner: a test.
#pragma once

#include "story.h"

namespace baobei::api {

void tell_of_editions(Story& story);

// The text of a file of the catalogue in force.
std::string catalogue_file(Contract& contract, const std::string& name);
// A proposal that retires social-forum; `from` is its instant.
std::string retire_forum(Contract& contract, const std::string& version, const std::string& from);

}  // namespace baobei::api
