// The sentences of Errors, collected from the sources, against the table of their Chinese words.
#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "checks.h"
#include "pattern.h"

namespace baobei::tidy {
namespace {

constexpr std::string_view kTable = "src/catalogue/error_words.def";
constexpr std::string_view kHole = "{}";
constexpr int kWrappersMax = 4;  // functions that hand a sentence on, one in another

struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
};

bool opens(char c) {
  return c == '(' || c == '[' || c == '{';
}
bool closes(char c) {
  return c == ')' || c == ']' || c == '}';
}

// Of "a, f(b, c)) rest": the ranges of "a" and "f(b, c)". `at` is behind the opening bracket.
std::vector<Range> arguments_at(const SourceFile& file, std::size_t at) {
  std::vector<Range> arguments;
  int depth = 0;
  auto begin = at;
  for (auto i = at; i < file.code.size(); ++i) {
    const char c = file.code[i];
    if (closes(c) && depth == 0) {
      arguments.push_back({begin, i});
      return arguments;
    }
    if (c == ',' && depth == 0) {
      arguments.push_back({begin, i});
      begin = i + 1;
    }
    depth += opens(c) ? 1 : closes(c) ? -1 : 0;
  }
  return {};
}

// Cut at `separator` outside of brackets; a ':' of "::" is none.
std::vector<Range> parts_at(const SourceFile& file, Range range, char separator) {
  std::vector<Range> parts;
  int depth = 0;
  auto begin = range.begin;
  for (auto i = range.begin; i < range.end; ++i) {
    const char c = file.code[i];
    depth += opens(c) ? 1 : closes(c) ? -1 : 0;
    const bool scope = c == ':' && (file.code[i + 1] == ':' || file.code[i - 1] == ':');
    if (c != separator || depth != 0 || scope) continue;
    parts.push_back({begin, i});
    begin = i + 1;
  }
  parts.push_back({begin, range.end});
  return parts;
}

std::string trimmed(std::string text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\n'; };
  text.erase(text.begin(), std::ranges::find_if_not(text, is_blank));
  while (!text.empty() && is_blank(text.back())) text.pop_back();
  return text;
}

std::string code_of(const SourceFile& file, Range range) {
  return trimmed(file.code.substr(range.begin, range.end - range.begin));
}

// What the string literals of a range that holds nothing else say, one behind the other.
std::optional<std::string> literal_at(const SourceFile& file, Range range) {
  std::string out;
  bool inside = false;
  bool any = false;
  for (auto i = range.begin; i < range.end; ++i) {
    if (file.code[i] == '"') {
      inside = !inside;
      any = true;
    } else if (inside) {
      if (file.text[i] == '\\') ++i;
      out += file.text[i];
    } else if (file.code[i] != ' ' && file.code[i] != '\n') {
      return std::nullopt;
    }
  }
  return any ? std::optional(out) : std::nullopt;
}

std::string with_holes(const std::string& format) {
  static const Pattern kPlace(R"(\{[^{}]*\})");
  return kPlace.replaced(format, kHole);
}

// "at most {} bytes" of `"at most " + std::to_string(n) + " bytes"`; both of `a ? "b" : "c"`; "{}"
// of what is no literal at all.
std::vector<std::string> sentences_at(const SourceFile& file, Range range) {
  const auto code = code_of(file, range);
  if (code.starts_with("fmt::format(")) {
    const auto open = file.code.find('(', range.begin);
    const auto format = literal_at(file, arguments_at(file, open + 1).at(0));
    return format ? std::vector{with_holes(*format)} : std::vector<std::string>{};
  }
  if (const auto choice = parts_at(file, range, '?'); choice.size() > 1) {
    std::vector<std::string> both;
    for (const auto& branch : parts_at(file, {choice[1].begin, range.end}, ':')) {
      std::ranges::copy(sentences_at(file, branch), std::back_inserter(both));
    }
    return both;
  }
  std::string sentence;
  for (auto part : parts_at(file, range, '+')) {
    if (code_of(file, part).starts_with("std::string(")) {
      part = arguments_at(file, file.code.find('(', part.begin) + 1).at(0);
    }
    const auto literal = literal_at(file, part);
    const bool second_hole = !literal && sentence.ends_with(kHole);
    if (!second_hole) sentence += literal.value_or(std::string(kHole));
  }
  return {sentence};
}

class Collector {
 public:
  explicit Collector(const std::vector<SourceFile>& files) {
    for (const auto& file : files) {
      const bool ours = is_cpp(file.path) && is_under(file.path, "src");
      const bool test = file.path.ends_with("_test.cc") || file.path.contains("/test_");
      if (ours && !test) files_.push_back(&file);
    }
  }

