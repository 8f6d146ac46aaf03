// Cursors of lists: where the previous page ended, as opaque text that every Store writes alike.
//
// A cursor only positions: what may be seen is filtered anew on every page. Pure; any thread.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "store/audience.h"

namespace baobei::store {

inline constexpr std::size_t kCursorBytesMax = 1024;

// The place of a submission or an entry in its list; what follows has a greater one.
struct ListKey {
  std::int64_t due = INT64_MIN;
  std::int64_t since = INT64_MIN;
  std::string app;
  std::uint32_t no = 0;
  auto operator<=>(const ListKey&) const = default;
};

// An empty cursor reads as the start. kInvalid: not one of ours.
std::string write_cursor(const ListKey& key);
Result<ListKey> read_list_cursor(const std::string& cursor);
// Of a list with the newest first, whose keys have no due instant.
Result<ListKey> read_newest_cursor(const std::string& cursor);

std::string write_cursor(const std::string& app);
Result<std::string> read_app_cursor(const std::string& cursor);

std::string write_cursor(std::uint64_t number);
Result<std::uint64_t> read_number_cursor(const std::string& cursor, std::uint64_t start);

// The place of a version among those of its mini-program, newest first.
struct DigestKey {
  std::int64_t at = INT64_MAX;
  Digest digest = {};
};
std::string write_cursor(const DigestKey& key);
Result<DigestKey> read_digest_cursor(const std::string& cursor);

// The place of a row in a record of several sources, newest first; `id` is the source's own.
struct RecordKey {
  std::int64_t at = INT64_MAX;
  std::uint32_t source = 0;
  std::int64_t id = INT64_MAX;
  bool operator==(const RecordKey&) const = default;
};
std::string write_cursor(const RecordKey& key);
Result<RecordKey> read_record_cursor(const std::string& cursor);

// Where a page of a list begins. kInvalid for a cursor that is none.
template <typename Filter>
Result<ListKey> list_start(const Filter& filter, const engine::Page& page) {
  if (filter.order == engine::ListOrder::kDue) return read_list_cursor(page.after);
  return read_newest_cursor(page.after);
}

// The rows that a page may hold: at least one, at most kPageMax.
std::size_t rows_of(const engine::Page& page);

}  // namespace baobei::store
