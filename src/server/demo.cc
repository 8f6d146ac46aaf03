#include "server/demo.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "base/json.h"
#include "server/commands.h"
#include "server/seed.h"
#include "server/signals.h"

namespace baobei::server {
namespace {

namespace fs = std::filesystem;
using cli::Word;

constexpr std::size_t kPeopleBytesMax = 64 * 1024;
constexpr std::uint32_t kCasesMax = 5'000;

json::object people_json(const Seeded& seeded, const std::string& url) {
  json::object tokens;
  json::array people;
  for (const auto& sign_in : seeded.cast.people) {
    tokens[sign_in.label] = sign_in.token;
    people.push_back({{"label", sign_in.label},
                      {"person", sign_in.person.id},
                      {"name", sign_in.person.name},
                      {"org", sign_in.person.org}});
  }
  return {{"url", url},
          {"app", seeded.walk_app},
          {"category", kForumCategory},
          {"people", people},
          {"tokens", tokens},
          {"password", seeded.cast.password},
          {"transcribed", kTranscribedRegion}};
}

// Whole or not at all, readable by its owner alone: it holds tokens and the password.
Status write_people(const std::string& path, const json::object& people) {
  const std::string unfinished = path + ".new";
  {
    TRY_ASSIGN(const Fd file, open_file(unfinished, O_WRONLY | O_CREAT | O_TRUNC));
    TRY(write_all(file.get(), json::serialize(people)));
  }
  if (std::rename(unfinished.c_str(), path.c_str()) == 0) return {};
  return std::unexpected(system_error("cannot write the sign-ins", errno, path));
}

Result<json::object> read_people_file(const std::string& path) {
  TRY_ASSIGN(const Fd file, open_file(path, O_RDONLY));
  TRY_ASSIGN(const auto text, read_file(file.get(), kPeopleBytesMax));
  TRY_ASSIGN(const auto parsed, parse_json(text, kPeopleBytesMax));
  if (!parsed.is_object()) return fail(ErrorKind::kCorrupt, "no sign-ins", path);
  return parsed.as_object();
}

// Sample data once; a demo whose folder was kept goes on where it stopped.
Result<json::object> people_of(Node& node, const DemoOptions& options) {
  const auto kept = options.config.data + "/people.json";
  TRY_ASSIGN(const auto logged, node.reader().log(0, 1));
  if (!logged.empty()) return read_people_file(kept);
  const Instant now = SystemClock().now();
  TRY_ASSIGN(const auto seeded, seed(node, options.cases, now));
  auto people = people_json(seeded, "");
  TRY(write_people(kept, people));
  return people;
}

void show(cli::Session& session, const json::object& people, const DemoOptions& options) {
  auto& out = session.out();
  const cli::View view{json::value(people)};
  out.line(Word::kDemoAt, {std::string(people.at("url").as_string())}, cli::Tone::kStrong);
  out.line(Word::kDemoData, {options.config.data});
  std::vector<std::vector<cli::Cell>> rows;
  for (const auto& person : people.at("people").as_array()) {
    const auto& one = person.as_object();
    const std::string label(one.at("label").as_string());
    rows.push_back(
        {{label, cli::Tone::kStrong},
         {std::string(one.at("name").as_string()), cli::Tone::kPlain},
         {std::string(people.at("tokens").as_object().at(label).as_string()), cli::Tone::kPlain}});
  }
  out.table({Word::kColumnSignIn, Word::kColumnPerson, Word::kColumnToken}, rows);
  const std::string url(people.at("url").as_string());
  out.line(Word::kDemoTry, {url, std::string(people.at("app").as_string())});
  if (const auto* password = people.if_contains("password")) {
    out.line(Word::kDemoPassword, {std::string(password->as_string()), url});
  }
  if (const auto* region = people.if_contains("transcribed")) {
    out.line(Word::kDemoTranscribed, {std::string(region->as_string())});
  }
  out.line(Word::kDemoStop, {}, cli::Tone::kQuiet);
}

Status serve_demo(cli::Session& session, const DemoOptions& options, const Log& log,
                  EndSignals& signals) {
  TRY_ASSIGN(const auto node,
             Node::open(options.config, log,
                        {store::OpenMode::kSandbox, SystemClock().now() - kSeedPast}));
  TRY(node->start_engine());
  TRY_ASSIGN(auto people, people_of(*node, options));
  if (!options.still_clock) node->sandbox_clock()->run();
  TRY(node->start_http());
  people["url"] = "http://" + options.config.address + ":" + std::to_string(node->port());
  TRY(write_people(
      options.people_path.empty() ? options.config.data + "/people.json" : options.people_path,
      people));
  if (!options.quiet) show(session, people, options);
  session.machine().out->flush();
  signals.wait();
  node->stop();
  return {};
}

Result<std::string> temporary_data() {
  std::error_code error;
  auto pattern = (fs::temp_directory_path(error) / "baobei-demo-XXXXXX").string();
  if (::mkdtemp(pattern.data()) != nullptr) return pattern;
  return std::unexpected(system_error("cannot make a temporary folder", errno, pattern));
}

}  // namespace

int run_demo(cli::Session& session, const DemoOptions& given) {
  EndSignals signals;
  DemoOptions options = given;
  if (options.temporary) {
    auto folder = temporary_data();
    if (!folder) return session.failed(folder.error());
    options.config.data = std::move(*folder);
  }
  const Log log(options.config.log_level);
  if (!options.quiet) session.err().line(Word::kDemoSeeding, {std::to_string(options.cases)});
  const auto served = serve_demo(session, options, log, signals);
  if (options.temporary) {
    std::error_code ignored;
    fs::remove_all(options.config.data, ignored);
  }
  return served ? cli::kExitOk : session.failed(served.error());
}

void bind_demo(cli::Binder& binder) {
  struct DemoWords {
    ConfigWords config;
    std::uint32_t cases = 100;
    std::string people;
    std::string package;
    bool walk = false;
    bool quiet = false;
    bool still_clock = false;
  };
  auto words = std::make_shared<DemoWords>();
  auto demo = binder.command("demo", Word::kHelpDemo, cli::Reach::kThisMachine);
  take_config_options(demo, words->config);
  demo.option("--cases", words->cases, Word::kHelpCases)
      .option("--people", words->people, Word::kHelpPeopleFile)
      .flag("--walk", words->walk, Word::kHelpDemoWalk)
      .option("--package", words->package, Word::kHelpWalkPackage)
      .flag("--quiet", words->quiet, Word::kHelpQuiet)
      .flag("--still-clock", words->still_clock, Word::kHelpStillClock)
      .runs([words](cli::Session& session) {
        // A demo's log is for whoever looks into a fault; its own words go to the terminal.
        auto config_words = words->config;
        config_words.settings.insert(config_words.settings.begin(), "log.level=warn");
        const auto found = configured(session, config_words);
        if (!found) return found.error();
        if (words->walk) return run_demo_walk(session, found->config, words->package);
        if (words->cases > kCasesMax) {
          return session.usage(Word::kAtMost, {"--cases", std::to_string(kCasesMax)});
        }
        DemoOptions options{found->config, words->config.data.empty(), words->cases, words->people,
                            words->quiet,  words->still_clock};
        return run_demo(session, options);
      });
}

}  // namespace baobei::server
