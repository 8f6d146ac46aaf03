// Compiles the built-in catalogue's signals and packs into the blob that the checker opens.
//
//   knowledge_blob OUT.bin
//
// Prints every fault with its file and line and ends with 1 where there is one.
#include <fmt/format.h>

#include <cstdio>

#include "catalogue/catalogue.h"
#include "knowledge/compile.h"

int main(int argc, char** argv) {
  using namespace baobei;
  CHECK(argc == 2, "usage: knowledge_blob OUT.bin");
  const auto compiled = knowledge::compile(catalogue::load_builtin());
  for (const auto& fault : compiled.faults) {
    std::fprintf(stderr, "catalogue/%s\n", to_string(fault).c_str());
  }
  if (!compiled.knowledge) return 1;
  const auto blob = knowledge::to_blob(*compiled.knowledge);
  std::FILE* out = std::fopen(argv[1], "wb");
  CHECK(out != nullptr, argv[1]);
  const bool written = std::fwrite(blob.data(), 1, blob.size(), out) == blob.size();
  CHECK(std::fclose(out) == 0 && written, argv[1]);
  return 0;
}
