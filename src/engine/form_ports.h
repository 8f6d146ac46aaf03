// The port to what a submission's form brings beside its words: pictures, and the erasing of test
// accounts.
//
// Invariants: a picture's bytes are a sealed blob, durable before the row that names them, and are
// known by the digest of the picture itself; erased, the bytes are gone and that it was there
// stays. A test account is a row among the words, written with the submission that it is of and
// sealed before it comes to the store; erased, the row is gone. Threads: what changes on the
// engine's writer alone; what reads from any. Owner: server/main.cc.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "lifecycle/terms.h"

namespace baobei::engine {

inline constexpr std::uint64_t kPictureBytesMax = std::uint64_t{5} << 20;
inline constexpr std::size_t kPicturesOfSubmissionMax = 10;
inline constexpr std::size_t kPicturesOfAppMax = 200;  // that are not erased

inline constexpr char kTestAccountKind[] = "test_account";  // of TextRow

struct PictureRow {
  std::string id;
  lifecycle::AppId app;
  lifecycle::SubjectId subject;  // whose key the bytes are sealed under
  Digest digest;                 // of the picture
  Digest stored;                 // of the sealed bytes
  std::string media_type;
  std::uint64_t bytes = 0;
  lifecycle::PersonId uploaded_by;
  Instant uploaded_at;
  std::optional<Instant> erased_at = {};
};

// What is there of all mini-programs under one subject's key; a mini-program may have gone to
// another subject since.
struct UnderKey {
  std::vector<PictureRow> pictures;  // not erased
  std::size_t test_accounts = 0;
  bool held = false;  // of at least one of those mini-programs
};

class SubmissionForms {
 public:
  virtual ~SubmissionForms() = default;

  // ---- on the writer's thread ----
  // kTooLarge where the mini-program has too many.
  virtual Status add_picture(const PictureRow& row) = 0;
  // Both kNotFound where it is not there, or was erased.
  virtual Status erase_picture(const lifecycle::AppId& app, const std::string& id, Instant at) = 0;
  virtual Status erase_test_account(const lifecycle::AppId& app, const Digest& commitment) = 0;
  // All that under_key() tells, at once; the bytes are the caller's to drop.
  virtual Status erase_under_key(const lifecycle::SubjectId& subject, Instant at) = 0;

  // ---- any thread ----
  // kNotFound for what there is not, or not of this mini-program.
  virtual Result<PictureRow> picture(const lifecycle::AppId& app, const std::string& id) = 0;
  // Newest first.
  virtual Result<std::vector<PictureRow>> pictures(const lifecycle::AppId& app) = 0;
  virtual Result<UnderKey> under_key(const lifecycle::SubjectId& subject) = 0;
  // Uploaded before `before` and not held; oldest first.
  virtual Result<std::vector<PictureRow>> pictures_due(Instant before, std::size_t limit) = 0;
};

}  // namespace baobei::engine
