// catalogue.toml and rules.toml: which version this is, where it was read, which rules are cited.
#include <fmt/format.h>

#include <algorithm>

#include "catalogue/compile.h"

namespace baobei::catalogue {
namespace {

void read_source(const Node& row, const Document& document, Faults& faults, Data& data) {
  Reader reader(row, document.name, faults);
  Source source;
  source.id = reader.slug("id");
  const auto platform = reader.string("platform");
  if (platform != "wechat" && platform != "sister") {
    reader.fault(reader.line_of("platform"), "platform: \"wechat\" or \"sister\" is expected");
  }
  source.sister = platform == "sister";
  source.read_as_of = reader.date("read_as_of");
  source.title = reader.text("title");
  source.address = reader.string("address");
  if (std::ranges::find(data.sources, source.id, &Source::id) != data.sources.end()) {
    reader.fault(row.line, fmt::format("the source '{}' stands there twice", source.id));
  }
  reader.finish();
  data.sources.push_back(std::move(source));
}

}  // namespace

void read_head(const Document& document, Faults& faults, Data& data) {
  Reader reader(document.root, document.name, faults);
  data.version = reader.string("version");
  data.effective_from = reader.instant("effective_from");
  for (const auto* row : reader.tables("source", true)) read_source(*row, document, faults, data);
  reader.finish();
}

void read_rules(const Document& document, Faults& faults, Data& data) {
  Reader reader(document.root, document.name, faults);
  for (const auto* node : reader.tables("rule", true)) {
    Reader row(*node, document.name, faults);
    RuleRow rule;
    rule.id = row.string("id");
    rule.mark = row.mark("mark");
    rule.title = row.text("title");
    if (find_rule(data, rule.id) != nullptr) {
      row.fault(node->line, fmt::format("the rule '{}' stands there twice", rule.id));
    }
    row.finish();
    data.rules.push_back(std::move(rule));
  }
  reader.finish();
}

const RuleRow* find_rule(const Data& data, std::string_view id) {
  const auto found = std::ranges::find(data.rules, id, &RuleRow::id);
  return found == data.rules.end() ? nullptr : &*found;
}

void check_rule(const Data& data, const std::string& rule, int line, const std::string& file,
                Faults& faults) {
  if (rule.empty() || find_rule(data, rule) != nullptr) return;
  faults.add(file, line, fmt::format("rule: '{}' is not in rules.toml", rule));
}

}  // namespace baobei::catalogue
