// What the checker looks for in texts, as data: signals that speak for a category
// (catalogue/signals/) and packs of content that is not allowed (catalogue/packs/). Format and how
// to change them: docs/catalogue.md.
//
// Invariants: as for all of the catalogue, every text stands in both languages and every name of a
// category exists. Words are as written; knowledge/compile.h folds them and says which cannot be
// matched.
// Threads, owner: as for Catalogue, which holds them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "catalogue/text.h"
#include "lifecycle/terms.h"

namespace baobei::catalogue {

using lifecycle::CategoryId;

// ---- signals ---------------------------------------------------------------------------------

struct Signal {
  CategoryId category;
  std::vector<std::string> core;     // hardly found in programs of other categories
  std::vector<std::string> words;    // typical of the category
  std::vector<std::string> weak;     // support for the others, nothing alone
  std::vector<std::string> against;  // speak for something else
  std::vector<std::string> apis;     // functions of wx, without "wx."; support alone
  std::vector<std::string> components;
  std::vector<std::string> needs;       // ids of word sets; without any of a set it counts little
  std::vector<std::string> yields_to;   // ids, or the beginning of ids and '*'
  std::vector<std::string> covered_by;  // the same form: declaring one of these is enough
  Where where;
};

struct WordSet {
  std::string id;
  std::vector<std::string> words;
  Where where;
};

// What only several sorts of words together say: cart and order and address.
struct Structure {
  std::string id;
  Text title;  // what its sorts of words say together
  std::vector<std::vector<std::string>> groups;
  int least = 0;                         // so many groups have a word in the program
  std::map<CategoryId, int> speaks_for;  // in hundredths of a core word's weight
  Where where;
};

// A category of the overseas lists is what a domestic one is, for other subjects.
struct Likeness {
  CategoryId category;
  CategoryId like;
  Where where;
};

// Numbers of the inference, by name; knowledge/compile.h knows which there must be.
struct Numbers {
  std::map<std::string, int> values;
  Where where;
};

struct Signals {
  std::vector<std::string> stop;  // hide the words inside them
  std::vector<WordSet> sets;
  std::vector<Structure> structures;
  std::vector<Signal> rows;
  std::vector<Likeness> likenesses;
  Numbers positions;
  Numbers weights;
  Numbers model;
};

// ---- packs -----------------------------------------------------------------------------------

struct Terms {
  std::string id;
  std::vector<std::string> words;
  std::vector<std::string> patterns;  // regular expressions, RE2's syntax
  std::vector<std::string> facts;     // "api:login", "component:camera", "open_type:share", …
  bool split = false;                 // also found where its characters stand apart
  Where where;
};

enum class Level { kHigh, kMedium, kLow };
BOOST_DESCRIBE_ENUM(Level, kHigh, kMedium, kLow)

enum class Scope {
  kProgram,
  kPage,   // files of one name: pages/a/a.wxml, .js, .json
  kPiece,  // one text
};
BOOST_DESCRIBE_ENUM(Scope, kProgram, kPage, kPiece)

struct Need {
  std::string terms;
  int least = 1;  // different ones
};

// A combination that is found: what every need asks for, and so many different terms altogether.
struct Combination {
  Level level = Level::kMedium;
  std::vector<Need> needs;  // written "stake", or "stake:3" for three different ones
  int distinct = 1;
  int texts = 1;  // of the program that say so: one sentence may hold several words
  Scope within = Scope::kProgram;
  bool shown = false;     // counts only what stands in places that users read, no prose
  bool standing = false;  // only what stands on a page: no dialog, no string of a script
  Text message;
  Where where;
};

// Words that make a combination harmless: news, dictionaries, warnings.
struct Counter {
  std::vector<std::string> words;
  std::vector<std::string> patterns;
  Scope within = Scope::kPage;
  bool drops = false;  // else the level is lowered by one
  Where where;
};

struct PackExample {
  std::string name;
  std::string expect;              // "high", "medium", "low", "none"
  std::vector<std::string> texts;  // "button: 立即下注", "a/text: …"; page and role may be left out
  Where where;
};

struct Pack {
  std::string id;       // "gambling"; the rule is "content/gambling"
  std::string version;  // "2026-11-26.1"
  bool error = false;   // at the high level; else a warning
  bool confidential = false;
  bool unopened = false;  // no category is open for it
  Text title;
  Text why;
  Text what_to_do;
  std::vector<Terms> terms;
  std::vector<Combination> combinations;
  std::vector<Counter> counters;
  std::vector<PackExample> examples;
  Where where;
};

}  // namespace baobei::catalogue
