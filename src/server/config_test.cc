#include "server/config.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace baobei::server {
namespace {

std::string file_of(const std::string& text) {
  const auto path = testing::TempDir() + "/baobei-config-test.toml";
  std::ofstream(path) << text;
  return path;
}

Source source_of(const std::string& text, std::map<std::string, std::string> variables = {},
                 std::map<std::string, std::string, std::less<>> flags = {}) {
  Source source;
  if (!text.empty()) source.path = file_of(text);
  source.variable = [variables](const char* name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  };
  source.flags = std::move(flags);
  return source;
}

TEST(Config, DefaultsAreComplete) {
  const auto found = configure(source_of(""));
  ASSERT_TRUE(found) << to_string(found.error());
  for (const auto& setting : all_settings()) {
    EXPECT_EQ(found->origins.at(setting.key), "default");
    EXPECT_STRNE(setting.zh, "");
    EXPECT_STRNE(setting.en, "");
  }
  EXPECT_EQ(value_of(found->config, "http.port"), "8080");
}

TEST(Config, TheCommandLineBeatsTheEnvironmentAndThatTheFile) {
  const std::string text = "data = \"/a\"\n[http]\nport = 1000\nthreads = 3\naddress = \"::1\"\n";
  const auto found = configure(source_of(
      text, {{"BAOBEI_HTTP_PORT", "2000"}, {"BAOBEI_HTTP_THREADS", "4"}}, {{"http.port", "3000"}}));
  ASSERT_TRUE(found) << to_string(found.error());
  EXPECT_EQ(found->config.port, 3000);
  EXPECT_EQ(found->origins.at("http.port"), "command line");
  EXPECT_EQ(found->config.http_threads, 4U);
  EXPECT_EQ(found->origins.at("http.threads"), "BAOBEI_HTTP_THREADS");
  EXPECT_EQ(found->config.address, "::1");
  EXPECT_TRUE(found->origins.at("http.address").ends_with("baobei-config-test.toml:5"));
}

TEST(Config, ReadsProvidersOfIdentitiesAsTables) {
  const std::string text =
      "[oidc]\nallow = [\"127.0.0.1:9\"]\n[oidc.corp]\nname = \"Corp\"\n"
      "issuer = \"https://id.example.com\"\nclient_id = \"b\"\nsecret_file = \"/s\"\n"
      "redirect = \"https://b.cn/v1/sign-in/oidc/corp/callback\"\nroles = [\"reviewer\"]\n";
  const auto found = configure(source_of(text));
  ASSERT_TRUE(found) << to_string(found.error());
  ASSERT_EQ(found->config.oidc.size(), 1U);
  EXPECT_EQ(found->config.oidc[0].id, "corp");
  EXPECT_EQ(found->config.oidc[0].roles, (std::vector<std::string>{"reviewer"}));
  EXPECT_EQ(value_of(found->config, "oidc.providers"), "corp=https://id.example.com");
  EXPECT_TRUE(found->origins.at("oidc.providers").ends_with("baobei-config-test.toml:3"));
  EXPECT_FALSE(configure(source_of("[oidc.corp]\nname = 1.5\n")));
  EXPECT_FALSE(configure(source_of(text + "colour = \"red\"\n")));
  EXPECT_FALSE(configure(source_of("[oidc]\nproviders = \"corp\"\n")));
}

TEST(Config, ReadsDaysOfRetention) {
  const auto found = configure(source_of("[retention]\ndocuments = 10\nread_notices = 0\n"));
  ASSERT_TRUE(found) << to_string(found.error());
  EXPECT_EQ(found->config.retention().front().days, 10U);
  EXPECT_FALSE(configure(source_of("[retention]\ndocuments = 36501\n")));
}

TEST(Config, ReadsListsOfAddresses) {
  const auto found = configure(source_of("[http]\ntrusted_proxies = [\"10.0.0.1\", \"10.0.0.2\"]"));
  ASSERT_TRUE(found) << to_string(found.error());
  EXPECT_EQ(found->config.trusted_proxies, (std::vector<std::string>{"10.0.0.1", "10.0.0.2"}));
  EXPECT_EQ(value_of(found->config, "http.trusted_proxies"), "10.0.0.1,10.0.0.2");
}

struct FaultRow {
  const char* text;
  const char* where;  // end of the context
  const char* what;   // part of the message
};

TEST(Config, EveryFaultNamesItsPlace) {
  for (const auto& row : {
           FaultRow{"data = \"/a\"\nport = 1", ":2", "there is no setting 'port'"},
           FaultRow{"[http]\nprot = 1", ":2", "there is no setting 'http.prot'"},
           FaultRow{"[http]\nport = 70000", ":2", "a number from 0 to 65535"},
           FaultRow{"[http]\nport = \"80 \"", ":2", "a number from 0 to 65535"},
           FaultRow{"[http]\nport = 1.5", ":2", "a text or a number"},
           FaultRow{"[log]\nlevel = \"loud\"", ":2", "debug, info, warn, error"},
           FaultRow{"[check]\nsandbox = \"none\"", ":2", "required, best_effort"},
           FaultRow{"[http]\ntrusted_proxies = [\"a,b\"]", ":2", "a text or a number"},
           FaultRow{"[webhooks]\nallow = [\"127.0.0.1\"]", ":2", "a host with its port"},
           FaultRow{"[webhooks]\nallow = [\"http://a:1\"]", ":2", "a host with its port"},
           FaultRow{"[proofs]\norigin = \"a b\"", ":2", "without blanks"},
           FaultRow{"[http\n", ":1", ""},
       }) {
    const auto found = configure(source_of(row.text));
    ASSERT_FALSE(found) << row.text;
    EXPECT_EQ(found.error().kind, ErrorKind::kInvalid) << row.text;
    EXPECT_TRUE(found.error().context.ends_with(row.where)) << row.text << found.error().context;
    EXPECT_NE(found.error().message.find(row.what), std::string::npos) << found.error().message;
  }
}

TEST(Config, AFileThatIsNamedMustBeThere) {
  Source source;
  source.path = testing::TempDir() + "/no-such-baobei.toml";
  const auto found = configure(source);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().kind, ErrorKind::kNotFound);
}

TEST(Config, AnUnknownFlagIsAFault) {
  EXPECT_FALSE(configure(source_of("", {}, {{"http.prot", "1"}})));
}

}  // namespace
}  // namespace baobei::server
