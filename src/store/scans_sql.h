// The statements of scans. A test reads the plan of each read. Constant texts; any thread.
#pragma once

namespace baobei::store::sql {

#define BAOBEI_SCAN_                                                                   \
  "SELECT id, app_id, entry, digest, media_type, bytes, paper_received, uploaded_by, " \
  "uploaded_at, erased_at, by_developers, subject, stored FROM scan "
inline constexpr char kFindScan[] = BAOBEI_SCAN_ "WHERE app_id = ?1 AND entry = ?2 AND id = ?3";
inline constexpr char kScansOf[] =
    BAOBEI_SCAN_ "WHERE app_id = ?1 AND entry = ?2 ORDER BY uploaded_at, id LIMIT ?3";
inline constexpr char kScansOfSubject[] =
    BAOBEI_SCAN_ "WHERE subject = ?1 AND subject <> '' AND erased_at IS NULL ORDER BY id";
#undef BAOBEI_SCAN_
inline constexpr char kCountScans[] =
    "SELECT count(*), count(*) FILTER (WHERE erased_at IS NULL), "
    "count(*) FILTER (WHERE by_developers = 1), "
    "count(*) FILTER (WHERE by_developers = 1 AND erased_at IS NULL) "
    "FROM scan WHERE app_id = ?1 AND entry = ?2";
inline constexpr char kAddScan[] =
    "INSERT INTO scan (id, app_id, entry, digest, media_type, bytes, paper_received, uploaded_by, "
    "uploaded_at, by_developers, subject, stored) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
inline constexpr char kEraseScan[] =
    "UPDATE scan SET erased_at = ?4 WHERE app_id = ?1 AND entry = ?2 AND id = ?3 "
    "AND erased_at IS NULL";
// Of bytes that lie as they came: another scan that is kept, or a document. What lies sealed is one
// row's alone.
inline constexpr char kBytesAreNamed[] =
    "SELECT EXISTS (SELECT 1 FROM scan s WHERE s.digest = ?1 AND s.stored IS NULL "
    "AND s.erased_at IS NULL) "
    "OR EXISTS (SELECT 1 FROM document d WHERE d.digest = ?1 AND d.stored IS NULL "
    "AND d.erased_at IS NULL)";
inline constexpr char kAddScanAccess[] =
    "INSERT INTO scan_access (scan, person, at) VALUES (?1, ?2, ?3)";
inline constexpr char kScanAccesses[] =
    "SELECT scan, person, at FROM scan_access WHERE scan = ?1 ORDER BY at, id LIMIT ?2";

inline constexpr const char* kScanReads[] = {kFindScan, kScansOf, kScansOfSubject, kCountScans,
                                             kScanAccesses};

}  // namespace baobei::store::sql
