// Command lines and what they have to ask of the API, for tests: a server that knows one
// mini-program, and the check of what reached it. Threads: one.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "cli/exit.h"
#include "cli/test_machine.h"

namespace baobei::cli::test {

inline const std::string kCommandDigest(64, 'a');

// A server that knows one mini-program with one submission and one entry.
inline HttpResponse small_server(const HttpRequest& request) {
  if (request.target == "/v1/server") {
    return answer_json(200, {{"time", "2026-03-02T00:00:00Z"}, {"sandbox", true}});
  }
  const json::object submission{
      {"no", 1},
      {"state", "reviewing"},
      {"holder", "platform"},
      {"digest", kCommandDigest},
      {"review_etag", "\"review-9\""},
      {"categories", json::array{json::object{{"category", "social-forum"}, {"filing", true}}}}};
  if (request.method == "GET" && request.target == "/v1/apps/wx1/submissions/1") {
    return answer_json(200, submission);
  }
  if (request.method == "GET" && request.target == "/v1/apps/wx1") {
    return answer_json(200, {{"app", "wx1"},
                             {"submissions", json::array{submission}},
                             {"entries", json::array{json::object{{"no", 2}, {"submission", 1}}}}});
  }
  return answer_json(200, {{"app", "wx1"}, {"revision", 3}, {"events", json::array{}}});
}

struct Sent {
  std::vector<std::string> line;
  std::string method;
  std::string target;
  std::string body;  // as JSON; "" for none
};

inline void check_sent(const Sent& row) {
  TestMachine machine;
  machine.server = small_server;
  std::string shown;
  for (const auto& word : row.line) shown += word + " ";
  ASSERT_EQ(machine.run(row.line), kExitOk) << shown << machine.err.str();
  ASSERT_FALSE(machine.requests.empty()) << shown;
  const auto& last = machine.requests.back();
  EXPECT_EQ(last.method, row.method) << shown;
  EXPECT_EQ(last.target, row.target) << shown;
  EXPECT_EQ(last.body, row.body) << shown;
}

}  // namespace baobei::cli::test
