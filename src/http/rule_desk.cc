#include "http/rule_desk.h"

#include <algorithm>

#include "base/text.h"

namespace baobei::http {
namespace {

using engine::EditionKind;
using engine::EditionRow;
using engine::EditionState;

constexpr std::size_t kTrialsKept = 8;
constexpr std::string_view kPackFolder = "packs/";

std::vector<engine::EditionText> pack_texts(const std::vector<catalogue::SourceFile>& packs) {
  std::vector<engine::EditionText> texts;
  for (const auto& pack : packs) texts.push_back({pack.name, pack.text});
  return texts;
}

// Each with its length before it: texts come from outside and may look like anything.
Digest digest_of(const std::vector<catalogue::SourceFile>& packs) {
  std::string all;
  const auto add = [&](const std::string& text) {
    all += std::to_string(text.size()) + ':' + text;
  };
  for (const auto& pack : packs) {
    add(pack.name);
    add(pack.text);
  }
  return sha256(all);
}

catalogue::FileFault pack_fault(const std::string& file, const char* zh, const char* en) {
  return {printable(file), 0, {zh, en}};
}

}  // namespace

bool is_pack_file(std::string_view name) {
  if (!name.starts_with(kPackFolder) || !name.ends_with(".toml")) return false;
  const auto id = name.substr(kPackFolder.size(), name.size() - kPackFolder.size() - 5);
  return !id.empty() && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

Result<std::unique_ptr<RuleDesk>> RuleDesk::open(engine::Editions& record, Program program,
                                                 Instant now,
                                                 const std::function<void(const Error&)>& report) {
  std::unique_ptr<RuleDesk> desk(new RuleDesk(record, std::move(program)));
  TRY(desk->read_spans());
  const auto counting = desk->in_force(now);
  if (!counting) report(counting.error());
  return desk;
}

Status RuleDesk::read_spans() {
  TRY_ASSIGN(const auto rows, record_.confirmed(EditionKind::kRules));
  const std::lock_guard lock(mutex_);
  spans_ = {{std::string(kBuiltinRules), Instant{}}};
  for (const auto& row : rows) spans_.push_back({row.version, row.effective_from});
  return {};
}

std::vector<catalogue::Span> RuleDesk::spans() const {
  const std::lock_guard lock(mutex_);
  return spans_;
}

std::string RuleDesk::version_at(Instant at) const {
  const std::lock_guard lock(mutex_);
  std::string version = spans_.front().version;
  for (const auto& span : spans_) {
    if (span.from <= at) version = span.version;
  }
  return version;
}

Result<std::vector<catalogue::SourceFile>> RuleDesk::packs(const std::string& version) {
  if (version == kBuiltinRules) return program_.packs;
  TRY_ASSIGN(auto texts, record_.files(EditionKind::kRules, version));
  std::vector<catalogue::SourceFile> packs;
  for (auto& text : texts) packs.push_back({std::move(text.name), std::move(text.text)});
  return packs;
}

Result<std::shared_ptr<const RuleTrial>> RuleDesk::trial(const std::string& version) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = trials_.find(version); found != trials_.end()) return found->second;
  }
  TRY_ASSIGN(const auto files, packs(version));
  auto tried = trial_of(files);
  const std::lock_guard lock(mutex_);
  if (trials_.size() >= kTrialsKept) trials_.clear();
  trials_[version] = tried;
  return tried;
}

std::shared_ptr<const RuleTrial> RuleDesk::trial_of(
    const std::vector<catalogue::SourceFile>& packs) {
  const auto key = digest_of(packs);
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = drafts_.find(key); found != drafts_.end()) return found->second;
  }
  auto tried = std::make_shared<const RuleTrial>(program_.trial(packs));
  const std::lock_guard lock(mutex_);
  if (drafts_.size() >= kTrialsKept) drafts_.clear();
  drafts_[key] = tried;
  return tried;
}

