// The statements of dismissed findings. A test reads the plan of each read. Constant texts; any
// thread.
#pragma once

namespace baobei::store::sql {

#define BAOBEI_DISMISSAL_                                                           \
  "SELECT app_id, no, rule, fragment, submission, file, line, reason, person, at, " \
  "taken_back_at, taken_back_by, taken_back_reason FROM dismissal WHERE app_id = ?1 "
inline constexpr char kDismissalsOf[] = BAOBEI_DISMISSAL_ "AND no > ?2 ORDER BY no LIMIT ?3";
inline constexpr char kDismissalsStanding[] =
    BAOBEI_DISMISSAL_ "AND taken_back_at IS NULL ORDER BY no LIMIT ?2";
#undef BAOBEI_DISMISSAL_
inline constexpr char kNewestDismissal[] =
    "SELECT no FROM dismissal WHERE app_id = ?1 ORDER BY no DESC LIMIT 1";
inline constexpr char kDismissalStands[] =
    "SELECT 1 FROM dismissal WHERE app_id = ?1 AND rule = ?2 AND fragment = ?3 "
    "AND taken_back_at IS NULL";
inline constexpr char kDismissalIsThere[] = "SELECT 1 FROM dismissal WHERE app_id = ?1 AND no = ?2";
inline constexpr char kAddDismissal[] =
    "INSERT INTO dismissal (app_id, no, rule, fragment, submission, file, line, reason, person, "
    "at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
inline constexpr char kTakeDismissalBack[] =
    "UPDATE dismissal SET taken_back_by = ?3, taken_back_at = ?4, taken_back_reason = ?5 "
    "WHERE app_id = ?1 AND no = ?2 AND taken_back_at IS NULL";

inline constexpr const char* kDismissalReads[] = {
    kDismissalsOf, kDismissalsStanding, kNewestDismissal, kDismissalStands, kDismissalIsThere};

}  // namespace baobei::store::sql
