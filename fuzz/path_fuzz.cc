// Names of entries: a path that passes keeps its form, and its collision key is stable.
#include <cstddef>
#include <cstdint>
#include <string>

#include "package/source.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace baobei;
  const std::string name(reinterpret_cast<const char*>(data), size);
  const auto path = package::entry_path(name);
  if (!path || path->empty()) return 0;
  CHECK(package::check_path(*path));
  CHECK(path->find("..") == std::string::npos || path->find("../") != 0);
  const auto again = package::entry_path(*path);
  CHECK(again && *again == *path);
  const auto key = package::collision_key(*path);
  CHECK(package::collision_key(key) == key);
  package::is_ignored(*path);
  return 0;
}
