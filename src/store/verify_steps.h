// The chains of steps on applications and grants, and in the directory, held to what was hashed;
// for verify.cc. Threads: the connection's.
#pragma once

#include "store/sqlite.h"

namespace baobei::store {

// kCorrupt names the step. Steps of before there was a chain stand in front of it and are not
// hashed.
Status check_steps(Connection& db);
Status check_directory_steps(Connection& db);

}  // namespace baobei::store
