// What a client holds on to outlives the server: cursors of the feed, places in the stream, uploads
// that were cut. The server is killed, not stopped.

#include <gmock/gmock.h>

#include "contract.h"
#include "office.h"

namespace baobei::api {
namespace {

std::string member(const Reply& reply, const char* name) {
  const auto value = reply.json();
  const auto* found = value.is_object() ? value.get_object().if_contains(name) : nullptr;
  if (found == nullptr) return {};
  return found->is_string() ? std::string(found->get_string()) : json::serialize(*found);
}

class Restart : public testing::Test {
 protected:
  // Each leaves an event or more.
  void happens(int from, int to) {
    for (int i = from; i < to; ++i) {
      const auto app = "wx000000000000000" + std::to_string(i);
      contract_.send(
          {"registerApp",
           "operator",
           {},
           R"({"app":")" + app +
               R"(","name":"论坛","subject":"subject-zhejiang","owner":"org-developer"})"},
          201);
      contract_.send({"authoriseAgency", "developer", {app}, R"({"agency":"org-agency"})"}, 200);
    }
  }
  // Pages behind the cursor, until there are no more; moves the cursor.
  std::vector<std::uint64_t> read_on(const std::string& who, std::string& cursor) {
    std::vector<std::uint64_t> indices;
    for (bool more = true; more;) {
      const auto page =
          contract_.send({"getFeed", who, {}, "", "?limit=2&after=" + cursor}, 200).json();
      for (const auto& item : page.at("items").as_array()) {
        indices.push_back(item.at("log_index").to_number<std::uint64_t>());
      }
      cursor = std::string(page.at("cursor").as_string());
      more = page.at("more").as_bool();
    }
    return indices;
  }
  void restart() {
    program_.kill();
    program_.start();
  }

  Program program_;
  Contract contract_{program_};
};

TEST_F(Restart, LosesNoEventOfTheFeedAndRepeatsNone) {
  happens(0, 3);
  std::string cursor = "0";
  auto seen = read_on("operator", cursor);
  std::string of_agency = "0";
  auto seen_by_agency = read_on("agency", of_agency);
  restart();
  happens(3, 5);
  const auto after = read_on("operator", cursor);
  seen.insert(seen.end(), after.begin(), after.end());
  ASSERT_GE(seen.size(), 10U);
  for (std::size_t i = 0; i < seen.size(); ++i) EXPECT_EQ(seen[i], i + 1) << "dense, in order";
  const auto more = read_on("agency", of_agency);
  seen_by_agency.insert(seen_by_agency.end(), more.begin(), more.end());
  std::string from_the_start = "0";
  EXPECT_EQ(seen_by_agency, read_on("agency", from_the_start));
  EXPECT_TRUE(std::ranges::is_sorted(seen_by_agency));
  EXPECT_GE(seen_by_agency.size(), 5U);
  EXPECT_LT(seen_by_agency.size(), seen.size()) << "the agency does not see the demo's own";
}

TEST_F(Restart, GoesOnInTheStreamByItsLastEvent) {
  happens(0, 2);
  std::string cursor = "0";
  const auto all = read_on("developer", cursor);
  ASSERT_GE(all.size(), 4U);
  restart();
  Call stream{"getStream", "developer"};
  stream.header_lines = "Last-Event-ID: " + std::to_string(all[1]) + "\r\n";
  stream.until = "id: " + std::to_string(all.back()) + "\nevent: ";
  const auto told = contract_.send(stream, 200).body;
  std::size_t at = 0;
  for (std::size_t i = 2; i < all.size(); ++i) {
    const auto next = told.find("\nid: " + std::to_string(all[i]) + "\nevent: ", at);
    ASSERT_NE(next, std::string::npos) << all[i] << " in\n" << told;
    at = next;
  }
  EXPECT_EQ(told.find("\nid: " + std::to_string(all[0]) + "\nevent: "), std::string::npos);
}

TEST_F(Restart, GoesOnWithAnUploadThatWasCut) {
  const auto tar = sample_tar("cut");
  const auto half = tar.size() / 2;
  const auto body =
      "{\"bytes\":" + std::to_string(tar.size()) + R"(,"content":")" + to_hex(sha256(tar)) + "\"}";
  const auto& app = program_.app();
  const auto id = member(contract_.send({"beginUpload", "developer", {app}, body}, 201), "upload");
  const auto piece = [&](std::size_t from, std::size_t bytes) {
    return Call{"sendPiece", "developer",
                {app, id},   tar.substr(from, bytes),
                "",          "Upload-Offset: " + std::to_string(from) + "\r\n"};
  };
  contract_.send(piece(0, half), 200);
  // The next one breaks off on its way.
  Ask cut;
  cut.method = "PATCH";
  cut.target = "/v1/apps/" + app + "/uploads/" + id;
  cut.who = "developer";
  cut.header_lines = "Upload-Offset: " + std::to_string(half) + "\r\n";
  cut.body = tar.substr(half, 100);
  cut.stated_bytes = tar.size() - half;
  cut.leaves = true;
  EXPECT_EQ(program_.ask(cut).status, 0);
  restart();
  const auto kept = contract_.send({"getUpload", "developer", {app, id}}, 200);
  EXPECT_EQ(member(kept, "offset"), std::to_string(half)) << "a piece is there whole or not at all";
  contract_.send(piece(half, tar.size() - half), 200);
  const auto taken = contract_.send({"completeUpload", "developer", {app, id}}, 201);
  const auto whole = contract_.send({"uploadPackage", "developer", {app}, tar}, 201);
  EXPECT_EQ(member(taken, "digest"), member(whole, "digest"));
  EXPECT_EQ(member(taken, "digest").size(), 64U);
}

// Two thousand items, killed on their way: each is carried out once, all of them with the instant
// at which the request was received.
TEST(RestartOfJobs, CarriesOutEveryItemOnce) {
  Story story;
  auto& contract = story.contract;
  story.registers(kA);
  const auto no = story.submits(kA, "first");
  const auto body = R"({"digest":")" + story.digest() + R"(","present":[]})";
  contract.send({"passReview", "reviewer", {kA, no}, body, "", story.if_match()}, 200);
  std::string items = R"({"app":"wxa00000000000000a","submission":1})";
  for (int i = 1; i < 2'000; ++i) items = R"({"app":"wxnowhere","submission":1},)" + items;
  const auto job = contract.send(
      {"createJob", "developer", {}, R"({"kind":"release","items":[)" + items + "]}"}, 202);
  const auto id = member(job, "job");
  for (int i = 0; i < 3; ++i) {
    story.program.kill();
    story.program.start();
  }
  const auto ended = ended_job(contract, "developer", id);
  EXPECT_EQ(json::serialize(ended.at("accepted")), "1");
  EXPECT_EQ(json::serialize(ended.at("refused")), "1999");
  EXPECT_EQ(json::serialize(ended.at("waiting")), "0");
  EXPECT_EQ(ended.at("received_at"), job.json().at("received_at"));
  const auto events =
      contract.send({"listEvents", "developer", {kA}, "", "?limit=200"}, 200).json();
  std::size_t released = 0;
  for (const auto& event : events.at("items").as_array()) {
    if (event.at("type").as_string() != "released") continue;
    ++released;
    EXPECT_EQ(event.at("at"), ended.at("received_at"));
  }
  EXPECT_EQ(released, 1U);
}

}  // namespace
}  // namespace baobei::api
