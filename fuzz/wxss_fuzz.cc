// Style sheets: spans stay inside the text.
#include <cstddef>
#include <cstdint>

#include "base/result.h"
#include "syntax/wxss.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace baobei;
  const auto style = syntax::read_style({reinterpret_cast<const char*>(data), size});
  for (const auto& piece : style.pieces)
    CHECK(piece.span.begin <= piece.span.end && piece.span.end <= size);
  for (const auto& link : style.links)
    CHECK(link.span.begin <= link.span.end && link.span.end <= size);
  return 0;
}
