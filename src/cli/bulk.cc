// bulk submit, bulk release: an agency's many mini-programs from one list.

#include "cli/bulk.h"

#include <algorithm>

#include "base/json.h"
#include "cli/binder.h"
#include "cli/fields.h"
#include "cli/forms.h"
#include "cli/job_view.h"

namespace baobei::cli {
namespace {

struct Tally {
  std::size_t done = 0;
  std::size_t refused = 0;
  std::size_t left = 0;
  int exit = kExitOk;
};

int wrong_list(Session& session, const ListFault& fault) {
  session.err().line(Word::kFailed, {session.err().say(fault.what, fault.arguments)}, Tone::kBad);
  return kExitCouldNot;
}

std::optional<ListFault> first_fault(const RowList& list, const BulkKind& kind) {
  for (const auto& row : list.rows) {
    auto fault = kind.fault(row);
    if (!fault) continue;
    fault->arguments.insert(fault->arguments.begin(), std::to_string(row.no));
    return fault;
  }
  return std::nullopt;
}

Answer<Reply> send_row(Session& session, const RowList& list, const ListRow& row,
                       const BulkKind& kind) {
  TRY_ASSIGN(Client * api, session.client());
  TRY_ASSIGN(auto made, kind.command(session, *api, row));
  CommandOptions options;
  options.dry_run = session.options().dry_run;
  options.idempotency_key =
      "bulk-" + to_hex(sha256(kind.name + "\n" + to_hex(list.digest) + "\n" +
                              std::to_string(row.no) + "\n" + json::serialize(made.body)));
  return api->command(made.target, made.body, options);
}

std::string numbers_of(const Terminal& out, const View& accepted) {
  std::string all;
  for (const auto& event : accepted["events"].items()) {
    all += (all.empty() ? "" : ", ") + out.name("event", event["type"].text());
  }
  return all;
}

void show_row(Session& session, const ListRow& row, const Answer<Reply>& reply) {
  if (session.options().json) {
    json::object line{{"row", row.no}, {"app", row.text("app")}, {"done", reply.has_value()}};
    const auto problem =
        reply ? Result<json::value>(nullptr) : parse_json(reply.error().body, kAnswerBytesMax);
    if (reply) {
      line["result"] = reply->body;
    } else if (problem) {
      line["problem"] = *problem;
    } else {
      line["problem"] = json::object{{"title", reply.error().title.in(session.language())}};
    }
    session.print_json(line);
    return;
  }
  const std::vector<std::string> place{std::to_string(row.no), row.text("app")};
  if (reply) {
    session.out().line(Word::kRowDone,
                       {place[0], place[1], numbers_of(session.out(), reply->view())}, Tone::kGood);
    return;
  }
  session.out().line(Word::kRowNotDone,
                     {place[0], place[1], reply.error().title.in(session.language())}, Tone::kBad);
  const auto& advice = reply.error().advice.in(session.language());
  if (!advice.empty()) session.out().line("  " + session.out().say(Word::kAdvice, {advice}));
}

// No other row can fare better.
bool is_hopeless(const ApiError& error) {
  return exit_code(error) == kExitNoServer || error.status == 401;
}

Tally send_all(Session& session, const RowList& list, const BulkKind& kind) {
  Tally tally;
  const bool shown = session.machine().err_is_terminal && !session.options().json;
  for (std::size_t i = 0; i < list.rows.size(); ++i) {
    const auto& row = list.rows[i];
    if (shown) {
      session.err().transient(session.err().say(
          Word::kRowUnderWay, {std::to_string(i + 1), std::to_string(list.rows.size())}));
    }
    const auto reply = send_row(session, list, row, kind);
    if (shown) session.err().transient("");
    show_row(session, row, reply);
    if (reply) {
      ++tally.done;
      continue;
    }
    ++tally.refused;
    if (tally.exit == kExitOk) tally.exit = exit_code(reply.error());
    if (is_hopeless(reply.error())) {
      tally.left = list.rows.size() - i - 1;
      tally.exit = exit_code(reply.error());
      break;
    }
  }
  return tally;
}

}  // namespace

std::expected<RowList, int> checked_rows(Session& session, const std::string& path,
                                         const BulkKind& kind) {
  auto list = read_rows(path, kind.columns);
  if (!list) return std::unexpected(wrong_list(session, list.error()));
  std::erase_if(list->rows, kind.skips);
  if (list->rows.empty()) return std::unexpected(wrong_list(session, {Word::kListEmpty, {}}));
  if (const auto fault = first_fault(*list, kind)) {
    return std::unexpected(wrong_list(session, *fault));
  }
  return std::move(*list);
}

Answer<json::array> job_items(Session& session, const RowList& list, const BulkKind& kind) {
  TRY_ASSIGN(Client * api, session.client());
  json::array items;
  for (const auto& row : list.rows) {
    TRY_ASSIGN(auto made, kind.command(session, *api, row));
    json::object item{{"app", row.text("app")}};
    if (made.entry > 0) item["entry"] = made.entry;
    for (auto& member : made.body) item[member.key()] = std::move(member.value());
    items.push_back(std::move(item));
  }
  return items;
}

namespace {

int run_as_job(Session& session, const RowList& list, const BulkOptions& options,
               const BulkKind& kind) {
  if (list.rows.size() > kJobItemsMax) {
    return wrong_list(session, {Word::kListTooLongForJob, {std::to_string(kJobItemsMax)}});
  }
  auto items = job_items(session, list, kind);
  if (!items) return session.failed(items.error());
  const auto key =
      "job-" +
      to_hex(sha256(kind.name + "\n" + to_hex(list.digest) + "\n" + json::serialize(*items)));
  return run_job(session, kind.job, std::move(*items), key, !options.no_wait);
}

}  // namespace

int run_bulk(Session& session, const BulkOptions& options, const BulkKind& kind) {
  const auto list = checked_rows(session, options.path, kind);
  if (!list) return list.error();
  const auto held = session.held_back(Word::kAskBulk, {std::to_string(list->rows.size())});
  if (held) return *held;
  if (options.job) return run_as_job(session, *list, options, kind);
  const auto tally = send_all(session, *list, kind);
  if (session.options().json) return tally.exit;
  const auto& words = session.options().dry_run ? Word::kBulkWouldEnd : Word::kBulkEnd;
  session.err().line(words, {std::to_string(tally.done), std::to_string(tally.refused)});
  if (tally.left > 0) {
    session.err().line(Word::kBulkLeft, {std::to_string(tally.left)}, Tone::kWarn);
  }
  return tally.exit;
}

// ---- the lists of developers and agencies ------------------------------------------------------

namespace {

const std::vector<std::string> kChoices = {"by_hand", "on_answer", "also_on_silence"};

SubmitForm submit_form(const ListRow& row) {
  SubmitForm form;
  form.app = row.text("app");
  form.path = row.text("path");
  form.digest = row.text("digest");
  form.label = row.text("label");
  form.categories = row.texts("categories");
  form.choice = row.text("release_choice");
  form.answers = row.texts("item_answers");
  form.notes = row.text("notes");
  return form;
}

std::optional<ListFault> fault_of_submit(const ListRow& row) {
  const auto form = submit_form(row);
  if (form.path.empty() == form.digest.empty()) return ListFault{Word::kRowPathOrDigest, {}};
  const bool choice =
      form.choice.empty() || std::ranges::find(kChoices, form.choice) != kChoices.end();
  if (!choice) return ListFault{Word::kRowBadField, {"release_choice", form.choice}};
  const auto body = submit_body(form, "");
  if (!body) return ListFault{Word::kRowBadField, {"item_answers", to_string(body.error())}};
  return std::nullopt;
}

BulkKind submit_kind() {
  BulkKind kind;
  kind.name = "submit";
  kind.job = "submit";
  kind.columns = {
      {"app", "path", "digest", "label", "categories", "release_choice", "item_answers", "notes"},
      {"app", "categories"}};
  kind.fault = fault_of_submit;
  kind.command = [](Session& session, Client& api, const ListRow& row) -> Answer<RowCommand> {
    const auto form = submit_form(row);
    TRY_ASSIGN(const auto version, sent_version(session, api, form));
    if (version.uploaded && session.options().dry_run) {
      session.err().line(Word::kDryVersionSent, {version.digest}, Tone::kWarn);
    }
    auto body = submit_body(form, version.digest);
    if (!body) return std::unexpected(api_error(body.error()));
    return RowCommand{app_path(form.app, "submissions"), std::move(*body), 0};
  };
  return kind;
}

std::optional<ListFault> fault_of_release(const ListRow& row) {
  if (!number_of(row.text("submission"))) {
    return ListFault{Word::kRowBadField, {"submission", row.text("submission")}};
  }
  const auto share = row.text("share");
  if (!share.empty() && !share_of(share)) return ListFault{Word::kRowBadField, {"share", share}};
  return std::nullopt;
}

BulkKind release_kind() {
  BulkKind kind;
  kind.name = "release";
  kind.job = "release";
  kind.columns = {{"app", "submission", "share"}, {"app", "submission"}};
  kind.fault = fault_of_release;
  kind.command = [](Session&, Client&, const ListRow& row) -> Answer<RowCommand> {
    const auto text = row.text("share");
    const auto share = share_of(text.empty() ? "100%" : text);
    if (!share) return std::unexpected(api_error(share.error()));
    return RowCommand{
        app_path(row.text("app"), "release"),
        {{"submission", number_of(row.text("submission")).value_or(0)}, {"share", *share}},
        0};
  };
  return kind;
}

}  // namespace

void bind_bulk(Binder& binder) {
  auto options = std::make_shared<BulkOptions>();
  auto bulk = binder.group("bulk", Word::kHelpBulkGroup);
  const auto list = [&](const char* name, Word help, BulkKind (*make)()) {
    bulk.command(name, help)
        .takes("LIST", options->path, Word::kHelpList)
        .flag("--job", options->job, Word::kHelpAsJob)
        .flag("--no-wait", options->no_wait, Word::kHelpNoWait)
        .runs([options, make](Session& session) { return run_bulk(session, *options, make()); });
  };
  list("submit", Word::kHelpBulkSubmit, submit_kind);
  list("release", Word::kHelpBulkRelease, release_kind);
}

}  // namespace baobei::cli
