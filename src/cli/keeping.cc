// identity …, hold …, retention …, accesses, attempts, changes: who is who at a provider, what is
// kept how long, what must not be erased, who looked, and who changed the directory.

#include "base/json.h"
#include "cli/binder.h"
#include "cli/fields.h"
#include "cli/tables.h"

namespace baobei::cli {
namespace {

struct KeepingOptions {
  std::string person, provider, subject, email, app, about, state, ground, since;
  std::uint32_t no = 0;
  std::uint32_t limit = 50;
};
using SharedKeeping = std::shared_ptr<KeepingOptions>;

// nullopt where it went wrong; `code` says how the command ends.
std::optional<Reply> asked(Session& session, const std::string& target, const json::value& body,
                           int& code) {
  const auto api = session.client();
  if (!api) {
    code = session.failed(api.error());
    return std::nullopt;
  }
  CommandOptions command;
  command.dry_run = session.options().dry_run;
  auto reply = (*api)->command(target, body, command, "POST");
  if (!reply) {
    code = session.failed(reply.error());
    return std::nullopt;
  }
  code = session.options().json ? session.print_json(reply->body) : kExitOk;
  return std::move(*reply);
}

// ---- identities ------------------------------------------------------------------------------

int bind_one(Session& session, const KeepingOptions& options) {
  json::object body{{"provider", options.provider}};
  if (!options.subject.empty()) body["subject"] = options.subject;
  if (!options.email.empty()) body["email"] = options.email;
  int code = kExitOk;
  const auto reply = asked(session, "/v1/people/" + encoded(options.person) + "/identities",
                           std::move(body), code);
  if (!reply || session.options().json) return code;
  const auto view = reply->view();
  auto& out = session.out();
  if (view["dry_run"].flag()) {
    out.line(Word::kDirectoryWouldBeDone, {}, Tone::kGood);
  } else if (view["state"].text() == "proposed") {
    out.line(Word::kIdentityProposed, {view["identity"].text()}, Tone::kWarn);
  } else {
    out.line(Word::kDirectoryDone, {}, Tone::kGood);
  }
  return code;
}

int decide_identity(Session& session, const KeepingOptions& options, const std::string& action) {
  int code = kExitOk;
  const auto reply =
      asked(session, "/v1/identities/" + std::to_string(options.no) + "/" + action, nullptr, code);
  if (!reply || session.options().json) return code;
  const bool dry = reply->view()["dry_run"].flag();
  session.out().line(dry ? Word::kDirectoryWouldBeDone : Word::kDirectoryDone, {}, Tone::kGood);
  return code;
}

void bind_identities(Binder& binder, const SharedKeeping& options) {
  auto group = binder.group("identity", Word::kHelpIdentity);
  group.command("list", Word::kHelpIdentityList)
      .one_of("--state", options->state, {"proposed", "confirmed", "removed"}, Word::kHelpState)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) {
        return run_table(session, answer_table("listAllIdentities"),
                         "/v1/identities" + query({{"state", options->state}}), options->limit);
      });
  group.command("of", Word::kHelpIdentityOf)
      .takes("PERSON", options->person, Word::kHelpPersonId)
      .runs([options](Session& session) {
        return run_table(session, answer_table("listIdentities"),
                         "/v1/people/" + encoded(options->person) + "/identities");
      });
  group.command("bind", Word::kHelpIdentityBind)
      .takes("PERSON", options->person, Word::kHelpPersonId)
      .required("--provider", options->provider, Word::kHelpProvider)
      .option("--subject", options->subject, Word::kHelpIdentitySubject)
      .option("--email", options->email, Word::kHelpIdentityEmail)
      .runs([options](Session& session) { return bind_one(session, *options); });
  for (const auto& [name, help] : {std::pair("confirm", Word::kHelpIdentityConfirm),
                                   std::pair("remove", Word::kHelpIdentityRemove)}) {
    group.command(name, help)
        .takes("NUMBER", options->no, Word::kHelpIdentityNo)
        .runs([options, action = std::string(name)](Session& session) {
          return decide_identity(session, *options, action);
        });
  }
}

// ---- holds -----------------------------------------------------------------------------------

