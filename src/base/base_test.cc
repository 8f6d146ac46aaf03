#include <gtest/gtest.h>

#include "base/bytes.h"
#include "base/json_write.h"
#include "base/text.h"
#include "base/time.h"

namespace baobei {
namespace {

enum class Colour { kRed, kDarkBlue };
BOOST_DESCRIBE_ENUM(Colour, kRed, kDarkBlue)

struct Point {
  std::int32_t x = 0;
  std::optional<std::string> label;
  auto operator<=>(const Point&) const = default;
};
BOOST_DESCRIBE_STRUCT(Point, (), (x, label))
BAOBEI_TYPE_NAME(Point)

struct Paint {
  Colour colour = Colour::kRed;
  std::vector<Point> points;
  auto operator<=>(const Paint&) const = default;
};
BOOST_DESCRIBE_STRUCT(Paint, (), (colour, points))
BAOBEI_TYPE_NAME(Paint)

// Names on both sides of "type", out of order.
struct Zoo {
  std::string zebra;
  std::string ape;
  std::optional<std::string> tiger;
};
BOOST_DESCRIBE_STRUCT(Zoo, (), (zebra, ape, tiger))
BAOBEI_TYPE_NAME(Zoo)

using Shape = std::variant<Point, Paint>;

TEST(Json, RoundTripsDescribedVariants) {
  const Shape shape = Paint{Colour::kDarkBlue, {{1, "a"}, {2, std::nullopt}}};
  const auto text = canonical_json(to_json(shape));
  EXPECT_EQ(text,
            R"({"colour":"dark_blue","points":[{"label":"a","x":1},{"x":2}],"type":"paint"})");
  Shape back;
  ASSERT_TRUE(from_json(*parse_json(text, 1000), back));
  EXPECT_EQ(back, shape);
}

TEST(Json, WritesTheSameTextWithoutATree) {
  const auto check = [](const auto& value) {
    std::string text;
    write_json(value, text);
    EXPECT_EQ(text, json::serialize(to_json(value)));
    text = "before";
    write_canonical(value, text);
    EXPECT_EQ(text, "before" + canonical_json(to_json(value)));
  };
  std::string every_byte;
  for (int c = 0; c < 0x80; ++c) every_byte.push_back(static_cast<char>(c));
  check(every_byte);
  check(std::string("小程序 \"/\\\""));
  check(std::string());
  check(Shape(Paint{Colour::kDarkBlue, {{1, "a\n"}, {-2, std::nullopt}}}));
  check(Shape(Point{INT32_MIN, ""}));
  check(Paint{});
  check(sha256("x"));
  check(from_micros(INT64_MIN));
  check(UINT64_MAX);
  check(std::vector<bool>::value_type{true});
  check(std::chrono::duration_cast<Duration>(std::chrono::hours(1)));
  check(Zoo{"z", "a", "t"});
  check(std::vector<Paint>{});
}

TEST(Json, NamesTheFaultByPointer) {
  const auto read = [](std::string_view text) {
    Paint paint;
    const auto status = from_json(*parse_json(text, 1000), paint);
    return status ? std::string("accepted") : to_string(status.error());
  };
  EXPECT_EQ(read(R"({"colour":"red","points":[{"x":1,"z":2}]})"), "/points/0/z: an unknown member");
  EXPECT_EQ(read(R"({"colour":"red"})"), "/points: a required member is missing");
  EXPECT_EQ(read(R"({"colour":"pink","points":[]})"),
            "/colour: 'pink' is not one of the allowed values");
  EXPECT_EQ(read(R"({"colour":"red","points":[{"x":3000000000}]})"),
            "/points/0/x: the number is out of range");
}

TEST(Json, RefusesDepthAndSize) {
  EXPECT_FALSE(parse_json(std::string(100, '[') + std::string(100, ']'), 1000));
  EXPECT_EQ(parse_json("[1,2]", 3).error().kind, ErrorKind::kTooLarge);
  EXPECT_FALSE(parse_json("[1] x", 100));
}

TEST(Json, SaysThatAnotherEncodingIsNotTaken) {
  using std::string_view_literals::operator""sv;
  const std::vector<std::pair<std::string_view, std::string>> rows = {
      {"\xEF\xBB\xBF{}"sv, "byte 0"},                // UTF-8 with a byte order mark
      {"\xFF\xFE{\0}\0"sv, "byte 0"},                // UTF-16 with one
      {"{\0}\0"sv, "byte 1"},                        // UTF-16 without one
      {"\0{\0}"sv, "byte 0"},                        // the other way round
      {"{\"a\":\"\xC2\xDB\xCC\xB3\"}"sv, "byte 6"},  // GBK
      {"\"\xff\""sv, "byte 1"},
  };
  for (const auto& [text, place] : rows) {
    const auto read = parse_json(text, 100);
    ASSERT_FALSE(read) << place;
    EXPECT_EQ(read.error().message, "JSON is taken in UTF-8 alone, without a byte order mark");
    EXPECT_EQ(read.error().context, place);
  }
  EXPECT_TRUE(parse_json("\"\xEF\xBB\xBF\"", 100)) << "within a string it is a character";
}

TEST(Json, RefusesNamesThatStandThereTwice) {
  const auto twice = [](const std::string& text) {
    const auto read = parse_json(text, 1 << 20);
    if (read) return std::string("taken");
    EXPECT_EQ(read.error().message, "the same member stands there twice") << text;
    return read.error().context;
  };
  EXPECT_EQ(twice(R"({"notes":"a","notes":"b"})"), "/notes");
  EXPECT_EQ(twice(R"({"a":1,"b":{"c":[0,{"x":1},{"y":1,"z":2,"y":3}]}})"), "/b/c/2/y");
  EXPECT_EQ(twice(R"([[],[{"k":{}},{"k":{},"k":[]}]])"), "/1/1/k");
  EXPECT_EQ(twice(R"({"ab":1,"\u0061b":2})"), "/ab") << "the same after unescaping";
  EXPECT_EQ(twice(R"({"\u62a5":1,"报":2})"), "/报");
  EXPECT_EQ(twice(R"({"":1,"":2})"), "/");
  const std::string long_name(5'000, 'n');
  EXPECT_EQ(twice("{\"" + long_name + "\":1,\"" + long_name + "\":2}"), "/" + long_name);
  std::string many = "{";
  for (int i = 0; i < 40; ++i) many += "\"m" + std::to_string(i) + "\":{\"x\":1},";
  EXPECT_EQ(twice(many + "\"m7\":1}"), "/m7");
  EXPECT_EQ(twice(many + "\"x\":1}"), "taken") << "the same name at another level";
  EXPECT_EQ(twice(R"([{"a":1},{"a":1},{"b":{"a":1},"a":2}])"), "taken");
  EXPECT_EQ(twice(R"({"a":1,"A":2,"a ":3})"), "taken");
  EXPECT_EQ(twice(R"({"a":{"b":1},"c":{"b":1,"a":2}})"), "taken");
}

TEST(Json, ReadsWhatItReadBefore) {
  for (const auto* text : {"{}", "[]", " 1 ", "\"\\u62a5\"", "[1,-2,18446744073709551615,1.5,null]",
                           R"({"a":{"b":[{"c":"d"},true]},"e":""})"}) {
    const auto read = parse_json(text, 1000);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(*read, json::parse(text));
  }
  for (const auto* text :
       {"", "{", "[1,", "\"a", "{\"a\":1}}", "nul", "{a:1}", "[1,]", "// c\n1"}) {
    EXPECT_EQ(parse_json(text, 1000).error().kind, ErrorKind::kInvalid) << text;
  }
  std::string text = "[";
  for (std::size_t i = 0; i < 5'000; ++i) text += "\"" + std::string(1 + i % 700, 'x') + "\",";
  text.back() = ']';
  EXPECT_EQ(*parse_json(text, 1 << 22), json::parse(text)) << "texts longer than a part of one";
}

TEST(Time, RoundsUpToTheSecondAndFormats) {
  const auto instant = parse_rfc3339("2026-03-02T09:14:06.000001+08:00");
  ASSERT_TRUE(instant);
  EXPECT_EQ(format_rfc3339(*instant), "2026-03-02T01:14:06.000001Z");
  EXPECT_EQ(format_rfc3339(ceil_to_second(*instant)), "2026-03-02T01:14:07Z");
  EXPECT_EQ(ceil_to_second(from_micros(5'000'000)), from_micros(5'000'000));
}

TEST(Time, RefusesWhatIsNoInstant) {
  for (const auto* text : {"", "2026-02-30T00:00:00Z", "2026-03-02T24:00:00Z", "2026-03-02",
                           "2026-03-02T09:14:06", "2026-03-02T09:14:06.Z", "2026-3-02T09:14:06Z"}) {
    EXPECT_FALSE(parse_rfc3339(text)) << text;
  }
}

TEST(Time, ParsesDurations) {
  EXPECT_EQ(*parse_duration("7d"), std::chrono::hours(168));
  EXPECT_EQ(*parse_duration("1h30m"), std::chrono::minutes(90));
  for (const auto* text : {"", "7", "d", "5m1h", "-3s"}) EXPECT_FALSE(parse_duration(text)) << text;
}

TEST(Bytes, HashesAndReadsHex) {
  const auto digest = sha256("abc");
  EXPECT_EQ(to_hex(digest), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(*digest_from_hex(to_hex(digest)), digest);
  EXPECT_FALSE(digest_from_hex("12"));
  EXPECT_NE(random_id("app"), random_id("app"));
}

TEST(Text, KnowsUtf8) {
  EXPECT_TRUE(is_utf8("报备 ok"));
  for (const auto* text : {"\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE6\x8A"}) {
    EXPECT_FALSE(is_utf8(text));
  }
  EXPECT_EQ(utf8_length("报备x"), 3u);
  EXPECT_EQ(utf8_prefix("报备x", 2), "报备");
  EXPECT_EQ(printable("a\x1b[31m\xE2\x80\xAE"
                      "b"),
            "a\xEF\xBF\xBD[31m\xEF\xBF\xBD"
            "b");
}

TEST(Text, WritesNamesInWireCase) {
  EXPECT_EQ(wire_case("kToBeHandedOver"), "to_be_handed_over");
  EXPECT_EQ(wire_case("FilingPassed"), "filing_passed");
}

}  // namespace
}  // namespace baobei
