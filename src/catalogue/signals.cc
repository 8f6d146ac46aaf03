// signals/*.toml: what speaks for a category.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "catalogue/compile.h"

namespace baobei::catalogue {
namespace {

Signal read_row(const Document& document, const Node& node, Faults& faults) {
  Reader row(node, document.name, faults);
  Signal signal;
  signal.where = {document.name, node.line};
  signal.category = row.slug("category");
  signal.core = row.strings("core", false);
  signal.words = row.strings("words", false);
  signal.weak = row.strings("weak", false);
  signal.against = row.strings("against", false);
  signal.apis = row.strings("apis", false);
  signal.components = row.strings("components", false);
  signal.needs = row.strings("needs", false);
  signal.yields_to = row.strings("yields_to", false);
  signal.covered_by = row.strings("covered_by", false);
  row.finish();
  if (signal.core.empty() && signal.words.empty()) row.fault(node.line, "it has no words");
  std::set<std::string> all;
  for (const auto* words : {&signal.core, &signal.words, &signal.weak, &signal.against}) {
    for (const auto& word : *words) {
      if (!all.insert(word).second) {
        row.fault(node.line, fmt::format("'{}' stands there in two ways", word));
      }
    }
  }
  return signal;
}

Structure read_structure(const Document& document, const Node& node, Faults& faults) {
  Reader row(node, document.name, faults);
  Structure structure;
  structure.where = {document.name, node.line};
  structure.id = row.slug("id");
  structure.title = row.text("title");
  structure.least = row.integer("least");
  structure.speaks_for = row.integers("speaks_for");
  if (!row.has("speaks_for")) row.fault(node.line, "it speaks for nothing");
  const auto* groups = row.any("groups");
  for (const auto& group : groups == nullptr ? std::vector<Node>() : groups->items) {
    auto& words = structure.groups.emplace_back();
    for (const auto& item : group.items) {
      if (item.kind == Node::Kind::kString && !item.text.empty()) words.push_back(item.text);
    }
    if (words.empty() || words.size() != group.items.size()) {
      row.fault(group.line, "groups: lists of strings are expected");
    }
  }
  if (structure.least < 2 || structure.least > static_cast<int>(structure.groups.size())) {
    row.fault(node.line, "least: at least two groups, at most all of them");
  }
  row.finish();
  return structure;
}

Numbers read_numbers(const Document& document, Reader& reader, const char* key) {
  return {reader.integers(key), {document.name, reader.line_of(key)}};
}

class Linker {
 public:
  Linker(Faults& faults, const Data& data) : faults_(faults), data_(data) {}

  void known(const CategoryId& id, const Where& where) {
    if (!data_.category_by_id.contains(id)) {
      faults_.add(where.file, where.line, fmt::format("there is no category '{}'", id));
    }
  }

  void link(const Signal& signal) {
    known(signal.category, signal.where);
    for (const auto& id : signal.needs) {
      if (std::ranges::find(data_.signals.sets, id, &WordSet::id) == data_.signals.sets.end()) {
        faults_.add(signal.where.file, signal.where.line, fmt::format("needs: no set '{}'", id));
      }
    }
    for (const auto& [key, patterns] :
         {std::pair{"yields_to", &signal.yields_to}, {"covered_by", &signal.covered_by}}) {
      for (const auto& pattern : *patterns) {
        if (names_any(pattern)) continue;
        faults_.add(signal.where.file, signal.where.line,
                    fmt::format("{}: '{}' names no category", key, pattern));
      }
    }
  }

 private:
  bool names_any(std::string_view pattern) const {
    if (!pattern.ends_with('*')) return data_.category_by_id.contains(pattern);
    pattern.remove_suffix(1);
    const auto found = data_.category_by_id.lower_bound(pattern);
    return found != data_.category_by_id.end() && found->first.starts_with(pattern);
  }

  Faults& faults_;
  const Data& data_;
};

}  // namespace

void read_signals(const Document& document, Faults& faults, Data& data) {
  auto& signals = data.signals;
  Reader reader(document.root, document.name, faults);
  for (auto& word : reader.strings("stop", false)) signals.stop.push_back(std::move(word));
  for (const auto* node : reader.tables("set", false)) {
    Reader row(*node, document.name, faults);
    signals.sets.push_back(
        {row.slug("id"), row.strings("words", true), {document.name, node->line}});
    row.finish();
  }
  for (const auto* node : reader.tables("structure", false)) {
    signals.structures.push_back(read_structure(document, *node, faults));
  }
  for (const auto* node : reader.tables("signal", false)) {
    signals.rows.push_back(read_row(document, *node, faults));
  }
  for (const auto* node : reader.tables("likeness", false)) {
    Reader row(*node, document.name, faults);
    signals.likenesses.push_back(
        {row.slug("category"), row.slug("like"), {document.name, node->line}});
    row.finish();
  }
  for (const auto& [key, numbers] : {std::pair{"positions", &signals.positions},
                                     {"weights", &signals.weights},
                                     {"model", &signals.model}}) {
    if (reader.has(key)) *numbers = read_numbers(document, reader, key);
  }
  reader.finish();
}

void link_signals(Faults& faults, Data& data) {
  if (data.categories.empty()) return;
  Linker linker(faults, data);
  std::set<CategoryId> seen;
  for (const auto& signal : data.signals.rows) {
    linker.link(signal);
    if (!seen.insert(signal.category).second) {
      faults.add(signal.where.file, signal.where.line,
                 fmt::format("'{}' has signals already", signal.category));
    }
  }
  for (const auto& structure : data.signals.structures) {
    for (const auto& [id, weight] : structure.speaks_for) linker.known(id, structure.where);
  }
  for (const auto& likeness : data.signals.likenesses) {
    linker.known(likeness.category, likeness.where);
    linker.known(likeness.like, likeness.where);
  }
}

}  // namespace baobei::catalogue
