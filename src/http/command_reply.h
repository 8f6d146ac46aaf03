// From a handler's command to the engine and back to an answer: idempotency, dry run, the acting
// role, and what each outcome is over HTTP.
//
//   accepted    200, or 201 with Location    {"app","revision","events":[…]}
//   duplicate   as the first time, with Idempotency-Replayed: true
//   refused     404, 403, 412 or 409 with the refusal's name
//   key reused  422;  busy or unavailable  503 with Retry-After
//
// Threads: send_command on an I/O thread, the answer from the engine's.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "http/call.h"
#include "http/request_json.h"

namespace baobei::http {

inline constexpr std::size_t kIdempotencyKeyMax = 255;

// What a command made, for 201 and Location: the number of `member` in the first event of that
// type.
struct Made {
  std::string event;   // "submitted"
  std::string member;  // "submission"; empty: the path stands for itself
  std::string path;    // "/v1/apps/wx1/submissions/"
};

struct Outgoing {
  lifecycle::AppId app;
  lifecycle::CommandData data;
  std::vector<engine::TextRow> texts;
  std::optional<Made> made;
  // Runs after acceptance, before the answer; calls the function it is given once.
  std::function<void(std::function<void(Status)>)> afterwards;
};

// kInvalid for a key that is none.
Result<std::optional<engine::IdempotencyKey>> idempotency_of(const Call& call);
// The path and If-Match belong to the request as much as its body does.
Digest hash_of(const Request& request);

Reply send_command(Call& call, Services& services, Outgoing outgoing);

// The usual handler: reads a Body, lets `build` make the command of it.
template <typename Body, typename Build>
Reply command(Call& call, Services& services, Build build) {
  auto body = read_body<Body>(call.request.body);
  if (!body) return call.problem(body.error());
  Words words;
  OrProblem<lifecycle::CommandData> data = build(*body, words);
  if (!data) return call.problem(data.error());
  Outgoing outgoing;
  outgoing.app = call.params.at(0);
  outgoing.data = std::move(*data);
  outgoing.texts = words.take();
  return send_command(call, services, std::move(outgoing));
}

// The body of a command that takes none.
struct Nothing {};
BOOST_DESCRIBE_STRUCT(Nothing, (), ())

}  // namespace baobei::http