int change_hold(Session& session, const std::string& target, const json::value& body) {
  int code = kExitOk;
  const auto reply = asked(session, target, body, code);
  if (!reply || session.options().json) return code;
  const auto view = reply->view();
  if (view["dry_run"].flag()) {
    session.out().line(Word::kDirectoryWouldBeDone, {}, Tone::kGood);
    return code;
  }
  session.out().line(Word::kHoldIs,
                     {view["hold"].text(), session.out().name("hold", view["state"].text())},
                     Tone::kGood);
  return code;
}

std::string hold_path(const KeepingOptions& options, const std::string& action) {
  return "/v1/holds/" + std::to_string(options.no) + "/" + action;
}

void bind_holds(Binder& binder, const SharedKeeping& options) {
  auto group = binder.group("hold", Word::kHelpHold);
  group.command("list", Word::kHelpHoldList)
      .one_of("--state", options->state,
              {"proposed", "standing", "lift_proposed", "lifted", "rejected"}, Word::kHelpState)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) {
        return run_table(session, answer_table("listHolds"),
                         "/v1/holds" + query({{"state", options->state}}), options->limit);
      });
  group.command("propose", Word::kHelpHoldPropose)
      .option("--app", options->app, Word::kHelpApp)
      .option("--subject", options->subject, Word::kHelpSubjectId)
      .required("--ground", options->ground, Word::kHelpGround)
      .runs([options](Session& session) {
        json::object body{{"ground", options->ground}};
        if (!options->app.empty()) body["app"] = options->app;
        if (!options->subject.empty()) body["subject"] = options->subject;
        return change_hold(session, "/v1/holds", body);
      });
  for (const auto& [name, help] :
       {std::pair("confirm", Word::kHelpHoldConfirm), std::pair("reject", Word::kHelpHoldReject)}) {
    group.command(name, help)
        .takes("NUMBER", options->no, Word::kHelpHoldNo)
        .runs([options, action = std::string(name)](Session& session) {
          return change_hold(session, hold_path(*options, action), nullptr);
        });
  }
  group.command("lift", Word::kHelpHoldLift)
      .takes("NUMBER", options->no, Word::kHelpHoldNo)
      .required("--ground", options->ground, Word::kHelpGround)
      .runs([options](Session& session) {
        return change_hold(session, hold_path(*options, "lift"),
                           json::object{{"ground", options->ground}});
      });
}

// ---- retention -------------------------------------------------------------------------------

void show_sweep(Session& session, const View& sweep) {
  session.out().line(session.out().when(sweep["at"].text()), Tone::kQuiet);
  write_table(session.out(), answer_table("sweepRetention", "swept"), sweep);
}

int show_retention(Session& session) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto reply = (*api)->get("/v1/retention");
  if (!reply) return session.failed(reply.error());
  if (session.options().json) return session.print_json(reply->body);
  write_table(session.out(), answer_table("getRetention", "kinds"), reply->view());
  if (reply->view()["last"].is_there()) show_sweep(session, reply->view()["last"]);
  return kExitOk;
}

int run_sweep(Session& session) {
  int code = kExitOk;
  const auto reply = asked(session, "/v1/retention/sweep", nullptr, code);
  if (reply && !session.options().json) show_sweep(session, reply->view());
  return code;
}

int erase_documents(Session& session, const KeepingOptions& options) {
  if (const auto held = session.held_back(Word::kAskEraseDocuments, {options.subject})) {
    return *held;
  }
  int code = kExitOk;
  const auto reply = asked(session, "/v1/subjects/" + encoded(options.subject) + "/erase-documents",
                           nullptr, code);
  if (reply && !session.options().json) {
    const auto view = reply->view();
    session.out().line(
        Word::kErasedDocuments,
        {view["erased"].text(), view["pictures"].text(), view["test_accounts"].text(),
         view["scans"].text()},
        Tone::kGood);
  }
  return code;
}

