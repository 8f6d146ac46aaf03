// The statements of submissions' forms. A test reads the plan of each read. Constant texts; any
// thread.
#pragma once

namespace baobei::store::sql {

#define BAOBEI_PICTURE_                                                                          \
  "SELECT p.id, p.app_id, p.subject, p.digest, p.stored, p.media_type, p.bytes, p.uploaded_by, " \
  "p.uploaded_at, p.erased_at FROM form_picture p "
inline constexpr char kFindPicture[] = BAOBEI_PICTURE_ "WHERE p.id = ?2 AND p.app_id = ?1";
inline constexpr char kPicturesOf[] =
    BAOBEI_PICTURE_ "WHERE p.app_id = ?1 ORDER BY p.uploaded_at DESC, p.id DESC LIMIT ?2";
inline constexpr char kCountPictures[] =
    "SELECT count(*) FROM form_picture WHERE app_id = ?1 AND erased_at IS NULL";
inline constexpr char kAddPicture[] =
    "INSERT INTO form_picture (id, app_id, subject, digest, stored, media_type, bytes, "
    "uploaded_by, uploaded_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
inline constexpr char kErasePicture[] =
    "UPDATE form_picture SET erased_at = ?3 WHERE app_id = ?1 AND id = ?2 AND erased_at IS NULL";
inline constexpr char kEraseTestAccount[] =
    "DELETE FROM text WHERE commitment = ?2 AND app_id = ?1 AND kind = 'test_account'";

// ---- what goes with a subject's key: the index is on just this expression
#define BAOBEI_ACCOUNT_UNDER_KEY_ \
  "substr(words, 1, instr(words, ':') - 1) = ?1 AND kind = 'test_account'"
inline constexpr char kPicturesUnderKey[] =
    BAOBEI_PICTURE_ "WHERE p.subject = ?1 AND p.erased_at IS NULL ORDER BY p.id";
inline constexpr char kCountAccountsUnderKey[] =
    "SELECT count(*) FROM text WHERE " BAOBEI_ACCOUNT_UNDER_KEY_;
inline constexpr char kErasePicturesUnderKey[] =
    "UPDATE form_picture SET erased_at = ?2 WHERE subject = ?1 AND erased_at IS NULL";
inline constexpr char kEraseAccountsUnderKey[] =
    "DELETE FROM text WHERE " BAOBEI_ACCOUNT_UNDER_KEY_;
#undef BAOBEI_ACCOUNT_UNDER_KEY_

inline constexpr const char* kFormReads[] = {kFindPicture, kPicturesOf, kCountPictures,
                                             kPicturesUnderKey, kCountAccountsUnderKey};

}  // namespace baobei::store::sql
