// rules …: versions of the packs of rules on a server: what counts, proposals with their trial, the
// second operator's word, and rehearsals over what was decided.

#include <fcntl.h>

#include <chrono>
#include <cmath>
#include <filesystem>

#include "base/file.h"
#include "cli/edition_commands.h"
#include "cli/fields.h"
#include "cli/tables.h"

namespace baobei::cli {
namespace {

constexpr std::size_t kPackBytesMax = std::size_t{256} << 10;
constexpr auto kLookAtRehearsal = std::chrono::seconds(1);

struct RuleOptions {
  SharedEdition edition = std::make_shared<EditionOptions>();
  std::vector<std::string> packs;
  std::vector<std::string> strike;
  std::string rehearsal;
  std::uint32_t packages = 0;
  bool no_wait = false;
};
using SharedRules = std::shared_ptr<RuleOptions>;

std::string rehearsal_path(const std::string& id = {}, const std::string& tail = {}) {
  std::string path = "/v1/rules/rehearsals";
  if (!id.empty()) path += "/" + encoded(id);
  return tail.empty() ? path : path + "/" + tail;
}

int run_show_rules(Session& session, const EditionOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const auto version = options.version.empty() ? std::string("builtin") : options.version;
  const auto one = (*api)->get(edition_path("rules", version) + query({{"file", options.file}}));
  if (!one) return session.failed(one.error());
  if (session.options().json) return session.print_json(one->body);
  auto& out = session.out();
  const auto view = one->view();
  if (!options.file.empty()) {
    out.line(view["text"].text());
    return kExitOk;
  }
  show_edition_head(session, view);
  out.line(Word::kRulesInReports, {view["rules"].text()}, Tone::kQuiet);
  write_table(out, answer_table("getRuleVersion", "packs"), view);
  for (const auto& name : view["struck"].texts()) {
    out.line("- " + name + "  " + out.say(Word::kDiffStruck), Tone::kBad);
  }
  return kExitOk;
}

// The packs named, as files of a proposal; those to strike without a text.
std::optional<json::array> pack_files(Session& session, const RuleOptions& options, int& code) {
  json::array files;
  for (const auto& path : options.packs) {
    const auto file = open_file(path, O_RDONLY);
    const auto text = file ? read_file(file->get(), kPackBytesMax)
                           : Result<std::string>(std::unexpected(file.error()));
    if (!text) {
      code = session.failed(text.error());
      return std::nullopt;
    }
    const auto name = "packs/" + std::filesystem::path(path).filename().string();
    files.push_back(json::object{{"name", name}, {"text", *text}});
  }
  for (const auto& id : options.strike) {
    files.push_back(json::object{{"name", "packs/" + id + ".toml"}});
  }
  if (!files.empty() || !options.edition->base.empty()) return files;
  code = session.usage(Word::kNoPacks);
  return std::nullopt;
}

std::string percent_in(const View& share) {
  const auto number = std::strtod(share.text().c_str(), nullptr);
  return Terminal::percent(std::llround(number * 1000) * 10);
}

void show_rehearsal_result(Terminal& out, const View& rehearsal) {
  const auto result = rehearsal["result"];
  for (const auto& change : result["changes"].items()) {
    out.line(change["answer"].text() + "  " + change["before"].text() + " → " +
                 change["after"].text() + "  (+" + change["gained_count"].text() + " −" +
                 change["lost_count"].text() + ")",
             Tone::kStrong);
  }
  for (const auto& row : result["scores"].items()) {
    const auto answer = row["answer"].text();
    out.line(Word::kAgreementRow,
             {answer.empty() ? out.say(Word::kAllAnswers, {result["decided"].text()}) : answer,
              percent_in(row["before"]["precision"]), percent_in(row["after"]["precision"]),
              percent_in(row["before"]["recall"]), percent_in(row["after"]["recall"])});
  }
  out.line(Word::kRehearsedCount,
           {result["programs"].text(), std::to_string(result["changes"].items().size()),
            std::to_string(result["could_not_check"].items().size())});
}

int show_rehearsal_row(Session& session, const Reply& reply) {
  if (session.options().json) return session.print_json(reply.body);
  auto& out = session.out();
  const auto view = reply.view();
  out.line(
      Word::kRehearsalHead,
      {view["rehearsal"].text(), view["version"].text(), view["against"].text(),
       out.name("rehearsal", view["state"].text()), view["done"].text(), view["packages"].text()},
      Tone::kStrong);
  if (view["result"].is_there()) show_rehearsal_result(out, view);
  return kExitOk;
}

int run_rehearse_stored(Session& session, const RuleOptions& options) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  json::object body{{"version", options.edition->version}};
  if (options.packages > 0) body["packages"] = options.packages;
  auto reply = (*api)->command(rehearsal_path(), std::move(body));
  if (!reply) return session.failed(reply.error());
  const auto id = reply->view()["rehearsal"].text();
  while (!options.no_wait && reply->view()["state"].text() == "running") {
    session.err().transient(session.err().say(
        Word::kJobUnderWay, {id, reply->view()["done"].text(), reply->view()["packages"].text()}));
    session.machine().sleep(kLookAtRehearsal);
    reply = (*api)->get(rehearsal_path(id));
    if (!reply) return session.failed(reply.error());
  }
  return show_rehearsal_row(session, *reply);
}

int run_rehearsals(Session& session) {
  return run_table(session, answer_table("listRehearsals"), rehearsal_path());
}

int run_rehearsal(Session& session, const RuleOptions& options, const char* verb) {
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  const std::string tail = verb;
  const auto reply = tail.empty()
                         ? (*api)->get(rehearsal_path(options.rehearsal))
                         : (*api)->command(rehearsal_path(options.rehearsal, tail), nullptr);
  if (!reply) return session.failed(reply.error());
  return show_rehearsal_row(session, *reply);
}

void bind_rehearsals(Binder& rules, const SharedRules& options) {
  rules.command("rehearse-stored", Word::kHelpRehearseStored)
      .takes("VERSION", options->edition->version, Word::kHelpEditionVersion)
      .option("--packages", options->packages, Word::kHelpRehearsePackages)
      .flag("--no-wait", options->no_wait, Word::kHelpNoWait)
      .runs([options](Session& session) { return run_rehearse_stored(session, *options); });
  rules.command("rehearsals", Word::kHelpRehearsals).runs([](Session& session) {
    return run_rehearsals(session);
  });
  rules.command("rehearsal", Word::kHelpRehearsal)
      .takes("REHEARSAL", options->rehearsal, Word::kHelpRehearsalId)
      .runs([options](Session& session) { return run_rehearsal(session, *options, ""); });
  rules.command("stop-rehearsal", Word::kHelpStopRehearsal)
      .takes("REHEARSAL", options->rehearsal, Word::kHelpRehearsalId)
      .runs([options](Session& session) { return run_rehearsal(session, *options, "stop"); });
}

}  // namespace

