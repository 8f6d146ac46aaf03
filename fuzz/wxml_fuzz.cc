// Templates: spans stay inside the text, parents come first.
#include <cstddef>
#include <cstdint>

#include "base/result.h"
#include "syntax/wxml.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace baobei;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = syntax::read_template(text);
  const auto inside = [&](syntax::Span span) { return span.begin <= span.end && span.end <= size; };
  const auto& document = read.document;
  for (std::size_t i = 0; i < document.elements.size(); ++i) {
    const auto& element = document.elements[i];
    CHECK(inside(element.span) && inside(element.name_span));
    CHECK(element.parent == syntax::kNoElement || element.parent < i);
  }
  for (const auto& attribute : document.attributes) {
    CHECK(inside(attribute.name_span) && inside(attribute.value_span));
  }
  for (const auto& fault : document.faults) CHECK(inside(fault.span));
  for (const auto& piece : read.pieces) CHECK(inside(piece.span));
  return 0;
}
