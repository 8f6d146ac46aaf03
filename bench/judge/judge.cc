// judge (--apps DIR --labels FILE)... [--part PART] [--only ID] [--findings] [--quiet] [--fit]
//       [--candidates FILE]
//
// Checks every labelled program that lies in DIR/<id> and prints, per question, recall and
// precision with 95 % intervals, and per program what was missed or invented. The labels and the
// programs are other people's: neither is part of this project.
//
// For categories it prints also what comes out where the numbers of [model] are fitted anew to the
// other programs, a fifth of them left out at a time by the hash of their ids. --fit prints those
// numbers, fitted to all.
//
// PART is "all", "tuned" or "held-out": the third of the programs, by the hash of their ids, that
// nobody looks at while changing signals and packs.
#include <fcntl.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <map>
#include <string>

#include "base/file.h"
#include "base/json.h"
#include "bench/judge/fit.h"
#include "bench/judge/questions.h"
#include "bench/judge/score.h"
#include "bench/judge/silence.h"
#include "check/check.h"
#include "check/program.h"
#include "check/reading.h"
#include "infer/builtin.h"
#include "infer/categories.h"
#include "package/pack.h"

namespace baobei::judge {
namespace {

constexpr std::size_t kLabelBytesMax = 16 * 1024 * 1024;
constexpr unsigned kParts = 3;

struct Corpus {
  std::string apps;
  std::string labels;
};

struct Options {
  std::vector<Corpus> corpora;
  std::string part = "all";
  std::string only;
  std::string candidates;
  std::FILE* texts = nullptr;
  bool findings = false;
  bool quiet = false;
  bool fit = false;
};

bool is_held_out(const std::string& id) {
  unsigned sum = 0;  // the digest as a number, modulo three
  for (const auto byte : sha256(id).bytes) sum += byte;
  return sum % kParts == 0;
}

bool is_wanted(const Options& options, const std::string& id) {
  if (!options.only.empty() && options.only != id) return false;
  return options.part == "all" || (options.part == "held-out") == is_held_out(id);
}

// A package in memory, and its pack.
struct Packed {
  Fd file;
  std::optional<package::Pack> pack;
};

Result<Packed> packed(const std::string& folder) {
  Packed out;
  TRY_ASSIGN(out.file, memory_file("judge"));
  TRY(package::pack_folder(folder, out.file.get()));
  TRY_ASSIGN(out.pack, package::Pack::open(out.file.get()));
  return out;
}

void print_difference(const std::string& id, const char* question, const Label& label,
                      const Answers& answers) {
  for (const auto& item : label.expected) {
    if (!answers.contains(item))
      std::printf("  %s: %s missed: %s\n", id.c_str(), question, item.c_str());
  }
  for (const auto& item : answers) {
    if (label.expected.contains(item) || is_accepted(label.acceptable, item)) continue;
    std::printf("  %s: %s invented: %s\n", id.c_str(), question, item.c_str());
  }
}

void print_findings(const check::Report& report) {
  for (const auto& category : report.categories) {
    std::printf("    %.2f %s-%s:", category.confidence, category.first.c_str(),
                category.second.c_str());
    for (const auto& row : category.evidence) {
      std::printf(" [%.2f %s %s:%u] %s", row.weight, row.kind.c_str(), row.file.c_str(), row.line,
                  row.excerpt.c_str());
    }
    std::printf("\n");
  }
  for (const auto& finding : report.findings) {
    std::printf("    %s %s %s:%u:%u %s%s%s\n", std::string(name(finding.severity)).c_str(),
                finding.rule.c_str(), finding.file.c_str(), finding.line, finding.column,
                finding.api ? finding.api->c_str() : "", finding.api ? " " : "",
                finding.message.zh.c_str());
  }
}

// What was learnt of all programs.
struct Judged {
  std::map<std::string, Score> scores;  // by question
  std::vector<Candidate> candidates;
  std::map<std::string, Label> second;  // of categories, by program
  std::map<std::string, Label> first;
  std::size_t programs = 0;
  std::size_t traps = 0;
  std::size_t traps_called = 0;
  std::size_t demonstrations = 0;
  std::size_t demonstrations_named = 0;
  Score high_risks;  // of packs' own level, without what a reviewer is only to look at
};

// Counts in `all` and `called` what such a program is found to be.
void judge_silence(const std::string& id, const char* what, const Answers& answers,
                   std::size_t& all, std::size_t& spoken) {
  ++all;
  if (answers.empty()) return;
  ++spoken;
  for (const auto& answer : answers) {
    std::printf("  %s: %s called: %s\n", id.c_str(), what, answer.c_str());
  }
}

void judge_one(const boost::json::object& app, const std::string& id, const check::Report& report,
               const Options& options, Judged& judged) {
  if (options.findings) {
    std::printf("%s\n", id.c_str());
    print_findings(report);
  }
  if (is_trap(app)) {
    judge_silence(id, "trap", called(app, report), judged.traps, judged.traps_called);
  }
  if (is_demonstration(app)) {
    judge_silence(id, "demonstration", called(app, report), judged.demonstrations,
                  judged.demonstrations_named);
  }
  for (const auto& question : questions()) {
    const auto label = question.label(app);
    if (!label) continue;
    const auto answers = question.answers(report);
    judged.scores[question.name].add(label->expected, label->acceptable, answers);
    if (!options.quiet) print_difference(id, question.name, *label, answers);
  }
}

// ---- fitting -----------------------------------------------------------------------------------

constexpr double kCandidateScoreMin = 0.4;  // weaker ones teach nothing

// A line for each text and fact that categories are inferred from.
void write_texts(const std::string& id, const infer::Reading& reading, std::FILE* file) {
  for (const auto& piece : reading.pieces) {
    std::string text(piece.text);
    for (auto& c : text) c = c == '\n' || c == '\t' || c == '\r' ? ' ' : c;
    std::fprintf(file, "%s\t%s\t%s\t%d\t%s\n", id.c_str(), reading.files[piece.file].path.c_str(),
                 std::string(wire_name(piece.position)).c_str(), static_cast<int>(piece.setting),
                 text.c_str());
  }
  for (const auto& fact : reading.facts) {
    std::fprintf(file, "%s\t%s\tfact\t0\t%s\n", id.c_str(), reading.files[fact.file].path.c_str(),
                 fact.name.c_str());
  }
}

void add_candidates(const boost::json::object& app, const std::string& id,
                    const package::Pack& pack, const Options& options, Judged& judged) {
  const auto& knowledge = infer::builtin();
  const check::Options plain;
  check::Context context(pack, plain);
  const auto reading = check::reading_of(context, context.program());
  if (options.texts != nullptr) write_texts(id, reading, options.texts);
  if (const auto inferred = infer::infer(reading, knowledge)) {
    const auto answers = risk_families(inferred->risks, knowledge.data, knowledge::Level::kHigh);
    const auto label = *questions().back().label(app);
    judged.high_risks.add(label.expected, label.acceptable, answers);
    if (!options.quiet) print_difference(id, "content risks, high", label, answers);
  }
  judged.second[id] = *questions()[2].label(app);
  judged.first[id] = *questions()[3].label(app);
  const auto& label = judged.second[id];
  const bool shows_the_platform =
      std::ranges::find(reading.facts, "state:showcase", &infer::Fact::name) != reading.facts.end();
  if (shows_the_platform) return;
  for (const auto& scored : infer::scored_categories(reading, knowledge)) {
    if (scored.score < kCandidateScoreMin) continue;
    const auto& category = knowledge.data.categories[scored.category];
    Candidate candidate;
    candidate.program = id;
    candidate.name = category.first.zh + "-" + category.second.zh;
    candidate.features = infer::features_of(scored);
    const bool named =
        label.expected.contains(candidate.name) || label.acceptable.contains(candidate.name);
    candidate.teaches = named || !is_accepted(label.acceptable, candidate.name);
    candidate.right = named;
    judged.candidates.push_back(std::move(candidate));
  }
}

void print_cross_validated(const Judged& judged) {
  const auto& candidates = judged.candidates;
  const auto predictions = cross_validated(candidates);
  const double least = std::log(infer::builtin().data.model.named_least / 1000.0);
  for (const double threshold : {0.45, 0.5, 0.55}) {
    std::map<std::string, Answers> second;
    std::map<std::string, Answers> first;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (predictions[i] < threshold || candidates[i].features[1] < least) continue;
      const auto& name = candidates[i].name;
      second[candidates[i].program].insert(name);
      first[candidates[i].program].insert(name.substr(0, name.find('-')));
    }
    Score of_second;
    Score of_first;
    for (const auto& [id, label] : judged.second) {
      of_second.add(label.expected, label.acceptable, second[id]);
      of_first.add(judged.first.at(id).expected, judged.first.at(id).acceptable, first[id]);
    }
    std::printf("fitted to others, %.2f: second level  %s\n", threshold, shown(of_second).c_str());
    std::printf("fitted to others, %.2f: first level   %s\n", threshold, shown(of_first).c_str());
  }
}

void print_fitted(const Judged& judged) {
  constexpr std::array<const char*, kFeatures> kNames = {
      "intercept", "log_score", "share_of_top", "share_of_all", "best_place", "served"};
  const auto all = fitted(judged.candidates);
  for (std::size_t i = 0; i < kFeatures; ++i) std::printf("%s = %.0f\n", kNames[i], all[i] * 1000);
}

// One line a candidate: its program, its category, whether it is right, its features.
int write_candidates(const Judged& judged, const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr) return std::perror(path.c_str()), 2;
  for (const auto& candidate : judged.candidates) {
    std::fprintf(file, "%s\t%s\t%d", candidate.program.c_str(), candidate.name.c_str(),
                 candidate.right ? 1 : 0);
    for (const double feature : candidate.features) std::fprintf(file, "\t%.4f", feature);
    std::fprintf(file, "\n");
  }
  return std::fclose(file);
}

