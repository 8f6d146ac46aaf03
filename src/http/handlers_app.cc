// Registering a mini-program, its agencies (R10b) and its subject (R19).

#include "http/command_reply.h"
#include "http/handlers.h"

namespace baobei::http {
namespace {

using lifecycle::CommandData;
using Built = OrProblem<CommandData>;

struct RegisterBody {
  std::string app;
  std::string name;
  std::string subject;
  std::string owner;
  std::optional<bool> own;
};
BOOST_DESCRIBE_STRUCT(RegisterBody, (), (app, name, subject, owner, own))

struct AgencyBody {
  std::string agency;
  std::optional<std::string> until;
};
BOOST_DESCRIBE_STRUCT(AgencyBody, (), (agency, until))

struct SubjectBody {
  std::string subject;
  std::optional<lifecycle::SubjectKind> kind;
  std::optional<std::string> region;
};
BOOST_DESCRIBE_STRUCT(SubjectBody, (), (subject, kind, region))

Result<lifecycle::Subject> known_subject(Services& services, const std::string& id) {
  TRY(check_id(id, "/subject"));
  auto row = services.reader.subject(id);
  if (row) return row->subject;
  if (row.error().kind != ErrorKind::kNotFound) return std::unexpected(row.error());
  return fail(ErrorKind::kInvalid, "no such subject", "/subject");
}

Result<lifecycle::RegisterApp> build_registration(const RegisterBody& body, Services& services) {
  lifecycle::RegisterApp data;
  TRY(check_id(body.app, "/app"));
  TRY(check_name(body.name, "/name"));
  TRY(check_id(body.owner, "/owner"));
  TRY_ASSIGN(data.subject, known_subject(services, body.subject));
  data.owner = body.owner;
  data.own = body.own.value_or(false);
  return data;
}

}  // namespace

Reply register_app(Call& call, Services& services) {
  auto body = read_body<RegisterBody>(call.request.body);
  if (!body) return call.problem(body.error());
  // Before anything is looked up: only who may register learns which subjects exist.
  if (!call.viewer().has(lifecycle::Role::kOperator)) {
    return call.problem(lifecycle::Refusal::kNoRight);
  }
  auto data = build_registration(*body, services);
  if (!data) return call.problem(data.error());
  Outgoing outgoing;
  outgoing.app = body->app;
  outgoing.data = std::move(*data);
  outgoing.made = Made{{}, {}, "/v1/apps/" + body->app};
  // The name lies in the directory, not in the log; a repeated request puts it there again.
  outgoing.afterwards =
      [&commands = services.commands, row = engine::AppNameRow{body->app, body->name}](
          std::function<void(Status)> done) { commands.put_app_name(row, std::move(done)); };
  return send_command(call, services, std::move(outgoing));
}

Reply authorise_agency(Call& call, Services& services) {
  return command<AgencyBody>(call, services, [](const AgencyBody& body, Words&) -> Built {
    lifecycle::AuthoriseAgency data;
    TRY(check_id(body.agency, "/agency"));
    data.agency = body.agency;
    if (body.until) {
      TRY_ASSIGN(data.until, read_instant(*body.until, "/until"));
    }
    return data;
  });
}

Reply end_authorisation(Call& call, Services& services) {
  return command<Nothing>(call, services, [&](const Nothing&, Words&) -> Built {
    return lifecycle::EndAuthorisation{call.params.at(1)};
  });
}

Reply change_subject(Call& call, Services& services) {
  return command<SubjectBody>(call, services, [&](const SubjectBody& body, Words&) -> Built {
    if (!call.viewer().has(lifecycle::Role::kOperator)) {
      return std::unexpected(Problem(lifecycle::Refusal::kNoRight));
    }
    lifecycle::ChangeSubject data;
    TRY_ASSIGN(data.subject, known_subject(services, body.subject));
    if (body.kind) data.subject.kind = *body.kind;
    if (body.region) {
      const auto& catalogue = services.catalogue(services.clock.now());
      if (!body.region->empty() && catalogue.region(*body.region) == nullptr) {
        return std::unexpected(Problem(Error{ErrorKind::kInvalid, "no such province", "/region"}));
      }
      data.subject.region = *body.region;
    }
    return data;
  });
}

}  // namespace baobei::http
