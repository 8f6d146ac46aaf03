// For tests: a child that goes wrong in a named way (child_faults_test.cc lists them).
#pragma once

#include <string>

namespace baobei::check_worker {

// Does what `name` says instead of the job; an unknown name leaves in silence. Ends the process.
int run_fault(const std::string& name);

}  // namespace baobei::check_worker
