// Signing in, submitting a folder and waiting, as people type them.

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "cli/api_error.h"
#include "cli/sent.h"
#include "cli/test_machine.h"

namespace baobei::cli {
namespace {

using test::answer_json;
using test::kCommandDigest;
using test::problem;
using test::small_server;
using test::TestMachine;

TEST(Login, keeps_a_token_that_works_where_only_its_owner_reads) {
  TestMachine machine;
  machine.variables.erase("BAOBEI_URL");
  machine.variables.erase("BAOBEI_TOKEN");
  machine.in.str("tok-1\n");
  machine.server = [](const HttpRequest& request) {
    if (test::header_of(request, "Authorization") != "Bearer tok-1") {
      return problem(401, "not_signed_in");
    }
    return answer_json(200, {{"person", "p1"}, {"roles", json::array{"reviewer"}}});
  };
  ASSERT_EQ(machine.run({"login", "http://127.0.0.1:8080/", "--as", "reviewer"}), kExitOk)
      << machine.err.str();
  const auto path = machine.folder() + "/config/baobei/credentials.json";
  struct stat info = {};
  ASSERT_EQ(::stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  EXPECT_EQ(machine.run({"whoami", "--as", "reviewer"}), kExitOk);
  EXPECT_EQ(machine.connected_to, "http://127.0.0.1:8080");
  EXPECT_EQ(machine.run({"whoami"}), kExitNoRights);  // no such profile
  // The token goes to its own server alone.
  EXPECT_EQ(machine.run({"whoami", "--as", "reviewer", "--url", "http://127.0.0.1:9"}),
            kExitNoRights);
  EXPECT_EQ(test::header_of(machine.requests.back(), "Authorization"), "");
  EXPECT_EQ(machine.out.str().find("tok-1"), std::string::npos);
  EXPECT_EQ(machine.err.str().find("tok-1"), std::string::npos);

  ASSERT_EQ(::chmod(path.c_str(), 0644), 0);
  EXPECT_EQ(machine.run({"whoami", "--as", "reviewer"}), kExitNoRights);
  ASSERT_EQ(::chmod(path.c_str(), 0600), 0);
  EXPECT_EQ(machine.run({"logout", "--as", "reviewer"}), kExitOk);
  EXPECT_EQ(machine.run({"whoami", "--as", "reviewer"}), kExitNoRights);
}

TEST(Login, keeps_no_token_that_does_not_work) {
  TestMachine machine;
  machine.server = [](const HttpRequest&) { return problem(401, "not_signed_in"); };
  EXPECT_EQ(machine.run({"login", "http://127.0.0.1:8080"}), kExitNoRights);
  EXPECT_EQ(machine.run({"login", "http://baobei.example"}), kExitUsage);
  EXPECT_FALSE(std::filesystem::exists(machine.folder() + "/config/baobei/credentials.json"));
}

TEST(Submit, sends_a_folder_once_and_waits_for_the_review) {
  TestMachine machine;
  const auto sample = std::string(BAOBEI_SOURCE_DIR) + "/samples/unit-converter";
  const auto package = LocalPackage::open(sample);
  ASSERT_TRUE(package.has_value()) << to_string(package.error());
  const auto digest = to_hex(package->digest());
  int looks = 0;
  bool uploaded = false;
  machine.server = [&](const HttpRequest& request) {
    if (request.target.starts_with("/v1/apps/wx1/packages") && request.method == "POST") {
      uploaded = true;
      return answer_json(201, {{"digest", digest}, {"files", 1}, {"bytes", 2}});
    }
    if (request.target == "/v1/apps/wx1/packages?limit=200") {
      json::array items;
      if (uploaded) items.push_back(json::object{{"digest", digest}});
      return answer_json(200, {{"items", items}});
    }
    if (request.target == "/v1/apps/wx1/submissions/4") {
      const bool done = ++looks == 3;
      return answer_json(200, {{"state", done ? "refused" : "reviewing"},
                               {"holder", done ? "nobody" : "platform"}});
    }
    return answer_json(
        201, {{"app", "wx1"},
              {"revision", 9},
              {"events", json::array{json::object{{"type", "submitted"}, {"submission", 4}}}}});
  };
  const std::vector<std::string> line = {"submit",           "wx1",   sample, "--category",
                                         "tools-calculator", "--wait"};
  EXPECT_EQ(machine.run(line), kExitRefused) << machine.err.str();
  EXPECT_EQ(looks, 3);
  EXPECT_TRUE(uploaded);
  machine.requests.clear();
  EXPECT_EQ(machine.run({"submit", "wx1", sample, "--category", "tools-calculator"}), kExitOk);
  for (const auto& request : machine.requests) EXPECT_TRUE(request.upload_path.empty());
}

TEST(Submit, trusts_no_other_digest) {
  TestMachine machine;
  const auto sample = std::string(BAOBEI_SOURCE_DIR) + "/samples/unit-converter";
  machine.server = [](const HttpRequest&) {
    return answer_json(201, {{"digest", kCommandDigest}});
  };
  EXPECT_EQ(machine.run({"upload", "wx1", sample}), kExitCouldNot);
  EXPECT_EQ(machine.run({"upload", "wx1", machine.folder() + "/nothing"}), kExitNotFound);
}

TEST(Status, watches_until_it_is_the_developers_turn_or_the_time_is_up) {
  TestMachine machine;
  int looks = 0;
  machine.server = [&](const HttpRequest& request) -> HttpResponse {
    if (request.target == "/v1/server") return answer_json(200, {{"time", "2026-03-02T00:00:00Z"}});
    const bool done = ++looks > 2;
    return answer_json(
        200,
        {{"app", "wx1"},
         {"revision", looks},
         {"submissions", json::array{json::object{{"no", 1},
                                                  {"state", done ? "pre_launch" : "filing"},
                                                  {"holder", done ? "developer" : "authority"}}}}});
  };
  EXPECT_EQ(machine.run({"status", "wx1", "--watch"}), kExitOk);
  EXPECT_EQ(machine.slept.size(), 2U);
  machine.server = small_server;
  EXPECT_EQ(machine.run({"status", "wx1", "--watch", "--timeout", "10s"}), kExitWaiting);
}

}  // namespace
}  // namespace baobei::cli
