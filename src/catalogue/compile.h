// From files to a catalogue: collects every fault instead of stopping at the first.
//
// Invariants: a fault names file and line. Data is complete only if there is no fault at all.
// Threads: one loader at a time. Owner: load() and validate(); tests hand in files of their own.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "catalogue/catalogue.h"
#include "catalogue/edition.h"
#include "catalogue/reader.h"

namespace baobei::catalogue {

// How a condition reads, and the English of documents and values (documents.toml).
struct Vocabulary {
  std::map<std::string, Text, std::less<>> conditions;
  std::map<std::string, std::string, std::less<>> documents;
  std::map<std::string, std::string, std::less<>> values;
};

struct Data {
  std::string version;
  Instant effective_from;
  std::vector<Source> sources;
  Vocabulary vocabulary;
  std::vector<FilingKind> filing_kinds;
  std::vector<Category> categories;
  std::vector<Region> regions;
  std::vector<RuleRow> rules;
  std::vector<Reason> reasons;
  Policy policy;
  std::vector<NoticeText> notices;  // by kind
  Signals signals;
  std::vector<Pack> packs;

  std::map<std::string, std::size_t, std::less<>> category_by_id;
  std::multimap<std::string, std::size_t, std::less<>> category_by_name;  // comparable names
};

struct Compiled {
  std::unique_ptr<Data> data;
  std::vector<Error> faults;  // by file and line
};

// `prefix` is put before file names in faults: the folder's path.
Compiled compile(const std::vector<SourceFile>& files, const std::string& prefix);

// The stages, in the order of their dependence. Each adds its faults and what it could read.
void read_head(const Document& document, Faults& faults, Data& data);
void read_rules(const Document& document, Faults& faults, Data& data);
void read_regions(const Document& document, Faults& faults, Data& data);
void read_vocabulary(const Document& document, Faults& faults, Data& data);
void read_filing_kinds(const Document& document, Faults& faults, Data& data);
void read_categories(const Document& document, Faults& faults, Data& data);
void read_reasons(const Document& document, Faults& faults, Data& data);
void read_policy(const Document& document, Faults& faults, Data& data);
void read_notices(const Document& document, Faults& faults, Data& data);
void read_signals(const Document& document, Faults& faults, Data& data);
void read_pack(const Document& document, Faults& faults, Data& data);

// What one category says of another: ids, parents, redirects, carried filings.
void link_categories(Faults& faults, Data& data);
// What signals say of categories and of one another.
void link_signals(Faults& faults, Data& data);

// A fault where no rule of that number is known.
void check_rule(const Data& data, const std::string& rule, int line, const std::string& file,
                Faults& faults);
const RuleRow* find_rule(const Data& data, std::string_view id);

// A name in the form in which names are compared: ASCII lower case, no spaces, levels joined by
// '-'.
std::string comparable(std::string_view name);

}  // namespace baobei::catalogue
