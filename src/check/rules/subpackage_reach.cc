#include <algorithm>

#include "check/program.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

// The sub-package that a path lies in; null for the main package.
const Subpackage* package_of(const Context& context, std::string_view path) {
  const Subpackage* best = nullptr;
  for (const auto& sub : context.subpackages()) {
    const bool closer = best == nullptr || sub.root.size() > best->root.size();
    if (path.starts_with(sub.root) && closer) best = &sub;
  }
  return best;
}

// Its own package, and the main one unless the package is independent.
bool may_use(const Context& context, std::string_view from, std::string_view to) {
  const auto* own = package_of(context, from);
  const auto* other = package_of(context, to);
  return own == other || (other == nullptr && !own->independent);
}

Text message(const Context& context, std::string_view from, std::string_view value) {
  const auto* own = package_of(context, from);
  if (own != nullptr && own->independent) {
    return about("独立分包引用了分包之外的", "an independent sub-package uses ", value, "",
                 ", which lies outside of it");
  }
  return about("引用了另一个分包中的", "", value, "", " of another sub-package is used");
}

void match_components(Context& context, Findings& findings) {
  for (const auto& use : context.components()) {
    if (use.resolution != Resolution::kFound || use.at.json == nullptr) continue;
    const auto from = std::string_view(use.at.file).substr(context.root().size());
    const auto* root = use.at.json->root();
    const auto* later = root == nullptr ? nullptr : root->find("componentPlaceholder");
    const bool placed = later != nullptr && later->find(use.name) != nullptr;
    if (placed || may_use(context, from, use.resolved)) continue;
    findings.add(use.at, message(context, from, use.value));
  }
}

void match_links(Context& context, const std::vector<LinkUse>& links, Findings& findings) {
  for (const auto& use : links) {
    const auto to = joined_path(folder_of(use.from->path), context.with_alias(use.value));
    if (!use.found || !to || !use.from->is_reached()) continue;
    if (may_use(context, use.from->path, *to)) continue;
    findings.add(use.from->at(use.span), message(context, use.from->path, use.value));
  }
}

void match_subpackage_reach(Context& context, Findings& findings) {
  if (context.kind() != PackageKind::kSource || context.subpackages().empty()) return;
  const auto& program = context.program();
  for (const auto& use : program.modules()) {
    // Guarded ones are loaded later, which may cross packages.
    if (use.to == nullptr || use.guarded || use.from->reach != Reach::kReached) continue;
    if (may_use(context, use.from->path, use.to->path)) continue;
    findings.add(use.from->at(use.span), message(context, use.from->path, use.specifier));
  }
  match_components(context, findings);
  match_links(context, program.template_links(), findings);
  match_links(context, program.style_links(), findings);
}

}  // namespace

Rule subpackage_reach() {
  const auto app = [](const std::string& more) {
    return "{\"pages\": [\"pages/index/index\"], \"subpackages\": [{\"root\": \"a\", \"pages\": "
           "[\"p\"]" +
           more + "}, {\"root\": \"b\", \"pages\": [\"q\"]}]}";
  };
  const auto files = [&](const std::string& more,
                         const std::map<std::string, std::string>& others) {
    std::map<std::string, std::string> all = {{"app.json", app(more)},
                                              {"a/p.js", "Page({})"},
                                              {"a/p.wxml", "<view/>"},
                                              {"a/p.json", "{}"},
                                              {"b/q.js", "Page({})"},
                                              {"b/q.wxml", "<view/>"},
                                              {"b/q.json", "{}"},
                                              {"u.js", ""},
                                              {"t.wxml", ""},
                                              {"c.js", "Component({})"},
                                              {"b/c.js", "Component({})"}};
    for (const auto& [path, text] : others) all[path] = text;
    return Example{all};
  };
  const std::string kAlone = ", \"independent\": true";
  return {
      .id = "structure/subpackage-reach",
      .severity = Severity::kError,
      .title = {"分包引用了不可用的文件", "A sub-package uses what it cannot reach"},
      .why = {"分包不能引用另一个分包的文件，独立分包也不能引用主包的文件：它们可能还没有下载，"
              "无法编译或运行时报错。",
              "A sub-package cannot use files of another one, an independent one not even those of "
              "the main package: they may not be there yet."},
      .what_to_do =
          {"把文件移到主包（独立分包则移到分包内），或使用分包异步化："
           "require.async、componentPlaceholder。",
           "Move the file to the main package (into an independent one), or load it later: "
           "require.async, componentPlaceholder."},
      .good = {files("", {{"a/p.js", "require('../u'); require.async('../b/q')"},
                          {"a/p.json", "{\"usingComponents\": {\"c\": \"/c\"}}"},
                          {"a/p.wxml", "<import src=\"../t.wxml\"/>"}}),
               files(kAlone, {{"a/p.js", "require('./own')"}, {"a/own.js", ""}}),
               files("", {{"a/p.json",
                           "{\"usingComponents\": {\"c\": \"/b/c\"}, "
                           "\"componentPlaceholder\": {\"c\": \"view\"}}"}})},
      .bad = {files("", {{"a/p.js", "require('../b/q')"}}),
              files("", {{"pages/index/index.js", "import b from '../../b/q'"}}),
              files(kAlone, {{"a/p.js", "require('../u')"}}),
              files(kAlone, {{"a/p.wxml", "<import src=\"/t.wxml\"/>"}}),
              files(kAlone, {{"a/p.wxss", "@import \"../b/q.wxss\";"}, {"b/q.wxss", ""}}),
              files(kAlone, {{"a/p.json", "{\"usingComponents\": {\"c\": \"/c\"}}"}}),
              files("", {{"a/p.json", "{\"usingComponents\": {\"c\": \"/b/c\"}}"}})},
      .match = match_subpackage_reach,
  };
}

}  // namespace baobei::check::rules