void bind_rule_versions(Binder& rules) {
  auto options = std::make_shared<RuleOptions>();
  const auto edition = options->edition;
  rules.command("versions", Word::kHelpRuleVersions)
      .option("--limit", edition->limit, Word::kHelpLimit)
      .runs(
          [edition](Session& session) { return run_edition_versions(session, "rules", *edition); });
  rules.command("show", Word::kHelpRuleShow)
      .may_take("VERSION", edition->version, Word::kHelpEditionVersion)
      .option("--file", edition->file, Word::kHelpRuleFile)
      .runs([edition](Session& session) { return run_show_rules(session, *edition); });
  auto propose = rules.command("propose", Word::kHelpRulePropose);
  with_edition_terms(propose, edition)
      .list("--pack", options->packs, Word::kHelpRulePack)
      .list("--strike", options->strike, Word::kHelpRuleStrike)
      .option("--base", edition->base, Word::kHelpRuleBase)
      .runs([options](Session& session) {
        int code = kExitOk;
        auto files = pack_files(session, *options, code);
        if (!files) return code;
        json::object body{{"files", std::move(*files)}};
        if (!options->edition->base.empty()) body["base"] = options->edition->base;
        return run_edition_propose(session, "rules", *options->edition, std::move(body));
      });
  bind_edition_decisions(rules, "rules", edition);
  bind_rehearsals(rules, options);
}

}  // namespace baobei::cli
