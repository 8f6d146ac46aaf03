#include "store/sqlite_directory_steps.h"

#include "base/json.h"
#include "engine/step_chain.h"

namespace baobei::store {
namespace {

using engine::DirectoryStepKind;
using engine::FieldChange;

constexpr std::size_t kChangesBytesMax = std::size_t{64} << 10;

constexpr char kTakeStep[] =
    "UPDATE counter SET value = value + 1 WHERE name = 'directory_step' RETURNING value";
constexpr char kLastStep[] = "SELECT hash FROM directory_step WHERE id = ?1";
constexpr char kInsertStep[] =
    "INSERT INTO directory_step (id, what, about, actor, at, changes, prev, hash) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
constexpr char kOrgBefore[] = "SELECT kind, region, name FROM org WHERE id = ?1";
constexpr char kSubjectBefore[] =
    "SELECT kind, region, org, name, credit_code FROM subject WHERE id = ?1";
constexpr char kPersonBefore[] =
    "SELECT org, roles, region, active, unit, name FROM person WHERE id = ?1";

// What a row had and has in its fields, and which of them differ.
class Comparison {
 public:
  // Told with its values: ids and codes.
  void told(const char* field, const std::string& before, const std::string& after) {
    if (before == after) return;
    FieldChange change{field, std::nullopt, std::nullopt};
    if (!before.empty()) change.before = before;
    if (!after.empty()) change.after = after;
    changes_.push_back(std::move(change));
  }
  // Told as changed alone: what may say something about a person.
  void named(const char* field, const std::string& before, const std::string& after) {
    if (before != after) changes_.push_back({field, std::nullopt, std::nullopt});
  }
  std::vector<FieldChange> taken() { return std::move(changes_); }

 private:
  std::vector<FieldChange> changes_;
};

std::string yes_or_no(bool value) {
  return value ? "true" : "false";
}

Status add_step(Connection& db, engine::DirectoryStep step) {
  {
    Query query(db, kTakeStep);
    while (query.next()) query.columns(step.id);
    TRY(query.status());
  }
  Digest prev{};
  {
    Query query(db, kLastStep, step.id - 1);
    if (query.next()) query.columns(prev);
    TRY(query.status());
  }
  return execute(db, kInsertStep, step.id, wire_name(step.what), step.about, step.act.by,
                 step.act.at, json::serialize(to_json(step.changes)), prev,
                 engine::hash_of_step(step, prev));
}

Status add_changes(Connection& db, DirectoryStepKind what, const std::string& about,
                   Comparison comparison, const engine::Act& act) {
  auto changes = comparison.taken();
  if (changes.empty()) return {};
  return add_step(db, {0, what, about, act, std::move(changes)});
}

}  // namespace

Status add_org_step(Connection& db, const engine::OrgRow& after, const engine::Act& act) {
  engine::OrgRow before;
  bool known = false;
  {
    Query query(db, kOrgBefore, after.id);
    known = query.next();
    if (known) query.columns(before.kind, before.region, before.name);
    TRY(query.status());
  }
  Comparison comparison;
  comparison.told("kind", before.kind, after.kind);
  comparison.told("region", before.region, after.region);
  comparison.named("name", before.name, after.name);
  return add_changes(db, known ? DirectoryStepKind::kOrgChanged : DirectoryStepKind::kOrgRecorded,
                     after.id, std::move(comparison), act);
}

Status add_subject_step(Connection& db, const engine::SubjectRow& after, const engine::Act& act) {
  engine::SubjectRow before;
  std::string kind;
  bool known = false;
  {
    Query query(db, kSubjectBefore, after.subject.id);
    known = query.next();
    if (known) {
      query.columns(kind, before.subject.region, before.org, before.name, before.credit_code);
    }
    TRY(query.status());
  }
  Comparison comparison;
  comparison.told("kind", kind, std::string(word(after.subject.kind)));
  comparison.told("region", before.subject.region, after.subject.region);
  comparison.told("org", before.org, after.org);
  comparison.named("name", before.name, after.name);
  comparison.named("credit_code", before.credit_code, after.credit_code);
  return add_changes(
      db, known ? DirectoryStepKind::kSubjectChanged : DirectoryStepKind::kSubjectRecorded,
      after.subject.id, std::move(comparison), act);
}

Status add_person_step(Connection& db, const engine::PersonRow& after, const engine::Act& act) {
  engine::PersonRow before;
  std::string roles;
  bool known = false;
  {
    Query query(db, kPersonBefore, after.id);
    known = query.next();
    if (known) {
      query.columns(before.org, roles, before.region, before.active, before.unit, before.name);
    }
    TRY(query.status());
  }
  Comparison comparison;
  comparison.told("org", before.org, after.org);
  comparison.told("roles", roles, words_of(after.roles));
  comparison.told("region", before.region, after.region);
  comparison.told("active", known ? yes_or_no(before.active) : "", yes_or_no(after.active));
  comparison.named("unit", before.unit, after.unit);
  comparison.named("name", before.name, after.name);
  return add_changes(db,
                     known ? DirectoryStepKind::kPersonChanged : DirectoryStepKind::kPersonRecorded,
                     after.id, std::move(comparison), act);
}

Status add_owner_step(Connection& db, const lifecycle::OrgId& org,
                      const lifecycle::PersonId& person, bool owner, const engine::Act& act) {
  FieldChange change{"org", std::nullopt, std::nullopt};
  (owner ? change.after : change.before) = org;
  return add_step(db, {0,
                       owner ? DirectoryStepKind::kOwnerMade : DirectoryStepKind::kOwnerEnded,
                       person,
                       act,
                       {std::move(change)}});
}

Status add_host_step(Connection& db, const std::string& host, DirectoryStepKind what,
                     const engine::Act& act) {
  return add_step(db, {0, what, host, act, {}});
}

Status read_directory_step(Query& query, engine::DirectoryStep& step) {
  std::string what;
  std::string changes;
  query.columns(step.id, what, step.about, step.act.by, step.act.at, changes);
  const auto known = enum_from_wire<DirectoryStepKind>(what);
  if (!known) return fail(ErrorKind::kCorrupt, "a step of an unknown kind: " + what);
  step.what = *known;
  TRY_ASSIGN(const auto told, parse_json(changes, kChangesBytesMax));
  return from_json(told, step.changes);
}

}  // namespace baobei::store
