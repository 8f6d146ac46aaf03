#include "lifecycle/rights.h"

#include <algorithm>

#include "base/json.h"

namespace baobei::lifecycle {

Status check_roles(const std::vector<Role>& roles) {
  for (auto role = roles.begin(); role != roles.end(); ++role) {
    if (*role == Role::kChecker || *role == Role::kClock) {
      return fail(ErrorKind::kInvalid, "no person has this role", wire_name(*role));
    }
    if (std::find(roles.begin(), role, *role) != role) {
      return fail(ErrorKind::kInvalid, "a role is named twice", wire_name(*role));
    }
    if (*role == Role::kAuditor && roles.size() > 1) {
      return fail(ErrorKind::kInvalid, "an auditor has no other role", wire_name(*role));
    }
  }
  return {};
}

}  // namespace baobei::lifecycle
