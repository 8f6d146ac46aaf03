// The statements of how far the store is with what it owes. A test reads the plan of each. Constant
// texts; any thread.
#pragma once

namespace baobei::store::sql {

inline constexpr char kNextEnd[] =
    "SELECT due_at FROM deadline WHERE due_at > ?1 ORDER BY due_at LIMIT 1";
inline constexpr char kCountOverdue[] =
    "SELECT count(*) FROM (SELECT 1 FROM deadline WHERE due_at <= ?1 LIMIT ?2)";
inline constexpr char kCountChecks[] =
    "SELECT count(*) FROM (SELECT 1 FROM delivery WHERE kind = 'check' LIMIT ?1)";

inline constexpr const char* kHealthReads[] = {kNextEnd, kCountOverdue, kCountChecks};

}  // namespace baobei::store::sql
