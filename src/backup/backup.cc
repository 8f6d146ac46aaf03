#include "backup/backup.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "backup/files.h"
#include "backup/manifest.h"
#include "store/backup.h"

namespace baobei::backup {
namespace {

namespace fs = std::filesystem;

std::string in(const std::string& folder, const char* name) {
  return folder + "/" + name;
}

std::unexpected<Error> corrupt(std::string what, std::string where) {
  return fail(ErrorKind::kCorrupt, std::move(what), std::move(where));
}

// Gone with this value unless it was kept.
class Unfinished {
 public:
  explicit Unfinished(std::string path) : path_(std::move(path)) {}
  ~Unfinished() { drop(); }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  void keep() { path_.clear(); }

 private:
  void drop() const {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  std::string path_;
};

// A blob as it must be: there, and with the bytes of its name. `found` is what reading it gave.
Result<Item> expect_blob(Result<Item> found, const Digest& digest) {
  if (!found && found.error().kind == ErrorKind::kNotFound) {
    return corrupt("a blob is missing", to_hex(digest));
  }
  if (!found) return found;
  if (found->digest != digest) return corrupt("a blob is torn or was changed", to_hex(digest));
  return found;
}

Status copy_blob(const std::string& from, const std::string& to, const Digest& digest, Item& item) {
  TRY(make_folder(parent_of(blob_path(to, digest))));
  TRY_ASSIGN(item, expect_blob(copy(blob_path(from, digest), blob_path(to, digest)), digest));
  ::chmod(blob_path(to, digest).c_str(), 0400);
  return {};
}

// The database of a back-up against what the manifest says of it.
Status expect_database(const Result<Item>& found, const Manifest& manifest) {
  if (!found && found.error().kind == ErrorKind::kNotFound) {
    return corrupt("the database is missing", kDatabaseName);
  }
  if (!found) return std::unexpected(found.error());
  if (*found == manifest.database) return {};
  return corrupt("the database is torn or was changed", kDatabaseName);
}

// What the database holds and names, against the manifest.
Status expect_contents(const std::string& database, const Manifest& manifest) {
  TRY_ASSIGN(const auto verified, store::verify(database));
  TRY_ASSIGN(const auto named, store::named_blobs(database));
  const bool agrees = verified.events == manifest.events && verified.apps == manifest.apps &&
                      verified.texts == manifest.texts && verified.schema == manifest.schema &&
                      store::name(verified.mode) == manifest.mode;
  if (!agrees) return corrupt("the manifest is not of this database", kManifestName);
  for (const auto& digest : named) {
    const bool listed = std::ranges::binary_search(manifest.blobs, digest, {}, &Item::digest);
    if (!listed)
      return corrupt("the manifest lacks a blob that the database names", to_hex(digest));
  }
  return {};
}

// Nothing lies among the blobs that the manifest does not name.
Status expect_no_strangers(const std::string& blobs, const Manifest& manifest) {
  std::error_code error;
  if (!fs::exists(blobs, error)) return {};
  for (fs::recursive_directory_iterator it(blobs, error), end; !error && it != end;
       it.increment(error)) {
    if (it->is_directory(error) && !it->is_symlink(error)) continue;
    const auto name = it->path().filename().string();
    const auto digest = digest_from_hex(name);
    const bool named = digest && it->path() == blob_path(blobs, *digest) &&
                       std::ranges::binary_search(manifest.blobs, *digest, {}, &Item::digest);
    if (!named) return corrupt("a file that the manifest does not name", name);
  }
  if (error) return fail(ErrorKind::kUnavailable, error.message(), blobs);
  return {};
}

Result<Manifest> read_manifest(const std::string& backup) {
  std::error_code error;
  if (!fs::is_directory(backup, error)) {
    return fail(ErrorKind::kNotFound, "there is no such folder", backup);
  }
  const auto file = open_file(in(backup, kManifestName), O_RDONLY | O_NOFOLLOW);
  if (!file && file.error().kind == ErrorKind::kNotFound) {
    return fail(ErrorKind::kInvalid,
                "no back-up, or one that was not finished: there is no manifest", backup);
  }
  if (!file) return std::unexpected(file.error());
  TRY_ASSIGN(const auto text, read_file(file->get(), kManifestBytesMax));
  return decode(text);
}

// Everything of a back-up but its manifest.
Result<Manifest> collect(const std::string& data, const std::string& partial, Instant now) {
  const auto database = in(partial, kDatabaseName);
  TRY(store::backup(in(data, kDatabaseName), database));
  TRY_ASSIGN(const auto verified, store::verify(database));
  TRY_ASSIGN(const auto named, store::named_blobs(database));
  Manifest manifest;
  manifest.format = kFormat;
  manifest.made_at = format_rfc3339(now);
  manifest.mode = store::name(verified.mode);
  manifest.schema = verified.schema;
  manifest.events = verified.events;
  manifest.apps = verified.apps;
  manifest.texts = verified.texts;
  TRY_ASSIGN(manifest.database, digest_of(database));
  TRY(make_folder(in(partial, kBlobsName)));
  for (const auto& digest : named) {
    TRY(copy_blob(in(data, kBlobsName), in(partial, kBlobsName), digest,
                  manifest.blobs.emplace_back()));
  }
  return manifest;
}

}  // namespace

Result<Summary> make(const std::string& data, const std::string& folder, Instant now) {
  std::string destination = folder;
  while (destination.size() > 1 && destination.ends_with('/')) destination.pop_back();
  std::error_code error;
  if (fs::exists(fs::symlink_status(destination, error))) {
    return fail(ErrorKind::kConflict, "there is something already", destination);
  }
  const std::string partial = destination + ".partial";
  fs::remove_all(partial, error);  // of one that did not come to its end
  if (::mkdir(partial.c_str(), 0700) != 0) {
    return std::unexpected(system_error("cannot make the folder", errno, partial));
  }
  Unfinished unfinished(partial);
  TRY_ASSIGN(const auto manifest, collect(data, partial, now));
  TRY(sync_all(partial));  // before the manifest says that it is there
  TRY(write_new(in(partial, kManifestName), encode(manifest)));
  TRY(sync_all(partial));
  if (::rename(partial.c_str(), destination.c_str()) != 0) {
    return std::unexpected(system_error("the back-up cannot be named", errno, destination));
  }
  unfinished.keep();
  TRY(sync_folder(parent_of(destination)));
  return summary_of(manifest);
}

Result<Summary> verify(const std::string& backup) {
  TRY_ASSIGN(const auto manifest, read_manifest(backup));
  const auto database = in(backup, kDatabaseName);
  TRY(expect_database(digest_of(database), manifest));
  TRY(expect_contents(database, manifest));
  for (const auto& blob : manifest.blobs) {
    TRY(expect_blob(digest_of(blob_path(in(backup, kBlobsName), blob.digest)), blob.digest));
  }
  TRY(expect_no_strangers(in(backup, kBlobsName), manifest));
  return summary_of(manifest);
}

Result<Summary> restore(const std::string& backup, const std::string& data) {
  TRY_ASSIGN(const auto manifest, read_manifest(backup));
  TRY_ASSIGN(const auto summary, summary_of(manifest));
  TRY_ASSIGN(const bool empty, is_free(data));
  if (!empty) return fail(ErrorKind::kConflict, "the folder is not empty", data);
  TRY(make_folder(data));
  const auto partial = in(data, kDatabaseName) + ".partial";
  Unfinished blobs(in(data, kBlobsName));
  Unfinished database(partial);
  TRY(make_folder(in(data, kBlobsName)));
  for (const auto& blob : manifest.blobs) {
    Item found;
    TRY(copy_blob(in(backup, kBlobsName), in(data, kBlobsName), blob.digest, found));
  }
  TRY(expect_database(copy(in(backup, kDatabaseName), partial), manifest));
  TRY(expect_contents(partial, manifest));
  TRY(sync_all(data));
  if (::rename(partial.c_str(), in(data, kDatabaseName).c_str()) != 0) {
    return std::unexpected(system_error("the database cannot be named", errno, data));
  }
  blobs.keep();
  database.keep();
  TRY(sync_folder(data));
  TRY(sync_folder(parent_of(data)));
  return summary;
}

Result<Summary> verify_data(const std::string& data) {
  const auto database = in(data, kDatabaseName);
  TRY_ASSIGN(const auto verified, store::verify(database));
  TRY_ASSIGN(const auto named, store::named_blobs(database));
  Summary summary;
  summary.mode = verified.mode;
  summary.schema = verified.schema;
  summary.events = verified.events;
  summary.apps = verified.apps;
  summary.texts = verified.texts;
  std::error_code error;
  summary.database_bytes = fs::file_size(database, error);
  for (const auto& digest : named) {
    TRY_ASSIGN(const auto blob,
               expect_blob(digest_of(blob_path(in(data, kBlobsName), digest)), digest));
    ++summary.blobs;
    summary.blob_bytes += blob.bytes;
  }
  return summary;
}

}  // namespace baobei::backup