Result<RulesPtr> RuleDesk::in_force(Instant at) {
  const auto version = version_at(at);
  if (version == kBuiltinRules) return RulesPtr();
  TRY_ASSIGN(const auto tried, trial(version));
  if (tried->rules != nullptr) return tried->rules;
  const auto& fault = tried->faults.front();
  return fail(ErrorKind::kCorrupt, "the rules in force cannot be read: " + fault.fault.en,
              "rules " + version + ", " + fault.file + ":" + std::to_string(fault.line));
}

OrProblem<RuleDesk::Draft> RuleDesk::draft(const EditionTerms& terms,
                                           const std::vector<catalogue::FileChange>& changes) {
  Draft draft;
  draft.follows = spans().back().version;
  const bool known =
      terms.base.empty() || terms.base == draft.follows || terms.base == kBuiltinRules;
  if (!known) {
    return std::unexpected(invalid_at("/base", "base 应为最新确认的版本，或 builtin。",
                                      "The base is the newest confirmed version, or builtin."));
  }
  auto base = packs(terms.base.empty() ? draft.follows : terms.base);
  if (!base) return std::unexpected(Problem(base.error()));
  draft.packs = catalogue::laid_over(std::move(*base), changes);
  for (const auto& change : changes) {
    if (!is_pack_file(change.name)) {
      draft.trial.faults.push_back(pack_fault(change.name, "不是规则包：应为 packs/名称.toml",
                                              "not a pack: packs/NAME.toml is expected"));
    } else if (change.text && change.text->size() > kPackBytesMax) {
      draft.trial.faults.push_back(
          pack_fault(change.name, "规则包至多 256 KiB", "a pack has 256 KiB at most"));
    }
  }
  if (draft.packs.size() > engine::kEditionFilesMax) {
    draft.trial.faults.push_back(
        pack_fault("packs", "规则包至多 200 个", "there are 200 packs at most"));
  }
  if (draft.trial.faults.empty()) draft.trial = *trial_of(draft.packs);
  return draft;
}

OrProblem<void> RuleDesk::check_terms(const EditionTerms& terms, Instant now) const {
  return check_edition_terms(terms, spans().back().from, now);
}

OrProblem<EditionRow> RuleDesk::propose(EditionRow row,
                                        const std::vector<catalogue::SourceFile>& packs,
                                        bool dry_run) {
  const auto known = record_.find(EditionKind::kRules, row.version);
  if (!known && known.error().kind != ErrorKind::kNotFound) {
    return std::unexpected(Problem(known.error()));
  }
  if (known || row.version == kBuiltinRules) {
    return std::unexpected(conflict_of("已有同名的版本。", "There is a version of this name."));
  }
  if (row.base != spans().back().version) {
    return std::unexpected(conflict_of("期间确认了另一版本，请在其上重新提出。",
                                       "Another version was confirmed since; propose on it."));
  }
  const auto before = this->packs(row.base);
  if (!before) return std::unexpected(Problem(before.error()));
  if (*before == packs) {
    return std::unexpected(invalid_at("", "与所接的版本相同，没有变化。",
                                      "It is the same as the version that it follows."));
  }
  if (dry_run) return row;
  TRY(record_.add(row, pack_texts(packs)));
  return row;
}

OrProblem<EditionRow> RuleDesk::confirm(const std::string& version, const lifecycle::PersonId& by,
                                        Instant now, bool dry_run) {
  auto row = row_confirmed(record_, EditionKind::kRules, version, spans().back(), by, now);
  if (!row || dry_run) return row;
  TRY(record_.decide(EditionKind::kRules, version, EditionState::kProposed,
                     EditionState::kConfirmed, by, now));
  TRY(read_spans());
  return row;
}

OrProblem<EditionRow> RuleDesk::withdraw(const std::string& version, const lifecycle::PersonId& by,
                                         Instant now, bool dry_run) {
  auto row = row_withdrawn(record_, EditionKind::kRules, version, spans().back(), by, now);
  if (!row) return std::unexpected(row.error());
  if (!dry_run) {
    TRY(record_.decide(EditionKind::kRules, version, row->state, EditionState::kRejected, by, now));
    TRY(read_spans());
  }
  row->state = EditionState::kRejected;
  return row;
}

}  // namespace baobei::http
