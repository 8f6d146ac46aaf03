// packs/*.toml: content that is not allowed, a file per pack.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "catalogue/compile.h"

namespace baobei::catalogue {
namespace {

Terms read_terms(const Document& document, const Node& node, Faults& faults) {
  Reader row(node, document.name, faults);
  Terms terms{row.slug("id"),
              row.strings("words", false),
              row.strings("patterns", false),
              row.strings("facts", false),
              row.boolean("split"),
              {document.name, node.line}};
  row.finish();
  if (terms.words.empty() && terms.patterns.empty() && terms.facts.empty()) {
    row.fault(node.line, "it has no words, patterns or facts");
  }
  return terms;
}

// "stake" or "stake:3".
std::optional<Need> read_need(const std::string& text) {
  const auto colon = text.find(':');
  Need need{text.substr(0, colon), 1};
  if (colon == std::string::npos) return need;
  const auto digits = text.substr(colon + 1);
  if (digits.size() != 1 || digits[0] < '2' || digits[0] > '9') return std::nullopt;
  need.least = digits[0] - '0';
  return need;
}

Combination read_combination(const Document& document, const Node& node, const Pack& pack,
                             Faults& faults) {
  Reader row(node, document.name, faults);
  Combination combination;
  combination.where = {document.name, node.line};
  combination.level = row.enumerator<Level>("level");
  const auto needs = row.strings("needs", true);
  for (const auto& text : needs) {
    if (auto need = read_need(text)) {
      combination.needs.push_back(std::move(*need));
    } else {
      row.fault(row.line_of("needs"),
                fmt::format("needs: '{}' is not \"terms\" or \"terms:3\"", text));
    }
  }
  combination.distinct = row.optional_integer("distinct").value_or(1);
  combination.texts = row.optional_integer("texts").value_or(1);
  if (row.has("within")) combination.within = row.enumerator<Scope>("within");
  combination.shown = row.boolean("shown");
  combination.standing = row.boolean("standing");
  combination.message = row.text("message");
  row.finish();
  if (needs.empty()) row.fault(node.line, "needs: it names no terms");
  for (const auto& need : combination.needs) {
    if (std::ranges::find(pack.terms, need.terms, &Terms::id) == pack.terms.end()) {
      row.fault(row.line_of("needs"), fmt::format("needs: there are no terms '{}'", need.terms));
    }
  }
  return combination;
}

Counter read_counter(const Document& document, const Node& node, Faults& faults) {
  Reader row(node, document.name, faults);
  Counter counter;
  counter.where = {document.name, node.line};
  counter.words = row.strings("words", false);
  counter.patterns = row.strings("patterns", false);
  if (row.has("within")) counter.within = row.enumerator<Scope>("within");
  counter.drops = row.boolean("drops");
  row.finish();
  if (counter.words.empty() && counter.patterns.empty()) row.fault(node.line, "it has no words");
  return counter;
}

PackExample read_example(const Document& document, const Node& node, Faults& faults) {
  Reader row(node, document.name, faults);
  PackExample example{row.string("name"),
                      row.string("expect"),
                      row.strings("texts", true),
                      {document.name, node.line}};
  row.finish();
  if (example.expect != "none" && !enum_from_wire<Level>(example.expect)) {
    row.fault(row.line_of("expect"), "expect: high, medium, low or none");
  }
  return example;
}

// A pack that cannot be tried out is worth nothing: it has an example of each sort.
void check_examples(const Document& document, const Pack& pack, Faults& faults) {
  const auto none = [](const PackExample& example) { return example.expect == "none"; };
  if (std::ranges::none_of(pack.examples, none)) {
    faults.add(document.name, 1, "there is no example of expect = \"none\"");
  }
  if (std::ranges::all_of(pack.examples, none)) {
    faults.add(document.name, 1, "there is no example of what it finds");
  }
}

}  // namespace

void read_pack(const Document& document, Faults& faults, Data& data) {
  Reader reader(document.root, document.name, faults);
  Pack pack;
  pack.where = {document.name, 1};
  pack.id = reader.slug("id");
  pack.version = reader.string("version");
  pack.error = reader.boolean("error");
  pack.confidential = reader.boolean("confidential");
  pack.unopened = reader.boolean("unopened");
  pack.title = reader.text("title");
  pack.why = reader.text("why");
  pack.what_to_do = reader.text("what_to_do");
  for (const auto* node : reader.tables("terms", true)) {
    pack.terms.push_back(read_terms(document, *node, faults));
  }
  for (const auto* node : reader.tables("combination", true)) {
    pack.combinations.push_back(read_combination(document, *node, pack, faults));
  }
  for (const auto* node : reader.tables("counter", false)) {
    pack.counters.push_back(read_counter(document, *node, faults));
  }
  for (const auto* node : reader.tables("example", true)) {
    pack.examples.push_back(read_example(document, *node, faults));
  }
  reader.finish();
  if (document.name != "packs/" + pack.id + ".toml") {
    faults.add(document.name, reader.line_of("id"), "the file is not named as the pack");
  }
  check_examples(document, pack, faults);
  data.packs.push_back(std::move(pack));
}

}  // namespace baobei::catalogue
