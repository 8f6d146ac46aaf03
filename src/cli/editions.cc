// catalogue …, policy …: versions that two operators put in force, compared, tried and decided.

#include <algorithm>
#include <functional>

#include "base/json.h"
#include "catalogue/edition.h"
#include "cli/edition_commands.h"
#include "cli/fields.h"
#include "cli/tables.h"
#include "cli/tones.h"

namespace baobei::cli {
namespace {

constexpr std::size_t kErrorBytesMax = std::size_t{4} << 20;

std::string text_in(const Terminal& out, const View& text) {
  return text[out.language() == Language::kZh ? "zh" : "en"].text();
}

Cell state_cell(const Terminal& out, const View& edition) {
  const auto state = edition["state"].text();
  return {out.name("edition", state), tone_of("edition", state)};
}

std::string when_there(const Terminal& out, const View& instant) {
  return instant.is_there() ? out.when(instant.text()) : "";
}

// With every fault of the files, each on a line of its own.
int failed_draft(Session& session, const ApiError& error) {
  const int code = session.failed(error);
  const auto body = parse_json(error.body, kErrorBytesMax);
  if (session.options().json || !body) return code;
  const bool zh = session.language() == Language::kZh;
  for (const auto& fault : View(*body)["faults"].items()) {
    session.err().line(Word::kCatalogueFault, {fault["file"].text(), fault["line"].text(),
                                               fault[zh ? "fault_zh" : "fault_en"].text()});
  }
  return code;
}

int run_show(Session& session, EditionWord kind, const EditionOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto one =
      (*api)->get(edition_path(kind, options.version) + query({{"file", options.file}}));
  if (!one) return session.failed(one.error());
  if (session.options().json) return session.print_json(one->body);
  auto& out = session.out();
  const auto files = one->view()["files"].items();
  if (!options.file.empty()) {
    for (const auto& file : files) {
      if (file["text"].is_there()) out.line(file["text"].text());
    }
    return kExitOk;
  }
  show_edition_head(session, one->view());
  if (!one->view()["changes"].items().empty()) {
    write_table(out, answer_table("getPolicyVersion", "changes"), one->view());
  }
  if (!files.empty()) {
    write_table(out, answer_table("getCatalogueVersion", "files"), one->view());
  }
  return kExitOk;
}

std::string named_value(const Terminal& out, const View& value) {
  const auto code = value["code"].text();
  const auto words = text_in(out, value);
  return code.empty() || code == words ? words : code + " " + words;
}

std::string all_named(const Terminal& out, const View& values, const char* sign) {
  std::string all;
  for (const auto& value : values.items()) {
    all += (all.empty() ? "" : "; ") + std::string(sign) + named_value(out, value);
  }
  return all;
}

bool show_rows(Terminal& out, Word headline, const View& diff) {
  const auto added = diff["added"].items();
  const auto struck = diff["struck"].items();
  const auto changed = diff["changed"].items();
  if (added.empty() && struck.empty() && changed.empty()) return false;
  out.line(headline, {}, Tone::kStrong);
  for (const auto& row : added) {
    out.line("  + " + named_value(out, row) + "  " + out.say(Word::kDiffAdded), Tone::kGood);
  }
  for (const auto& row : struck) {
    out.line("  - " + named_value(out, row) + "  " + out.say(Word::kDiffStruck), Tone::kBad);
  }
  for (const auto& row : changed) {
    out.line("  ~ " + named_value(out, row["row"]), Tone::kWarn);
    for (const auto& change : row["changes"].items()) {
      const auto gone = all_named(out, change["struck"], "- ");
      const auto come = all_named(out, change["added"], "+ ");
      out.line("      " + out.name("change", change["what"].text()) + "  " + gone +
               (gone.empty() || come.empty() ? "" : "; ") + come);
    }
  }
  return true;
}

int run_diff(Session& session, const EditionOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto diff = (*api)->get(edition_path("catalogue", options.version, "diff") +
                                query({{"against", options.against}}));
  if (!diff) return session.failed(diff.error());
  if (session.options().json) return session.print_json(diff->body);
  auto& out = session.out();
  const auto view = diff->view();
  bool any = show_rows(out, Word::kDiffCategories, view["categories"]);
  any = show_rows(out, Word::kDiffFilingKinds, view["filing_kinds"]) || any;
  any = show_rows(out, Word::kDiffRegions, view["regions"]) || any;
  any = show_rows(out, Word::kDiffReasons, view["reasons"]) || any;
  if (!any) out.line(Word::kDiffNothing, {}, Tone::kQuiet);
  return kExitOk;
}

void show_what_if(Session& session, const View& what_if) {
  auto& out = session.out();
  const auto count = [&](const char* member) {
    const bool more = std::string_view(member) == "cases" && !what_if["exact"].flag() &&
                      what_if["exact"].is_there();
    return what_if[member].text() + (more ? "+" : "");
  };
  out.line(Word::kWhatIfCount, {count("cases"), count("served"), count("looked_at")});
  if (!what_if["complete"].flag()) out.line(Word::kWhatIfPartial, {}, Tone::kWarn);
  if (!what_if["parameters"].items().empty()) {
    write_table(out, answer_table("getPolicyWhatIf", "parameters"), what_if);
  }
  for (const auto& each : what_if["effects"].items()) {
    out.line(Word::kWhatIfEffectCount,
             {out.name("effect", each["effect"].text()), each["cases"].text()});
  }
  if (what_if["items"].items().empty()) return;
  write_table(out, answer_table("getPolicyWhatIf"), what_if);
}

// What is asked with a body of its own, or of a stored version.
int run_what_if(Session& session, EditionWord kind, const EditionOptions& options,
                const std::optional<json::value>& draft) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto page = query({{"limit", std::to_string(std::min(options.limit, 200U))}});
  const auto answer = draft
                          ? (*api)->command("/v1/" + std::string(kind) + "/what-if" + page, *draft)
                          : (*api)->get(edition_path(kind, options.version, "what-if") + page);
  if (!answer) return failed_draft(session, answer.error());
  if (session.options().json) return session.print_json(answer->body);
  show_what_if(session, answer->view());
  return kExitOk;
}

// The files of a folder that may be changed with a catalogue.
std::optional<json::array> changed_files(Session& session, const std::string& folder, int& code) {
  const auto files = catalogue::folder_files(folder);
  if (!files) {
    code = session.failed(files.error());
    return std::nullopt;
  }
  json::array list;
  for (const auto& file : *files) {
    if (!catalogue::is_data_file(file.name)) continue;
    list.push_back(json::object{{"name", file.name}, {"text", file.text}});
  }
  if (list.empty()) {
    code = session.usage(Word::kNoTomlFiles, {folder});
    return std::nullopt;
  }
  return list;
}

// "review_due=48h", "categories_max=6", "silence_carries=true", "auto_refuse_rules=a,b".
std::optional<json::object> parameters_of(Session& session, const EditionOptions& options,
                                          int& code) {
  json::object parameters;
  for (const auto& text : options.values) {
    const auto equals = text.find('=');
    if (equals == 0 || equals == std::string::npos) {
      code = session.usage(Word::kBadAssignment, {text});
      return std::nullopt;
    }
    const auto name = text.substr(0, equals);
    const auto value = text.substr(equals + 1);
    const auto number = number_of(value);
    if (value == "true" || value == "false") {
      parameters[name] = value == "true";
    } else if (name == "auto_refuse_rules") {
      parameters[name] = list_of(value.empty() ? std::vector<std::string>() : split(value, ','));
    } else if (name == "overseas_authority" || !number) {
      parameters[name] = value;
    } else {
      parameters[name] = *number;
    }
  }
  return parameters;
}

int run_decide(Session& session, EditionWord kind, const char* verb,
               const EditionOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  CommandOptions command;
  command.dry_run = session.options().dry_run;
  const auto answer = (*api)->command(edition_path(kind, options.version, verb), nullptr, command);
  if (!answer) return session.failed(answer.error());
  if (session.options().json) return session.print_json(answer->body);
  const auto view = answer->view();
  const auto word = view["dry_run"].flag() ? Word::kEditionWouldDecide : Word::kEditionDecided;
  session.out().line(word,
                     {view["version"].text(), session.out().name("edition", view["state"].text())},
                     Tone::kGood);
  return kExitOk;
}

int run_policy(Session& session) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto policy = (*api)->get("/v1/policy");
  if (!policy) return session.failed(policy.error());
  if (session.options().json) return session.print_json(policy->body);
  auto& out = session.out();
  out.line(policy->view()["version"].text(), Tone::kStrong);
  write_table(out, answer_table("getPolicy", "parameters"), policy->view());
  return kExitOk;
}

