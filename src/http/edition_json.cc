#include "http/edition_json.h"

#include <algorithm>

#include "catalogue/policy_values.h"
#include "http/services.h"

namespace baobei::http {
namespace {

using engine::EditionKind;
using engine::EditionRow;
using engine::EditionState;

const catalogue::PolicyParameter* words_for(const catalogue::Catalogue& catalogue,
                                            std::string_view name) {
  const auto& all = catalogue.policy().parameters;
  const auto found = std::ranges::find(all, name, &catalogue::PolicyParameter::name);
  return found == all.end() ? nullptr : &*found;
}

json::object title_of(const catalogue::Catalogue& catalogue, std::string_view name) {
  const auto* words = words_for(catalogue, name);
  CHECK(words != nullptr, std::string(name));
  return {{"zh", words->title.zh}, {"en", words->title.en}};
}

// One parameter through the versions that count, by instant.
struct Course {
  json::value value;  // now
  catalogue::Span since;
  json::array to_come;
};

Course course_of(const catalogue::Timeline& timeline, std::string_view name, Instant now) {
  Course course;
  json::value last;
  bool first = true;
  for (const auto& span : timeline.policies()) {
    const auto value = catalogue::policy_value(timeline.policy(span.version)->rules, name);
    const bool ahead = !first && span.from > now;
    if (!first && value == last) continue;
    last = value;
    if (ahead) {
      course.to_come.push_back(json::object{{"value", value},
                                            {"effective_from", format_rfc3339(span.from)},
                                            {"version", span.version}});
      continue;
    }
    course.value = value;
    course.since = span;
    first = false;
  }
  return course;
}

json::object parameter_json(const catalogue::PolicyRow& row, const Course& course,
                            const catalogue::Catalogue& words) {
  static const lifecycle::Rules kBuiltin;
  const auto* known = words_for(words, row.name);
  CHECK(known != nullptr, std::string(row.name));
  json::object object{{"name", row.name},
                      {"rule", known->rule},
                      {"mark", wire_name(known->mark)},
                      {"title", title_of(words, row.name)},
                      {"form", wire_name(row.form)},
                      {"value", course.value},
                      {"since", format_rfc3339(course.since.from)},
                      {"version", course.since.version},
                      {"default", catalogue::policy_value(kBuiltin, row.name)},
                      {"fixed", row.is_fixed()},
                      {"to_come", course.to_come}};
  if (row.has_limits()) {
    object.emplace("least", catalogue::policy_limit(row, row.least));
    object.emplace("most", catalogue::policy_limit(row, row.most));
  }
  return object;
}

}  // namespace

bool sees_editions(const engine::Viewer& viewer) {
  return viewer.has(lifecycle::Role::kOperator);
}

bool is_shown(const EditionRow& row, const engine::Viewer& viewer) {
  return row.state == EditionState::kConfirmed || sees_editions(viewer);
}

std::string in_force(const std::vector<catalogue::Span>& spans, Instant now) {
  std::string name = spans.front().version;
  for (const auto& span : spans) {
    if (span.from <= now) name = span.version;
  }
  return name;
}

std::string state_of(const EditionRow& row, const std::vector<catalogue::Span>& spans,
                     Instant now) {
  switch (row.state) {
    case EditionState::kShipped:
      return "shipped";
    case EditionState::kProposed:
      return "proposed";
    case EditionState::kRejected:
      return "withdrawn";
    case EditionState::kConfirmed:
      break;
  }
  if (in_force(spans, now) == row.version) return "in_force";
  return row.effective_from > now ? "to_come" : "past";
}

json::object edition_json(const EditionRow& row, const std::vector<catalogue::Span>& spans,
                          const engine::Viewer& viewer, Instant now) {
  json::object object{{"version", row.version},
                      {"state", state_of(row, spans, now)},
                      {"effective_from", format_rfc3339(row.effective_from)}};
  if (!row.base.empty()) object.emplace("base", row.base);
  for (std::size_t i = 0; i + 1 < spans.size(); ++i) {
    if (spans[i].version != row.version) continue;
    object.emplace("until", format_rfc3339(spans[i + 1].from));
  }
  if (!sees_editions(viewer)) return object;
  object.emplace("proposed_at", format_rfc3339(row.proposed_at));
  if (!row.proposed_by.empty()) object.emplace("proposed_by", row.proposed_by);
  if (!row.reason.empty()) object.emplace("reason", row.reason);
  if (!row.decided_by.empty()) object.emplace("decided_by", row.decided_by);
  if (row.decided_at) object.emplace("decided_at", format_rfc3339(*row.decided_at));
  const bool follows = row.state == EditionState::kConfirmed && !row.base.empty();
  if (follows && row.effective_from <= now) {
    object.emplace(
        "activation",
        json::object{{"looked_at", row.looked_at}, {"told", row.told}, {"finished", row.finished}});
  }
  return object;
}

json::array policy_changes(const lifecycle::Rules& before, const lifecycle::Rules& after,
                           const catalogue::Catalogue& words) {
  json::array changes;
  for (const auto& row : catalogue::policy_rows()) {
    auto was = catalogue::policy_value(before, row.name);
    auto is = catalogue::policy_value(after, row.name);
    if (was == is) continue;
    changes.push_back(json::object{{"name", row.name},
                                   {"title", title_of(words, row.name)},
                                   {"before", std::move(was)},
                                   {"after", std::move(is)}});
  }
  return changes;
}

Result<json::object> policy_edition_json(EditionDesk& desk, const EditionRow& row,
                                         const engine::Viewer& viewer, Services& services) {
  const Instant now = services.clock.now();
  auto object = edition_json(row, desk.spans(EditionKind::kPolicy), viewer, now);
  TRY_ASSIGN(const auto values, parse_json(row.values, std::size_t{64} << 10));
  TRY_ASSIGN(const auto rules, catalogue::policy_of_record(values.as_object(), row.version));
  object.emplace("parameters", catalogue::policy_values(rules));
  json::array changes;
  if (!row.base.empty()) {
    TRY_ASSIGN(const auto before, desk.policy(row.base));
    changes = policy_changes(before, rules, services.catalogue(now));
  }
  object.emplace("changes", std::move(changes));
  return object;
}

Result<json::object> policy_json(EditionDesk& desk, Services& services) {
  const Instant now = services.clock.now();
  const auto& timeline = desk.timeline();
  const auto version = in_force(timeline.policies(), now);
  json::object object{{"version", version},
                      {"effective_from", format_rfc3339(timeline.policy(version)->effective_from)}};
  json::array parameters;
  for (const auto& row : catalogue::policy_rows()) {
    parameters.push_back(
        parameter_json(row, course_of(timeline, row.name, now), services.catalogue(now)));
  }
  object.emplace("parameters", std::move(parameters));
  return object;
}

Problem faulty(const std::vector<catalogue::FileFault>& faults) {
  Problem problem(ProblemCode::kInvalidCatalogue);
  for (const auto& fault : faults) {
    problem.faults.push_back({fault.file, fault.line, fault.fault});
  }
  if (!faults.empty()) {
    problem.pointer = faults.front().file + ":" + std::to_string(faults.front().line);
  }
  return problem;
}

}  // namespace baobei::http
