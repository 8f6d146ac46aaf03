// rules rehearse: the check over many programs, by the rules of this program and by changed ones.
#include <fcntl.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <thread>

#include "base/json.h"
#include "base/text.h"
#include "check/check.h"
#include "check/rehearsal.h"
#include "cli/binder.h"
#include "cli/check_subject.h"
#include "cli/progress.h"

namespace baobei::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kProgramsMax = 20'000;
constexpr std::size_t kNamesShown = 5;

struct RehearseOptions {
  std::string folder;
  std::string catalogue;
  std::string decisions;
  std::uint32_t jobs = 0;
};

// The folders of a server's blobs: two hexadecimal digits (blobs/blobs.h).
bool is_blob_folder(const fs::path& path) {
  const auto name = path.filename().string();
  return name.size() == 2 && name.find_first_not_of("0123456789abcdef") == std::string::npos;
}

bool is_pack(const fs::path& path) {
  const auto file = open_file(path.string(), O_RDONLY);
  return file && package::Pack::open(file->get()).has_value();
}

// What to check, sorted by name. Of a server's blobs, those that are packages.
std::vector<fs::path> programs_in(const std::string& folder) {
  std::vector<fs::path> all;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (!entry.is_directory(error) || !is_blob_folder(entry.path())) {
      const bool file = entry.is_regular_file(error) || entry.is_directory(error);
      if (file && !entry.path().filename().string().starts_with('.')) all.push_back(entry.path());
      continue;
    }
    for (const auto& blob : fs::directory_iterator(entry.path(), error)) {
      if (is_pack(blob.path())) all.push_back(blob.path());
    }
  }
  std::ranges::sort(all);
  if (all.size() > kProgramsMax) all.resize(kProgramsMax);
  return all;
}

// Why nothing is known of a program; "" where both checks went well.
std::string rehearse_one(const fs::path& path, const knowledge::Knowledge& changed, unsigned jobs,
                         check::Rehearsed& out, Language language) {
  const auto subject = prepare_check(path.string(), {}, {});
  if (!subject) return to_string(subject.error());
  if (const auto brought = bring_all(**subject); !brought) return to_string(brought.error());
  auto& options = (*subject)->options;
  options.jobs = jobs;
  const auto before = check::check_pack(*(*subject)->pack, options);
  options.knowledge = &changed;
  const auto after = check::check_pack(*(*subject)->pack, options);
  for (const auto* report : {&before, &after}) {
    if (!report->failure) continue;
    const auto& text = report->failure->message;
    return language == Language::kZh ? text.zh : text.en;
  }
  out.before = check::answers_of(before);
  out.after = check::answers_of(after);
  return {};
}

struct RehearsalOutcome {
  std::vector<check::Rehearsed> programs;
  std::vector<std::pair<std::string, std::string>> failed;  // and why
  check::Rehearsal rehearsal;
};

json::object json_of(const check::Agreement& agreement) {
  return {{"agreed", agreement.agreed},
          {"refuted", agreement.refuted},
          {"missed", agreement.missed},
          {"precision", agreement.precision()},
          {"recall", agreement.recall()}};
}

int print_rehearsal(Session& session, const RehearsalOutcome& outcome) {
  json::array changes;
  for (const auto& change : outcome.rehearsal.changes) {
    changes.push_back(json::object{{"answer", change.answer},
                                   {"before", change.before},
                                   {"after", change.after},
                                   {"gained", json::value_from(change.gained)},
                                   {"lost", json::value_from(change.lost)}});
  }
  json::array scores;
  for (const auto& row : outcome.rehearsal.scores) {
    scores.push_back(json::object{
        {"answer", row.answer}, {"before", json_of(row.before)}, {"after", json_of(row.after)}});
  }
  json::array failed;
  for (const auto& [program, why] : outcome.failed) {
    failed.push_back(json::object{{"program", program}, {"why", why}});
  }
  return session.print_json(json::object{{"schema", "baobei.rehearsal/1"},
                                         {"programs", outcome.programs.size()},
                                         {"could_not_check", std::move(failed)},
                                         {"changes", std::move(changes)},
                                         {"decided", outcome.rehearsal.decided},
                                         {"scores", std::move(scores)}});
}

