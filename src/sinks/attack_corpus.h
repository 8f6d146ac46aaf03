// What a hostile package may put into names, lines and messages, for tests: every sink is tried
// with every entry. Not part of the program.
#pragma once

#include <array>
#include <string>

namespace baobei::sinks::test {

// Long enough and of the form that is masked; put together so that none stands here.
inline std::string a_secret() {
  return std::string("AKID") + "z8krbsJ5yKBZQpn74WFkmLPx3gnPhESA";
}

inline const std::array<std::string, 16>& attack_corpus() {
  using namespace std::string_literals;
  static const std::array<std::string, 16> kCorpus = {
      "\x1b[2J\x1b]0;title\x07"s,  // clears the screen, sets a title
      "\xc2\x9b"
      "31m"s,                             // the same in one character (C1)
      "a\r\nb\n::error file=x::forged"s,  // a further line, a command
      "::set-output name=x::y"s,
      "%0A::stop-commands::t"s,
      "##[error]forged"s,
      "]]><x/>"s,  // leaves a CDATA section
      "</failure><testcase name=\"forged\"/>"s,
      "<script>alert(1)</script>"s,
      "\" onmouseover=\"alert(1)"s,
      "' style='background:url(//x)"s,
      "&lt;&#0;&bogus;"s,
      "\xe2\x80\xae"
      "gpj.exe"
      "\xe2\x81\xa6"
      "x"s,  // turns the direction of writing
      "zero\xe2\x80\x8bwidth\xef\xbb\xbf"s,
      "NUL\0byte"s,
      "bad\xff\xfe\xc3(utf-8"s,
  };
  return kCorpus;
}

}  // namespace baobei::sinks::test
