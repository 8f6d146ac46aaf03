#include "http/edition_desk.h"

#include <algorithm>

#include "catalogue/diff.h"
#include "catalogue/policy_values.h"
#include "http/second_person.h"

namespace baobei::http {
namespace {

using engine::EditionKind;
using engine::EditionRow;
using engine::EditionState;

constexpr std::size_t kCompiledKept = 16;
constexpr std::size_t kValuesBytesMax = std::size_t{64} << 10;

Result<lifecycle::Rules> recorded_rules(const EditionRow& row) {
  TRY_ASSIGN(const auto values, parse_json(row.values, kValuesBytesMax));
  if (!values.is_object()) return fail(ErrorKind::kCorrupt, "no values", "policy " + row.version);
  return catalogue::policy_of_record(values.get_object(), row.version);
}

std::vector<engine::EditionText> edition_texts(const std::vector<catalogue::SourceFile>& files) {
  std::vector<engine::EditionText> texts;
  for (const auto& file : files) texts.push_back({file.name, file.text});
  return texts;
}

// As the program brings it: nobody proposed it.
EditionRow shipped_row(EditionKind kind, const std::string& version, Instant from, bool first,
                       Instant now) {
  EditionRow row;
  row.kind = kind;
  row.version = version;
  row.state = first ? EditionState::kConfirmed : EditionState::kShipped;
  row.effective_from = from;
  row.proposed_at = now;
  row.finished = true;
  return row;
}

Error record_differs(const std::string& what, const std::string& version) {
  return {ErrorKind::kConflict,
          what +
              " of the program is not the one on record under this name; the record counts: a "
              "changed one needs another version",
          version};
}

// Cases, notices and orders name rows for ever: what is not to be used any more is retired.
void add_struck(const catalogue::Catalogue& before, const catalogue::Catalogue& after,
                std::vector<catalogue::FileFault>& faults) {
  const auto diff = catalogue::difference(before, after);
  const auto add = [&](const std::string& file, const catalogue::NamedValue& row) {
    const auto id = row.code.value_or("");
    faults.push_back({file,
                      0,
                      {"缺少 '" + id + "'：在办与历史事项仍会引用它，请改为停用，不要删除",
                       "'" + id + "' is gone: cases go on naming it; retire it instead"}});
  };
  for (const auto& row : diff.categories.struck) {
    add(before.category(row.code.value_or(""))->where.file, row);
  }
  for (const auto& row : diff.regions.struck) add("regions.toml", row);
  for (const auto& row : diff.reasons.struck) add("reasons.toml", row);
}

}  // namespace

Problem conflict_of(const char* zh, const char* en) {
  Problem problem(ProblemCode::kConflict);
  problem.detail = {zh, en};
  return problem;
}

Problem invalid_at(const char* pointer, const char* zh, const char* en) {
  Problem problem(ProblemCode::kInvalidRequest);
  problem.detail = {zh, en};
  problem.pointer = pointer;
  return problem;
}

Result<std::unique_ptr<EditionDesk>> EditionDesk::open(
    engine::Editions& record, catalogue::Timeline& timeline, Shipped shipped, Instant now,
    const std::function<void(const Error&)>& report) {
  std::unique_ptr<EditionDesk> desk(new EditionDesk(record, timeline, std::move(shipped)));
  TRY(desk->record_shipped_catalogue(now, report));
  TRY(desk->record_shipped_policy(now, report));
  TRY(desk->fill_timeline());
  return desk;
}

Status EditionDesk::record_shipped_catalogue(Instant now,
                                             const std::function<void(const Error&)>& report) {
  TRY_ASSIGN(const auto confirmed, record_.confirmed(EditionKind::kCatalogue));
  const auto files = catalogue::data_files(shipped_.files);
  for (const auto& span : timeline_.catalogues()) {
    const auto found = record_.find(EditionKind::kCatalogue, span.version);
    if (!found && found.error().kind != ErrorKind::kNotFound) {
      return std::unexpected(found.error());
    }
    if (!found) {
      TRY(record_.add(
          shipped_row(EditionKind::kCatalogue, span.version, span.from, confirmed.empty(), now),
          edition_texts(files)));
      continue;
    }
    TRY_ASSIGN(const auto recorded, files_of(span.version));
    if (recorded == files) continue;
    differs_ = true;
    report(record_differs("the catalogue", span.version));
  }
  return {};
}

Status EditionDesk::record_shipped_policy(Instant now,
                                          const std::function<void(const Error&)>& report) {
  TRY_ASSIGN(const auto confirmed, record_.confirmed(EditionKind::kPolicy));
  for (const auto& span : timeline_.policies()) {
    const auto values =
        json::serialize(catalogue::policy_values(timeline_.policy(span.version)->rules));
    const auto found = record_.find(EditionKind::kPolicy, span.version);
    if (!found && found.error().kind != ErrorKind::kNotFound) {
      return std::unexpected(found.error());
    }
    if (!found) {
      auto row = shipped_row(EditionKind::kPolicy, span.version, span.from, confirmed.empty(), now);
      row.values = values;
      TRY(record_.add(row, {}));
    } else if (found->values != values) {
      report(record_differs("the policy", span.version));
    }
  }
  return {};
}

Status EditionDesk::fill_timeline() {
  TRY_ASSIGN(const auto rows, record_.confirmed(EditionKind::kCatalogue));
  // The usual case: what counts is what the program brought.
  const bool as_shipped = rows.size() == 1 && !differs_ && timeline_.catalogues().size() == 1 &&
                          timeline_.version(rows.front().version) != nullptr;
  std::vector<catalogue::Catalogue> catalogues;
  for (const auto& row : rows) {
    if (as_shipped) break;
    TRY_ASSIGN(auto compiled, compile(row));
    catalogues.push_back(std::move(compiled));
  }
  if (!as_shipped) timeline_.replace(std::move(catalogues));
  std::vector<catalogue::PolicyEdition> policies;
  TRY_ASSIGN(const auto policy_rows, record_.confirmed(EditionKind::kPolicy));
  for (const auto& row : policy_rows) {
    TRY_ASSIGN(auto rules, recorded_rules(row));
    policies.push_back({std::move(rules), row.effective_from});
  }
  timeline_.replace(std::move(policies));
  return {};
}

std::vector<catalogue::Span> EditionDesk::spans(EditionKind kind) const {
  return kind == EditionKind::kCatalogue ? timeline_.catalogues() : timeline_.policies();
}

Result<std::vector<catalogue::SourceFile>> EditionDesk::files_of(const std::string& version) {
  TRY_ASSIGN(auto texts, record_.files(EditionKind::kCatalogue, version));
  std::vector<catalogue::SourceFile> files;
  for (auto& text : texts) files.push_back({std::move(text.name), std::move(text.text)});
  return files;
}

Result<catalogue::Catalogue> EditionDesk::compile(const EditionRow& row) {
  TRY_ASSIGN(const auto files, files_of(row.version));
  auto compiled = catalogue::compile_edition(files, catalogue::program_files(shipped_.files),
                                             {row.version, row.effective_from});
  if (compiled.catalogue) return std::move(*compiled.catalogue);
  const auto& fault = compiled.faults.front();
  return fail(ErrorKind::kCorrupt, fault.fault.en,
              "catalogue " + row.version + ", " + fault.file + ":" + std::to_string(fault.line));
}

Result<CataloguePtr> EditionDesk::catalogue(const std::string& version) {
  if (const auto* counting = timeline_.version(version)) {
    return CataloguePtr(CataloguePtr(), counting);  // the timeline owns it
  }
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = compiled_.find(version); found != compiled_.end()) {
      return found->second;
    }
  }
  TRY_ASSIGN(const auto row, record_.find(EditionKind::kCatalogue, version));
  TRY_ASSIGN(auto compiled, compile(row));
  auto kept = std::make_shared<const catalogue::Catalogue>(std::move(compiled));
  const std::lock_guard lock(mutex_);
  if (compiled_.size() >= kCompiledKept) compiled_.clear();
  compiled_[version] = kept;
  return kept;
}