  void run() {
    static const Pattern kSite(
        R"((?:\bfail\s*\(|\bError\s*[{(]|\{)\s*ErrorKind::k(?:Invalid|Conflict|TooLarge)\s*,)");
    for (const auto* file : files_) {
      for (const auto& site : kSite.all(file->code)) {
        const auto arguments = arguments_at(*file, site.end());
        if (!arguments.empty()) take(*file, arguments[0], {});
      }
    }
  }

  std::map<std::string, Fault> sentences;  // and where the first of each stands
  Faults faults;

 private:
  using Seen = std::set<std::string>;

  struct Wrapper {
    std::string name;
    std::size_t parameter = 0;
    std::size_t at = 0;
  };

  void note(const SourceFile& file, Range range, const std::string& sentence) {
    static const Pattern kSaysSomething("[A-Za-z]{2}");
    if (!kSaysSomething.is_in(sentence)) return;
    const Fault place{file.path, line_of(file, range.begin), "no Chinese words: " + sentence};
    sentences.try_emplace(sentence, place);
  }

  // The sentences of an argument; where it is a parameter, those of the callers.
  void take(const SourceFile& file, Range range, const Seen& seen) {
    static const Pattern kHandedOn(R"(\bmessage\b|error\(|description\(\)|what\(\))");
    static const Pattern kMoved(R"(^std::move\((\w+)\)$)");
    static const Pattern kWord(R"(^\w+$)");
    const auto found = sentences_at(file, range);
    for (const auto& sentence : found) note(file, range, sentence);
    const bool whole = std::ranges::find(found, kHole) != found.end();
    for (const auto& part : parts_at(file, range, '+')) {
      const auto code = code_of(file, part);
      const auto moved = kMoved.first(code);
      const auto word = moved.groups.empty() ? code : moved.text(1);
      const bool follows = !moved.groups.empty() || (whole && kWord.is_in(code));
      if (follows && follow(file, part, word, seen, whole)) continue;
      if (!whole || kHandedOn.is_in(code)) continue;
      faults.push_back({file.path, line_of(file, range.begin),
                        "the check cannot tell what this Error says: make it a literal"});
    }
  }

  // The last function before `at` that has such a parameter.
  static std::optional<Wrapper> wrapper_of(const SourceFile& file, std::size_t at,
                                           const std::string& word) {
    static const Pattern kFunction(
        R"(\b(\w+)\s*(?:=\s*\[[^\]]*\]\s*)?\(([^(){};]*)\)\s*(?:const\s*)?(?:->\s*[\w:<>]+\s*)?\{)");
    const Pattern ends_in("\\b" + word + R"(\s*(?:=.*)?$)");
    std::optional<Wrapper> last;
    for (const auto& function : kFunction.all(std::string_view(file.code).substr(0, at))) {
      const auto open = file.code.find('(', function.at + function.groups[1].size());
      const auto parameters = arguments_at(file, open + 1);
      for (std::size_t i = 0; i < parameters.size(); ++i) {
        if (!ends_in.is_in(code_of(file, parameters[i]))) continue;
        last = Wrapper{function.text(1), i, function.at};
      }
    }
    return last;
  }

  bool follow(const SourceFile& file, Range range, const std::string& word, const Seen& seen,
              bool whole) {
    const auto wrapper = wrapper_of(file, range.begin, word);
    if (!wrapper) return whole && take_local(file, word);
    const auto key = file.path + ":" + wrapper->name;
    if (seen.contains(key) || seen.size() == kWrappersMax) return true;
    auto deeper = seen;
    deeper.insert(key);
    const Pattern call("\\b" + wrapper->name + R"(\()");
    static const Pattern kParameter(R"(^(?:const )?[\w:<>]+[&*]? \w+$)");
    for (const auto* other : callers_of(file, call)) {
      for (const auto& found : call.all(other->code)) {
        if (other == &file && found.at == wrapper->at) continue;
        const auto arguments = arguments_at(*other, found.end());
        if (arguments.size() <= wrapper->parameter) continue;
        const auto argument = arguments[wrapper->parameter];
        if (!kParameter.is_in(code_of(*other, argument))) take(*other, argument, deeper);
      }
    }
    return true;
  }

