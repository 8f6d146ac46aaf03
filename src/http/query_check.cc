#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"
#include "http/query_names.h"

namespace baobei::http {
namespace {

constexpr std::size_t kShownCharactersMax = 64;

std::string shown(std::string_view name) {
  return printable(is_utf8(name) ? utf8_prefix(name, kShownCharactersMax) : "?");
}

std::string list_of(std::span<const std::string_view> names) {
  std::string list;
  for (const auto name : names) list += (list.empty() ? "" : ", ") + std::string(name);
  return list;
}

}  // namespace

Status check_query(std::string_view query, const QueryNames& known) {
  std::vector<std::string_view> seen;
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const auto pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    const auto name = pair.substr(0, std::min(pair.find('='), pair.size()));
    if (pair.empty()) continue;
    if (std::ranges::find(known.names, name) == known.names.end()) {
      if (known.kind == QueryKind::kOpen) continue;
      if (known.names.empty()) {
        return fail(ErrorKind::kInvalid, "this operation takes no parameters", shown(name));
      }
      return fail(ErrorKind::kInvalid,
                  "there is no such parameter; there are: " + list_of(known.names), shown(name));
    }
    if (std::ranges::find(seen, name) != seen.end()) {
      return fail(ErrorKind::kInvalid, "the parameter stands there twice", shown(name));
    }
    seen.push_back(name);
  }
  return {};
}

}  // namespace baobei::http
