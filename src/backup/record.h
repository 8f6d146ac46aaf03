// What a data folder knows of its back-ups: the last one that was made, whether somebody has read
// it since, and the last one that failed. A small file beside the database, because back-ups are
// made by another process than the server; no back-up holds it, so a restored folder knows of none.
//
// Invariants: names, never paths. Replaced as a whole: a reader sees the one before or the one
// after.
// Threads: any; plain functions on files. Two back-ups that end at once: the last one stays.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "backup/backup.h"

namespace baobei::backup {

inline constexpr char kRecordName[] = "last-backup.json";
inline constexpr char kRecordFormat[] = "baobei.last-backup/1";
inline constexpr std::size_t kRecordBytesMax = 16'384;

struct Made {
  std::string name;      // of its folder
  std::string made_at;   // RFC 3339, as its manifest says
  std::string ended_at;  // when all of it was on the disk
  std::uint64_t bytes = 0;
  std::uint64_t events = 0;
  std::uint64_t blobs = 0;
  std::optional<std::string> verified_at;
  bool whole = true;  // what that reading found
};
BOOST_DESCRIBE_STRUCT(Made, (),
                      (name, made_at, ended_at, bytes, events, blobs, verified_at, whole))

struct Failed {
  std::string name;
  std::string at;
};
BOOST_DESCRIBE_STRUCT(Failed, (), (name, at))

struct Record {
  std::string format = kRecordFormat;
  std::optional<Made> last;
  std::optional<Failed> failed;  // since the last one that was made
};
BOOST_DESCRIBE_STRUCT(Record, (), (format, last, failed))

// Nothing is known where there is no such file. kCorrupt: it is none of ours.
Result<Record> read_record(const std::string& data);

// What `make` gave for `destination`. Nothing is written where the folder has no database.
Status note_made(const std::string& data, const std::string& destination,
                 const Result<Summary>& made, Instant ended);

// What `verify` gave for `backup`, where it is the last one that was made: whole, or damaged.
Status note_verified(const std::string& data, const std::string& backup,
                     const Result<Summary>& verified, Instant at);

}  // namespace baobei::backup
