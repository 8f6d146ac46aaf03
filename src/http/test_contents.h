// Contents of versions from tables, for the tests of the API. Threads: the tables are filled before
// requests are sent. Owner: a test's World.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/contents.h"

namespace baobei::http::test {

class TableContents final : public engine::Contents {
 public:
  std::map<Digest, std::map<std::string, std::vector<std::string>>> versions;  // path → lines
  std::map<Digest, std::vector<engine::ReportFinding>> reports;
  std::map<std::string, engine::Picture> pictures;  // of every version, by path
  std::string confidential_rule = "hidden/rule";

  Result<std::vector<engine::VersionFile>> files(const Digest& version) override {
    const auto found = versions.find(version);
    if (found == versions.end()) return fail(ErrorKind::kCorrupt, "damaged");
    std::vector<engine::VersionFile> rows;
    for (const auto& [path, lines] : found->second) rows.push_back(row(path));
    return rows;
  }

  Result<engine::FileText> text(const Digest& version, const std::string& path,
                                engine::LineRange range,
                                const std::vector<engine::TextSpan>& masked) override {
    const auto found = versions.find(version);
    if (found == versions.end()) return fail(ErrorKind::kCorrupt, "damaged");
    const auto file = found->second.find(path);
    if (file == found->second.end()) return fail(ErrorKind::kNotFound, "no such file");
    engine::FileText text;
    text.file = row(path);
    if (path.ends_with(".png")) return text;
    text.shown = engine::Shown::kText;
    text.from = range.from;
    text.lines_total = static_cast<std::uint32_t>(file->second.size());
    for (std::size_t i = range.from - 1; i < file->second.size(); ++i) {
      if (text.lines.size() == range.lines) break;
      text.lines.push_back(hidden(path, i + 1, masked) ? "***" : file->second[i]);
    }
    return text;
  }

  Result<engine::Picture> picture(const Digest& version, const std::string& path) override {
    const auto found = versions.find(version);
    if (found == versions.end()) return fail(ErrorKind::kCorrupt, "damaged");
    if (!found->second.contains(path)) return fail(ErrorKind::kNotFound, "no such file");
    const auto drawn = pictures.find(path);
    return drawn == pictures.end() ? engine::Picture{} : drawn->second;
  }

  Result<std::vector<engine::ReportFinding>> findings(const Digest& report) override {
    const auto found = reports.find(report);
    if (found == reports.end()) return fail(ErrorKind::kCorrupt, "a named blob is missing");
    return found->second;
  }

  Result<std::vector<engine::Excerpt>> excerpts(
      const Digest& version, const std::vector<engine::TextSpan>& places,
      const std::vector<engine::TextSpan>& masked) override {
    std::vector<engine::Excerpt> all;
    for (const auto& place : places) {
      auto& excerpt = all.emplace_back();
      if (place.line == 0) continue;
      const auto shown = text(version, place.file, {place.line, 1}, masked);
      if (!shown) return std::unexpected(shown.error());
      excerpt = {place.line, shown->lines};
    }
    return all;
  }

  // Asked for, in order; answered with what stands here.
  std::vector<std::string> compared;
  engine::Comparison comparison;
  engine::FileDifferences differences;

  Result<engine::Comparison> compare(const engine::Side& before,
                                     const engine::Side& after) override {
    compared.push_back(line(before, "") + " " + line(after, ""));
    return comparison;
  }
  Result<engine::FileDifferences> compare_file(const engine::Side& before,
                                               const std::string& path_before,
                                               const engine::Side& after,
                                               const std::string& path) override {
    compared.push_back(line(before, path_before) + " " + line(after, path));
    if (path == "gone.js") return fail(ErrorKind::kNotFound, "on neither side");
    return differences;
  }

  bool is_confidential(std::string_view rule) const override { return rule == confidential_rule; }

 private:
  static engine::VersionFile row(const std::string& path) {
    return {path, path.size(), sha256(path), engine::kind_of(path)};
  }
  static std::string line(const engine::Side& side, const std::string& path) {
    const auto version = side.version ? to_hex(*side.version).substr(0, 6) : "nothing";
    return version + path + (side.masked.empty() ? "" : "!");
  }
  static bool hidden(const std::string& path, std::size_t line,
                     const std::vector<engine::TextSpan>& masked) {
    for (const auto& span : masked) {
      if (span.file == path && span.line == line) return true;
    }
    return false;
  }
};

}  // namespace baobei::http::test
