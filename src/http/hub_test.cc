// Live events over real sockets: who hears what, who is told to come back, who is cut off.

#include <gmock/gmock.h>

#include <thread>

#include "http/test_world.h"

namespace baobei::http {
namespace {

using lifecycle::Role;
using test::Client;
using test::member;
using test::request_text;
using test::World;
using ::testing::HasSubstr;
using ::testing::Not;

struct Listening {
  Listening(World& world, const std::string& person, const std::string& tail = "",
            const std::string& header_lines = "")
      : client(world.port()) {
    client.send(request_text("GET", "/v1/stream" + tail,
                             "Authorization: Bearer token-" + person + "\r\n" + header_lines));
    answer = client.read();
    if (answer && answer->status == 200) start = client.read_until("\n\n");
  }
  // The next event; heartbeats are passed over.
  std::string event() {
    for (;;) {
      const auto text = client.read_until("\n\n");
      if (!text) return "closed";
      if (!text->starts_with(": ")) return *text;
    }
  }
  Client client;
  std::optional<test::Answer> answer;
  std::optional<std::string> start;
};

void wait_for(const std::function<bool()>& holds) {
  for (int i = 0; i < 500 && !holds(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_TRUE(holds());
}

// Its place is for the next one at once, not when a heartbeat finds that nobody reads any more.
TEST(Hub, frees_the_place_of_a_client_that_left) {
  World world;
  world.beside.hub.start();
  {
    Listening developer(world, "developer");
    ASSERT_TRUE(developer.start);
    EXPECT_EQ(world.beside.hub.streams(), 1U);
  }
  wait_for([&] { return world.beside.hub.streams() == 0; });
  Listening again(world, "developer");
  world.beside.feed.add("review_passed", {"org:org-dev"});
  EXPECT_THAT(again.event(), HasSubstr("review_passed"));
}

TEST(Hub, tells_each_viewer_what_they_may_see_and_no_more) {
  World world;
  world.beside.hub.start();
  Listening developer(world, "developer");
  Listening stranger(world, "stranger");
  Listening officer(world, "officer");
  Listening reviewer(world, "reviewer");
  EXPECT_EQ(developer.answer->header("Content-Type"), "text/event-stream");
  EXPECT_EQ(*developer.start, "retry: 2000\nid: 0\nevent: start\ndata: {\"after\":\"0\"}\n\n");
  world.beside.feed.add("review_passed", {"org:org-dev"});
  world.beside.feed.add("filing_started", {"org:org-dev", "region:33"});
  world.beside.feed.add("submitted", {"org:org-other"});

  const auto first = developer.event();
  EXPECT_THAT(first, testing::StartsWith("id: 1\nevent: review_passed\ndata: {"));
  EXPECT_THAT(first, Not(HasSubstr("reviewer-7"))) << "parties learn that, not who (R7)";
  EXPECT_THAT(developer.event(), HasSubstr("event: filing_started"));
  EXPECT_THAT(officer.event(), HasSubstr("id: 2\n"));
  EXPECT_THAT(stranger.event(), HasSubstr("id: 3\n"));
  EXPECT_THAT(reviewer.event(), HasSubstr("reviewer-7"));
  EXPECT_THAT(reviewer.event(), HasSubstr("id: 2\n"));
  EXPECT_THAT(reviewer.event(), HasSubstr("id: 3\n"));
}

TEST(Hub, goes_on_where_a_client_stopped) {
  World world;
  for (int i = 0; i < 5; ++i) world.beside.feed.add("submitted", {"org:org-dev"});
  world.beside.hub.start();
  wait_for([&] { return Listening(world, "developer", "?after=5").answer->status == 200; });
  Listening by_header(world, "developer", "", "Last-Event-ID: 3\r\n");
  EXPECT_THAT(by_header.event(), HasSubstr("id: 4\n"));
  EXPECT_THAT(by_header.event(), HasSubstr("id: 5\n"));
  Listening by_query(world, "developer", "?after=4");
  EXPECT_THAT(by_query.event(), HasSubstr("id: 5\n"));
  Listening from_now(world, "developer");
  EXPECT_THAT(*from_now.start, HasSubstr("\"after\":\"5\""));
  for (const std::string odd : {"?after=x", "?after=-1", "?after="}) {
    EXPECT_EQ(Listening(world, "developer", odd).answer->status, 400) << odd;
  }
}

// A hub of its own, with limits that a test can reach.
class SmallHub : public testing::Test {
 protected:
  EventHub& make(HubLimits limits) {
    limits.look_every = std::chrono::milliseconds(5);
    hub_ = std::make_unique<EventHub>(
        world_.beside.feed, world_.reader, world_.clock,
        [this](const Error& error) { world_.journal.add("report " + error.message); }, limits);
    return *hub_;
  }
  OrProblem<std::shared_ptr<BodySource>> open(std::optional<std::uint64_t> after = {},
                                              const std::string& person = "reviewer") {
    const auto hash = sha256("token-" + person);
    return hub_->open(world_.reader.tokens.at(hash), hash, after);
  }
  void add(int count, std::size_t bytes = 0) {
    for (int i = 0; i < count; ++i) {
      world_.beside.feed.add("submitted", {"org:org-dev"}, std::string(bytes, 'x'));
    }
  }
  // What a source gives until it has nothing for now.
  static std::string drained(BodySource& source) {
    std::string all;
    std::string piece;
    while (source.next(piece, 64 * 1024) == BodySource::Next::kBytes)
      all += std::exchange(piece, {});
    return all;
  }
  void wait_until_tailed(std::uint64_t index) {
    wait_for([&] { return open(index).has_value(); });
  }

  World world_;
  std::unique_ptr<EventHub> hub_;
};

TEST_F(SmallHub, says_gone_where_the_ring_does_not_reach) {
  HubLimits limits;
  limits.ring_events = 3;
  add(5);
  make(limits).start();
  wait_until_tailed(5);
  EXPECT_TRUE(open(2));
  const auto too_old = open(1);
  ASSERT_FALSE(too_old);
  EXPECT_EQ(too_old.error().status, 410);
  EXPECT_EQ(open(6).error().status, 410) << "a cursor of another log";
}

TEST_F(SmallHub, starts_with_some_of_the_past_alone) {
  HubLimits limits;
  limits.preloaded = 2;
  add(5);
  make(limits).start();
  wait_until_tailed(5);
  EXPECT_TRUE(open(3));
  EXPECT_EQ(open(2).error().status, 410);
}

TEST_F(SmallHub, knows_the_past_before_anybody_asks) {
  add(5);
  make({}).start();
  EXPECT_TRUE(open(5));
  EXPECT_TRUE(open(0));
}

TEST_F(SmallHub, drops_who_is_behind_with_the_cursor) {
  HubLimits limits;
  limits.behind_bytes_max = 3'000;
  make(limits).start();
  const auto slow = open().value();
  drained(*slow);
  add(2, 1'000);
  wait_until_tailed(2);
  EXPECT_THAT(drained(*slow), HasSubstr("id: 2\n"));
  add(9, 1'000);
  wait_until_tailed(11);
  const auto told = drained(*slow);
  EXPECT_THAT(told, HasSubstr("event: resync\ndata: {\"after\":\"2\",\"why\":\"behind\"}"));
  std::string more;
  EXPECT_EQ(slow->next(more, 1'000), BodySource::Next::kEnd);
}

TEST_F(SmallHub, keeps_no_more_bytes_than_it_may) {
  HubLimits limits;
  limits.ring_bytes = 5'000;
  make(limits).start();
  add(10, 1'000);
  wait_until_tailed(10);
  EXPECT_FALSE(open(5));
  EXPECT_TRUE(open(9));
}

TEST_F(SmallHub, names_events_that_are_too_large_to_be_told) {
  HubLimits limits;
  limits.event_bytes_max = 2'000;
  make(limits).start();
  const auto stream = open().value();
  drained(*stream);
  add(1, 5'000);
  wait_until_tailed(1);
  const auto told = drained(*stream);
  EXPECT_THAT(told, HasSubstr("\"told\":false"));
  EXPECT_LT(told.size(), 1'000U);
}

TEST_F(SmallHub, has_so_many_streams_and_no_more) {
  HubLimits limits;
  limits.streams_max = 3;
  limits.streams_of_person_max = 2;
  make(limits).start();
  auto first = open().value();
  const auto second = open().value();
  EXPECT_EQ(open().error().status, 503);
  const auto third = open({}, "developer").value();
  EXPECT_EQ(open({}, "officer").error().status, 503);
  first.reset();
  EXPECT_TRUE(open({}, "officer"));
  EXPECT_EQ(hub_->streams(), 2U);
}

TEST_F(SmallHub, beats_where_nothing_happens_and_carries_the_cursor) {
  HubLimits limits;
  limits.heartbeat = std::chrono::milliseconds(20);
  add(3);
  make(limits).start();
  wait_until_tailed(3);
  const auto stream = open().value();
  drained(*stream);
  std::atomic<bool> woken = false;
  stream->wait([&] { woken = true; });
  wait_for([&] { return woken.load(); });
  EXPECT_EQ(drained(*stream), ": \nid: 3\n\n");
}

TEST_F(SmallHub, moves_the_cursor_over_what_one_does_not_see) {
  HubLimits limits;
  limits.heartbeat = std::chrono::milliseconds(20);
  limits.behind_bytes_max = 1'000;
  make(limits).start();
  const auto stranger = open({}, "stranger").value();
  drained(*stranger);
  std::atomic<bool> woken = false;
  stranger->wait([&] { woken = true; });
  add(9, 500);
  wait_until_tailed(9);
  wait_for([&] { return woken.load(); });
  EXPECT_EQ(drained(*stranger), ": \nid: 9\n\n") << "not taken for one who is behind";
}

TEST_F(SmallHub, ends_the_stream_of_somebody_who_is_known_no_more) {
  HubLimits limits;
  limits.recheck = std::chrono::hours(1);
  make(limits).start();
  const auto stream = open({}, "developer").value();
  drained(*stream);
  world_.reader.tokens.erase(sha256("token-developer"));
  add(1);
  wait_until_tailed(1);
  std::atomic<bool> woken = false;
  stream->wait([&] { woken = true; });
  hub_->rights_moved();
  wait_for([&] { return woken.load(); });
  EXPECT_THAT(drained(*stream),
              HasSubstr("event: end\ndata: {\"after\":\"0\",\"why\":\"not_signed_in\"}"));
}

TEST_F(SmallHub, asks_again_by_itself_after_a_while) {
  HubLimits limits;
  limits.recheck = std::chrono::milliseconds(20);
  make(limits).start();
  const auto stream = open({}, "developer").value();
  drained(*stream);
  world_.reader.tokens.erase(sha256("token-developer"));
  std::atomic<bool> woken = false;
  stream->wait([&] { woken = true; });
  wait_for([&] { return woken.load(); });
  EXPECT_THAT(drained(*stream), HasSubstr("not_signed_in"));
}

TEST_F(SmallHub, sees_with_new_eyes_when_rights_move) {
  make({}).start();
  const auto stream = open({}, "stranger").value();
  drained(*stream);
  world_.reader.tokens[sha256("token-stranger")].person.org = "org-dev";
  hub_->rights_moved();
  drained(*stream);
  add(1);
  wait_until_tailed(1);
  EXPECT_THAT(drained(*stream), HasSubstr("id: 1\n"));
}

TEST_F(SmallHub, reports_once_that_the_log_cannot_be_read_and_goes_on_when_it_can) {
  make({}).start();
  world_.beside.feed.fail_with(Error{ErrorKind::kUnavailable, "no disk", ""});
  wait_for([&] { return world_.beside.feed.refusals() >= 3; });
  world_.beside.feed.fail_with(std::nullopt);
  add(1);
  wait_until_tailed(1);
  const auto reports = world_.journal.take();
  EXPECT_EQ(std::ranges::count(reports, "report no disk"), 1);
}

TEST_F(SmallHub, ends_every_stream_when_it_stops) {
  make({}).start();
  const auto stream = open().value();
  drained(*stream);
  std::atomic<bool> woken = false;
  stream->wait([&] { woken = true; });
  hub_->stop();
  EXPECT_TRUE(woken);
  std::string more;
  EXPECT_EQ(stream->next(more, 100), BodySource::Next::kEnd);
  EXPECT_EQ(open().error().status, 503);
}

// ---- pages -------------------------------------------------------------------------------------

TEST(FeedPages, give_what_a_viewer_sees_and_where_to_go_on) {
  World world;
  world.beside.feed.add("submitted", {"org:org-dev"});
  world.beside.feed.add("submitted", {"org:org-other"});
  world.beside.feed.add("review_passed", {"org:org-dev"});
  const auto page = test::object_of(world.get("/v1/feed?limit=1", "developer"));
  EXPECT_EQ(page.at("items").as_array().size(), 1U);
  EXPECT_EQ(page.at("cursor"), "1");
  EXPECT_EQ(page.at("more"), true);
  const auto rest = world.get("/v1/feed?after=1", "developer");
  EXPECT_EQ(test::object_of(rest).at("cursor"), "3");
  EXPECT_EQ(test::object_of(rest).at("more"), false);
  EXPECT_THAT(rest.body, HasSubstr("review_passed"));
  EXPECT_THAT(rest.body, Not(HasSubstr("reviewer-7")));
  EXPECT_THAT(world.get("/v1/feed?after=2", "reviewer").body, HasSubstr("reviewer-7"));
  EXPECT_EQ(member(world.get("/v1/feed?after=3", "developer"), "items"), "[]");
  EXPECT_EQ(world.get("/v1/feed?after=x", "developer").status, 400);
  EXPECT_EQ(world.get("/v1/feed?limit=201", "developer").status, 400);
}

}  // namespace
}  // namespace baobei::http
