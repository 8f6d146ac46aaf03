#include "cli/check.h"

#include <fcntl.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>

#include "check/check.h"
#include "check/child.h"
#include "check/report_cache.h"
#include "check/set_aside.h"
#include "cli/binder.h"
#include "cli/check_subject.h"
#include "cli/check_view.h"
#include "cli/progress.h"
#include "sinks/sinks.h"

namespace baobei::cli {
namespace {

const std::string& in(const check::Text& text, Language language) {
  return language == Language::kZh ? text.zh : text.en;
}

std::string today() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  return format_rfc3339(now).substr(0, 10);
}

check::Severity severity_of(const std::string& name) {
  for (const auto severity : {check::Severity::kError, check::Severity::kWarning}) {
    if (check::name(severity) == name) return severity;
  }
  return check::Severity::kNote;
}

Result<check::Baseline> baseline_in(const std::string& path) {
  TRY_ASSIGN(const Fd file, open_file(path, O_RDONLY));
  TRY_ASSIGN(const auto text, read_file(file.get(), check::kBaselineBytesMax));
  return check::parse_baseline(text);
}

Status write_baseline(const std::string& path, const check::Baseline& baseline) {
  TRY_ASSIGN(const Fd file, open_file(path, O_WRONLY | O_CREAT | O_TRUNC, 0644));
  return write_all(file.get(), check::serialise(baseline));
}

// What counts for nothing here: what remarks cover, then what the baseline knows.
Status set_aside(Session& session, const CheckOptions& options, const CheckSubject& subject,
                 check::Report& report) {
  check::set_aside_remarked(report, subject.options.today);
  const auto lines = [&] { return sinks::stable_lines(*subject.pack, report, report.findings); };
  if (!options.write_baseline.empty()) {
    const auto baseline = check::baseline_of(report.findings, lines());
    TRY(write_baseline(options.write_baseline, baseline));
    std::uint64_t count = 0;
    for (const auto& [print, times] : baseline.counts) count += times;
    session.err().line(Word::kBaselineWritten, {options.write_baseline, std::to_string(count)});
    check::set_aside_known(report, lines(), baseline);
  }
  if (!options.baseline.empty()) {
    TRY_ASSIGN(auto baseline, baseline_in(options.baseline));
    check::set_aside_known(report, lines(), std::move(baseline));
  }
  return {};
}

std::vector<std::string> fingerprints_of(const check::Report& report, const package::Pack& pack) {
  auto findings = report.findings;
  for (const auto& aside : report.set_aside) findings.push_back(aside.finding);
  const auto lines = sinks::stable_lines(pack, report, findings);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    out.push_back(check::fingerprint(findings[i], lines[i]));
  }
  return out;
}

// --json is a format as well.
const std::string& format_of(const Session& session, const CheckOptions& options) {
  static const std::string kJson = "json";
  return session.options().json ? kJson : options.format;
}

void show(Session& session, const std::string& format, const sinks::View& view) {
  const auto& report = *view.report;
  if (format == "sarif") return session.out().encoded(sinks::sarif(view));
  if (format == "junit") return session.out().encoded(sinks::junit(view));
  if (format == "github") return session.out().encoded(sinks::github(view));
  if (format == "html") return session.out().encoded(sinks::html(view));
  if (format == "json") {
    auto text = check::serialise(report);
    if (text.ends_with('\n')) text.pop_back();
    return session.out().json(text);
  }
  if (!report.failure) show_report(session.out(), view);
}

// Without what the package says.
sinks::View view_of(const Session& session, const std::string& path, const check::Report& report) {
  sinks::View view;
  view.report = &report;
  view.rules = &check::all_rules();
  view.knowledge = &check::knowledge_of({});
  view.language = session.language() == Language::kZh ? sinks::Language::kZh : sinks::Language::kEn;
  view.name = path;
  return view;
}

// Whoever reads the format is told as well that nothing is known; no empty file says *passed*.
int give_up(Session& session, const std::string& path, const CheckOptions& options,
            const char* reason, check::Text why) {
  const auto report = check::could_not_check({}, check::versions(), {reason, std::move(why)});
  show(session, format_of(session, options), view_of(session, path, report));
  return kExitCouldNot;
}

