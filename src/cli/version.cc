// version …: what stands in a version.

#include "base/json.h"
#include "base/text.h"
#include "cli/binder.h"
#include "cli/tables.h"
#include "cli/version_view.h"

namespace baobei::cli {
namespace {

constexpr std::size_t kFilesMax = 20'000;
constexpr std::size_t kFindingsMax = 2'000;

struct VersionOptions {
  std::string app;
  std::string version;
  std::string file;
  std::string under;
  std::string severity;
  std::string against;
  std::string file_before;
  std::uint32_t no = 0;
  std::uint32_t from = 1;
  std::uint32_t lines = 1'000;
};

int run_files(Session& session, const VersionOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto digest = digest_of(**api, options.app, options.version);
  if (!digest) return session.failed(digest.error());
  const auto target =
      version_path(options.app, *digest, "files") + query({{"under", options.under}});
  return run_table(session, answer_table("listVersionFiles"), target, kFilesMax);
}

// Each part of the path by itself, so that its slashes stay.
std::string encoded_path(const std::string& path) {
  std::string out;
  for (const auto& part : split(path, '/')) out += (out.empty() ? "" : "/") + encoded(part);
  return out;
}

int run_show(Session& session, const VersionOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto digest = digest_of(**api, options.app, options.version);
  if (!digest) return session.failed(digest.error());
  const auto target =
      version_path(options.app, *digest, "files/" + encoded_path(options.file)) +
      query({{"from", std::to_string(options.from)}, {"lines", std::to_string(options.lines)}});
  const auto text = (*api)->get(target);
  if (!text) return session.failed(text.error());
  if (session.options().json) return session.print_json(text->body);
  const auto view = text->view();
  if (!view["text"].flag()) {
    session.err().line(Word::kNotText, {view["size"].text()}, Tone::kWarn);
    return kExitOk;
  }
  for (const auto& line : view["lines"].texts()) session.out().line(without_tabs(line));
  for (const auto& no : view["cut"].texts()) {
    session.err().line(Word::kLineCut, {no}, Tone::kQuiet);
  }
  if (view["next"].is_there()) {
    session.err().line(Word::kMoreLines, {view["next"].text()}, Tone::kQuiet);
  }
  return kExitOk;
}

int run_findings(Session& session, const VersionOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto target =
      app_path(options.app, "submissions/" + std::to_string(options.no) + "/findings") +
      query({{"severity", options.severity}, {"file", options.file}});
  const auto list = (*api)->list(target, kFindingsMax);
  if (!list) return session.failed(list.error());
  if (session.options().json) return session.print_json(list->body);
  if (list->view()["items"].items().empty()) session.out().line(Word::kNothing);
  show_findings(session.out(), list->view());
  return kExitOk;
}

bool is_word_of_the_api(const std::string& against) {
  return against.empty() || against == "last_approved" || against == "nothing";
}

int run_diff(Session& session, const VersionOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto digest = digest_of(**api, options.app, options.version);
  if (!digest) return session.failed(digest.error());
  auto against = options.against;
  if (!is_word_of_the_api(against)) {
    const auto other = digest_of(**api, options.app, against);
    if (!other) return session.failed(other.error());
    against = *other;
  }
  const auto target =
      version_path(options.app, *digest, "diff") +
      query({{"against", against}, {"file", options.file}, {"file_before", options.file_before}});
  const auto diff = (*api)->get(target);
  if (!diff) return session.failed(diff.error());
  if (session.options().json) return session.print_json(diff->body);
  if (options.file.empty()) show_comparison(session.out(), diff->view());
  if (!options.file.empty()) show_differences(session.out(), diff->view());
  return kExitOk;
}

void show_checked(Terminal& out, const View& report) {
  const bool zh = out.language() == Language::kZh;
  const auto outcome = report["outcome"].text();
  out.line(out.name("check", outcome), outcome == "passed" ? Tone::kGood : Tone::kWarn);
  for (const auto& finding : report["findings"].items()) {
    const auto severity = finding["severity"].text();
    const bool whole_file = finding["line"].number() == 0;
    const auto place = finding["file"].text() + (whole_file ? "" : ":" + finding["line"].text());
    out.line(out.name("severity", severity) + "  " + finding["rule"].text() + "  " + place,
             severity == "error" ? Tone::kBad : Tone::kWarn);
    out.line("  " + finding[zh ? "message" : "message_en"].text());
    const auto advice = finding[zh ? "advice" : "advice_en"].text();
    if (!advice.empty()) out.line("  " + out.say(Word::kAdvice, {advice}), Tone::kQuiet);
  }
}

// The report as the server's checker wrote it; what it found is no failure of this command.
int run_server_check(Session& session, const VersionOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto digest = digest_of(**api, options.app, options.version);
  if (!digest) return session.failed(digest.error());
  const auto report = (*api)->command(version_path(options.app, *digest, "check"), nullptr);
  if (!report) return session.failed(report.error());
  if (session.options().json) return session.print_json(report->body);
  show_checked(session.out(), report->view());
  return kExitOk;
}

}  // namespace

void bind_version(Binder& binder) {
  auto options = std::make_shared<VersionOptions>();
  auto version = binder.group("version", Word::kHelpVersionGroup);
  version.command("files", Word::kHelpVersionFiles)
      .takes("APP", options->app, Word::kHelpApp)
      .takes("VERSION", options->version, Word::kHelpVersion)
      .option("--under", options->under, Word::kHelpUnder)
      .runs([options](Session& session) { return run_files(session, *options); });
  version.command("show", Word::kHelpVersionShow)
      .takes("APP", options->app, Word::kHelpApp)
      .takes("VERSION", options->version, Word::kHelpVersion)
      .takes("FILE", options->file, Word::kHelpVersionFile)
      .option("--from", options->from, Word::kHelpFromLine)
      .option("--lines", options->lines, Word::kHelpLines)
      .runs([options](Session& session) { return run_show(session, *options); });
  version.command("check", Word::kHelpServerCheck)
      .takes("APP", options->app, Word::kHelpApp)
      .takes("VERSION", options->version, Word::kHelpVersion)
      .runs([options](Session& session) { return run_server_check(session, *options); });
  auto diff = std::make_shared<VersionOptions>();
  version.command("diff", Word::kHelpVersionDiff)
      .takes("APP", diff->app, Word::kHelpApp)
      .takes("VERSION", diff->version, Word::kHelpVersion)
      .option("--against", diff->against, Word::kHelpAgainst)
      .option("--file", diff->file, Word::kHelpDiffFile)
      .option("--file-before", diff->file_before, Word::kHelpDiffFileBefore)
      .runs([diff](Session& session) { return run_diff(session, *diff); });
  version.command("findings", Word::kHelpVersionFindings)
      .takes("APP", options->app, Word::kHelpApp)
      .takes("NO", options->no, Word::kHelpSubmissionNo)
      .one_of("--severity", options->severity, {"error", "warning", "note"}, Word::kHelpSeverity)
      .option("--file", options->file, Word::kHelpFindingFile)
      .runs([options](Session& session) { return run_findings(session, *options); });
}

}  // namespace baobei::cli
