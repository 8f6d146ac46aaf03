#include "cli/check.h"

#include <fcntl.h>

#include <filesystem>
#include <memory>
#include <optional>

#include "base/file.h"
#include "base/text.h"
#include "catalogue/catalogue.h"
#include "check/check.h"
#include "cli/binder.h"
#include "infer/infer.h"
#include "knowledge/compile.h"
#include "package/package.h"

namespace baobei::cli {
namespace {

const std::string& in(const check::Text& text, Language language) {
  return language == Language::kZh ? text.zh : text.en;
}

struct Packed {
  Fd pack;
};

Result<Packed> packed(const std::string& path) {
  Packed out;
  TRY_ASSIGN(out.pack, memory_file("package"));
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    TRY_ASSIGN(const auto folder, package::app_folder(path));
    TRY(package::pack_folder(folder, out.pack.get()));
    return out;
  }
  TRY_ASSIGN(const Fd archive, open_file(path, O_RDONLY));
  TRY(package::pack_archive(archive.get(), out.pack.get()));
  return out;
}

Tone tone_of_severity(check::Severity severity) {
  switch (severity) {
    case check::Severity::kError:
      return Tone::kBad;
    case check::Severity::kWarning:
      return Tone::kWarn;
    case check::Severity::kNote:
      return Tone::kPlain;
  }
  return Tone::kPlain;
}

// "pages/a/a.json:3:5"; the package itself has no name.
std::string place_of(const Terminal& out, const check::Finding& finding) {
  if (finding.file.empty()) return out.say(Word::kWholePackage);
  std::string place = finding.file;
  if (finding.line > 0) place += ":" + std::to_string(finding.line);
  if (finding.line > 0 && finding.column > 0) place += ":" + std::to_string(finding.column);
  return place;
}

void show_group(Terminal& out, const check::Report& report, check::Severity severity) {
  bool first = true;
  for (const auto& finding : report.findings) {
    if (finding.severity != severity) continue;
    if (first) {
      out.line(out.name("severity", check::name(severity)), tone_of_severity(severity));
    }
    first = false;
    out.line("  " + place_of(out, finding) + "  " + in(finding.message, out.language()));
    out.line("    " + out.say(Word::kAdvice, {in(finding.advice, out.language())}) + "  [" +
                 finding.rule + "]",
             Tone::kQuiet);
  }
}

void show_report(Terminal& out, const check::Report& report) {
  for (const auto severity :
       {check::Severity::kError, check::Severity::kWarning, check::Severity::kNote}) {
    show_group(out, report, severity);
  }
  for (const auto& category : report.categories) {
    if (category.confidence < infer::kNamedConfidence) continue;
    out.line(Word::kInvolves, {category.id, category.first, category.second});
  }
  if (report.coverage.findings_left_out > 0) {
    out.line(Word::kLeftOut, {std::to_string(report.coverage.findings_left_out)}, Tone::kWarn);
  }
  const auto count = std::to_string(report.findings.size());
  const bool clean = report.findings.empty();
  out.line(clean ? Word::kCheckClean : Word::kCheckCount,
           {std::to_string(report.package.files), count}, clean ? Tone::kGood : Tone::kPlain);
}

bool reaches(const check::Report& report, const std::string& fail_on) {
  for (const auto& finding : report.findings) {
    const bool counts = finding.severity == check::Severity::kError || fail_on == "note" ||
                        (fail_on == "warning" && finding.severity == check::Severity::kWarning);
    if (counts) return true;
  }
  return false;
}

// Signals and packs of the operator's own: a whole folder laid out as catalogue/.
Result<knowledge::Knowledge> knowledge_in(const std::string& folder) {
  TRY_ASSIGN(const auto catalogue, catalogue::load(folder));
  auto compiled = knowledge::compile(catalogue);
  if (!compiled.knowledge) return std::unexpected(std::move(compiled.faults.front()));
  return std::move(*compiled.knowledge);
}

struct Told {
  check::Options options;
  std::optional<knowledge::Knowledge> knowledge;
};

Result<std::unique_ptr<Told>> told(const CheckOptions& options) {
  auto out = std::make_unique<Told>();
  if (!options.categories.empty()) out->options.declared = options.categories;
  out->options.subject = options.subject;
  if (!options.catalogue.empty()) {
    TRY_ASSIGN(out->knowledge, knowledge_in(options.catalogue));
    out->options.knowledge = &*out->knowledge;
  }
  for (const auto& id : options.categories) {
    if (check::knowledge_of(out->options).category(id) == nullptr) {
      return fail(ErrorKind::kNotFound, "there is no category '" + printable(id) + "'", id);
    }
  }
  return out;
}

}  // namespace

int run_check(Session& session, const std::string& path, const CheckOptions& options) {
  const auto file = packed(path);
  const auto could_not = [&](const Error& error) {
    session.failed(error);
    return kExitCouldNot;
  };
  if (!file) return could_not(file.error());
  const auto beside = told(options);
  if (!beside) return could_not(beside.error());
  const auto pack = package::Pack::open(file->pack.get());
  if (!pack) return could_not(pack.error());
  const auto report = check::check_pack(*pack, (*beside)->options);
  if (options.format == "json" || session.options().json) {
    auto text = check::serialise(report);
    if (text.ends_with('\n')) text.pop_back();
    session.out().json(text);
  } else if (report.outcome == check::Outcome::kCouldNotCheck) {
    const auto why = report.failure ? in(report.failure->message, session.language()) : "";
    session.err().line(Word::kCouldNotCheck, {why}, Tone::kBad);
  } else {
    show_report(session.out(), report);
  }
  if (report.outcome == check::Outcome::kCouldNotCheck) return kExitCouldNot;
  return reaches(report, options.fail_on) ? kExitRefused : kExitOk;
}

void bind_check(Binder& binder) {
  struct Words {
    std::string path;
    CheckOptions options;
  };
  auto words = std::make_shared<Words>();
  binder.command("check", Word::kHelpCheck)
      .takes("PATH", words->path, Word::kHelpPath)
      .one_of("--format", words->options.format, {"human", "json"}, Word::kHelpFormat)
      .one_of("--fail-on", words->options.fail_on, {"error", "warning", "note"}, Word::kHelpFailOn)
      .list("--category", words->options.categories, Word::kHelpCategory)
      .one_of("--subject", words->options.subject,
              {"personal", "individual_business", "enterprise", "government", "media",
               "other_organisation", "overseas_enterprise", "overseas_other"},
              Word::kHelpSubjectKind)
      .option("--catalogue", words->options.catalogue, Word::kHelpOtherCatalogue)
      .runs([words](Session& session) { return run_check(session, words->path, words->options); });
}

}  // namespace baobei::cli
