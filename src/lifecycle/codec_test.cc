// The stored forms of events, case files and notices.
#include "lifecycle/codec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "lifecycle/command.h"
#include "lifecycle/test_values.h"

namespace baobei::lifecycle {
namespace {

using testing::HasSubstr;

constexpr int kRounds = 50;
constexpr const char* kGolden = BAOBEI_SOURCE_DIR "/src/lifecycle/testdata/events.golden";

// Calls f with an index constant for each type of event.
template <typename F>
void for_each_event_type(F f) {
  boost::mp11::mp_for_each<boost::mp11::mp_iota_c<std::variant_size_v<EventData>>>(f);
}

Event event_of(EventData data) {
  return {from_micros(1'772'413'200'500'000),
          {"person-1", Role::kOfficer, "office", "unit", "33"},
          std::move(data)};
}

json::object parsed(const std::string& body) {
  return parse_json(body, body.size())->get_object();
}

TEST(Codec, ReadsBackEveryEventAsItWas) {
  test::Seed seed(1);
  for_each_event_type([&](auto type) {
    for (int round = 0; round < kRounds; ++round) {
      EventData data(std::in_place_index<type>);
      seed.fill(std::get<type>(data));
      Event event = event_of(data);
      seed.fill(event.at);
      seed.fill(event.actor);
      Digest prev;
      seed.fill(prev);
      const auto sealed = seal("wx1", 7, prev, event);
      const auto opened = open_event(sealed.body);
      ASSERT_TRUE(opened) << event_name(data) << ": " << to_string(opened.error());
      EXPECT_EQ(opened->app, "wx1");
      EXPECT_EQ(opened->revision, 7U);
      EXPECT_EQ(opened->prev, prev);
      EXPECT_EQ(opened->event.at, event.at);
      EXPECT_EQ(opened->event.actor, event.actor);
      ASSERT_EQ(opened->event.data.index(), data.index());
      EXPECT_TRUE(test::same(std::get<type>(opened->event.data), std::get<type>(data)))
          << sealed.body;
      EXPECT_EQ(seal("wx1", 7, prev, opened->event).body, sealed.body);
    }
  });
}

TEST(Codec, SealsTheChainAndTheDomain) {
  const Event event = event_of(ServiceSuspended{});
  const auto sealed = seal("wx1", 1, {}, event);
  EXPECT_EQ(sealed.hash, hash_of_event_body(sealed.body));
  EXPECT_NE(sealed.hash, sha256(sealed.body)) << "the domain is part of what is hashed";
  EXPECT_NE(seal("wx1", 2, {}, event).hash, sealed.hash);
  EXPECT_NE(seal("wx2", 1, {}, event).hash, sealed.hash);
  EXPECT_NE(seal("wx1", 1, sha256("before"), event).hash, sealed.hash);
}

// One event of each type with every member set, as bytes: a change of the encoding would break the
// hash chain of stored logs. UPDATE_GOLDEN=1 writes them; the diff is read.
std::string events_as_bytes() {
  std::string all;
  test::Seed seed(2);
  for_each_event_type([&](auto type) {
    EventData data(std::in_place_index<type>);
    seed.fill(std::get<type>(data));
    const auto sealed = seal("wx1", 1, sha256("before"), event_of(data));
    all += to_hex(sealed.hash) + " " + sealed.body + "\n";
  });
  return all;
}

TEST(Codec, EncodesEveryEventAsEver) {
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(kGolden) << events_as_bytes();
  std::ifstream in(kGolden, std::ios::binary);
  std::ostringstream stored;
  stored << in.rdbuf();
  EXPECT_EQ(stored.str(), events_as_bytes()) << "run with UPDATE_GOLDEN=1, and read the diff";
}

// The stored bytes are what open_event() has to read in every later release.
TEST(Codec, ReadsWhatWasStored) {
  std::ifstream in(kGolden, std::ios::binary);
  std::size_t count = 0;
  for (std::string line; std::getline(in, line); ++count) {
    const auto space = line.find(' ');
    const auto body = line.substr(space + 1);
    EXPECT_EQ(to_hex(hash_of_event_body(body)), line.substr(0, space));
    const auto opened = open_event(body);
    EXPECT_TRUE(opened) << to_string(opened.error()) << " " << body;
  }
  EXPECT_EQ(count, std::variant_size_v<EventData>);
}

TEST(Codec, TakesAnOlderEventThatLacksAMemberAddedLater) {
  Submitted submitted;
  submitted.submission = 1;
  submitted.categories = {{"social-forum", true, std::nullopt, std::nullopt}};
  const auto older = seal("wx1", 1, {}, event_of(submitted)).body;
  EXPECT_THAT(older, testing::Not(HasSubstr("carries_filing_of")));
  const auto opened = open_event(older);
  ASSERT_TRUE(opened);
  const auto& category = std::get<Submitted>(opened->event.data).categories.at(0);
  EXPECT_FALSE(category.carries_filing_of.has_value());
}

// What cannot be an event of ours is corrupt, never something else.
TEST(Codec, RefusesWhatItDoesNotKnow) {
  const auto body = seal("wx1", 1, {}, event_of(ServiceResumed{})).body;
  const auto with = [&](auto change) {
    auto object = parsed(body);
    change(object);
    const auto opened = open_event(canonical_json(object));
    return opened ? std::string("taken") : to_string(opened.error());
  };
  EXPECT_EQ(with([](json::object&) {}), "taken");
  EXPECT_THAT(with([](json::object& o) { o["data"].as_object()["type"] = "service_paused"; }),
              HasSubstr("unknown event type 'service_paused'"));
  EXPECT_THAT(with([](json::object& o) { o["data"].as_object()["more"] = 1; }),
              HasSubstr("an unknown member"));
  EXPECT_THAT(with([](json::object& o) { o["data"].as_object().erase("type"); }),
              HasSubstr("no data of a type"));
  EXPECT_THAT(with([](json::object& o) { o.erase("data"); }), HasSubstr("no data of a type"));
  EXPECT_THAT(with([](json::object& o) { o["actor"].as_object()["role"] = "king"; }),
              HasSubstr("is not one of the allowed values"));
  EXPECT_THAT(with([](json::object& o) { o["revision"] = -1; }), HasSubstr("out of range"));
  for (const char* name : {"actor", "app", "at", "prev", "revision"}) {
    EXPECT_THAT(with([&](json::object& o) { o.erase(name); }), HasSubstr("a member is missing"))
        << name;
  }
  EXPECT_FALSE(open_event(""));
  EXPECT_FALSE(open_event("[]"));
  EXPECT_FALSE(open_event(body.substr(0, body.size() - 1)));
  EXPECT_FALSE(open_event(body + "{}"));
}

// Every member of every event is needed, but for the optional ones.
TEST(Codec, MissesAMemberThatIsNotThere) {
  test::Seed seed(3);
  for_each_event_type([&](auto type) {
    EventData data(std::in_place_index<type>);
    seed.fill(std::get<type>(data));
    const auto body = parsed(seal("wx1", 1, {}, event_of(data)).body);
    using T = std::variant_alternative_t<type, EventData>;
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_any_access>>(
        [&](auto d) {
          using M = std::remove_cvref_t<decltype(std::declval<T&>().*d.pointer)>;
          auto without = body;
          without["data"].as_object().erase(d.name);
          constexpr bool kOptional = json_detail::kIs<M, std::optional>;
          EXPECT_EQ(open_event(canonical_json(without)).has_value(), kOptional)
              << event_name(data) << " " << d.name;
        });
  });
}

TEST(Codec, ReadsBackACaseFileAsItWas) {
  test::Seed seed(4);
  for (int round = 0; round < kRounds; ++round) {
    App app;
    seed.fill(app);
    const auto decoded = decode_app(encode_app(app));
    ASSERT_TRUE(decoded) << to_string(decoded.error());
    EXPECT_EQ(*decoded, app);
  }
}

TEST(Codec, ReadsBackANoticeAsItWas) {
  test::Seed seed(5);
  for (int round = 0; round < kRounds; ++round) {
    Notice notice;
    seed.fill(notice);
    const auto decoded = decode_notice(encode_notice(notice));
    ASSERT_TRUE(decoded) << to_string(decoded.error());
    EXPECT_EQ(*decoded, notice);
  }
}

TEST(Codec, RefusesACaseFileOfAnotherForm) {
  auto object = parsed(encode_app(App{}));
  object["mood"] = "good";
  EXPECT_FALSE(decode_app(canonical_json(object)));
  EXPECT_FALSE(decode_app("null"));
  EXPECT_FALSE(decode_notice("{}"));
}

TEST(Codec, NamesEventsInWireCase) {
  EXPECT_EQ(wire_event_name(FilingPassed{}), "filing_passed");
  EXPECT_STREQ(event_name(FilingPassed{}), "FilingPassed");
  EXPECT_STREQ(command_name(RollBack{}), "RollBack");
}

}  // namespace
}  // namespace baobei::lifecycle
