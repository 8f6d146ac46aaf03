// Identities, holds, retention and accesses, by the contract. Threads: one. Owner: a test.
#pragma once

#include "story.h"

namespace baobei::api {

void tell_of_identities(Contract& contract);
// After the applications, which it holds and erases.
void tell_of_keeping(Contract& contract);

}  // namespace baobei::api
