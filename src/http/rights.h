// In which role somebody acts. Which roles may send a command is lifecycle/rights.h, the one table;
// here a person with several roles is given the one that the command takes.
// Threads: pure.
#pragma once

#include <optional>
#include <vector>

#include "lifecycle/rights.h"

namespace baobei::http {

// The first of the person's roles that may send this command; nullopt: none may.
inline std::optional<lifecycle::Role> acting_role(const std::vector<lifecycle::Role>& roles,
                                                  const lifecycle::CommandData& command) {
  for (const auto role : roles) {
    if (lifecycle::may_send(role, command)) return role;
  }
  return std::nullopt;
}

}  // namespace baobei::http
