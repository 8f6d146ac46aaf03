// api/openapi.yaml against the running program: every request of a test goes through here, is
// compared with what the contract says of its operation, and is counted.
//
// Invariants: an answer with a status, type or member that the contract does not have is a failure
// of the test. Threads: one. Owner: a test.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "program.h"

namespace baobei::api {

// A request by its operation: `path` fills the parameters of the path, in their order.
struct Call {
  std::string operation;
  std::string who;
  std::vector<std::string> path = {};
  std::string body = {};
  std::string query = {};  // "?limit=0"
  std::string header_lines = {};
  std::string token = {};
  std::size_t stated_bytes = 0;
  std::string until = {};
};

// The same with a body that is said to be longer than any is taken.
Call too_long(Call call, std::size_t bytes = 300'000);

class Contract {
 public:
  explicit Contract(const Program& program);

  // Sends it, expects the status, and holds the answer to the contract.
  Reply send(const Call& call, int status);
  // The same, whatever the status.
  Reply ask(const Call& call);

  bool needs_token(const std::string& operation) const;
  bool reads(const std::string& operation) const;
  // The last request of the operation that had no query and was answered with 200, 201, 202 or 204;
  // nullptr where there was none.
  const Call* carried_out(const std::string& operation) const;
  // Something for each parameter of its path.
  std::vector<std::string> any_path(const std::string& operation) const;
  // "operation status" of what is documented and was never answered.
  std::set<std::string> never_answered() const;

 private:
  struct Operation {
    std::string method;
    std::string pattern;
    const json::object* document = nullptr;
  };
  const Operation& find(const std::string& operation) const;
  void compare(const Operation& operation, const Reply& reply, const std::string& what) const;

  const Program& program_;
  json::value document_;
  std::map<std::string, Operation> operations_;
  std::set<std::string> answered_;
  std::map<std::string, Call> carried_out_;
};

}  // namespace baobei::api
