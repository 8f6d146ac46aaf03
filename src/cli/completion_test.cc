// The completions, tried in the shells themselves.
#include <gmock/gmock.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "cli/test_machine.h"

namespace baobei::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using test::TestMachine;

std::string script_for(const std::string& shell) {
  TestMachine machine;
  EXPECT_EQ(machine.run({"completion", shell}), kExitOk);
  return machine.out.str();
}

bool has_shell(const std::string& shell) {
  return std::filesystem::exists("/usr/bin/" + shell) || std::filesystem::exists("/bin/" + shell);
}

// What `shell` prints when it reads the completion between `first` and `lines`; its own settings
// are not read.
std::string printed(const std::string& shell, const std::string& options, const std::string& first,
                    const std::string& lines) {
  const auto folder = std::filesystem::path(testing::TempDir()) / ("completion_" + shell);
  std::filesystem::create_directories(folder);
  const auto path = (folder / "script").string();
  std::ofstream(path) << first << script_for(shell) << lines;
  const auto command =
      "HOME='" + folder.string() + "' " + shell + " " + options + " '" + path + "' 2>&1";
  std::FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return "no pipe";
  std::string text;
  std::array<char, 4096> piece{};
  while (const auto size = std::fread(piece.data(), 1, piece.size(), pipe)) {
    text.append(piece.data(), size);
  }
  EXPECT_EQ(::pclose(pipe), 0) << text;
  std::filesystem::remove_all(folder);
  return text;
}

std::string lines_of(const std::string& words) {
  std::string text = "\n" + words;
  for (auto& c : text) c = c == ' ' ? '\n' : c;
  return text + "\n";
}

void check_words(const std::string& text) {
  const auto lines = lines_of(text);
  EXPECT_THAT(lines, HasSubstr("\n--all-present"));
  EXPECT_THAT(lines, Not(HasSubstr("\nroll-back"))) << "a command of another place";
}

TEST(Completion, of_bash_knows_what_may_follow) {
  const auto script = script_for("bash");
  for (const char* part :
       {"\"review pass\"", "--all-present", "complete -o default -F _baobei", "roll-back"}) {
    EXPECT_THAT(script, HasSubstr(part));
  }
  const auto of = [](const std::string& words, int count) {
    return printed("bash", "--norc --noprofile", "",
                   "COMP_WORDS=(" + words + ")\nCOMP_CWORD=" + std::to_string(count) +
                       "\n_baobei\necho \"${COMPREPLY[@]}\"\n");
  };
  check_words(of("baobei review pass --", 3));
  EXPECT_THAT(lines_of(of("baobei roll", 1)), HasSubstr("\nroll-back\n"));
  EXPECT_THAT(lines_of(of("baobei comp", 1)), HasSubstr("\ncompletion\n"));
}

TEST(Completion, of_zsh_knows_what_may_follow) {
  if (!has_shell("zsh")) GTEST_SKIP() << "there is no zsh here";
  const auto of = [](const std::string& words, int current) {
    return printed("zsh", "-f", "compdef() { : }\n",
                   "compadd() { print -l -- \"${@[2,-1]}\" }\n_files() { : }\nwords=(" + words +
                       ")\nCURRENT=" + std::to_string(current) + "\n_baobei\n");
  };
  EXPECT_THAT(script_for("zsh"), ::testing::StartsWith("#compdef baobei\n"));
  check_words(of("baobei review pass ''", 4));
  EXPECT_THAT(lines_of(of("baobei ''", 2)), HasSubstr("\nroll-back\n"));
  EXPECT_THAT(lines_of(of("baobei --json review ''", 4)), HasSubstr("\npass\n"))
      << "an option in between";
}

TEST(Completion, of_fish_knows_what_may_follow) {
  if (!has_shell("fish")) GTEST_SKIP() << "there is no fish here";
  const auto of = [](const std::string& line) {
    return printed("fish", "--no-config", "", "complete -C '" + line + "'\n");
  };
  check_words(of("baobei review pass --"));
  EXPECT_THAT(of("baobei roll"), HasSubstr("roll-back"));
  EXPECT_THAT(of("baobei --json review "), HasSubstr("pass"));
}

TEST(Completion, of_another_shell_is_refused_and_needs_no_server) {
  TestMachine machine;
  EXPECT_EQ(machine.run({"completion", "tcsh"}), kExitUsage);
  EXPECT_THAT(machine.err.str(), HasSubstr("bash, zsh and fish"));
  EXPECT_EQ(machine.run({"completion"}), kExitOk) << "bash";
}

}  // namespace
}  // namespace baobei::cli