void bind_catalogue_drafts(Binder& group, const SharedEdition& options) {
  auto propose = group.command("propose", Word::kHelpCataloguePropose);
  with_edition_terms(propose, options)
      .required("--files", options->folder, Word::kHelpEditionFolder)
      .option("--base", options->base, Word::kHelpEditionBase)
      .runs([options](Session& session) {
        int code = kExitOk;
        auto files = changed_files(session, options->folder, code);
        if (!files) return code;
        json::object body{{"files", std::move(*files)}};
        if (!options->base.empty()) body["base"] = options->base;
        return run_edition_propose(session, "catalogue", *options, std::move(body));
      });
  group.command("what-if", Word::kHelpCatalogueWhatIf)
      .may_take("VERSION", options->version, Word::kHelpEditionVersion)
      .option("--files", options->folder, Word::kHelpCatalogueTry)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) {
        if (options->folder.empty()) {
          return run_what_if(session, "catalogue", *options, std::nullopt);
        }
        int code = kExitOk;
        auto files = changed_files(session, options->folder, code);
        if (!files) return code;
        return run_what_if(session, "catalogue", *options,
                           json::object{{"files", std::move(*files)}});
      });
}

void bind_policy_drafts(Binder& group, const SharedEdition& options) {
  auto propose = group.command("propose", Word::kHelpPolicyPropose);
  with_edition_terms(propose, options)
      .list("--set", options->values, Word::kHelpPolicySet)
      .runs([options](Session& session) {
        int code = kExitOk;
        auto parameters = parameters_of(session, *options, code);
        if (!parameters) return code;
        return run_edition_propose(session, "policy", *options,
                                   json::object{{"parameters", std::move(*parameters)}});
      });
  group.command("what-if", Word::kHelpPolicyWhatIf)
      .may_take("VERSION", options->version, Word::kHelpEditionVersion)
      .list("--set", options->values, Word::kHelpPolicySet)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) {
        if (options->values.empty()) {
          return run_what_if(session, "policy", *options, std::nullopt);
        }
        int code = kExitOk;
        auto parameters = parameters_of(session, *options, code);
        if (!parameters) return code;
        return run_what_if(session, "policy", *options,
                           json::object{{"parameters", std::move(*parameters)}});
      });
}

}  // namespace

