// reasons.toml: structured reasons of refusals, orders and points to rectify.
#include <fmt/format.h>

#include <algorithm>

#include "catalogue/compile.h"

namespace baobei::catalogue {
namespace {

std::vector<ReasonUse> read_uses(Reader& row) {
  std::vector<ReasonUse> uses;
  for (const auto& name : row.strings("uses", true)) {
    if (const auto use = enum_from_wire<ReasonUse>(name)) {
      uses.push_back(*use);
    } else {
      row.fault(row.line_of("uses"),
                fmt::format("uses: '{}' is none of: {}", name, choices<ReasonUse>()));
    }
  }
  if (row.has("uses") && uses.empty()) row.fault(row.line_of("uses"), "uses: it names no use");
  return uses;
}

}  // namespace

bool Reason::serves(ReasonUse use) const {
  return std::ranges::find(uses, use) != uses.end();
}

void read_reasons(const Document& document, Faults& faults, Data& data) {
  Reader reader(document.root, document.name, faults);
  for (const auto* node : reader.tables("reason", true)) {
    Reader row(*node, document.name, faults);
    Reason reason;
    reason.where = {document.name, node->line};
    reason.id = row.slug("id");
    reason.uses = read_uses(row);
    reason.rule = row.string("rule");
    check_rule(data, reason.rule, row.line_of("rule"), document.name, faults);
    reason.names_category = row.boolean("names_category");
    reason.content_ground = row.boolean("content_ground");
    reason.title = row.text("title");
    reason.text = row.text("text");
    reason.advice = row.text("advice");
    row.finish();
    if (std::ranges::find(data.reasons, reason.id, &Reason::id) != data.reasons.end()) {
      row.fault(node->line, fmt::format("the reason '{}' stands there twice", reason.id));
    }
    data.reasons.push_back(std::move(reason));
  }
  reader.finish();
  // R13a: the item that is made where an office gives no point.
  const auto found = std::ranges::find(data.reasons, "unspecified", &Reason::id);
  if (found == data.reasons.end() || !found->serves(ReasonUse::kPoint)) {
    faults.add(document.name, 1, "the point 'unspecified' is missing (R13a)");
  }
}

}  // namespace baobei::catalogue
