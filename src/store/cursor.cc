#include "store/cursor.h"

#include <algorithm>
#include <charconv>

#include "base/bytes.h"
#include "base/text.h"

namespace baobei::store {
namespace {

std::unexpected<Error> not_ours() {
  return fail(ErrorKind::kInvalid, "not a cursor of this list", "after");
}

std::string wrap(const std::string& plain) {
  return to_hex({reinterpret_cast<const std::uint8_t*>(plain.data()), plain.size()});
}

Result<std::string> unwrap(const std::string& cursor) {
  if (cursor.size() % 2 != 0 || cursor.size() > kCursorBytesMax) return not_ours();
  std::string plain;
  for (std::size_t i = 0; i < cursor.size(); i += 2) {
    unsigned byte = 0;
    const char* end = cursor.data() + i + 2;
    const auto [stopped, error] = std::from_chars(cursor.data() + i, end, byte, 16);
    if (error != std::errc() || stopped != end) return not_ours();
    plain += static_cast<char>(byte);
  }
  return plain;
}

template <typename T>
Result<T> number(const std::string& text) {
  T value = 0;
  const char* end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stopped != end) return not_ours();
  return value;
}

}  // namespace

std::string write_cursor(const ListKey& key) {
  return wrap(std::to_string(key.due) + "\n" + std::to_string(key.since) + "\n" +
              std::to_string(key.no) + "\n" + key.app);
}

Result<ListKey> read_list_cursor(const std::string& cursor) {
  ListKey key;
  if (cursor.empty()) return key;
  TRY_ASSIGN(const auto plain, unwrap(cursor));
  const auto parts = split(plain, '\n');
  if (parts.size() != 4) return not_ours();
  TRY_ASSIGN(key.due, number<std::int64_t>(parts[0]));
  TRY_ASSIGN(key.since, number<std::int64_t>(parts[1]));
  TRY_ASSIGN(key.no, number<std::uint32_t>(parts[2]));
  key.app = parts[3];
  return key;
}

Result<ListKey> read_newest_cursor(const std::string& cursor) {
  if (cursor.empty()) return ListKey{0, INT64_MAX, "", 0};
  TRY_ASSIGN(auto key, read_list_cursor(cursor));
  key.due = 0;
  return key;
}

std::string write_cursor(const std::string& app) {
  return wrap(app);
}
Result<std::string> read_app_cursor(const std::string& cursor) {
  return unwrap(cursor);
}

std::string write_cursor(std::uint64_t number) {
  return wrap(std::to_string(number));
}
Result<std::uint64_t> read_number_cursor(const std::string& cursor, std::uint64_t start) {
  if (cursor.empty()) return start;
  TRY_ASSIGN(const auto plain, unwrap(cursor));
  TRY_ASSIGN(const auto value, number<std::uint64_t>(plain));
  if (value > std::uint64_t{INT64_MAX}) return not_ours();
  return value;
}

std::string write_cursor(const DigestKey& key) {
  return wrap(std::to_string(key.at) + "\n" + to_hex(key.digest));
}
Result<DigestKey> read_digest_cursor(const std::string& cursor) {
  if (cursor.empty()) return DigestKey{};
  TRY_ASSIGN(const auto plain, unwrap(cursor));
  const auto parts = split(plain, '\n');
  if (parts.size() != 2) return not_ours();
  const auto digest = digest_from_hex(parts[1]);
  if (!digest) return not_ours();
  TRY_ASSIGN(const auto at, number<std::int64_t>(parts[0]));
  return DigestKey{at, *digest};
}

std::string write_cursor(const RecordKey& key) {
  return wrap(std::to_string(key.at) + "\n" + std::to_string(key.source) + "\n" +
              std::to_string(key.id));
}
Result<RecordKey> read_record_cursor(const std::string& cursor) {
  if (cursor.empty()) return RecordKey{};
  TRY_ASSIGN(const auto plain, unwrap(cursor));
  const auto parts = split(plain, '\n');
  if (parts.size() != 3) return not_ours();
  RecordKey key;
  TRY_ASSIGN(key.at, number<std::int64_t>(parts[0]));
  TRY_ASSIGN(key.source, number<std::uint32_t>(parts[1]));
  TRY_ASSIGN(key.id, number<std::int64_t>(parts[2]));
  return key;
}

std::size_t rows_of(const engine::Page& page) {
  return std::clamp<std::size_t>(page.limit, 1, engine::kPageMax);
}

}  // namespace baobei::store
