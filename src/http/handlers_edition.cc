// Versions of catalogue and policy: lists, one of them, what it changes, and the second operator's
// word on it.

#include <algorithm>

#include "catalogue/diff.h"
#include "http/api_json.h"
#include "http/desk_reply.h"
#include "http/directory_json.h"
#include "http/edition_json.h"
#include "http/handlers.h"

namespace baobei::http {
namespace {

using engine::EditionKind;
using engine::EditionRow;
using engine::EditionState;

// Long enough to be kept off the I/O threads.
Reply compared_later(Call& call, Services& services,
                     std::function<OrProblem<json::object>()> work) {
  return Pending([&services, work = std::move(work), language = call.language](Done done) {
    const bool taken = services.background.run([work, language, done] {
      auto object = work();
      if (!object) return done(problem_response(object.error(), language));
      done(json_text(200, json::serialize(*object)));
    });
    if (!taken) done(problem_response(ProblemCode::kBusy, language));
  });
}

// The version of the path; 404 where the viewer may not know of it.
OrProblem<EditionRow> visible_edition(const engine::Viewer& viewer, Services& services,
                                      EditionKind kind, const std::string& version) {
  auto row = services.editions->record().find(kind, version);
  if (!row) return std::unexpected(Problem(row.error()));
  if (!is_shown(*row, viewer)) return std::unexpected(Problem(ProblemCode::kNotFound));
  return std::move(*row);
}

Result<json::object> row_json(const EditionRow& row, const engine::Viewer& viewer,
                              Services& services) {
  auto& desk = *services.editions;
  if (row.kind == EditionKind::kPolicy) return policy_edition_json(desk, row, viewer, services);
  auto object =
      edition_json(row, desk.spans(EditionKind::kCatalogue), viewer, services.clock.now());
  if (const auto* counting = desk.timeline().version(row.version)) {
    std::size_t filing = 0;
    for (const auto& category : counting->categories()) filing += category.filing_category ? 1 : 0;
    object.emplace("categories", counting->categories().size());
    object.emplace("filing_categories", filing);
  }
  return object;
}

Reply list_editions(Call& call, Services& services, EditionKind kind) {
  if (services.editions == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto page = page_of(call);
  if (!page) return call.problem(page.error());
  const auto rows = services.editions->record().list(kind, *page);
  if (!rows) return call.problem(rows.error());
  json::object object;
  object.emplace("in_force", in_force(services.editions->spans(kind), services.clock.now()));
  json::array items;
  for (const auto& row : rows->rows) {
    if (!is_shown(row, call.viewer())) continue;
    auto item = row_json(row, call.viewer(), services);
    if (!item) return call.problem(item.error());
    items.push_back(std::move(*item));
  }
  object.emplace("items", std::move(items));
  if (!rows->next.empty()) object.emplace("next", rows->next);
  return json_text(200, json::serialize(object));
}

// Each with whether the version before has it so; one of them with its text.
Status add_files(json::object& object, const EditionRow& row, Services& services,
                 const std::string& wanted) {
  auto& record = services.editions->record();
  TRY_ASSIGN(const auto files, record.files(row.kind, row.version));
  std::vector<engine::EditionText> before;
  if (!row.base.empty()) {
    TRY_ASSIGN(before, record.files(row.kind, row.base));
  }
  json::array list;
  for (const auto& file : files) {
    const bool same = row.base.empty() || std::ranges::any_of(before, [&](const auto& each) {
                        return each.name == file.name && each.text == file.text;
                      });
    json::object item{{"name", file.name}, {"bytes", file.text.size()}, {"changed", !same}};
    if (file.name == wanted) item.emplace("text", file.text);
    list.push_back(std::move(item));
  }
  object.emplace("files", std::move(list));
  return {};
}

// Confirmed or withdrawn; a catalogue is compiled before the writer is asked.
Reply decide_edition(Call& call, Services& services, EditionKind kind, EditionState to) {
  if (const auto lacks = lacks_role(call, lifecycle::Role::kOperator)) return call.problem(*lacks);
  if (services.editions == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  const auto version = call.params.at(0);
  const auto viewer = call.viewer();
  auto compiled = std::make_shared<CataloguePtr>();
  auto reply = on_desk(call, services,
                       [&services, kind, to, version, viewer, compiled,
                        dry = *dry_run](Instant now) -> OrProblem<Response> {
                         auto& desk = *services.editions;
                         auto row =
                             to == EditionState::kConfirmed
                                 ? desk.confirm(kind, version, *compiled, viewer.person, now, dry)
                                 : desk.withdraw(kind, version, viewer.person, now, dry);
                         if (!row) return std::unexpected(row.error());
                         TRY_ASSIGN(auto object, row_json(*row, viewer, services));
                         if (dry) object.emplace("dry_run", true);
                         return json_text(200, json::serialize(object));
                       });
  const bool compiles = kind == EditionKind::kCatalogue && to == EditionState::kConfirmed;
  if (!compiles || !std::holds_alternative<Pending>(reply)) return reply;
  auto pending = std::make_shared<Pending>(std::move(std::get<Pending>(reply)));
  return Pending([&services, version, compiled, pending, language = call.language](Done done) {
    const bool taken =
        services.background.run([&services, version, compiled, pending, done, language] {
          auto read = services.editions->catalogue(version);
          if (!read) return done(problem_response(Problem(read.error()), language));
          *compiled = std::move(*read);
          (*pending)(done);
        });
    if (!taken) done(problem_response(ProblemCode::kBusy, language));
  });
}

}  // namespace

Reply list_catalogue_versions(Call& call, Services& services) {
  return list_editions(call, services, EditionKind::kCatalogue);
}

Reply list_policy_versions(Call& call, Services& services) {
  return list_editions(call, services, EditionKind::kPolicy);
}

Reply get_catalogue_version(Call& call, Services& services) {
  if (services.editions == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto row =
      visible_edition(call.viewer(), services, EditionKind::kCatalogue, call.params.at(0));
  if (!row) return call.problem(row.error());
  auto object = row_json(*row, call.viewer(), services);
  if (!object) return call.problem(object.error());
  const auto added = add_files(*object, *row, services, call.query("file").value_or(""));
  if (!added) return call.problem(added.error());
  return json_text(200, json::serialize(*object));
}

Reply get_policy_version(Call& call, Services& services) {
  if (services.editions == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto row =
      visible_edition(call.viewer(), services, EditionKind::kPolicy, call.params.at(0));
  if (!row) return call.problem(row.error());
  const auto object = row_json(*row, call.viewer(), services);
  if (!object) return call.problem(object.error());
  return json_text(200, json::serialize(*object));
}

Reply get_policy(Call& call, Services& services) {
  if (services.editions == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto object = policy_json(*services.editions, services);
  if (!object) return call.problem(object.error());
  return json_text(200, json::serialize(*object));
}

Reply get_catalogue_diff(Call& call, Services& services) {
  if (services.editions == nullptr) return call.problem(ProblemCode::kUnavailable);
  return compared_later(
      call, services,
      [&services, viewer = call.viewer(), version = call.params.at(0),
       against = call.query("against").value_or("")]() -> OrProblem<json::object> {
        const auto row = visible_edition(viewer, services, EditionKind::kCatalogue, version);
        if (!row) return std::unexpected(row.error());
        // The first of the record follows nothing: no difference.
        const auto other = !against.empty() ? against : row->base.empty() ? version : row->base;
        const auto base = visible_edition(viewer, services, EditionKind::kCatalogue, other);
        if (!base) return std::unexpected(base.error());
        TRY_ASSIGN(const auto before, services.editions->catalogue(other));
        TRY_ASSIGN(const auto after, services.editions->catalogue(version));
        auto object = std::move(api_json(catalogue::difference(*before, *after), {}).as_object());
        object.emplace("version", version);
        object.emplace("against", other);
        return object;
      });
}

Reply confirm_catalogue(Call& call, Services& services) {
  return decide_edition(call, services, EditionKind::kCatalogue, EditionState::kConfirmed);
}
Reply withdraw_catalogue(Call& call, Services& services) {
  return decide_edition(call, services, EditionKind::kCatalogue, EditionState::kRejected);
}
Reply confirm_policy(Call& call, Services& services) {
  return decide_edition(call, services, EditionKind::kPolicy, EditionState::kConfirmed);
}
Reply withdraw_policy(Call& call, Services& services) {
  return decide_edition(call, services, EditionKind::kPolicy, EditionState::kRejected);
}

}  // namespace baobei::http
