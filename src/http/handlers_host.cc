// Hosts, as the operator registers them, and the darkness that they acknowledged (R20).

#include "base/json.h"
#include "http/case_file.h"
#include "http/darkness.h"
#include "http/handlers.h"
#include "http/request_json.h"

namespace baobei::http {
namespace {

struct HostBody {
  std::string name;
};
BOOST_DESCRIBE_STRUCT(HostBody, (), (name))

json::object host_json(const engine::HostRow& host) {
  json::object object{{"host", host.id},
                      {"name", host.name},
                      {"registered_at", format_rfc3339(host.registered_at)}};
  if (host.revoked_at) object.emplace("revoked_at", format_rfc3339(*host.revoked_at));
  return object;
}

void add_span(json::object& object, const char* name, const std::optional<Instant>& end,
              Instant start) {
  if (end) object.emplace(name, (*end - start).count());
}

json::object times_json(const DarkTimes& times) {
  json::object object{{"order", times.order},
                      {"scope", to_json(times.scope)},
                      {"ordered_at", format_rfc3339(times.ordered)},
                      {"down_by", format_rfc3339(times.down_by)}};
  if (times.endpoint) object.emplace("endpoint_dark_at", format_rfc3339(*times.endpoint));
  if (times.all_hosts) object.emplace("all_hosts_dark_at", format_rfc3339(*times.all_hosts));
  add_span(object, "endpoint_dark_us", times.endpoint, times.ordered);
  add_span(object, "all_hosts_dark_us", times.all_hosts, times.ordered);
  json::array hosts;
  for (const auto& host : times.hosts) {
    json::object one{{"host", host.host}};
    if (host.at) one.emplace("dark_at", format_rfc3339(*host.at));
    hosts.push_back(std::move(one));
  }
  if (times.endpoint) object.emplace("hosts", std::move(hosts));
  return object;
}

Result<json::object> darkness_json(const Call& call, Services& services) {
  TRY_ASSIGN(const auto app, visible_case(call, services));
  TRY_ASSIGN(const auto hosts, services.hosts->all());
  TRY_ASSIGN(const auto acks, services.hosts->dark(app.id));
  TRY_ASSIGN(const auto serving, services.hosts->acknowledged(app.id));
  json::array items;
  for (const auto& times : dark_times(app, hosts, acks, services.clock.now())) {
    items.push_back(times_json(times));
  }
  json::array said;
  for (const auto& ack : serving) {
    said.push_back(
        {{"host", ack.host}, {"serves", to_json(ack.serves)}, {"at", format_rfc3339(ack.at)}});
  }
  return json::object{{"app", app.id}, {"items", std::move(items)}, {"hosts", std::move(said)}};
}

}  // namespace

Reply list_hosts(Call& call, Services& services) {
  if (!call.viewer().oversees()) return call.problem(lifecycle::Refusal::kNoRight);
  const auto hosts = services.hosts->all();
  if (!hosts) return call.problem(hosts.error());
  json::array items;
  for (const auto& host : *hosts) items.push_back(host_json(host));
  return json_text(200, json::serialize(json::object{{"items", std::move(items)}}));
}

Reply add_host(Call& call, Services& services) {
  if (!call.viewer().has(lifecycle::Role::kOperator)) {
    return call.problem(lifecycle::Refusal::kNoRight);
  }
  const auto body = read_body<HostBody>(call.request.body);
  if (!body) return call.problem(body.error());
  const auto named = check_name(body->name, "/name");
  if (!named) return call.problem(named.error());
  const auto secret = random_id("hostkey") + random_id("");
  engine::HostRow host;
  host.id = random_id("host");
  host.name = body->name;
  host.token_hash = sha256(secret);
  host.registered_at = services.clock.now();
  return Pending([&services, host, secret, by = call.principal.person.id,
                  language = call.language](Done done) {
    services.commands.write(
        [&hosts = *services.hosts, host, by] { return hosts.add(host, by); },
        [host, secret, language, done](const Status& added) {
          if (!added) {
            const bool many = added.error().kind == ErrorKind::kTooLarge;
            return done(problem_response(
                many ? Problem(ProblemCode::kTooMany) : Problem(added.error()), language));
          }
          auto object = host_json(host);
          object.emplace("token", secret);
          done(json_text(201, json::serialize(object)));
        });
  });
}

Reply revoke_host(Call& call, Services& services) {
  if (!call.viewer().has(lifecycle::Role::kOperator)) {
    return call.problem(lifecycle::Refusal::kNoRight);
  }
  const engine::Act act{call.principal.person.id, services.clock.now()};
  return Pending([&services, id = call.params.at(0), act, language = call.language](Done done) {
    services.commands.write([&hosts = *services.hosts, id, act] { return hosts.revoke(id, act); },
                            [language, done](const Status& revoked) {
                              if (!revoked) {
                                return done(problem_response(revoked.error(), language));
                              }
                              Response response;
                              response.status = 204;
                              done(std::move(response));
                            });
  });
}

Reply get_darkness(Call& call, Services& services) {
  const auto answer = darkness_json(call, services);
  if (!answer) return call.problem(answer.error());
  return json_text(200, json::serialize(*answer));
}

}  // namespace baobei::http
