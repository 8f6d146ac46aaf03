#include "server/config_oidc.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace baobei::server {
namespace {

using Values = std::map<std::string, std::string>;

Values good() {
  return {{"name", "统一身份"},
          {"issuer", "https://id.example.com"},
          {"client_id", "baobei"},
          {"secret_file", "/etc/baobei/oidc-corp"},
          {"redirect", "https://baobei.example.com/v1/sign-in/oidc/corp/callback"}};
}

TEST(OidcConfig, HasRolesOfTheOperatorsOwnPeopleWhereNoneAreNamed) {
  const auto read = oidc_from("corp", "file:3", good());
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(read->roles,
            (std::vector<std::string>{"reviewer", "senior_reviewer", "operator", "auditor"}));
  EXPECT_EQ(read->second_factor, "amr");
}

TEST(OidcConfig, SaysWhatIsWrongAndWhere) {
  struct Row {
    std::string key, value, said;
  };
  for (const auto& row :
       {Row{"name", "", "corp.name"}, Row{"issuer", "id.example.com", "issuer"},
        Row{"issuer", "https://id.example.com/#a", "issuer"}, Row{"client_id", "", "client_id"},
        Row{"secret_file", "", "secret_file"},
        Row{"redirect", "https://baobei.example.com/callback", "/v1/sign-in"},
        Row{"redirect", "https://b.cn/v1/sign-in/oidc/other/callback", "corp"},
        Row{"roles", "reviewer, officer", "officers sign in"}, Row{"roles", "king", "king"},
        Row{"roles", "clock", "clock"}, Row{"second_factor", "none", "second_factor"},
        Row{"colour", "red", "colour"}}) {
    auto values = good();
    values[row.key] = row.value;
    const auto read = oidc_from("corp", "file:3", values);
    ASSERT_FALSE(read) << row.key << row.value;
    EXPECT_NE(read.error().message.find(row.said), std::string::npos) << to_string(read.error());
    EXPECT_EQ(read.error().context, "file:3");
  }
  EXPECT_FALSE(oidc_from("Corp ", "file:3", good()));
}

TEST(OidcConfig, KeepsItsSecretToItself) {
  const auto path = testing::TempDir() + "/baobei-oidc-secret";
  auto values = good();
  values["secret_file"] = path;
  const auto config = oidc_from("corp", "file:3", values).value();
  std::filesystem::remove(path);
  EXPECT_EQ(oidc_secret(config).error().kind, ErrorKind::kNotFound);
  std::ofstream(path) << "a secret\n";
  std::filesystem::permissions(path, std::filesystem::perms(0644));
  EXPECT_EQ(oidc_secret(config).error().kind, ErrorKind::kForbidden);
  std::filesystem::permissions(path, std::filesystem::perms(0600));
  EXPECT_EQ(oidc_secret(config).value(), "a secret");
  std::ofstream(path) << "\n";
  EXPECT_EQ(oidc_secret(config).error().kind, ErrorKind::kInvalid);
  std::filesystem::remove(path);
  values["secret_file"] = "oidc-corp";
  EXPECT_EQ(oidc_secret(oidc_from("corp", "file:3", values).value()).error().kind,
            ErrorKind::kNotFound)
      << "a credential of systemd, where there are none";
}

}  // namespace
}  // namespace baobei::server
