// The completions of bash, zsh and fish, drawn from the tree of commands itself so that they cannot
// fall behind.

#include <CLI/CLI.hpp>
#include <map>
#include <optional>
#include <vector>

#include "cli/binder.h"

namespace baobei::cli {
namespace {

// Names here are ours, letters and dashes; anything else would be code in somebody's shell.
bool is_plain(const std::string& name) {
  return !name.empty() &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz-") == std::string::npos;
}

using Words = std::vector<std::string>;
using Tree = std::map<std::string, Words>;  // "review pass" → the words that may follow

void collect(const CLI::App& app, const std::string& path, Tree& tree) {
  Words all;
  const auto visible = [](const CLI::App* sub) { return !sub->get_group().empty(); };
  for (const auto* sub : app.get_subcommands(visible)) {
    if (!is_plain(sub->get_name())) continue;
    all.push_back(sub->get_name());
    collect(*sub, path.empty() ? sub->get_name() : path + " " + sub->get_name(), tree);
  }
  for (const auto* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) {
      if (is_plain(name)) all.push_back("--" + name);
    }
  }
  tree[path] = std::move(all);
}

std::string joined(const Words& words) {
  std::string all;
  for (const auto& word : words) all += (all.empty() ? "" : " ") + word;
  return all;
}

// "a b" | "a c": the ways that lead to a command.
std::string ways_of(const Tree& tree) {
  std::string ways;
  for (const auto& [way, words] : tree) {
    if (!way.empty()) ways += (ways.empty() ? "\"" : " | \"") + way + "\"";
  }
  return ways;
}

std::string bash_script(const std::string& name, const Tree& tree) {
  std::string script = "# bash completion for " + name + "; made by `" + name +
                       " completion bash`.\n_" + name + "() {\n" +
                       "  local current=\"${COMP_WORDS[COMP_CWORD]}\" path=\"\" word i\n"
                       "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
                       "    word=\"${COMP_WORDS[i]}\"\n"
                       "    case \"${path:+$path }$word\" in\n";
  script += "      " + ways_of(tree) + ") path=\"${path:+$path }$word\" ;;\n";
  script += "    esac\n  done\n  local words=\"\"\n  case \"$path\" in\n";
  for (const auto& [way, words] : tree) {
    script += "    \"" + way + "\") words=\"" + joined(words) + "\" ;;\n";
  }
  script +=
      "  esac\n  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n}\ncomplete -o default -F "
      "_" +
      name + " " + name + "\n";
  return script;
}

// Read from a folder of $fpath as _baobei, or sourced.
std::string zsh_script(const std::string& name, const Tree& tree) {
  std::string script = "#compdef " + name + "\n# zsh completion for " + name + "; made by `" +
                       name + " completion zsh`.\n_" + name + "() {\n" +
                       "  local at=\"\" way\n  local -a known\n  local -i i\n"
                       "  for ((i = 2; i < CURRENT; i++)); do\n"
                       "    way=\"${at:+$at }${words[i]}\"\n    case \"$way\" in\n";
  script += "      " + ways_of(tree) + ") at=\"$way\" ;;\n    esac\n  done\n";
  script += "  case \"$at\" in\n";
  for (const auto& [way, words] : tree) {
    script += "    \"" + way + "\") known=(" + joined(words) + ") ;;\n";
  }
  script += "  esac\n  compadd -- $known\n  [[ $PREFIX == -* ]] || _files\n}\n";
  script += "if [[ \"${funcstack[1]}\" == _" + name + " ]]; then\n  _" + name +
            " \"$@\"\nelse\n  compdef _" + name + " " + name + "\nfi\n";
  return script;
}

std::string fish_script(const std::string& name, const Tree& tree) {
  const std::string at = "__" + name + "_at";
  std::string script = "# fish completion for " + name + "; made by `" + name +
                       " completion fish`.\nfunction " + at + "\n  set -l at \"\"\n" +
                       "  for word in (commandline -opc)[2..-1]\n"
                       "    set -l way (string trim -- \"$at $word\")\n    switch \"$way\"\n"
                       "      case";
  for (const auto& [way, words] : tree) {
    if (!way.empty()) script += " '" + way + "'";
  }
  script += "\n        set at \"$way\"\n    end\n  end\n  test \"$at\" = \"$argv[1]\"\nend\n";
  for (const auto& [way, words] : tree) {
    std::string below;
    for (const auto& word : words) {
      if (!word.starts_with("--")) {
        below += (below.empty() ? "" : " ") + word;
        continue;
      }
      script +=
          "complete -c " + name + " -n \"" + at + " '" + way + "'\" -l " + word.substr(2) + "\n";
    }
    if (below.empty()) continue;
    script += "complete -c " + name + " -n \"" + at + " '" + way + "'\" -f -a '" + below + "'\n";
  }
  return script;
}

}  // namespace

std::optional<std::string> completion(const CLI::App& app, const std::string& program,
                                      const std::string& shell) {
  const std::string name = is_plain(program) ? program : "baobei";
  Tree tree;
  collect(app, "", tree);
  if (shell == "bash") return bash_script(name, tree);
  if (shell == "zsh") return zsh_script(name, tree);
  if (shell == "fish") return fish_script(name, tree);
  return std::nullopt;
}

}  // namespace baobei::cli
