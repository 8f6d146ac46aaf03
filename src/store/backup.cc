#include "store/backup.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "base/file.h"
#include "store/schema.h"
#include "store/sqlite.h"

namespace baobei::store {
namespace {

constexpr int kLockedTriesMax = 1000;
constexpr int kLockedWaitMillis = 10;

struct FinishBackup {
  void operator()(sqlite3_backup* copying) const { sqlite3_backup_finish(copying); }
};

Status copy_pages(Connection& source, Connection& target) {
  const std::unique_ptr<sqlite3_backup, FinishBackup> copying(
      sqlite3_backup_init(target.raw(), "main", source.raw(), "main"));
  if (copying == nullptr) return std::unexpected(target.last_error());
  int tries = 0;
  for (;;) {
    const int code = sqlite3_backup_step(copying.get(), kBackupStepPages);
    if (code == SQLITE_DONE) return {};
    if (code == SQLITE_OK) continue;
    const int primary = code & 0xff;
    const bool locked = primary == SQLITE_BUSY || primary == SQLITE_LOCKED;
    if (!locked || ++tries > kLockedTriesMax) {
      return std::unexpected(sqlite_error(code, sqlite3_errstr(code)));
    }
    sqlite3_sleep(kLockedWaitMillis);
  }
}

Status copy(Connection& source, const std::string& partial) {
  TRY_ASSIGN(const auto target, Connection::open(partial, Access::kCreate));
  // A complete file by itself: no log beside it that could be left behind.
  TRY(target->run("PRAGMA journal_mode=DELETE; PRAGMA synchronous=FULL;"));
  // The snapshot is held from here on: a copy that restarts whenever somebody writes would never
  // end on a busy server.
  Transaction snapshot(source);
  TRY(snapshot.begin(Transaction::Kind::kRead));
  TRY(schema_version(source));
  return copy_pages(source, *target);
}

// The header came along with the pages and says that there is a log; in the copy there is none, so
// that it can be read where nothing can be written.
Status drop_log_mode(const std::string& partial) {
  TRY_ASSIGN(const auto target, Connection::open(partial, Access::kWrite));
  return target->run("PRAGMA journal_mode=DELETE;");
}

Status sync_folder(const std::string& path) {
  auto folder = std::filesystem::path(path).parent_path();
  if (folder.empty()) folder = ".";
  TRY_ASSIGN(const auto fd, open_file(folder.string(), O_RDONLY | O_DIRECTORY));
  if (::fsync(fd.get()) != 0) {
    return std::unexpected(system_error("the folder cannot be synced", errno, folder.string()));
  }
  return {};
}

}  // namespace

Status backup(const std::string& path, const std::string& destination) {
  if (::access(destination.c_str(), F_OK) == 0) {
    return fail(ErrorKind::kConflict, "there is something already", destination);
  }
  TRY_ASSIGN(const auto source, Connection::open(path, Access::kRead));
  const std::string partial = destination + ".partial";
  ::unlink(partial.c_str());
  if (auto copied = copy(*source, partial); !copied) {
    ::unlink(partial.c_str());
    copied.error().context = destination;
    return copied;
  }
  if (auto dropped = drop_log_mode(partial); !dropped) {
    ::unlink(partial.c_str());
    return dropped;
  }
  if (std::rename(partial.c_str(), destination.c_str()) != 0) {
    return std::unexpected(system_error("the copy cannot be named", errno, destination));
  }
  return sync_folder(destination);
}

}  // namespace baobei::store
