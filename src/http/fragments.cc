#include "http/fragments.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace baobei::http {
namespace {

constexpr std::string_view kFragmentDomain = "baobei.fragment/2\n";

// Parts that cannot run into each other.
class Parts {
 public:
  Parts() { hash_.update(kFragmentDomain); }
  Parts& add(std::string_view part) {
    hash_.update(std::to_string(part.size()) + ":");
    hash_.update(part);
    return *this;
  }
  Digest digest() { return hash_.finish(); }

 private:
  Sha256 hash_;
};

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

// Runs of white space are one blank; none at the ends.
void add_evened(std::string& out, const std::string& line) {
  const auto before = out.size();
  bool gap = false;
  for (const char c : line) {
    if (is_space(c)) {
      gap = out.size() > before;
      continue;
    }
    if (gap) out += ' ';
    gap = false;
    out += c;
  }
  if (out.size() > before) out += '\n';
}

// FileLines of one version's files, a page of them at a time.
class FileLines {
 public:
  FileLines(const Digest& version, engine::Contents& contents)
      : version_(version), contents_(contents) {}

  // What the place holds, as a digest: a long line is read once for all that is found on it.
  Result<Digest> held_by(const engine::TextSpan& at) {
    const Place place{at.file, at.line, at.end_line};
    if (const auto found = held_.find(place); found != held_.end()) return found->second;
    TRY_ASSIGN(const auto text, text_of(at));
    return held_.emplace(place, sha256(text)).first->second;
  }

 private:
  using Place = std::tuple<std::string, std::uint32_t, std::uint32_t>;

  Result<std::string> text_of(const engine::TextSpan& at) {
    if (at.line == 0) return whole(at.file);
    const auto behind = std::min(std::max(at.end_line, at.line), at.line + kFragmentLinesMax - 1);
    std::string text;
    for (auto line = at.line; line <= behind; ++line) {
      TRY_ASSIGN(const auto* page, page_of(at.file, line));
      if (page->shown != engine::Shown::kText) return whole(at.file);
      const auto index = line - page->from;
      if (index >= page->lines.size()) break;
      add_evened(text, page->lines[index]);
    }
    return text;
  }
  Result<std::string> whole(const std::string& file) {
    TRY_ASSIGN(const auto* page, page_of(file, 1));
    return "file " + to_hex(page->file.content);
  }
  Result<const engine::FileText*> page_of(const std::string& file, std::uint32_t line) {
    const auto from = (line - 1) / engine::kShownLinesMax * engine::kShownLinesMax + 1;
    const auto key = std::pair(file, from);
    if (const auto found = pages_.find(key); found != pages_.end()) return &found->second;
    auto text = contents_.text(version_, file, {from, engine::kShownLinesMax}, {});
    // A finding may name what is missing.
    if (!text && text.error().kind == ErrorKind::kNotFound) text = engine::FileText{};
    if (!text) return std::unexpected(text.error());
    return &pages_.emplace(key, std::move(*text)).first->second;
  }

  const Digest version_;
  engine::Contents& contents_;
  std::map<Place, Digest> held_;
  std::map<std::pair<std::string, std::uint32_t>, engine::FileText> pages_;
};

// How many findings of the same kind stand before each on its lines: one line may be a whole file.
class Ordinals {
 public:
  std::uint32_t next(const engine::ReportFinding& of) {
    return seen_[{of.rule, of.api, of.category, of.at.file, of.at.line}]++;
  }

 private:
  std::map<std::tuple<std::string, std::string, std::string, std::string, std::uint32_t>,
           std::uint32_t>
      seen_;
};

}  // namespace

Result<std::vector<Digest>> fragments_of(const lifecycle::AppId& app, const Digest& version,
                                         const std::vector<engine::ReportFinding>& findings,
                                         engine::Contents& contents) {
  FileLines lines(version, contents);
  Ordinals ordinals;
  std::vector<Digest> fragments;
  for (const auto& finding : findings) {
    Parts parts;
    parts.add(app).add(finding.rule).add(finding.api).add(finding.category);
    if (finding.at.file.empty()) {
      parts.add("package").add(finding.message_en);
    } else {
      TRY_ASSIGN(const auto held, lines.held_by(finding.at));
      parts.add("text").add(to_hex(held)).add(std::to_string(ordinals.next(finding)));
    }
    fragments.push_back(parts.digest());
  }
  return fragments;
}

Result<std::vector<std::string>> undismissed_rules(const std::vector<std::string>& rules,
                                                   const engine::CheckJob& job,
                                                   const Digest& report,
                                                   engine::Dismissals& dismissals,
                                                   engine::Contents& contents) {
  TRY_ASSIGN(const auto standing, dismissals.standing(job.app));
  if (standing.empty()) return rules;
  TRY_ASSIGN(const auto findings, contents.findings(report));
  TRY_ASSIGN(const auto fragments, fragments_of(job.app, job.digest, findings, contents));
  std::vector<std::string> left;
  for (const auto& rule : rules) {
    for (std::size_t i = 0; i < findings.size(); ++i) {
      if (findings[i].rule != rule || findings[i].severity != "error") continue;
      if (dismissal_of(standing, findings[i], fragments[i]) != nullptr) continue;
      left.push_back(rule);
      break;
    }
  }
  return left;
}

const engine::DismissalRow* dismissal_of(const std::vector<engine::DismissalRow>& standing,
                                         const engine::ReportFinding& finding,
                                         const Digest& fragment) {
  const auto found = std::ranges::find_if(standing, [&](const engine::DismissalRow& row) {
    return row.fragment == fragment && row.rule == finding.rule;
  });
  return found == standing.end() ? nullptr : &*found;
}

}  // namespace baobei::http
