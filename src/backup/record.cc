#include "backup/record.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "backup/files.h"
#include "base/file.h"
#include "base/json.h"

namespace baobei::backup {
namespace {

namespace fs = std::filesystem;

std::string record_path(const std::string& data) {
  return data + "/" + kRecordName;
}

// "2026-03-02" of "/backup/2026-03-02/".
std::string name_of(const std::string& folder) {
  auto path = fs::path(folder).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  return printable(path.filename().string());
}

Status write_record(const std::string& data, const Record& record) {
  const auto path = record_path(data);
  const auto fresh = path + "." + std::to_string(::getpid());
  ::unlink(fresh.c_str());  // of one that did not come to its end
  // The server may run as somebody else than who makes back-ups; the folder keeps others out.
  {
    TRY_ASSIGN(const auto file, open_file(fresh, O_WRONLY | O_CREAT | O_EXCL, 0644));
    TRY(write_all(file.get(), canonical_json(to_json(record)) + "\n"));
    if (::fsync(file.get()) != 0) {
      return std::unexpected(system_error("cannot sync", errno, fresh));
    }
  }
  if (std::rename(fresh.c_str(), path.c_str()) != 0) {
    return std::unexpected(system_error("the record cannot be named", errno, path));
  }
  return sync_folder(data);
}

bool has_database(const std::string& data) {
  std::error_code ignored;
  return fs::exists(data + "/" + kDatabaseName, ignored);
}

}  // namespace

Result<Record> read_record(const std::string& data) {
  const auto file = open_file(record_path(data), O_RDONLY | O_NOFOLLOW);
  if (!file && file.error().kind == ErrorKind::kNotFound) return Record{};
  if (!file) return std::unexpected(file.error());
  TRY_ASSIGN(const auto text, read_file(file->get(), kRecordBytesMax));
  const auto value = parse_json(text, kRecordBytesMax);
  Record record;
  const bool ours = value && from_json(*value, record) && record.format == kRecordFormat;
  if (!ours) return fail(ErrorKind::kCorrupt, "no record of back-ups", kRecordName);
  return record;
}

Status note_made(const std::string& data, const std::string& destination,
                 const Result<Summary>& made, Instant ended) {
  if (!has_database(data)) return {};
  // One that cannot be read is written anew.
  auto record = read_record(data).value_or(Record{});
  if (made) {
    record.failed.reset();
    record.last = Made{name_of(destination),
                       format_rfc3339(made->made_at),
                       format_rfc3339(ended),
                       made->database_bytes + made->blob_bytes,
                       made->events,
                       made->blobs,
                       std::nullopt,
                       true};
  } else {
    record.failed = Failed{name_of(destination), format_rfc3339(ended)};
  }
  return write_record(data, record);
}

Status note_verified(const std::string& data, const std::string& backup,
                     const Result<Summary>& verified, Instant at) {
  if (!verified && verified.error().kind != ErrorKind::kCorrupt) return {};
  if (!has_database(data)) return {};
  TRY_ASSIGN(auto record, read_record(data));
  const bool last =
      record.last && record.last->name == name_of(backup) &&
      (!verified || record.last->made_at == format_rfc3339(verified->made_at));
  if (!last) return {};
  record.last->verified_at = format_rfc3339(at);
  record.last->whole = verified.has_value();
  return write_record(data, record);
}

}  // namespace baobei::backup
