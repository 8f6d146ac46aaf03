// judge --apps DIR --labels FILE [--only ID] [--findings]
//
// Checks every labelled program that lies in DIR/<id> and prints, per question, recall and
// precision with 95 % intervals, and per program what was missed or invented. The labels and the
// programs are other people's: neither is part of this project.
#include <fcntl.h>

#include <cstdio>
#include <cstring>
#include <map>
#include <string>

#include "base/file.h"
#include "base/json.h"
#include "bench/judge/questions.h"
#include "bench/judge/score.h"
#include "check/check.h"
#include "package/pack.h"

namespace baobei::judge {
namespace {

constexpr std::size_t kLabelBytesMax = 16 * 1024 * 1024;

struct Options {
  std::string apps;
  std::string labels;
  std::string only;
  bool findings = false;
};

Result<check::Report> report_on(const std::string& folder) {
  TRY_ASSIGN(const auto file, memory_file("judge"));
  TRY(package::pack_folder(folder, file.get()));
  TRY_ASSIGN(const auto pack, package::Pack::open(file.get()));
  return check::check_pack(pack);
}

void print_difference(const std::string& id, const char* question, const Label& label,
                      const Answers& answers) {
  for (const auto& item : label.expected) {
    if (!answers.contains(item))
      std::printf("  %s: %s missed: %s\n", id.c_str(), question, item.c_str());
  }
  for (const auto& item : answers) {
    if (label.expected.contains(item) || label.acceptable.contains(item)) continue;
    std::printf("  %s: %s invented: %s\n", id.c_str(), question, item.c_str());
  }
}

void print_findings(const check::Report& report) {
  for (const auto& finding : report.findings) {
    std::printf("    %s %s %s:%u:%u %s%s%s\n", std::string(name(finding.severity)).c_str(),
                finding.rule.c_str(), finding.file.c_str(), finding.line, finding.column,
                finding.api ? finding.api->c_str() : "", finding.api ? " " : "",
                finding.message.en.c_str());
  }
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
  std::map<std::string, Score> scores;
  std::size_t judged = 0;
  for (const auto& item : labels->get_object().at("apps").as_array()) {
    const auto& app = item.as_object();
    const std::string id(app.at("id").as_string());
    if (!options.only.empty() && options.only != id) continue;
    const auto folder = options.apps + "/" + id + "/" + std::string(app.at("root").as_string());
    const auto report = report_on(folder);
    if (!report) {
      std::printf("  %s: not judged: %s\n", id.c_str(), to_string(report.error()).c_str());
      continue;
    }
    ++judged;
    if (options.findings) {
      std::printf("%s\n", id.c_str());
      print_findings(*report);
    }
    for (const auto& question : questions()) {
      const auto label = question.label(app);
      const auto answers = question.answers(*report);
      scores[question.name].add(label.expected, label.acceptable, answers);
      print_difference(id, question.name, label, answers);
    }
  }
  std::printf("%zu programs\n", judged);
  for (const auto& question : questions()) {
    std::printf("%-32s %s\n", question.name, shown(scores[question.name]).c_str());
  }
  return judged == 0 ? 2 : 0;
}

}  // namespace
}  // namespace baobei::judge

int main(int argc, char** argv) {
  baobei::judge::Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--findings") {
      options.findings = true;
    } else if (i + 1 < argc && argument == "--apps") {
      options.apps = argv[++i];
    } else if (i + 1 < argc && argument == "--labels") {
      options.labels = argv[++i];
    } else if (i + 1 < argc && argument == "--only") {
      options.only = argv[++i];
    } else {
      std::fprintf(stderr, "judge --apps DIR --labels FILE [--only ID] [--findings]\n");
      return 64;
    }
  }
  return baobei::judge::run(options);
}
