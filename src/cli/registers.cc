// filing answers|counts|request|requests|reply, order list, review counts: what offices have said
// and asked for, over all mini-programs that one sees (R11, R13, R21). And categories
// erase-document|readers: an application's documents.

#include "base/json.h"
#include "cli/binder.h"
#include "cli/fields.h"
#include "cli/tables.h"

namespace baobei::cli {
namespace {

struct RegisterOptions {
  std::string app, state, region, from, find, text, by;
  std::vector<std::string> documents;
  std::uint32_t no = 0;
  std::uint32_t limit = 50;
  bool late = false;
};
using SharedRegister = std::shared_ptr<RegisterOptions>;

// "-7d" and the like, as the server's clock counts; "" stays "".
Answer<std::string> instant_or_none(Session& session, const std::string& text) {
  if (text.empty()) return std::string();
  TRY_ASSIGN(const auto now, session.server_now());
  const auto instant = instant_of(text, now);
  if (!instant) return std::unexpected(api_error(instant.error()));
  return *instant;
}

int show_register(Session& session, const char* operation, const RegisterOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto from = instant_or_none(session, options.from);
  if (!from) return session.failed(from.error());
  const auto& table = answer_table(operation);
  const auto target = std::string(table.path) + query({{"state", options.state},
                                                       {"late", options.late ? "true" : ""},
                                                       {"q", options.find},
                                                       {"from", *from},
                                                       {"region", options.region}});
  const auto list = (*api)->list(target, options.limit, kDetailedPageItems);
  if (!list) return session.failed(list.error());
  if (session.options().json) return session.print_json(list->body);
  return show_table(session, table, list->view());
}

// ---- material (R11) ----------------------------------------------------------------------------

int run_request(Session& session, const RegisterOptions& options) {
  json::object body{{"text", options.text}};
  const auto by = instant_or_none(session, options.by);
  if (!by) return session.failed(by.error());
  if (!by->empty()) body["wanted_by"] = *by;
  return session.send(app_path(options.app, "filings/" + std::to_string(options.no) + "/requests"),
                      std::move(body));
}

void show_request(Session& session, const View& request) {
  auto& out = session.out();
  const auto words = [&](const View& text) {
    return text.is_there() ? text.text() : out.say(Word::kErasedText);
  };
  out.line(Word::kRequestHead,
           {request["no"].text(), request["entry"].text(), out.when(request["at"].text()),
            out.name("request", request["state"].text())},
           Tone::kStrong);
  out.line("  " + words(request["text"]));
  if (request["wanted_by"].is_there()) {
    out.line(Word::kRequestWantedBy, {out.when(request["wanted_by"].text())}, Tone::kQuiet);
  }
  const auto reply = request["reply"];
  if (!reply.is_there()) return;
  out.line(Word::kRequestReply, {out.when(reply["at"].text()), words(reply["text"])});
  for (const auto& document : reply["documents"].texts()) out.line("  " + document);
}

int run_requests(Session& session, const RegisterOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto file = (*api)->get(app_path(options.app));
  if (!file) return session.failed(file.error());
  if (session.options().json) {
    const auto* requests = file->body.as_object().if_contains("requests");
    return session.print_json(
        json::object{{"items", requests != nullptr ? *requests : json::value(json::array())}});
  }
  const auto requests = file->view()["requests"].items();
  if (requests.empty()) session.out().line(Word::kNothing);
  for (const auto& request : requests) show_request(session, request);
  return kExitOk;
}

// Each file is kept with the entry first; --dry-run keeps none and tries the words alone.
Answer<json::array> kept_documents(Session& session, const RegisterOptions& options) {
  json::array ids;
  if (session.options().dry_run || options.documents.empty()) return ids;
  TRY_ASSIGN(Client * api, session.client());
  TRY_ASSIGN(const auto file, api->get(app_path(options.app)));
  const auto request = file.view()["requests"].find("no", options.no);
  const auto scans = app_path(options.app, "filings/" + request["entry"].text() + "/scans");
  for (const auto& path : options.documents) {
    TRY_ASSIGN(const auto kept, api->upload(scans, path));
    ids.push_back(json::value(kept.view()["scan"].text()));
  }
  return ids;
}

int run_reply(Session& session, const RegisterOptions& options) {
  auto documents = kept_documents(session, options);
  if (!documents) return session.failed(documents.error());
  json::object body{{"text", options.text}};
  if (!documents->empty()) body["documents"] = std::move(*documents);
  return session.send(app_path(options.app, "requests/" + std::to_string(options.no) + "/reply"),
                      std::move(body));
}

void bind_material(Binder& filing, const SharedRegister& options) {
  filing.command("request", Word::kHelpRequestMaterial)
      .takes("APP", options->app, Word::kHelpApp)
      .takes("ENTRY", options->no, Word::kHelpEntryNo)
      .takes("TEXT", options->text, Word::kHelpText)
      .option("--by", options->by, Word::kHelpWantedBy)
      .runs([options](Session& session) { return run_request(session, *options); });
  filing.command("requests", Word::kHelpRequests)
      .takes("APP", options->app, Word::kHelpApp)
      .runs([options](Session& session) { return run_requests(session, *options); });
  filing.command("reply", Word::kHelpReplyToRequest)
      .takes("APP", options->app, Word::kHelpApp)
      .takes("REQUEST", options->no, Word::kHelpRequestNo)
      .takes("TEXT", options->text, Word::kHelpText)
      .list("--document", options->documents, Word::kHelpReplyDocument)
      .runs([options](Session& session) { return run_reply(session, *options); });
}

// ---- the documents of an application ------------------------------------------------------------

struct DocumentOptions {
  std::uint32_t application = 0;
  std::uint32_t document = 0;
};

std::string application_target(const DocumentOptions& options, const std::string& tail) {
  return "/v1/applications/" + std::to_string(options.application) + "/" + tail;
}

int run_erase_document(Session& session, const DocumentOptions& options) {
  const auto document = std::to_string(options.document);
  const auto held =
      session.held_back(Word::kAskEraseDocument, {std::to_string(options.application), document});
  if (held) return *held;
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  CommandOptions command;
  command.dry_run = session.options().dry_run;
  const auto erased = (*api)->command(
      application_target(options, "documents/" + document + "/erase"), nullptr, command);
  if (!erased) return session.failed(erased.error());
  if (session.options().json) return session.print_json(erased->body);
  if (!command.dry_run) session.err().line(Word::kDocumentErased, {document}, Tone::kGood);
  return kExitOk;
}

int run_readers(Session& session, const DocumentOptions& options) {
  return run_table(session, answer_table("listDocumentAccesses"),
                   application_target(options, "accesses"));
}

}  // namespace

void bind_application_documents(Binder& categories) {
  auto options = std::make_shared<DocumentOptions>();
  categories.command("erase-document", Word::kHelpDocumentErase)
      .takes("NUMBER", options->application, Word::kHelpApplicationNo)
      .takes("DOCUMENT", options->document, Word::kHelpDocumentNo)
      .runs([options](Session& session) { return run_erase_document(session, *options); });
  categories.command("readers", Word::kHelpDocumentReaders)
      .takes("NUMBER", options->application, Word::kHelpApplicationNo)
      .runs([options](Session& session) { return run_readers(session, *options); });
}

void bind_filing_registers(Binder& filing) {
  auto options = std::make_shared<RegisterOptions>();
  filing.command("answers", Word::kHelpAnswers)
      .option("--state", options->state, Word::kHelpState)
      .flag("--late", options->late, Word::kHelpLateAnswers)
      .option("--find", options->find, Word::kHelpFindAnswer)
      .option("--from", options->from, Word::kHelpRegisterFrom)
      .option("--region", options->region, Word::kHelpFilingRegion)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs(
          [options](Session& session) { return show_register(session, "listAnswers", *options); });
  filing.command("counts", Word::kHelpFilingCounts).runs([](Session& session) {
    return run_table(session, answer_table("countFilings"), "/v1/filings/counts");
  });
  bind_material(filing, options);
}

void bind_order_register(Binder& order) {
  auto options = std::make_shared<RegisterOptions>();
  order.command("list", Word::kHelpOrders)
      .one_of("--state", options->state, {"proposed", "standing", "discharged", "revoked"},
              Word::kHelpState)
      .option("--from", options->from, Word::kHelpRegisterFrom)
      .option("--region", options->region, Word::kHelpFilingRegion)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) { return show_register(session, "listOrders", *options); });
}

void bind_review_counts(Binder& review) {
  review.command("counts", Word::kHelpSubmissionCounts).runs([](Session& session) {
    return run_table(session, answer_table("countSubmissions"), "/v1/submissions/counts");
  });
}

}  // namespace baobei::cli
