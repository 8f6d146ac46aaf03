#include <algorithm>
#include <set>

#include "check/program.h"
#include "check/rules/rules.h"

namespace baobei::check::rules {
namespace {

// Tags of a template and of those it includes, and names that is="…" or generic:… may choose.
void collect(const Program& program, const SourceFile& file, std::set<std::string_view>& tags,
             std::set<const SourceFile*>& seen) {
  if (!file.markup || !seen.insert(&file).second || seen.size() > 64) return;
  for (const auto& element : file.markup->document.elements) tags.insert(element.name);
  for (const auto& attribute : file.markup->document.attributes) {
    if (attribute.name.starts_with("generic:")) tags.insert(attribute.value);
  }
  for (const auto& link : file.markup->links) {
    if (link.kind != syntax::LinkKind::kImport && link.kind != syntax::LinkKind::kInclude) continue;
    const auto path = joined_path(folder_of(file.path), link.value);
    for (const char* ending : {"", ".wxml"}) {
      const auto* other = path ? program.find(*path + ending) : nullptr;
      if (other != nullptr) collect(program, *other, tags, seen);
    }
  }
}

void match_component_unused(Context& context, Findings& findings) {
  if (context.kind() != PackageKind::kSource || context.app() == nullptr) return;
  const auto& program = context.program();
  for (const auto& use : context.components()) {
    const bool page = use.at.file != context.app_file()->path && use.at.file.ends_with(".json");
    if (!page || use.resolution != Resolution::kFound) continue;
    auto path = use.at.file.substr(context.root().size());
    path.resize(path.size() - 5);
    const auto* markup = program.find(path + ".wxml");
    if (markup == nullptr || markup->vendored) continue;
    std::set<std::string_view> tags;
    std::set<const SourceFile*> seen;
    collect(program, *markup, tags, seen);
    if (tags.contains(use.name)) continue;
    findings.add(use.at, about("声明了组件", "the component ", use.name, "，页面没有使用",
                               " is declared and the page does not use it"));
  }
}

}  // namespace

Rule component_unused() {
  return {
      .id = "quality/component-unused",
      .severity = Severity::kNote,
      .title = {"声明了却没有使用的组件", "A component is declared and not used"},
      .why = {"声明的组件都会随页面加载，没有用到也占体积和启动时间。",
              "Declared components load with the page, used or not, and cost size and time."},
      .what_to_do = {"从 usingComponents 中删除。", "Take it out of usingComponents."},
      .good = {{{{"pages/index/index.json", "{\"usingComponents\": {\"a\": \"/a/a\"}}"},
                 {"pages/index/index.wxml", "<view><a/></view>"},
                 {"a/a.js", "Component({})"}}},
               {{{"pages/index/index.json", "{\"usingComponents\": {\"a\": \"/a/a\"}}"},
                 {"pages/index/index.wxml", "<include src=\"b.wxml\"/>"},
                 {"pages/index/b.wxml", "<a/>"},
                 {"a/a.js", "Component({})"}}}},
      .bad = {{{{"pages/index/index.json", "{\"usingComponents\": {\"a\": \"/a/a\"}}"},
                {"a/a.js", "Component({})"}}}},
      .match = match_component_unused,
  };
}

}  // namespace baobei::check::rules
