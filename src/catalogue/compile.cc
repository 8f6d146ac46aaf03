#include "catalogue/compile.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace baobei::catalogue {
namespace {

constexpr std::string_view kCategoriesFolder = "categories/";
constexpr std::string_view kSignalsFolder = "signals/";
constexpr std::string_view kPacksFolder = "packs/";

using Stage = void (*)(const Document&, Faults&, Data&);

// Each may look up what the ones before it read.
constexpr std::array<std::pair<std::string_view, Stage>, 5> kBefore = {{
    {"catalogue.toml", read_head},
    {"rules.toml", read_rules},
    {"regions.toml", read_regions},
    {"documents.toml", read_vocabulary},
    {"filing_kinds.toml", read_filing_kinds},
}};
constexpr std::array<std::pair<std::string_view, Stage>, 3> kBehind = {{
    {"reasons.toml", read_reasons},
    {"policy.toml", read_policy},
    {"notices.toml", read_notices},
}};

bool is_known(std::string_view name) {
  const auto named = [&](const auto& stage) { return stage.first == name; };
  return std::ranges::any_of(kBefore, named) || std::ranges::any_of(kBehind, named) ||
         name.starts_with(kCategoriesFolder) || name.starts_with(kSignalsFolder) ||
         name.starts_with(kPacksFolder);
}

class Compiler {
 public:
  explicit Compiler(const std::vector<SourceFile>& files) {
    for (const auto& file : files) {
      if (!is_known(file.name)) {
        faults_.add(file.name, 0, "the catalogue has no file of this name");
        continue;
      }
      auto root = parse_toml(file.text, file.name);
      if (root) {
        documents_.push_back({file.name, std::move(*root)});
        continue;
      }
      const auto& error = root.error();
      const auto colon = error.context.rfind(':');
      const bool has_line = colon != std::string::npos && colon >= file.name.size();
      faults_.add(file.name, has_line ? std::stoi(error.context.substr(colon + 1)) : 0,
                  error.message);
      broken_.push_back(file.name);
    }
  }

  Compiled run(const std::string& prefix) {
    for (const auto& [name, stage] : kBefore) run_stage(name, stage);
    if (!run_folder(kCategoriesFolder, read_categories)) {
      faults_.add("categories", 0, "there is no file of categories");
    }
    link_categories(faults_, *data_);
    for (const auto& [name, stage] : kBehind) run_stage(name, stage);
    run_folder(kSignalsFolder, read_signals);
    link_signals(faults_, *data_);
    run_folder(kPacksFolder, read_pack);
    auto faults = faults_.take(prefix);
    if (!faults.empty()) return {nullptr, std::move(faults)};
    return {std::move(data_), {}};
  }

 private:
  void run_stage(std::string_view name, Stage stage) {
    const auto found = std::ranges::find(documents_, name, &Document::name);
    if (found != documents_.end()) return stage(*found, faults_, *data_);
    if (std::ranges::find(broken_, name) != broken_.end()) return;
    faults_.add(std::string(name), 0, "the file is missing");
  }

  // Whether there was any file.
  bool run_folder(std::string_view folder, Stage stage) {
    bool any = false;
    for (const auto& document : documents_) {
      if (!document.name.starts_with(folder)) continue;
      any = true;
      stage(document, faults_, *data_);
    }
    return any;
  }

  std::vector<Document> documents_;
  std::vector<std::string> broken_;
  Faults faults_;
  std::unique_ptr<Data> data_ = std::make_unique<Data>();
};

}  // namespace

Compiled compile(const std::vector<SourceFile>& files, const std::string& prefix) {
  return Compiler(files).run(prefix);
}

}  // namespace baobei::catalogue
