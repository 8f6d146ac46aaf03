// The bash completion, drawn from the tree of commands itself so that it cannot fall behind.

#include <CLI/CLI.hpp>
#include <map>

#include "cli/binder.h"

namespace baobei::cli {
namespace {

// Names here are ours, letters and dashes; anything else would be code in somebody's shell.
bool is_plain(const std::string& name) {
  return !name.empty() &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string::npos;
}

// "review pass" → its words.
void collect(const CLI::App& app, const std::string& path,
             std::map<std::string, std::string>& words) {
  std::string all;
  const auto visible = [](const CLI::App* sub) { return !sub->get_group().empty(); };
  for (const auto* sub : app.get_subcommands(visible)) {
    if (!is_plain(sub->get_name())) continue;
    all += sub->get_name() + " ";
    collect(*sub, path.empty() ? sub->get_name() : path + " " + sub->get_name(), words);
  }
  for (const auto* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) {
      if (is_plain(name)) all += "--" + name + " ";
    }
  }
  if (!all.empty()) all.pop_back();
  words[path] = all;
}

}  // namespace

std::string bash_completion(const CLI::App& app, const std::string& program) {
  const std::string name = is_plain(program) ? program : "baobei";
  std::map<std::string, std::string> words;
  collect(app, "", words);
  std::string script = "# bash completion for " + name + "; made by `" + name +
                       " completion bash`.\n_" + name + "() {\n" +
                       "  local current=\"${COMP_WORDS[COMP_CWORD]}\" path=\"\" word i\n"
                       "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
                       "    word=\"${COMP_WORDS[i]}\"\n"
                       "    case \"${path:+$path }$word\" in\n";
  std::string known;
  for (const auto& [path, all] : words) {
    if (!path.empty()) known += (known.empty() ? "\"" : " | \"") + path + "\"";
  }
  script += "      " + known + ") path=\"${path:+$path }$word\" ;;\n";
  script += "    esac\n  done\n  local words=\"\"\n  case \"$path\" in\n";
  for (const auto& [path, all] : words) {
    script += "    \"" + path + "\") words=\"" + all + "\" ;;\n";
  }
  script +=
      "  esac\n  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n}\ncomplete -o default -F "
      "_" +
      name + " " + name + "\n";
  return script;
}

}  // namespace baobei::cli
