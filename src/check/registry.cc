// Every rule, in the order of its page in docs/rules/.
#include <algorithm>

#include "check/rule.h"
#include "check/rules/rules.h"
#include "infer/builtin.h"

namespace baobei::check {

namespace {

std::vector<Rule> own_rules() {
  return {
      rules::undeclared(),
      rules::unsupported(),
      rules::not_open(),
      rules::none_exists(),
      rules::filing_follows(),
      rules::covering_set(),
      rules::date_gate(),
      rules::domain_used(),
      rules::host_unusable(),
      rules::insecure_address(),
      rules::remote_code(),
      rules::web_view_target(),
      rules::background_mode_missing(),
      rules::declared_unused(),
      rules::guide_item(),
      rules::location_exclusive(),
      rules::location_undeclared(),
      rules::location_unreached(),
      rules::permission_missing(),
      rules::privacy_page_missing(),
      rules::private_infos_invalid(),
      rules::settings_invalid(),
      rules::suppression_expired(),
      rules::suppression_incomplete(),
      rules::code_uncompressed(),
      rules::component_unused(),
      rules::large_media(),
      rules::lazy_code(),
      rules::secret_in_code(),
      rules::app_json_missing(),
      rules::compiled_package(),
      rules::component_missing(),
      rules::custom_tab_bar_missing(),
      rules::file_unreached(),
      rules::include_missing(),
      rules::interface_deprecated(),
      rules::json_dialect(),
      rules::json_duplicate_key(),
      rules::json_invalid(),
      rules::jump_target_missing(),
      rules::module_missing(),
      rules::npm_missing(),
      rules::package_size(),
      rules::page_duplicate(),
      rules::page_files_missing(),
      rules::pages_empty(),
      rules::plugin_entry_missing(),
      rules::plugin_invalid(),
      rules::plugin_undeclared(),
      rules::sitemap_missing(),
      rules::subpackage_invalid(),
      rules::subpackage_reach(),
      rules::tab_bar_count(),
      rules::tab_bar_icon(),
      rules::tab_bar_page(),
      rules::total_size(),
      rules::workers_missing(),
      rules::wxml_unclosed(),
      rules::wxs_syntax(),
  };
}

Text text_of(const knowledge::Text& text) {
  return {text.zh, text.en};
}

Rule pack_rule(const knowledge::Pack& pack, std::uint32_t number) {
  Rule rule;
  rule.id = "content/" + pack.id;
  rule.severity = pack.error ? Severity::kError : Severity::kWarning;
  rule.audience = pack.confidential ? Audience::kConfidential : Audience::kDeveloper;
  rule.title = text_of(pack.title);
  rule.why = text_of(pack.why);
  rule.what_to_do = text_of(pack.what_to_do);
  rule.pack = number;
  return rule;
}

}  // namespace

std::vector<Rule> rules_with(const knowledge::Knowledge& knowledge) {
  auto rules = own_rules();
  for (std::uint32_t i = 0; i < knowledge.data.packs.size(); ++i) {
    rules.push_back(pack_rule(knowledge.data.packs[i], i));
  }
  std::ranges::sort(rules, {}, &Rule::id);
  return rules;
}

const std::vector<Rule>& all_rules() {
  static const std::vector<Rule> kRules = rules_with(infer::builtin());
  return kRules;
}

const Rule* find_rule(std::string_view id) {
  const auto found = std::ranges::find(all_rules(), id, &Rule::id);
  return found == all_rules().end() ? nullptr : &*found;
}

std::string rules_version(const std::vector<Rule>& rules, const knowledge::Knowledge& knowledge) {
  Sha256 hash;
  for (const auto& rule : rules) {
    for (const auto& text : {rule.title, rule.why, rule.what_to_do}) {
      hash.update(text.zh + '\0' + text.en + '\0');
    }
    hash.update(rule.id + '\0' + std::string(name(rule.severity)) + '\0');
  }
  hash.update(knowledge.version);
  return to_hex(hash.finish()).substr(0, 12);
}

std::map<std::string, std::string> example_app() {
  return {
      {"app.json", "{\n  \"pages\": [\"pages/index/index\"]\n}\n"},
      {"app.js", "App({})\n"},
      {"pages/index/index.json", "{}\n"},
      {"pages/index/index.js", "Page({})\n"},
      {"pages/index/index.wxml", "<view>1 km = 1000 m</view>\n"},
  };
}

std::map<std::string, std::string> applied(const Example& example) {
  auto files = example_app();
  for (const auto& path : example.removed) files.erase(path);
  for (const auto& [path, bytes] : example.files) files[path] = bytes;
  for (const auto& [path, size] : example.fillers) files[path] = std::string(size, 'x');
  return files;
}

}  // namespace baobei::check
