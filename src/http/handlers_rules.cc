// Versions of the packs of rules (R25): lists, one of them with what its trial said, proposals, the
// second operator's word, and rehearsals over what was decided.

#include <algorithm>

#include "http/desk_reply.h"
#include "http/directory_json.h"
#include "http/edition_json.h"
#include "http/edition_request.h"
#include "http/handlers.h"
#include "http/rehearsals.h"
#include "http/rule_desk.h"

namespace baobei::http {
namespace {

using engine::EditionKind;
using engine::EditionRow;
using lifecycle::Role;

struct RulesProposalBody {
  std::string version;
  std::string effective_from;
  std::string reason;
  std::optional<std::string> base;
  std::vector<FileBody> files;
};
BOOST_DESCRIBE_STRUCT(RulesProposalBody, (), (version, effective_from, reason, base, files))

struct RehearsalBody {
  std::string version;
  std::optional<std::uint32_t> packages;
};
BOOST_DESCRIBE_STRUCT(RehearsalBody, (), (version, packages))

std::optional<Problem> lacks_rule_desk(const Call& call, const Services& services,
                                       std::initializer_list<Role> roles) {
  if (auto lacks = lacks_any_role(call, roles)) return lacks;
  if (services.rules_desk == nullptr) return Problem(ProblemCode::kUnavailable);
  return std::nullopt;
}

constexpr std::initializer_list<Role> kReadsRules = {Role::kReviewer, Role::kSeniorReviewer,
                                                     Role::kOperator, Role::kAuditor};

// The program's own has no row on record.
EditionRow builtin_row() {
  EditionRow row;
  row.kind = EditionKind::kRules;
  row.version = kBuiltinRules;
  row.state = engine::EditionState::kConfirmed;
  row.finished = true;
  return row;
}

OrProblem<EditionRow> rule_row(const Call& call, RuleDesk& desk, const std::string& version) {
  if (version == kBuiltinRules) return builtin_row();
  auto row = desk.record().find(EditionKind::kRules, version);
  if (!row) return std::unexpected(Problem(row.error()));
  if (!is_shown(*row, call.viewer())) return std::unexpected(Problem(ProblemCode::kNotFound));
  return std::move(*row);
}

json::object rule_row_json(const EditionRow& row, const engine::Viewer& viewer,
                           Services& services) {
  return edition_json(row, services.rules_desk->spans(), viewer, services.clock.now());
}

const char* change_of(const TriedPack& pack, const std::vector<catalogue::SourceFile>& before) {
  const auto found = std::ranges::find(before, pack.file, &catalogue::SourceFile::name);
  if (found == before.end()) return "added";
  return sha256(found->text) == pack.digest ? "same" : "changed";
}

// What a trial said, beside the packs of the version that it follows.
void add_trial(json::object& object, const RuleTrial& trial,
               const std::vector<catalogue::SourceFile>& before) {
  object.emplace("rules", trial.name);
  json::array packs;
  for (const auto& pack : trial.packs) {
    packs.push_back(json::object{{"id", pack.id},
                                 {"rule", "content/" + pack.id},
                                 {"file", pack.file},
                                 {"version", pack.version},
                                 {"digest", to_hex(pack.digest)},
                                 {"title_zh", pack.title.zh},
                                 {"title_en", pack.title.en},
                                 {"error", pack.error},
                                 {"confidential", pack.confidential},
                                 {"examples", pack.examples},
                                 {"held", pack.held},
                                 {"change", change_of(pack, before)}});
  }
  object.emplace("packs", std::move(packs));
  json::array struck;
  for (const auto& file : before) {
    const bool there =
        std::ranges::find(trial.packs, file.name, &TriedPack::file) != trial.packs.end();
    if (!there) struck.push_back(json::value(file.name));
  }
  object.emplace("struck", std::move(struck));
}

Result<json::object> rule_version_json(const EditionRow& row, const engine::Viewer& viewer,
                                       Services& services, const std::string& wanted) {
  auto& desk = *services.rules_desk;
  auto object = rule_row_json(row, viewer, services);
  TRY_ASSIGN(const auto trial, desk.trial(row.version));
  TRY_ASSIGN(const auto before, desk.packs(row.base.empty() ? row.version : row.base));
  add_trial(object, *trial, before);
  if (wanted.empty()) return object;
  TRY_ASSIGN(const auto files, desk.packs(row.version));
  const auto found = std::ranges::find(files, wanted, &catalogue::SourceFile::name);
  if (found == files.end()) return fail(ErrorKind::kNotFound, "no such file");
  object.emplace("text", found->text);
  return object;
}

// Compiling takes tenths of a second.
Reply answered_later(Services& services, Language language,
                     std::function<OrProblem<Response>()> work) {
  return Pending([&services, work = std::move(work), language](Done done) {
    const bool taken = services.background.run([work, language, done] {
      auto answer = work();
      done(answer ? std::move(*answer) : problem_response(answer.error(), language));
    });
    if (!taken) done(problem_response(ProblemCode::kBusy, language));
  });
}

OrProblem<Response> rules_proposed(Services& services, const RuleDesk::Draft& draft,
                                   const EditionRow& row, const engine::Viewer& viewer,
                                   bool dry_run) {
  auto& desk = *services.rules_desk;
  const auto proposed = desk.propose(row, draft.packs, dry_run);
  if (!proposed) return std::unexpected(proposed.error());
  auto object = rule_row_json(*proposed, viewer, services);
  TRY_ASSIGN(const auto before, desk.packs(row.base));
  add_trial(object, draft.trial, before);
  if (dry_run) {
    object.emplace("dry_run", true);
    return json_text(200, json::serialize(object));
  }
  auto response = json_text(202, json::serialize(object));
  response.headers.push_back({"Location", "/v1/rules/versions/" + row.version});
  return response;
}

OrProblem<RuleDesk::Draft> rules_draft(Services& services, const EditionTerms& terms,
                                       const std::vector<catalogue::FileChange>& changes) {
  const auto fits = services.rules_desk->check_terms(terms, services.clock.now());
  if (!fits) return std::unexpected(fits.error());
  auto draft = services.rules_desk->draft(terms, changes);
  if (!draft) return std::unexpected(draft.error());
  if (!draft->trial.faults.empty()) return std::unexpected(faulty(draft->trial.faults));
  return draft;
}

EditionRow proposed_row(const EditionTerms& terms, const RuleDesk::Draft& draft,
                        const engine::Viewer& viewer, Instant now) {
  EditionRow row;
  row.kind = EditionKind::kRules;
  row.version = terms.version;
  row.base = draft.follows;
  row.effective_from = terms.effective_from;
  row.reason = terms.reason;
  row.proposed_by = viewer.person;
  row.proposed_at = now;
  row.finished = true;  // nothing follows its instant but what checks find from then on
  return row;
}

// Tried in the background; put on record by the writer, where who proposes is still who may.
Reply tried_and_proposed(Call& call, Services& services, const EditionTerms& terms,
                         const std::vector<catalogue::FileChange>& changes) {
  const auto viewer = call.viewer();
  auto draft = std::make_shared<RuleDesk::Draft>();
  auto reply = on_desk(
      call, services, [&services, draft, terms, viewer](Instant now) -> OrProblem<Response> {
        return rules_proposed(services, *draft, proposed_row(terms, *draft, viewer, now), viewer,
                              false);
      });
  if (!std::holds_alternative<Pending>(reply)) return reply;
  auto record = std::make_shared<Pending>(std::move(std::get<Pending>(reply)));
  return Pending([&services, terms, changes, draft, record, language = call.language](Done done) {
    const bool taken =
        services.background.run([&services, terms, changes, draft, record, language, done] {
          auto made = rules_draft(services, terms, changes);
          if (!made) return done(problem_response(made.error(), language));
          *draft = std::move(*made);
          (*record)(done);
        });
    if (!taken) done(problem_response(ProblemCode::kBusy, language));
  });
}

Reply decided_rules(Call& call, Services& services, bool confirms) {
  if (const auto why = lacks_rule_desk(call, services, {Role::kOperator})) {
    return call.problem(*why);
  }
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  const auto version = call.params.at(0);
  const auto viewer = call.viewer();
  return on_desk(
      call, services,
      [&services, version, viewer, confirms, dry = *dry_run](Instant now) -> OrProblem<Response> {
        auto& desk = *services.rules_desk;
        const auto row = confirms ? desk.confirm(version, viewer.person, now, dry)
                                  : desk.withdraw(version, viewer.person, now, dry);
        if (!row) return std::unexpected(row.error());
        auto object = rule_row_json(*row, viewer, services);
        if (dry) object.emplace("dry_run", true);
        return json_text(200, json::serialize(object));
      });
}

json::object rehearsal_json(const RehearsalRow& row) {
  json::object object{{"rehearsal", row.id},      {"version", row.version},
                      {"against", row.against},   {"state", wire_name(row.state)},
                      {"begun_by", row.begun_by}, {"begun_at", format_rfc3339(row.begun_at)},
                      {"packages", row.packages}, {"done", row.done}};
  if (row.ended_at) object.emplace("ended_at", format_rfc3339(*row.ended_at));
  return object;
}

Response rehearsal_response(int status, const RehearsalRow& row) {
  auto object = rehearsal_json(row);
  if (!row.result.empty()) {
    auto result = parse_json(row.result, std::size_t{16} << 20);
    if (result) object.emplace("result", std::move(*result));
  }
  return json_text(status, json::serialize(object));
}

Problem rehearsal_problem(const Error& error) {
  if (error.kind != ErrorKind::kConflict) return error;
  return conflict_of("同一时间只进行一次演练，或该演练已结束。",
                     "One rehearsal runs at a time, or this one has ended.");
}

}  // namespace

Reply list_rule_versions(Call& call, Services& services) {
  if (const auto why = lacks_rule_desk(call, services, kReadsRules)) return call.problem(*why);
  const auto page = page_of(call);
  if (!page) return call.problem(page.error());
  const auto rows = services.rules_desk->record().list(EditionKind::kRules, *page);
  if (!rows) return call.problem(rows.error());
  json::array items;
  for (const auto& row : rows->rows) {
    if (is_shown(row, call.viewer())) items.push_back(rule_row_json(row, call.viewer(), services));
  }
  if (rows->next.empty()) items.push_back(rule_row_json(builtin_row(), call.viewer(), services));
  json::object object{{"in_force", services.rules_desk->version_at(services.clock.now())},
                      {"items", std::move(items)}};
  if (!rows->next.empty()) object.emplace("next", rows->next);
  return json_text(200, json::serialize(object));
}

Reply get_rule_version(Call& call, Services& services) {
  if (const auto why = lacks_rule_desk(call, services, kReadsRules)) return call.problem(*why);
  auto row = rule_row(call, *services.rules_desk, call.params.at(0));
  if (!row) return call.problem(row.error());
  return answered_later(services, call.language,
                        [&services, row = *row, viewer = call.viewer(),
                         file = call.query("file").value_or("")]() -> OrProblem<Response> {
                          TRY_ASSIGN(const auto object,
                                     rule_version_json(row, viewer, services, file));
                          return json_text(200, json::serialize(object));
                        });
}

Reply propose_rules(Call& call, Services& services) {
  if (const auto why = lacks_rule_desk(call, services, {Role::kOperator})) {
    return call.problem(*why);
  }
  const auto body = read_texts<RulesProposalBody>(call.request.body);
  if (!body) return call.problem(body.error());
  auto terms = edition_terms(body->version, body->effective_from, body->reason);
  if (!terms) return call.problem(terms.error());
  terms->base = body->base.value_or("");
  const auto changes = changes_of(body->files);
  if (!changes) return call.problem(changes.error());
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  if (!*dry_run) return tried_and_proposed(call, services, *terms, *changes);
  return answered_later(services, call.language,
                        [&services, terms = *terms, changes = *changes,
                         viewer = call.viewer()]() -> OrProblem<Response> {
                          auto draft = rules_draft(services, terms, changes);
                          if (!draft) return std::unexpected(draft.error());
                          const auto row =
                              proposed_row(terms, *draft, viewer, services.clock.now());
                          return rules_proposed(services, *draft, row, viewer, true);
                        });
}

Reply confirm_rules(Call& call, Services& services) {
  return decided_rules(call, services, true);
}
Reply withdraw_rules(Call& call, Services& services) {
  return decided_rules(call, services, false);
}

Reply list_rehearsals(Call& call, Services& services) {
  if (const auto why = lacks_rule_desk(call, services, {Role::kOperator, Role::kAuditor})) {
    return call.problem(*why);
  }
  json::array items;
  for (const auto& row : services.rehearsals->list()) items.push_back(rehearsal_json(row));
  return json_text(200, json::serialize(json::object{{"items", std::move(items)}}));
}

Reply begin_rehearsal(Call& call, Services& services) {
  if (const auto why = lacks_rule_desk(call, services, {Role::kOperator})) {
    return call.problem(*why);
  }
  const auto body = read_body<RehearsalBody>(call.request.body);
  if (!body) return call.problem(body.error());
  const auto packages = body->packages.value_or(kRehearsedUsually);
  if (packages < 1 || packages > kRehearsedMax) {
    return call.problem(invalid_at("/packages", "应为 1 至 500。", "1 to 500 is expected."));
  }
  const auto row = rule_row(call, *services.rules_desk, body->version);
  if (!row) return call.problem(row.error());
  return answered_later(
      services, call.language,
      [&services, version = body->version, packages,
       by = call.principal.person.id]() -> OrProblem<Response> {
        auto& desk = *services.rules_desk;
        Rehearsals::Order order;
        order.at = services.clock.now();
        order.by = by;
        order.packages = packages;
        order.version = version;
        order.against = desk.version_at(order.at);
        TRY_ASSIGN(order.against_rules, desk.in_force(order.at));
        if (version != kBuiltinRules) {
          TRY_ASSIGN(const auto trial, desk.trial(version));
          if (trial->rules == nullptr) return std::unexpected(faulty(trial->faults));
          order.rules = trial->rules;
        }
        const auto begun = services.rehearsals->begin(std::move(order));
        if (!begun) return std::unexpected(rehearsal_problem(begun.error()));
        auto response = rehearsal_response(202, *begun);
        response.headers.push_back({"Location", "/v1/rules/rehearsals/" + begun->id});
        return response;
      });
}

Reply get_rehearsal(Call& call, Services& services) {
  if (const auto why = lacks_rule_desk(call, services, {Role::kOperator, Role::kAuditor})) {
    return call.problem(*why);
  }
  const auto row = services.rehearsals->find(call.params.at(0));
  if (!row) return call.problem(row.error());
  return rehearsal_response(200, *row);
}

Reply stop_rehearsal(Call& call, Services& services) {
  if (const auto why = lacks_rule_desk(call, services, {Role::kOperator})) {
    return call.problem(*why);
  }
  const auto row = services.rehearsals->stop(call.params.at(0));
  if (!row) return call.problem(rehearsal_problem(row.error()));
  return rehearsal_response(200, *row);
}

}  // namespace baobei::http
