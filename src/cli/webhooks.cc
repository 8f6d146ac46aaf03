// webhook …: who is told of events, how that went, and what to do about it.

#include "base/json.h"
#include "cli/binder.h"
#include "cli/fields.h"
#include "cli/tables.h"
#include "cli/tones.h"

namespace baobei::cli {
namespace {

struct WebhookOptions {
  std::string id;
  std::string org;
  std::string url;
  std::string app;
  std::string label;
  std::string after;
  std::vector<std::string> types;
  std::uint32_t index = 0;
  std::uint32_t to = 0;
  std::uint32_t limit = 20;
  std::string keep_hours;
  bool skip = false;
};

std::string path_of(const WebhookOptions& options, const std::string& tail = "") {
  return "/v1/webhooks/" + encoded(options.id) + tail;
}

std::string of_org(const WebhookOptions& options) {
  return query({{"org", options.org}});
}

Cell state_cell(Session& session, const View& webhook) {
  const auto state = webhook["state"].text();
  return {session.out().name("webhook", state), tone_of("webhook", state)};
}

std::string took_of(const View& attempt) {
  return std::to_string(attempt["took_us"].number() / 1'000) + " ms";
}

// The secret alone on the standard output, for a script to read.
int show_secret(Session& session, const Reply& reply, Word word,
                const std::vector<std::string>& arguments) {
  if (session.options().json) return session.print_json(reply.body);
  session.err().line(word, arguments, Tone::kGood);
  session.out().line(reply.view()["secret"].text());
  return kExitOk;
}

int run_add(Session& session, const WebhookOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  json::object body{{"url", options.url}};
  if (!options.app.empty()) body["app"] = options.app;
  if (!options.types.empty()) body["types"] = list_of(options.types);
  if (!options.label.empty()) body["label"] = options.label;
  if (!options.after.empty()) body["after"] = options.after;
  const auto made = (*api)->command("/v1/webhooks", std::move(body));
  if (!made) return session.failed(made.error());
  return show_secret(session, *made, Word::kWebhookMade, {made->view()["webhook"].text()});
}

int run_webhook_list(Session& session, const WebhookOptions& options) {
  return run_table(session, answer_table("listWebhooks"), "/v1/webhooks" + of_org(options));
}

void show_facts(Session& session, const View& webhook) {
  auto& out = session.out();
  std::string types;
  for (const auto& type : webhook["types"].texts()) types += (types.empty() ? "" : ", ") + type;
  std::vector<std::pair<std::string, Cell>> facts = {
      {out.say(Word::kFieldState), state_cell(session, webhook)},
      {out.say(Word::kFieldUrl), {webhook["url"].text()}},
      {out.say(Word::kFieldTypes), {types.empty() ? out.say(Word::kAllTypes) : types}},
      {out.say(Word::kFieldTold), {webhook["told"].text()}},
      {out.say(Word::kFieldCursor), {webhook["cursor"].text()}},
      {out.say(Word::kFieldFailures), {webhook["failures"].text()}}};
  const auto add = [&](Word label, const char* member) {
    if (!webhook[member].is_there()) return;
    facts.push_back({out.say(label), {out.when(webhook[member].text())}});
  };
  add(Word::kFieldNextTry, "next_at");
  add(Word::kFieldOldSecret, "old_secret_until");
  out.line(webhook["webhook"].text() + "  " + webhook["label"].text(), Tone::kStrong);
  out.facts(facts);
}

int run_show(Session& session, const WebhookOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  auto webhook = (*api)->get(path_of(options) + of_org(options));
  if (!webhook) return session.failed(webhook.error());
  const auto attempts =
      (*api)->list(path_of(options, "/attempts") + of_org(options), options.limit);
  if (!attempts) return session.failed(attempts.error());
  if (session.options().json) {
    webhook->body.as_object()["attempts"] = attempts->body.as_object().at("items");
    return session.print_json(webhook->body);
  }
  show_facts(session, webhook->view());
  write_table(session.out(), answer_table("listWebhookAttempts"), attempts->view());
  return kExitOk;
}

// A receiver that does not take it is the command's failure.
int run_send(Session& session, const std::string& path, const json::value& body) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto sent = (*api)->command(path, body);
  if (!sent) return session.failed(sent.error());
  const auto attempt = sent->view();
  const auto outcome = attempt["outcome"].text();
  const bool delivered = outcome == "delivered";
  if (session.options().json) {
    session.print_json(sent->body);
  } else {
    const auto status = attempt["status"].is_there() ? attempt["status"].text() : "–";
    session.out().line(Word::kWebhookAttempt,
                       {session.out().name("attempt", outcome), status, took_of(attempt)},
                       delivered ? Tone::kGood : Tone::kBad);
  }
  return delivered ? kExitOk : kExitRefused;
}

int run_change(Session& session, const std::string& path, const json::value& body) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto changed = (*api)->command(path, body);
  if (!changed) return session.failed(changed.error());
  if (session.options().json) return session.print_json(changed->body);
  const auto state = changed->view()["state"].text();
  session.out().line(Word::kWebhookState,
                     {changed->view()["webhook"].text(), session.out().name("webhook", state)},
                     tone_of("webhook", state));
  return kExitOk;
}

int run_rotate(Session& session, const WebhookOptions& options) {
  json::object body;
  if (!options.keep_hours.empty()) {
    auto hours = number_of(options.keep_hours);
    if (options.keep_hours == "0") hours = 0;
    if (!hours) return session.usage(Word::kBadValue, {options.keep_hours});
    body["keep_hours"] = *hours;
  }
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto rotated = (*api)->command(path_of(options, "/rotate"), std::move(body));
  if (!rotated) return session.failed(rotated.error());
  const auto until = rotated->view()["old_secret_until"];
  return show_secret(
      session, *rotated, Word::kWebhookRotated,
      {rotated->view()["webhook"].text(),
       until.is_there() ? session.out().when(until.text()) : session.out().say(Word::kNow)});
}

int run_remove(Session& session, const WebhookOptions& options) {
  if (const auto held = session.held_back(Word::kAskWebhookRemove, {options.id})) return *held;
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  if (session.options().dry_run) return kExitOk;
  const auto removed = (*api)->command(path_of(options), nullptr, {}, "DELETE");
  if (!removed) return session.failed(removed.error());
  if (!session.options().json) {
    session.out().line(Word::kWebhookRemoved, {options.id}, Tone::kGood);
  }
  return kExitOk;
}

using SharedWebhook = std::shared_ptr<WebhookOptions>;

Command of_one(Binder& group, const char* name, Word help, const SharedWebhook& options) {
  auto command = group.command(name, help);
  command.takes("WEBHOOK", options->id, Word::kHelpWebhookId);
  return command;
}

// Lot by lot, until one does not get through.
int run_resend_range(Session& session, const WebhookOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  std::int64_t from = options.index;
  while (from > 0 && from <= options.to) {
    const auto sent = (*api)->command(path_of(options, "/resend-range"),
                                      json::object{{"from", from}, {"to", options.to}});
    if (!sent) return session.failed(sent.error());
    if (session.options().json) session.print_json(sent->body);
    if (!session.options().json) {
      write_table(session.out(), answer_table("resendEvents"), sent->view());
    }
    const auto last = sent->view()["items"].last();
    if (last.is_there() && last["outcome"].text() != "delivered") return kExitRefused;
    const auto next = sent->view()["next"].text();
    from = number_of(next).value_or(0);
  }
  return kExitOk;
}

void bind_sending(Binder& group, const SharedWebhook& options) {
  of_one(group, "test", Word::kHelpWebhookTest, options).runs([options](Session& session) {
    return run_send(session, path_of(*options, "/test"), nullptr);
  });
  of_one(group, "resend", Word::kHelpWebhookResend, options)
      .takes("INDEX", options->index, Word::kHelpWebhookIndex)
      .option("--to", options->to, Word::kHelpWebhookTo)
      .runs([options](Session& session) {
        if (options->to > 0) return run_resend_range(session, *options);
        return run_send(session, path_of(*options, "/resend"),
                        json::object{{"log_index", options->index}});
      });
  of_one(group, "pause", Word::kHelpWebhookPause, options).runs([options](Session& session) {
    return run_change(session, path_of(*options, "/pause"), nullptr);
  });
  of_one(group, "resume", Word::kHelpWebhookResume, options)
      .flag("--skip", options->skip, Word::kHelpWebhookSkip)
      .runs([options](Session& session) {
        json::object body;
        if (options->skip) body["skip"] = true;
        return run_change(session, path_of(*options, "/resume"), std::move(body));
      });
}

}  // namespace