int give_up(Session& session, const std::string& path, const CheckOptions& options,
            const Error& error) {
  session.failed(error);
  const auto& said = api_error(error).title;
  return give_up(session, path, options, "unreadable_package", {said.zh, said.en});
}

int give_up(Session& session, const std::string& path, const CheckOptions& options,
            const std::vector<check::SettingsFault>& faults) {
  for (const auto& fault : faults) {
    session.err().line(Word::kSettingsFault,
                       {std::string(check::kSettingsFile), std::to_string(fault.at.line),
                        std::to_string(fault.at.column), in(fault.message, session.language())},
                       Tone::kBad);
  }
  return give_up(session, path, options, "invalid_settings", faults.front().message);
}

int conclude(Session& session, const std::string& path, const CheckOptions& options,
             const CheckSubject& subject, const check::Report& report) {
  std::vector<check::Rule> own;
  if (subject.knowledge) own = check::rules_with(*subject.knowledge);
  auto view = view_of(session, path, report);
  if (subject.knowledge) view.rules = &own;
  view.knowledge = &check::knowledge_of(subject.options);
  view.base = subject.base;
  view.fail_on = severity_of(subject.fail_on);
  view.lines = sinks::source_lines(*subject.pack, report, report.findings);
  view.fingerprints = fingerprints_of(report, *subject.pack);
  show(session, format_of(session, options), view);
  if (report.failure) {
    session.err().line(Word::kCouldNotCheck, {in(report.failure->message, session.language())},
                       Tone::kBad);
    return kExitCouldNot;
  }
  const bool any = std::ranges::any_of(report.findings, [&](const check::Finding& finding) {
    return sinks::counts(finding, view.fail_on);
  });
  return any ? kExitRefused : kExitOk;
}

// $XDG_CACHE_HOME/baobei, or ~/.cache/baobei; none where neither is known, or none is wanted.
std::optional<std::string> cache_folder(const Session& session, const CheckOptions& options) {
  if (options.no_cache) return std::nullopt;
  // The XDG rule: a relative path is to be ignored.
  const auto cache = session.machine().variable("XDG_CACHE_HOME");
  if (cache && cache->starts_with('/')) return *cache + "/baobei";
  const auto home = session.machine().variable("HOME");
  if (!home || !home->starts_with('/')) return std::nullopt;
  return *home + "/.cache/baobei";
}

Result<check::Report> report_of(Session& session, CheckSubject& subject,
                                const std::optional<std::string>& caches) {
  const auto cache =
      caches ? std::optional(check::ReportCache(*caches + "/reports")) : std::nullopt;
  if (cache) {
    if (auto kept = cache->find(*subject.pack, subject.options)) {
      TRY(bring_findings(subject, *kept));
      return std::move(*kept);
    }
  }
  TRY(bring_all(subject));
  const auto files = std::to_string(subject.pack->files().size());
  auto report = with_progress(session, Word::kChecking, files,
                              [&] { return check::check_pack(*subject.pack, subject.options); });
  if (cache) cache->keep(*subject.pack, subject.options, report);
  return report;
}

// What the codes and words in the pictures say becomes part of what is checked. Decoders of
// pictures are large and pictures hostile: they run in a child, here as on a server.
Status take_codes(Session& session, CheckSubject& subject) {
  TRY(bring_all(subject));
  TRY_ASSIGN(const auto digest, sha256_of_file(subject.file.get()));
  TRY_ASSIGN(auto found, with_progress(session, Word::kLooking, "", [&] {
               return check::picture_codes_in_child(check::own_worker(), subject.file.get(), digest,
                                                    check::wire::Sandbox::kBestEffort,
                                                    check::picture_limits());
             }));
  session.err().line(Word::kPicturesRead,
                     {std::to_string(found.read), std::to_string(found.codes.size()),
                      std::to_string(found.not_read.size() + found.words_not_read.size())},
                     Tone::kQuiet);
  if (!found.words_missing.empty()) {
    session.err().line(
        found.words_missing == "no_library" ? Word::kWordsNoLibrary : Word::kWordsNoData, {},
        Tone::kBad);
  }
  subject.options.not_looked_at = check::not_looked_at(found);
  subject.options.codes = std::move(found.codes);
  return {};
}

