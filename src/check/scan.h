// Scripts, templates and styles as text: which interfaces they name, which hosts. It reads words,
// it does not parse: comments are skipped, strings are told from code, nothing is run or inferred.
//
// Invariants: one pass, linear, no recursion; hostile text can make it miss or invent a name, and
// nothing worse. Threads: pure.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace baobei::check {

// `name` ("request", "cloud.callFunction") and where it stands.
using NameAt = std::function<void(std::string_view name, std::size_t offset)>;

// Each use of a member of `wx`: wx.name, wx?.name, wx["name"], and of wx.cloud the member's own.
void scan_interfaces(std::string_view script, const NameAt& found);

// Each host of an http(s) or ws(s) address in the text, in lower case, with its port where one is
// given. `found` gets views that live as long as the call.
void scan_hosts(std::string_view text, const NameAt& found);

// Of WXML: each element's name, and each attribute `open-type` with its literal value.
void scan_elements(std::string_view wxml, const NameAt& element, const NameAt& open_type);

// Lines of offsets that rise: counts each line feed once.
class LineCounter {
 public:
  explicit LineCounter(std::string_view text) : text_(text) {}
  std::uint32_t line_of(std::size_t offset);

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
};

}  // namespace baobei::check