void bind_webhooks(Binder& binder) {
  auto options = std::make_shared<WebhookOptions>();
  auto group = binder.group("webhook", Word::kHelpWebhookGroup);
  group.command("add", Word::kHelpWebhookAdd)
      .takes("URL", options->url, Word::kHelpWebhookUrl)
      .list("--type", options->types, Word::kHelpWebhookTypes)
      .option("--app", options->app, Word::kHelpWebhookApp)
      .option("--label", options->label, Word::kHelpWebhookLabel)
      .option("--after", options->after, Word::kHelpWebhookAfter)
      .runs([options](Session& session) { return run_add(session, *options); });
  group.command("list", Word::kHelpWebhookList)
      .option("--org", options->org, Word::kHelpWebhookOrg)
      .runs([options](Session& session) { return run_webhook_list(session, *options); });
  of_one(group, "show", Word::kHelpWebhookShow, options)
      .option("--org", options->org, Word::kHelpWebhookOrg)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) { return run_show(session, *options); });
  bind_sending(group, options);
  of_one(group, "rotate", Word::kHelpWebhookRotate, options)
      .option("--keep-hours", options->keep_hours, Word::kHelpWebhookKeep)
      .runs([options](Session& session) { return run_rotate(session, *options); });
  of_one(group, "remove", Word::kHelpWebhookRemove, options).runs([options](Session& session) {
    return run_remove(session, *options);
  });
}

}  // namespace baobei::cli