std::string edition_path(EditionWord kind, const std::string& version, const std::string& tail) {
  auto path = "/v1/" + std::string(kind) + "/versions";
  if (!version.empty()) path += "/" + encoded(version);
  return tail.empty() ? path : path + "/" + tail;
}

int run_edition_versions(Session& session, EditionWord kind, const EditionOptions& options) {
  // Those of the catalogue and of the rules are shown alike.
  return run_table(session, answer_table("listPolicyVersions"), edition_path(kind), options.limit);
}

void show_edition_head(Session& session, const View& edition) {
  auto& out = session.out();
  out.line(edition["version"].text(), Tone::kStrong);
  std::vector<std::pair<std::string, Cell>> facts = {
      {out.say(Word::kFieldState), state_cell(out, edition)},
      {out.say(Word::kFieldFrom), {out.when(edition["effective_from"].text())}}};
  const auto add = [&](Word label, const char* member) {
    if (edition[member].is_there()) facts.push_back({out.say(label), {edition[member].text()}});
  };
  if (edition["until"].is_there()) {
    facts.push_back({out.say(Word::kFieldUntil), {when_there(out, edition["until"])}});
  }
  add(Word::kFieldProposedBy, "proposed_by");
  add(Word::kFieldWhyProposed, "reason");
  add(Word::kFieldDecidedBy, "decided_by");
  out.facts(facts);
}