void bind_retention(Binder& binder, const SharedKeeping& options) {
  auto group = binder.group("retention", Word::kHelpRetention);
  group.command("show", Word::kHelpRetentionShow).runs(show_retention);
  group.command("sweep", Word::kHelpRetentionSweep).runs(run_sweep);
  group.command("erase-documents", Word::kHelpRetentionErase)
      .takes("SUBJECT", options->subject, Word::kHelpSubjectId)
      .runs([options](Session& session) { return erase_documents(session, *options); });
}

// "7d" lies so long before now.
Result<std::string> past_of(const std::string& text, Instant now) {
  const auto ago = parse_duration(text);
  if (ago) return format_rfc3339(now - *ago);
  return instant_of(text, now);
}

// nullopt where --since is no instant; `code` says how the command ends.
std::optional<std::string> record_query(Session& session, const KeepingOptions& options,
                                        int& code) {
  std::string since;
  if (!options.since.empty()) {
    const auto now = session.server_now();
    if (!now) {
      code = session.failed(now.error());
      return std::nullopt;
    }
    const auto instant = past_of(options.since, *now);
    if (!instant) {
      code = session.usage(Word::kBadValue, {to_string(instant.error())});
      return std::nullopt;
    }
    since = *instant;
  }
  return query({{"person", options.person},
                {"app", options.app},
                {"subject", options.subject},
                {"about", options.about},
                {"since", since}});
}

int run_accesses(Session& session, const KeepingOptions& options) {
  const bool of_case = !options.app.empty() && options.person.empty() && options.since.empty();
  if (of_case) {
    return run_table(session, answer_table("listCaseAccesses"),
                     "/v1/apps/" + encoded(options.app) + "/accesses", options.limit);
  }
  int code = kExitOk;
  const auto asked_for = record_query(session, options, code);
  if (!asked_for) return code;
  return run_table(session, answer_table("listReadings"), "/v1/accesses" + *asked_for,
                   options.limit);
}

int run_attempts(Session& session, const KeepingOptions& options) {
  int code = kExitOk;
  const auto asked_for = record_query(session, options, code);
  if (!asked_for) return code;
  return run_table(session, answer_table("listAttempts"), "/v1/attempts" + *asked_for,
                   options.limit);
}

int run_steps(Session& session, const KeepingOptions& options) {
  int code = kExitOk;
  const auto asked_for = record_query(session, options, code);
  if (!asked_for) return code;
  return run_table(session, answer_table("listCategorySteps"), "/v1/category-steps" + *asked_for,
                   options.limit);
}

int run_changes(Session& session, const KeepingOptions& options) {
  int code = kExitOk;
  const auto asked_for = record_query(session, options, code);
  if (!asked_for) return code;
  return run_table(session, answer_table("listDirectorySteps"), "/v1/directory/steps" + *asked_for,
                   options.limit);
}

void bind_records(Binder& binder, const SharedKeeping& options) {
  binder.command("accesses", Word::kHelpAccesses)
      .may_take("APP", options->app, Word::kHelpApp)
      .option("--person", options->person, Word::kHelpOfPerson)
      .option("--since", options->since, Word::kHelpSince)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) { return run_accesses(session, *options); });
  binder.command("attempts", Word::kHelpAttempts)
      .may_take("APP", options->app, Word::kHelpApp)
      .option("--person", options->person, Word::kHelpOfPerson)
      .option("--since", options->since, Word::kHelpSince)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) { return run_attempts(session, *options); });
  binder.command("category-steps", Word::kHelpCategorySteps)
      .may_take("SUBJECT", options->subject, Word::kHelpSubjectId)
      .option("--person", options->person, Word::kHelpOfPerson)
      .option("--since", options->since, Word::kHelpSince)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) { return run_steps(session, *options); });
  binder.command("changes", Word::kHelpDirectorySteps)
      .option("--person", options->person, Word::kHelpOfPerson)
      .option("--about", options->about, Word::kHelpStepsAbout)
      .option("--since", options->since, Word::kHelpSince)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) { return run_changes(session, *options); });
}

}  // namespace

void bind_keeping(Binder& binder) {
  auto options = std::make_shared<KeepingOptions>();
  bind_identities(binder, options);
  bind_holds(binder, options);
  bind_retention(binder, options);
  bind_records(binder, options);
}

}  // namespace baobei::cli
