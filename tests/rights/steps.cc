#include "rights/steps.h"

#include <cstdlib>

#include "engine/engine.h"

namespace baobei::test {

lifecycle::Actor developer() {
  return {"developer", Role::kDeveloper, "org-dev", "", ""};
}

lifecycle::Actor house_operator() {
  return {"operator", Role::kOperator, "org-op", "ops", ""};
}

void must(RightsWorld& world, const std::string& app, lifecycle::Actor who,
          lifecycle::CommandData data) {
  const auto answer = world.send(app, std::move(who), std::move(data));
  EXPECT_EQ(answer.kind, engine::AnswerKind::kAccepted)
      << app << " " << (answer.refusal ? lifecycle::refusal_name(*answer.refusal) : answer.detail);
}

void has_version(RightsWorld& world, const std::string& app, const Digest& digest,
                 const std::string& category) {
  world.on_writer([&](engine::Store& store) {
    EXPECT_TRUE(store.put_grant({"sub-1", category, std::nullopt}));
    EXPECT_TRUE(store.put_package({app, digest, "1", 1, 1, "developer", world.clock.now()}));
  });
}

void is_registered(RightsWorld& world, const std::string& app) {
  must(world, app, house_operator(),
       lifecycle::RegisterApp{
           {"sub-1", lifecycle::SubjectKind::kEnterprise, "33"}, "org-dev", false});
}

void is_submitted(RightsWorld& world, const std::string& app, const Digest& digest,
                  const std::string& category, const Digest& report) {
  must(world, app, developer(),
       lifecycle::Submit{digest, {category}, lifecycle::ReleaseChoice::kByHand, {}, {}});
  must(world, app, {"", Role::kChecker, "", "", ""},
       lifecycle::RecordCheck{1, 1, lifecycle::CheckOutcome::kPassed, report, {}});
}

lifecycle::Revision review_revision(RightsWorld& world, const std::string& app) {
  const auto file = object_of(world.get("/v1/apps/" + app + "/submissions/1", "reviewer"));
  const std::string etag(file.at("review_etag").as_string());
  return std::strtoull(etag.c_str() + etag.find('-') + 1, nullptr, 10);
}

void is_passed(RightsWorld& world, const std::string& app, const Digest& digest,
               lifecycle::Revision read, std::vector<std::string> filed) {
  lifecycle::PassReview pass;
  pass.submission = 1;
  pass.digest = digest;
  pass.review_revision = read;
  pass.present = std::move(filed);
  must(world, app, {"reviewer", Role::kReviewer, "org-op", "review", ""}, std::move(pass));
}

void is_before_the_office(RightsWorld& world, const std::string& app, const Digest& digest,
                          lifecycle::Channel channel) {
  constexpr const char* kForum = "social-forum";
  world.on_writer([&](engine::Store& store) { EXPECT_TRUE(store.put_office({"33", channel})); });
  has_version(world, app, digest, kForum);
  is_submitted(world, app, digest, kForum);
  is_passed(world, app, digest, review_revision(world, app), {kForum});
}

}  // namespace baobei::test
