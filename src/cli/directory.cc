// directory …: organisations, people, subjects, tokens, and what a second operator confirms.

#include "base/json.h"
#include "cli/binder.h"
#include "cli/fields.h"
#include "cli/tables.h"

namespace baobei::cli {
namespace {

struct DirectoryOptions {
  std::string id, org, name, kind = "developer", unit, region, code, label, expires, state, token,
                             after;
  std::vector<std::string> roles;
  std::uint32_t no = 0;
  std::uint32_t limit = 50;
  bool inactive = false;
  bool owner = false;
  bool read_only = false;
  bool resets_factor = false;
};
using Shared = std::shared_ptr<DirectoryOptions>;

// PUT or POST; then what the server has on record.
int send(Session& session, const std::string& method, const std::string& target,
         const boost::json::value& body) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  CommandOptions command;
  command.dry_run = session.options().dry_run;
  const auto reply = (*api)->command(target, body, command, method);
  if (!reply) return session.failed(reply.error());
  if (session.options().json) return session.print_json(reply->body);
  auto& out = session.out();
  const auto view = reply->view();
  if (view["dry_run"].flag()) {
    out.line(Word::kDirectoryWouldBeDone, {}, Tone::kGood);
  } else if (view["state"].text() == "proposed") {
    out.line(Word::kProposed, {view["proposal"].text()}, Tone::kWarn);
  } else {
    out.line(Word::kDirectoryDone, {}, Tone::kGood);
  }
  if (view["invitation"].is_there()) {
    const auto one = view["invitation"]["invitation"];
    session.err().line(Word::kInvitationOnce, {view["person"]["person"].text(), ""});
    out.line(one.text());
  }
  if (view["secret"].is_there()) {
    session.err().line(Word::kTokenOnce, {view["expires"].text()});
    out.line(view["secret"].text());
  }
  return kExitOk;
}

std::string person_path(const std::string& id, const std::string& tail = {}) {
  return "/v1/people/" + encoded(id) + (tail.empty() ? "" : "/" + tail);
}

int put_person(Session& session, const DirectoryOptions& options) {
  json::object body{
      {"org", options.org}, {"name", options.name}, {"roles", list_of(options.roles)}};
  if (!options.unit.empty()) body["unit"] = options.unit;
  if (!options.region.empty()) body["region"] = options.region;
  if (options.inactive) body["active"] = false;
  return send(session, "PUT", person_path(options.id), std::move(body));
}

int put_subject(Session& session, const DirectoryOptions& options) {
  json::object body{{"org", options.org}, {"name", options.name}, {"kind", options.kind}};
  if (!options.region.empty()) body["region"] = options.region;
  if (!options.code.empty()) body["credit_code"] = options.code;
  return send(session, "PUT", "/v1/subjects/" + encoded(options.id), std::move(body));
}

int put_org(Session& session, const DirectoryOptions& options) {
  json::object body{{"kind", options.kind}, {"name", options.name}};
  if (!options.region.empty()) body["region"] = options.region;
  return send(session, "PUT", "/v1/orgs/" + encoded(options.id), std::move(body));
}

int invite(Session& session, const DirectoryOptions& options) {
  json::object body{{"person", options.id}, {"name", options.name}};
  if (!options.unit.empty()) body["unit"] = options.unit;
  if (options.owner) body["owner"] = true;
  return send(session, "POST", "/v1/orgs/" + encoded(options.org) + "/people", std::move(body));
}

int issue_token(Session& session, const DirectoryOptions& options) {
  const auto now = session.server_now();
  if (!now) return session.failed(now.error());
  const auto expires = instant_of(options.expires, *now);
  if (!expires)
    return session.usage(Word::kBadValue, {spoken(expires.error(), session.language())});
  json::object body{{"label", options.label}, {"expires", *expires}};
  if (!options.roles.empty()) body["roles"] = list_of(options.roles);
  if (options.read_only) body["read_only"] = true;
  return send(session, "POST", person_path(options.id, "tokens"), std::move(body));
}

int invitation(Session& session, const DirectoryOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  json::object body;
  if (options.resets_factor) body["resets_factor"] = true;
  const auto reply = (*api)->command(person_path(options.id, "invitations"), body);
  if (!reply) return session.failed(reply.error());
  if (session.options().json) return session.print_json(reply->body);
  session.err().line(Word::kInvitationOnce, {options.id, ""});
  session.out().line(reply->view()["invitation"].text());
  return kExitOk;
}

int erase(Session& session, const DirectoryOptions& options) {
  const auto held = session.held_back(Word::kAskErase, {options.id});
  if (held) return *held;
  return send(session, "POST", person_path(options.id, "erase"), nullptr);
}

// What comes page by page in what is kept of a person; the rest is in every answer, as it is.
constexpr std::string_view kDoings[] = {"acts", "directory_steps", "category_steps", "readings",
                                        "attempts"};

void append_doings(boost::json::object& whole, const boost::json::object& page) {
  for (const auto part : kDoings) {
    const auto* more = page.if_contains(part);
    if (more == nullptr || !more->is_array()) continue;
    auto& all = whole[part];
    if (!all.is_array()) all.emplace_array();
    for (const auto& one : more->get_array()) all.get_array().push_back(one);
  }
}

// To its end, as one document to hand over, not a table to look at.
int data(Session& session, const DirectoryOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  boost::json::object whole;
  auto after = options.after;
  for (std::size_t page = 0; page < kPagesMax; ++page) {
    const auto reply = (*api)->get(person_path(options.id, "data") + query({{"after", after}}));
    if (!reply) return session.failed(reply.error());
    if (!reply->body.is_object()) return session.print_json(reply->body);
    if (page == 0) whole = reply->body.get_object();
    if (page > 0) append_doings(whole, reply->body.get_object());
    after = reply->view()["next"].text();
    if (after.empty()) {
      whole.erase("next");
      return session.print_json(whole);
    }
  }
  whole["next"] = after;
  session.err().line(Word::kPersonDataMore, {after}, Tone::kWarn);
  return session.print_json(whole);
}

void bind_orgs(Binder& directory, const Shared& options) {
  directory.command("orgs", Word::kHelpOrgs)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) {
        return run_table(session, answer_table("listOrgs"), "/v1/orgs", options->limit);
      });
  directory.command("put-org", Word::kHelpPutOrg)
      .takes("ORG", options->id, Word::kHelpOrg)
      .required("--name", options->name, Word::kHelpName)
      .one_of("--kind", options->kind, {"developer", "agency", "operator", "office"},
              Word::kHelpKindOfOrg)
      .option("--region", options->region, Word::kHelpProvince)
      .runs([options](Session& session) { return put_org(session, *options); });
  directory.command("subjects", Word::kHelpSubjects)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) {
        return run_table(session, answer_table("listSubjects"), "/v1/subjects", options->limit);
      });
  directory.command("put-subject", Word::kHelpPutSubject)
      .takes("SUBJECT", options->id, Word::kHelpSubjectId)
      .required("--org", options->org, Word::kHelpOrg)
      .required("--name", options->name, Word::kHelpName)
      .required("--kind", options->kind, Word::kHelpKind)
      .option("--region", options->region, Word::kHelpProvince)
      .option("--credit-code", options->code, Word::kHelpCreditCode)
      .runs([options](Session& session) { return put_subject(session, *options); });
}