Result<boost::json::array> apps_of(const std::string& labels) {
  TRY_ASSIGN(const auto file, open_file(labels, O_RDONLY));
  TRY_ASSIGN(const auto text, read_file(file.get(), kLabelBytesMax));
  TRY_ASSIGN(const auto value, parse_json(text, kLabelBytesMax));
  if (!value.is_object() || !value.get_object().contains("apps")) {
    return fail(ErrorKind::kInvalid, labels + ": no labels");
  }
  return value.get_object().at("apps").as_array();
}

void judge_corpus(const Corpus& corpus, const boost::json::array& apps, const Options& options,
                  Judged& judged) {
  for (const auto& item : apps) {
    const auto& app = item.as_object();
    const std::string id(app.at("id").as_string());
    if (!is_wanted(options, id)) continue;
    const auto program =
        packed(corpus.apps + "/" + id + "/" + std::string(app.at("root").as_string()));
    if (!program) {
      std::printf("  %s: not judged: %s\n", id.c_str(), to_string(program.error()).c_str());
      continue;
    }
    ++judged.programs;
    judge_one(app, id, check::check_pack(*program->pack), options, judged);
    add_candidates(app, id, *program->pack, options, judged);
  }
}

int run(const Options& options) {
  Judged judged;
  for (const auto& corpus : options.corpora) {
    const auto apps = apps_of(corpus.labels);
    if (!apps) return std::fprintf(stderr, "%s\n", to_string(apps.error()).c_str()), 2;
    judge_corpus(corpus, *apps, options, judged);
  }
  std::printf("%zu programs, part: %s\n", judged.programs, options.part.c_str());
  for (const auto& question : questions()) {
    std::printf("%-32s %s\n", question.name, shown(judged.scores[question.name]).c_str());
  }
  std::printf("%-32s %s\n", "content risks, high level", shown(judged.high_risks).c_str());
  std::printf("%-32s %s\n", "traps", ratio("called", judged.traps_called, judged.traps).c_str());
  std::printf("%-32s %s\n", "demonstrations",
              ratio("named", judged.demonstrations_named, judged.demonstrations).c_str());
  print_cross_validated(judged);
  if (options.fit) print_fitted(judged);
  if (!options.candidates.empty()) return write_candidates(judged, options.candidates);
  return judged.programs == 0 ? 2 : 0;
}

}  // namespace
}  // namespace baobei::judge

int main(int argc, char** argv) {
  baobei::judge::Options options;
  baobei::judge::Corpus corpus;
  std::string texts;
  const std::map<std::string, std::string*> words = {
      {"--apps", &corpus.apps},  {"--labels", &corpus.labels},          {"--part", &options.part},
      {"--only", &options.only}, {"--candidates", &options.candidates}, {"--texts", &texts}};
  const std::map<std::string, bool*> flags = {
      {"--findings", &options.findings}, {"--quiet", &options.quiet}, {"--fit", &options.fit}};
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (const auto flag = flags.find(argument); flag != flags.end()) {
      *flag->second = true;
    } else if (const auto word = words.find(argument); word != words.end() && i + 1 < argc) {
      *word->second = argv[++i];
      if (argument == "--labels") options.corpora.push_back(corpus);
      if (argument == "--texts") options.texts = std::fopen(texts.c_str(), "w");
    } else {
      std::fprintf(stderr,
                   "judge (--apps DIR --labels FILE)... [--part all|tuned|held-out] [--only ID] "
                   "[--findings] [--quiet] [--fit] [--candidates FILE]\n");
      return 64;
    }
  }
  return baobei::judge::run(options);
}