  // The file itself; of a function that a header names, the whole module.
  std::vector<const SourceFile*> callers_of(const SourceFile& file, const Pattern& call) const {
    const auto folder = file.path.substr(0, file.path.rfind('/'));
    std::vector<const SourceFile*> module;
    bool in_header = false;
    for (const auto* other : files_) {
      if (other->path.substr(0, other->path.rfind('/')) != folder) continue;
      module.push_back(other);
      in_header = in_header || (other->path.ends_with(".h") && call.is_in(other->code));
    }
    return in_header ? module : std::vector{&file};
  }

  // A variable: what the file's functions return as text, and what is assigned to it.
  bool take_local(const SourceFile& file, const std::string& word) {
    const Pattern value(R"(\breturn\s+(?:"|fmt::format\()|\b)" + word + R"(\s*=[^=])");
    bool any = false;
    for (const auto& found : value.all(file.code)) {
      const bool returned = found.text().starts_with("return");
      const auto begin = returned ? found.at + std::string("return").size() : found.end() - 1;
      const Range range{begin, file.code.find(';', begin)};
      for (const auto& sentence : sentences_at(file, range)) {
        any = any || sentence != kHole;
        note(file, range, sentence);
      }
    }
    return any;
  }

  std::vector<const SourceFile*> files_;
};

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

bool has_chinese(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0xE3; });
}

// Every part of the English sentence stands in the Chinese one, and no other.
bool parts_agree(std::string_view en, std::string_view zh) {
  const auto holes = count_of(en, kHole);
  for (std::size_t i = 0; i < 10; ++i) {
    if (count_of(zh, "{" + std::to_string(i) + "}") != (i < holes ? 1u : 0u)) return false;
  }
  return true;
}

}  // namespace

Faults check_sentences(const std::vector<SourceFile>& files) {
  const auto* table = find_source(files, kTable);
  if (table == nullptr) return {{std::string(kTable), 1, "there is no such file"}};
  const auto rows = make_source("table.cc", table->text);
  static const Pattern kRow(R"(\bSAID\()");
  Faults faults;
  std::set<std::string> known;
  for (const auto& row : kRow.all(rows.code)) {
    const auto both = arguments_at(rows, row.end());
    const auto en = both.size() == 2 ? literal_at(rows, both[0]) : std::nullopt;
    const auto zh = both.size() == 2 ? literal_at(rows, both[1]) : std::nullopt;
    const auto fault = [&](const std::string& what) {
      faults.push_back({table->path, line_of(rows, row.at), what});
    };
    if (!en || !zh) {
      fault("two texts are expected");
      continue;
    }
    if (!known.insert(*en).second) fault("it stands there twice: " + *en);
    if (!parts_agree(*en, *zh)) fault("the two have other parts: " + *en);
    if (!has_chinese(*zh)) fault("this is no Chinese: " + *zh);
  }
  Collector collector(files);
  collector.run();
  std::ranges::copy(collector.faults, std::back_inserter(faults));
  for (const auto& [sentence, place] : collector.sentences) {
    if (!known.contains(sentence)) faults.push_back(place);
  }
  return faults;
}

Faults check_bare_conflicts(const SourceFile& file) {
  constexpr std::size_t kNear = 120;  // within which words of its own are given
  Faults faults;
  const bool http = is_under(file.path, "src/http") && file.path.ends_with(".cc");
  if (!http || file.path.ends_with("_test.cc") || file.path == "src/http/problem.cc") return faults;
  static const Pattern kBare(R"(\bProblemCode::k(?:Conflict|InvalidRequest)\b)");
  for (const auto& bare : kBare.all(file.code)) {
    if (std::string_view(file.code).substr(bare.at, kNear).contains(".detail")) continue;
    faults.push_back({file.path, line_of(file, bare.at),
                      "a problem without a reason: make it of an Error, whose sentence is told"});
  }
  return faults;
}

}  // namespace baobei::tidy
