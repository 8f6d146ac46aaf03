// Who exists, how they sign in, and what subjects apply for, asked of the running program in every
// documented status. Threads: one. Owner: a test.
#pragma once

#include "story.h"

namespace baobei::api {

void tell_of_directory(Story& story);
void tell_of_categories(Story& story);
// Last: others from this network wait afterwards.
void tell_of_sign_in(Story& story);

}  // namespace baobei::api
