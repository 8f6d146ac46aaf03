// A machine for tests of the command line: streams in memory, variables by hand, a scripted server.
// Not part of the program. Threads: one. Owner: the test.
#pragma once

#include <CLI/CLI.hpp>
#include <filesystem>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "base/json.h"
#include "cli/commands.h"
#include "cli/local_package.h"

namespace baobei::cli::test {

inline HttpResponse answer_json(int status, const json::value& body) {
  HttpResponse response;
  response.status = status;
  response.headers["content-type"] = status < 400 ? "application/json" : "application/problem+json";
  response.body = json::serialize(body);
  return response;
}

inline HttpResponse problem(int status, const std::string& code) {
  return answer_json(status, {{"type", "urn:baobei:problem:" + code},
                              {"status", status},
                              {"title", code},
                              {"title_zh", "题 " + code},
                              {"title_en", "title " + code},
                              {"detail_zh", "详 " + code},
                              {"detail_en", "detail " + code},
                              {"refusal", code},
                              {"rule", "R3"},
                              {"advice_zh", "议"},
                              {"advice_en", "advice"}});
}

using Handler = std::function<Result<HttpResponse>(const HttpRequest&)>;

class ScriptedTransport : public Transport {
 public:
  explicit ScriptedTransport(Handler handler) : handler_(std::move(handler)) {}
  Result<HttpResponse> send(const HttpRequest& request) override { return handler_(request); }

 private:
  Handler handler_;
};

inline std::string header_of(const HttpRequest& request, std::string_view name) {
  for (const auto& header : request.headers) {
    if (header.name == name) return header.value;
  }
  return {};
}

// Every command that a person can see below `app`, by its words: "review pass".
inline std::vector<std::string> collect(const CLI::App& app, const std::string& path = {}) {
  const auto below = app.get_subcommands([](const CLI::App* s) { return !s->get_group().empty(); });
  std::vector<std::string> all;
  // One with commands below it may run by itself, too.
  if (!path.empty() && app.get_require_subcommand_min() == 0) all.push_back(path);
  for (const auto* sub : below) {
    const auto of_sub =
        collect(*sub, path.empty() ? sub->get_name() : path + " " + sub->get_name());
    all.insert(all.end(), of_sub.begin(), of_sub.end());
  }
  return all;
}

class TestMachine {
 public:
  TestMachine() {
    auto folder = temporary_folder();
    CHECK(folder.has_value());
    folder_ = *folder;
    variables["XDG_CONFIG_HOME"] = folder_ + "/config";
    variables["BAOBEI_URL"] = "http://127.0.0.1:1";
    variables["BAOBEI_TOKEN"] = "secret-token";
    variables["LANG"] = "en_GB.UTF-8";
  }
  ~TestMachine() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  TestMachine(const TestMachine&) = delete;
  TestMachine& operator=(const TestMachine&) = delete;

  Environment environment() {
    Environment machine;
    machine.out = &out;
    machine.err = &err;
    machine.in = &in;
    machine.in_is_terminal = terminal;
    machine.err_is_terminal = terminal;
    machine.out_is_terminal = terminal;
    machine.variable = [this](const char* name) -> std::optional<std::string> {
      const auto found = variables.find(name);
      return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
    machine.connect = [this](const std::string& url) {
      connected_to = url;
      return std::make_unique<ScriptedTransport>([this](const HttpRequest& request) {
        requests.push_back(request);
        return server(request);
      });
    };
    machine.sleep = [this](Duration duration) { slept.push_back(duration); };
    machine.utc_offset = [](Instant) { return std::chrono::hours(8); };
    return machine;
  }

  // The exit code of `baobei <arguments>`.
  int run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "baobei");
    std::vector<const char*> argv;
    for (const auto& argument : arguments) argv.push_back(argument.c_str());
    const auto count = static_cast<int>(argv.size());
    auto machine = environment();
    Invocation invocation(machine, language_of(count, argv.data(), machine.variable));
    CLI::App app("", "baobei");
    add_client_commands(app, invocation);
    return parse_and_run(app, invocation, count, argv.data());
  }

  const std::string& folder() const { return folder_; }

  std::ostringstream out;
  std::ostringstream err;
  std::istringstream in;
  bool terminal = false;
  std::map<std::string, std::string> variables;
  Handler server = [](const HttpRequest&) { return answer_json(200, json::object{}); };
  std::vector<HttpRequest> requests;
  std::vector<Duration> slept;
  std::string connected_to;

 private:
  std::string folder_;
};

}  // namespace baobei::cli::test
