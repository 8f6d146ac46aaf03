// categories show|apply|applications|…: what a subject holds and asks for (R2).

#include <fstream>

#include "base/json.h"
#include "cli/binder.h"
#include "cli/fields.h"
#include "cli/tables.h"
#include "cli/tones.h"

namespace baobei::cli {
namespace {

struct ApplicationOptions {
  std::string subject, category, search, state, words, until, remark, etag, output;
  std::string application;  // of a list: may be missing
  std::uint32_t no = 0;
  std::uint32_t document = 0;
  std::uint32_t limit = 50;
  std::vector<std::string> documents, answers, reasons;
  bool all = false;
  bool held = false;
};
using Shared = std::shared_ptr<ApplicationOptions>;

std::string subject_path(const std::string& subject, const std::string& tail) {
  return "/v1/subjects/" + encoded(subject) + "/" + tail;
}
std::string application_path(std::uint32_t no, const std::string& tail = {}) {
  return "/v1/applications/" + std::to_string(no) + (tail.empty() ? "" : "/" + tail);
}

std::string in_language(const Terminal& out, const View& text) {
  return text[out.language() == Language::kZh ? "zh" : "en"].text();
}
std::string name_of(const Terminal& out, const View& item) {
  return item[out.language() == Language::kZh ? "name_zh" : "name_en"].text();
}

// ---- show --------------------------------------------------------------------------------------

Cell held_cell(const Terminal& out, const View& grant) {
  if (!grant.is_there()) return {""};
  const auto until = grant["valid_until"].is_there() ? out.when(grant["valid_until"].text())
                                                     : out.say(Word::kNoEnd);
  if (grant["valid"].flag()) return {until, Tone::kGood};
  return {out.say(Word::kLapsedMark, {until}), Tone::kBad};
}

Cell application_cell(const Terminal& out, const View& application) {
  if (!application.is_there()) return {""};
  const auto state = application["state"].text();
  return {"#" + application["application"].text() + " " + out.name("application", state),
          tone_of("application", state)};
}

void show_needs(Terminal& out, const View& category) {
  const auto alternatives = category["any_of"].items();
  if (alternatives.empty()) return out.line("  " + out.say(Word::kNoDocument));
  out.line("  " + out.say(Word::kDocumentsOneOf));
  for (const auto& alternative : alternatives) {
    std::string all;
    for (const auto& document : alternative["all_of"].items()) {
      all += (all.empty() ? "" : " + ") + in_language(out, document["document"]);
      for (const auto& condition : document["conditions"].items()) {
        all += " (" + in_language(out, condition["reading"]) + ")";
      }
    }
    out.line("    - " + all);
  }
}

void show_one(Terminal& out, const View& item) {
  out.line(item["id"].text() + "  " + name_of(out, item), Tone::kStrong);
  if (item["filing_category"].flag()) out.line(Word::kIsFilingCategory, {}, Tone::kWarn);
  out.facts({{out.say(Word::kFieldHeldUntil), held_cell(out, item["grant"])},
             {out.say(Word::kFieldApplication), application_cell(out, item["application"])},
             {out.say(Word::kFieldWhy), {in_language(out, item["why"])}}});
  show_needs(out, item);
}

int run_show(Session& session, const ApplicationOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const bool one = !options.category.empty();
  const auto list = (*api)->get(subject_path(options.subject, "categories") +
                                query({{"q", one ? options.category : options.search},
                                       {"all", options.all || one ? "true" : ""},
                                       {"held", options.held ? "true" : ""}}));
  if (!list) return session.failed(list.error());
  if (session.options().json) return session.print_json(list->body);
  if (!one) return show_table(session, answer_table("listSubjectCategories"), list->view());
  for (const auto& item : list->view()["items"].items()) {
    if (item["id"].text() != options.category) continue;
    show_one(session.out(), item);
    return kExitOk;
  }
  session.err().line(Word::kNothing, {}, Tone::kQuiet);
  return kExitNotFound;
}

// ---- steps -------------------------------------------------------------------------------------

int show_step(Session& session, const Reply& reply) {
  if (session.options().json) return session.print_json(reply.body);
  auto& out = session.out();
  const auto view = reply.view();
  const bool dry = view["dry_run"].flag();
  out.line(dry ? Word::kStepWouldBeDone : Word::kStepDone,
           {view["subject"].text(), view["category"].text()}, Tone::kGood);
  const auto state = view["state"].text();
  std::vector<std::pair<std::string, Cell>> facts;
  if (!state.empty()) {
    facts.push_back({out.say(Word::kFieldApplication), {"#" + view["application"].text()}});
    facts.push_back({out.say(Word::kFieldState),
                     {out.name("application", state), tone_of("application", state)}});
  }
  if (view["granted"].flag()) {
    const auto until = view["valid_until"];
    facts.push_back({out.say(Word::kFieldHeldUntil),
                     {until.is_there() ? out.when(until.text()) : out.say(Word::kNoEnd)}});
  }
  out.facts(facts);
  return kExitOk;
}

int send_step(Session& session, const std::string& target, const boost::json::value& body,
              const std::string& etag = {}) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  CommandOptions command;
  command.dry_run = session.options().dry_run;
  command.if_match = etag;
  const auto reply = (*api)->command(target, body, command);
  return reply ? show_step(session, *reply) : session.failed(reply.error());
}

// --etag, else the application as it stands now.
Answer<std::string> etag_of(Session& session, const ApplicationOptions& options) {
  if (!options.etag.empty()) return options.etag;
  TRY_ASSIGN(Client * api, session.client());
  TRY_ASSIGN(const auto found, api->get(application_path(options.no)));
  return found.view()["etag"].text();
}

int send_decision(Session& session, const ApplicationOptions& options, const char* action,
                  const boost::json::value& body) {
  const auto etag = etag_of(session, options);
  if (!etag) return session.failed(etag.error());
  return send_step(session, application_path(options.no, action), body, *etag);
}

// ---- apply -------------------------------------------------------------------------------------

struct DocumentWords {
  std::string path;
  json::object words;  // title, number, issuer, expires
};

// "licence.pdf,number=A-1,expires=+365d": a comma ends the value only where a known name follows.
Result<DocumentWords> document_of(const std::string& text, Instant now) {
  DocumentWords document;
  std::string* into = &document.path;
  std::map<std::string, std::string> named;
  for (const auto& part : split(text, ',')) {
    const auto equals = part.find('=');
    const auto key = std::string(trim(part.substr(0, equals)));
    const bool known = equals != std::string_view::npos &&
                       (key == "title" || key == "number" || key == "issuer" || key == "expires");
    if (known) {
      into = &named[key];
      *into = part.substr(equals + 1);
    } else {
      *into += (into->empty() ? "" : ",") + std::string(part);
    }
  }
  if (document.path.empty()) return fail(ErrorKind::kInvalid, "a path is expected", text);
  for (const auto& [key, value] : named) {
    if (key != "expires") {
      document.words[key] = trim(value);
    } else {
      TRY_ASSIGN(const auto expires, instant_of(trim(value), now));
      document.words[key] = expires;
    }
  }
  return document;
}

Answer<json::array> upload_all(Session& session, const ApplicationOptions& options,
                               const std::vector<DocumentWords>& documents) {
  json::array uploaded;
  TRY_ASSIGN(Client * api, session.client());
  for (const auto& document : documents) {
    const auto slash = document.path.find_last_of('/');
    const auto name = slash == std::string::npos ? document.path : document.path.substr(slash + 1);
    TRY_ASSIGN(const auto reply,
               api->upload(subject_path(options.subject, "documents") + query({{"name", name}}),
                           document.path));
    const auto number = reply.view()["document"].number();
    if (!session.options().json) {
      session.err().line(Word::kUploadedDocument, {document.path, std::to_string(number)},
                         Tone::kQuiet);
    }
    auto row = document.words;
    row["document"] = number;
    uploaded.push_back(std::move(row));
  }
  return uploaded;
}

int run_apply(Session& session, const ApplicationOptions& options) {
  json::array answers;
  for (const auto& text : options.answers) {
    const auto answer = item_answer_of(text);
    if (!answer) return session.usage(Word::kNoAnswerForm, {text});
    answers.push_back(json::object{{"reason", answer->at("item")}, {"text", answer->at("text")}});
  }
  const auto now = session.server_now();
  if (!now) return session.failed(now.error());
  std::vector<DocumentWords> documents;
  for (const auto& text : options.documents) {
    auto document = document_of(text, *now);
    if (!document)
      return session.usage(Word::kBadValue, {spoken(document.error(), session.language())});
    documents.push_back(std::move(*document));
  }
  auto uploaded = upload_all(session, options, documents);
  if (!uploaded) return session.failed(uploaded.error());
  json::object body{{"category", options.category}};
  if (!uploaded->empty()) body["documents"] = std::move(*uploaded);
  if (!answers.empty()) body["answers"] = std::move(answers);
  if (!options.words.empty()) body["words"] = options.words;
  return send_step(session, subject_path(options.subject, "applications"), std::move(body));
}

// ---- applications ------------------------------------------------------------------------------

void show_reasons(Terminal& out, const View& application) {
  int number = 0;
  for (const auto& reason : application["reasons"].items()) {
    out.line(Word::kReasonLine,
             {std::to_string(++number), in_language(out, reason["title"]), reason["reason"].text(),
              reason["text"].text()},
             Tone::kBad);
    out.line("     " + in_language(out, reason["advice"]), Tone::kQuiet);
  }
}

void show_application(Terminal& out, const View& view) {
  const auto state = view["state"].text();
  out.line("#" + view["application"].text() + "  " + view["category"].text() + "  " +
               name_of(out, view) + "  " + out.name("application", state),
           tone_of("application", state));
  out.facts({{out.say(Word::kFieldSubject),
              {view["subject"].text() + "  " + view["subject_name"].text() + "  " +
               out.name("subject", view["subject_kind"].text())}},
             {out.say(Word::kFieldApplied), {out.when(view["applied_at"].text())}},
             {out.say(Word::kFieldHeldUntil),
              {view["valid_until"].is_there() ? out.when(view["valid_until"].text()) : ""}},
             {out.say(Word::kFieldWords), {view["words"].text()}},
             {out.say(Word::kFieldRemark), {view["remark"].text()}},
             {out.say(Word::kFieldEtag), {view["etag"].text(), Tone::kStrong}}});
  show_reasons(out, view);
  for (const auto& document : view["documents"].items()) {
    std::string words;
    for (const char* name : {"title", "number", "issuer", "expires", "name"}) {
      const auto text = document[name].text();
      if (!text.empty()) words += (words.empty() ? "" : "  ") + text;
    }
    if (document["erased_at"].is_there()) words = out.say(Word::kDocumentErasedMark);
    out.line(Word::kDocumentLine, {document["document"].text(), document["media_type"].text(),
                                   document["bytes"].text(), words});
  }
  for (const auto& step : view["steps"].items()) {
    out.line("  " + out.when(step["at"].text()) + "  " + out.name("step", step["kind"].text()) +
             "  " + step["actor"].text());
  }
}

int run_one(Session& session, const std::string& application) {
  const auto no = number_of(application);
  if (!no) return session.usage(Word::kBadValue, {application});
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto found = (*api)->get(application_path(*no));
  if (!found) return session.failed(found.error());
  if (session.options().json) return session.print_json(found->body);
  show_application(session.out(), found->view());
  return kExitOk;
}

int run_list(Session& session, const ApplicationOptions& options) {
  if (!options.application.empty()) return run_one(session, options.application);
  const auto& table = answer_table("listApplications");
  return run_table(
      session, table,
      std::string(table.path) + query({{"state", options.state}, {"subject", options.subject}}),
      options.limit);
}

int run_document(Session& session, const ApplicationOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto bytes = (*api)->download(
      application_path(options.no, "documents/" + std::to_string(options.document)));
  if (!bytes) return session.failed(bytes.error());
  std::ofstream file(options.output, std::ios::binary | std::ios::trunc);
  file.write(bytes->data(), static_cast<std::streamsize>(bytes->size()));
  file.close();
  if (!file) {
    return session.failed(
        Error{ErrorKind::kUnavailable, "the file cannot be written", options.output});
  }
  if (session.options().json) {
    return session.print_json(json::object{{"saved", options.output}, {"bytes", bytes->size()}});
  }
  session.out().line(Word::kSaved, {options.output}, Tone::kGood);
  return kExitOk;
}

// ---- the operator ------------------------------------------------------------------------------

// --valid-until and --remark; nullopt after a usage fault was told.
std::optional<json::object> validity_of(Session& session, const ApplicationOptions& options,
                                        int& code) {
  json::object body;
  if (!options.remark.empty()) body["remark"] = options.remark;
  if (options.until.empty()) return body;
  const auto now = session.server_now();
  if (!now) {
    code = session.failed(now.error());
    return std::nullopt;
  }
  const auto until = instant_of(options.until, *now);
  if (!until) {
    code = session.usage(Word::kBadValue, {spoken(until.error(), session.language())});
    return std::nullopt;
  }
  body["valid_until"] = *until;
  return body;
}

int run_accept(Session& session, const ApplicationOptions& options) {
  int code = kExitOk;
  auto body = validity_of(session, options, code);
  return body ? send_decision(session, options, "accept", std::move(*body)) : code;
}

std::optional<json::object> reasons_of(Session& session, const ApplicationOptions& options,
                                       int& code) {
  auto reasons = points_of(options.reasons, "reason");
  if (!reasons) {
    code = session.usage(Word::kBadValue, {spoken(reasons.error(), session.language())});
    return std::nullopt;
  }
  json::object body{{"reasons", std::move(*reasons)}};
  if (!options.remark.empty()) body["remark"] = options.remark;
  return body;
}

int run_refuse(Session& session, const ApplicationOptions& options) {
  int code = kExitOk;
  auto body = reasons_of(session, options, code);
  return body ? send_decision(session, options, "refuse", std::move(*body)) : code;
}

int run_revoke(Session& session, const ApplicationOptions& options) {
  int code = kExitOk;
  auto body = reasons_of(session, options, code);
  if (!body) return code;
  const auto held = session.held_back(Word::kAskRevokeGrant, {options.subject, options.category});
  if (held) return *held;
  const auto tail = "grants/" + encoded(options.category) + "/revoke";
  return send_step(session, subject_path(options.subject, tail), std::move(*body));
}

int run_renew(Session& session, const ApplicationOptions& options) {
  int code = kExitOk;
  auto body = validity_of(session, options, code);
  if (!body) return code;
  const auto tail = "grants/" + encoded(options.category) + "/renew";
  return send_step(session, subject_path(options.subject, tail), std::move(*body));
}

void bind_subjects(Binder& categories, const Shared& options) {
  categories.command("show", Word::kHelpSubjectCategories)
      .takes("SUBJECT", options->subject, Word::kHelpSubjectId)
      .may_take("CATEGORY", options->category, Word::kHelpCategoryId)
      .option("--search", options->search, Word::kHelpSearchPart)
      .flag("--all", options->all, Word::kHelpAllCategories)
      .flag("--held", options->held, Word::kHelpHeldOnly)
      .runs([options](Session& session) { return run_show(session, *options); });
  categories.command("apply", Word::kHelpApply)
      .takes("SUBJECT", options->subject, Word::kHelpSubjectId)
      .takes("CATEGORY", options->category, Word::kHelpCategoryId)
      .list("--document", options->documents, Word::kHelpDocumentPath)
      .list("--answer", options->answers, Word::kHelpReasonAnswer)
      .option("--words", options->words, Word::kHelpApplicationWords)
      .runs([options](Session& session) { return run_apply(session, *options); });
  categories.command("applications", Word::kHelpApplications)
      .may_take("NUMBER", options->application, Word::kHelpApplicationNo)
      .one_of("--state", options->state, {"applied", "accepted", "refused", "withdrawn"},
              Word::kHelpState)
      .option("--subject", options->subject, Word::kHelpSubjectId)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) { return run_list(session, *options); });
  categories.command("document", Word::kHelpDocument)
      .takes("NUMBER", options->no, Word::kHelpApplicationNo)
      .takes("DOCUMENT", options->document, Word::kHelpDocumentNo)
      .required("--output", options->output, Word::kHelpOutput)
      .runs([options](Session& session) { return run_document(session, *options); });
  categories.command("withdraw", Word::kHelpWithdrawApplication)
      .takes("NUMBER", options->no, Word::kHelpApplicationNo)
      .option("--etag", options->etag, Word::kHelpApplicationEtag)
      .runs([options](Session& session) {
        return send_decision(session, *options, "withdraw", nullptr);
      });
}

