// How long what is kept, what the last sweep took away, a sweep by hand, and everything of a
// subject's documents erased for good (DESIGN decision 7, R24).

#include <array>

#include "engine/applications.h"
#include "engine/form_ports.h"
#include "engine/scan_ports.h"
#include "http/contact_vault.h"
#include "http/desk_reply.h"
#include "http/directory_json.h"
#include "http/document_vault.h"
#include "http/handlers.h"
#include "http/hold_json.h"
#include "http/retention.h"
#include "http/sealed_file.h"

namespace baobei::http {
namespace {

using engine::RetentionKind;
using lifecycle::Role;

struct KindText {
  RetentionKind kind;
  std::string_view zh;
  std::string_view en;
};
constexpr std::array<KindText, 9> kTexts = {{
    {RetentionKind::kDocuments, "类目申请的资质文件（自最后一步及授权结束起）",
     "documents of applications, from their last step and the end of the grant on"},
    {RetentionKind::kLooseDocuments, "上传后从未使用的文件", "documents that were never used"},
    {RetentionKind::kAccesses, "查阅记录", "who read which document or case"},
    {RetentionKind::kSignInTokens, "令牌与会话（自失效起）",
     "tokens and sessions, from their end on"},
    {RetentionKind::kInvitations, "邀请（自失效起）", "invitations, from their end on"},
    {RetentionKind::kReadNotices, "已读站内信（自阅读起）", "notices, from when they were read on"},
    {RetentionKind::kScans, "书面答复的扫描件（自条目结束起）",
     "scans of paper answers, from the end of their entry on"},
    {RetentionKind::kPictures, "提审所附截图（自上传起）",
     "pictures of submissions, from when they were uploaded on"},
    {RetentionKind::kTestAccounts, "提审所附测试账号（自提审起）",
     "test accounts of submissions, from the submission on"},
}};

const KindText& text_of_kind(RetentionKind kind) {
  for (const auto& text : kTexts) {
    if (text.kind == kind) return text;
  }
  return kTexts.front();
}

std::uint32_t default_days(RetentionKind kind) {
  for (const auto& rule : engine::kRetentionDefaults) {
    if (rule.kind == kind) return rule.days;
  }
  return 0;
}

json::object sweep_json(const engine::SweepRow& row) {
  json::array swept;
  for (const auto& count : row.counts) {
    swept.push_back(
        {{"kind", wire_name(count.kind)}, {"count", count.swept}, {"held", count.held}});
  }
  return {{"at", format_rfc3339(row.at)}, {"swept", std::move(swept)}};
}

struct Erasing {
  lifecycle::SubjectId subject;
  lifecycle::PersonId by;
  bool dry = false;
};

// The documents of a subject that can still be read, used or not.
Result<std::vector<engine::DocumentRow>> readable(Services& services,
                                                  const lifecycle::SubjectId& subject) {
  std::vector<engine::DocumentRow> rows;
  const auto add = [&](lifecycle::ApplicationId application) -> Status {
    TRY_ASSIGN(const auto documents, services.applications->documents(subject, application));
    for (const auto& document : documents) {
      if (!document.erased_at) rows.push_back(document);
    }
    return {};
  };
  TRY(add(0));
  const engine::Viewer all{{}, {}, {Role::kOperator}, {}};
  engine::ApplicationFilter filter;
  filter.subject = subject;
  engine::Page page;
  page.limit = engine::kPageMax;
  for (;;) {
    TRY_ASSIGN(const auto list, services.applications->applications(all, filter, page));
    for (const auto& application : list.rows) TRY(add(application.id));
    if (list.next.empty()) return rows;
    page.after = list.next;
  }
}

Status erase_one(Services& services, const engine::DocumentRow& row, const Erasing& erasing,
                 Instant now) {
  engine::StepRow step;
  step.kind = engine::StepKind::kDocumentErased;
  step.subject = row.subject;
  step.actor = erasing.by;
  step.at = now;
  step.detail.document = row.id;
  if (row.application != 0) {
    TRY_ASSIGN(const auto application, services.applications->application(row.application));
    step.category = application.category;
    step.application = application.id;
    step.revision = application.revision;
  }
  TRY_ASSIGN(const auto alone, services.applications->erase_document(row.id, step));
  if (alone || row.stored) drop_bytes(services, row.stored.value_or(row.digest));
  return {};
}

// What submissions show lies under the same key: without it nothing of it can be read, so the rows
// say so, and the bytes go.
Status erase_forms(Services& services, const engine::UnderKey& forms, const Erasing& erasing,
                   Instant now) {
  if (services.forms == nullptr) return {};
  TRY(services.forms->erase_under_key(erasing.subject, now));
  for (const auto& picture : forms.pictures) drop_bytes(services, picture.stored);
  return {};
}

// What was added to replies, also before it lay under the key.
Status erase_scans(Services& services, const engine::ScansOfSubject& scans, Instant now) {
  for (const auto& row : scans.kept) {
    TRY_ASSIGN(const bool alone, services.scans->erase(row.app, row.entry, row.id, now));
    if (alone) drop_bytes(services, row.blob());
  }
  return {};
}

OrProblem<Response> erase_all(Services& services, const Erasing& erasing, Instant now) {
  const auto free = not_held(services, erasing.subject);
  if (!free) return std::unexpected(free.error());
  TRY_ASSIGN(const auto rows, readable(services, erasing.subject));
  engine::UnderKey forms;
  if (services.forms != nullptr) {
    TRY_ASSIGN(forms, services.forms->under_key(erasing.subject));
  }
  engine::ScansOfSubject scans;
  if (services.scans != nullptr) {
    TRY_ASSIGN(scans, services.scans->of_subject(erasing.subject));
  }
  if (forms.held || scans.held) return std::unexpected(Problem(ProblemCode::kLegalHold));
  bool contact = false;
  if (services.contacts != nullptr) {
    TRY_ASSIGN(contact, services.contacts->has(erasing.subject));
  }
  if (!erasing.dry) {
    if (contact) TRY(services.contacts->remove(erasing.subject));
    // First the key: from here on nothing of what lies sealed can be read.
    if (services.vault != nullptr) TRY(services.vault->keys().destroy(erasing.subject));
    TRY(erase_forms(services, forms, erasing, now));
    TRY(erase_scans(services, scans, now));
    for (const auto& row : rows) TRY(erase_one(services, row, erasing, now));
  }
  json::object said{{"subject", erasing.subject},
                    {"erased", rows.size()},
                    {"contact", contact},
                    {"pictures", forms.pictures.size()},
                    {"test_accounts", forms.test_accounts},
                    {"scans", scans.kept.size()}};
  if (erasing.dry) said.emplace("dry_run", true);
  return json_text(200, json::serialize(said));
}

}  // namespace

Reply get_retention(Call& call, Services& services) {
  if (!call.viewer().oversees()) return call.problem(lifecycle::Refusal::kNoRight);
  if (services.sweeper == nullptr) return call.problem(ProblemCode::kUnavailable);
  json::array kinds;
  for (const auto& rule : services.sweeper->rules()) {
    const auto& text = text_of_kind(rule.kind);
    kinds.push_back({{"kind", wire_name(rule.kind)},
                     {"title", json::object{{"zh", text.zh}, {"en", text.en}}},
                     {"days", rule.days},
                     {"default_days", default_days(rule.kind)}});
  }
  json::object object{{"kinds", std::move(kinds)}};
  const auto last = services.sweeper->retention().last();
  if (!last) return call.problem(last.error());
  if (*last) object.emplace("last", sweep_json(**last));
  return json_text(200, json::serialize(object));
}

Reply sweep_retention(Call& call, Services& services) {
  if (const auto lacks = lacks_role(call, Role::kOperator)) return call.problem(*lacks);
  if (services.sweeper == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  return Pending([&services, dry = *dry_run, language = call.language](Done done) {
    const bool taken = services.background.run([&services, dry, language, done] {
      const auto row = dry ? services.sweeper->dry_run(services) : services.sweeper->run(services);
      if (!row) return done(problem_response(row.error(), language));
      auto object = sweep_json(*row);
      if (dry) object.emplace("dry_run", true);
      done(json_text(200, json::serialize(object)));
    });
    if (!taken) done(problem_response(ProblemCode::kBusy, language));
  });
}

Reply erase_subject_documents(Call& call, Services& services) {
  if (const auto lacks = lacks_role(call, Role::kOperator)) return call.problem(*lacks);
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  const auto subject = visible_subject(call, services);
  if (!subject) return call.problem(subject.error());
  const Erasing erasing{subject->subject.id, call.principal.person.id, *dry_run};
  return on_desk(call, services,
                 [&services, erasing](Instant now) { return erase_all(services, erasing, now); });
}

}  // namespace baobei::http
