// What we write of SARIF against the standard (OASIS SARIF 2.1.0, sections named below): a compact
// statement of the members that we use, their types, which are required, and no others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "sinks/test_views.h"

namespace baobei::sinks {
namespace {

// "object {…}", "string", "uri", … each with what may stand in it. '!' marks what must be there.
struct Shape {
  std::string kind;  // object, array, string, integer, boolean, enum, any
  std::map<std::string, std::shared_ptr<Shape>> members = {};
  std::shared_ptr<Shape> items = {};
  std::vector<std::string> words = {};
  std::int64_t least = 0;
};
using ShapeRef = std::shared_ptr<Shape>;

ShapeRef object(std::map<std::string, ShapeRef> members) {
  return std::make_shared<Shape>(Shape{"object", std::move(members)});
}
ShapeRef array(ShapeRef items) {
  return std::make_shared<Shape>(Shape{"array", {}, std::move(items)});
}
ShapeRef of(const std::string& kind) {
  return std::make_shared<Shape>(Shape{kind});
}
ShapeRef from(std::int64_t least) {
  return std::make_shared<Shape>(Shape{"integer", {}, {}, {}, least});
}
ShapeRef one_of(std::vector<std::string> words) {
  return std::make_shared<Shape>(Shape{"enum", {}, {}, std::move(words)});
}

ShapeRef level() {
  return one_of({"none", "note", "warning", "error"});  // 3.27.10
}
ShapeRef message() {
  return object({{"!text", of("string")}});  // 3.11
}

ShapeRef tool() {  // 3.18, 3.19, 3.49
  const auto rule = object({{"!id", of("string")},
                            {"shortDescription", message()},
                            {"fullDescription", message()},
                            {"help", message()},
                            {"defaultConfiguration", object({{"level", level()}})}});
  return object({{"!driver", object({{"!name", of("string")},
                                     {"version", of("string")},
                                     {"semanticVersion", of("string")},
                                     {"rules", array(rule)},
                                     {"properties", of("any")}})}});
}

ShapeRef result() {  // 3.27 to 3.30, 3.35
  const auto region = object({{"startLine", from(1)},
                              {"startColumn", from(1)},
                              {"endLine", from(1)},
                              {"endColumn", from(1)},
                              {"snippet", message()}});
  const auto place =
      object({{"!artifactLocation", object({{"!uri", of("string")}})}, {"region", region}});
  const auto suppression =
      object({{"!kind", one_of({"inSource", "external"})}, {"justification", of("string")}});
  return object({{"!ruleId", of("string")},
                 {"ruleIndex", from(-1)},
                 {"level", level()},
                 {"!message", message()},
                 {"locations", array(object({{"physicalLocation", place}}))},
                 {"partialFingerprints", of("any")},
                 {"suppressions", array(suppression)},
                 {"properties", of("any")}});
}

ShapeRef log() {  // 3.13, 3.14, 3.20, 3.58
  const auto notification = object({{"level", level()},
                                    {"descriptor", object({{"id", of("string")}})},
                                    {"!message", message()}});
  const auto invocation = object({{"!executionSuccessful", of("boolean")},
                                  {"toolExecutionNotifications", array(notification)}});
  const auto run = object({{"!tool", tool()},
                           {"language", of("string")},
                           {"columnKind", one_of({"utf16CodeUnits", "unicodeCodePoints"})},
                           {"invocations", array(invocation)},
                           {"results", array(result())},
                           {"properties", of("any")}});
  return object(
      {{"$schema", of("string")}, {"!version", one_of({"2.1.0"})}, {"!runs", array(run)}});
}

std::string mismatch(const json::value& value, const Shape& shape, const std::string& where);

std::string in_object(const json::value& value, const Shape& shape, const std::string& where) {
  if (!value.is_object()) return where + ": no object";
  for (const auto& [name, member] : shape.members) {
    if (name[0] == '!' && !value.as_object().contains(name.substr(1)))
      return where + " lacks " + name;
  }
  for (const auto& [key, member] : value.as_object()) {
    const std::string name(key);
    auto known = shape.members.find(name);
    if (known == shape.members.end()) known = shape.members.find("!" + name);
    if (known == shape.members.end()) return where + " has " + name;
    const auto wrong = mismatch(member, *known->second, where + "/" + name);
    if (!wrong.empty()) return wrong;
  }
  return "";
}

std::string mismatch(const json::value& value, const Shape& shape, const std::string& where) {
  if (shape.kind == "any") return "";
  if (shape.kind == "object") return in_object(value, shape, where);
  if (shape.kind == "array") {
    if (!value.is_array()) return where + ": no array";
    for (const auto& item : value.as_array()) {
      const auto wrong = mismatch(item, *shape.items, where + "/*");
      if (!wrong.empty()) return wrong;
    }
    return "";
  }
  if (shape.kind == "boolean") return value.is_bool() ? "" : where + ": no boolean";
  if (shape.kind == "integer") {
    const bool whole = value.is_int64() || value.is_uint64();
    return whole && value.to_number<std::int64_t>() >= shape.least ? "" : where + ": no number";
  }
  if (!value.is_string()) return where + ": no string";
  const std::string text(value.as_string());
  const bool any =
      shape.kind == "string" || std::ranges::find(shape.words, text) != shape.words.end();
  return any ? "" : where + ": '" + text + "' is none of its words";
}

std::string fault_in(const std::string& text) {
  return mismatch(json::parse(text), *log(), "");
}

// Beyond shapes: indices point into the rules, an end is not before its beginning.
void expect_coherent(const json::value& run) {
  const auto& rules = run.at("tool").at("driver").at("rules").as_array();
  for (const auto& row : run.at("results").as_array()) {
    const auto index = row.at("ruleIndex").to_number<std::size_t>();
    ASSERT_LT(index, rules.size());
    EXPECT_EQ(rules[index].at("id"), row.at("ruleId"));
    for (const auto& location : row.at("locations").as_array()) {
      const auto* region = location.at("physicalLocation").as_object().if_contains("region");
      if (region == nullptr || !region->as_object().contains("endLine")) continue;
      EXPECT_GE(region->at("endLine").as_int64(), region->at("startLine").as_int64());
    }
  }
}

TEST(Sarif, FollowsTheStandard) {
  const auto report = test::hostile_report("plain");
  const auto text = sarif(test::view_of(report, "a.zip", Language::kEn));
  EXPECT_EQ(fault_in(text), "");
  expect_coherent(json::parse(text).at("runs").at(0));
  const auto none = check::could_not_check({}, {}, {"crashed", {"崩溃", "it crashed"}});
  EXPECT_EQ(fault_in(sarif(test::view_of(none, "a.zip", Language::kZh))), "");
}

TEST(Sarif, HasNoRegionForAFileAsAWhole) {
  auto report = test::hostile_report("plain");
  report.findings[0].line = report.findings[0].column = 0;
  report.findings[0].end_line = report.findings[0].end_column = 0;
  report.findings[1].file.clear();
  const auto text = sarif(test::view_of(report, "a.zip", Language::kEn));
  EXPECT_EQ(fault_in(text), "");
  const auto log = json::parse(text);
  const auto& results = log.at("runs").at(0).at("results").as_array();
  const auto& place = results[0].at("locations").at(0).at("physicalLocation").as_object();
  EXPECT_FALSE(place.contains("region"));
  EXPECT_TRUE(results[1].at("locations").as_array().empty());
}

TEST(Sarif, TheCheckerOfThisTestSeesFaults) {
  EXPECT_NE(fault_in(R"({"version": "2.1", "runs": []})"), "");
  EXPECT_NE(fault_in(R"({"version": "2.1.0", "runs": [{}]})"), "");
  EXPECT_NE(fault_in(R"({"version": "2.1.0", "runs": [], "more": 1})"), "");
}

}  // namespace
}  // namespace baobei::sinks
