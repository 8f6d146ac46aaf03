// Archives of every kind: whatever the bytes, a tree that keeps its invariants or a refusal.
#include <cstddef>
#include <cstdint>

#include "base/file.h"
#include "package/pack.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace baobei;
  const auto in = memory_file("fuzz");
  const auto out = memory_file("fuzz");
  CHECK(in && out);
  CHECK(write_all(in->get(), {reinterpret_cast<const char*>(data), size}));
  const auto tree = package::pack_archive(in->get(), out->get());
  if (!tree) return 0;
  const auto pack = package::Pack::open(out->get());
  CHECK(pack.has_value());
  const auto again = pack->verify();
  CHECK(again && again->digest == tree->digest);
  for (const auto& file : tree->files) CHECK(package::check_path(file.path));
  return 0;
}
