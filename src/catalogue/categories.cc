// categories/*.toml: one file per first level, one row per category.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "catalogue/compile.h"

namespace baobei::catalogue {
namespace {

// What every row of one file shares.
struct File {
  const Document& document;
  Faults& faults;
  const Data& data;
  std::string group;
  Text first;
};

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// A Chinese word with its English from documents.toml; ASCII stands for both.
Text translated(const std::string& zh, const std::map<std::string, std::string, std::less<>>& words,
                const char* table, int line, const File& file) {
  if (const auto found = words.find(zh); found != words.end()) return {zh, found->second};
  if (is_ascii(zh)) return {zh, zh};
  file.faults.add(file.document.name, line,
                  fmt::format("'{}' is not in [{}] of documents.toml", zh, table));
  return {zh, zh};
}

std::string filled(std::string pattern, const std::string& value) {
  constexpr std::string_view kMark = "{value}";
  const auto at = pattern.find(kMark);
  return at == std::string::npos ? pattern : pattern.replace(at, kMark.size(), value);
}

std::optional<Condition> read_condition(const std::string& key, const Node& node,
                                        const File& file) {
  const auto fault = [&](std::string message) {
    file.faults.add(file.document.name, node.line, std::move(message));
  };
  const auto pattern = file.data.vocabulary.conditions.find(key);
  if (pattern == file.data.vocabulary.conditions.end()) {
    fault(fmt::format("'{}' is not in [conditions] of documents.toml", key));
    return std::nullopt;
  }
  const bool takes_value = pattern->second.zh.find("{value}") != std::string::npos;
  if (takes_value ? node.kind != Node::Kind::kString
                  : node.kind != Node::Kind::kBoolean || !node.boolean) {
    fault(fmt::format("{}: {} is expected", key, takes_value ? "a string" : "true"));
    return std::nullopt;
  }
  Condition condition;
  condition.key = key;
  if (takes_value) {
    condition.value = translated(node.text, file.data.vocabulary.values, "values", node.line, file);
  }
  condition.reading.zh = filled(pattern->second.zh, condition.value.zh);
  condition.reading.en = filled(pattern->second.en, condition.value.en);
  return condition;
}

Requirement read_requirement(const Node& node, const File& file) {
  Requirement requirement;
  Reader reader(node, file.document.name, file.faults);
  const auto document = reader.string("document");
  requirement.document = translated(document, file.data.vocabulary.documents, "documents",
                                    reader.line_of("document"), file);
  for (const auto& [key, value] : node.members) {
    if (key == "document") continue;
    if (auto condition = read_condition(key, value, file)) {
      requirement.conditions.push_back(std::move(*condition));
    }
  }
  return requirement;
}

std::vector<Alternative> read_alternatives(Reader& row, const char* key, bool required,
                                           const File& file) {
  std::vector<Alternative> alternatives;
  for (const auto* node : row.tables(key, required)) {
    Reader reader(*node, file.document.name, file.faults);
    Alternative alternative;
    for (const auto* item : reader.tables("all_of", true)) {
      alternative.all_of.push_back(read_requirement(*item, file));
    }
    if (alternative.all_of.empty()) reader.fault(node->line, "all_of: it names no document");
    reader.finish();
    alternatives.push_back(std::move(alternative));
  }
  return alternatives;
}

// A kind of subject, or one of the groups that share a list.
std::vector<SubjectKind> read_subjects(Reader& row, const char* key, bool required) {
  using enum SubjectKind;
  static const std::map<std::string, std::vector<SubjectKind>, std::less<>> kGroups = {
      {"non_personal", {kIndividualBusiness, kEnterprise, kGovernment, kMedia, kOtherOrganisation}},
      {"overseas", {kOverseasEnterprise, kOverseasOther}}};
  std::vector<SubjectKind> subjects;
  const auto names = row.strings(key, required);
  if (row.has(key) && names.empty()) {
    row.fault(row.line_of(key), fmt::format("{}: it names nobody", key));
  }
  for (const auto& name : names) {
    if (const auto group = kGroups.find(name); group != kGroups.end()) {
      subjects.insert(subjects.end(), group->second.begin(), group->second.end());
    } else if (const auto kind = enum_from_wire<SubjectKind>(name)) {
      subjects.push_back(*kind);
    } else {
      row.fault(row.line_of(key), fmt::format("{}: '{}' is no kind of subject", key, name));
    }
  }
  std::ranges::sort(subjects);
  const auto twice = std::ranges::unique(subjects);
  if (!twice.empty()) {
    row.fault(row.line_of(key), fmt::format("{}: a kind of subject stands there twice", key));
    subjects.erase(twice.begin(), twice.end());
  }
  return subjects;
}

void read_filing(Reader& row, const File& file, Category& category) {
  for (const auto* node : row.tables("filing", true)) {
    Reader reader(*node, file.document.name, file.faults);
    FilingNeed need;
    need.kind = reader.string("kind");
    need.certainty = reader.enumerator<Certainty>("certainty");
    const auto kind = std::ranges::find(file.data.filing_kinds, need.kind, &FilingKind::code);
    if (kind == file.data.filing_kinds.end()) {
      reader.fault(reader.line_of("kind"),
                   fmt::format("kind: '{}' is not in filing_kinds.toml", need.kind));
    } else {
      category.filing_category = category.filing_category || kind->laid_before_office;
    }
    reader.finish();
    category.filing.push_back(std::move(need));
  }
}

void read_redirects(Reader& row, const File& file, Category& category) {
  for (const auto* node : row.tables("redirects", false)) {
    Reader reader(*node, file.document.name, file.faults);
    Redirect redirect;
    redirect.when = reader.text("when");
    redirect.to = reader.strings("to", true);
    redirect.to_words = reader.optional_text("to_words");
    if (redirect.to.empty() && !redirect.to_words) {
      reader.fault(node->line, "to: neither a category nor to_words");
    }
    reader.finish();
    category.redirects.push_back(std::move(redirect));
  }
}

void read_attestation(Reader& row, const File& file, Category& category) {
  category.seen = row.strings("seen", true);
  bool attested = false;
  for (const auto& id : category.seen) {
    const auto source = std::ranges::find(file.data.sources, id, &Source::id);
    if (source == file.data.sources.end()) {
      row.fault(row.line_of("seen"),
                fmt::format("seen: '{}' is not a source of catalogue.toml", id));
    } else {
      attested = attested || !source->sister;
    }
  }
  if (row.has("seen") && category.seen.empty()) {
    row.fault(row.line_of("seen"), "seen: it names no source");
  }
  category.certainty = attested ? Certainty::kAttested : Certainty::kAttestedOnSister;
}

void read_names(Reader& row, const File& file, Category& category) {
  category.id = row.slug("id");
  category.group = file.group;
  category.first = file.first;
  category.second = row.text("second");
  category.third = row.optional_text("third");
  category.parent = row.optional_string("parent");
  if (category.third.has_value() == category.parent.empty()) {
    row.fault(row.line(), "a leaf has both 'third' and 'parent', another row neither");
  }
  category.former_names = row.texts("former_names");
}

Category read_category(const Node& node, const File& file) {
  Category category;
  category.where = {file.document.name, node.line};
  Reader row(node, file.document.name, file.faults);
  read_names(row, file, category);
  category.tree = row.enumerator<Tree>("tree");
  category.status = row.enumerator<CategoryStatus>("status");
  category.subjects = read_subjects(row, "subjects", true);
  category.likely_subjects = read_subjects(row, "likely_subjects", false);
  for (const auto kind : category.likely_subjects) {
    if (std::ranges::find(category.subjects, kind) == category.subjects.end()) {
      row.fault(row.line_of("likely_subjects"), "likely_subjects: one is not among subjects");
    }
  }
  for (const auto& region : row.strings("regions", false)) {
    category.regions.push_back(
        translated(region, file.data.vocabulary.values, "values", row.line_of("regions"), file));
  }
  category.scope = row.text("scope");
  read_filing(row, file, category);
  category.carries_filing_of = row.strings("carries_filing_of", true);
  category.any_of = read_alternatives(row, "any_of", true, file);
  if (row.has("any_of_on_sister")) {
    category.any_of_on_sister = read_alternatives(row, "any_of_on_sister", false, file);
  }
  read_redirects(row, file, category);
  category.unsupported = row.texts("unsupported");
  category.requires_category = row.optional_string("requires");
  category.exclusive = row.boolean("exclusive");
  category.disputed = row.boolean("disputed");
  category.sensitive = row.boolean("sensitive");
  category.notes = row.texts("notes");
  read_attestation(row, file, category);
  if (const auto* ids = row.table("wechat")) {
    Reader reader(*ids, file.document.name, file.faults);
    category.wechat_first_id = reader.optional_integer("first");
    category.wechat_second_id = reader.optional_integer("second");
    reader.finish();
  }
  row.finish();
  return category;
}

}  // namespace

void read_categories(const Document& document, Faults& faults, Data& data) {
  Reader reader(document.root, document.name, faults);
  File file{document, faults, data, reader.slug("slug"), reader.text("first")};
  if (!file.group.empty() && document.name != "categories/" + file.group + ".toml") {
    reader.fault(reader.line_of("slug"),
                 fmt::format("slug: '{}' is not the name of the file", file.group));
  }
  for (const auto* row : reader.tables("category", true)) {
    data.categories.push_back(read_category(*row, file));
  }
  reader.finish();
}

}  // namespace baobei::catalogue
