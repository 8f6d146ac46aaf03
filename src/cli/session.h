// One command line at work: the machine it runs on, the words it says, the server it asks.
//
// Invariants: results go to `out`, complaints and progress to `err`; with --json `out` carries JSON
// alone. Nothing is asked of a person who cannot answer: without a terminal a dangerous command
// needs --yes.
// Threads: one. Owner: the Invocation (cli/commands.h).
#pragma once

#include <functional>
#include <istream>
#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "cli/api_client.h"
#include "cli/credentials.h"
#include "cli/exit.h"
#include "cli/terminal.h"

namespace baobei::cli {

// What a command needs of the machine; tests give their own.
struct Environment {
  std::ostream* out = nullptr;
  std::ostream* err = nullptr;
  std::istream* in = nullptr;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  bool in_is_terminal = false;
  std::size_t columns = 100;
  std::function<std::optional<std::string>(const char*)> variable;
  std::function<std::unique_ptr<Transport>(const std::string&)> connect;
  Client::Sleep sleep;
  std::function<std::chrono::seconds(Instant)> utc_offset;
  // Reads a line without showing it; none where that is impossible.
  std::function<std::optional<std::string>()> read_secret;
};

// The process's own.
Environment machine_environment();

// The options that every command has.
struct CommonOptions {
  bool json = false;
  bool dry_run = false;
  bool yes = false;
  std::string url;      // instead of the profile's
  std::string profile;  // --as; "": BAOBEI_PROFILE, else "default"
};

class Session {
 public:
  Session(Environment environment, CommonOptions options, Language language);

  Terminal& out() { return out_; }
  Terminal& err() { return err_; }
  const Environment& machine() const { return environment_; }
  const CommonOptions& options() const { return options_; }
  Language language() const { return out_.language(); }

  // The client of the profile in use: --url and BAOBEI_URL, BAOBEI_TOKEN before the file.
  // kUnauthorized where no address is known at all.
  Answer<Client*> client();
  Client client_for(const Profile& profile) const;
  std::string profile_name() const;

  // ---- how commands end: each returns the exit code ----
  int failed(const ApiError& error);
  int failed(const Error& error);
  int usage(Word what, const std::vector<std::string>& arguments = {});
  int print_json(const boost::json::value& value);

  // A lifecycle command: sends it, says what happened (or would), or why not.
  int send(const std::string& target, const boost::json::value& body, CommandOptions options = {},
           const std::string& method = "POST");
  // What was accepted, for people: its events, one a line.
  void show_accepted(const View& accepted);

  // Asks before something that is hard to take back; the exit code where it is not to be done.
  // --yes and --dry-run answer yes.
  std::optional<int> held_back(Word question, const std::vector<std::string>& arguments);

  // A line that is not shown as it is typed; without a terminal, the next line of standard input.
  std::string read_secret(Word prompt);

  // The server's own now, which in a sandbox is not the machine's.
  Answer<Instant> server_now();

 private:
  Environment environment_;
  CommonOptions options_;
  Terminal out_;
  Terminal err_;
  std::optional<Client> client_;
};

// "/v1/apps/<app>" and, with a tail, what is below it.
std::string app_path(const std::string& app, const std::string& tail = {});

}  // namespace baobei::cli
