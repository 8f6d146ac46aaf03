// The server itself, who one is to it, and the sandbox's clock.

#include "catalogue/error_words.h"
#include "http/api_json.h"
#include "http/command_reply.h"
#include "http/handlers.h"
#include "http/oidc.h"
#include "http/rights.h"

namespace baobei::http {
namespace {

constexpr std::string_view kApiVersion = "1.1.0";  // of api/openapi.yaml; a test compares them

struct ClockBody {
  std::optional<std::string> to;
  std::optional<std::string> by;
};
BOOST_DESCRIBE_STRUCT(ClockBody, (), (to, by))

template <std::size_t... I>
json::array rights_json(const std::vector<lifecycle::Role>& roles, std::index_sequence<I...>) {
  json::array names;
  const auto add = [&](const lifecycle::CommandData& command) {
    if (acting_role(roles, command)) names.push_back(json::value(wire_case(command_name(command))));
  };
  (add(lifecycle::CommandData(std::in_place_index<I>)), ...);
  return names;
}

Response clock_response(Services& services) {
  json::object object;
  object.emplace("now", format_rfc3339(services.clock.now()));
  return json_text(200, json::serialize(object));
}

Result<Instant> wanted_instant(const ClockBody& body, Instant now) {
  if (body.to.has_value() == body.by.has_value()) {
    return fail(ErrorKind::kInvalid, "either 'to' or 'by' is expected", "/");
  }
  if (body.to) return read_instant(*body.to, "/to");
  const auto by = parse_duration(*body.by);
  if (!by) return fail(ErrorKind::kInvalid, by.error().message, "/by");
  return now + *by;
}

}  // namespace

Reply get_health(Call&, Services&) {
  return json_text(200, R"({"status":"ok"})");
}

Reply get_readiness(Call& call, Services& services) {
  const auto ready = services.ready();
  if (ready) return json_text(200, R"({"status":"ready"})");
  services.report(ready.error());
  Problem problem(ProblemCode::kUnavailable);
  // What has no words for everybody is the journal's alone.
  if (auto zh = catalogue::error_in_chinese(ready.error().message)) {
    problem.detail = {std::move(*zh) + "。", printable(ready.error().message) + "."};
  }
  return call.problem(problem);
}

Reply get_server(Call&, Services& services) {
  const Instant now = services.clock.now();
  const auto& catalogue = services.catalogue(now);
  json::object object;
  object.emplace("name", "baobei");
  object.emplace("version", services.settings.version);
  object.emplace("api_version", kApiVersion);
  object.emplace("time", format_rfc3339(now));
  object.emplace("sandbox", services.sandbox());
  object.emplace("catalogue_version", catalogue.version());
  object.emplace("catalogue_effective_from", format_rfc3339(catalogue.effective_from()));
  object.emplace("policy_version", services.rules(now).version);
  if (services.oidc != nullptr) {
    json::array providers;
    for (const auto& provider : services.oidc->providers()) {
      providers.push_back({{"provider", provider.of.id}, {"name", provider.of.name}});
    }
    object.emplace("providers", std::move(providers));
  }
  return json_text(200, json::serialize(object));
}

Reply get_me(Call& call, Services&) {
  const auto& person = call.principal.person;
  const auto& org = call.principal.org;
  json::object object;
  object.emplace("person", person.id);
  object.emplace("name", person.name);
  if (!person.unit.empty()) object.emplace("unit", person.unit);
  if (!person.region.empty()) object.emplace("region", person.region);
  object.emplace("roles", to_json(person.roles));
  object.emplace("org", json::object{{"id", org.id}, {"kind", org.kind}, {"name", org.name}});
  constexpr auto kCommands = std::variant_size_v<lifecycle::CommandData>;
  object.emplace("may", rights_json(person.roles, std::make_index_sequence<kCommands>()));
  return json_text(200, json::serialize(object));
}

Reply get_sandbox_clock(Call&, Services& services) {
  return clock_response(services);
}

Reply move_sandbox_clock(Call& call, Services& services) {
  if (!call.viewer().has(lifecycle::Role::kOperator)) {
    return call.problem(lifecycle::Refusal::kNoRight);
  }
  const auto body = read_body<ClockBody>(call.request.body);
  if (!body) return call.problem(body.error());
  const Instant now = services.clock.now();
  const auto wanted = wanted_instant(*body, now);
  if (!wanted) return call.problem(wanted.error());
  if (*wanted < now) {
    return call.problem(Error{ErrorKind::kInvalid, "a clock goes forward", "/to"});
  }
  return Pending([&services, to = *wanted, language = call.language](Done done) {
    auto work = [&services, to, language, done] {
      const auto moved = services.move_clock(to);
      done(moved ? clock_response(services) : problem_response(moved.error(), language));
    };
    const bool taken = services.background.run(std::move(work));
    if (!taken) done(problem_response(ProblemCode::kBusy, language));
  });
}

}  // namespace baobei::http