void bind_people(Binder& directory, const Shared& options) {
  directory.command("people", Word::kHelpOrgPeople)
      .takes("ORG", options->org, Word::kHelpOrg)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) {
        return run_table(session, answer_table("listPeople"),
                         "/v1/orgs/" + encoded(options->org) + "/people", options->limit);
      });
  directory.command("put-person", Word::kHelpPutPerson)
      .takes("PERSON", options->id, Word::kHelpPersonId)
      .required("--org", options->org, Word::kHelpOrg)
      .required("--name", options->name, Word::kHelpName)
      .list("--role", options->roles, Word::kHelpRole)
      .option("--unit", options->unit, Word::kHelpUnit)
      .option("--region", options->region, Word::kHelpProvince)
      .flag("--inactive", options->inactive, Word::kHelpInactive)
      .runs([options](Session& session) { return put_person(session, *options); });
  directory.command("data", Word::kHelpPersonData)
      .takes("PERSON", options->id, Word::kHelpPersonId)
      .option("--after", options->after, Word::kHelpPersonDataAfter)
      .runs([options](Session& session) { return data(session, *options); });
  directory.command("erase", Word::kHelpErasePerson)
      .takes("PERSON", options->id, Word::kHelpPersonId)
      .runs([options](Session& session) { return erase(session, *options); });
  directory.command("invite", Word::kHelpInvite)
      .takes("ORG", options->org, Word::kHelpOrg)
      .takes("PERSON", options->id, Word::kHelpPersonId)
      .required("--name", options->name, Word::kHelpName)
      .option("--unit", options->unit, Word::kHelpUnit)
      .flag("--owner", options->owner, Word::kHelpOrgOwner)
      .runs([options](Session& session) { return invite(session, *options); });
  directory.command("proposals", Word::kHelpProposals)
      .one_of("--state", options->state, {"proposed", "confirmed", "rejected"}, Word::kHelpState)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) {
        return run_table(session, answer_table("listProposals"),
                         "/v1/proposals" + query({{"state", options->state}}), options->limit);
      });
  for (const auto& [name, help] :
       {std::pair("confirm", Word::kHelpConfirm), std::pair("reject", Word::kHelpReject)}) {
    directory.command(name, help)
        .takes("NUMBER", options->no, Word::kHelpProposalNo)
        .runs([options, action = std::string(name)](Session& session) {
          return send(session, "POST",
                      "/v1/proposals/" + std::to_string(options->no) + "/" + action, nullptr);
        });
  }
}

