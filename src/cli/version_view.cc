#include "cli/version_view.h"

#include <algorithm>

#include "cli/fields.h"
#include "cli/tables.h"

namespace baobei::cli {
namespace {

constexpr std::size_t kPrefixDigitsMin = 6;
constexpr std::size_t kDigestDigits = 64;

ApiError unknown_version(const std::string& version) {
  ApiError error;
  error.kind = ErrorKind::kNotFound;
  error.title = {filled(word(Word::kNoSuchVersion, Language::kZh), {version}),
                 filled(word(Word::kNoSuchVersion, Language::kEn), {version})};
  return error;
}

void show_lines(Terminal& out, const View& excerpt, std::int64_t marked) {
  auto no = excerpt["from"].number();
  for (const auto& line : excerpt["lines"].texts()) {
    const bool here = no == marked;
    out.line((here ? "  > " : "    ") + std::to_string(no) + "  " + without_tabs(line),
             here ? Tone::kStrong : Tone::kQuiet);
    ++no;
  }
}

}  // namespace

std::string without_tabs(const std::string& line) {
  std::string out;
  for (const char c : line) {
    if (c == '\t') out += "    ";
    if (c != '\t') out.push_back(c);
  }
  return out;
}

Answer<std::string> digest_of(Client& api, const std::string& app, const std::string& version) {
  if (version.size() == kDigestDigits) return version;
  if (version.size() < kPrefixDigitsMin) {
    const auto no = number_of(version);
    if (!no) return std::unexpected(unknown_version(version));
    TRY_ASSIGN(const auto submission, api.get(app_path(app, "submissions/" + std::to_string(*no))));
    return submission.view()["digest"].text();
  }
  TRY_ASSIGN(const auto packages, api.list(app_path(app, "packages"), kVersionsLookedAt));
  std::string found;
  for (const auto& item : packages.view()["items"].items()) {
    const auto digest = item["digest"].text();
    if (!digest.starts_with(version)) continue;
    if (!found.empty()) return std::unexpected(unknown_version(version));
    found = digest;
  }
  if (found.empty()) return std::unexpected(unknown_version(version));
  return found;
}

std::string version_path(const std::string& app, const std::string& digest,
                         const std::string& tail) {
  return app_path(app, "packages/" + encoded(digest) + "/" + tail);
}

void show_comparison(Terminal& out, const View& comparison) {
  const auto against = comparison["against"].text();
  if (against.empty()) out.line(Word::kDiffAgainstNothing, {}, Tone::kQuiet);
  if (!against.empty()) out.line(Word::kDiffAgainst, {against}, Tone::kQuiet);
  if (comparison["outline_missing"].is_there()) {
    out.line(Word::kDiffNoOutline, {comparison["outline_missing"].text()}, Tone::kWarn);
  }
  for (const auto* change : {"added", "removed"}) {
    for (const auto& category : comparison["categories"][change].texts()) {
      out.line(out.say(Word::kFieldCategories) + "  " + out.name("change", change) + "  " +
               category);
    }
  }
  if (!comparison["outline"].items().empty()) {
    write_table(out, answer_table("getDiff", "outline"), comparison);
  }
  const auto left_out = comparison["outline_left_out"].number();
  if (left_out > 0) out.line(Word::kDiffLeftOut, {std::to_string(left_out)}, Tone::kQuiet);
  const auto counts = comparison["file_counts"];
  out.line(Word::kDiffFileCounts, {counts["added"].text(), counts["removed"].text(),
                                   counts["changed"].text(), counts["moved"].text()});
  for (const auto& file : comparison["files"].items()) {
    const auto moved_from = file["moved_from"].text();
    out.line("  " + out.name("change", file["change"].text()) + "  " +
             (moved_from.empty() ? "" : moved_from + " → ") + file["path"].text());
  }
  const auto files_left_out = comparison["files_left_out"].number();
  if (files_left_out > 0)
    out.line(Word::kDiffLeftOut, {std::to_string(files_left_out)}, Tone::kQuiet);
}

void show_differences(Terminal& out, const View& differences) {
  if (!differences["text"].flag()) return out.line(Word::kNotText, {"–"}, Tone::kWarn);
  if (differences["coarse"].flag()) out.line(Word::kDiffCoarse, {}, Tone::kQuiet);
  const auto hunks = differences["hunks"].items();
  if (hunks.empty()) out.line(Word::kDiffSame, {}, Tone::kQuiet);
  for (const auto& hunk : hunks) {
    out.line("@@ -" + hunk["from_before"].text() + "," + hunk["lines_before"].text() + " +" +
                 hunk["from_after"].text() + "," + hunk["lines_after"].text() + " @@",
             Tone::kStrong);
    for (const auto& line : hunk["lines"].texts()) {
      const char sign = line.empty() ? ' ' : line.front();
      out.line(without_tabs(line), sign == '+'   ? Tone::kGood
                                   : sign == '-' ? Tone::kBad
                                                 : Tone::kQuiet);
    }
  }
  const auto left_out = differences["hunks_left_out"].number();
  if (left_out > 0) out.line(Word::kDiffLeftOut, {std::to_string(left_out)}, Tone::kQuiet);
}

void show_findings(Terminal& out, const View& page) {
  const std::string suffix = out.language() == Language::kZh ? "_zh" : "_en";
  for (const auto& finding : page["items"].items()) {
    const auto severity = finding["severity"].text();
    std::string place = finding["file"].text();
    if (finding["line"].is_there()) place += ":" + finding["line"].text();
    out.line(out.name("severity", severity) + "  " + finding["rule"].text() + "  " + place,
             severity == "error" ? Tone::kBad : Tone::kWarn);
    out.line("  " + finding["message" + suffix].text());
    const auto advice = finding["advice" + suffix].text();
    if (!advice.empty()) out.line("  " + out.say(Word::kAdvice, {advice}), Tone::kQuiet);
    show_lines(out, finding["excerpt"], finding["line"].number());
    const auto dismissed = finding["dismissed"];
    if (!dismissed.is_there()) continue;
    out.line("  " + out.say(Word::kFindingDismissed,
                            {out.when(dismissed["at"].text()), dismissed["submission"].text(),
                             dismissed["by"].text(), dismissed["reason"].text()}),
             Tone::kQuiet);
  }
}

}  // namespace baobei::cli