void bind_operators(Binder& categories, const Shared& options) {
  categories.command("accept", Word::kHelpAcceptApplication)
      .takes("NUMBER", options->no, Word::kHelpApplicationNo)
      .option("--valid-until", options->until, Word::kHelpValidUntil)
      .option("--remark", options->remark, Word::kHelpRemark)
      .option("--etag", options->etag, Word::kHelpApplicationEtag)
      .runs([options](Session& session) { return run_accept(session, *options); });
  categories.command("refuse", Word::kHelpRefuseApplication)
      .takes("NUMBER", options->no, Word::kHelpApplicationNo)
      .list("--reason", options->reasons, Word::kHelpReason)
      .option("--remark", options->remark, Word::kHelpRemark)
      .option("--etag", options->etag, Word::kHelpApplicationEtag)
      .runs([options](Session& session) { return run_refuse(session, *options); });
  categories.command("revoke-grant", Word::kHelpRevokeGrant)
      .takes("SUBJECT", options->subject, Word::kHelpSubjectId)
      .takes("CATEGORY", options->category, Word::kHelpCategoryId)
      .list("--reason", options->reasons, Word::kHelpReason)
      .option("--remark", options->remark, Word::kHelpRemark)
      .runs([options](Session& session) { return run_revoke(session, *options); });
  categories.command("renew-grant", Word::kHelpRenewGrant)
      .takes("SUBJECT", options->subject, Word::kHelpSubjectId)
      .takes("CATEGORY", options->category, Word::kHelpCategoryId)
      .option("--valid-until", options->until, Word::kHelpGrantUntil)
      .required("--remark", options->remark, Word::kHelpRemark)
      .runs([options](Session& session) { return run_renew(session, *options); });
}

}  // namespace

void bind_applications(Binder& categories) {
  auto options = std::make_shared<ApplicationOptions>();
  bind_subjects(categories, options);
  bind_operators(categories, options);
}

}  // namespace baobei::cli
