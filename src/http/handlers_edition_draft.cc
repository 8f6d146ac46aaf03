// Proposing versions of catalogue and policy, and what they would touch, proposed or not.

#include <algorithm>

#include "catalogue/policy_values.h"
#include "http/desk_reply.h"
#include "http/directory_json.h"
#include "http/edition_json.h"
#include "http/edition_request.h"
#include "http/handlers.h"
#include "http/request_json.h"
#include "http/what_if.h"

namespace baobei::http {
namespace {

using engine::EditionKind;
using engine::EditionRow;
using engine::EditionState;

struct CatalogueDraftBody {
  std::optional<std::string> base;
  std::vector<FileBody> files;
};
BOOST_DESCRIBE_STRUCT(CatalogueDraftBody, (), (base, files))

struct CatalogueProposalBody {
  std::string version;
  std::string effective_from;
  std::string reason;
  std::optional<std::string> base;
  std::vector<FileBody> files;
};
BOOST_DESCRIBE_STRUCT(CatalogueProposalBody, (), (version, effective_from, reason, base, files))

struct PolicyHeadBody {
  std::string version;
  std::string effective_from;
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(PolicyHeadBody, (), (version, effective_from, reason))

// One change, wherever it comes from: compiled, ready to be compared with what it follows.
struct Draft {
  EditionRow row;
  std::vector<catalogue::SourceFile> files;  // kCatalogue
  CataloguePtr before;
  CataloguePtr after;
  lifecycle::Rules rules_before;  // kPolicy
  lifecycle::Rules rules_after;
};
using MakeDraft = std::function<OrProblem<Draft>()>;

OrProblem<json::object> what_if(Services& services, const Draft& draft, const engine::Page& page) {
  const bool policy = draft.row.kind == EditionKind::kPolicy;
  auto object = scan(services, page, [&](const lifecycle::App& app) {
    return policy ? effects_of(app, draft.rules_before, draft.rules_after, draft.row.effective_from)
                  : effects_of(app, *draft.before, *draft.after);
  });
  if (!object) return std::unexpected(Problem(object.error()));
  object->emplace("base", draft.row.base);
  if (!draft.row.version.empty()) {
    object->emplace("version", draft.row.version);
    object->emplace("effective_from", format_rfc3339(draft.row.effective_from));
  }
  if (policy) {
    object->emplace("parameters", policy_changes(draft.rules_before, draft.rules_after,
                                                 services.catalogue(services.clock.now())));
  }
  return std::move(*object);
}

OrProblem<Draft> catalogue_draft(Services& services, const EditionTerms& terms,
                                 const std::vector<catalogue::FileChange>& changes) {
  auto made = services.editions->draft(terms, changes);
  if (!made) return std::unexpected(made.error());
  if (!made->faults.empty()) return std::unexpected(faulty(made->faults));
  Draft draft;
  draft.row.kind = EditionKind::kCatalogue;
  draft.row.base = made->follows;
  draft.files = std::move(made->files);
  draft.before = std::move(made->before);
  draft.after = std::move(made->after);
  return draft;
}

OrProblem<Draft> policy_draft(Services& services, const EditionTerms& terms,
                              const json::object& values) {
  auto made = services.editions->draft(terms, values);
  if (!made) return std::unexpected(made.error());
  Draft draft;
  draft.row.kind = EditionKind::kPolicy;
  draft.row.base = made->follows;
  draft.row.values = json::serialize(catalogue::policy_values(made->after));
  draft.rules_before = std::move(made->before);
  draft.rules_after = std::move(made->after);
  return draft;
}

// `parameters` apart from the rest, which is of a form.
Result<json::object> take_parameters(json::value& body) {
  if (!body.is_object()) return fail(ErrorKind::kInvalid, "an object is expected", "");
  auto* found = body.get_object().if_contains("parameters");
  if (found == nullptr) {
    return fail(ErrorKind::kInvalid, "a required member is missing", "/parameters");
  }
  if (!found->is_object()) {
    return fail(ErrorKind::kInvalid, "an object is expected", "/parameters");
  }
  auto parameters = std::move(found->get_object());
  body.get_object().erase("parameters");
  return parameters;
}

std::optional<Problem> not_here(const Call& call, const Services& services) {
  if (auto lacks = lacks_role(call, lifecycle::Role::kOperator)) return lacks;
  if (services.editions == nullptr) return Problem(ProblemCode::kUnavailable);
  return std::nullopt;
}

Reply tried(Call& call, Services& services, MakeDraft make) {
  const auto page = page_of(call);
  if (!page) return call.problem(page.error());
  return Pending(
      [&services, make = std::move(make), page = *page, language = call.language](Done done) {
        const bool taken = services.background.run([&services, make, page, language, done] {
          auto draft = make();
          if (!draft) return done(problem_response(draft.error(), language));
          const auto object = what_if(services, *draft, page);
          if (!object) return done(problem_response(object.error(), language));
          done(json_text(200, json::serialize(*object)));
        });
        if (!taken) done(problem_response(ProblemCode::kBusy, language));
      });
}

json::object proposed_json(const EditionRow& row, const engine::Viewer& viewer,
                           Services& services) {
  const Instant now = services.clock.now();
  return edition_json(row, services.editions->spans(row.kind), viewer, now);
}

OrProblem<Response> proposal_answer(Services& services, const Draft& draft,
                                    const engine::Viewer& viewer, bool dry_run) {
  const auto row = services.editions->propose(draft.row, draft.files, dry_run);
  if (!row) return std::unexpected(row.error());
  auto object = proposed_json(*row, viewer, services);
  if (row->kind == EditionKind::kPolicy) {
    object.emplace("changes", policy_changes(draft.rules_before, draft.rules_after,
                                             services.catalogue(services.clock.now())));
  }
  if (dry_run) {
    object.emplace("dry_run", true);
    auto touched = what_if(services, draft, {});
    if (!touched) return std::unexpected(touched.error());
    object.emplace("what_if", std::move(*touched));
    return json_text(200, json::serialize(object));
  }
  auto response = json_text(202, json::serialize(object));
  const char* where = row->kind == EditionKind::kPolicy ? "policy" : "catalogue";
  response.headers.push_back(
      {"Location", "/v1/" + std::string(where) + "/versions/" + row->version});
  return response;
}

// Compiled in the background; put on record by the writer, where who proposes is still who may.
Reply propose(Call& call, Services& services, const EditionTerms& terms, MakeDraft make) {
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  auto draft = std::make_shared<Draft>();
  const auto viewer = call.viewer();
  auto reply = on_desk(call, services, [&services, draft, viewer](Instant) -> OrProblem<Response> {
    return proposal_answer(services, *draft, viewer, false);
  });
  if (!std::holds_alternative<Pending>(reply)) return reply;
  auto record = std::make_shared<Pending>(std::move(std::get<Pending>(reply)));
  return Pending([&services, terms, make = std::move(make), draft, viewer, record, dry = *dry_run,
                  language = call.language](Done done) {
    const bool taken = services.background.run(
        [&services, terms, make, draft, viewer, record, dry, language, done] {
          auto made = make();
          if (!made) return done(problem_response(made.error(), language));
          *draft = std::move(*made);
          auto& row = draft->row;
          row.version = terms.version;
          row.effective_from = terms.effective_from;
          row.reason = terms.reason;
          row.proposed_by = viewer.person;
          row.proposed_at = services.clock.now();
          const auto fits = services.editions->check_terms(row.kind, terms, row.proposed_at);
          if (!fits) return done(problem_response(fits.error(), language));
          if (!dry) return (*record)(done);
          auto answer = proposal_answer(services, *draft, viewer, true);
          done(answer ? std::move(*answer) : problem_response(answer.error(), language));
        });
    if (!taken) done(problem_response(ProblemCode::kBusy, language));
  });
}

// The stored one of the path; 409 where it is no more to come.
Reply stored_what_if(Call& call, Services& services, EditionKind kind) {
  if (const auto why = not_here(call, services)) return call.problem(*why);
  const auto row = services.editions->record().find(kind, call.params.at(0));
  if (!row) return call.problem(row.error());
  const bool ahead = row->effective_from > services.clock.now();
  const bool open =
      row->state == EditionState::kProposed || (row->state == EditionState::kConfirmed && ahead);
  if (!open || row->base.empty()) {
    return call.problem(conflict_of("只有待确认或待生效的版本可以试算。",
                                    "Only what is proposed or to come can be asked for."));
  }
  return tried(call, services, [&services, row = *row]() -> OrProblem<Draft> {
    Draft draft;
    draft.row = row;
    auto& desk = *services.editions;
    if (row.kind == EditionKind::kPolicy) {
      TRY_ASSIGN(draft.rules_before, desk.policy(row.base));
      TRY_ASSIGN(draft.rules_after, desk.policy(row.version));
      return draft;
    }
    TRY_ASSIGN(draft.before, desk.catalogue(row.base));
    TRY_ASSIGN(draft.after, desk.catalogue(row.version));
    return draft;
  });
}

}  // namespace

Reply propose_catalogue(Call& call, Services& services) {
  if (const auto why = not_here(call, services)) return call.problem(*why);
  auto body = read_texts<CatalogueProposalBody>(call.request.body);
  if (!body) return call.problem(body.error());
  auto terms = edition_terms(body->version, body->effective_from, body->reason);
  if (!terms) return call.problem(terms.error());
  terms->base = body->base.value_or("");
  auto changes = changes_of(body->files);
  if (!changes) return call.problem(changes.error());
  return propose(call, services, *terms, [&services, terms = *terms, changes = *changes] {
    return catalogue_draft(services, terms, changes);
  });
}

Reply try_catalogue(Call& call, Services& services) {
  if (const auto why = not_here(call, services)) return call.problem(*why);
  auto body = read_texts<CatalogueDraftBody>(call.request.body);
  if (!body) return call.problem(body.error());
  auto changes = changes_of(body->files);
  if (!changes) return call.problem(changes.error());
  EditionTerms terms;
  terms.base = body->base.value_or("");
  return tried(call, services, [&services, terms, changes = *changes] {
    return catalogue_draft(services, terms, changes);
  });
}

Reply propose_policy(Call& call, Services& services) {
  if (const auto why = not_here(call, services)) return call.problem(*why);
  auto body = parse_json(call.request.body, kCommandBodyMax);
  if (!body) return call.problem(body.error());
  auto parameters = take_parameters(*body);
  if (!parameters) return call.problem(parameters.error());
  PolicyHeadBody head;
  const auto read = from_json(*body, head);
  if (!read) return call.problem(read.error());
  const auto terms = edition_terms(head.version, head.effective_from, head.reason);
  if (!terms) return call.problem(terms.error());
  return propose(call, services, *terms, [&services, terms = *terms, values = *parameters] {
    return policy_draft(services, terms, values);
  });
}

Reply try_policy(Call& call, Services& services) {
  if (const auto why = not_here(call, services)) return call.problem(*why);
  auto body = parse_json(call.request.body, kCommandBodyMax);
  if (!body) return call.problem(body.error());
  auto parameters = take_parameters(*body);
  if (!parameters) return call.problem(parameters.error());
  if (!body->get_object().empty()) {
    return call.problem(Error{ErrorKind::kInvalid, "an unknown member",
                              "/" + std::string(body->get_object().begin()->key())});
  }
  EditionTerms terms;
  terms.effective_from = services.clock.now();
  return tried(call, services, [&services, terms, values = *parameters] {
    auto draft = policy_draft(services, terms, values);
    if (draft) draft->row.effective_from = terms.effective_from;
    return draft;
  });
}

Reply get_catalogue_what_if(Call& call, Services& services) {
  return stored_what_if(call, services, EditionKind::kCatalogue);
}
Reply get_policy_what_if(Call& call, Services& services) {
  return stored_what_if(call, services, EditionKind::kPolicy);
}

}  // namespace baobei::http
