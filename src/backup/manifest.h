// What a back-up says of itself. Plain values; any thread.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "backup/backup.h"
#include "base/bytes.h"

namespace baobei::backup {

inline constexpr char kFormat[] = "baobei.backup/1";
inline constexpr std::size_t kManifestBytesMax = std::size_t{512} << 20;

struct Item {
  std::uint64_t bytes = 0;
  Digest digest;
  bool operator==(const Item&) const = default;
};
BOOST_DESCRIBE_STRUCT(Item, (), (bytes, digest))

struct Manifest {
  std::string format;
  std::string made_at;  // RFC 3339
  std::string mode;     // "production", "sandbox"
  int schema = 0;
  std::uint64_t events = 0;
  std::uint64_t apps = 0;
  std::uint64_t texts = 0;
  Item database;
  std::vector<Item> blobs;  // ascending by digest
};
BOOST_DESCRIBE_STRUCT(Manifest, (),
                      (format, made_at, mode, schema, events, apps, texts, database, blobs))

// {"manifest": …, "seal": SHA-256 of the format, a line feed and the manifest's canonical JSON}: a
// torn or carelessly edited manifest is seen; against somebody who seals it anew, keep its digest
// elsewhere.
std::string encode(const Manifest& manifest);
// kCorrupt: torn or changed; kInvalid: of another format.
Result<Manifest> decode(std::string_view text);

Result<Summary> summary_of(const Manifest& manifest);

}  // namespace baobei::backup
