// contact …: who is responsible at a subject and their telephone.

#include "base/json.h"
#include "cli/binder.h"
#include "cli/fields.h"

namespace baobei::cli {
namespace {

struct ContactOptions {
  std::string app, subject, name, phone;
};
using SharedContact = std::shared_ptr<ContactOptions>;

std::string contact_path(const ContactOptions& options) {
  return "/v1/subjects/" + encoded(options.subject) + "/contact";
}

int show_contact(Session& session, const std::string& target) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto reply = (*api)->get(target);
  if (!reply) return session.failed(reply.error());
  if (session.options().json) return session.print_json(reply->body);
  auto& out = session.out();
  const auto view = reply->view();
  if (!view["phone"].is_there()) {
    out.line(Word::kNoContact, {view["subject"].text()}, Tone::kQuiet);
    return kExitOk;
  }
  out.facts({{out.say(Word::kFieldSubject), {view["subject"].text()}},
             {out.say(Word::kFieldName), {view["name"].text()}},
             {out.say(Word::kFieldPhone), {view["phone"].text(), Tone::kStrong}},
             {out.say(Word::kFieldContactSince), {out.when(view["changed_at"].text())}}});
  return kExitOk;
}

int change_contact(Session& session, const ContactOptions& options, const std::string& method,
                   const json::value& body) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  CommandOptions command;
  command.dry_run = session.options().dry_run;
  const auto reply = (*api)->command(contact_path(options), body, command, method);
  if (!reply) return session.failed(reply.error());
  if (session.options().json) return session.print_json(reply->body);
  const bool dry = reply->view()["dry_run"].flag();
  session.out().line(dry ? Word::kDirectoryWouldBeDone : Word::kDirectoryDone, {}, Tone::kGood);
  return kExitOk;
}

}  // namespace

void bind_contacts(Binder& binder) {
  auto options = std::make_shared<ContactOptions>();
  auto group = binder.group("contact", Word::kHelpContact);
  group.command("of", Word::kHelpContactOf)
      .takes("APP", options->app, Word::kHelpApp)
      .runs([options](Session& session) {
        return show_contact(session, "/v1/apps/" + encoded(options->app) + "/contact");
      });
  group.command("show", Word::kHelpContactShow)
      .takes("SUBJECT", options->subject, Word::kHelpSubjectId)
      .runs([options](Session& session) { return show_contact(session, contact_path(*options)); });
  group.command("set", Word::kHelpContactSet)
      .takes("SUBJECT", options->subject, Word::kHelpSubjectId)
      .required("--name", options->name, Word::kHelpName)
      .required("--phone", options->phone, Word::kHelpPhone)
      .runs([options](Session& session) {
        return change_contact(session, *options, "PUT",
                              json::object{{"name", options->name}, {"phone", options->phone}});
      });
  group.command("remove", Word::kHelpContactRemove)
      .takes("SUBJECT", options->subject, Word::kHelpSubjectId)
      .runs([options](Session& session) {
        const auto held = session.held_back(Word::kAskEraseContact, {options->subject});
        return held ? *held : change_contact(session, *options, "DELETE", nullptr);
      });
}

}  // namespace baobei::cli
