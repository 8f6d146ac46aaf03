// JSON with comments: spans stay inside the text, positions are found.
#include <cstddef>
#include <cstdint>

#include "base/result.h"
#include "check/jsonc.h"

namespace {

// Depth is limited by the reader.
void check_value(const baobei::check::jsonc::Value& value, std::size_t size) {
  CHECK(value.span.begin <= value.span.end && value.span.end <= size);
  for (const auto& item : value.items) check_value(item, size);
  for (const auto& member : value.members) check_value(member.value, size);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace baobei::check;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto document = jsonc::read(text);
  if (document) {
    check_value(document->root, size);
    for (const auto& remark : document->remarks) CHECK(remark.span.end <= size);
  } else {
    CHECK(document.error().span.end <= size);
    jsonc::position_of(text, document.error().span.begin);
  }
  return 0;
}
