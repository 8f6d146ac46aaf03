// From what a program says to the categories it involves, and to content that is not allowed.
//
// The caller reads the program and hands over its texts with their positions and what the program
// uses (Reading). Nothing here knows files, syntax or a package. How it decides:
// docs/category-inference.md.
//
// Invariants: the result is a function of the reading and of the knowledge. Every confidence comes
// with the evidence that made it, strongest first, evidence against it last with a negative weight.
// Places are bytes of the file: those of the matched words where the piece stands there as it is
// read (`verbatim`), else those of the whole piece. Time is linear in the text; limits below.
// Threads: pure.
#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "knowledge/knowledge.h"

namespace baobei::infer {

inline constexpr std::size_t kTextBytesMax =
    64 * 1024 * 1024;                            // of a program; the rest is left out
inline constexpr std::size_t kEvidenceMax = 12;  // of one category or risk
inline constexpr std::size_t kInvolvedMax = 20;
inline constexpr std::size_t kExcerptCharactersMax = 60;
inline constexpr double kNamedConfidence = 0.5;   // involved, as far as the program says
inline constexpr double kShownConfidence = 0.25;  // worth a reviewer's look

enum class Setting : std::uint8_t {
  kPlain,
  kMock,       // sample data
  kAgreement,  // terms of service, privacy policies
};

struct Piece {
  std::string_view text;
  knowledge::Position position = knowledge::Position::kText;
  Setting setting = Setting::kPlain;
  bool verbatim = false;  // the file has these very bytes at `begin`
  std::uint32_t file = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

// "api:login", "component:camera", "open_type:share", "state:untouched-template"; "state:showcase"
// for a demonstration of the platform, whose texts name no category.
struct Fact {
  std::string name;
  std::uint32_t file = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct File {
  std::string path;
  std::string page;  // the same for the files of one page
};

// Moved, never copied: pieces may point into `own`.
struct Reading {
  std::vector<File> files;
  std::vector<Piece> pieces;
  std::vector<Fact> facts;
  std::list<std::string> own;  // texts that stand in no file as they are

  Reading() = default;
  Reading(Reading&&) = default;
  Reading& operator=(Reading&&) = default;
};

struct Evidence {
  std::uint32_t file = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string excerpt;  // the words with some text around them
  std::string kind;     // a position ("tab_text"), "structure", "api", "component", "counter"
  double weight = 0;    // share of the score it made; negative: speaks against
  std::optional<std::uint32_t> structure;  // of the knowledge, for that kind
};

struct Involved {
  std::uint32_t category = 0;
  double confidence = 0;
  double score = 0;
  std::vector<Evidence> evidence;
};

struct Risk {
  std::uint32_t pack = 0;
  std::uint32_t combination = 0;
  knowledge::Level level = knowledge::Level::kMedium;
  bool lowered = false;  // by counter-evidence
  std::vector<Evidence> evidence;
};

struct Inference {
  std::vector<Involved> involved;  // by confidence, then id
  std::vector<Risk> risks;         // by pack
  bool complete = true;            // false: a limit left some text or hits out
};

Result<Inference> infer(const Reading& reading, const knowledge::Knowledge& knowledge);

// Whether declaring `declared` is enough for content of `involved` (indices of categories).
bool covers(const knowledge::Data& data, std::uint32_t declared, std::uint32_t involved);

// The smallest set of named categories that covers all named ones, most confident first.
std::vector<std::uint32_t> covering(const std::vector<Involved>& involved,
                                    const knowledge::Data& data);

}  // namespace baobei::infer
