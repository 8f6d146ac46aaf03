// Signed files at the office and on the platform's side: what is signed is verified, and nothing
// else is.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "cli/test_machine.h"
#include "receipts/bundle.h"

namespace baobei::cli {
namespace {

using test::answer_json;
using test::TestMachine;
using ::testing::HasSubstr;

const std::string kBundleVersion(64, 'a');

class Bundles : public testing::Test {
 protected:
  std::string path(const std::string& name) const { return machine.folder() + "/" + name; }
  std::string kept(const std::string& name) const {
    std::ifstream file(path(name));
    return std::string(std::istreambuf_iterator<char>(file), {});
  }
  void keep(const std::string& name, const std::string& text) const {
    std::ofstream(path(name)) << text;
  }
  TestMachine machine;
};

TEST_F(Bundles, an_office_signs_its_answers_without_a_server) {
  EXPECT_EQ(machine.run({"filing", "bundle", "keygen", "--out", path("office.key")}), kExitOk)
      << machine.err.str();
  const auto public_key = machine.out.str().substr(0, 64);
  keep("answers.csv", "app,filing,digest,verdict,points\nwx1,2," + kBundleVersion +
                          ",fail,unspecified||改\nwx2,1," + kBundleVersion + ",pass,\nwx3,1," +
                          kBundleVersion + ",,\n");
  EXPECT_EQ(machine.run({"filing", "bundle", "sign", path("answers.csv"), "--key",
                         path("office.key"), "--region", "51", "--out", path("answers.json")}),
            kExitOk)
      << machine.err.str();
  EXPECT_TRUE(machine.requests.empty());
  const auto answers = receipts::answers_from(kept("answers.json"));
  ASSERT_TRUE(answers) << to_string(answers.error());
  EXPECT_EQ(answers->region, "51");
  EXPECT_EQ(answers->rows.size(), 2U) << "a row without a verdict is none";
  EXPECT_THAT(answers->rows[0], HasSubstr("\"text\":\"改\""));
  EXPECT_TRUE(receipts::is_signed_by(*answers, public_key));
  EXPECT_FALSE(receipts::is_signed_by(*answers, receipts::make_office_key().public_key));
  auto text = kept("answers.json");
  text.replace(text.find("\"pass\""), 6, "\"fail\"");
  const auto altered = receipts::answers_from(text);
  ASSERT_TRUE(altered);
  EXPECT_FALSE(receipts::is_signed_by(*altered, public_key));
  EXPECT_EQ(machine.run({"filing", "bundle", "keygen", "--out", path("office.key")}), kExitCouldNot)
      << "a key is never overwritten";
}

TEST_F(Bundles, a_bundle_is_verified_line_by_line) {
  auto keys = receipts::KeyRing::open(path("keys"), Instant()).value();
  const std::string line = R"({"app":"wx1","entry":1})";
  receipts::BundleManifest manifest;
  manifest.region = "51";
  manifest.made_at = "2026-03-02T09:00:00.000000Z";
  manifest.entries = {{"wx1", 1, "running", kBundleVersion, to_hex(sha256(line))}};
  const auto head = receipts::to_text(receipts::sign_bundle(manifest, keys));
  json::array published;
  for (const auto& key : keys.published()) published.push_back(to_json(key));
  keep("keys.json", json::serialize(json::object{{"items", std::move(published)}}));
  const auto verify = [&](const std::string& text) {
    keep("bundle", text);
    return machine.run({"filing", "bundle", "verify", path("bundle"), "--keys", path("keys.json")});
  };
  EXPECT_EQ(verify(head + "\n" + line + "\n"), kExitOk) << machine.err.str();
  EXPECT_EQ(verify(head + "\n"), kExitRefused) << "a line is missing";
  EXPECT_EQ(verify(head + "\n" + line + " \n"), kExitRefused);
  EXPECT_EQ(verify(head + "\n" + line + "\n" + line + "\n"), kExitRefused);
  auto other = head;
  other.replace(other.find("\"51\""), 4, "\"33\"");
  EXPECT_EQ(verify(other + "\n" + line + "\n"), kExitRefused);
  EXPECT_TRUE(machine.requests.empty());
}

TEST_F(Bundles, a_list_becomes_one_job_and_is_waited_for) {
  int asked = 0;
  machine.server = [&](const HttpRequest& request) {
    if (request.target == "/v1/jobs") {
      return answer_json(202, {{"job", "job_1"}, {"items", 2}, {"state", "running"}});
    }
    if (request.target.starts_with("/v1/jobs/job_1/items")) {
      return answer_json(
          200, {{"items", json::array{json::object{{"no", 2},
                                                   {"app", "wx2"},
                                                   {"state", "refused"},
                                                   {"problem", {{"title", "barred"}}}}}}});
    }
    const bool done = ++asked > 1;
    return answer_json(200, {{"job", "job_1"},
                             {"state", done ? "done" : "running"},
                             {"items", 2},
                             {"waiting", done ? 0 : 1},
                             {"accepted", 1},
                             {"refused", 1},
                             {"failed", 0},
                             {"cancelled", 0}});
  };
  keep("list.csv", "app,submission\nwx1,1\nwx2,3\n");
  EXPECT_EQ(machine.run({"bulk", "release", path("list.csv"), "--job", "--yes"}), kExitRefused)
      << machine.err.str();
  EXPECT_EQ(machine.requests[0].body,
            R"({"kind":"release","items":[{"app":"wx1","submission":1,"share":10000},)"
            R"({"app":"wx2","submission":3,"share":10000}]})");
  EXPECT_EQ(machine.slept.size(), 1U);
  EXPECT_THAT(machine.out.str(), HasSubstr("barred"));
  EXPECT_THAT(machine.err.str(), HasSubstr("1 done, 1 refused"));
}

}  // namespace
}  // namespace baobei::cli
