// What a subject holds, may apply for, and has applied for (R2).

#include <map>

#include "http/api_json.h"
#include "http/application_json.h"
#include "http/command_reply.h"
#include "http/desk_reply.h"
#include "http/handlers.h"
#include "http/request_json.h"
#include "http/row_names.h"

namespace baobei::http {
namespace {

using lifecycle::Application;
using lifecycle::ApplicationState;
using lifecycle::Role;

constexpr std::size_t kSearchMax = 200;

struct DocumentBody {
  std::uint64_t document = 0;
  std::optional<std::string> title;
  std::optional<std::string> number;
  std::optional<std::string> issuer;
  std::optional<std::string> expires;
};
BOOST_DESCRIBE_STRUCT(DocumentBody, (), (document, title, number, issuer, expires))

struct ReasonAnswerBody {
  std::uint32_t reason = 0;
  std::string text;
};
BOOST_DESCRIBE_STRUCT(ReasonAnswerBody, (), (reason, text))

struct ApplyBody {
  std::string category;
  std::optional<std::vector<DocumentBody>> documents;
  std::optional<std::vector<ReasonAnswerBody>> answers;
  std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(ApplyBody, (), (category, documents, answers, words))

Status check_optional(const std::optional<std::string>& text, const std::string& pointer) {
  if (!text || text->empty()) return {};
  return check_name(*text, pointer);
}

Result<engine::DocumentRow> read_document(const DocumentBody& body, const std::string& pointer) {
  TRY(check_optional(body.title, pointer + "/title"));
  TRY(check_optional(body.number, pointer + "/number"));
  TRY(check_optional(body.issuer, pointer + "/issuer"));
  engine::DocumentRow row;
  row.id = body.document;
  row.title = body.title.value_or("");
  row.number = body.number.value_or("");
  row.issuer = body.issuer.value_or("");
  if (body.expires) {
    TRY_ASSIGN(row.expires, read_instant(*body.expires, pointer + "/expires"));
  }
  return row;
}

Result<engine::ApplyStep> read_application(const ApplyBody& body, Words& words) {
  TRY(check_id(body.category, "/category"));
  engine::ApplyStep step;
  const auto documents = body.documents.value_or(std::vector<DocumentBody>{});
  TRY(check_rows(documents, "/documents"));
  for (std::size_t i = 0; i < documents.size(); ++i) {
    TRY_ASSIGN(auto row, read_document(documents[i], "/documents/" + std::to_string(i)));
    step.applying.documents.push_back({row.id, row.expires});
    step.documents.push_back(std::move(row));
  }
  const auto answers = body.answers.value_or(std::vector<ReasonAnswerBody>{});
  TRY(check_rows(answers, "/answers"));
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const auto pointer = "/answers/" + std::to_string(i) + "/text";
    TRY_ASSIGN(const auto text,
               words.keep("application_answer", answers[i].text, pointer, Need::kRequired));
    step.applying.answers.push_back({answers[i].reason, text});
  }
  TRY_ASSIGN(step.applying.words,
             words.keep("application", body.words.value_or(""), "/words", Need::kOptional));
  return step;
}

// Everything that the items of one subject's catalogue are made of.
struct Standing {
  engine::SubjectRow subject;
  lifecycle::ApplicationFacts facts;
  std::map<lifecycle::CategoryId, Application> newest;
  Instant now;
};

Result<Standing> standing_of(const engine::SubjectRow& subject, Services& services) {
  Standing standing;
  standing.subject = subject;
  standing.now = services.clock.now();
  standing.facts.may_act = true;
  const auto& id = subject.subject.id;
  TRY_ASSIGN(const auto grants, services.reader.grants(id));
  for (const auto& grant : grants) {
    standing.facts.held.push_back({grant.category, grant.valid_until});
  }
  TRY_ASSIGN(auto newest, services.applications->newest_of(id));
  for (auto& application : newest) {
    const bool waits = application.state == ApplicationState::kApplied;
    standing.facts.waiting += waits ? 1 : 0;
    auto category = application.category;
    standing.newest.emplace(std::move(category), std::move(application));
  }
  return standing;
}

json::object subject_category(const catalogue::Category& category,
                              const catalogue::Catalogue& catalogue, Standing& standing) {
  json::object object;
  object.emplace("id", category.id);
  object.emplace("name_zh", category.full_name(Language::kZh));
  object.emplace("name_en", category.full_name(Language::kEn));
  object.emplace("filing_category", category.filing_category);
  object.emplace("status", to_json(category.status));
  object.emplace("open", category.is_open_to(standing.subject.subject.kind));
  object.emplace("any_of", api_json(category.any_of, {}));
  object.emplace("exclusive", category.exclusive);
  if (!category.requires_category.empty()) {
    object.emplace("requires_category", category.requires_category);
  }
  for (const auto& held : standing.facts.held) {
    if (held.category != category.id) continue;
    json::object grant{{"valid", held.holds(standing.now)}};
    if (held.valid_until) grant.emplace("valid_until", format_rfc3339(*held.valid_until));
    object.emplace("grant", std::move(grant));
  }
  const auto found = standing.newest.find(category.id);
  standing.facts.waits = false;
  if (found != standing.newest.end()) {
    standing.facts.waits = found->second.state == ApplicationState::kApplied;
    object.emplace("application", application_item(found->second, catalogue));
  }
  const auto terms = terms_of(catalogue, category.id, standing.subject.subject.kind);
  const auto refusal = lifecycle::refusal_of_applying(terms, standing.facts, standing.now);
  object.emplace("may_apply", !refusal);
  if (refusal) {
    object.emplace("refusal", lifecycle::refusal_name(*refusal));
    const auto& text = lifecycle::text_of(*refusal);
    object.emplace("why", json::object{{"zh", text.zh}, {"en", text.en}});
  }
  return object;
}

struct CatalogueQuery {
  std::string part;
  bool all = false;   // also what is not open to the subject
  bool held = false;  // what it holds alone
};

bool is_wanted(const catalogue::Category& category, const Standing& standing,
               const CatalogueQuery& query) {
  const bool holds = std::ranges::any_of(
      standing.facts.held, [&](const auto& held) { return held.category == category.id; });
  if (query.held) return holds;
  const bool offered = category.is_open_to(standing.subject.subject.kind) &&
                       category.status != catalogue::CategoryStatus::kRetired;
  return query.all || holds || offered;
}

}  // namespace

Reply list_subject_categories(Call& call, Services& services) {
  const auto lacks = lacks_any_role(call, {Role::kDeveloper, Role::kOperator, Role::kAuditor});
  if (lacks) return call.problem(*lacks);
  const auto subject = visible_subject(call, services);
  if (!subject) return call.problem(subject.error());
  CatalogueQuery query;
  query.part = call.query("q").value_or("");
  for (const auto& [name, flag] : {std::pair("all", &query.all), std::pair("held", &query.held)}) {
    const auto value = flag_of(call, name);
    if (!value) return call.problem(value.error());
    *flag = *value;
  }
  auto standing = standing_of(*subject, services);
  if (!standing) return call.problem(standing.error());
  const auto& catalogue = services.catalogue(standing->now);
  std::vector<const catalogue::Category*> found;
  if (query.part.empty()) {
    for (const auto& category : catalogue.categories()) found.push_back(&category);
  } else {
    found = catalogue.search(query.part, kSearchMax);
  }
  json::array items;
  for (const auto* category : found) {
    if (!is_wanted(*category, *standing, query)) continue;
    items.push_back(subject_category(*category, catalogue, *standing));
  }
  json::object object;
  object.emplace("subject", subject->subject.id);
  object.emplace("subject_kind", wire_name(subject->subject.kind));
  object.emplace("catalogue_version", catalogue.version());
  object.emplace("items", std::move(items));
  return json_text(200, json::serialize(object));
}

Reply apply_for_category(Call& call, Services& services) {
  if (const auto lacks = lacks_role(call, Role::kDeveloper)) return call.problem(*lacks);
  const auto subject = visible_subject(call, services);
  if (!subject) return call.problem(subject.error());
  const auto body = read_body<ApplyBody>(call.request.body);
  if (!body) return call.problem(body.error());
  Words words;
  auto step = read_application(*body, words);
  if (!step) return call.problem(step.error());
  engine::StepRequest request;
  step->applying.subject = subject->subject.id;
  request.step = std::move(*step);
  request.subject = subject->subject.id;
  request.terms =
      terms_of(services.catalogue(services.clock.now()), body->category, subject->subject.kind);
  request.texts = words.take();
  return send_step(call, services, Role::kDeveloper, std::move(request));
}

Reply list_applications(Call& call, Services& services) {
  const auto lacks = lacks_any_role(call, {Role::kDeveloper, Role::kOperator, Role::kAuditor});
  if (lacks) return call.problem(*lacks);
  if (services.applications == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto page = page_of(call);
  if (!page) return call.problem(page.error());
  engine::ApplicationFilter filter;
  filter.subject = call.query("subject").value_or("");
  if (const auto text = call.query("state")) {
    filter.state = enum_from_wire<ApplicationState>(*text);
    if (!filter.state) return call.problem(Error{ErrorKind::kInvalid, "not a state", "state"});
  }
  const auto rows = services.applications->applications(call.viewer(), filter, *page);
  if (!rows) return call.problem(rows.error());
  const auto& catalogue = services.catalogue(services.clock.now());
  json::array items;
  RowNames names(services);
  for (const auto& row : rows->rows) {
    auto item = application_item(row, catalogue);
    names.add_subject(item, row.subject);
    items.push_back(std::move(item));
  }
  json::object object;
  object.emplace("items", std::move(items));
  if (!rows->next.empty()) object.emplace("next", rows->next);
  return json_text(200, json::serialize(object));
}

Reply get_application(Call& call, Services& services) {
  const auto lacks = lacks_any_role(call, {Role::kDeveloper, Role::kOperator, Role::kAuditor});
  if (lacks) return call.problem(*lacks);
  const auto application = visible_application(call, services);
  if (!application) return call.problem(application.error());
  const auto object = application_json(*application, call, services);
  if (!object) return call.problem(object.error());
  auto response = json_text(200, json::serialize(*object));
  response.headers.push_back({"ETag", application_etag(application->revision)});
  return response;
}

Reply withdraw_application(Call& call, Services& services) {
  if (const auto lacks = lacks_role(call, Role::kDeveloper)) return call.problem(*lacks);
  const auto application = visible_application(call, services);
  if (!application) return call.problem(application.error());
  const auto body = read_body<Nothing>(call.request.body);
  if (!body) return call.problem(body.error());
  const auto revision = application_revision_of(call.request.head);
  if (!revision) return call.problem(revision.error());
  engine::StepRequest request;
  request.step = engine::WithdrawStep{*revision};
  request.subject = application->subject;
  request.application = application->id;
  request.terms.category = application->category;
  return send_step(call, services, Role::kDeveloper, std::move(request));
}

}  // namespace baobei::http
