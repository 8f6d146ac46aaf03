#include "cli/binder.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <sstream>

#include "base/text.h"

namespace baobei::cli {
namespace {

// CLI11 throws; here is where it is caught. What its own English says stays as the detail.
Word fault_of(const CLI::ParseError& error) {
  const std::string kind = error.get_name();
  if (kind == "RequiredError") return Word::kFaultRequired;
  if (kind == "ExtrasError") return Word::kFaultExtras;
  if (kind == "ConversionError" || kind == "ValidationError") return Word::kFaultValue;
  if (kind == "ArgumentMismatch") return Word::kFaultArguments;
  if (kind == "ExcludesError" || kind == "RequiresError") return Word::kFaultTogether;
  return Word::kFaultOther;
}

void set_labels(CLI::App& app, Language language) {
  const auto label = [&](const char* key, Word which) {
    app.get_formatter()->label(key, std::string(word(which, language)));
  };
  label("Usage", Word::kLabelUsage);
  label("Options", Word::kLabelOptions);
  label("OPTIONS", Word::kLabelOptionsShort);
  label("Positionals", Word::kLabelPositionals);
  label("Subcommands", Word::kLabelCommands);
  label("SUBCOMMAND", Word::kLabelCommandShort);
  label("SUBCOMMANDS", Word::kLabelCommandShort);
  label("REQUIRED", Word::kLabelRequired);
  app.get_formatter()->column_width(32);
}

}  // namespace

Command& Command::takes(const char* name, std::string& target, Word help) {
  app_->add_option(name, target, say(help))->required();
  return *this;
}

Command& Command::takes(const char* name, std::uint32_t& target, Word help) {
  app_->add_option(name, target, say(help))->required()->check(CLI::PositiveNumber);
  return *this;
}

Command& Command::may_take(const char* name, std::string& target, Word help) {
  app_->add_option(name, target, say(help));
  return *this;
}

Command& Command::option(const char* name, std::string& target, Word help) {
  app_->add_option(name, target, say(help));
  return *this;
}

Command& Command::option(const char* name, std::uint32_t& target, Word help) {
  app_->add_option(name, target, say(help))->check(CLI::PositiveNumber);
  return *this;
}

Command& Command::required(const char* name, std::string& target, Word help) {
  app_->add_option(name, target, say(help))->required();
  return *this;
}

Command& Command::list(const char* name, std::vector<std::string>& target, Word help) {
  constexpr int kListMax = 100;  // rows of a list in the API
  app_->add_option(name, target, say(help))
      ->expected(1, kListMax)
      ->take_all()
      ->allow_extra_args(false);
  return *this;
}

Command& Command::flag(const char* name, bool& target, Word help) {
  app_->add_flag(name, target, say(help));
  return *this;
}

Command& Command::one_of(const char* name, std::string& target,
                         const std::vector<std::string>& words, Word help) {
  app_->add_option(name, target, say(help))->check(CLI::IsMember(words));
  return *this;
}

Binder Command::below() {
  return Binder(*app_, *invocation_);
}

void Command::runs(std::function<int(Session&)> action) {
  auto* invocation = invocation_;
  app_->callback([invocation, app = app_, action = std::move(action)] {
    if (!app->get_subcommands().empty()) return;  // what was named below it was chosen
    invocation->chosen = [invocation, action] {
      Session session(invocation->machine, invocation->common, invocation->language);
      return action(session);
    };
  });
}

Command Binder::command(const char* name, Word help, Reach reach) {
  auto& common = invocation_->common;
  const auto say = [&](Word which) { return std::string(word(which, invocation_->language)); };
  CLI::App* sub = app_->add_subcommand(name, say(help));
  set_labels(*sub, invocation_->language);
  sub->set_help_flag("-h,--help", say(Word::kOptionHelp));
  const auto group = say(Word::kLabelCommonOptions);
  sub->add_flag("--json", common.json, say(Word::kOptionJson))->group(group);
  sub->add_flag("-y,--yes", common.yes, say(Word::kOptionYes))->group(group);
  if (reach == Reach::kServer) {
    sub->add_flag("--dry-run", common.dry_run, say(Word::kOptionDryRun))->group(group);
    sub->add_option("--url", common.url, say(Word::kOptionUrl))->group(group);
    sub->add_option("--as", common.profile, say(Word::kOptionAs))->group(group);
  }
  // Read before parsing (language_of); here it is checked and shown.
  const auto about_language = say(Word::kOptionLang);
  sub->add_option("--lang", about_language)->check(CLI::IsMember({"zh", "en"}))->group(group);
  return Command(*sub, *invocation_);
}

Binder Binder::group(const char* name, Word help) {
  const auto say = [&](Word which) { return std::string(word(which, invocation_->language)); };
  CLI::App* sub = app_->add_subcommand(name, say(help));
  set_labels(*sub, invocation_->language);
  sub->set_help_flag("-h,--help", say(Word::kOptionHelp));
  sub->require_subcommand(1);
  return Binder(*sub, *invocation_);
}

Language language_of(int argc, const char* const* argv,
                     const std::function<std::optional<std::string>(const char*)>& variable) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == "--lang" && i + 1 < argc) return language_of_locale(argv[i + 1]);
    if (argument.starts_with("--lang=")) return language_of_locale(argument.substr(7));
  }
  for (const char* name : {"BAOBEI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"}) {
    const auto value = variable(name);
    if (value && !value->empty()) return language_of_locale(*value);
  }
  return Language::kEn;
}

void add_client_commands(CLI::App& app, Invocation& invocation) {
  set_labels(app, invocation.language);
  app.set_help_flag("-h,--help", std::string(word(Word::kOptionHelp, invocation.language)));
  app.require_subcommand(1);
  Binder binder(app, invocation);
  for (const auto bind :
       {bind_account,  bind_sign_in,  bind_apps,        bind_catalogue, bind_check,
        bind_rules,    bind_submit,   bind_form,        bind_status,    bind_version,
        bind_inbox,    bind_delivery, bind_feed,        bind_webhooks,  bind_log,
        bind_receipts, bind_release,  bind_review,      bind_filing,    bind_order,
        bind_bulk,     bind_jobs,     bind_submissions, bind_directory, bind_editions,
        bind_keeping,  bind_contacts, bind_statistics,  bind_health,    bind_walk}) {
    bind(binder);
  }
  auto shell = std::make_shared<std::string>("bash");
  auto completion = binder.command("completion", Word::kHelpCompletion, Reach::kThisMachine);
  completion.may_take("SHELL", *shell, Word::kHelpShell);
  completion.runs([&app, shell](Session& session) {
    const auto script = baobei::cli::completion(app, app.get_name(), *shell);
    if (!script) return session.usage(Word::kUnknownShell);
    session.out().raw_ascii(*script);
    return kExitOk;
  });
  binder.command("manual", Word::kHelpManual, Reach::kThisMachine).runs([&app](Session& session) {
    session.out().encoded(manual_page(app, app.get_name(), session.language()));
    return kExitOk;
  });
}

int parse_and_run(CLI::App& app, Invocation& invocation, int argc, const char* const* argv) {
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& wanted) {
    std::ostringstream text;
    app.exit(wanted, text, text);
    *invocation.machine.out << text.str();
    return kExitOk;
  } catch (const CLI::ParseError& error) {
    Session session(invocation.machine, invocation.common, invocation.language);
    return session.usage(fault_of(error), {error.what()});
  }
  return invocation.chosen ? invocation.chosen() : kExitUsage;
}

}  // namespace baobei::cli
