#include "sinks/encode.h"

#include "base/text.h"

namespace baobei::sinks {
namespace {

void add_percent(std::string& out, char c) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  out += '%';
  out += kDigits[byte >> 4];
  out += kDigits[byte & 0xF];
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

std::string percent(std::string_view text, std::string_view which) {
  std::string out;
  for (const char c : printable(text)) {
    if (which.find(c) == std::string_view::npos) {
      out += c;
    } else {
      add_percent(out, c);
    }
  }
  return out;
}

}  // namespace

std::string markup(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string github_message(std::string_view text) {
  std::string out;
  bool first = true;
  for (const auto& line : split(text, '\n')) {
    if (!first) out += "%0A";
    first = false;
    out += percent(line, "%");
  }
  return out;
}

std::string github_property(std::string_view text) {
  return percent(text, "%:,");
}

std::string uri_path(std::string_view path) {
  std::string out;
  for (const char c : path) {
    if (is_unreserved(c) || c == '/') {
      out += c;
    } else {
      add_percent(out, c);
    }
  }
  return out;
}

}  // namespace baobei::sinks
