// submit: what a dry run says was done, and what a form sends.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "cli/test_machine.h"

namespace baobei::cli {
namespace {

using test::answer_json;
using test::TestMachine;
using testing::HasSubstr;
using testing::Not;

json::object foreseen() {
  return {{"app", "wx1"},
          {"revision", 3},
          {"dry_run", true},
          {"events", json::array{}},
          {"outlook",
           {{"files", true},
            {"words", {{"zh", "审核通过后还须报备"}, {"en", "A filing follows the review"}}}}}};
}

// A server that has the versions of `there`, and takes every other one.
class SubmitTest : public testing::Test {
 protected:
  SubmitTest() {
    machine.server = [this](const HttpRequest& request) -> Result<HttpResponse> {
      if (request.method == "GET" && request.target.starts_with("/v1/apps/wx1/packages?")) {
        json::array items;
        for (const auto& digest : there) items.push_back(json::object{{"digest", digest}});
        return answer_json(200, {{"items", std::move(items)}});
      }
      if (request.target.starts_with("/v1/apps/wx1/packages")) {
        return answer_json(201, {{"digest", digest()}, {"files", 1}, {"bytes", 9}});
      }
      if (request.target == "/v1/apps/wx1/form-pictures") {
        return answer_json(201, {{"picture", "pic_" + std::to_string(++pictures)}});
      }
      if (refuses) return test::problem(409, "one_in_review");
      return answer_json(200, foreseen());
    };
    std::filesystem::create_directories(folder());
    std::ofstream(folder() + "/app.json") << R"({"pages":["index"]})";
    std::ofstream(folder() + "/index.js") << "Page({})";
  }
  std::string folder() const { return machine.folder() + "/program"; }
  std::string digest() { return to_hex(LocalPackage::open(folder())->digest()); }
  int submits(std::vector<std::string> more) {
    std::vector<std::string> line{"submit", "wx1", folder(), "--category", "a"};
    line.insert(line.end(), more.begin(), more.end());
    return machine.run(line);
  }

  TestMachine machine;
  std::vector<std::string> there;
  int pictures = 0;
  bool refuses = false;
};

TEST_F(SubmitTest, ADryRunThatUploadedTheVersionSaysSo) {
  EXPECT_EQ(submits({"--dry-run"}), kExitOk) << machine.err.str();
  EXPECT_THAT(machine.out.str(), HasSubstr("The version was uploaded (digest " + digest() +
                                           "); nothing was submitted"));
  EXPECT_THAT(machine.out.str(), HasSubstr("A filing follows the review"));
  EXPECT_THAT(machine.out.str(), Not(HasSubstr("nothing was changed")));
  machine.out.str("");
  EXPECT_EQ(submits({"--dry-run", "--lang", "zh"}), kExitOk);
  EXPECT_THAT(machine.out.str(), HasSubstr("版本已上传（摘要 " + digest() + "），没有提审"));
  EXPECT_THAT(machine.out.str(), HasSubstr("审核通过后还须报备"));
}

TEST_F(SubmitTest, ADryRunOfAVersionThatIsThereUploadsNothingAndSaysSo) {
  there = {digest()};
  EXPECT_EQ(submits({"--dry-run"}), kExitOk) << machine.err.str();
  EXPECT_THAT(machine.out.str(), HasSubstr("nothing was uploaded or submitted"));
  for (const auto& request : machine.requests) EXPECT_TRUE(request.upload_path.empty());
}

TEST_F(SubmitTest, ARefusedDryRunSaysThatTheVersionIsThereNow) {
  refuses = true;
  EXPECT_NE(submits({"--dry-run"}), kExitOk);
  EXPECT_THAT(machine.err.str(), HasSubstr("The version was uploaded (digest " + digest()));
}

TEST_F(SubmitTest, ADryRunTellsProgramsToo) {
  EXPECT_EQ(submits({"--dry-run", "--json"}), kExitOk);
  const auto value = json::parse(machine.out.str());
  EXPECT_TRUE(value.at("uploaded").as_bool());
  EXPECT_TRUE(value.at("outlook").at("files").as_bool());
}

TEST_F(SubmitTest, PicturesAndTheAccountOfAFileGoWithIt) {
  const auto account = machine.folder() + "/account.json";
  std::ofstream(account) << R"({"account":"a","password":"p"})";
  const auto shot = machine.folder() + "/shot.png";
  std::ofstream(shot) << "png";
  EXPECT_EQ(submits({"--picture", shot, "--picture", shot, "--test-account-file", account}),
            kExitOk)
      << machine.err.str();
  const auto body = json::parse(machine.requests.back().body);
  EXPECT_EQ(json::serialize(body.at("pictures")), R"(["pic_1","pic_2"])");
  EXPECT_EQ(json::serialize(body.at("test_account")), R"({"account":"a","password":"p"})");
  EXPECT_THAT(machine.out.str() + machine.err.str(), Not(HasSubstr("\"p\"")));
}

TEST_F(SubmitTest, ADryRunUploadsNoPicture) {
  const auto shot = machine.folder() + "/shot.png";
  std::ofstream(shot) << "png";
  EXPECT_EQ(submits({"--dry-run", "--picture", shot}), kExitOk);
  EXPECT_EQ(pictures, 0);
  EXPECT_THAT(machine.out.str(), HasSubstr("The pictures were not uploaded"));
}

TEST_F(SubmitTest, AFormThatContradictsItselfSendsNothing) {
  for (const auto& more : std::vector<std::vector<std::string>>{
           {"--ugc", "none", "--ugc", "text"}, {"--ugc-team"}, {"--ugc-method", "people"}}) {
    EXPECT_EQ(submits(more), kExitUsage);
  }
  EXPECT_NE(submits({"--test-account-file", machine.folder() + "/none.json"}), kExitOk);
  const auto list = machine.folder() + "/list.json";
  std::ofstream(list) << "[]";
  EXPECT_NE(submits({"--test-account-file", list}), kExitOk);
  EXPECT_TRUE(machine.requests.empty());
}

}  // namespace
}  // namespace baobei::cli
