#include <algorithm>
#include <filesystem>
#include <set>

#include "checks.h"
#include "pattern.h"

namespace baobei::tidy {
namespace {

// Every path of the tree, its folders included.
std::set<std::string> places_of(const std::vector<SourceFile>& files) {
  std::set<std::string> places;
  for (const auto& file : files) {
    for (std::filesystem::path path = file.path; !path.empty(); path = path.parent_path()) {
      places.insert(path.generic_string());
    }
  }
  return places;
}

// "docs/a.md", "../api/b.md#c" → "api/b.md"; empty for what leads out of the tree or nowhere.
std::string target_of(const std::string& from, std::string link) {
  link = link.substr(0, link.find_first_of("# "));
  if (link.empty() || link.find(':') != std::string::npos) return {};
  auto path = (std::filesystem::path(from).parent_path() / link).lexically_normal();
  if (!path.has_filename()) path = path.parent_path();
  return path.generic_string();
}

void check_links(const SourceFile& page, const std::set<std::string>& places, Faults& faults) {
  static const Pattern kLink(R"(\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)\")");
  std::size_t number = 0;
  bool in_code = false;
  for (const auto view : lines_of(page.text)) {
    ++number;
    const auto text = view.find_first_not_of(' ');
    if (text != view.npos && view.substr(text).starts_with("```")) in_code = !in_code;
    if (in_code) continue;
    for (const auto& match : kLink.all(view)) {
      const std::string link = match.text(match.groups[1].empty() ? 2 : 1);
      const auto target = target_of(page.path, link);
      if (target.empty() || target == "." || places.contains(target)) continue;
      faults.push_back({page.path, number, "the link " + link + " leads nowhere"});
    }
  }
}

void check_decisions(const SourceFile& file, const std::set<std::string>& numbers, Faults& faults) {
  static const Pattern kMention(R"(\badr/(\d{4})\b|\bADR (\d{4})\b)");
  const std::string& text = file.text;
  if (text.find("adr/") == std::string::npos && text.find("ADR ") == std::string::npos) return;
  for (const auto& match : kMention.all(text)) {
    const std::string number = match.text(match.groups[1].empty() ? 2 : 1);
    if (numbers.contains(number)) continue;
    const auto line = line_of(file, match.at);
    faults.push_back({file.path, line, "there is no docs/adr/" + number});
  }
}

void check_packages(const SourceFile& list, const SourceFile* page, Faults& faults) {
  std::size_t number = 0;
  for (const auto view : lines_of(list.text)) {
    ++number;
    const std::string line(view);
    const auto space = line.find(' ');
    if (line.empty() || line.front() == '#' || space == std::string::npos) continue;
    const std::string package = line.substr(space + 1);
    if (page != nullptr && page->text.find("`" + package + "`") != std::string::npos) continue;
    faults.push_back({list.path, number, package + " has no row in docs/dependencies.md"});
  }
}

}  // namespace

Faults check_documents(const std::vector<SourceFile>& files) {
  Faults faults;
  const auto places = places_of(files);
  std::set<std::string> decisions;
  for (const auto& file : files) {
    if (!is_under(file.path, "docs/adr")) continue;
    const auto number = file.path.substr(9, 4);
    if (!decisions.insert(number).second) {
      faults.push_back({file.path, 1, "two decisions have the number " + number});
    }
  }
  for (const auto& file : files) {
    if (file.path.ends_with(".md")) check_links(file, places, faults);
    if (!is_under(file.path, "tests/tidy")) check_decisions(file, decisions, faults);
    if (file.path == "tools/packages.txt") {
      check_packages(file, find_source(files, "docs/dependencies.md"), faults);
    }
  }
  return faults;
}

}  // namespace baobei::tidy
