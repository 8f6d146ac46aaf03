// filing …: the office's list and answers (R10a, R13–R18).

#include "base/json.h"
#include "cli/binder.h"
#include "cli/case_view.h"
#include "cli/fields.h"
#include "cli/forms.h"
#include "cli/tables.h"

namespace baobei::cli {
namespace {

struct FilingOptions : AnswerForm {
  std::string state;
  std::string find;
  std::string region;
  std::string channel;
  std::string answered_from;
  std::string answered_to;
  bool late = false;
  bool newest = false;
  std::uint32_t limit = 50;
  bool fail = false;
  std::string text;
};

Answer<std::string> filings_target(Session& session, const FilingOptions& options) {
  std::string from;
  std::string to;
  for (const auto& [text, instant] :
       {std::pair(&options.answered_from, &from), std::pair(&options.answered_to, &to)}) {
    if (text->empty()) continue;
    TRY_ASSIGN(const auto now, session.server_now());
    const auto read = instant_of(*text, now);
    if (!read) return std::unexpected(api_error(read.error()));
    *instant = *read;
  }
  return std::string(answer_table("listFilings").path) +
         query({{"state", options.state},
                {"region", options.region},
                {"q", options.find},
                {"late", options.late ? "true" : ""},
                {"channel", options.channel},
                {"answered_from", from},
                {"answered_to", to},
                {"sort", options.newest ? "newest" : ""}});
}

int run_list(Session& session, const FilingOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto target = filings_target(session, options);
  if (!target) return session.failed(target.error());
  const auto list = (*api)->list(*target, options.limit);
  if (!list) return session.failed(list.error());
  if (session.options().json) return session.print_json(list->body);
  return show_table(session, answer_table("listFilings"), list->view());
}

// The digest that the entry's submission names: an answer is bound to it (R13a).
Answer<std::string> digest_of_entry(Session& session, const AnswerForm& options) {
  if (!options.digest.empty()) return options.digest;
  TRY_ASSIGN(Client * api, session.client());
  TRY_ASSIGN(const auto file, api->get(app_path(options.app)));
  const auto entry = file.view()["entries"].find("no", options.no);
  return file.view()["submissions"].find("no", entry["submission"].number())["digest"].text();
}

int run_answer(Session& session, const FilingOptions& options) {
  if (options.pass == options.fail) return session.usage(Word::kPassOrFail);
  if (options.fail) {
    const auto held = session.held_back(Word::kAskFail, {options.app, std::to_string(options.no)});
    if (held) return *held;
  }
  auto body = answer_body(session, options);
  if (!body) return session.failed(body.error());
  return session.send(app_path(options.app, "filings/" + std::to_string(options.no) + "/answer"),
                      std::move(*body));
}

std::string answer_path(const FilingOptions& options, const char* action) {
  return app_path(options.app, "answers/" + std::to_string(options.no) + "/" + action);
}

int run_amend(Session& session, const FilingOptions& options) {
  auto points = points_of(options.points, "code");
  if (!points) return session.usage(Word::kBadValue, {spoken(points.error(), session.language())});
  return session.send(answer_path(options, "amend"), json::object{{"points", std::move(*points)}});
}

int run_revoke(Session& session, const FilingOptions& options) {
  const auto held = session.held_back(Word::kAskRevoke, {options.app, std::to_string(options.no)});
  if (held) return *held;
  json::value body;
  if (!options.text.empty()) body = json::object{{"text", options.text}};
  return session.send(answer_path(options, "revoke"), body);
}

void bind_after_answer(Binder& filing, const std::shared_ptr<FilingOptions>& options) {
  const auto on_answer = [&](const char* name, Word help) {
    return filing.command(name, help)
        .takes("APP", options->app, Word::kHelpApp)
        .takes("NUMBER", options->no, Word::kHelpAnswerNo);
  };
  on_answer("sign", Word::kHelpSignAnswer)
      .option("--scan", options->scan, Word::kHelpComparedScan)
      .runs([options](Session& session) {
        json::value body;
        if (!options->scan.empty()) body = json::object{{"scan", options->scan}};
        return session.send(answer_path(*options, "sign"), body);
      });
  on_answer("amend", Word::kHelpAmend)
      .list("--point", options->points, Word::kHelpPoint)
      .runs([options](Session& session) { return run_amend(session, *options); });
  on_answer("revoke", Word::kHelpRevokeAnswer)
      .may_take("TEXT", options->text, Word::kHelpText)
      .runs([options](Session& session) { return run_revoke(session, *options); });
}

}  // namespace

Answer<json::object> answer_body(Session& session, const AnswerForm& form) {
  json::object body{{"verdict", form.pass ? "pass" : "fail"}};
  TRY_ASSIGN(body["digest"], digest_of_entry(session, form));
  const auto refused = [](const Error& error) { return std::unexpected(api_error(error)); };
  if (!form.points.empty()) {
    auto points = points_of(form.points, "code");
    if (!points) return refused(points.error());
    body["points"] = std::move(*points);
  }
  json::array hits;
  for (const auto& text : form.hits) {
    const auto number = number_of(text);
    if (!number) return refused({ErrorKind::kInvalid, "a number is expected", text});
    hits.push_back(*number);
  }
  if (!hits.empty()) body["hits"] = std::move(hits);
  if (!form.voids.empty()) body["voids"] = list_of(form.voids);
  if (!form.scope.empty()) body["scope"] = form.scope;
  if (form.replaces > 0) body["replaces"] = form.replaces;
  if (!form.scan.empty()) body["scan"] = form.scan;
  if (!form.reply_number.empty()) body["reply_number"] = form.reply_number;
  if (!form.letter.empty() && !session.options().dry_run) {
    TRY_ASSIGN(Client * api, session.client());
    const auto scans = app_path(form.app, "filings/" + std::to_string(form.no) + "/scans");
    TRY_ASSIGN(const auto kept, api->upload(scans, form.letter));
    body["letter"] = kept.view()["scan"].text();
  }
  if (!form.down_by.empty()) {
    TRY_ASSIGN(const auto now, session.server_now());
    const auto instant = instant_of(form.down_by, now);
    if (!instant) return refused(instant.error());
    body["down_by"] = *instant;
  }
  return body;
}

void bind_filing(Binder& binder) {
  auto options = std::make_shared<FilingOptions>();
  auto filing = binder.group("filing", Word::kHelpFilingGroup);
  filing.command("list", Word::kHelpFilingList)
      .option("--state", options->state, Word::kHelpState)
      .option("--find", options->find, Word::kHelpFindFiling)
      .option("--region", options->region, Word::kHelpFilingRegion)
      .option("--channel", options->channel, Word::kHelpByChannel)
      .flag("--late", options->late, Word::kHelpLateFilings)
      .option("--answered-from", options->answered_from, Word::kHelpAnsweredFrom)
      .option("--answered-to", options->answered_to, Word::kHelpAnsweredTo)
      .flag("--newest", options->newest, Word::kHelpNewest)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) { return run_list(session, *options); });
  filing.command("hand-over", Word::kHelpHandOver)
      .takes("APP", options->app, Word::kHelpApp)
      .takes("ENTRY", options->no, Word::kHelpEntryNo)
      .runs([options](Session& session) {
        const auto entry = "filings/" + std::to_string(options->no);
        return session.send(app_path(options->app, entry + "/hand-over"), nullptr);
      });
  filing.command("answer", Word::kHelpFilingAnswer)
      .takes("APP", options->app, Word::kHelpApp)
      .takes("ENTRY", options->no, Word::kHelpEntryNo)
      .flag("--pass", options->pass, Word::kHelpVerdictPass)
      .flag("--fail", options->fail, Word::kHelpVerdictFail)
      .list("--point", options->points, Word::kHelpPoint)
      .list("--hits", options->hits, Word::kHelpHits)
      .list("--voids", options->voids, Word::kHelpVoids)
      .one_of("--scope", options->scope, {"service", "version"}, Word::kHelpScope)
      .option("--down-by", options->down_by, Word::kHelpDownBy)
      .option("--digest", options->digest, Word::kHelpDigest)
      .option("--scan", options->scan, Word::kHelpFromScan)
      .option("--reply-number", options->reply_number, Word::kHelpReplyNumber)
      .option("--letter", options->letter, Word::kHelpLetter)
      .option("--replaces", options->replaces, Word::kHelpReplaces)
      .runs([options](Session& session) { return run_answer(session, *options); });
  bind_after_answer(filing, options);
  bind_filing_lists(filing);
  bind_filing_registers(filing);
  bind_bundles(filing);
  bind_scans(filing);
}

}  // namespace baobei::cli
