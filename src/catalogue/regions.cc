// regions.toml: the provinces and the offices that answer filings there (R10, R10a).
#include <fmt/format.h>

#include <algorithm>

#include "catalogue/compile.h"

namespace baobei::catalogue {
namespace {

bool is_province_code(std::string_view code) {
  return code.size() == 2 && code[0] >= '1' && code[0] <= '6' && code[1] >= '0' && code[1] <= '9';
}

}  // namespace

void read_regions(const Document& document, Faults& faults, Data& data) {
  Reader reader(document.root, document.name, faults);
  const auto default_channel = reader.enumerator<lifecycle::Channel>("default_channel");
  for (const auto* node : reader.tables("region", true)) {
    Reader row(*node, document.name, faults);
    Region region;
    region.code = row.string("code");
    if (!is_province_code(region.code)) {
      row.fault(row.line_of("code"),
                fmt::format("code: '{}' is not a GB/T 2260 province", region.code));
    }
    region.name = row.text("name");
    region.office = row.text("office");
    region.office_short = row.text("office_short");
    region.channel =
        row.has("channel") ? row.enumerator<lifecycle::Channel>("channel") : default_channel;
    row.finish();
    if (std::ranges::find(data.regions, region.code, &Region::code) != data.regions.end()) {
      row.fault(node->line, fmt::format("the region '{}' stands there twice", region.code));
    }
    data.regions.push_back(std::move(region));
  }
  reader.finish();
  std::ranges::sort(data.regions, {}, &Region::code);
}

}  // namespace baobei::catalogue
