// inbox, clock: what one was told, and what time it is in a sandbox.

#include "base/json.h"
#include "cli/binder.h"
#include "cli/clients.h"

namespace baobei::cli {
namespace {

constexpr std::uint32_t kMarkedSinglyMax = 200;  // notices, a request each

struct InboxOptions {
  bool unread = false;
  bool count = false;
  bool all_clients = false;
  std::string read;
  std::uint32_t limit = 20;
};

struct ClockOptions {
  std::string by;
  std::string to;
};

std::string in_language(const Terminal& out, const View& notice, const std::string& member) {
  const auto text = notice[member + (out.language() == Language::kZh ? "_zh" : "_en")].text();
  return text.empty() ? notice[member].text() : text;
}

void show_notice(Terminal& out, const View& notice) {
  const bool unread = !notice["read_at"].is_there();
  out.line("#" + notice["id"].text() + "  " + out.when(notice["at"].text()) + "  " +
               notice["app"].text() + "  " + in_language(out, notice, "title"),
           unread ? Tone::kStrong : Tone::kPlain);
  out.line("    " + in_language(out, notice, "body"));
}

int mark_read(Session& session, Client& api, const std::string& id) {
  const auto reply = api.command("/v1/inbox/" + encoded(id) + "/read", nullptr);
  if (!reply) return session.failed(reply.error());
  return kExitOk;
}

int run_count(Session& session, Client& api) {
  const auto reply = api.get("/v1/inbox/unread");
  if (!reply) return session.failed(reply.error());
  if (session.options().json) return session.print_json(reply->body);
  const auto count = reply->view();
  session.out().line(Word::kUnread, {count["unread"].text() + (count["exact"].flag() ? "" : "+")});
  return kExitOk;
}

void say_marked(Session& session, const std::string& count) {
  if (!session.options().json) session.err().line(Word::kMarkedRead, {count}, Tone::kQuiet);
}

// Everything up to what was shown: what comes meanwhile stays unread.
int read_all(Session& session, Client& api, const View& newest) {
  const auto reply =
      api.command("/v1/inbox/read-all", json::object{{"up_to", newest["id"].number()}});
  if (!reply) return session.failed(reply.error());
  say_marked(session, reply->view()["marked"].text());
  return kExitOk;
}

// What was shown and nothing else: others stand between them.
int read_each(Session& session, Client& api, const std::vector<View>& notices) {
  for (const auto& notice : notices) {
    const auto code = mark_read(session, api, notice["id"].text());
    if (code != kExitOk) return code;
  }
  say_marked(session, std::to_string(notices.size()));
  return kExitOk;
}

Answer<json::value> listed(Session& session, Client& api, const InboxOptions& options) {
  const bool unread = options.unread || options.read == "all";
  const auto target = "/v1/inbox" + query({{"unread", unread ? "true" : ""}});
  if (options.all_clients) return list_of_clients(session, target, options.limit);
  TRY_ASSIGN(auto list, api.list(target, options.limit));
  return std::move(list.body);
}

int run_inbox(Session& session, const InboxOptions& options) {
  const bool marks_each = options.all_clients && options.read == "all";
  if (marks_each && options.limit > kMarkedSinglyMax) {
    return session.usage(Word::kMarkSingly, {std::to_string(kMarkedSinglyMax)});
  }
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  if (options.count) return run_count(session, **api);
  if (!options.read.empty() && options.read != "all") {
    return mark_read(session, **api, options.read);
  }
  const auto list = listed(session, **api, options);
  if (!list) return session.failed(list.error());
  const View view(*list);
  const auto notices = view["items"].items();
  if (session.options().json) {
    session.print_json(*list);
  } else {
    if (notices.empty()) session.out().line(Word::kNothing, {}, Tone::kQuiet);
    for (const auto& notice : notices) show_notice(session.out(), notice);
    if (view["next"].is_there()) session.err().line(Word::kMoreThere, {}, Tone::kQuiet);
  }
  if (options.read != "all" || session.options().dry_run || notices.empty()) return kExitOk;
  return marks_each ? read_each(session, **api, notices)
                    : read_all(session, **api, notices.front());
}

int run_clock(Session& session, const ClockOptions& options) {
  if (!options.by.empty() && !options.to.empty()) return session.usage(Word::kByOrTo);
  const auto api = session.client();
  if (!api) return session.failed(api.error());
  json::object body;
  if (!options.by.empty()) body["by"] = options.by;
  if (!options.to.empty()) body["to"] = options.to;
  const auto reply = body.empty() ? (*api)->get("/v1/sandbox/clock")
                                  : (*api)->command("/v1/sandbox/clock", std::move(body));
  if (!reply) return session.failed(reply.error());
  if (session.options().json) return session.print_json(reply->body);
  session.out().line(session.out().when(reply->view()["now"].text()));
  return kExitOk;
}

}  // namespace

void bind_inbox(Binder& binder) {
  auto inbox = std::make_shared<InboxOptions>();
  binder.command("inbox", Word::kHelpInbox)
      .flag("--unread", inbox->unread, Word::kHelpUnread)
      .option("--read", inbox->read, Word::kHelpRead)
      .flag("--count", inbox->count, Word::kHelpCount)
      .flag("--all-clients", inbox->all_clients, Word::kHelpAllClients)
      .option("--limit", inbox->limit, Word::kHelpLimit)
      .runs([inbox](Session& session) { return run_inbox(session, *inbox); });
  auto clock = std::make_shared<ClockOptions>();
  binder.command("clock", Word::kHelpClock)
      .option("--by", clock->by, Word::kHelpClockBy)
      .option("--to", clock->to, Word::kHelpClockTo)
      .runs([clock](Session& session) { return run_clock(session, *clock); });
}

}  // namespace baobei::cli
