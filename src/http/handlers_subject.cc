// Subjects, by API: who sees them, and what an operator records of them. What makes a subject this
// one and no other stays as it was recorded (R19).

#include "engine/applications.h"
#include "http/desk_reply.h"
#include "http/directory_json.h"
#include "http/handlers.h"
#include "http/request_json.h"
#include "http/row_names.h"

namespace baobei::http {
namespace {

using lifecycle::Role;

struct SubjectEntryBody {
  std::string org;
  std::string name;
  lifecycle::SubjectKind kind = lifecycle::SubjectKind::kEnterprise;
  std::optional<std::string> region;
  std::optional<std::string> credit_code;
};
BOOST_DESCRIBE_STRUCT(SubjectEntryBody, (), (org, name, kind, region, credit_code))

Result<engine::SubjectRow> read_subject(const std::string& id, const SubjectEntryBody& body,
                                        Services& services) {
  engine::SubjectRow row{{id, body.kind, body.region.value_or("")},
                         body.org,
                         body.name,
                         body.credit_code.value_or("")};
  TRY(check_id(row.subject.id, "subject"));
  TRY(check_name(row.name, "/name"));
  if (!row.credit_code.empty()) TRY(check_id(row.credit_code, "/credit_code"));
  if (!lifecycle::is_overseas(row.subject.kind)) TRY(check_region(row.subject.region, services));
  const auto org = services.directory->org(row.org);
  if (org) return row;
  if (org.error().kind != ErrorKind::kNotFound) return std::unexpected(org.error());
  return fail(ErrorKind::kInvalid, "no such organisation", "/org");
}

// Mini-programs or applications name it, whatever state they are in.
Result<bool> is_in_use(Services& services, const engine::Viewer& viewer,
                       const lifecycle::SubjectId& subject) {
  if (services.applications == nullptr) return fail(ErrorKind::kUnavailable, "no desk here");
  TRY_ASSIGN(const auto apps, services.applications->apps_of(viewer, subject, 1));
  if (!apps.empty()) return true;
  TRY_ASSIGN(const auto applications,
             services.applications->applications(viewer, {std::nullopt, subject}, {"", 1}));
  return !applications.rows.empty();
}

// R19: filings belong to the subject that they were made for. Another credit code or kind is
// another subject; another organisation would read the notices of this one.
Status check_change(Services& services, const engine::Viewer& viewer,
                    const engine::SubjectRow& before, const engine::SubjectRow& after) {
  if (after.subject.kind != before.subject.kind) {
    return fail(ErrorKind::kConflict,
                "another kind is a new subject: register it and change the subject of the "
                "mini-programs (R19)",
                "/kind");
  }
  if (!before.credit_code.empty() && after.credit_code != before.credit_code) {
    return fail(ErrorKind::kConflict,
                "a new credit code is a new subject: register it and change the subject of the "
                "mini-programs (R19)",
                "/credit_code");
  }
  if (after.org == before.org) return {};
  TRY_ASSIGN(const bool used, is_in_use(services, viewer, before.subject.id));
  if (!used) return {};
  return fail(ErrorKind::kConflict,
              "a subject with mini-programs or applications stays with its organisation: register "
              "one for the other organisation and change the subject of the mini-programs (R19)",
              "/org");
}

OrProblem<Response> put_subject_now(Services& services, const engine::Viewer& viewer,
                                    engine::SubjectRow row, bool dry_run, Instant now) {
  const auto before = services.reader.subject(row.subject.id);
  if (!before && before.error().kind != ErrorKind::kNotFound) {
    return std::unexpected(Problem(before.error()));
  }
  if (before) {
    // What is not told stays.
    if (row.credit_code.empty()) row.credit_code = before->credit_code;
    TRY(check_change(services, viewer, *before, row));
  }
  if (!dry_run) TRY(services.directory->put_subject(row, {viewer.person, now}));
  return recorded({{"subject", row.subject.id}, {"name", row.name}}, dry_run);
}

}  // namespace

Reply list_subjects(Call& call, Services& services) {
  const auto lacks = lacks_any_role(call, {Role::kDeveloper, Role::kOperator, Role::kAuditor});
  if (lacks) return call.problem(*lacks);
  if (services.directory == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto page = page_of(call);
  if (!page) return call.problem(page.error());
  const auto rows = services.directory->subjects(call.viewer(), *page);
  if (!rows) return call.problem(rows.error());
  RowNames names(services);
  json::array items;
  for (const auto& row : rows->rows) {
    json::object item{{"subject", row.subject.id},
                      {"kind", wire_name(row.subject.kind)},
                      {"org", row.org},
                      {"name", row.name},
                      {"credit_code", row.credit_code}};
    names.add_org(item, "org_name", row.org);
    if (!row.subject.region.empty()) item.emplace("region", row.subject.region);
    items.push_back(std::move(item));
  }
  return listed(std::move(items), rows->next);
}

Reply put_subject(Call& call, Services& services) {
  if (const auto lacks = lacks_role(call, Role::kOperator)) return call.problem(*lacks);
  if (services.directory == nullptr) return call.problem(ProblemCode::kUnavailable);
  const auto dry_run = flag_of(call, "dry_run");
  if (!dry_run) return call.problem(dry_run.error());
  const auto body = read_body<SubjectEntryBody>(call.request.body);
  if (!body) return call.problem(body.error());
  const auto row = read_subject(call.params.at(0), *body, services);
  if (!row) return call.problem(row.error());
  return on_desk(call, services,
                 [&services, viewer = call.viewer(), row = *row, dry = *dry_run](Instant now) {
                   return put_subject_now(services, viewer, row, dry, now);
                 });
}

}  // namespace baobei::http
