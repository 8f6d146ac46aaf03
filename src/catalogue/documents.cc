// documents.toml and filing_kinds.toml: the words with which categories state what they require.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "catalogue/compile.h"

namespace baobei::catalogue {
namespace {

void read_conditions(const Node& table, const Document& document, Faults& faults, Data& data) {
  Reader reader(table, document.name, faults);
  for (const auto& [key, value] : table.members) {
    const auto text = reader.text(key);
    const bool zh = text.zh.find("{value}") != std::string::npos;
    const bool en = text.en.find("{value}") != std::string::npos;
    if (zh != en) {
      reader.fault(value.line, fmt::format("{}: {{value}} stands in one language alone", key));
    }
    data.vocabulary.conditions.emplace(key, text);
  }
}

void read_translations(const Node& table, const Document& document, Faults& faults,
                       std::map<std::string, std::string, std::less<>>& out) {
  for (const auto& [zh, value] : table.members) {
    if (value.kind != Node::Kind::kString) {
      faults.add(document.name, value.line, fmt::format("{}: a string is expected", zh));
      continue;
    }
    check_text({zh, value.text}, zh, document.name, value.line, faults);
    out.emplace(zh, value.text);
  }
}

}  // namespace

void read_vocabulary(const Document& document, Faults& faults, Data& data) {
  Reader reader(document.root, document.name, faults);
  for (const auto* key : {"conditions", "documents", "values"}) {
    if (!reader.has(key)) reader.fault(reader.line(), fmt::format("'{}' is missing", key));
  }
  if (const auto* table = reader.table("conditions")) {
    read_conditions(*table, document, faults, data);
  }
  if (const auto* table = reader.table("documents")) {
    read_translations(*table, document, faults, data.vocabulary.documents);
  }
  if (const auto* table = reader.table("values")) {
    read_translations(*table, document, faults, data.vocabulary.values);
  }
  reader.finish();
}

void read_filing_kinds(const Document& document, Faults& faults, Data& data) {
  Reader reader(document.root, document.name, faults);
  for (const auto* node : reader.tables("kind", true)) {
    Reader row(*node, document.name, faults);
    FilingKind kind;
    kind.code = row.string("code");
    kind.slug = row.slug("slug");
    kind.authority = row.string("authority");
    kind.stage = row.slug("stage");
    kind.laid_before_office = row.boolean("laid_before_office");
    kind.title = row.text("title");
    kind.takes = row.optional_text("takes");
    kind.basis = row.text("basis");
    if (std::ranges::find(data.filing_kinds, kind.code, &FilingKind::code) !=
        data.filing_kinds.end()) {
      row.fault(node->line, fmt::format("the kind '{}' stands there twice", kind.code));
    }
    row.finish();
    data.filing_kinds.push_back(std::move(kind));
  }
  reader.finish();
}

std::string describe(const Requirement& requirement, Language language) {
  const bool zh = language == Language::kZh;
  std::string conditions;
  for (const auto& condition : requirement.conditions) {
    if (!conditions.empty()) conditions += zh ? "；" : "; ";
    conditions += condition.reading.in(language);
  }
  const auto& document = requirement.document.in(language);
  if (conditions.empty()) return document;
  return zh ? document + "（" + conditions + "）" : document + " (" + conditions + ")";
}

}  // namespace baobei::catalogue
