#include "cli/session.h"

#include "base/json.h"
#include "base/text.h"

namespace baobei::cli {
namespace {

TerminalStyle style_of(const Environment& machine, bool is_terminal, Language language) {
  TerminalStyle style;
  style.language = language;
  // https://no-color.org: any value that is not empty.
  const auto no_colour = machine.variable ? machine.variable("NO_COLOR") : std::nullopt;
  const auto kind = machine.variable ? machine.variable("TERM") : std::nullopt;
  style.colours = is_terminal && !(no_colour && !no_colour->empty()) && kind != "dumb";
  style.columns = machine.columns;
  style.utc_offset = machine.utc_offset;
  return style;
}

std::string first_of(std::initializer_list<std::string> candidates) {
  for (const auto& candidate : candidates) {
    if (!candidate.empty()) return candidate;
  }
  return {};
}

}  // namespace

Session::Session(Environment environment, CommonOptions options, Language language)
    : environment_(std::move(environment)),
      options_(std::move(options)),
      out_(*environment_.out, style_of(environment_, environment_.out_is_terminal, language)),
      err_(*environment_.err, style_of(environment_, environment_.err_is_terminal, language)) {}

std::string Session::profile_name() const {
  return first_of({options_.profile, environment_.variable("BAOBEI_PROFILE").value_or(""),
                   std::string(kDefaultProfile)});
}

Client Session::client_for(const Profile& profile) const {
  return Client(environment_.connect(profile.url), {profile.url, profile.token, language()},
                environment_.sleep);
}

Answer<Client*> Session::client() {
  if (client_) return &*client_;
  const auto variable = [&](const char* name) { return environment_.variable(name).value_or(""); };
  Profile profile;
  const auto path = credentials_path(environment_.variable);
  if (path) {
    const auto profiles = load_profiles(*path);
    if (!profiles) return std::unexpected(api_error(profiles.error()));
    const auto found = profiles->find(profile_name());
    if (found != profiles->end()) profile = found->second;
  }
  const auto stored_url = profile.url;
  const auto url = first_of({options_.url, variable("BAOBEI_URL"), profile.url});
  if (url.empty()) {
    ApiError error;
    error.kind = ErrorKind::kUnauthorized;
    error.title = {std::string(word(Word::kNoServerKnown, Language::kZh)),
                   std::string(word(Word::kNoServerKnown, Language::kEn))};
    return std::unexpected(error);
  }
  const auto checked = checked_base_url(url);
  if (!checked) return std::unexpected(api_error(checked.error()));
  profile.url = *checked;
  // A stored token belongs to the server it was stored for and goes to no other.
  if (stored_url != profile.url) profile.token.clear();
  profile.token = first_of({variable("BAOBEI_TOKEN"), profile.token});
  client_.emplace(client_for(profile));
  return &*client_;
}

int Session::failed(const ApiError& error) {
  if (options_.json && !error.body.empty()) {
    const auto parsed = parse_json(error.body, kAnswerBytesMax);
    if (parsed) print_json(*parsed);
  }
  auto head = error.title.in(language());
  if (!error.rule.empty()) head += " (" + error.rule + ")";
  err_.line(error.in_doubt ? Word::kInDoubt : Word::kFailed, {head}, Tone::kBad);
  const auto& detail = error.detail.in(language());
  if (!detail.empty() && detail != error.title.in(language())) err_.line("  " + detail);
  const auto& advice = error.advice.in(language());
  if (!advice.empty()) err_.line("  " + err_.say(Word::kAdvice, {advice}));
  if (error.status == 401) err_.line("  " + err_.say(Word::kSignInFirst));
  return exit_code(error);
}

int Session::failed(const Error& error) {
  return failed(api_error(error));
}

int Session::usage(Word what, const std::vector<std::string>& arguments) {
  err_.line(Word::kUsageFault, {err_.say(what, arguments)}, Tone::kBad);
  return kExitUsage;
}

int Session::print_json(const boost::json::value& value) {
  out_.json(json::serialize(value));
  return kExitOk;
}

void Session::show_accepted(const View& accepted) {
  const bool dry = accepted["dry_run"].flag();
  out_.line(dry ? Word::kWouldBeDone : Word::kDone,
            {accepted["app"].text(), accepted["revision"].text()}, Tone::kGood);
  for (const auto& event : accepted["events"].items()) {
    std::string numbers;
    for (const char* kind : {"submission", "entry", "answer", "order", "release"}) {
      const auto number = event[kind].number();
      if (number > 0) numbers += " " + out_.name("thing", kind) + " " + std::to_string(number);
    }
    out_.line("  " + out_.when(event["at"].text()) + "  " +
              out_.name("event", event["type"].text()) + numbers);
  }
}

int Session::send(const std::string& target, const boost::json::value& body, CommandOptions options,
                  const std::string& method) {
  const auto api = client();
  if (!api) return failed(api.error());
  options.dry_run = options_.dry_run;
  const auto reply = (*api)->command(target, body, options, method);
  if (!reply) return failed(reply.error());
  if (options_.json) return print_json(reply->body);
  show_accepted(reply->view());
  return kExitOk;
}

std::optional<int> Session::held_back(Word question, const std::vector<std::string>& arguments) {
  if (options_.yes || options_.dry_run) return std::nullopt;
  if (!environment_.in_is_terminal || !environment_.err_is_terminal) {
    return usage(Word::kNeedsYes);
  }
  err_.transient(err_.say(question, arguments) + " " + err_.say(Word::kTypeYes) + " ");
  std::string answer;
  std::getline(*environment_.in, answer);
  const auto plain = trim(answer);
  if (plain == "yes" || plain == "y" || plain == "是") return std::nullopt;
  err_.line(Word::kNotDone);
  return kExitCouldNot;
}

std::string Session::read_secret(Word prompt) {
  if (environment_.in_is_terminal && environment_.read_secret) {
    err_.line(prompt);
    return environment_.read_secret().value_or("");
  }
  std::string line;
  std::getline(*environment_.in, line);
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

Answer<Instant> Session::server_now() {
  TRY_ASSIGN(Client * api, client());
  TRY_ASSIGN(const auto reply, api->get("/v1/server"));
  const auto now = parse_rfc3339(reply.view()["time"].text());
  if (!now) return std::unexpected(api_error(now.error()));
  return *now;
}

std::string app_path(const std::string& app, const std::string& tail) {
  return "/v1/apps/" + encoded(app) + (tail.empty() ? "" : "/" + tail);
}

}  // namespace baobei::cli
