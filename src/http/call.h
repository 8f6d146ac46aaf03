// One request on its way through a handler: who sends it, what the path names, in which language to
// answer. Plain value; one thread.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/ports.h"
#include "engine/stamp_gate.h"
#include "http/problem.h"
#include "http/router.h"
#include "http/services.h"

namespace baobei::http {

struct Call {
  Request request;
  const Route* route = nullptr;
  std::vector<std::string> params;
  Language language = Language::kZh;
  engine::Principal principal;  // routes with a token
  engine::HostRow host;         // routes of hosts
  engine::StampTicket ticket;   // commands: their instant of receipt

  engine::Viewer viewer() const {
    const auto& person = principal.person;
    return {person.id, person.org, person.roles, person.region};
  }
  std::optional<std::string> query(std::string_view name) const {
    return query_value(request.head.query, name);
  }
  Response problem(const Problem& what) const { return problem_response(what, language); }
};

// The number in the path; kNotFound for what is none.
Result<std::uint32_t> path_number(const Call& call, std::size_t index);

// `after` and `limit` of the query; kInvalid names the parameter.
Result<engine::Page> page_of(const Call& call);

// `name=true|false`; false where it is absent.
Result<bool> flag_of(const Call& call, std::string_view name);

Response json_text(int status, std::string body);

}  // namespace baobei::http