struct Checked {
  std::unique_ptr<CheckSubject> subject;
  check::Report report;  // empty where the settings are at fault
};

Result<Checked> check_once(Session& session, const std::string& path, const CheckOptions& options,
                           const std::optional<std::string>& caches) {
  Checked out;
  const auto digests = caches ? *caches + "/digests" : std::string();
  TRY_ASSIGN(out.subject, prepare_check(path, options, today(), digests));
  if (!out.subject->faults.empty()) return out;
  if (options.images) TRY(take_codes(session, *out.subject));
  TRY_ASSIGN(out.report, report_of(session, *out.subject, caches));
  return out;
}

bool has_changed(const Error& error) {
  const auto fault = package::fault_of(error);
  return fault && fault->code == package::FaultCode::kChangedWhileRead;
}

}  // namespace

int run_check(Session& session, const std::string& path, const CheckOptions& options) {
  std::error_code unknown;
  if (!std::filesystem::exists(path, unknown) && !unknown) {
    session.err().line(Word::kNoSuchPath, {path}, Tone::kBad);
    return give_up(
        session, path, options, "unreadable_package",
        {"没有这个文件或文件夹，请检查路径", "there is no such file or folder: check the path"});
  }
  auto ready = check_once(session, path, options, cache_folder(session, options));
  // Edited while it was read, or remembered wrongly: once more, from the bytes alone.
  if (!ready && has_changed(ready.error())) {
    ready = check_once(session, path, options, std::nullopt);
  }
  if (!ready) return give_up(session, path, options, ready.error());
  auto& [subject, report] = *ready;
  if (!subject->faults.empty()) return give_up(session, path, options, subject->faults);
  if (!report.failure) {
    const auto done = set_aside(session, options, *subject, report);
    if (!done) return give_up(session, path, options, done.error());
  }
  return conclude(session, path, options, *subject, report);
}

namespace {

struct Words {
  std::string path;
  std::string explain;
  bool list = false;
  CheckOptions options;
};

int run(Session& session, const Words& words) {
  const int asked =
      (words.path.empty() ? 0 : 1) + (words.explain.empty() ? 0 : 1) + (words.list ? 1 : 0);
  if (asked == 0) return session.usage(Word::kPathOrRule);
  if (asked > 1) return session.usage(Word::kPathAndRule);
  if (words.list) return list_rules(session);
  if (!words.explain.empty()) return explain_rule(session, words.explain);
  return run_check(session, words.path, words.options);
}

}  // namespace

void bind_check(Binder& binder) {
  auto words = std::make_shared<Words>();
  auto& options = words->options;
  binder.command("check", Word::kHelpCheck, Reach::kThisMachine)
      .may_take("PATH", words->path, Word::kHelpPath)
      .one_of("--format", options.format, {"human", "json", "sarif", "junit", "github", "html"},
              Word::kHelpFormat)
      .one_of("--fail-on", options.fail_on, {"error", "warning", "note"}, Word::kHelpFailOn)
      .list("--category", options.categories, Word::kHelpCategory)
      .one_of("--subject", options.subject,
              {"personal", "individual_business", "enterprise", "government", "media",
               "other_organisation", "overseas_enterprise", "overseas_other"},
              Word::kHelpSubjectKind)
      .option("--catalogue", options.catalogue, Word::kHelpOtherCatalogue)
      .option("--baseline", options.baseline, Word::kHelpBaseline)
      .option("--write-baseline", options.write_baseline, Word::kHelpWriteBaseline)
      .option("--jobs", options.jobs, Word::kHelpJobs)
      .flag("--images", options.images, Word::kHelpImages)
      .flag("--no-cache", options.no_cache, Word::kHelpNoCache)
      .option("--explain", words->explain, Word::kHelpExplain)
      .flag("--list-rules", words->list, Word::kHelpListRules)
      .runs([words](Session& session) { return run(session, *words); });
}

}  // namespace baobei::cli
