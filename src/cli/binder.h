// How a command declares its words and options, so that every command has the same common options,
// help in both languages, and its place in the completion; only binder.cc knows CLI11.
//
// Invariants: a target outlives the parse: commands keep theirs in a shared_ptr that their action
// holds. Threads: one. Owner: add_client_commands, for as long as it runs.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/commands.h"

namespace baobei::cli {

class Command {
 public:
  Command(CLI::App& app, Invocation& invocation) : app_(&app), invocation_(&invocation) {}

  // A required word by its position; `name` as the help shows it ("APP").
  Command& takes(const char* name, std::string& target, Word help);
  Command& takes(const char* name, std::uint32_t& target, Word help);  // a number from 1
  Command& may_take(const char* name, std::string& target, Word help);

  // "--category": a value, a list (given several times), a switch.
  Command& option(const char* name, std::string& target, Word help);
  Command& option(const char* name, std::uint32_t& target, Word help);
  Command& required(const char* name, std::string& target, Word help);
  Command& list(const char* name, std::vector<std::string>& target, Word help);
  Command& flag(const char* name, bool& target, Word help);
  Command& one_of(const char* name, std::string& target, const std::vector<std::string>& words,
                  Word help);

  // Commands below this one: where one of them is named, this one does not run.
  class Binder below();

  void runs(std::function<int(Session&)> action);

 private:
  std::string say(Word which) const { return std::string(word(which, invocation_->language)); }

  CLI::App* app_;
  Invocation* invocation_;
};

// Whether a command talks to a server: those that do not have no --url, --as and the like.
enum class Reach { kServer, kThisMachine };

class Binder {
 public:
  Binder(CLI::App& app, Invocation& invocation) : app_(&app), invocation_(&invocation) {}

  Command command(const char* name, Word help, Reach reach = Reach::kServer);
  Binder group(const char* name, Word help);
  CLI::App& app() { return *app_; }
  Invocation& invocation() { return *invocation_; }

 private:
  CLI::App* app_;
  Invocation* invocation_;
};

// One function per noun, each in the file of that name.
void bind_account(Binder& binder);           // login logout whoami
void bind_sign_in(Binder& binder);           // account …
void bind_apps(Binder& binder);              // apps app packages manifest events
void bind_catalogue(Binder& binder);         // categories regions reasons
void bind_applications(Binder& categories);  // categories show|apply|applications|…
void bind_editions(Binder& binder);          // catalogue … policy …
void bind_directory(Binder& binder);         // directory …
void bind_submit(Binder& binder);            // upload submit withdraw appeal reply choose
void bind_form(Binder& binder);              // form …
void bind_status(Binder& binder);            // status
void bind_version(Binder& binder);           // version …
void bind_review(Binder& binder);            // review …
void bind_review_queue(Binder& review);      // review queue
void bind_dismissals(Binder& review);        // review dismiss|dismissals|take-back
void bind_filing(Binder& binder);            // filing …
void bind_filing_lists(Binder& filing);      // filing export|import
void bind_filing_registers(Binder& filing);  // filing answers|counts|request|requests|reply
void bind_application_documents(Binder& categories);
void bind_order_register(Binder& order);  // order list
void bind_review_counts(Binder& review);  // review counts
void bind_order(Binder& binder);          // order …
void bind_bulk(Binder& binder);           // bulk …
void bind_jobs(Binder& binder);           // jobs …
void bind_submissions(Binder& binder);    // submissions
void bind_scans(Binder& filing);          // filing scan …
void bind_bundles(Binder& filing);        // filing bundle … filing key …
void bind_release(Binder& binder);        // release share roll-back suspend resume
void bind_inbox(Binder& binder);          // inbox clock
void bind_statistics(Binder& binder);     // statistics
void bind_health(Binder& binder);         // health
void bind_delivery(Binder& binder);       // download darkness host …
void bind_feed(Binder& binder);           // feed calendar …
void bind_log(Binder& binder);            // log … verify-log
void bind_webhooks(Binder& binder);       // webhook …
void bind_receipts(Binder& binder);       // receipt certificate keys verify-receipt
void bind_check(Binder& binder);          // check
void bind_rules(Binder& binder);          // rules …
void bind_rule_versions(Binder& rules);   // rules versions|show|propose|…
void bind_keeping(Binder& binder);        // identity … hold … retention … accesses
void bind_contacts(Binder& binder);       // contact …
void bind_walk(Binder& binder);           // walk

// The completion of everything below `app`, commands and options, for "bash", "zsh" or "fish";
// nothing for another shell.
std::optional<std::string> completion(const CLI::App& app, const std::string& program,
                                      const std::string& shell);

// A manual page (man(7)) of everything below `app`, in the invocation's language.
std::string manual_page(const CLI::App& app, const std::string& program, Language language);

}  // namespace baobei::cli
