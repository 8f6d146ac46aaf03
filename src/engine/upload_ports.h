// The port to uploads that arrive in pieces: what was begun, by whom, until when. The bytes lie in
// partial files beside (http/partial_files.h); a row without its file has got no byte yet.
//
// Invariants: an upload belongs to one mini-program and one organisation; at most kUploadsOfAppMax
// and kUploadsOfOrgMax of them are open at once. It ends by being taken in, given up or expired;
// one that was taken in keeps its row until it expires, so that asking again gets the same answer.
// Owner: server/main.cc; outlives the server.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "lifecycle/terms.h"

namespace baobei::engine {

inline constexpr std::size_t kUploadsOfAppMax = 4;
inline constexpr std::size_t kUploadsOfOrgMax = 16;

struct UploadRow {
  std::string id;
  lifecycle::AppId app;
  lifecycle::OrgId org;
  lifecycle::PersonId person;
  std::string label;
  std::uint64_t bytes = 0;        // of the whole archive
  std::optional<Digest> content;  // SHA-256 of the archive, where it was stated
  std::optional<Digest> digest;   // of the version, where it was stated
  Instant begun_at;
  Instant expires_at;
  std::optional<Digest> taken_as;  // the version that it became
};

class Uploads {
 public:
  virtual ~Uploads() = default;

  // ---- on the writer's thread ----
  // kTooLarge, with "app" or "org" as context, where too many are open.
  virtual Status begin(const UploadRow& row) = 0;
  virtual Status take(const std::string& id, const Digest& version) = 0;
  virtual Status remove(const std::string& id) = 0;

  // ---- any thread ----
  // kNotFound for what there is not, or not for this mini-program.
  virtual Result<UploadRow> find(const lifecycle::AppId& app, const std::string& id) = 0;
  // Open ones, oldest first.
  virtual Result<std::vector<UploadRow>> open_of(const lifecycle::AppId& app) = 0;
  // Ids of those that expire at `now` or before, oldest first, taken in or not; at most `limit`.
  virtual Result<std::vector<std::string>> expired(Instant now, std::size_t limit) = 0;
};

}  // namespace baobei::engine
