#include "server/rules.h"

#include <algorithm>
#include <charconv>
#include <chrono>

#include "base/json.h"
#include "check/rule.h"
#include "http/services.h"
#include "infer/pack_examples.h"
#include "knowledge/compile.h"
#include "server/rehearser.h"

namespace baobei::server {
namespace {

using SteadyClock = std::chrono::steady_clock;
constexpr std::string_view kPackFolder = "packs/";

bool is_pack(const catalogue::SourceFile& file) {
  return file.name.starts_with(kPackFolder);
}

// "packs/vpn.toml:12" as the compiler puts it into an error's context.
catalogue::FileFault fault_of_rules(const Error& error) {
  catalogue::FileFault fault{
      error.context, 0, {catalogue::fault_in_chinese(error.message), error.message}};
  const auto colon = error.context.rfind(':');
  if (colon == std::string::npos) return fault;
  const auto* begin = error.context.data() + colon + 1;
  const auto* end = error.context.data() + error.context.size();
  const auto [stopped, wrong] = std::from_chars(begin, end, fault.line);
  if (wrong == std::errc() && stopped == end) fault.file.resize(colon);
  return fault;
}

// Runs one example; a fault where it does not come out as it says.
std::optional<catalogue::FileFault> fault_of_example(const catalogue::Pack& pack,
                                                     const catalogue::PackExample& example,
                                                     const knowledge::Knowledge& rules) {
  const auto& where = example.where;
  const auto levels = infer::levels_on(example.texts, rules);
  if (!levels) {
    return catalogue::FileFault{where.file, where.line, {"例子无法读取", levels.error().message}};
  }
  const auto found = levels->find(pack.id);
  const std::string level = found == levels->end() ? "none" : wire_name(found->second);
  if (level != example.expect) {
    return catalogue::FileFault{
        where.file,
        where.line,
        {"例子“" + example.name + "”应为 " + example.expect + "，实为 " + level,
         "the example '" + example.name + "' says " + example.expect + " and comes out as " +
             level}};
  }
  if (example.expect != "none") return std::nullopt;
  for (const auto& [other, grave] : *levels) {
    if (grave != knowledge::Level::kHigh) continue;
    return catalogue::FileFault{where.file,
                                where.line,
                                {"规则包 " + other + " 把这个无害的例子判为 high",
                                 "the pack " + other + " takes this harmless example for high"}};
  }
  return std::nullopt;
}

void run_examples(const std::vector<catalogue::Pack>& packs,
                  const std::vector<catalogue::SourceFile>& files,
                  const knowledge::Knowledge& rules, http::RuleTrial& trial) {
  const auto until = SteadyClock::now() + http::kTrialTime;
  for (const auto& pack : packs) {
    http::TriedPack tried;
    tried.id = pack.id;
    tried.file = pack.where.file;
    tried.version = pack.version;
    tried.title = pack.title;
    tried.error = pack.error;
    tried.confidential = pack.confidential;
    tried.examples = pack.examples.size();
    const auto file = std::ranges::find(files, tried.file, &catalogue::SourceFile::name);
    if (file != files.end()) tried.digest = sha256(file->text);
    for (const auto& example : pack.examples) {
      if (SteadyClock::now() > until) {
        trial.faults.push_back({tried.file, 0, {"试运行超过 60 秒", "the trial took over 60 s"}});
        return;
      }
      auto fault = fault_of_example(pack, example, rules);
      if (!fault) ++tried.held;
      if (fault) trial.faults.push_back(std::move(*fault));
    }
    trial.packs.push_back(std::move(tried));
  }
}

}  // namespace

std::string rehearsals_path(const std::string& data) {
  return data + "/rehearsals";
}

http::RuleTrial try_packs(const std::vector<catalogue::SourceFile>& packs) {
  auto program = catalogue::builtin_files();
  std::erase_if(program, is_pack);
  const auto builtin = catalogue::load_builtin();
  http::RuleTrial trial;
  const auto edition =
      catalogue::compile_edition(packs, program, {builtin.version(), builtin.effective_from()});
  trial.faults = edition.faults;
  if (!edition.catalogue) return trial;
  auto compiled = knowledge::compile(*edition.catalogue);
  for (const auto& error : compiled.faults) trial.faults.push_back(fault_of_rules(error));
  if (!compiled.knowledge) return trial;
  auto rules = std::make_shared<const knowledge::Knowledge>(std::move(*compiled.knowledge));
  run_examples(edition.catalogue->packs(), packs, *rules, trial);
  trial.name = check::rules_version(check::rules_with(*rules), *rules);
  if (trial.faults.empty()) trial.rules = std::move(rules);
  return trial;
}

Rules::Rules(store::Opened& database, engine::Clock& clock)
    : clock_(clock), record_(*database.store, *database.reader) {}

Rules::~Rules() = default;

Result<std::unique_ptr<Rules>> Rules::open(store::Opened& database, Means means) {
  std::unique_ptr<Rules> rules(new Rules(database, means.clock));
  auto packs = catalogue::builtin_files();
  std::erase_if(packs, [](const auto& file) { return !is_pack(file); });
  std::ranges::sort(packs, {}, &catalogue::SourceFile::name);
  TRY_ASSIGN(rules->desk_, http::RuleDesk::open(rules->record_, {std::move(packs), try_packs},
                                                means.clock.now(), means.report));
  TRY_ASSIGN(rules->rehearser_, Rehearser::open(*database.reader, std::move(means)));
  return rules;
}

void Rules::plug_into(http::Services& services) {
  services.rules_desk = desk_.get();
  services.rehearsals = rehearser_.get();
}

void Rules::stop() {
  rehearser_->end();
}

Result<http::RulesPtr> Rules::in_force() {
  return desk_->in_force(clock_.now());
}

}  // namespace baobei::server