int run_edition_propose(Session& session, EditionWord kind, const EditionOptions& options,
                        json::object body) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto now = session.server_now();
  if (!now) return session.failed(now.error());
  const auto from = instant_of(options.from, *now);
  if (!from) return session.failed(from.error());
  body["version"] = options.version;
  body["effective_from"] = *from;
  body["reason"] = options.reason;
  CommandOptions command;
  command.dry_run = session.options().dry_run;
  const auto answer = (*api)->command(edition_path(kind), std::move(body), command);
  if (!answer) return failed_draft(session, answer.error());
  if (session.options().json) return session.print_json(answer->body);
  const auto view = answer->view();
  if (view["dry_run"].flag()) {
    session.out().line(Word::kEditionWouldBe, {view["version"].text()}, Tone::kGood);
    if (view["what_if"].is_there()) show_what_if(session, view["what_if"]);
    return kExitOk;
  }
  session.out().line(Word::kEditionProposed,
                     {view["version"].text(), session.out().when(view["effective_from"].text())},
                     Tone::kWarn);
  return kExitOk;
}

Command& with_edition_terms(Command& command, const SharedEdition& options) {
  return command.takes("VERSION", options->version, Word::kHelpEditionNewName)
      .required("--from", options->from, Word::kHelpEditionFrom)
      .required("--reason", options->reason, Word::kHelpEditionReason);
}

void bind_edition_decisions(Binder& group, EditionWord kind, const SharedEdition& options) {
  group.command("confirm", Word::kHelpEditionConfirm)
      .takes("VERSION", options->version, Word::kHelpEditionVersion)
      .runs([kind, options](Session& session) {
        return run_decide(session, kind, "confirm", *options);
      });
  group.command("withdraw", Word::kHelpEditionWithdraw)
      .takes("VERSION", options->version, Word::kHelpEditionVersion)
      .runs([kind, options](Session& session) {
        return run_decide(session, kind, "withdraw", *options);
      });
}

void bind_editions(Binder& binder) {
  auto options = std::make_shared<EditionOptions>();
  auto catalogue = binder.group("catalogue", Word::kHelpCatalogueGroup);
  catalogue.command("versions", Word::kHelpCatalogueVersions)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) {
        return run_edition_versions(session, "catalogue", *options);
      });
  catalogue.command("show", Word::kHelpCatalogueShow)
      .takes("VERSION", options->version, Word::kHelpEditionVersion)
      .option("--file", options->file, Word::kHelpCatalogueFile)
      .runs([options](Session& session) { return run_show(session, "catalogue", *options); });
  catalogue.command("diff", Word::kHelpCatalogueDiff)
      .takes("VERSION", options->version, Word::kHelpEditionVersion)
      .option("--against", options->against, Word::kHelpCatalogueAgainst)
      .runs([options](Session& session) { return run_diff(session, *options); });
  bind_catalogue_drafts(catalogue, options);
  bind_edition_decisions(catalogue, "catalogue", options);

  auto policy = binder.group("policy", Word::kHelpPolicyGroup);
  policy.command("show", Word::kHelpPolicyShow)
      .may_take("VERSION", options->version, Word::kHelpPolicyVersion)
      .runs([options](Session& session) {
        return options->version.empty() ? run_policy(session)
                                        : run_show(session, "policy", *options);
      });
  policy.command("versions", Word::kHelpPolicyVersions)
      .option("--limit", options->limit, Word::kHelpLimit)
      .runs([options](Session& session) {
        return run_edition_versions(session, "policy", *options);
      });
  bind_policy_drafts(policy, options);
  bind_edition_decisions(policy, "policy", options);
}

}  // namespace baobei::cli
