// What the checker knows: categories, signals and packs of the catalogue in a form that is opened
// in a millisecond, in a process that may open no file.
//
// A Knowledge is compiled from a catalogue (knowledge/compile.h), stored as one *blob* and opened
// from it. The blob holds plain data and the compiled patterns; where those do not fit this
// machine's library they are compiled anew.
//
// Invariants: every index points into its table. Words and patterns are folded (fold/fold.h).
// `version` is a digest of the data and of the folding: two of the same version say the same.
// Threads: const from any. Owner: whoever opens it.
#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "match/match.h"

namespace baobei::knowledge {

inline constexpr std::size_t kBlobBytesMax = 64 * 1024 * 1024;

struct Text {
  std::string zh;
  std::string en;

  auto operator<=>(const Text&) const = default;
};
BOOST_DESCRIBE_STRUCT(Text, (), (zh, en))

struct Category {
  std::string id;
  Text first;
  Text second;
  Text third;  // "" but for leaves
  std::string parent;
  std::vector<std::string> open_to;  // kinds of subject in wire case: "individual_business"
  bool filing = false;               // 报备类目
  Text requires_documents;           // what has to be shown; "" for nothing
  std::string requires_category;     // to be accepted beforehand
};
BOOST_DESCRIBE_STRUCT(Category, (),
                      (id, first, second, third, parent, open_to, filing, requires_documents,
                       requires_category))

// ---- signals ---------------------------------------------------------------------------------

enum class Tier { kCore, kWord, kWeak, kAgainst };
BOOST_DESCRIBE_ENUM(Tier, kCore, kWord, kWeak, kAgainst)

struct Link {
  std::uint32_t signal = 0;
  Tier tier = Tier::kWord;
};
BOOST_DESCRIBE_STRUCT(Link, (), (signal, tier))

struct Signal {
  std::uint32_t category = 0;
  std::vector<std::string> apis;  // of wx, without "wx."
  std::vector<std::string> components;
  std::vector<std::uint32_t> needs;       // sets
  std::vector<std::uint32_t> yields_to;   // signals
  std::vector<std::uint32_t> covered_by;  // categories: declaring one is enough
};
BOOST_DESCRIBE_STRUCT(Signal, (), (category, apis, components, needs, yields_to, covered_by))

struct Favour {
  std::uint32_t signal = 0;
  std::uint32_t weight = 0;  // hundredths of a core word
};
BOOST_DESCRIBE_STRUCT(Favour, (), (signal, weight))

struct Structure {
  std::string id;
  Text title;
  std::vector<std::vector<std::uint32_t>> groups;  // of patterns
  std::uint32_t least = 0;
  std::vector<Favour> favours;
};
BOOST_DESCRIBE_STRUCT(Structure, (), (id, title, groups, least, favours))

struct Likeness {
  std::uint32_t category = 0;
  std::uint32_t like = 0;
};
BOOST_DESCRIBE_STRUCT(Likeness, (), (category, like))

// Where a text stands, in the order of weight.
enum class Position {
  kProgramTitle,  // the navigation title of app.json
  kNavigationTitle,
  kTabText,
  kHeading,
  kButton,
  kLabel,
  kPlaceholder,
  kText,
  kAttribute,
  kDialog,
  kShare,
  kDescription,
  kData,
  kString,
  kUrl,
  kJson,
  kComment,
  kPage,     // the words of a page's path, between slashes: "/goods/detail/"
  kPicture,  // what a code in a picture says
};
BOOST_DESCRIBE_ENUM(Position, kProgramTitle, kNavigationTitle, kTabText, kHeading, kButton, kLabel,
                    kPlaceholder, kText, kAttribute, kDialog, kShare, kDescription, kData, kString,
                    kUrl, kJson, kComment, kPage, kPicture)
inline constexpr std::size_t kPositions = 19;

// Hundredths.
struct Weights {
  std::int32_t core = 0;
  std::int32_t word = 0;
  std::int32_t weak = 0;
  std::int32_t against = 0;
  std::int32_t weak_most = 0;           // all weak words together
  std::int32_t long_text = 0;           // factor of a text that is no label
  std::int32_t mock = 0;                // instead of the position's, in sample data
  std::int32_t agreement = 0;           // the same in agreements and policies
  std::int32_t further_file = 0;        // more for each further file that has the word …
  std::int32_t further_files_most = 0;  // … but for no more than so many (a count)
  std::int32_t next_word = 0;           // factor of each next word, strongest first
  std::int32_t fact = 0;                // an API or component
  std::int32_t facts_most = 0;          // a count
  std::int32_t unneeded = 0;            // factor where a needed set is absent
  std::int32_t alone_most = 0;          // one strong word alone …
  std::int32_t alone_free = 0;          // … unless it weighs so much
};
BOOST_DESCRIBE_STRUCT(Weights, (),
                      (core, word, weak, against, weak_most, long_text, mock, agreement,
                       further_file, further_files_most, next_word, fact, facts_most, unneeded,
                       alone_most, alone_free))

// Thousandths; docs/category-inference.md says how they were fitted. Factors of a category's
// features in one program (infer/categories.h), then what does not depend on them.
struct Model {
  std::int32_t intercept = 0;
  std::int32_t log_score = 0;
  std::int32_t share_of_top = 0;
  std::int32_t share_of_all = 0;
  std::int32_t best_place = 0;
  std::int32_t served = 0;
  std::int32_t named_least = 0;   // of a score; below it …
  std::int32_t unnamed_most = 0;  // … the confidence is no more than this
  // A structure that favours a category with so many hundredths or more, and whose groups stand in
  // places of such an average weight (hundredths), names it whatever else there is: comments and
  // posts make a forum of the largest shop too. 0: none does.
  std::int32_t insist_weight = 0;
  std::int32_t insist_average = 0;
  std::int32_t insisted_least = 0;
};
BOOST_DESCRIBE_STRUCT(Model, (),
                      (intercept, log_score, share_of_top, share_of_all, best_place, served,
                       named_least, unnamed_most, insist_weight, insist_average, insisted_least))

// ---- packs -----------------------------------------------------------------------------------

enum class Level { kHigh, kMedium, kLow };
BOOST_DESCRIBE_ENUM(Level, kHigh, kMedium, kLow)
enum class Scope { kProgram, kPage, kPiece };
BOOST_DESCRIBE_ENUM(Scope, kProgram, kPage, kPiece)

struct Terms {
  std::string id;
  std::vector<std::uint32_t> patterns;
  std::vector<std::string> facts;
  bool split = false;
};
BOOST_DESCRIBE_STRUCT(Terms, (), (id, patterns, facts, split))

struct Need {
  std::uint32_t terms = 0;  // of the pack
  std::uint32_t least = 1;  // different ones
};
BOOST_DESCRIBE_STRUCT(Need, (), (terms, least))

struct Combination {
  Level level = Level::kMedium;
  std::vector<Need> needs;
  std::uint32_t distinct = 1;
  std::uint32_t texts = 1;
  Scope within = Scope::kProgram;
  bool shown = false;
  bool standing = false;
  Text message;
};
BOOST_DESCRIBE_STRUCT(Combination, (),
                      (level, needs, distinct, texts, within, shown, standing, message))

struct Counter {
  std::vector<std::uint32_t> patterns;
  Scope within = Scope::kPage;
  bool drops = false;
};
BOOST_DESCRIBE_STRUCT(Counter, (), (patterns, within, drops))

struct Pack {
  std::string id;
  std::string version;
  bool error = false;
  bool confidential = false;
  bool unopened = false;
  Text title;
  Text why;
  Text what_to_do;
  std::vector<Terms> terms;
  std::vector<Combination> combinations;
  std::vector<Counter> counters;
};
BOOST_DESCRIBE_STRUCT(Pack, (),
                      (id, version, error, confidential, unopened, title, why, what_to_do, terms,
                       combinations, counters))

// ---- all of it -------------------------------------------------------------------------------

struct Pattern {
  bool regex = false;
  bool stop = false;  // hides words inside it
  std::string text;
  std::vector<Link> links;
};
BOOST_DESCRIBE_STRUCT(Pattern, (), (regex, stop, text, links))

struct Data {
  std::string catalogue_version;
  std::vector<Category> categories;
  std::vector<Pattern> patterns;
  std::vector<Signal> signals;
  std::vector<std::vector<std::uint32_t>> sets;  // of patterns
  std::vector<Structure> structures;
  std::vector<Likeness> likenesses;
  std::vector<std::int32_t> positions;  // hundredths, by Position
  Weights weights;
  Model model;
  std::vector<Pack> packs;
};
BOOST_DESCRIBE_STRUCT(Data, (),
                      (catalogue_version, categories, patterns, signals, sets, structures,
                       likenesses, positions, weights, model, packs))

struct Knowledge {
  Data data;
  match::Matcher matcher;  // of data.patterns
  std::string version;     // twelve hexadecimal digits

  const Category* category(std::string_view id) const;
};

// CHECKs nothing but limits: kInvalid where an index leads nowhere or a pattern cannot be compiled.
Result<Knowledge> knowledge_of(Data data);

std::string to_blob(const Knowledge& knowledge);
// kCorrupt where it is no blob, or one of another layout.
Result<Knowledge> from_blob(std::string_view blob);

}  // namespace baobei::knowledge
