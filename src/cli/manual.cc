// The manual page, drawn from the tree of commands itself so that it cannot fall behind.

#include <CLI/CLI.hpp>

#include "cli/binder.h"
#include "cli/exit.h"

namespace baobei::cli {
namespace {

// Nothing of a text may become a request or an escape of roff.
std::string roff(const std::string& text) {
  std::string out = text.starts_with('.') || text.starts_with('\'') ? "\\&" : "";
  for (const char c : text) {
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else if (c == '\n') {
      out += ' ';
    } else {
      out += c;
    }
  }
  return out;
}

std::string bold(const std::string& text) {
  return "\\fB" + roff(text) + "\\fR";
}

class Page {
 public:
  explicit Page(Language language) : language_(language) {}

  std::string say(Word which) const { return std::string(word(which, language_)); }
  void request(const std::string& line) { text_ += line + "\n"; }
  void section(Word title) { request(".SH \"" + roff(say(title)) + "\""); }
  void paragraph(Word which) { request(".PP\n" + roff(say(which))); }
  void item(const std::string& head, const std::string& body) {
    request(".TP\n" + head + "\n" + roff(body));
  }

  void option(const CLI::Option& option) {
    const bool switches = option.get_items_expected_max() == 0;
    auto names = bold(option.get_name(false, true));
    if (const auto comma = names.find(','); comma != std::string::npos)
      names.insert(comma + 1, " ");
    item(switches ? names : names + " \\fI" + roff(say(Word::kManualValue)) + "\\fR",
         option.get_description());
  }

  // "submit APP [PATH]", then what it takes, then what is below it.
  void command(const CLI::App& app, const std::string& path) {
    const auto visible = [](const CLI::App* sub) { return !sub->get_group().empty(); };
    const auto below = app.get_subcommands(visible);
    if (below.empty() || !app.get_require_subcommand_min()) {
      std::string line = bold(path);
      for (const auto* option : app.get_options()) {
        if (!option->get_positional()) continue;
        const auto name = roff(option->get_name(true, false));
        line += option->get_required() ? " \\fI" + name + "\\fR" : " [\\fI" + name + "\\fR]";
      }
      request(".SS \"" + line + "\"");
      request(roff(app.get_description()));
      const auto common = say(Word::kLabelCommonOptions);
      for (const auto* option : app.get_options()) {
        if (option->get_group() == common || option->get_name() == "--help") continue;
        if (option->get_positional()) {
          item("\\fI" + roff(option->get_name(true, false)) + "\\fR", option->get_description());
        } else {
          this->option(*option);
        }
      }
    }
    for (const auto* sub : below) command(*sub, path + " " + sub->get_name());
  }

  // Those that every command has, as one command shows them.
  void common_options(const CLI::App& app) {
    const auto common = say(Word::kLabelCommonOptions);
    for (const auto* sub : app.get_subcommands({})) {
      const auto options = sub->get_options();
      const bool whole = std::ranges::any_of(
          options, [](const CLI::Option* option) { return option->get_name() == "--url"; });
      if (!whole) continue;
      for (const auto* option : options) {
        if (option->get_group() == common) this->option(*option);
      }
      return;
    }
  }

  std::string take() { return std::move(text_); }

 private:
  Language language_;
  std::string text_ = "'\\\" -*- coding: utf-8 -*-\n";
};

}  // namespace

std::string manual_page(const CLI::App& app, const std::string& program, Language language) {
  Page page(language);
  page.request(".TH " + roff(program) + " 1");
  page.section(Word::kManualName);
  page.request(roff(program) + " \\- " + roff(page.say(Word::kManualWhat)));
  page.section(Word::kManualSynopsis);
  page.request(bold(program) + " \\fI" + roff(page.say(Word::kLabelCommandShort)) + "\\fR ...");
  page.section(Word::kManualOptions);
  page.common_options(app);
  page.section(Word::kManualCommands);
  for (const auto* sub :
       app.get_subcommands([](const CLI::App* one) { return !one->get_group().empty(); })) {
    page.command(*sub, sub->get_name());
  }
  page.section(Word::kManualExit);
  for (const auto& [code, meaning] :
       {std::pair(kExitOk, Word::kManualExitOk), std::pair(kExitRefused, Word::kManualExitRefused),
        std::pair(kExitCouldNot, Word::kManualExitCouldNot),
        std::pair(kExitNotFound, Word::kManualExitNotFound),
        std::pair(kExitNoRights, Word::kManualExitNoRights),
        std::pair(kExitUsage, Word::kManualExitUsage),
        std::pair(kExitNoServer, Word::kManualExitNoServer),
        std::pair(kExitWaiting, Word::kManualExitWaiting)}) {
    page.item(bold(std::to_string(code)), page.say(meaning));
  }
  page.section(Word::kManualVariables);
  for (const auto& [name, meaning] :
       {std::pair("BAOBEI_URL", Word::kManualUrl), std::pair("BAOBEI_TOKEN", Word::kManualToken),
        std::pair("BAOBEI_PROFILE", Word::kManualProfile),
        std::pair("BAOBEI_LANG", Word::kManualLang)}) {
    page.item(bold(name), page.say(meaning));
  }
  page.section(Word::kManualFiles);
  page.item(bold("$XDG_CONFIG_HOME/baobei/credentials.json"), page.say(Word::kManualCredentials));
  return page.take();
}

}  // namespace baobei::cli
