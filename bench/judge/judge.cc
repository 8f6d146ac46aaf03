// judge --apps DIR --labels FILE [--part PART] [--only ID] [--findings] [--quiet] [--fit]
//
// Checks every labelled program that lies in DIR/<id> and prints, per question, recall and
// precision with 95 % intervals, and per program what was missed or invented. The labels and the
// programs are other people's: neither is part of this project.
//
// PART is "all", "tuned" or "held-out": the third of the programs, by the hash of their ids, that
// nobody looks at while changing signals and packs. --fit fits the numbers of [model] instead and
// prints what they give for programs that they were not fitted on.
#include <fcntl.h>

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

struct Options {
  std::string apps;
  std::string labels;
  std::string part = "all";
  std::string only;
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

using Scores = std::map<std::string, Score>;

void judge_one(const boost::json::object& app, const std::string& id, const check::Report& report,
               const Options& options, Scores& scores) {
  if (options.findings) {
    std::printf("%s\n", id.c_str());
    print_findings(report);
  }
  for (const auto& question : questions()) {
    const auto label = question.label(app);
    const auto answers = question.answers(report);
    scores[question.name].add(label.expected, label.acceptable, answers);
    if (!options.quiet) print_difference(id, question.name, label, answers);
  }
}

// ---- fitting -----------------------------------------------------------------------------------

constexpr double kCandidateScoreMin = 0.4;  // weaker ones teach nothing

void add_candidates(const boost::json::object& app, const std::string& id,
                    const package::Pack& pack, std::vector<Candidate>& out) {
  const auto& knowledge = infer::builtin();
  const check::Options options;
  check::Context context(pack, options);
  const auto reading = check::reading_of(context, context.program());
  const auto label = questions()[2].label(app);
  for (const auto& scored : infer::scored_categories(reading, knowledge)) {
    if (scored.score < kCandidateScoreMin) continue;
    const auto& category = knowledge.data.categories[scored.category];
    Candidate candidate;
    candidate.program = id;
    candidate.name = category.first.zh + "-" + category.second.zh;
    candidate.features = {1, std::log(scored.score), scored.share_of_top, scored.share_of_all};
    candidate.right = is_accepted(label.expected, candidate.name) ||
                      is_accepted(label.acceptable, candidate.name);
    out.push_back(std::move(candidate));
  }
}

void print_fit(const std::vector<Candidate>& candidates, const boost::json::array& apps,
               const Options& options) {
  const auto predictions = cross_validated(candidates);
  for (const double threshold : {0.5, 0.55, 0.6, 0.65, 0.7}) {
    std::map<std::string, Answers> answers;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (predictions[i] >= threshold) answers[candidates[i].program].insert(candidates[i].name);
    }
    Score score;
    for (const auto& item : apps) {
      const std::string id(item.as_object().at("id").as_string());
      if (!is_wanted(options, id)) continue;
      const auto label = questions()[2].label(item.as_object());
      score.add(label.expected, label.acceptable, answers[id]);
    }
    std::printf("cross-validated at %.2f: %s\n", threshold, shown(score).c_str());
  }
  const auto all = fitted(candidates);
  std::printf("intercept %.3f, log_score %.3f, share_of_top %.3f, share_of_all %.3f\n", all[0],
              all[1], all[2], all[3]);
}

int run(const Options& options) {
  auto file = open_file(options.labels, O_RDONLY);
  if (!file) return std::fprintf(stderr, "%s\n", to_string(file.error()).c_str()), 2;
  const auto text = read_file(file->get(), kLabelBytesMax);
  const auto labels = text ? parse_json(*text, kLabelBytesMax)
                           : Result<boost::json::value>(fail(ErrorKind::kInvalid, ""));
  if (!labels || !labels->is_object() || !labels->get_object().contains("apps")) {
    return std::fprintf(stderr, "%s: no labels\n", options.labels.c_str()), 2;
  }
  const auto& apps = labels->get_object().at("apps").as_array();
  Scores scores;
  std::vector<Candidate> candidates;
  std::size_t judged = 0;
  for (const auto& item : apps) {
    const auto& app = item.as_object();
    const std::string id(app.at("id").as_string());
    if (!is_wanted(options, id)) continue;
    const auto program =
        packed(options.apps + "/" + id + "/" + std::string(app.at("root").as_string()));
    if (!program) {
      std::printf("  %s: not judged: %s\n", id.c_str(), to_string(program.error()).c_str());
      continue;
    }
    ++judged;
    if (options.fit) {
      add_candidates(app, id, *program->pack, candidates);
    } else {
      judge_one(app, id, check::check_pack(*program->pack), options, scores);
    }
  }
  std::printf("%zu programs, part: %s\n", judged, options.part.c_str());
  if (options.fit) print_fit(candidates, apps, options);
  for (const auto& question : questions()) {
    if (!options.fit)
      std::printf("%-32s %s\n", question.name, shown(scores[question.name]).c_str());
  }
  return judged == 0 ? 2 : 0;
}

}  // namespace
}  // namespace baobei::judge

int main(int argc, char** argv) {
  baobei::judge::Options options;
  const std::map<std::string, std::string*> words = {{"--apps", &options.apps},
                                                     {"--labels", &options.labels},
                                                     {"--part", &options.part},
                                                     {"--only", &options.only}};
  const std::map<std::string, bool*> flags = {
      {"--findings", &options.findings}, {"--quiet", &options.quiet}, {"--fit", &options.fit}};
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (const auto flag = flags.find(argument); flag != flags.end()) {
      *flag->second = true;
    } else if (const auto word = words.find(argument); word != words.end() && i + 1 < argc) {
      *word->second = argv[++i];
    } else {
      std::fprintf(stderr,
                   "judge --apps DIR --labels FILE [--part all|tuned|held-out] [--only ID] "
                   "[--findings] [--quiet] [--fit]\n");
      return 64;
    }
  }
  return baobei::judge::run(options);
}
