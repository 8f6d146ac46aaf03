// The statements of the record of catalogue and policy. A test reads the plan of each read.
// Constant texts; any thread.
#pragma once

namespace baobei::store::sql {

#define BAOBEI_EDITION_                                                                    \
  "SELECT no, kind, version, state, base, effective_from, reason, body, proposed_by, "     \
  "proposed_at, decided_by, decided_at, activation_after, looked_at, told, finished FROM " \
  "edition "
inline constexpr char kFindEdition[] = BAOBEI_EDITION_ "WHERE kind = ?1 AND version = ?2";
inline constexpr char kEditions[] =
    BAOBEI_EDITION_ "WHERE kind = ?1 AND no < ?2 ORDER BY no DESC LIMIT ?3";
inline constexpr char kConfirmedEditions[] =
    BAOBEI_EDITION_ "WHERE kind = ?1 AND state = 'confirmed' ORDER BY effective_from";
#undef BAOBEI_EDITION_
inline constexpr char kCountEditions[] = "SELECT count(*) FROM edition WHERE kind = ?1";
inline constexpr char kCountEditionsIn[] =
    "SELECT count(*) FROM edition WHERE kind = ?1 AND state = ?2";
inline constexpr char kAddEdition[] =
    "INSERT INTO edition (kind, version, no, state, base, effective_from, reason, body, "
    "proposed_by, proposed_at, decided_by, decided_at, activation_after, looked_at, told, "
    "finished) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, '', 0, 0, ?13)";
inline constexpr char kDecideEdition[] =
    "UPDATE edition SET state = ?4, decided_by = ?5, decided_at = ?6 "
    "WHERE kind = ?1 AND version = ?2 AND state = ?3";
inline constexpr char kFollowEdition[] =
    "UPDATE edition SET activation_after = ?3, looked_at = looked_at + ?4, told = told + ?5, "
    "finished = ?6 WHERE kind = ?1 AND version = ?2";
inline constexpr char kAddEditionText[] =
    "INSERT INTO edition_text (digest, text) VALUES (?1, ?2) ON CONFLICT (digest) DO NOTHING";
inline constexpr char kAddEditionFile[] =
    "INSERT INTO edition_file (version, name, digest) VALUES (?1, ?2, ?3)";
inline constexpr char kEditionFiles[] =
    "SELECT f.name, t.text FROM edition_file f CROSS JOIN edition_text t ON t.digest = f.digest "
    "WHERE f.version = ?1 ORDER BY f.name";

inline constexpr const char* kEditionReads[] = {kFindEdition, kEditions, kConfirmedEditions,
                                                kCountEditionsIn, kEditionFiles};

}  // namespace baobei::store::sql