Result<lifecycle::Rules> EditionDesk::policy(const std::string& version) {
  TRY_ASSIGN(const auto row, record_.find(EditionKind::kPolicy, version));
  return recorded_rules(row);
}

// The newest confirmed one, or what a newer program brought.
OrProblem<std::string> EditionDesk::starts_from(const std::string& base) {
  auto newest = timeline_.catalogues().back().version;
  if (base.empty() || base == newest) return newest;
  const auto row = record_.find(EditionKind::kCatalogue, base);
  if (row && row->state == EditionState::kShipped) return base;
  return std::unexpected(invalid_at("/base", "base 应为最新确认的版本，或随程序附带的版本。",
                                    "The base is the newest confirmed version, or a shipped one."));
}

OrProblem<EditionDesk::CatalogueDraft> EditionDesk::draft(
    const EditionTerms& terms, const std::vector<catalogue::FileChange>& changes) {
  auto base = starts_from(terms.base);
  if (!base) return std::unexpected(base.error());
  CatalogueDraft draft;
  draft.follows = timeline_.catalogues().back().version;
  auto files = files_of(*base);
  if (!files) return std::unexpected(Problem(files.error()));
  draft.files = catalogue::laid_over(std::move(*files), changes);
  for (const auto& change : changes) {
    if (catalogue::is_data_file(change.name)) continue;
    draft.faults.push_back(
        {printable(change.name),
         0,
         {"不是可以随目录变更的文件：策略、规则包与通知文本各有其道",
          "not a file that can be changed with a catalogue: policy, packs and the words of notices "
          "go other ways"}});
  }
  auto before = catalogue(draft.follows);
  if (!before) return std::unexpected(Problem(before.error()));
  draft.before = std::move(*before);
  if (!draft.faults.empty()) return draft;
  auto compiled = catalogue::compile_edition(draft.files, catalogue::program_files(shipped_.files),
                                             {terms.version, terms.effective_from});
  draft.faults = std::move(compiled.faults);
  if (compiled.catalogue) add_struck(*draft.before, *compiled.catalogue, draft.faults);
  if (compiled.catalogue && draft.faults.empty()) {
    draft.after = std::make_shared<const catalogue::Catalogue>(std::move(*compiled.catalogue));
  }
  return draft;
}

