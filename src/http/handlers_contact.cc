// Who is responsible at a subject (责任人): set by its own people or an operator, seen by them and
// by whoever may see a case of the subject. What officers and auditors look at is on record
// (traced.h).

#include "http/case_file.h"
#include "http/contact_vault.h"
#include "http/desk_reply.h"
#include "http/directory_json.h"
#include "http/handlers.h"
#include "http/hold_json.h"
#include "http/phone.h"
#include "http/request_json.h"

namespace baobei::http {
namespace {

using lifecycle::Role;

struct ContactBody {
  std::string name;
  std::string phone;
};
BOOST_DESCRIBE_STRUCT(ContactBody, (), (name, phone))

json::object contact_json(const lifecycle::SubjectId& subject, const KeptContact& kept) {
  return {{"subject", subject},
          {"name", kept.contact.name},
          {"phone", kept.contact.phone},
          {"changed_at", format_rfc3339(kept.changed_at)}};
}

Reply shown_contact(const Call& call, Services& services, const lifecycle::SubjectId& subject) {
  if (services.contacts == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto kept = services.contacts->find(subject);
  if (!kept) {
    services.report(kept.error());
    return call.problem(kept.error());
  }
  const auto object = *kept ? contact_json(subject, **kept) : json::object{{"subject", subject}};
  return json_text(200, json::serialize(object));
}

// Is it there and the viewer's own? Agencies act for a subject and are not its people.
OrProblem<lifecycle::SubjectId> own_subject(const Call& call, Services& services) {
  if (const auto lacks = lacks_any_role(call, {Role::kDeveloper, Role::kOperator})) {
    return std::unexpected(*lacks);
  }
  const auto& id = call.params.at(0);
  TRY_ASSIGN(const auto row, services.reader.subject(id));
  const auto viewer = call.viewer();
  const bool own = viewer.has(Role::kDeveloper) && row.org == viewer.org;
  if (own || viewer.has(Role::kOperator)) return id;
  return std::unexpected(Problem(ProblemCode::kNotFound));
}

OrProblem<Contact> contact_of(const Call& call) {
  TRY_ASSIGN(const auto body, read_body<ContactBody>(call.request.body));
  TRY(check_name(body.name, "/name"));
  const auto phone = read_phone(body.phone);
  if (phone) return Contact{body.name, *phone};
  Problem problem(ProblemCode::kInvalidRequest);
  problem.detail = phone.error();
  problem.pointer = "/phone";
  return std::unexpected(std::move(problem));
}

Response answered(json::object object, bool dry_run) {
  if (dry_run) object.emplace("dry_run", true);
  return json_text(200, json::serialize(object));
}

}  // namespace

Reply get_case_contact(Call& call, Services& services) {
  const auto app = visible_case(call, services);
  if (!app) return call.problem(app.error());
  return shown_contact(call, services, app->subject.id);
}

Reply get_contact(Call& call, Services& services) {
  const auto subject = own_subject(call, services);
  if (!subject) return call.problem(subject.error());
  return shown_contact(call, services, *subject);
}

Reply put_contact(Call& call, Services& services) {
  const auto subject = own_subject(call, services);
  if (!subject) return call.problem(subject.error());
  if (services.contacts == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  const auto contact = contact_of(call);
  if (!contact) return call.problem(contact.error());
  return on_desk(call, services,
                 [&services, id = *subject, contact = *contact, dry = *dry_run,
                  by = call.principal.person.id](Instant now) -> OrProblem<Response> {
                   if (!dry) TRY(services.contacts->put(id, contact, by, now));
                   return answered(contact_json(id, {contact, by, now}), dry);
                 });
}

Reply remove_contact(Call& call, Services& services) {
  const auto subject = own_subject(call, services);
  if (!subject) return call.problem(subject.error());
  if (services.contacts == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  return on_desk(call, services,
                 [&services, id = *subject, dry = *dry_run](Instant) -> OrProblem<Response> {
                   const auto free = not_held(services, id);
                   if (!free) return std::unexpected(free.error());
                   TRY_ASSIGN(const bool there, services.contacts->has(id));
                   if (!dry) TRY(services.contacts->remove(id));
                   return answered({{"subject", id}, {"removed", there}}, dry);
                 });
}

}  // namespace baobei::http
