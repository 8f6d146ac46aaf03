#include "cli/walk.h"

#include <fcntl.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "base/file.h"
#include "base/json.h"
#include "cli/binder.h"
#include "cli/embedded.h"
#include "cli/local_package.h"
#include "cli/walk_stage.h"
#include "package/package.h"

namespace baobei::cli {
namespace {

namespace fs = std::filesystem;

// A folder that goes when the walk is over.
class Scratch {
 public:
  static Result<Scratch> make() {
    Scratch out;
    TRY_ASSIGN(out.path_, temporary_folder());
    return out;
  }
  Scratch(Scratch&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  Scratch() = default;
  std::string path_;
};

Status write_file(const fs::path& path, std::string_view bytes) {
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  TRY_ASSIGN(const Fd file, open_file(path.string(), O_WRONLY | O_CREAT | O_TRUNC));
  return write_all(file.get(), bytes);
}

Status unpack_sample(const fs::path& to) {
  for (const auto& file : embedded_files()) {
    TRY(write_file(to / fs::path(file.name), file.text));
  }
  return {};
}

// Regular files alone, without what is no part of a program; the package module judges the rest.
Status copy_program(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::recursive_directory_iterator it(from, error);
  std::size_t entries = 0;
  for (; !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
    const auto inside = it->path().lexically_relative(from);
    if (++entries > package::kEntriesMax) {
      return fail(ErrorKind::kTooLarge, "too many files", from.string());
    }
    if (package::is_ignored(inside.generic_string())) {
      it.disable_recursion_pending();
    } else if (it->is_regular_file() && !it->is_symlink()) {
      fs::create_directories((to / inside).parent_path(), error);
      if (!error) fs::copy_file(it->path(), to / inside, error);
    }
    if (error) break;
  }
  if (error) return fail(ErrorKind::kInternal, error.message(), from.string());
  return {};
}

struct Versions {
  std::vector<LocalPackage> packages;  // three
};

// The program as it is, and two further versions of it: one small file more.
Result<Versions> make_versions(const std::string& given, const fs::path& scratch) {
  fs::path source = given;
  if (given.empty()) {
    source = scratch / "sample";
    TRY(unpack_sample(source));
  }
  TRY_ASSIGN(const auto program, package::app_folder(source.string()));
  Versions versions;
  for (const int number : {1, 2, 3}) {
    const auto copy = scratch / ("v" + std::to_string(number));
    TRY(copy_program(program, copy));
    if (number > 1) {
      const auto text = "module.exports = " + std::to_string(number) + "\n";
      TRY(write_file(copy / "walk-version.js", text));
    }
    TRY_ASSIGN(auto package, LocalPackage::open(copy.string()));
    versions.packages.push_back(std::move(package));
  }
  return versions;
}

json::object step_json(std::size_t number, const StepRow& row, const Step& step) {
  json::array rules;
  for (const auto& rule : row.rules) rules.push_back(json::value(rule));
  json::array asserted;
  for (const auto& one : step.asserted()) {
    json::object line{{"what", one.what}, {"held", one.held}};
    if (!one.held) line["got"] = one.got;
    asserted.push_back(std::move(line));
  }
  return {{"step", number},
          {"title", step.terminal().say(row.title)},
          {"rules", std::move(rules)},
          {"held", step.held()},
          {"asserted", std::move(asserted)}};
}

void show_step(Terminal& out, std::size_t number, const StepRow& row, const Step& step) {
  std::string rules;
  for (const auto& rule : row.rules) rules += " " + rule;
  const auto lead = std::string(number < 10 ? " " : "") + std::to_string(number) + "  ";
  out.line(lead + (step.held() ? "✓ " : "✗ ") + out.say(row.title) + " [" + rules.substr(1) + "]",
           step.held() ? Tone::kGood : Tone::kBad);
  for (const auto& one : step.asserted()) {
    if (one.held) {
      out.line("      ✓ " + one.what, Tone::kQuiet);
    } else {
      out.line("      ✗ " + one.what + "  " + out.say(Word::kWalkGot, {one.got}), Tone::kBad);
    }
  }
}

std::vector<StepRow> all_steps() {
  std::vector<StepRow> all;
  for (auto part : {review_steps(), filing_steps(), return_steps()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

int walk(Session& session, Stage& stage) {
  const auto steps = all_steps();
  for (std::size_t i = 0; i < steps.size(); ++i) {
    Step step(session.out());
    steps[i].run(stage, step);
    if (session.options().json) {
      session.print_json(step_json(i + 1, steps[i], step));
    } else {
      show_step(session.out(), i + 1, steps[i], step);
    }
    if (step.held()) continue;
    session.err().line(Word::kWalkBroken,
                       {std::to_string(i + 1), session.err().say(steps[i].title)}, Tone::kBad);
    return kExitRefused;
  }
  if (!session.options().json) {
    session.out().line(Word::kWalkHeld, {std::to_string(steps.size())}, Tone::kStrong);
  }
  return kExitOk;
}

}  // namespace

Result<WalkPeople> read_people(const std::string& path) {
  TRY_ASSIGN(const Fd file, open_file(path, O_RDONLY));
  TRY_ASSIGN(const auto text, read_file(file.get(), kPeopleBytesMax));
  TRY_ASSIGN(const auto parsed, parse_json(text, kPeopleBytesMax));
  const View view(parsed);
  WalkPeople people;
  TRY_ASSIGN(people.url, checked_base_url(view["url"].text()));
  people.app = view["app"].text();
  if (view["category"].is_there()) people.category = view["category"].text();
  for (const char* role : {"developer", "reviewer", "second_reviewer", "senior_reviewer", "officer",
                           "second_officer", "operator"}) {
    const auto token = view["tokens"][role].text();
    if (!token.empty()) people.tokens[role] = token;
  }
  return people;
}

int run_walk(Session& session, const WalkOptions& options) {
  for (const char* role : {"developer", "reviewer", "officer", "operator"}) {
    if (!options.people.tokens.contains(role)) return session.usage(Word::kWalkNeedsRole, {role});
  }
  if (options.people.app.empty()) return session.usage(Word::kWalkNeedsApp);
  const auto scratch = Scratch::make();
  if (!scratch) return session.failed(scratch.error());
  const auto versions = make_versions(options.package, scratch->path());
  if (!versions) return session.failed(versions.error());

  Stage stage(session, options.people);
  const auto& packages = versions->packages;
  stage.v1 = to_hex(packages[0].digest());
  stage.v2 = to_hex(packages[1].digest());
  stage.v3 = to_hex(packages[2].digest());
  stage.path1 = packages[0].path();
  stage.path2 = packages[1].path();
  stage.path3 = packages[2].path();
  if (!session.options().json) {
    session.out().line(
        Word::kWalkBegins,
        {options.people.url, options.people.app, std::to_string(packages[0].files())},
        Tone::kStrong);
  }
  return walk(session, stage);
}

std::vector<WalkStepInfo> walk_steps() {
  std::vector<WalkStepInfo> steps;
  for (const auto& row : all_steps()) steps.push_back({row.title, row.rules});
  return steps;
}

void bind_walk(Binder& binder) {
  struct Words {
    std::string people;
    std::string package;
  };
  auto words = std::make_shared<Words>();
  binder.command("walk", Word::kHelpWalk)
      .takes("PEOPLE", words->people, Word::kHelpPeople)
      .option("--package", words->package, Word::kHelpWalkPackage)
      .runs([words](Session& session) {
        const auto people = read_people(words->people);
        if (!people) return session.failed(people.error());
        return run_walk(session, {*people, words->package});
      });
}

}  // namespace baobei::cli