OrProblem<EditionDesk::PolicyDraft> EditionDesk::draft(const EditionTerms& terms,
                                                       const json::object& values) const {
  PolicyDraft draft;
  draft.follows = timeline_.policies().back().version;
  draft.before = timeline_.policy(draft.follows)->rules;
  auto after = catalogue::policy_over(
      draft.before, values, {timeline_.catalogue(terms.effective_from), shipped_.is_rule});
  if (!after) return std::unexpected(Problem(after.error()));
  draft.after = std::move(*after);
  draft.after.version = terms.version;
  return draft;
}

OrProblem<void> check_edition_terms(const EditionTerms& terms, Instant newest, Instant now) {
  if (trim(terms.reason).empty() || utf8_length(terms.reason) > kReasonCharactersMax) {
    return std::unexpected(invalid_at("/reason", "请写明理由，至多 4000 字。",
                                      "A reason of at most 4000 characters is needed."));
  }
  if (terms.effective_from < now + kEditionNoticeMin) {
    return std::unexpected(invalid_at("/effective_from", "生效时刻须至少在一小时之后。",
                                      "It takes effect one hour from now at the earliest."));
  }
  if (terms.effective_from > now + kEditionAheadMax) {
    return std::unexpected(invalid_at("/effective_from", "生效时刻至多在两年之内。",
                                      "It takes effect within two years."));
  }
  if (terms.effective_from > newest) return {};
  return std::unexpected(invalid_at("/effective_from", "生效时刻须晚于最新确认的版本。",
                                    "It takes effect after the newest confirmed version."));
}

OrProblem<void> EditionDesk::check_terms(EditionKind kind, const EditionTerms& terms,
                                         Instant now) const {
  return check_edition_terms(terms, spans(kind).back().from, now);
}

OrProblem<bool> EditionDesk::is_as_before(const EditionRow& row,
                                          const std::vector<catalogue::SourceFile>& files) {
  TRY_ASSIGN(const auto before, record_.find(row.kind, row.base));
  if (row.kind == EditionKind::kPolicy) {
    TRY_ASSIGN(const auto rules, recorded_rules(before));
    return json::serialize(catalogue::policy_values(rules)) == row.values;
  }
  TRY_ASSIGN(const auto recorded, files_of(row.base));
  return recorded == files;
}

OrProblem<EditionRow> EditionDesk::propose(EditionRow row,
                                           const std::vector<catalogue::SourceFile>& files,
                                           bool dry_run) {
  const auto known = record_.find(row.kind, row.version);
  if (!known && known.error().kind != ErrorKind::kNotFound) {
    return std::unexpected(Problem(known.error()));
  }
  if (known) {
    return std::unexpected(conflict_of("已有同名的版本。", "There is a version of this name."));
  }
  if (row.base != spans(row.kind).back().version) {
    return std::unexpected(conflict_of("期间确认了另一版本，请在其上重新提出。",
                                       "Another version was confirmed since; propose on it."));
  }
  OrProblem<bool> same = is_as_before(row, files);
  if (!same) return std::unexpected(same.error());
  if (*same) {
    return std::unexpected(invalid_at("", "与所接的版本相同，没有变化。",
                                      "It is the same as the version that it follows."));
  }
  if (dry_run) return row;
  TRY(record_.add(row, edition_texts(files)));
  return row;
}