std::string some_of(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < std::min(kNamesShown, names.size()); ++i) {
    out += (out.empty() ? "" : ", ") + names[i];
  }
  const auto more = names.size() - std::min(kNamesShown, names.size());
  return more == 0 ? out : out + ", … +" + std::to_string(more);
}

std::string percent_of(double share) {
  return Terminal::percent(std::llround(share * 1000) * 10);
}

void show_rehearsal(Terminal& out, const RehearsalOutcome& outcome) {
  for (const auto& [program, why] : outcome.failed) {
    out.line(Word::kNotRehearsed, {program, why}, Tone::kBad);
  }
  for (const auto& change : outcome.rehearsal.changes) {
    out.line(
        change.answer + "  " + std::to_string(change.before) + " → " + std::to_string(change.after),
        Tone::kStrong);
    if (!change.gained.empty()) out.line("  " + out.say(Word::kGained, {some_of(change.gained)}));
    if (!change.lost.empty()) out.line("  " + out.say(Word::kLost, {some_of(change.lost)}));
  }
  for (const auto& row : outcome.rehearsal.scores) {
    const auto decided = std::to_string(outcome.rehearsal.decided);
    out.line(Word::kAgreementRow,
             {row.answer.empty() ? out.say(Word::kAllAnswers, {decided}) : row.answer,
              percent_of(row.before.precision()), percent_of(row.after.precision()),
              percent_of(row.before.recall()), percent_of(row.after.recall())});
  }
  out.line(Word::kRehearsedCount, {std::to_string(outcome.programs.size()),
                                   std::to_string(outcome.rehearsal.changes.size()),
                                   std::to_string(outcome.failed.size())});
}

Result<check::Decisions> decisions_in(const std::string& path) {
  if (path.empty()) return check::Decisions{};
  TRY_ASSIGN(const Fd file, open_file(path, O_RDONLY));
  TRY_ASSIGN(const auto text, read_file(file.get(), check::kDecisionsBytesMax));
  return check::parse_decisions(text);
}

int run_rehearse(Session& session, const RehearseOptions& options) {
  const auto changed = knowledge_in(options.catalogue);
  if (!changed) return session.failed(changed.error());
  const auto decisions = decisions_in(options.decisions);
  if (!decisions) return session.failed(decisions.error());
  const auto programs = programs_in(options.folder);
  if (programs.empty()) {
    session.err().line(Word::kNoPrograms, {}, Tone::kBad);
    return kExitCouldNot;
  }
  const auto processors = std::max(1u, std::thread::hardware_concurrency());
  const auto jobs = std::min(kJobsMax, options.jobs == 0 ? processors : options.jobs);
  RehearsalOutcome outcome;
  for (std::size_t i = 0; i < programs.size(); ++i) {
    check::Rehearsed row;
    row.program = programs[i].filename().string();
    const auto number = std::to_string(i + 1) + "/" + std::to_string(programs.size());
    auto why = with_progress(session, Word::kRehearsing, number, [&] {
      return rehearse_one(programs[i], *changed, jobs, row, session.language());
    });
    if (!why.empty()) {
      outcome.failed.emplace_back(row.program, std::move(why));
    } else {
      outcome.programs.push_back(std::move(row));
    }
  }
  outcome.rehearsal = check::rehearsal_of(outcome.programs, *decisions);
  if (session.options().json) {
    print_rehearsal(session, outcome);
  } else {
    show_rehearsal(session.out(), outcome);
  }
  return outcome.failed.empty() ? kExitOk : kExitCouldNot;
}

}  // namespace

void bind_rules(Binder& binder) {
  auto rules = binder.group("rules", Word::kHelpRules);
  auto options = std::make_shared<RehearseOptions>();
  rules.command("rehearse", Word::kHelpRehearse, Reach::kThisMachine)
      .takes("FOLDER", options->folder, Word::kHelpPrograms)
      .required("--catalogue", options->catalogue, Word::kHelpChanged)
      .option("--decisions", options->decisions, Word::kHelpDecisions)
      .option("--jobs", options->jobs, Word::kHelpJobs)
      .runs([options](Session& session) { return run_rehearse(session, *options); });
  bind_rule_versions(rules);
}

}  // namespace baobei::cli