void bind_tokens(Binder& directory, const Shared& options) {
  directory.command("tokens", Word::kHelpTokens)
      .takes("PERSON", options->id, Word::kHelpPersonId)
      .runs([options](Session& session) {
        return run_table(session, answer_table("listTokens"), person_path(options->id, "tokens"));
      });
  directory.command("issue-token", Word::kHelpIssueToken)
      .takes("PERSON", options->id, Word::kHelpPersonId)
      .required("--label", options->label, Word::kHelpTokenLabel)
      .required("--expires", options->expires, Word::kHelpTokenExpires)
      .list("--role", options->roles, Word::kHelpTokenRole)
      .flag("--read-only", options->read_only, Word::kHelpReadOnly)
      .runs([options](Session& session) { return issue_token(session, *options); });
  directory.command("invitation", Word::kHelpInvitation)
      .takes("PERSON", options->id, Word::kHelpPersonId)
      .flag("--resets-factor", options->resets_factor, Word::kHelpResetsFactor)
      .runs([options](Session& session) { return invitation(session, *options); });
  directory.command("revoke-token", Word::kHelpRevokeToken)
      .takes("PERSON", options->id, Word::kHelpPersonId)
      .takes("TOKEN", options->token, Word::kHelpTokenId)
      .runs([options](Session& session) {
        return send(session, "POST",
                    person_path(options->id, "tokens/" + encoded(options->token) + "/revoke"),
                    nullptr);
      });
}

}  // namespace

void bind_directory(Binder& binder) {
  auto options = std::make_shared<DirectoryOptions>();
  auto directory = binder.group("directory", Word::kHelpDirectory);
  bind_orgs(directory, options);
  bind_people(directory, options);
  bind_tokens(directory, options);
}

}  // namespace baobei::cli