OrProblem<EditionRow> row_confirmed(engine::Editions& record, EditionKind kind,
                                    const std::string& version, const catalogue::Span& newest,
                                    const lifecycle::PersonId& by, Instant now) {
  auto row = record.find(kind, version);
  if (!row) return std::unexpected(Problem(row.error()));
  if (row->state != EditionState::kProposed) {
    return std::unexpected(
        conflict_of("这一版本不在待确认之列。", "This version does not wait to be confirmed."));
  }
  if (row->proposed_by == by) return std::unexpected(another_person_needed());
  if (row->base != newest.version || row->effective_from <= newest.from) {
    return std::unexpected(conflict_of("提出之后另有版本已确认，请在其上重新提出。",
                                       "Another version was confirmed since; propose it anew."));
  }
  if (row->effective_from < now + kConfirmAheadMin) {
    return std::unexpected(conflict_of("距生效时刻不足一分钟，或已过；请重新提出。",
                                       "Its instant is less than a minute ahead, or past; propose "
                                       "it anew."));
  }
  row->state = EditionState::kConfirmed;
  row->decided_by = by;
  row->decided_at = now;
  return std::move(*row);
}

OrProblem<EditionRow> EditionDesk::confirm(EditionKind kind, const std::string& version,
                                           CataloguePtr compiled, const lifecycle::PersonId& by,
                                           Instant now, bool dry_run) {
  auto row = row_confirmed(record_, kind, version, spans(kind).back(), by, now);
  if (!row) return std::unexpected(row.error());
  std::optional<lifecycle::Rules> rules;
  if (kind == EditionKind::kPolicy) {
    auto read = recorded_rules(*row);
    if (!read) return std::unexpected(Problem(read.error()));
    rules = std::move(*read);
  }
  if (dry_run) return row;
  TRY(record_.decide(kind, version, EditionState::kProposed, EditionState::kConfirmed, by, now));
  if (rules) timeline_.add(catalogue::PolicyEdition{std::move(*rules), row->effective_from});
  if (!rules) timeline_.add(std::move(compiled));
  return row;
}

OrProblem<EditionRow> row_withdrawn(engine::Editions& record, EditionKind kind,
                                    const std::string& version, const catalogue::Span& newest,
                                    const lifecycle::PersonId& by, Instant now) {
  auto row = record.find(kind, version);
  if (!row) return std::unexpected(Problem(row.error()));
  const bool counts = row->state == EditionState::kConfirmed;
  const bool open = row->state == EditionState::kProposed ||
                    (counts && !row->base.empty() && row->effective_from > now);
  if (!open) {
    return std::unexpected(
        conflict_of("这一版本已生效、已撤回或并非提案；生效的版本只能由新版接替。",
                    "This version is in force, withdrawn, or was not proposed; "
                    "one in force is only followed."));
  }
  if (counts && newest.version != version) {
    return std::unexpected(conflict_of("另有已确认的版本接在其后，请先撤回那一版。",
                                       "A confirmed version follows it; withdraw that one first."));
  }
  row->decided_by = by;
  row->decided_at = now;
  return std::move(*row);
}

OrProblem<EditionRow> EditionDesk::withdraw(EditionKind kind, const std::string& version,
                                            const lifecycle::PersonId& by, Instant now,
                                            bool dry_run) {
  auto row = row_withdrawn(record_, kind, version, spans(kind).back(), by, now);
  if (!row) return std::unexpected(row.error());
  const bool counts = row->state == EditionState::kConfirmed;
  if (!dry_run) {
    TRY(record_.decide(kind, version, row->state, EditionState::kRejected, by, now));
    if (counts && kind == EditionKind::kCatalogue) timeline_.withdraw_catalogue(version);
    if (counts && kind == EditionKind::kPolicy) timeline_.withdraw_policy(version);
  }
  row->state = EditionState::kRejected;
  return row;
}

}  // namespace baobei::http
